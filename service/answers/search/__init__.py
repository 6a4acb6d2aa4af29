"""The answer to a search: hits with citation, highlights and the reason, totals and counts by facet.

Takes a store, an engine and a Query. Gives a SearchAnswer. Clauses that hold every word come first, and among
them those in which words typed in one run stand side by side; when they do not fill the list, clauses with
some of the words follow, and say which they lack. Within each group the engine's score and nearness of
meaning decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.answers.cached import Once
from service.answers.search.did_you_mean import Mended, mend
from service.answers.search.hits import Hit
from service.answers.search.suggestions import Suggestion, suggest
from service.engines import Facets, SearchEngine
from service.meaning.nearness import Nearness
from service.query import Match, Query, Ranked, SearchPlan, narrow, plan_search
from service.storage import Store

LISTED = 2_000  # so many clauses of a scope are put in the order of their text
OFFERED = 3  # of the nearest in meaning, shown where nothing was found


@dataclass(eq=False)
class SearchAnswer:
    """What was found. Totals and facets cost time of their own, so they are counted when asked for."""

    query: Query
    hits: tuple[Hit, ...]
    plan: SearchPlan
    store: Store
    engine: SearchEngine
    mended: tuple[Mended, ...] = ()  # what was looked for in place of what was typed

    nearness: Nearness | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said: about filters that were typed, and about what stood in for a server that failed."""
        return (*self.query.notes, *filter(None, (self.engine.note, self.store.note)))

    @Once
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to try instead, where nothing was found."""
        return () if self.hits else suggest(self.engine, self.query)

    @Once
    def nearest(self) -> tuple[Hit, ...]:
        """What comes nearest in meaning, where nothing was found: to look at, not an answer."""
        if self.hits or self.nearness is None or self.query.literal:
            return ()
        text = self.query.rest.strip() or " ".join(self.query.phrases)
        near = self.nearness.blend(
            [],
            text,
            limit=OFFERED,
            start=self.query.profile.start_some,
            scope=self.query.scope,
            positions=self.store.positions,
            profile=self.query.profile,
        )
        rows = self.store.by_position([each.position for each in near])
        return tuple(
            Hit(row, each.score, Match.ANY, self.query, each.closeness, near=True)
            for row, each in zip(rows, near, strict=True)
        )

    @Once
    def looked_at(self) -> int:
        """How many clauses were looked through: those of the scope."""
        return self.store.count(self.query.scope)

    @Once
    def match(self) -> Match:
        """The strictest match that finds anything; ``total`` and ``facets`` speak of it."""
        return next((match for match in self.plan.matches if self._count(match)), Match.ANY)

    @Once
    def total(self) -> int:
        """How many clauses are found by the strictest match that finds any."""
        return self._count(self.match)

    @Once
    def every(self) -> int:
        """How many clauses hold every word, wherever it stands."""
        return self._count(Match.EVERY if self.plan.wishes else Match.ANY)

    @Once
    def some(self) -> int:
        """How many clauses hold at least some of the words."""
        return self._count(Match.ANY)

    def _count(self, match: Match) -> int:
        """How many clauses are found by one kind of match; each is counted once."""
        if match not in self._counted:
            self._counted[match] = self.engine.count(self.plan, match)
        return self._counted[match]

    @Once
    def _counted(self) -> dict[Match, int]:
        return {}

    @Once
    def facets(self) -> Facets:
        """The ``total`` clauses by level, kind, domain, plan, responsible unit, and what they state."""
        return self.engine.facets(self.plan, self.match)


_Place = tuple[int, float, int]  # position, score without the step of its match, match


def search(
    store: Store, engine: SearchEngine, query: Query, nearness: Nearness | None = None
) -> SearchAnswer:
    """The best clauses for the query, from ``offset`` on. Raises BadFilter for a filter typed in the query.

    What stands nowhere as it was typed is looked for as it was probably meant, and ``mended`` says so. With
    ``nearness``, meaning adds to the score of each clause, and a query of several words that few clauses
    hold is answered by clauses that mean the like too.
    """
    if query.filters:
        query = narrow(query, store.known())
    engine = engine.begin()
    if query.lists:
        return _listing(store, engine, query)
    answer = _answer(store, engine, query, nearness)
    if query.literal or (answer.hits and answer.hits[0].match is Match.NEAR):
        return answer
    meant, mended = mend(store, engine, query)
    return replace(_answer(store, engine, meant, nearness), mended=mended) if mended else answer


def _listing(store: Store, engine: SearchEngine, query: Query) -> SearchAnswer:
    """All clauses of a scope, plan by plan in the order of their text (of their addresses, where very many)."""
    plan = plan_search(query)
    last = query.offset + query.limit
    found = engine.search(plan, max(last, LISTED), Match.ANY)
    if len(found) < LISTED:
        every = store.by_position([position for position, _ in found])
        rows = sorted(every, key=lambda row: (row.clause.plan, row.clause.start))[query.offset : last]
    else:
        rows = store.by_position([position for position, _ in found[query.offset : last]])
    hits = tuple(Hit(row, query.profile.step, Match.EVERY, query) for row in rows)
    return SearchAnswer(query, hits, plan, store, engine)


def _answer(store: Store, engine: SearchEngine, query: Query, nearness: Nearness | None) -> SearchAnswer:
    plan = plan_search(query)
    last, step = query.offset + query.limit, query.profile.step
    if nearness is not None and meaning_counts(query):
        ranked = _by_words_and_meaning(store, engine, query, plan, nearness)
    else:
        ranked = [Ranked(*each) for each in _by_words(engine, plan, last)]
    page = ranked[query.offset : last]
    rows = store.by_position([each.position for each in page])
    hits = [
        Hit(row, each.score + each.match * step, Match(each.match), query, each.closeness, each.by_meaning)
        for row, each in zip(rows, page, strict=True)
    ]
    return SearchAnswer(query, tuple(hits), plan, store, engine, nearness=nearness)


def meaning_counts(query: Query) -> bool:
    """Whether meaning has a say in the order of what is found: not where only phrases or filters were typed."""
    return bool(query.runs) and not query.literal


def _by_words(engine: SearchEngine, plan: SearchPlan, limit: int) -> list[_Place]:
    """The best of the strictest match, then of the next."""
    ranked: list[_Place] = []
    for match in plan.matches:
        step = int(match)  # the loop below runs for every candidate: plain tuples
        more = engine.search(plan, limit, match)
        if ranked:
            known = {each[0] for each in ranked}
            ranked += [(position, score, step) for position, score in more if position not in known]
        else:
            ranked = [(position, score, step) for position, score in more]
        if len(ranked) >= limit or (match is Match.EVERY and ranked and len(plan.wishes) == 1):
            break  # for a single word, clauses with a part of it would be no better than noise
    return ranked[:limit]


def _by_words_and_meaning(
    store: Store, engine: SearchEngine, query: Query, plan: SearchPlan, nearness: Nearness
) -> list[Ranked]:
    """The best by words, put in order by words and meaning; with what is near in meaning where few hold all."""
    profile, last = query.profile, query.offset + query.limit
    candidates, step = profile.candidates, profile.step
    found = _by_words(engine, plan, max(last, candidates))
    ranked = nearness.blend(
        found[:candidates],
        query.rest,
        limit=last if last <= candidates else None,
        start=_start(query, found),
        scope=query.scope,
        positions=store.positions,
        profile=profile,
    )
    if last > candidates:
        known = {each.position for each in ranked}
        lowest = ranked[-1].score + ranked[-1].match * step if ranked else 0.0
        ranked += [
            Ranked(position, min(score, lowest - match * step), match)
            for position, score, match in found[candidates:]
            if position not in known
        ]
    return ranked


def _start(query: Query, found: Sequence[_Place]) -> float | None:
    """How near in meaning a clause without a word of the query must be to be shown; None: no such clause is
    wanted."""
    few = query.profile.few
    if query.phrases or query.excluded or sum(each[2] > 0 for each in found[:few]) >= few:
        return None
    if len(query.words) == 1:
        return None  # a word that stands nowhere was meant as that word; ``nearest`` offers what comes near
    return query.profile.start_some if found else query.profile.start_none
