"""The answer to a search: hits with citation, highlights and the reason, totals and counts by facet.

Takes a store, an engine and a Query. Gives a SearchAnswer. Clauses that hold every word come first, and among
them those in which words typed in one run stand side by side; when they do not fill the list, clauses with
some of the words follow, and say which they lack. Within each group the engine's score decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from analyzers import segment
from analyzers.marks import Span
from analyzers.normalise import fold
from ingest.plan import Level
from service.engines import Facets, SearchEngine
from service.query import Query, narrow
from service.rows import StoredClause
from service.searchplan import Match, SearchPlan, plan_search
from service.store import Store

# Added to the score for each stricter match, so that scores fall from hit to hit down the whole list. No sum
# of term scores comes near it: 32 terms, each at most 2.2 x ln(number of clauses).
STEP = 1_000.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the answer to "why is this here?": a word, where and how often it stands, if at all."""

    kind: str  # word: in the text; part: a part of it, in the text; title: in the section's title; missing
    word: str
    times: int = 0


@dataclass(eq=False)
class Hit:
    """One clause that was found. Marks and reasons are worked out when they are first asked for."""

    found: StoredClause
    score: float
    match: Match
    query: Query

    @property
    def address(self) -> str:
        """The permanent address of the clause."""
        return self.found.clause.address

    @property
    def citation(self) -> str:
        """The clause as an official paper cites it."""
        return self.found.citation

    @property
    def level(self) -> Level | None:
        """Whose plan it stands in."""
        return self.found.level

    @property
    def marks(self) -> tuple[Span, ...]:
        """Where the words of the query stand, as offsets into the clause's text; in order, apart."""
        return self._account[0]

    @property
    def why(self) -> tuple[Reason, ...]:
        """Each phrase and word of the query: how often it stands in the text, or the title, or is missing."""
        return self._account[1]

    @cached_property
    def _account(self) -> tuple[tuple[Span, ...], tuple[Reason, ...]]:
        text, title = self.found.clause.text, self.found.clause.title
        spans: list[Span] = []
        reasons: list[Reason] = []
        for word in self._wanted(text):
            found = mark_text(text, word)
            spans += found
            if found:
                reasons.append(Reason("word", word, len(found)))
                continue
            if mark_text(title, word):
                reasons.append(Reason("title", word, 1))
                continue
            reasons.append(Reason("missing", word))
            for part in segment.search_tokens(word):
                inside = mark_text(text, part.text) if len(part.text) > 1 and part.text != word else []
                spans += inside
                if inside:
                    reasons.append(Reason("part", part.text, len(inside)))
        return _merged(spans), tuple(reasons)

    def _wanted(self, text: str) -> Iterator[str]:
        """Phrases, and runs as a whole where they stand side by side, else word by word; each once."""
        wanted: list[str] = list(self.query.phrases)
        for run in self.query.runs:
            as_typed = fold(run.text).lower() == run.words[0]
            if as_typed or (run.near and mark_text(text, run.text)):
                wanted.append(run.text)
            else:
                wanted += run.words
        yield from dict.fromkeys(wanted)


def mark_text(text: str, word: str) -> list[Span]:
    """Where a word or phrase stands in a text. Numbers stand where the same number does in any writing."""
    word = fold(word).lower()
    marks = segment.find_marks(text, (word,))
    if not marks and len(word) > 1 and word[0].isascii() and not word.isascii():
        # A phrase that begins with a number is no token: it is looked for letter by letter.
        plain = fold(text).lower()
        at = plain.find(word)
        while at >= 0:
            marks.append(Span(at, at + len(word)))
            at = plain.find(word, at + len(word))
    return marks


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


@dataclass(eq=False)
class SearchAnswer:
    """What was found. Totals and facets cost time of their own, so they are counted when asked for."""

    query: Query
    hits: tuple[Hit, ...]
    plan: SearchPlan
    engine: SearchEngine

    @cached_property
    def match(self) -> Match:
        """The strictest match that finds anything; ``total`` and ``facets`` speak of it."""
        for match in self.plan.matches:
            if self.engine.count(self.plan, match):
                return match
        return Match.ANY

    @cached_property
    def total(self) -> int:
        """How many clauses are found by the strictest match that finds any."""
        return self.engine.count(self.plan, self.match)

    @cached_property
    def every(self) -> int:
        """How many clauses hold every word, wherever it stands."""
        return self.engine.count(self.plan, Match.EVERY if self.plan.wishes else Match.ANY)

    @cached_property
    def some(self) -> int:
        """How many clauses hold at least some of the words."""
        return self.engine.count(self.plan, Match.ANY)

    @cached_property
    def facets(self) -> Facets:
        """The ``total`` clauses by level, kind, domain and plan."""
        return self.engine.facets(self.plan, self.match)


def search(store: Store, engine: SearchEngine, query: Query) -> SearchAnswer:
    """The best clauses for the query, from ``offset`` on. Raises BadFilter for a filter typed in the query."""
    if query.filters:
        query = narrow(query, store.known())
    plan = plan_search(query)
    last = query.offset + query.limit
    ranked: list[tuple[int, float, Match]] = []
    for match in plan.matches:
        step = int(match) * STEP
        known = {position for position, _, _ in ranked}
        more = engine.search(plan, last, match)
        ranked += [(position, score + step, match) for position, score in more if position not in known]
        if len(ranked) >= last or (match is Match.EVERY and ranked and len(plan.wishes) == 1):
            break  # for a single word, clauses with a part of it would be no better than noise
    page = ranked[query.offset : last]
    rows = store.by_position([position for position, _, _ in page])
    hits = [Hit(row, score, match, query) for row, (_, score, match) in zip(rows, page, strict=True)]
    return SearchAnswer(query, tuple(hits), plan, engine)
