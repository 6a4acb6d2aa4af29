"""Derives ``missing.tsv`` from ``judged.tsv``. Run as a program: ``python derive.py``.

A county clause is missing in a higher plan of its subject when no clause there shares one of its things, and the
other way round. Prefaces and notices are frames and are left out.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
FRAMES = frozenset({"preface", "notice", "notice-closing"})


def main() -> None:
    """Writes the table beside the judged clauses."""
    plans = tomllib.loads((HERE / "catalogue.toml").read_text(encoding="utf-8"))["plan"]
    lines = (HERE / "judged.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    subjects = {
        address: set(things.split(",")) for address, things in rows if address.split("/")[1] not in FRAMES
    }
    found = [
        "# 县级条目在上级规划里、上级条目在县级规划里没有对应的，由 judged.tsv 推出。",
        "address\tagainst\tmissing",
    ]
    for county in (plan for plan in plans if plan["level"] == "county"):
        for upper in county["parents"]:
            for one, other in ((county["id"], upper), (upper, county["id"])):
                there = set().union(*(s for a, s in subjects.items() if a.split("/")[0] == other))
                found += [
                    f"{a}\t{other}\tyes"
                    for a, s in subjects.items()
                    if a.split("/")[0] == one and not s & there
                ]
    (HERE / "missing.tsv").write_text("\n".join(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
