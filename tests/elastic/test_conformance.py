"""Both engines give the same answer: the same hits in the same order with the same scores, totals and counts."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from analyzers import segment
from ingest.plan import ClauseKind, Level, Plan
from service.answers.search import search
from service.answers.search.explain import explain
from service.engines import Found
from service.engines.fallback import Spare
from service.errors import UserError
from service.faces.records.search import counts_record, hit_record
from service.measuring.examples import generate
from service.measuring.ways import judged_file
from service.query.filters import Scope
from service.query.plan import Match, plan_search
from service.query.query import Query, read_query
from service.settings import Cluster
from service.storage.base import Base

NEAR = 1e-5  # of a score; single precision, added up in another order
TIE = 1e-6  # clauses whose scores differ by less may change places: their sums are rounded otherwise
MakeShared = Callable[..., Base]
GENERATED = 2_500


def judged() -> list[str]:
    return [each["query"] for each in tomllib.loads(judged_file().read_text("utf-8"))["query"]]


def readable(texts: list[str], **options: object) -> Iterator[Query]:
    for text in texts:
        try:
            yield read_query(text, **options)  # type: ignore[arg-type]
        except UserError:
            continue


def drawn(base: Base, count: int, seed: int) -> list[Query]:
    """Queries made of what stands in a base: words, words in one run, phrases, exclusions, scopes."""
    dice = random.Random(seed)
    scopes = [
        Scope(),
        Scope(),
        Scope(levels=(Level.COUNTY,)),
        Scope(kinds=(ClauseKind.GOAL, ClauseKind.MEASURE)),
    ]
    if base.known.domains:
        scopes.append(Scope(domains=base.known.domains[:3]))
    queries: list[Query] = []
    while len(queries) < count:
        text = base.store.by_position([dice.randrange(base.manifest.counts["clauses"])])[0].clause.text
        words = [token.text for token in segment.coarse(text) if len(token.text) > 1]
        if len(words) < 6:
            continue
        at = dice.randrange(len(words) - 3)
        typed = dice.choice(
            [
                words[at],
                " ".join(dice.sample(words, dice.randint(2, 5))),
                words[at] + words[at + 1],
                f"“{words[at]}” {words[-1]}",
                f"{words[at]} {words[at + 2]} -{words[0]}",
            ]
        )
        queries += readable([typed], scope=dice.choice(scopes), limit=dice.choice([1, 10, 60]), literal=False)
    return queries


def assert_same(base: Base, query: Query) -> None:
    """Every kind of match of a query, on both engines."""
    assert base.pair is not None
    here, there = base.pair.second, patient(base).begin()
    plan = plan_search(query)
    for match in Match:
        told = (query.text, query.scope, match.name)
        assert_same_list(here.search(plan, query.limit, match), there.search(plan, query.limit, match), told)
        assert here.count(plan, match) == there.count(plan, match), told
        assert here.facets(plan, match) == there.facets(plan, match), told
    assert there.note == ""


def assert_same_list(wanted: list[Found], found: list[Found], told: object) -> None:
    assert len(wanted) == len(found), told
    for one, other in zip(wanted, found, strict=True):
        assert other[1] == pytest.approx(one[1], rel=NEAR), told
        # Beyond a tie the places are the same; within one, rounding may have changed them.
        assert one[0] == other[0] or other[1] == pytest.approx(one[1], rel=TIE), told
    if not wanted:
        return
    inside = {position for position, score in wanted if score > wanted[-1][1] * (1 + NEAR)}
    assert inside <= {position for position, _ in found}, told


def test_every_row_is_there(shared_base: Base) -> None:
    assert shared_base.pair is not None
    rows = dict(shared_base.pair.first.hashes())
    assert rows == dict(shared_base.store.hashes())
    assert len(rows) > 300


def test_plans_of_judged_queries(shared_base: Base) -> None:
    queries = list(readable(judged()[::3], limit=50))
    assert len(queries) > 100
    for query in queries:
        assert_same(shared_base, query)


def test_a_phrase_that_stands_in_one_part_only(spread_base: Base) -> None:
    """The other parts hold none of its words, and are counted all the same: 自闭症 is looked for as 孤独症 too."""
    for query in readable(["自闭症", *judged()[1::12]], limit=50):
        assert_same(spread_base, query)


def test_queries_drawn_from_the_text(shared_base: Base) -> None:
    for query in drawn(shared_base, 100, seed=1):
        assert_same(shared_base, query)


@pytest.mark.parametrize("text", ["", "领域:健康", "层级:县 类型:目标", "“妇女儿童”", "的", "1", "18岁以下"])
def test_odd_questions(shared_base: Base, text: str) -> None:
    for query in readable([text], limit=1_000):
        assert_same(shared_base, query)


def five_hundred(base: Base) -> list[Query]:
    """All judged queries, and as many drawn ones as make 500."""
    queries = list(readable(judged(), limit=20))
    queries += drawn(base, 500 - len(queries), seed=3)
    assert sum(bool(query.phrases) for query in queries) > 10
    assert sum(bool(query.excluded) for query in queries) > 10
    assert sum(bool(query.filters or query.scope.fields()) for query in queries) > 10
    return queries


def test_whole_answers_are_the_same(shared_base: Base) -> None:
    """Through all of a search: thesaurus, mending, meaning, marks and reasons, suggestions, totals, counts."""
    for query in five_hundred(shared_base):
        assert_same_answer(shared_base, query)


def test_whole_answers_of_three_nodes_are_the_same(spread_base: Base) -> None:
    """Each part of the index knows only its own words, and lies on another node than the next."""
    assert spread_base.pair is not None
    assert spread_base.pair.first.shards() == 3
    for query in five_hundred(spread_base)[::4]:
        assert_same_answer(spread_base, query)


def assert_same_answer(base: Base, query: Query) -> None:
    assert base.pair is not None
    here = search(base.store, base.pair.second, query, base.nearness)
    there = search(base.store, patient(base), query, base.nearness)
    told = (query.text, query.scope)
    assert there.engine.note == "", told
    assert counts_record(here) == counts_record(there), told
    assert here.looked_at == there.looked_at, told
    for one, other in zip(here.hits, there.hits, strict=True):
        assert other.score == pytest.approx(one.score, rel=NEAR), told
        shown = [hit_record(each) | {"score": 0} for each in (one, other)]
        assert shown[0] == shown[1], told  # marks and reasons among them


def test_a_score_has_the_same_parts(shared_base: Base) -> None:
    for query in readable(["留守儿童 自闭症", "宫颈癌筛查 -儿童", "“控辍保学”", "领域:健康"], limit=30):
        answers = [
            search(shared_base.store, engine, query, shared_base.nearness)
            for engine in (shared_base.embedded, patient(shared_base))
        ]
        here, there = (explain(answer, shared_base.embedded) for answer in answers)
        assert answers[1].engine.note == ""
        assert here.requests == there.requests
        for one, other in zip(here.hits, there.hits, strict=True):
            assert [share.term for share in one.shares] == [share.term for share in other.shares]
            for mine, its in zip(one.shares, other.shares, strict=True):
                assert its.score == pytest.approx(mine.score, rel=NEAR)


def patient(base: Base) -> Spare:
    """The cluster without haste: what is asked here is whether answers are equal, on however busy a machine."""
    assert base.pair is not None
    return Spare(base.pair.first, base.pair.second, pause=0.0, budget=60)


@pytest.mark.parametrize("shards", [1, 3])
def test_a_generated_base(
    make_shared: MakeShared, real_plans: tuple[Plan, ...], cluster: Cluster, shards: int
) -> None:
    """Many clauses share sentences, so there are ties; on several shards each knows only its own words."""
    plans = list(generate(real_plans, GENERATED))
    base = make_shared(plans, replace(cluster, shards=shards))
    assert base.pair is not None
    assert base.pair.first.shards() == shards
    for query in drawn(base, 80, seed=shards):
        assert_same(base, query)
    everything = plan_search(read_query("层级:县"))._replace(ranking=(), wishes=())
    assert (
        len(base.pair.first.search(everything, 20_000, Match.ANY)) == GENERATED
    )  # beyond the server's window


def test_a_clause_without_words(make_shared: MakeShared, real_plans: tuple[Plan, ...]) -> None:
    """An empty field counts in one engine's average length and not in the other's, unless something stands in it."""
    plan = real_plans[0]
    empty = [replace(clause, text="——", title="——", body=0) for clause in plan.clauses[:40]]
    base = make_shared([replace(plan, clauses=(*empty, *plan.clauses[40:]))])
    for query in readable(judged()[:40], limit=50):
        assert_same(base, query)
