"""The record of ranking: what it can be, and that a question carries it to whatever puts clauses in order."""

from __future__ import annotations

import math

import pytest

from service.answers.search import search
from service.errors import BadSettings
from service.query import FIGURES, RANKING, Match, plan_search, ranking_with, read_query
from service.storage.base import Base

QUERIES = (
    "留守儿童", "先进性", "自闭症", "孩子不听话怎么办", "家暴", "宫颈癌 筛查", "半夜还在写作业", "天气预报暴雨", "火星移民 飞船",
    "小孩玩水淹死", "妇女参与决策管理的比例", "打老婆", "健康", "男人回家啥都不干",
)  # fmt: skip
# A value of each number far enough from its own to be seen. Vectors of the county were all made by the model, so what
# a vector of the table counts is seen in tests/service/meaning/test_vectors.py.
OTHERS = {
    "near_words": 1, "whole_word": 2, "bridge": 50.0, "heading": 5.0, "alternative": 0.1, "alternatives": 0, "step": 2_000.0,
    "candidates": 1, "meaning": 1.0, "few": 0, "start_some": 1.0, "start_none": 1.0, "near": 1.0, "behind": 0.0,
    "nearest": 1,
}  # fmt: skip


def shown(base: Base, name: str, value: float) -> list[object]:
    """What is told of all of these questions, with one number of the ranking changed."""
    told: list[object] = []
    for text in QUERIES:
        query = read_query(text, limit=60, profile=ranking_with({name: value}))
        answer = search(base.store, base.engine, query, base.nearness)
        told += [answer.total, answer.match, [(hit.address, hit.score) for hit in answer.hits]]
    return told


@pytest.mark.parametrize("name", OTHERS)
def test_each_number_reaches_the_answers(real_base: Base, name: str) -> None:
    shipped = RANKING.numbers()[name]
    assert shown(real_base, name, OTHERS[name]) != shown(real_base, name, shipped)


def test_every_number_is_tried() -> None:
    assert {each.name for each in FIGURES} == {*OTHERS, "table_by_table", "table_by_model"}


def test_what_was_meant_is_looked_for_by_the_same_numbers(real_base: Base) -> None:
    query = read_query("家庭爆力", profile=ranking_with({"step": 5_000}))
    answer = search(real_base.store, real_base.engine, query)
    assert answer.mended
    assert answer.query.profile.step == 5_000
    assert answer.hits[0].score > 5_000


def test_a_plan_has_the_weights_of_its_question() -> None:
    query = read_query("留守儿童", profile=ranking_with({"bridge": 3, "near_words": 1}))
    plan = plan_search(query)
    assert [term.weight for term in plan.ranking if term.field == "bigrams"] == [3.0]
    assert Match.NEAR not in plan.matches


@pytest.mark.parametrize(
    "values",
    [
        {"weight": 1},
        {"": 1},
        {"meaning": "8"},
        {"meaning": True},
        {"meaning": None},
        {"meaning": [8.0]},
        {"meaning": math.nan},
        {"meaning": math.inf},
        {"meaning": -1},
        {"candidates": 20.0},
        {"candidates": True},
        {"candidates": 0},
        {"candidates": 10**30},
        {"meaning": 6, "nonsense": 1},
    ],
)
def test_what_no_number_can_be_is_refused_in_a_sentence(values: dict[str, object]) -> None:
    with pytest.raises(BadSettings, match=r"。$") as caught:
        ranking_with(values)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("each", FIGURES, ids=lambda each: each.name)
def test_both_ends_of_each_number_can_be_searched_with(real_base: Base, each: object) -> None:
    from service.query import RankingFigure

    assert isinstance(each, RankingFigure)
    for value in (each.low, each.high):
        number = int(value) if each.whole else float(value)
        for text in QUERIES[:9]:
            query = read_query(text, profile=ranking_with({each.name: number}))
            answer = search(real_base.store, real_base.engine, query, real_base.nearness)
            assert len(answer.hits) <= 10
            assert all(math.isfinite(hit.score) for hit in answer.hits)


def test_the_record_that_ships_is_what_a_question_has() -> None:
    assert read_query("妇女").profile is RANKING
    assert ranking_with({}) == RANKING
    assert ranking_with(RANKING.numbers()) == RANKING
    assert isinstance(ranking_with({"meaning": 6}).meaning, float)
