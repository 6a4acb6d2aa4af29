"""What every sheet says of its rows: the filters in words, the plans they come from, levels and titles as cells."""

from __future__ import annotations

from collections.abc import Iterable

from service.labels import KINDS, LEVELS
from service.query import Known, Scope
from service.storage import Store, StoredPlan

_FIELDS = {"level": "层级", "kind": "类型", "domain": "领域", "plan": "规划", "unit": "责任单位", "has": "含"}


def filters_in_words(scope: Scope, known: Known) -> tuple[tuple[str, str], ...]:
    """The filters of a scope as people read them."""
    names: dict[str, dict[str, str]] = {
        "level": {level.value: name for level, name in LEVELS.items()},
        "kind": {kind.value: name for kind, name in KINDS.items()},
        "plan": {each[0]: each[1] for each in known.plans},
    }
    return tuple(
        (_FIELDS[field], "、".join(names.get(field, {}).get(value, value) for value in values))
        for field, values in scope.fields()
    )


def sources(store: Store, plans: Iterable[str]) -> tuple[str, ...]:
    """The plans that rows come from, each with issuer, number and date, in the order of the catalogue.

    A document whose text is not held is no source: what is known of it was read elsewhere.
    """
    wanted = set(plans)
    return tuple(_source(plan) for plan in store.plans() if plan.entry.id in wanted)


def _source(plan: StoredPlan) -> str:
    entry = plan.entry
    title = f"《{entry.title.strip('《》')}》"
    if not plan.clauses:
        return f"{title}　库中没有这部规划的文本，有关数据的来历见表中“出处”一栏"
    return "　".join(filter(None, (title, entry.issuer, entry.number, entry.date)))


def level_cell(plan: StoredPlan) -> str:
    """The level of a plan as a cell."""
    return LEVELS[plan.entry.level] if plan.entry.level else ""


def title_of(known: Known, plan: str) -> str:
    """The title of a plan by its id."""
    return next((each[1] for each in known.plans if each[0] == plan), plan)
