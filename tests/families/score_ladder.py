"""Scores the verdicts of the ladder on a judged family. Run as a program: ``python score_ladder.py FOLDER``.

``verdicts.tsv`` names a county plan, one of its indicators (or one that it lacks), a higher plan and the verdict.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ingest.indicators import Sameness, compare, implied_by, likeness, read_name
from service.answers.ladder import Ladder, ladders
from service.linking import linked_of, open_links
from service.query.filters import EVERYWHERE
from service.settings import Settings
from service.storage.base import Base
from service.upkeep import build

_LIKE = 0.6


def read_verdicts(folder: Path) -> list[tuple[str, str, str, str]]:
    """Plan, indicator, higher plan, verdict."""
    lines = (folder / "verdicts.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(plan, indicator, against, verdict) for plan, indicator, against, verdict in rows]


def wrong(base: Base, rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str, str]]:
    """The rows whose verdict is another, with what was said instead."""
    links = open_links(base.folder, base.store)
    every = ladders(base.store, None, scope=EVERYWHERE, linked=linked_of(lambda: links))
    return [(*row, said) for row in rows if (said := _said(every, *row[:3])) != row[3]]


def _said(every: tuple[Ladder, ...], plan: str, indicator: str, against: str) -> str:
    """What is said of the indicator: in the ladder that is called so, else in one where a level calls it so, else in the
    one whose name is most like it (the judge named some indicators by the sense of their sentence)."""
    name = read_name(indicator)
    mine = [each for each in every if each.rungs[0].plan.entry.id == plan]
    implied = implied_by(mine[0].rungs[0].plan.entry) if mine else frozenset()

    def named(ladder: Ladder) -> set[str]:
        return {rung.stated.aim.indicator for rung in ladder.rungs if rung.stated is not None}

    def same(text: str) -> bool:
        return compare(name, read_name(text), implied) is Sameness.SAME

    found = [ladder for ladder in mine if same(ladder.indicator)]
    found = found or [ladder for ladder in mine if any(map(same, named(ladder)))]
    if not found:
        like = {at: likeness(name, read_name(ladder.indicator)) for at, ladder in enumerate(mine)}
        best = max(like, key=lambda at: like[at], default=None)
        found = [mine[best]] if best is not None and like[best] >= _LIKE else []
    said = [
        str(rung.verdict) for ladder in found for rung in ladder.rungs[1:] if rung.plan.entry.id == against
    ]
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
