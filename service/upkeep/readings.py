"""Texts that are read once and asked for several times: a preview is looked at again and again, and under several names;
a base is built anew with every correction, of texts that have not changed.

Takes a SourceText, and the entries that its plans are to have; or a file of the corpus. Gives the plans as ``ingest`` reads
them. A text in a preview is read again only where an entry states other years than it does: the years decide what is past.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from analyzers import lexicon
from ingest import read_file, read_text
from ingest.catalogue import Catalogue, period_of
from ingest.plan import Plan, PlanEntry, ReviewWarning, SourceText
from ingest.readers import SCAN_SUFFIX

_KEPT = 3  # texts; a large one with its plans takes some tens of megabytes
_MOST = 2_000_000  # characters of the texts of a corpus that are held with their plans


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


class HeldFiles:
    """The plans of files as they were last read, so long as file, catalogue and word tables are the same."""

    def __init__(self, most: int = _MOST) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Path, tuple[object, tuple[Plan, ...]]] = OrderedDict()
        self._most = most

    def plans(self, path: Path, catalogue: Catalogue | None) -> tuple[Plan, ...]:
        """The plans of a file. Raises what the reading raises."""
        state = _state(path, catalogue)
        with self._lock:
            held = self._held.get(path)
        if held is not None and held[0] == state:
            return held[1]
        found = read_file(path, catalogue)
        with self._lock:
            self._held[path] = state, found
            self._held.move_to_end(path)
            self._let_go()
        return found

    def _let_go(self) -> None:
        sizes = [
            (path, sum(len(text) for text in {plan.source.text for plan in plans}))
            for path, (_, plans) in self._held.items()
        ]
        total = sum(size for _, size in sizes)
        for path, size in sizes:
            if total <= self._most:
                return
            del self._held[path]
            total -= size


def _state(path: Path, catalogue: Catalogue | None) -> object:
    """What decides how a file is read."""
    beside = path.with_name(path.name + SCAN_SUFFIX)
    texts = [hashlib.sha256(each.read_bytes()).digest() for each in (path, beside) if each.is_file()]
    return texts, catalogue.entries if catalogue is not None else None, lexicon.fingerprint()


held_files = HeldFiles()  # of this process: a service builds again and again, a command once


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
