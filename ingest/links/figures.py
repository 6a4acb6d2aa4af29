"""Clauses that state the same figure: one indicator by name, or two that are called nearly alike and fit each other best.

Takes two lists of Profiles. Gives the couples of rows that share a figure, each with how alike the names are. What
the clauses are otherwise does not matter: a goal, a row of a table and a measure that states the figure answer each
other. A name that is only alike counts where unit, group, limits and every numeral agree (千人以上 is not 万人以上),
and where neither has a better partner in the other plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzers.meaning import Floats
from analyzers.numerals import CN_TEN
from ingest.indicators import Name, Sameness, compare
from ingest.links.profiles import Profile, StatedFigure

ALIKE = (
    0.5  # of the characters of two names: 67 of 67 of two tuned families mean one indicator, below .4 few do
)
_OFTEN = 12  # clauses of a plan; a name that more of them state tells none of them from the others
_SHORTEST = 3  # characters of a name that tells an indicator
NUMERALS = frozenset(f"0123456789{CN_TEN}百千万亿两零〇")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What two figures must have in common before their names are compared."""

    unit: str
    changing: bool
    limits: frozenset[str]
    numerals: frozenset[str]


def shared(
    one: Sequence[Profile], other: Sequence[Profile], implied: frozenset[str] = frozenset()
) -> dict[tuple[int, int], float]:
    """Row and row -> 1.0 for one indicator, less for names that are alike."""
    mine, its = _rows(one), _rows(other)
    found: dict[tuple[int, int], float] = {}
    for name, other_name in _same(mine, its, implied):
        found.update({(left.row, right.row): 1.0 for left in mine[name] for right in its[other_name]})
    for left, right, like in _alike(mine, its):
        found.setdefault((left.row, right.row), like)
    return found


@dataclass(frozen=True, slots=True)
class _Stated:
    row: int
    figure: StatedFigure


def _rows(profiles: Sequence[Profile]) -> dict[Name, list[_Stated]]:
    found: dict[Name, list[_Stated]] = {}
    for row, profile in enumerate(profiles):
        for figure in profile.figures:
            if len(figure.name.core) >= _SHORTEST:
                found.setdefault(figure.name, []).append(_Stated(row, figure))
    return {name: stated for name, stated in found.items() if len(stated) <= _OFTEN}


def _same(
    mine: dict[Name, list[_Stated]], its: dict[Name, list[_Stated]], implied: frozenset[str]
) -> list[tuple[Name, Name]]:
    of_core: dict[frozenset[str], list[Name]] = {}
    for name in its:
        of_core.setdefault(name.core, []).append(name)
    return [
        (name, another)
        for name in mine
        for another in of_core.get(name.core, ())
        if compare(name, another, implied) is Sameness.SAME
    ]


def _alike(
    mine: dict[Name, list[_Stated]], its: dict[Name, list[_Stated]]
) -> list[tuple[_Stated, _Stated, float]]:
    """Figures of one kind whose names are mutually the most alike, and alike enough."""
    kinds = _by_kind(mine), _by_kind(its)
    found: list[tuple[_Stated, _Stated, float]] = []
    for kind, left in kinds[0].items():
        right = kinds[1].get(kind)
        if not right:
            continue
        likeness = _likeness(list(left), list(right))
        best = (likeness >= likeness.max(axis=1, keepdims=True)) & (
            likeness >= likeness.max(axis=0, keepdims=True)
        )
        stated = list(left.values()), list(right.values())
        names = list(left), list(right)
        for at, to in np.argwhere(best & (likeness >= ALIKE)).tolist():
            if _same_people(names[0][at], names[1][to]):
                like = float(likeness[at, to])
                found += [(a, b, like) for a in stated[0][at] for b in stated[1][to]]
    return found


def _same_people(one: Name, other: Name) -> bool:
    """Whether neither names a group that the other has in place of its own: 婴儿, 孕产妇."""
    return not (one.groups - other.groups and other.groups - one.groups)


def _by_kind(rows: dict[Name, list[_Stated]]) -> dict[_Kind, dict[Name, list[_Stated]]]:
    found: dict[_Kind, dict[Name, list[_Stated]]] = {}
    for name, stated in rows.items():
        for each in stated:
            figure = each.figure
            kind = _Kind(figure.unit, figure.changing, name.limits, name.core & NUMERALS)
            found.setdefault(kind, {}).setdefault(name, []).append(each)
    return found


def _likeness(mine: list[Name], its: list[Name]) -> Floats:
    """Of the characters of two names, how many both have."""
    letters = [[name.core.union(*name.groups) for name in names] for names in (mine, its)]
    number = {letter: at for at, letter in enumerate(sorted(frozenset().union(*letters[0], *letters[1])))}
    tables = []
    for names in letters:
        table = np.zeros((len(names), len(number)), np.float32)
        for row, name in enumerate(names):
            table[row, [number[letter] for letter in name]] = 1
        tables.append(table)
    both = tables[0] @ tables[1].T
    every = tables[0].sum(axis=1)[:, None] + tables[1].sum(axis=1)[None, :] - both
    found: Floats = both / np.maximum(every, 1)
    return found
