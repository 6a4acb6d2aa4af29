"""The aims that plans state, made ready to be compared: in a ladder, or between two clauses.

Takes targets read from texts, and figures known about plans whose text is not held. Gives StatedAims; and of
several that might answer an aim, the one that fits it best. Never gives a known figure for a plan whose text
is held: there only the text counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzers.units import RATES
from ingest.catalogue import Checked, FigureCheck
from ingest.indicators import Aim, Name, Sameness, aim_of, compare, read_name
from ingest.plan import ClauseKind, Nature
from service.storage import Store, StoredPlan

_PART = re.compile(r"(?![全每各本]).{1,10}(?:[州市县区旗盟镇乡]|街道)")
_AIMS = (ClauseKind.GOAL.value, ClauseKind.OVERALL_GOAL.value)


@dataclass(frozen=True, slots=True)
class StatedAim:
    """An aim of one plan with its name taken apart, and how far it was checked."""

    aim: Aim
    name: Name
    kind: str
    checked: Checked


def stated_by(
    store: Store, plans: dict[str, StoredPlan], figures: Iterable[FigureCheck]
) -> dict[str, list[StatedAim]]:
    """Plan -> its aims: of its text, or where that is not at hand the figures known."""
    found: dict[str, list[StatedAim]] = {plan: [] for plan in plans}
    for target in store.targets():
        if target.nature is not Nature.STANDARD and not of_a_part(target.scope):
            aim = aim_of(target, plans[target.plan].entry.end_year)
            found[target.plan].append(
                StatedAim(aim, read_name(target.indicator), target.kind.value, Checked.TEXT)
            )
    for check in figures:
        figure = check.figure
        plan = plans.get(figure.plan)
        if plan is None or plan.clauses or figure.nature == "baseline":
            continue  # where the text is at hand, the text speaks
        aim = Aim(
            figure.plan, None, figure.indicator, figure.population, figure.comparator, figure.value, None,
            figure.unit, None, figure.year, figure.nature, figure.baseline_year, "", plan.entry.end_year,
        )  # fmt: skip
        kind = figure.kind.value if figure.kind else ""
        found[figure.plan].append(StatedAim(aim, read_name(figure.indicator), kind, check.checked))
    return found


def of_a_part(scope: str | None) -> bool:
    """Whether a figure is that of one county or township of the plan's own area: no aim of the plan.

    >>> of_a_part("临川县"), of_a_part("甲镇"), of_a_part("全市"), of_a_part("累计"), of_a_part("每个县")
    (True, True, False, False, False)
    """
    return scope is not None and _PART.fullmatch(scope) is not None


def once(stated: Sequence[StatedAim], implied: frozenset[str]) -> list[StatedAim]:
    """Each aim once: a measure may repeat what a goal says."""
    kept: list[StatedAim] = []
    for one in sorted(stated, key=lambda one: one.kind not in _AIMS):
        if not any(
            compare(one.name, other.name, implied) is Sameness.SAME and _value(one) == _value(other)
            for other in kept
        ):
            kept.append(one)
    return [one for one in stated if one in kept]


def _value(one: StatedAim) -> tuple[object, ...]:
    aim = one.aim
    return aim.value, aim.value_high, aim.unit, aim.year, aim.nature


def best_of(
    mine: StatedAim, stated: Sequence[StatedAim], others: Sequence[StatedAim], implied: frozenset[str]
) -> StatedAim | None:
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


def fit(mine: StatedAim, one: StatedAim) -> tuple[bool, ...]:
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
