"""指标目标: the targets that are asked for, with how many there are under each value of each filter.

Takes a store, the values filters can take, and a TargetQuery. Gives a TargetList. The counts of a filter are what choosing
a value would give under what is chosen in the others, so that no choice leads to an empty list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analyzers.normalise import fold, squash
from ingest.plan import Target
from service.query import Known, Scope, read_scope
from service.requirement import unit_of as printed_unit
from service.storage import Store, StoredPlan

FIELDS = ("level", "plan", "domain", "unit", "nature")
_COUNTED, _MILESTONE = "个数", "完成"


@dataclass(frozen=True, slots=True)
class TargetQuery:
    """Which targets: words that all stand in indicator, population or quote, and values of filters as typed."""

    q: str = ""
    level: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()  # as ``unit_of`` names them
    nature: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetList:
    """The targets in the order of the texts, and the counts by field and value."""

    query: TargetQuery
    scope: Scope
    rows: tuple[Target, ...]
    counts: Mapping[str, Mapping[str, int]]
    chosen: Mapping[str, tuple[str, ...]]  # by field, as the counts name the values


def list_targets(store: Store, known: Known, query: TargetQuery) -> TargetList:
    """The targets that are asked for. Raises BadFilter for a value that names nothing."""
    scope = read_scope(known, levels=query.level, plans=query.plan, domains=query.domain)
    chosen = dict(scope.fields()) | {
        field: values for field, values in (("unit", query.unit), ("nature", query.nature)) if values
    }
    plans = {plan.entry.id: plan for plan in store.plans()}
    named = _named(query.q)
    every = [(row, _values(row, plans)) for row in store.targets()]
    fitting = [(row, values) for row, values in every if named(row)]
    rows = tuple(row for row, values in fitting if _fits(values, chosen))
    counts: dict[str, dict[str, int]] = {}
    for field in FIELDS:
        others = {other: wanted for other, wanted in chosen.items() if other != field}
        found = Counter(values[field] for _, values in fitting if _fits(values, others))
        order = dict.fromkeys(values[field] for _, values in every)
        counts[field] = {value: found[value] for value in order if value}
    return TargetList(query, scope, rows, counts, chosen)


def unit_of(row: Target) -> str:
    """The unit of a target as people choose it."""
    return printed_unit(row) or (_MILESTONE if row.unit == "milestone" else _COUNTED)


def _values(row: Target, plans: Mapping[str, StoredPlan]) -> dict[str, str]:
    level = plans[row.plan].entry.level
    return {
        "level": level.value if level else "",
        "plan": row.plan,
        "domain": row.domain or "",
        "unit": unit_of(row),
        "nature": row.nature.value,
    }


def _fits(values: Mapping[str, str], chosen: Mapping[str, tuple[str, ...]]) -> bool:
    return all(values[field] in wanted for field, wanted in chosen.items())


def _named(q: str) -> Callable[[Target], bool]:
    words = [squash(fold(word)).lower() for word in q.split()]

    def named(row: Target) -> bool:
        text = squash(fold(f"{row.indicator} {row.population or ''} {row.quote}")).lower()
        return all(word in text for word in words)

    return named
