"""What every sheet says of its rows: the plans they come from, and levels and titles as cells."""

from __future__ import annotations

from collections.abc import Iterable

from service.desk import Desk
from service.labels import LEVELS
from service.storage import StoredPlan


def sources(desk: Desk, plans: Iterable[str]) -> tuple[str, ...]:
    """The plans that rows come from, each with issuer, number and date, in the order of the catalogue.

    A document whose text is not held is no source: what is known of it was read elsewhere.
    """
    wanted = set(plans)
    return tuple(_source(plan) for plan in desk.store.plans() if plan.entry.id in wanted)


def _source(plan: StoredPlan) -> str:
    entry = plan.entry
    title = f"《{entry.title.strip('《》')}》"
    if not plan.clauses:
        return f"{title}　库中没有这部规划的文本，有关数据的来历见表中“出处”一栏"
    return "　".join(filter(None, (title, entry.issuer, entry.number, entry.date)))


def level_cell(plan: StoredPlan) -> str:
    """The level of a plan as a cell."""
    return LEVELS[plan.entry.level] if plan.entry.level else ""


def title_of(desk: Desk, plan: str) -> str:
    """The title of a plan by its id."""
    return next((each[1] for each in desk.known.plans if each[0] == plan), plan)
