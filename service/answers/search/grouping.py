"""A search level by level: what the nation, the province, the city and the county say of the same words.

Takes a store, an engine and a Query. Gives a LevelGroup for each level that the query lets pass. A level without any
text at hand is told apart from one whose texts say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.levels import Level, levels_shown
from service.answers.search import SearchAnswer, search
from service.answers.search.hits import Hit
from service.engines import SearchEngine
from service.meaning.nearness import Nearness
from service.query import Match, Query, narrow
from service.storage import Store

SHOWN = 5  # hits of a level; the rest is a link away


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """One level: the best clauses of its plans, or None where the text of none is at hand."""

    level: Level
    answer: SearchAnswer | None

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What to show: the clauses that hold every word; where there is none, what comes nearest."""
        if self.answer is None:
            return ()
        whole = tuple(hit for hit in self.answer.hits if hit.match is not Match.ANY)
        return whole or self.answer.hits


def by_level(
    store: Store, engine: SearchEngine, query: Query, nearness: Nearness | None = None
) -> Iterator[LevelGroup]:
    """The levels of the query's scope, the lowest first as the pages have them. Raises BadFilter as a search does."""
    query = narrow(query, store.known())
    plans = store.plans()
    held = {plan.entry.level for plan in plans if plan.clauses}
    for level in query.scope.levels or levels_shown(plan.entry.level for plan in plans):
        if level not in held:
            yield LevelGroup(level, None)
            continue
        scope = replace(query.scope, levels=(level,))
        inside = query._replace(scope=scope, limit=SHOWN, offset=0)
        yield LevelGroup(level, search(store, engine, inside, nearness))
