"""The JSON record of ``search --explain``: one object from the question to the parts of each score.

Takes an Explanation. Gives a plain dictionary with the names of docs/json.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.answers.search.explain import Explanation, Request, ScoredHit, ScorePart
from service.faces.records.search import hit_record
from service.faces.records.values import Record
from service.query import Query, SearchPlan, Term, Way, Wish


def explanation_record(explained: Explanation) -> Record:
    """All of it."""
    answer = explained.answer
    first = answer.query.offset + 1
    return {
        "question": _question(answer.query)
        | {"mended": [{"typed": each.typed, "meant": each.meant} for each in answer.mended]},
        "plan": _plan(answer.plan, explained),
        "requests": [_request(each) for each in explained.requests],
        "profile": answer.query.profile.numbers(),
        "hits": [{"place": place} | _scored(each) for place, each in enumerate(explained.hits, first)],
        "notes": list(answer.notes),
    }


def _question(query: Query) -> Record:
    return {
        "text": query.text,
        "runs": [
            {"text": run.text, "words": list(run.words), "tokens": list(run.tokens), "near": run.near}
            for run in query.runs
        ],
        "phrases": list(query.phrases),
        "excluded": list(query.excluded),
        "scope": {name: list(values) for name, values in query.scope.fields()},
        "alternatives": [
            {
                "phrase": each.phrase,
                "wordings": [" ".join(terms) for terms in each.alternatives],
                "weight": each.weight,
            }
            for each in query.expansions
        ],
        "literal": query.literal,
        "limit": query.limit,
        "offset": query.offset,
    }


def _plan(plan: SearchPlan, explained: Explanation) -> Record:
    return {
        "matches": [match.name.lower() for match in plan.matches],
        "ranking": [{"part": part.value} | _term(term) for part, term in explained.terms],
        "every": _wishes(plan.wishes),
        "near": _wishes(plan.near),
        "must": _wishes(plan.must),
        "without": _wishes(plan.without),
    }


def _term(term: Term) -> Record:
    return {"field": term.field, "token": term.token, "weight": term.weight}


def _wishes(wishes: Iterable[Wish]) -> list[Record]:
    return [
        {"text": wish.text, "ways": _ways(wish.ways), "instead": [_ways(ways) for ways in wish.instead]}
        for wish in wishes
    ]


def _ways(ways: Iterable[Way]) -> list[Record]:
    return [{"field": way.field, "tokens": list(way.tokens)} for way in ways]


def _request(request: Request) -> Record:
    return {
        "match": request.match.name.lower(),
        "limit": request.limit,
        "tantivy": request.embedded,
        "elasticsearch": request.elastic,
    }


def _scored(scored: ScoredHit) -> Record:
    return hit_record(scored.hit) | {
        "rule": scored.rule.value,
        "parts": {
            "words": round(scored.of(ScorePart.WORD), 4),
            "alternatives": round(scored.of(ScorePart.ALTERNATIVE), 4),
            "near": round(scored.of(ScorePart.NEAR), 4),
            "heading": round(scored.of(ScorePart.HEADING), 4),
            "meaning": round(scored.meaning, 4),
            "match": scored.match,
            "held": round(scored.held, 4),
        },
        "terms": [
            {"part": each.part.value} | _term(each.term) | {"score": round(each.score, 4)}
            for each in scored.shares
        ],
    }
