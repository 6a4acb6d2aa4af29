"""From typed words to a plan for the engines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import BadQuery
from service.query.plan import Match, plan_search
from service.query.query import MAX_CHARS, MAX_TERMS, read_query


@pytest.mark.parametrize(
    ("typed", "words", "phrases"),
    [
        ("留守儿童", ("留守", "儿童"), ()),
        ("留守儿童 关爱", ("留守", "儿童", "关爱"), ()),
        ("“家庭暴力” 告诫", ("告诫",), ("家庭暴力",)),
        ('"家庭暴力"告诫', ("告诫",), ("家庭暴力",)),
        ("「家庭 暴力」", (), ("家庭暴力",)),
        ("农村妇女的就业率是多少", ("农村妇女", "就业率"), ()),
        ("妇女，儿童；妇女", ("妇女", "儿童"), ()),
        ("９０％", ("90%",), ()),
        ("百分之九十", ("90%",), ()),
        ("“”妇女", ("妇女",), ()),
    ],
)
def test_words_and_phrases(typed: str, words: tuple[str, ...], phrases: tuple[str, ...]) -> None:
    query = read_query(typed)
    assert (query.words, query.phrases) == (words, phrases)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "没有可以检索的内容"),
        ("   ", "没有可以检索的内容"),
        ("，。！《》", "没有可以检索的内容"),
        ("“”", "没有可以检索的内容"),
        ("______", "没有可以检索的内容"),
        ("\udcff\udcfe", "没有可以检索的内容"),
        ("的", "没有实际意义"),
        ("是 什么", "没有实际意义"),
        ("妇" * (MAX_CHARS + 1), "最多 200 字"),
        ("妇女 " * 3_334, "最多 200 字"),
        ("(" * 10_000, "最多 200 字"),
    ],
)
def test_what_cannot_be_searched_for(typed: str, reason: str) -> None:
    with pytest.raises(BadQuery, match=reason):
        read_query(typed)


@pytest.mark.parametrize(
    ("limit", "offset"), [(0, 0), (-1, 0), (1_001, 0), (10, -1), (10, 9_991), (10**9, 0)]
)
def test_limits(limit: int, offset: int) -> None:
    with pytest.raises(BadQuery):
        read_query("妇女", limit=limit, offset=offset)


def test_words_typed_in_one_run_are_looked_for_side_by_side_first() -> None:
    plan = plan_search(read_query("留守儿童 关爱"))
    assert plan.matches == (Match.NEAR, Match.EVERY, Match.ANY)
    assert [wish.text for wish in plan.near] == ["留守儿童", "留守", "儿童", "关爱"]


def test_a_sentence_is_not_looked_for_as_it_stands() -> None:
    assert Match.NEAR not in plan_search(read_query("提高妇女在企业管理层中的比例的办法")).matches


def test_one_short_word_needs_one_kind_of_match() -> None:
    assert plan_search(read_query("妇女")).matches == (Match.EVERY,)


def test_function_words_add_nothing_to_the_score() -> None:
    tokens = {term.token for term in plan_search(read_query("妇女的就业")).ranking}
    assert tokens == {"妇女", "就业"}


def test_words_side_by_side_are_worth_more_and_are_no_words_themselves() -> None:
    terms = [(term.field, term.token) for term in plan_search(read_query("留守儿童 关爱")).ranking]
    assert terms == [
        ("words", "留守"), ("words", "儿童"), ("words", "关爱"), ("bigrams", "守儿"),
        ("above_words", "留守"), ("above_words", "儿童"), ("above_words", "关爱"),
    ]  # fmt: skip


@given(st.text(max_size=250))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_small_plan_or_one_sentence(text: str) -> None:
    try:
        query = read_query(text)
    except BadQuery:
        return
    plan = plan_search(query)
    assert len(plan.ranking) <= MAX_TERMS
    assert plan.ranking or query.filters  # filters alone list their scope
    assert all(term.token and "" not in term.token.split(" ") for term in plan.ranking)
    for wish in (*plan.wishes, *plan.near, *plan.must):
        assert wish.ways
        assert all(way.tokens for way in wish.ways)


@pytest.mark.parametrize("typed", ["2:3", "2：3", "２：３", "２:3"])
def test_a_ratio_is_one_word_in_every_width(typed: str) -> None:
    assert [run.tokens for run in read_query(typed).runs] == [("2:3",)]
