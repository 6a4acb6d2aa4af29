"""Search by words and meaning together, mended queries, and what is said about them."""

from __future__ import annotations

import pytest

from service.answers.search import SearchAnswer, search
from service.query.plan import Match
from service.query.query import read_query
from service.storage.base import Base


def ask(base: Base, text: str, *, limit: int = 10, literal: bool = False) -> SearchAnswer:
    query = read_query(text, limit=limit, literal=literal)
    return search(base.store, base.engine, query, base.nearness)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("老人瘫在床上没人伺候", "tengchong-women-2021/2.6/measure/9"),
        ("老人受骗上当买保健品", "tengchong-women-2021/2.6/measure/9"),
    ],
)
def test_everyday_words_find_what_means_the_like(real_base: Base, typed: str, address: str) -> None:
    hits = ask(real_base, typed).hits
    assert address in [hit.address for hit in hits[:3]]


def test_what_is_found_by_meaning_alone_says_so_and_marks_nothing(real_base: Base) -> None:
    typed = ("天气预报暴雨", "半夜还在写作业", "哄去外国卖掉")
    hits = [hit for text in typed for hit in ask(real_base, text).hits if hit.by_meaning]
    assert hits
    for hit in hits:
        assert not hit.marks
        assert hit.why[-1].kind == "meaning"
        assert 0 < (hit.why[-1].closeness or 0) <= 1


@pytest.mark.parametrize("typed", ["女儿", "和平", "书记处", "“陪读妈妈”", "航空母舰编队", "石油开采"])
def test_nothing_is_brought_in_where_nothing_is_meant(real_base: Base, typed: str) -> None:
    assert not [hit for hit in ask(real_base, typed).hits if hit.by_meaning]


def test_literal_search_knows_no_meaning_and_mends_nothing(real_base: Base) -> None:
    assert not ask(real_base, "陪读妈妈", literal=True).hits
    assert not ask(real_base, "ycfswl", literal=True).hits


@pytest.mark.parametrize("typed", ["留守儿童", "健康", "家庭教育 社区", "公共厕所男女厕位比例"])
def test_pages_follow_one_another(real_base: Base, typed: str) -> None:
    every = [(hit.address, hit.score) for hit in ask(real_base, typed, limit=300).hits]
    assert len({address for address, _ in every}) == len(every)
    assert [score for _, score in every] == sorted((score for _, score in every), reverse=True)
    for offset in (0, 10, 120, 130):
        query = read_query(typed, limit=10, offset=offset)
        page = search(real_base.store, real_base.engine, query, real_base.nearness).hits
        assert [hit.address for hit in page] == [address for address, _ in every[offset : offset + 10]]


def test_clauses_that_hold_every_word_stay_in_front(real_base: Base) -> None:
    matches = [hit.match for hit in ask(real_base, "留守儿童 心理健康", limit=100).hits]
    assert matches == sorted(matches, reverse=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ycfswl", "孕产妇死亡率"),
        ("YCFSWL", "孕产妇死亡率"),
        ("rjyqsm", "人均预期寿命"),
        ("lset", "留守儿童"),
        ("留手儿童", "留守儿童"),
        ("性搔扰", "性骚扰"),
        ("家庭爆力", "家庭暴力"),
        ("家廷暴力", "家庭暴力"),
        ("义务教肓", "义务教育"),
        ("免役规划", "免疫规划"),
        ("学前教玉", "学前教育"),
    ],
)
def test_slips_are_mended_and_told(real_base: Base, typed: str, meant: str) -> None:
    answer = ask(real_base, typed)
    assert [each.meant for each in answer.mended] == [meant]
    assert meant in answer.mended[0].sentence
    assert answer.hits[0].match >= Match.EVERY


@pytest.mark.parametrize("typed", ["嬰兒死亡率", "殘疾兒童康復", "留守兒童"])
def test_traditional_characters_find_the_same(real_base: Base, typed: str) -> None:
    from analyzers.typos import simplified

    assert [h.address for h in ask(real_base, typed).hits] == [
        h.address for h in ask(real_base, simplified(typed)).hits
    ]


@pytest.mark.parametrize(
    "typed", ["留守儿童", "女儿", "儿科", "校园霸凌", "家长不管孩子", "xyzzyq", "成年人"]
)
def test_what_stands_there_or_was_meant_as_it_is_is_left_alone(real_base: Base, typed: str) -> None:
    assert not ask(real_base, typed).mended
