"""The texts of files that wait for a review, each read once: a review is looked at several times, and under several names.

Takes a SourceText, and the entries that its plans are to have. Gives the plans as ``ingest`` reads them with those entries.
Only where an entry states other years than the text does is it read again: the years decide what is past.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ingest import read_text
from ingest.catalogue import Catalogue, period_of
from ingest.plan import Plan, PlanEntry, ReviewWarning, SourceText

_KEPT = 3  # texts; a large one with its plans takes some tens of megabytes


@lru_cache(maxsize=_KEPT)
def plans_of(source: SourceText) -> tuple[Plan, ...]:
    """The plans of a text under the names that it gives them itself."""
    return read_text(source)


def plans_as(source: SourceText, entries: tuple[PlanEntry, ...]) -> tuple[Plan, ...]:
    """The plans of a text under these entries, one each in the order of the text."""
    drafts = plans_of(source)
    if len(drafts) == len(entries) and all(
        _years(draft.entry) == _years(entry) for draft, entry in zip(drafts, entries, strict=True)
    ):
        return tuple(_named(draft, entry) for draft, entry in zip(drafts, entries, strict=True))
    return _read_as(source, entries)


@lru_cache(maxsize=_KEPT)
def _read_as(source: SourceText, entries: tuple[PlanEntry, ...]) -> tuple[Plan, ...]:
    return read_text(source, Catalogue(Path(), entries))


def _years(entry: PlanEntry) -> tuple[object, ...]:
    """What of an entry decides how a text is read."""
    return entry.start_year, entry.end_year, period_of(entry.title)


def _named(plan: Plan, entry: PlanEntry) -> Plan:
    """The plan under another entry: all addresses in it begin with the new id."""
    if plan.entry.id == entry.id:
        return replace(plan, entry=entry)
    skip = len(plan.entry.id)

    def moved(address: str) -> str:
        return entry.id + address[skip:]

    warnings = tuple(_warned(each, moved) for each in plan.warnings)
    return replace(
        plan,
        entry=entry,
        clauses=tuple(
            replace(
                each,
                address=moved(each.address),
                plan=entry.id,
                warnings=tuple(_warned(one, moved) for one in each.warnings),
            )
            for each in plan.clauses
        ),
        targets=tuple(replace(each, clause=moved(each.clause), plan=entry.id) for each in plan.targets),
        baselines=tuple(replace(each, clause=moved(each.clause), plan=entry.id) for each in plan.baselines),
        warnings=warnings,
        tables=tuple(
            replace(
                table,
                address=moved(table.address),
                rows=tuple(
                    replace(row, clause=moved(row.clause), repeats=tuple(map(moved, row.repeats)))
                    for row in table.rows
                ),
            )
            for table in plan.tables
        ),
    )


def _warned(warning: ReviewWarning, moved: Callable[[str], str]) -> ReviewWarning:
    return replace(warning, clause=moved(warning.clause)) if warning.clause is not None else warning
