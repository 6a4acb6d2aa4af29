"""What is known of a clause's indicators at levels whose text is not at hand: figures from tables, never firmer than they are.

Takes the targets of a clause, the plans of its family without a text, and the checks of the known figures. Gives
KnownFigures by level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.catalogue import FigureCheck
from ingest.indicators import Sameness, compare, implied_by, read_name
from ingest.plan import Checked, Level, Target
from service.requirement import asked_for
from service.storage import StoredPlan


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """One figure of one plan; ``asked`` is the indicator of the clause under which the ladder shows it."""

    asked: str
    indicator: str
    value: str  # as a table shows it
    year: int | None
    checked: Checked


def known_figures(
    targets: Sequence[Target], own: StoredPlan, absent: Iterable[StoredPlan], checks: Iterable[FigureCheck]
) -> dict[Level, list[KnownFigure]]:
    """The figures of the same indicators, level by level; a figure of the past is no aim."""
    plans = {plan.entry.id: plan for plan in absent}
    names = [(target, read_name(target.indicator)) for target in targets]
    found: dict[Level, list[KnownFigure]] = {}
    for check in checks:
        figure, plan = check.figure, plans.get(check.figure.plan)
        if plan is None or plan.entry.level is None or figure.nature == "baseline" or figure.value is None:
            continue
        implied = implied_by(own.entry) & implied_by(plan.entry)
        name = read_name(figure.indicator)
        asked = next((t for t, mine in names if compare(mine, name, implied) is Sameness.SAME), None)
        if asked is None:
            continue
        change = figure.nature == "change_from_base"
        value = asked_for(
            figure.comparator or "", figure.value, None, figure.unit or "", figure.indicator, change=change
        )
        row = KnownFigure(asked.indicator, figure.indicator, value, figure.year, check.checked)
        found.setdefault(plan.entry.level, []).append(row)
    return found
