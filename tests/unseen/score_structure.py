"""Scores outline and clauses against judged documents that the rules were not written from.

Takes a folder of documents with gold files (``structure/NN.txt`` + ``NN.gold.json``; odd numbers are for tuning,
even ones only for reporting). Gives how many judged clauses were cut exactly (first and last characters and
length), how many clauses read are right, and how often each field of a rightly cut clause is right. Alternatives
that the judge allows count as right. Run as a program it prints the faults of the tuning part, and of the report
part only the figures:

    python tests/unseen/score_structure.py tune
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzers.characters import repaired
from analyzers.normalise import squash
from ingest.plan import Clause
from ingest.reading import read_file

HERE = Path(__file__).parent / "structure"
FIELDS = ("kind", "number", "section", "domain", "title", "address", "units")


@dataclass
class Score:
    """Counts over the judged documents of one part."""

    expected: int = 0
    found: int = 0
    read: int = 0
    right: int = 0
    plans_wrong: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.expected

    @property
    def precision(self) -> float:
        return self.right / self.read

    def right_share(self, name: str) -> float:
        return 1 - self.fields[name] / max(1, self.judged[name])

    def line(self) -> str:
        each = "  ".join(f"{name} {self.right_share(name):.3f}" for name in FIELDS)
        return f"cut: recall {self.recall:.3f}  precision {self.precision:.3f}  plans wrong {self.plans_wrong}\n  {each}"


def score(part: str) -> Score:
    """Reads the documents of the part (``tune`` or ``report``) and compares."""
    total = Score()
    for path in sorted(HERE.glob("*.txt")):
        if (int(path.stem) % 2 == 1) == (part == "tune"):
            judged = path.with_suffix("").with_suffix(".gold.json").read_text(encoding="utf-8")
            gold = json.loads(repaired(judged))  # clauses have their digits in one width (decision 0010)
            _score_document(path, gold, total)
    return total


def _key(starts: str, ends: str, length: int) -> tuple[str, str, int]:
    return starts, ends, length


def _body_key(clause: Clause) -> tuple[str, str, int]:
    whole, body = squash(clause.text), squash(clause.text[clause.body :])
    return _key(body[:12], body[-8:], len(whole))


def _score_document(path: Path, gold: dict[str, Any], total: Score) -> None:
    plans = read_file(path)
    if len(plans) != len(gold["plans"]):
        total.plans_wrong += 1
        total.faults.append(f"{path.stem} PLANS read {len(plans)}, judged {len(gold['plans'])}")
    # Rows and notes of tables have addresses of their own; the judges of these documents let tables be.
    read = [each for plan in plans for each in plan.clauses if not re.search("/(?:row|note)/", each.address)]
    keys = {_body_key(clause): clause for clause in read}
    loose = [squash(text) for text in gold["either"]]
    used: set[str] = set()
    judged = [
        one
        for at, plan in enumerate(gold["plans"])
        for one in _cut_as_read(at, plan, gold["alternatives"], keys)
    ]
    for one in judged:
        clause = keys.get(_key(one["starts"], one["ends"], one["length"])) or _near(one, read, loose)
        if clause is None:
            if not any(alt.get("absent") for alt in one.get("alternatives", [])):
                total.expected += 1
                total.faults.append(
                    f"{path.stem} NOT CUT {one['section']} {one['kind']} {one['number']} {one['starts']}…{one['ends']} ({one['length']})"
                )
            continue
        used.add(clause.address)
        total.expected += 1
        total.found += 1
        _score_fields(path.stem, one, clause, gold.get("not_judged", []), total)
    total.read += len(used)
    total.right += len(used)
    for clause in read:
        text = squash(clause.text)
        if clause.address not in used and not any(text in one or one in text for one in loose):
            total.read += 1
            total.faults.append(
                f"{path.stem} EXTRA {clause.address} {clause.kind} {text[:40]}…{text[-10:]} ({len(text)})"
            )


def _cut_as_read(
    at: int, plan: dict[str, Any], alternatives: list[dict[str, Any]], keys: dict[Any, Clause]
) -> list[dict[str, Any]]:
    """The judged clauses, with each allowed other cut taken where more of its clauses were read."""
    clauses = list(plan["clauses"])
    for other in sorted(
        (a for a in alternatives if a["plan"] == at and "with" in a), key=lambda a: -a["replace"][0]
    ):
        first, last = other["replace"]
        printed, instead = clauses[first : last + 1], other["with"]
        hits = [
            sum(_key(c["starts"], c["ends"], c["length"]) in keys for c in cut) / len(cut)
            for cut in (printed, instead)
        ]
        if hits[1] > hits[0]:
            clauses[first : last + 1] = instead
    return list(_with_lists(clauses, keys))


def _with_lists(clauses: list[dict[str, Any]], keys: dict[Any, Clause]) -> Iterator[dict[str, Any]]:
    """An article with its list is one clause (docs/decisions/0018); judged before that was decided, its members
    stand apart. Where they were read as one clause, to the character, they are judged as one."""
    place = 0
    while place < len(clauses):
        one, end = clauses[place], place + 1
        while end < len(clauses) and clauses[end].get("role") == "sub":
            end += 1
        members = clauses[place:end]
        whole = {**one, "ends": members[-1]["ends"], "length": sum(each["length"] for each in members)}
        if len(members) > 1 and _key(whole["starts"][:12], whole["ends"], whole["length"]) in keys:
            members = [whole]
        yield from members
        place = end


def _near(one: dict[str, Any], read: list[Clause], loose: list[str]) -> Clause | None:
    """A clause that differs from the judged one only by matter that may belong to either side."""
    for clause in read:
        body = squash(clause.text[clause.body :])
        for text in loose:
            if (
                text in body
                and (rest := body.replace(text, ""))
                and rest.startswith(one["starts"])
                and rest.endswith(one["ends"])
            ):
                return clause
    return None


def _score_fields(
    document: str, one: dict[str, Any], clause: Clause, not_judged: list[str], total: Score
) -> None:
    allowed = [one, *({**one, **alt} for alt in one.get("alternatives", []))]
    for name in FIELDS:
        if (
            name in not_judged
            or (name in ("title", "address") and one.get(name) is None)
            or (name == "units" and not one.get(name))
        ):
            continue
        total.judged[name] += 1
        have = _value(name, clause)
        if not any(_same(name, choice.get(name), have) for choice in allowed):
            total.fields[name] += 1
            total.faults.append(
                f"{document} {name.upper()} {have!r} should be {one.get(name)!r}: {clause.address} {clause.text[:24]}"
            )


def _value(name: str, clause: Clause) -> Any:
    if name == "address":
        return clause.address.partition("/")[2]
    return str(clause.kind) if name == "kind" else getattr(clause, name)


def _same(name: str, want: Any, have: Any) -> bool:
    if name == "units":
        return set(want or ()) == set(have or ())
    want, have = (
        unicodedata.normalize("NFKC", squash(str(v))) if v is not None else None for v in (want, have)
    )
    return want == have or (name in ("section", "address") and not want and not have)


if __name__ == "__main__":
    part = sys.argv[1]
    result = score(part)
    if part == "tune":
        print("\n".join(result.faults))
    print(result.line())
