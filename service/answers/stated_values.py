"""The aims that plans state, made ready to be compared: in a ladder, or between two clauses.

Takes targets read from texts, and figures known about plans whose text is not held. Gives StatedAims. Never gives a known
figure for a plan whose text is held: there only the text counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.catalogue import FigureCheck
from ingest.indicators import Aim, Name, aim_of, read_name
from ingest.plan import Checked, Nature, Target
from service.storage import Store, StoredPlan

_PART = re.compile(r"(?![全每各本]).{1,10}(?:[州市县区旗盟镇乡]|街道)")


@dataclass(frozen=True, slots=True)
class StatedAim:
    """An aim of one plan with its name taken apart, and how far it was checked."""

    aim: Aim
    name: Name
    kind: str
    checked: Checked


def stated_by(
    store: Store,
    plans: dict[str, StoredPlan],
    figures: Iterable[FigureCheck],
    compared: Callable[[Target], bool] = lambda target: False,
) -> dict[str, list[StatedAim]]:
    """Plan -> its aims: of its text, or where that is not at hand the figures known. ``compared`` tells which targets a
    person compared with the original."""
    found: dict[str, list[StatedAim]] = {plan: [] for plan in plans}
    for target in store.targets():
        if target.nature is not Nature.STANDARD and not of_a_part(target.scope):
            entry = plans[target.plan].entry
            aim = aim_of(target, entry.end_year, entry.level)
            checked = Checked.PERSON if compared(target) else Checked.TEXT
            found[target.plan].append(StatedAim(aim, read_name(target.indicator), target.kind.value, checked))
    for check in figures:
        figure = check.figure
        plan = plans.get(figure.plan)
        if plan is None or plan.clauses or figure.nature == "baseline":
            continue  # where the text is at hand, the text speaks
        aim = Aim(
            figure.plan, None, figure.indicator, figure.population, figure.comparator, figure.value, None,
            figure.unit, None, figure.year, figure.nature, figure.baseline_year, "", plan.entry.end_year,
            level=plan.entry.level,
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
