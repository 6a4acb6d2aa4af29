"""Whose government stands above whose, as far as a catalogue tells.

Takes the identities of plans. Says whether the government of one may be the one above the government of another. A
government has one above it at each level: named by the parents of any of its plans (a county's plan for women names the
city's, so its plan for children stands under the same city), or by its own name (示例市示例县). Where nothing tells
and the catalogue has many, none is taken: fifteen of sixteen cities would be somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from analyzers.normalise import fold, squash
from ingest.levels import REGION_ENDS, Level
from ingest.plan import PlanEntry

UNTOLD = 3  # governments of a level that are all looked at where nothing tells which is meant
_REGION = re.compile(
    rf"^[\u4e00-\u9fff]{{2,7}}?(?:{REGION_ENDS}|[市区国])(?=..)"
)  # where the catalogue names none
_Place = tuple[Level | None, str]


class Governments:
    """The governments of a catalogue, with those above them."""

    def __init__(self, entries: Sequence[PlanEntry]) -> None:
        self._above: dict[_Place, dict[Level, set[str]]] = {}
        self._at: dict[Level, set[str]] = {}
        above = ancestors(entries)
        # From the nation down, so that what stands above a city is known when its counties are looked at.
        for entry in sorted(entries, key=lambda each: each.level.rank if each.level else len(Level)):
            place = place_of(entry)
            if place is None:
                continue
            if entry.level is not None:
                self._at.setdefault(entry.level, set()).add(place)
            for upper in above[entry.id].values():
                self._put(entry, place, upper)

    def _put(self, entry: PlanEntry, place: str, upper: PlanEntry) -> None:
        its = place_of(upper)
        if upper.level is None or its is None or (upper.level, its) == (entry.level, place):
            return
        mine = self._above.setdefault((entry.level, place), {})
        mine.setdefault(upper.level, set()).add(its)
        for level, places in self._above.get((upper.level, its), {}).items():
            mine.setdefault(level, set()).update(places)

    def may_rule(self, upper: PlanEntry, lower: PlanEntry) -> bool:
        """Whether the government of ``upper`` may be the one above that of ``lower``."""
        if upper.level is None or upper.level is Level.NATION or lower.level is None:
            return True
        its = place_of(upper)
        if its is None:
            return True
        known = self._above.get((lower.level, place_of(lower) or ""), {}).get(upper.level)
        known = known or {name for name in self._at.get(upper.level, ()) if _is_named(name, lower)}
        return its in known if known else len(self._at.get(upper.level, ())) <= UNTOLD


def ancestors(entries: Sequence[PlanEntry]) -> dict[str, dict[str, PlanEntry]]:
    """The plans above each plan: its parents and theirs."""
    known = {entry.id: entry for entry in entries}
    return {entry.id: {upper.id: upper for upper in _above(entry, known)} for entry in entries}


def _above(entry: PlanEntry, known: Mapping[str, PlanEntry]) -> Iterator[PlanEntry]:
    seen = {entry.id}
    waiting = list(entry.parents)
    while waiting:
        parent = known.get(waiting.pop())
        if parent is not None and parent.id not in seen:
            seen.add(parent.id)
            waiting += parent.parents
            yield parent


def place_of(entry: PlanEntry) -> str | None:
    """Whose plan it is: as the catalogue states it, else as its title begins."""
    return _plain(entry.region) if entry.region else printed_place(entry)


def printed_place(entry: PlanEntry) -> str | None:
    """The region that a title begins with, where it has one."""
    found = _REGION.match(_plain(entry.title))
    return found[0] if found else None


def without_place(title: str) -> str:
    """A title without the region that it begins with."""
    return _REGION.sub("", title)


def _is_named(place: str, lower: PlanEntry) -> bool:
    """Whether the lower government's own name says that it stands under this one: 示例市 of 示例市示例县."""
    names = (_plain(name) for name in (lower.region, lower.issuer, lower.title) if name)
    return any(name.startswith(place) and _REGION.match(name[len(place) :] + "政府") for name in names)


def _plain(name: str) -> str:
    return fold(squash(name)).strip("《》")
