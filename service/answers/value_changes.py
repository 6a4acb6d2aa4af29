"""Which values differ between two clauses that stand beside each other.

Takes the targets of both clauses with their plans, or a change of words. Gives ValueChanges. Two values are
compared only where both are asked for by the same indicator, in one kind of unit, of one nature and for the
same year. Among several the ladder's order decides, so that a milestone is never shown as the aim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.normalise import fold, squash
from analyzers.quantities import find_quantities
from analyzers.wordchanges import Change
from ingest.indicators import (
    Aim,
    Sameness,
    aim_of,
    alike,
    compare,
    fit,
    implied_by,
    in_unit_of,
    one_kind_of_unit,
    read_name,
)
from ingest.plan import Checked, Nature, Target
from service.answers.stated_values import StatedAim
from service.storage import StoredPlan


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One indicator of both clauses, and two values of it in one unit."""

    indicator: str
    one: Target
    other: Target
    other_value: Aim  # in the unit of the first


def value_changes(
    one: Sequence[Target], other: Sequence[Target], plans: tuple[StoredPlan, StoredPlan]
) -> list[ValueChange]:
    """The indicators that two clauses of two plans both state, with different values."""
    implied = implied_by(plans[0].entry) & implied_by(plans[1].entry)
    theirs = [(target, _stated(target, plans[1])) for target in other if target.nature is not Nature.STANDARD]
    found = []
    for target in one:
        mine = _stated(target, plans[0])
        rivals = [
            each
            for each in theirs
            if compare(mine.name, each[1].name, implied) is Sameness.SAME and alike(mine.aim, each[1].aim)
        ]
        if mine.aim.value is None or not rivals:
            continue
        aims = [in_unit_of(its.aim, mine.aim) for _, its in rivals]
        if any(_value(aim) == _value(mine.aim) for aim in aims):
            continue
        best = max(range(len(rivals)), key=lambda at: (fit(mine, rivals[at][1]), -at))
        found.append(ValueChange(target.indicator, target, rivals[best][0], aims[best]))
    return found


def _stated(target: Target, plan: StoredPlan) -> StatedAim:
    aim = aim_of(target, plan.entry.end_year)
    return StatedAim(aim, read_name(target.indicator), target.kind.value, Checked.TEXT)


def _value(aim: Aim) -> tuple[object, ...]:
    return aim.value, aim.value_high, aim.unit


def told_by_words(change: Change, one: Sequence[Target], other: Sequence[Target]) -> bool:
    """Whether a change of words is one of values that may be shown as such.

    Numbers of two kinds (200 people, 40 %) are two facts and no change; and of two numbers that were both read
    as values of indicators, the indicators tell whether they belong together.
    """
    if not change.of_values:
        return False
    mine, its = (find_quantities(fold(text)) for text in (change.one, change.other))
    if not mine or not its or not one_kind_of_unit(mine[0].unit, its[0].unit):
        return False
    return not (_read(change.one, one) and _read(change.other, other))


def _read(words: str, targets: Sequence[Target]) -> bool:
    """Whether a printed number is (part of) a value that was read."""
    number = re.compile(r"(?<![\d.])" + re.escape(fold(squash(words))))
    return any(number.search(fold(target.quote)) for target in targets)
