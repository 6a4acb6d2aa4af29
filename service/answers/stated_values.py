"""What plans state of indicators, as a ladder or a pair of clauses sets it side by side.

Takes targets read from texts, and figures known about plans whose text is not held. Gives Stated aims, and of several
that might answer one, that which does best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.catalogue import Checked, FigureCheck
from ingest.indicators import Aim, Name, Sameness, aim_of, compare, read_name
from ingest.plan import ClauseKind, Nature
from service.storage import Store, StoredPlan

_AIMS = (ClauseKind.GOAL.value, ClauseKind.OVERALL_GOAL.value)
_RATES = ("percent", "per_1000", "per_10000", "per_100000")


@dataclass(frozen=True, slots=True)
class Stated:
    """An aim of one plan with its name taken apart, and how far it was checked."""

    aim: Aim
    name: Name
    kind: str
    checked: Checked


def stated_by(
    store: Store, plans: dict[str, StoredPlan], figures: Iterable[FigureCheck]
) -> dict[str, list[Stated]]:
    """Plan -> its aims: of its text, or where that is not at hand the figures known."""
    found: dict[str, list[Stated]] = {plan: [] for plan in plans}
    for target in store.targets():
        if target.nature is not Nature.STANDARD:
            aim = aim_of(target, plans[target.plan].entry.end_year)
            found[target.plan].append(
                Stated(aim, read_name(target.indicator), target.kind.value, Checked.TEXT)
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
        found[figure.plan].append(Stated(aim, read_name(figure.indicator), kind, check.checked))
    return found


def once(stated: Sequence[Stated], implied: frozenset[str]) -> list[Stated]:
    """Each aim once: a measure may repeat what a goal says."""
    kept: list[Stated] = []
    for one in sorted(stated, key=lambda one: one.kind not in _AIMS):
        if not any(
            compare(one.name, other.name, implied) is Sameness.SAME and _value(one) == _value(other)
            for other in kept
        ):
            kept.append(one)
    return [one for one in stated if one in kept]


def _value(one: Stated) -> tuple[object, ...]:
    aim = one.aim
    return aim.value, aim.value_high, aim.unit, aim.year, aim.nature


def best_of(
    mine: Stated, stated: Sequence[Stated], others: Sequence[Stated], implied: frozenset[str]
) -> Stated | None:
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


def fit(mine: Stated, one: Stated) -> tuple[bool, ...]:
    """What decides between several aims of one name: a value, nature, unit, year, goal before measure, checked."""
    a, b = mine.aim, one.aim
    units = a.unit == b.unit or (a.unit in _RATES and b.unit in _RATES)
    years = (a.year or a.end_year) == (b.year or b.end_year)
    return (
        b.value is not None or b.unit == "milestone",
        a.nature == b.nature,
        units,
        years,
        one.kind in _AIMS,
    )
