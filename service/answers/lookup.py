"""The answer to "show me this clause": the clause with its targets, its citations and review warnings.

Takes a store and an address. Gives a Lookup. An address that names nothing is refused with the nearest ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analyzers.citations import find_citations
from analyzers.marks import Citation
from ingest.catalogue import resolve
from ingest.plan import Baseline, ReviewWarning, Table, TableRow, Target
from service.answers.plan_tables import table_of_clause
from service.errors import NotFound
from service.query import Scope
from service.storage import Store, StoredClause, StoredPlan


@dataclass(frozen=True, slots=True)
class Cited:
    """A text that the clause names, and the plans of the base it leads to (none: a text from outside)."""

    mark: Citation  # offsets into the clause's text
    plans: tuple[StoredPlan, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One clause with everything that is known about it."""

    stored: StoredClause
    targets: tuple[Target, ...]
    warnings: tuple[ReviewWarning, ...]
    citations: tuple[Cited, ...] = ()
    baselines: tuple[Baseline, ...] = ()  # past values that it states
    table: Table | None = None  # of which it is a row or a note
    source: str = ""  # the text that the cells of that table stand in

    @property
    def row(self) -> TableRow | None:
        """The row of the table that it is."""
        rows = self.table.rows if self.table is not None else ()
        return next((row for row in rows if row.clause == self.stored.clause.address), None)


def look_up(store: Store, address: str) -> Lookup:
    """The clause at an address. Raises NotFound, naming addresses that come close."""
    address = address.encode("utf-8", "ignore").decode().strip()
    stored = store.clause(address)
    if stored is None:
        raise NotFound(_not_found(store, address))
    citations = citer(store, stored.clause.plan)(stored.clause.text)
    held = table_of_clause(store, stored.clause.plan, address)
    return Lookup(
        stored, store.targets_of(address), store.warnings_of(address), citations, store.baselines_of(address),
        next(iter(held.tables), None), held.text,
    )  # fmt: skip


def citer(store: Store, plan: str) -> Callable[[str], tuple[Cited, ...]]:
    """What finds the citations in texts of a plan: 本规划, 市规划 and the like mean what they mean there."""
    plans = {each.entry.id: each for each in store.plans()}
    entries = [each.entry for each in plans.values()]
    own = plans[plan].entry if plan in plans else None

    def cite(text: str) -> tuple[Cited, ...]:
        return tuple(
            Cited(mark, tuple(plans[one.id] for one in resolve(mark, entries, within=own)))
            for mark in find_citations(text)
        )

    return cite


def near_addresses(store: Store, address: str) -> tuple[str, ...]:
    """Addresses that come close to one that names nothing, the nearest first."""
    import difflib

    # Only among the plans whose name it comes near to: a large base has a hundred thousand addresses.
    held = [plan.entry.id for plan in store.plans() if plan.clauses]
    plans = difflib.get_close_matches(address.partition("/")[0][:100], held, n=2, cutoff=0.6)
    every = [row.clause.address for row in store.clauses(Scope(plans=tuple(plans)))] if plans else []
    return tuple(difflib.get_close_matches(address[:200], every, n=3, cutoff=0.6))


def _not_found(store: Store, address: str) -> str:
    near = near_addresses(store, address)
    shown = address if len(address) <= 80 else address[:79] + "…"
    if near:
        return f"没有地址为 {shown} 的条目，相近的有：{'、'.join(near)}。"
    return f"没有地址为 {shown} 的条目，地址见检索结果，或条目页的最下面。"
