"""Works out the links of a base: two plans at a time, neither held in memory longer than it is needed.

Takes a LinkFile and the store it belongs to. Fills the file. How rare a word is, is counted over all clauses
of a small base, over an even sample of a large one, and kept in the file, so that the links of two plans
never depend on which process works them out. ``work`` is the main function of a process of its own: it reads
orders line by line, and between them works out the rest.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from ingest.catalogue import Couple
from ingest.links import Held, Profile, Rarity, Side, link_pair, link_sides, profiles_of, side
from ingest.plan import Link
from service.linking.link_file import LinkFile, Links
from service.query import EVERYWHERE, Scope
from service.storage import Store, StoredPlan

SAMPLE = 5_000  # clauses over which the rarity of words is counted
_SIDES = 12  # plans that are held at a time: a county's own and those above it
_WORDS = "words"
_READ = 500
_Key = tuple[str, str]
Watching = Callable[[int], AbstractContextManager[Callable[[], None]]]


@contextmanager
def _unwatched(_: int) -> Iterator[Callable[[], None]]:
    yield lambda: None


class LinkMaker:
    """Works out the links of two plans at a time."""

    def __init__(self, file: LinkFile, store: Store, watching: Watching = _unwatched) -> None:
        """``watching`` is told of how many couples there are to do, and then of each that is done."""
        self._file = file
        self._store = store
        self._watching = watching
        self._plans = {plan.entry.id: plan for plan in file.plans}
        self._rarity: Rarity | None = None
        self._sides: OrderedDict[str, Side] = OrderedDict()
        self._lock = threading.Lock()

    def have(self, wanted: Sequence[Couple]) -> None:
        """Works out these couples, as far as that has not been done."""
        with self._lock:
            lacking = self._file.lacking(wanted)
            with self._watching(len(lacking)) as done:
                for couple in lacking:
                    self.make(couple)
                    done()

    def make(self, couple: Couple) -> None:
        """Works out one couple and keeps it."""
        one, other = self._side(couple.one), self._side(couple.other)
        entries = self._plans[couple.one].entry, self._plans[couple.other].entry
        links = link_sides(one, other, *entries, self._rare, couple.kin)
        self._file.keep(couple, (_addresses(one), _addresses(other)), links)

    def _side(self, plan: str) -> Side:
        if plan in self._sides:
            self._sides.move_to_end(plan)
            return self._sides[plan]
        held = held_plan(self._store, self._plans[plan])
        profiles = profiles_of(held.clauses, held.targets)
        self._rarity = self._rare.including(profiles)
        made = self._sides[plan] = side(profiles, self._rarity)
        if len(self._sides) > _SIDES:
            self._sides.popitem(last=False)
        return made

    @property
    def _rare(self) -> Rarity:
        if self._rarity is None:
            kept = self._file.fact(_WORDS)
            if kept is None:
                kept = self._counted()
                self._file.keep_fact(_WORDS, kept)
            counted = json.loads(kept)
            self._rarity = Rarity.counted(counted["words"], counted["total"])
        return self._rarity

    def _counted(self) -> str:
        """In how many clauses each word stands."""
        words: Counter[str] = Counter()
        total = 0
        for profile in self._sample():
            total += 1
            words.update(profile.words.keys() | profile.lead_words.keys())
        return json.dumps({"total": total, "words": words}, ensure_ascii=False)

    def _sample(self) -> Iterator[Profile]:
        positions = self._store.positions(EVERYWHERE)
        positions = positions[:: -(-len(positions) // SAMPLE) or 1]
        for at in range(0, len(positions), _READ):
            rows = self._store.by_position(positions[at : at + _READ])
            yield from profiles_of([row.clause for row in rows], ())


def open_links(folder: Path, store: Store, watching: Watching = _unwatched) -> Links:
    """The links of a generation; what is asked for and lacking is worked out by this process."""
    file = LinkFile(folder, store)
    return Links(file, LinkMaker(file, store, watching).have)


def links_between(links: Links, store: Store, one: StoredPlan, other: StoredPlan) -> list[Link]:
    """The links of one plan into another; also of two plans that no command sets beside each other by itself."""
    kept = links.between(one.entry.id, other.entry.id)
    return link_pair(held_plan(store, one), held_plan(store, other)) if kept is None else kept


def linked_of(links: Callable[[], Links]) -> Callable[[str, str], bool]:
    """Whether the clauses at two addresses are linked, as a function that works out the plans it is asked about."""

    @lru_cache(maxsize=64)
    def pairs(one: str, other: str) -> frozenset[tuple[str, str]]:
        found = links().between(one, other) or ()
        return frozenset((link.source, link.target) for link in found if link.target is not None)

    def linked(one: str, other: str) -> bool:
        return (one, other) in pairs(one.partition("/")[0], other.partition("/")[0])

    return linked


def held_plan(store: Store, plan: StoredPlan) -> Held:
    """One plan with its clauses and targets."""
    scope = Scope(plans=(plan.entry.id,))
    return Held(plan.entry, [row.clause for row in store.clauses(scope)], list(store.targets(scope)))


def _addresses(one: Side) -> list[str]:
    return [profile.clause.address for profile in one.profiles]


def work(folder: Path, store: Store, orders: TextIO | None = None) -> None:
    """Works out the links of all couples, those that were ordered first: an order is a line with a list of
    couples.

    The order with the fewest couples left comes first. Stops when there are no couples left, or when the
    input ends.
    """
    with suppress(AttributeError, OSError):
        os.nice(10)  # whoever searches meanwhile comes first
    file = LinkFile(folder, store)
    maker = LinkMaker(file, store)
    rest = {(couple.one, couple.other): couple for couple in file.lacking(file.couples)}
    taken = _Orders(orders or sys.stdin)
    while rest and not taken.ended:
        order = min(taken.open(rest), key=len, default=[next(iter(rest))])
        couple = rest.pop(order[0])
        if file.lacking([couple]):
            maker.make(couple)
    file.close()


class _Orders:
    """What has been ordered so far, read by a thread of its own."""

    def __init__(self, lines: TextIO) -> None:
        self.ended = False
        self._orders: set[frozenset[_Key]] = set()
        self._lock = threading.Lock()
        self._lines = lines
        threading.Thread(target=self._read, daemon=True).start()

    def open(self, rest: Mapping[_Key, Couple]) -> list[list[_Key]]:
        """What is left of each order."""
        with self._lock:
            left = {frozenset(key for key in order if key in rest) for order in self._orders}
            self._orders = left - {frozenset()}
            return [sorted(order) for order in self._orders]

    def _read(self) -> None:
        for line in self._lines:
            with self._lock:
                self._orders.add(frozenset((one, other) for one, other in json.loads(line)))
        self.ended = True
