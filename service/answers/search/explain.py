"""Why each clause stands where it does: what the engines are asked, and the score of each hit in its parts.

Takes a SearchAnswer and the embedded engine of its base. Gives an Explanation; never a score of its own: the parts of
a score are asked of the engine that gave the whole, a term at a time, and add up to it. The request to an Elasticsearch is
worked out without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.answers.search import LISTED, SearchAnswer, meaning_counts
from service.answers.search.hits import Hit
from service.engines.elastic_query import Body, search_body
from service.engines.embedded import EmbeddedEngine
from service.query import MAX_DEPTH, Match, Scope, SearchPlan, Term, ranking_parts

_SEEN = 1e-3  # of a score; less is what single precision adds up differently


class ScorePart(StrEnum):
    """What a term of the ranking is."""

    WORD = "word"  # as typed
    ALTERNATIVE = "alternative"  # another wording
    NEAR = "near"  # two characters across words that were typed in one run
    HEADING = "heading"  # as typed, in a heading above the clause


class Rule(StrEnum):
    """What put a hit in its place among those that hold as much of the query."""

    WORDS = "words"  # the score of words alone
    BOTH = "words_and_meaning"  # the score of words and the closeness of meaning
    BEHIND = (
        "behind_candidates"  # too far down by words for meaning to be looked at: behind those where it was
    )
    MEANING = "meaning"  # not among the best by words, if any stands there: the closeness of meaning alone
    TEXT = "text_order"  # nothing but filters was typed: the order of the text


@dataclass(frozen=True, slots=True)
class Share:
    """What one term adds to the score of one hit."""

    part: ScorePart
    term: Term
    score: float


@dataclass(frozen=True, slots=True)
class ScoredHit:
    """One hit with the parts of its score, which add up to it."""

    hit: Hit
    rule: Rule
    shares: tuple[Share, ...]  # the terms that count
    meaning: float
    match: float  # what the strictness of its match is worth
    held: float  # what was taken off so that it stays behind the candidates; 0 or less

    def of(self, part: ScorePart) -> float:
        """What the terms of one kind add."""
        return sum(share.score for share in self.shares if share.part is part)


@dataclass(frozen=True, slots=True)
class Request:
    """What the engines are asked for one kind of match; the next is asked where it does not fill the list."""

    match: Match
    limit: int
    embedded: str  # as tantivy writes it down
    elastic: Body


@dataclass(frozen=True, slots=True)
class Explanation:
    """A search from the question to the place of each hit."""

    answer: SearchAnswer
    terms: tuple[tuple[ScorePart, Term], ...]  # all of the ranking
    requests: tuple[Request, ...]
    hits: tuple[ScoredHit, ...]


def explain(answer: SearchAnswer, embedded: EmbeddedEngine) -> Explanation:
    """What can be said of an answer. Raises EngineFailure as a search does."""
    terms = tuple(_terms(answer))
    scopes = _scopes(answer)
    scores = [_scores(answer, term, scopes) for _, term in terms]
    hits = tuple(
        _scored(
            answer,
            hit,
            tuple(
                Share(part, term, by_position[hit.found.position])
                for (part, term), by_position in zip(terms, scores, strict=True)
                if hit.found.position in by_position and not hit.near
            ),
        )
        for hit in answer.hits
    )
    return Explanation(answer, terms, tuple(_requests(answer, embedded)), hits)


def _terms(answer: SearchAnswer) -> Iterator[tuple[ScorePart, Term]]:
    for part, terms in zip(ScorePart, ranking_parts(answer.query), strict=True):
        yield from ((part, term) for term in terms)


def _requests(answer: SearchAnswer, embedded: EmbeddedEngine) -> Iterator[Request]:
    query, plan = answer.query, answer.plan
    limit = query.offset + query.limit
    if query.lists:
        limit = max(limit, LISTED)
    elif answer.nearness is not None and meaning_counts(query):
        limit = max(limit, query.profile.candidates)
    for match in plan.matches:
        yield Request(match, limit, embedded.described(plan, match), search_body(plan, match, limit))


def _scores(answer: SearchAnswer, term: Term, scopes: Iterable[tuple[Scope, int]]) -> dict[int, float]:
    """What the term adds to the score of each clause of the scopes."""
    found: dict[int, float] = {}
    for scope, size in scopes:
        plan = SearchPlan(ranking=(term,), wishes=(), scope=scope)
        found.update(answer.engine.search(plan, min(size, MAX_DEPTH), Match.ANY))
    return found


def _scopes(answer: SearchAnswer) -> list[tuple[Scope, int]]:
    """The plans of the hits, as many at a time as have no more clauses than an engine gives at once."""
    scopes: list[tuple[Scope, int]] = []
    for plan in dict.fromkeys(hit.found.clause.plan for hit in answer.hits):
        size = answer.store.count(Scope(plans=(plan,)))
        if scopes and scopes[-1][1] + size <= MAX_DEPTH:
            before, sizes = scopes.pop()
            scopes.append((Scope(plans=(*before.plans, plan)), sizes + size))
        else:
            scopes.append((Scope(plans=(plan,)), size))
    return scopes


def _scored(answer: SearchAnswer, hit: Hit, shares: tuple[Share, ...]) -> ScoredHit:
    profile = answer.query.profile
    meaning = 0.0
    if answer.nearness is not None and hit.closeness is not None:
        from service.meaning.fusion import weight

        meaning = max(hit.closeness, 0.0) * weight(profile, answer.nearness.clauses)
    match = int(hit.match) * profile.step
    rule = _rule(answer, hit)
    held = hit.score - sum(share.score for share in shares) - meaning - match
    return ScoredHit(
        hit, rule, shares, meaning, match, held if rule is Rule.BEHIND and held < -_SEEN else 0.0
    )


def _rule(answer: SearchAnswer, hit: Hit) -> Rule:
    if answer.query.lists:
        return Rule.TEXT
    if hit.near:
        return Rule.MEANING
    if hit.closeness is not None:
        return Rule.BOTH
    return Rule.BEHIND if answer.nearness is not None and meaning_counts(answer.query) else Rule.WORDS
