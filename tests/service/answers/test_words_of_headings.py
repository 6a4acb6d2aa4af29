"""Words of a heading belong to every clause below it: they are found, counted, and told as 标题."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from ingest import read_text
from ingest.plan import Holding, Level, Plan, SourceText
from service.answers.coverage import coverage
from service.answers.search import SearchAnswer, search
from service.answers.search.explain import ScorePart, explain
from service.engines.embedded import EmbeddedEngine
from service.query import Match, read_query
from service.storage import Base

COUNTY = """示例县河湖健康行动方案（2023—2027年）
一、总体要求
坚持生态优先。
二、重点任务
（一）根治农村黑臭水体
1.排查底数。逐村登记沟渠和坑塘。
2.分类施策。能截污的截污，能清淤的清淤。
（二）整治非法采砂
1.划定禁采区。每年公布一次名录。
2.联合巡查。水务和公安每月巡查一次。
三、保障措施
（一）落实经费。县财政安排专项资金。
（二）严格考核。结果纳入年度考核，黑臭水体没有根治的不得评优。
"""
RIVER = "river"


def _plan(text: str, plan_id: str, level: Level) -> Plan:
    source = SourceText(f"{plan_id}.txt", text, "utf-8", hashlib.sha256(text.encode()).hexdigest())
    (plan,) = read_text(source)
    clauses = tuple(
        replace(clause, address=f"{plan_id}/{clause.address.partition('/')[2]}", plan=plan_id)
        for clause in plan.clauses
    )
    entry = replace(plan.entry, id=plan_id, level=level, holding=Holding.FULL)
    return replace(plan, entry=entry, clauses=clauses, targets=())


@pytest.fixture
def base(make_base) -> Base:  # type: ignore[no-untyped-def]
    return make_base([_plan(COUNTY, RIVER, Level.COUNTY)])  # type: ignore[no-any-return]


def _ask(base: Base, text: str) -> SearchAnswer:
    return search(base.store, base.engine, read_query(text, limit=20))


def _found(answer: SearchAnswer, match: Match) -> list[str]:
    return [hit.address.removeprefix(f"{RIVER}/") for hit in answer.hits if hit.match is match]


@pytest.mark.parametrize(
    ("text", "match", "expected"),
    [
        ("黑臭水体", Match.NEAR, ["2.1/measure/1", "2.1/measure/2", "3.2"]),
        ("采砂", Match.EVERY, ["2.2/measure/1", "2.2/measure/2"]),
        ("非法采砂 名录", Match.NEAR, ["2.2/measure/1"]),
        ("采砂 公安", Match.EVERY, ["2.2/measure/2"]),
        ("“非法采砂”", Match.ANY, ["2.2/measure/1", "2.2/measure/2"]),
    ],
)
def test_what_stands_in_a_heading_is_found_below_it(
    base: Base, text: str, match: Match, expected: list[str]
) -> None:
    answer = _ask(base, text)
    assert sorted(_found(answer, match)) == expected
    assert answer.total == len(expected)


def test_what_says_it_itself_stands_first(base: Base) -> None:
    first = _ask(base, "黑臭水体").hits[0]
    assert first.address == f"{RIVER}/3.2"
    assert [(reason.kind, reason.field) for reason in first.why] == [("word", "text")]


def test_the_reason_names_the_heading(base: Base) -> None:
    hit = _ask(base, "采砂 公安").hits[0]
    assert [(reason.kind, reason.word, reason.field, reason.heading) for reason in hit.why] == [
        ("title", "采砂", "heading", "整治非法采砂"),
        ("word", "公安", "text", ""),
    ]


@pytest.mark.parametrize("text", ["重点任务", "二、重点任务"])
def test_a_heading_that_only_names_a_part_says_nothing(base: Base, text: str) -> None:
    assert all(reason.field != "heading" for hit in _ask(base, text).hits for reason in hit.why)


def test_what_is_left_out_is_left_out_by_the_text_alone(base: Base) -> None:
    assert _found(_ask(base, "巡查 -采砂"), Match.EVERY) == ["2.2/measure/2"]


def test_the_parts_of_a_score_add_up(base: Base) -> None:
    engine = base.engine
    assert isinstance(engine, EmbeddedEngine)
    explained = explain(_ask(base, "非法采砂 名录"), engine)
    scored = explained.hits[0]
    assert scored.of(ScorePart.HEADING) > 0
    whole = sum(scored.of(part) for part in ScorePart) + scored.meaning + scored.match
    assert whole == pytest.approx(scored.hit.score, rel=1e-5)


def test_coverage_counts_it_and_says_so(base: Base) -> None:
    covered = coverage(base.store, base.engine, read_query("黑臭水体"))
    rows = [(row.total, len(row.by_heading)) for row in covered.rows if row.total]
    assert sorted(rows) == [(1, 0), (2, 2)]
