"""The tables of a plan with the text that their cells stand in.

Takes a store and the id of a plan, or the address of a clause. Gives PlanTables, or the one table that a clause belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.plan import Table
from service.storage import Store


@dataclass(frozen=True, slots=True)
class PlanTables:
    """Tables in text order; ``text`` is that of their source, "" where there is no table."""

    tables: tuple[Table, ...]
    text: str


def tables_of_plan(store: Store, plan: str) -> PlanTables:
    """Every table of a plan."""
    found = store.plan_tables(plan)
    return PlanTables(found, _text(store, plan) if found else "")


def table_of_clause(store: Store, plan: str, address: str) -> PlanTables:
    """The table of which a clause of the plan is a row or a note; none for any other clause."""
    table = store.table_of(address)
    return PlanTables((table,), _text(store, plan)) if table is not None else PlanTables((), "")


def _text(store: Store, plan: str) -> str:
    source = next((each.source for each in store.plans() if each.entry.id == plan), None)
    return (store.source_text(source) or "") if source is not None else ""
