"""The queries for Elasticsearch mean what the embedded engine's mean: read by a small reader, without a server."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

import pytest

from service.engines import IndexRow
from service.engines.elastic_query import compile_plan
from service.errors import UserError
from service.measuring.ways import judged_file
from service.query.filters import Scope
from service.query.plan import Match, SearchPlan, Term, Way, Wish, plan_search
from service.query.query import read_query
from service.storage.base import Base
from service.upkeep.indexing import index_rows


def holds(query: dict[str, Any], row: IndexRow) -> bool:
    """Whether a row is found by a query, as Elasticsearch's documents say."""
    ((kind, body),) = query.items()
    if kind in ("match_all", "match_none"):
        return bool(kind == "match_all")
    if kind == "bool":
        should = sum(holds(each, row) for each in body.get("should", []))
        asked = [*body.get("must", []), *body.get("filter", [])]
        least = body.get("minimum_should_match", 1 if body.get("should") and not asked else 0)
        return (
            should >= least
            and all(holds(each, row) for each in asked)
            and not any(holds(each, row) for each in body.get("must_not", []))
        )
    ((field, asked_for),) = body.items()
    if kind == "terms":
        return bool({*asked_for} & {*(row.units if field == "unit" else [getattr(row, field)])})
    tokens = f" {getattr(row, field)} "
    wanted = asked_for["query"] if kind == "match_phrase" else asked_for["value"]
    return f" {wanted} " in tokens


@pytest.fixture(scope="module")
def rows(real_base: Base) -> list[IndexRow]:
    return list(index_rows(real_base))


def _plans() -> Iterable[tuple[str, SearchPlan]]:
    for judged in tomllib.loads(judged_file().read_text("utf-8"))["query"][::6]:
        try:
            query = read_query(judged["query"])
        except UserError:
            continue
        yield judged["query"], plan_search(query)


def _same(base: Base, rows: list[IndexRow], plan: SearchPlan, match: Match) -> bool:
    found = sorted(position for position, _ in base.engine.search(plan, 1_000, match))
    query = compile_plan(plan, match)
    return found == [row.position for row in rows if holds(query, row)]


def test_judged_queries_find_the_same(real_base: Base, rows: list[IndexRow]) -> None:
    plans = list(_plans())
    assert len(plans) > 50
    for text, plan in plans:
        for match in Match:
            assert _same(real_base, rows, plan, match), (text, match)


WOMEN, CARE = Term("words", "妇女"), Term("words", "关爱", 0.5)
HELD = Wish("健康", (Way("words", ("健康",)),))
NEVER = Wish("无", ())
NO_TOKENS = Wish("无", (Way("bigrams", ()),))
PHRASE = Wish("妇女儿童", (Way("coarse", ("妇女儿童",)), Way("bigrams", ("妇女", "女儿", "儿童"))))
INSTEAD = Wish("没有的词", (Way("words", ("没有的词",)),), ((Way("words", ("妇女",)), HELD.ways[0]),))
COUNTY = Scope(plans=("tengchong-women-2021",))


@pytest.mark.parametrize(
    "plan",
    [
        SearchPlan((), ()),
        SearchPlan((), (), scope=COUNTY),
        SearchPlan((), (), must=(PHRASE,)),
        SearchPlan((WOMEN, CARE), ()),
        SearchPlan((WOMEN, CARE), (), scope=COUNTY),
        SearchPlan((WOMEN, CARE), (), must=(PHRASE,), scope=COUNTY),
        SearchPlan((WOMEN, CARE), (), without=(HELD,)),
        SearchPlan((WOMEN, CARE), (HELD,), (PHRASE, HELD)),
        SearchPlan((WOMEN, CARE), (HELD,), (PHRASE, HELD), without=(PHRASE,), scope=COUNTY),
        SearchPlan((WOMEN,), (Wish("妇女", (Way("words", ("妇女",)),)),)),
        SearchPlan((WOMEN,), (INSTEAD,)),
        SearchPlan((WOMEN,), (NEVER,)),
        SearchPlan((WOMEN,), (NO_TOKENS,)),
        SearchPlan((WOMEN,), (), without=(NEVER, NO_TOKENS)),
        SearchPlan((Term("bigrams", "妇女 女儿"),), ()),
    ],
)
def test_each_part_of_a_plan(real_base: Base, rows: list[IndexRow], plan: SearchPlan) -> None:
    for match in Match:
        assert _same(real_base, rows, plan, match), match


def test_only_the_ranking_scores() -> None:
    body = compile_plan(SearchPlan((WOMEN, CARE), (HELD,), must=(PHRASE,), scope=COUNTY), Match.EVERY)["bool"]
    assert body["should"] == [
        {"term": {"words": {"value": "妇女"}}},
        {"term": {"words": {"value": "关爱", "boost": 0.5}}},
    ]
    assert "must" not in body
    assert len(body["filter"]) == 3


def test_over_several_shards_every_field_of_a_phrase_is_asked_of_each() -> None:
    """A shard that holds no word of the phrase would else not say how many clauses it has."""
    plan = plan_search(read_query("自闭症"))
    assert any(" " in term.token for term in plan.ranking)
    one, several = (compile_plan(plan, Match.ANY, spread=spread)["bool"] for spread in (False, True))
    more = [each for each in several["should"] if each not in one["should"]]
    assert more == [{"term": {"bigrams": {"value": " "}}}]
    assert several | {"should": one["should"]} == one
    word = plan_search(read_query("健康", literal=True))
    assert compile_plan(word, Match.ANY, spread=True) == compile_plan(word, Match.ANY)
