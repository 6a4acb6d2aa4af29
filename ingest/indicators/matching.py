"""Which of several aims answers an aim, and which aims are said twice.

Takes aims with their names read and the kind of clause that states them. Gives those that are left, as they came in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from analyzers.units import RATES
from ingest.indicators.names import Name, Sameness, compare
from ingest.indicators.verdicts import Aim
from ingest.plan import ClauseKind

_AIMS = (ClauseKind.GOAL.value, ClauseKind.OVERALL_GOAL.value)


class NamedAim(Protocol):
    """An aim with its name taken apart."""

    @property
    def aim(self) -> Aim: ...

    @property
    def name(self) -> Name: ...

    @property
    def kind(self) -> str:
        """Of the clause that states it."""
        ...


_A = TypeVar("_A", bound=NamedAim)


def once(stated: Sequence[_A], implied: frozenset[str]) -> list[_A]:
    """Each aim once: a measure may repeat what a goal says."""
    kept: list[_A] = []
    for one in sorted(stated, key=lambda one: one.kind not in _AIMS):
        if not any(
            compare(one.name, other.name, implied) is Sameness.SAME and _value(one) == _value(other)
            for other in kept
        ):
            kept.append(one)
    left = {id(one) for one in kept}
    return [one for one in stated if id(one) in left]


def _value(one: NamedAim) -> tuple[object, ...]:
    aim = one.aim
    return aim.value, aim.value_high, aim.unit, aim.year, aim.nature


def best_of(mine: _A, stated: Sequence[_A], others: Sequence[_A], implied: frozenset[str]) -> _A | None:
    """The aim among ``stated`` that answers ``mine``, unless it answers another of ``others``."""
    ranked = [
        (same, fit(mine, one), -number, one)
        for number, one in enumerate(stated)
        if (same := compare(mine.name, one.name, implied)) is not Sameness.DIFFERENT
    ]
    if not ranked:
        return None
    same, _, _, best = max(ranked, key=lambda row: row[:3])
    if same is Sameness.POPULATION and any(
        compare(other.name, best.name, implied) is Sameness.SAME for other in others if other is not mine
    ):
        return None  # it answers another aim of the lower plan
    return best


def is_named(one: NamedAim, among: Sequence[NamedAim], implied: frozenset[str]) -> bool:
    """Whether one of the others has the name, for whatever people."""
    return any(compare(one.name, each.name, implied) is not Sameness.DIFFERENT for each in among)


def fit(mine: NamedAim, one: NamedAim) -> tuple[bool, ...]:
    """What decides between several aims of one name: a value, nature, unit, year, goal before measure, checked."""
    a, b = mine.aim, one.aim
    units = a.unit == b.unit or (a.unit in RATES and b.unit in RATES)
    years = (a.year or a.end_year) == (b.year or b.end_year)
    return (
        b.value is not None or b.unit == "milestone",
        a.nature == b.nature,
        units,
        years,
        one.kind in _AIMS,
    )
