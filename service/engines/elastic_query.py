"""From a SearchPlan to the body of an Elasticsearch query: the same conditions and the same score as embedded.

Takes SearchPlans. Gives plain dictionaries; knows no client and no network. Only ``term`` and ``match_phrase``
are asked for, never a query string, so nothing that people type is read as syntax. What only says whether a
clause is found stands in ``filter`` and adds nothing to a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.query import Match, SearchPlan, Term, Way, Wish

Body = dict[str, Any]
# An empty ``bool`` finds everything here, where the embedded engine's finds nothing.
_NOTHING: Body = {"match_none": {}}
_ALL: Body = {"match_all": {}}


# No token has a blank in it: this term is in no clause, and adds nothing.
_NOWHERE = " "
# Scores are equal where clauses are: then the position decides, which is the order of the addresses.
ORDER: list[Body] = [{"_score": "desc"}, {"position": "asc"}]


def search_body(plan: SearchPlan, match: Match, limit: int, *, spread: bool = False) -> Body:
    """What the server is sent for the best clauses of a plan."""
    return plain_body(plan, match, spread=spread) | {"size": limit, "sort": ORDER}


def plain_body(plan: SearchPlan, match: Match, *, spread: bool = False) -> Body:
    """The plan as a request that gives neither texts (the store has them) nor totals."""
    return {"query": compile_plan(plan, match, spread=spread), "track_total_hits": False, "_source": False}


def compile_plan(plan: SearchPlan, match: Match, *, spread: bool = False) -> Body:
    """The plan as one ``bool`` query; ``spread`` where the index has several shards.

    A wish that is one word of the ranking, in the text or in a heading, is asked for as those very terms, as the
    embedded engine does: the index is read once for it.
    """
    asked, filters = _asked_words(plan, match)
    must = [_any([_term(*term) for term in terms]) for terms in asked]
    read = {term for terms in asked for term in terms}
    should = [_term(*term) for term in plan.ranking if term not in read]
    filters += [_wish(wish) for wish in plan.must]
    filters += [_values(field, values) for field, values in plan.scope.fields()]
    if spread:
        # A shard in which no word of a phrase stands would not say how many clauses it has, and the phrase would
        # count as less rare than it is; for a single term, even one that stands nowhere, every shard says so.
        fields = dict.fromkeys(each.field for each in plan.ranking if " " in each.token)
        should += [{"term": {field: {"value": _NOWHERE}}} for field in fields]
    body: Body = {"must": must or ([] if should else [_ALL]), "filter": filters, "should": should}
    # A filter alone would let every clause of the scope in: one term of the ranking is needed too, except
    # where a phrase says what counts as found.
    alone = not must and ((match is Match.ANY and not plan.must) or not filters)
    body["minimum_should_match"] = 1 if should and alone else 0
    body["must_not"] = [_wish(wish) for wish in plan.without]
    return {"bool": {name: value for name, value in body.items() if value != []}}


def _asked_words(plan: SearchPlan, match: Match) -> tuple[list[tuple[Term, ...]], list[Body]]:
    """The terms of the ranking of which a clause must hold one each, and what else it must."""
    wishes = () if match is Match.ANY else plan.near if match is Match.NEAR else plan.wishes
    words: list[tuple[Term, ...]] = []
    conditions: list[Body] = []
    for wish in wishes:
        terms = plan.ranked(wish)
        if terms:
            words.append(terms)
        else:
            conditions.append(_wish(wish))
    return words, conditions


def _wish(wish: Wish) -> Body:
    ways = [_way(way) for way in wish.ways]
    ways += [_all([_way(way) for way in each]) for each in wish.instead]
    return _any(ways)


def _way(way: Way) -> Body:
    return _term(way.field, " ".join(way.tokens)) if way.tokens else _NOTHING


def _term(field: str, token: str, weight: float = 1.0) -> Body:
    """One token; several with blanks between are a phrase."""
    phrase = " " in token
    asked: Body = {"query" if phrase else "value": token}
    if weight != 1.0:
        asked["boost"] = weight
    return {"match_phrase" if phrase else "term": {field: asked}}


def _values(field: str, values: Sequence[str]) -> Body:
    return {"terms": {field: list(values)}}


def _any(queries: Sequence[Body]) -> Body:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else _NOTHING


def _all(queries: Sequence[Body]) -> Body:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"filter": list(queries)}} if queries else _NOTHING
