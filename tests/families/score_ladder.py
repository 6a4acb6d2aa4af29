"""Scores the verdicts of the ladder on a judged family. Run as a program: ``python score_ladder.py FOLDER``.

``verdicts.tsv`` names a county plan, one of its indicators (or one that it lacks), a higher plan and the verdict.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ingest.indicators.names import Sameness, compare, implied_by, read_name
from service.answers.ladder import Ladder, ladders
from service.query.filters import EVERYWHERE
from service.settings import Settings
from service.storage.base import Base
from service.upkeep import build


def read_verdicts(folder: Path) -> list[tuple[str, str, str, str]]:
    """Plan, indicator, higher plan, verdict."""
    lines = (folder / "verdicts.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(plan, indicator, against, verdict) for plan, indicator, against, verdict in rows]


def wrong(base: Base, rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str, str]]:
    """The rows whose verdict is another, with what was said instead."""
    every = ladders(base.store, None, scope=EVERYWHERE)
    return [(*row, said) for row in rows if (said := _said(every, *row[:3])) != row[3]]


def _said(every: tuple[Ladder, ...], plan: str, indicator: str, against: str) -> str:
    name = read_name(indicator)
    said = []
    for ladder in every:
        entry = ladder.rungs[0].plan.entry
        if (
            entry.id == plan
            and compare(name, read_name(ladder.indicator), implied_by(entry)) is Sameness.SAME
        ):
            said += [str(rung.verdict) for rung in ladder.rungs[1:] if rung.plan.entry.id == against]
    return "、".join(said) or "没有"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as home:
            base = build.ensure(Settings(Path(home), Path(name).resolve()), build.Silent())
            rows = read_verdicts(Path(name))
            bad = wrong(base, rows)
            for row in bad:
                print(*row, sep="\t")
            print(name, f"{1 - len(bad) / len(rows):.3f} of {len(rows)}")
