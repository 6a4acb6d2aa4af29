"""Searching: what is found, in which order, with which marks, reasons and counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.plan import Clause, ClauseKind, Level, Plan
from service.answers.search import SearchAnswer, search
from service.engines import IndexRow
from service.engines.embedded import EmbeddedEngine, EmbeddedWriter
from service.errors import BadQuery, EngineFailure
from service.query.filters import EVERYWHERE, Scope, read_scope
from service.query.plan import Match, plan_search
from service.query.query import read_query
from service.storage.base import Base

MakePlan = Callable[..., Plan]
MakeBase = Callable[[Sequence[Plan]], Base]


def ask(base: Base, text: str, scope: Scope = EVERYWHERE, limit: int = 10, offset: int = 0) -> SearchAnswer:
    return search(base.store, base.engine, read_query(text, scope=scope, limit=limit, offset=offset))


def addresses(answer: SearchAnswer) -> list[str]:
    return [hit.address for hit in answer.hits]


# Order


def test_every_word_first_side_by_side_before_that_some_words_last(
    make_plan: MakePlan, make_base: MakeBase
) -> None:
    base = make_base(
        [
            make_plan(
                "p",
                [
                    "儿童保护，儿童优先，儿童参与。",
                    "关注留守妇女。关爱困境儿童。",
                    "加强对留守儿童的关爱服务，完善各项制度，落实各方责任。",
                    "提高就业水平。",
                ],
            )
        ]
    )
    answer = ask(base, "留守儿童")
    assert [hit.found.clause.number for hit in answer.hits] == ["3", "2", "1"]
    assert [hit.match for hit in answer.hits] == [Match.NEAR, Match.EVERY, Match.ANY]
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    assert (answer.match, answer.total, answer.every, answer.some) == (Match.NEAR, 1, 2, 3)


def test_ties_are_in_the_order_of_addresses_and_paging_is_seamless(
    make_plan: MakePlan, make_base: MakeBase
) -> None:
    plans = [make_plan(f"p{number}", ["提高妇女就业水平。"] * 40) for number in (3, 1, 2)]
    base = make_base(plans)
    every = addresses(ask(base, "妇女 就业", limit=120))
    assert every == sorted(clause.address for plan in plans for clause in plan.clauses)
    pages = [addresses(ask(base, "妇女 就业", limit=7, offset=offset)) for offset in range(0, 120, 7)]
    assert [address for page in pages for address in page] == every


def test_ties_are_settled_over_several_segments_too(tmp_path: Path) -> None:
    """Two commits give two segments, whose document numbers say nothing about the order of positions."""
    writer = EmbeddedWriter(tmp_path)
    for start in (50, 0):
        writer._next = start
        for position in range(start, start + 50):
            words = ("妇女", "妇女", "妇女")
            writer.add(IndexRow(position, f"a{position:03}", "h", *words, "county", "goal", "", "p"))
        writer._writer.commit()
    writer.finish()
    engine = EmbeddedEngine(tmp_path)
    assert engine.searcher.num_segments > 1
    plan = plan_search(read_query("妇女"))
    for limit in (1, 10, 49, 51, 100):
        assert [each[0] for each in engine.search(plan, limit, Match.ANY)] == list(range(limit))


def test_rows_out_of_order_are_refused(tmp_path: Path) -> None:
    writer = EmbeddedWriter(tmp_path)
    with pytest.raises(EngineFailure):
        writer.add(IndexRow(1, "a", "h", "妇女", "妇女", "妇女", "county", "goal", "", "p"))


def test_the_same_question_gives_the_same_answer(real_base: Base) -> None:
    first = [(hit.address, hit.score) for hit in ask(real_base, "妇女 儿童 发展", limit=100).hits]
    for _ in range(3):
        assert [(hit.address, hit.score) for hit in ask(real_base, "妇女 儿童 发展", limit=100).hits] == first


# What is found


@pytest.mark.parametrize("typed", ["女儿", "女工", "书记处", "火星探测"])
def test_look_alikes_and_absent_words_find_nothing(real_base: Base, typed: str) -> None:
    answer = search(real_base.store, real_base.engine, read_query(typed, literal=True))
    assert not [hit for hit in answer.hits if hit.match is not Match.ANY]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("孕产妇死亡率", "tengchong-women-2021/2.1/goal/2"),
        ("十万分之九", "tengchong-women-2021/2.1/goal/2"),
        ("9/10万", "tengchong-women-2021/2.1/goal/2"),
        ("“孕产妇死亡率下降”", "tengchong-women-2021/2.1/goal/2"),
        ("指导思想", "tengchong-women-2021/1.1"),
        ("监测评估制度建设", "tengchong-women-2021/4.1"),
    ],
)
def test_what_should_be_found_comes_first(real_base: Base, typed: str, address: str) -> None:
    assert address in addresses(ask(real_base, typed, limit=2))


@pytest.mark.parametrize(
    "phrase",
    [
        "留守儿童",
        "家庭教育指导服务",
        "男女平等基本国策",
        "宫颈癌和乳腺癌",
        "应保尽保",
        "70%以上",
        "十万分之九",
        "5岁以下儿童死亡率",
    ],
)
def test_a_quoted_phrase_finds_the_clauses_that_hold_it_and_no_other(real_base: Base, phrase: str) -> None:
    holding = {row.clause.address for row in real_base.store.clauses() if phrase in row.clause.text}
    assert holding
    answer = ask(real_base, f"“{phrase}”", limit=200)
    assert set(addresses(answer)) == holding
    assert answer.total == len(holding)


@pytest.mark.parametrize("typed", ["家庭暴力", "留守儿童", "残疾妇女", "学前教育"])
def test_the_total_of_a_term_is_the_number_of_clauses_that_hold_it(real_base: Base, typed: str) -> None:
    holding = [row for row in real_base.store.clauses() if typed in row.clause.text]
    assert ask(real_base, typed).total == len(holding)


# Filters and counts


def _matching(base: Base, wanted: Callable[[Clause], bool]) -> set[str]:
    return {row.clause.address for row in base.store.clauses() if wanted(row.clause)}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"kinds": ["目标"]}, lambda c: c.kind is ClauseKind.GOAL),
        ({"kinds": ["目标", "措施"]}, lambda c: c.kind in (ClauseKind.GOAL, ClauseKind.MEASURE)),
        ({"domains": ["健康"]}, lambda c: c.domain in ("妇女与健康", "儿童与健康")),
        ({"plans": ["妇女"]}, lambda c: c.plan == "tengchong-women-2021"),
        ({"levels": ["县"]}, lambda c: True),
        ({"levels": ["省"]}, lambda c: False),
        (
            {"plans": ["儿童"], "kinds": ["措施"], "domains": ["教育"]},
            lambda c: (
                (c.plan, c.kind, c.domain) == ("tengchong-children-2021", ClauseKind.MEASURE, "儿童与教育")
            ),
        ),
    ],
)
def test_a_filter_lets_through_what_it_says_and_nothing_else(
    real_base: Base, filters: dict[str, list[str]], wanted: Callable[[Clause], bool]
) -> None:
    free = set(addresses(ask(real_base, "服务", limit=1_000)))
    scope = read_scope(real_base.known, **filters)
    answer = ask(real_base, "服务", scope, limit=1_000)
    assert set(addresses(answer)) == free & _matching(real_base, wanted)
    assert answer.total == len(answer.hits)


def test_scores_do_not_depend_on_filters(real_base: Base) -> None:
    free = {hit.address: hit.score for hit in ask(real_base, "服务 体系", limit=1_000).hits}
    scope = read_scope(real_base.known, kinds=["措施"])
    for hit in ask(real_base, "服务 体系", scope, limit=50).hits:
        assert hit.score == pytest.approx(free[hit.address], rel=1e-5)


@pytest.mark.parametrize("typed", ["儿童", "留守儿童", "健康 教育", "“家庭教育”", "妇女 儿童 家庭 社会"])
def test_counts_by_facet_are_the_counts_of_what_is_found(real_base: Base, typed: str) -> None:
    answer = ask(real_base, typed, limit=1_000)
    found = [hit.found for hit in answer.hits if hit.match >= answer.match]
    assert len(found) == answer.total
    for name, value in (
        ("level", lambda row: row.level.value),
        ("kind", lambda row: row.clause.kind.value),
        ("domain", lambda row: row.clause.domain),
        ("plan", lambda row: row.clause.plan),
        ("has", lambda row: row.has[0] if row.has else None),
    ):
        counted = Counter(value(row) for row in found)
        del counted[None]
        assert dict(answer.facets[name]) == dict(counted)
        numbers = list(answer.facets[name].values())
        assert numbers == sorted(numbers, reverse=True)


def test_units_filter(make_plan: MakePlan, make_base: MakeBase) -> None:
    base = make_base(
        [make_plan("p", ["保障就业。", "促进就业。"], units=[("民政局", "教育局"), ("公安局",)])]
    )
    scope = read_scope(base.known, units=["教育"])
    assert addresses(ask(base, "就业", scope)) == ["p/1/goal/1"]


def test_units_are_counted_one_by_one(make_plan: MakePlan, make_base: MakeBase) -> None:
    """A clause of two units counts for both."""
    units = [("民政局", "教育局"), ("教育局",), ()]
    base = make_base([make_plan("p", ["保障就业。", "促进就业。", "稳定就业。"], units=units)])
    assert dict(ask(base, "就业").facets["unit"]) == {"教育局": 2, "民政局": 1}
    assert list(ask(base, "就业").facets["unit"]) == ["教育局", "民政局"]


def test_clauses_with_a_number_are_those_whose_target_has_one(real_base: Base) -> None:
    valued = {target.clause for target in real_base.store.targets() if target.value is not None}
    scope = read_scope(real_base.known, has=["数值"])
    assert {row.clause.address for row in real_base.store.clauses(scope)} == valued
    assert real_base.store.count(scope) == len(valued)
    for typed in ("含:数值", "死亡率 含：数值", "教育 含有:量化目标"):
        hits = ask(real_base, typed, limit=200).hits
        assert hits
        assert {hit.address for hit in hits} <= valued
    assert {hit.address for hit in ask(real_base, "含:数值", limit=500).hits} == valued


def test_levels_of_several_plans(make_plan: MakePlan, make_base: MakeBase) -> None:
    plans = [make_plan(level.value, ["提高就业水平。"], level=level) for level in Level]
    base = make_base([*plans, make_plan("unknown", ["提高就业水平。"], level=None)])
    assert dict(ask(base, "就业").facets["level"]) == dict.fromkeys(sorted(Level), 1)
    scope = read_scope(base.known, levels=["国家", "省"])
    assert sorted(addresses(ask(base, "就业", scope))) == ["nation/1/goal/1", "province/1/goal/1"]


# Marks and reasons


@pytest.mark.parametrize(
    "typed", ["留守儿童", "孕产妇 死亡率", "“家庭暴力”", "90%", "心理健康 学校", "指导思想"]
)
def test_marks_lie_inside_the_text_in_order_and_apart(real_base: Base, typed: str) -> None:
    for hit in ask(real_base, typed, limit=50).hits:
        at = -1
        for mark in hit.marks:
            assert at < mark.start < mark.end <= len(hit.found.clause.text)
            at = mark.end
        assert hit.why
        assert hit.marks or all(reason.kind in ("title", "missing") for reason in hit.why)


def test_marks_are_the_words_that_were_asked_for(real_base: Base) -> None:
    hit = ask(real_base, "“孕产妇死亡率”").hits[0]
    text = hit.found.clause.text
    assert [text[mark.start : mark.end] for mark in hit.marks] == ["孕产妇死亡率"] * text.count(
        "孕产妇死亡率"
    )
    assert [(reason.kind, reason.word) for reason in hit.why] == [("word", "孕产妇死亡率")]


def test_reasons_say_what_is_missing(make_plan: MakePlan, make_base: MakeBase) -> None:
    base = make_base([make_plan("p", ["提高就业水平，促进就业。"])])
    hit = ask(base, "就业 创业").hits[0]
    assert [(reason.kind, reason.word, reason.times) for reason in hit.why] == [
        ("word", "就业", 2),
        ("missing", "创业", 0),
    ]


def test_a_number_is_found_and_marked_in_any_writing(make_plan: MakePlan, make_base: MakeBase) -> None:
    base = make_base([make_plan("p", ["普及率达到百分之九十以上。", "普及率达到90％。", "普及率达到80%。"])])
    hits = ask(base, "90%").hits
    assert {hit.found.clause.number for hit in hits} == {"1", "2"}
    marked = {hit.found.clause.text[mark.start : mark.end] for hit in hits for mark in hit.marks}
    assert marked == {"百分之九十", "90％"}


# Hostile input


@given(
    st.text(
        alphabet=st.sampled_from('妇女儿童的“”"「」（）()[]{}*?:~^\\/+-!&|AND OR NOT 0123%\t\n\0'),
        max_size=60,
    )
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_the_engine(real_base: Base, text: str) -> None:
    try:
        answer = ask(real_base, text)
    except BadQuery:
        return
    assert answer.total >= 0
    for hit in answer.hits:
        json.dumps([[mark.start, mark.end] for mark in hit.marks])


PIECES = (
    "妇女", "儿童", "的", "率", "“", "”", '"', "十万分之九", "百分之", "９０％", "12/10万", "1.8万", "2:3",
    "①", "二〇三〇年", "PM2.5", "ａｂ", "Ａ", "é", "ß", "İ", "𠮷", "々", "・", "…", "—",
    "、", " ", "\u3000", "\u200b", "\ufeff", "😀", "\ud800",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mixture_of_writings_breaks_the_search(real_base: Base, text: str) -> None:
    try:
        answer = ask(real_base, text, limit=3)
    except BadQuery:
        return
    assert len(answer.hits) <= max(answer.some, answer.total)
    for hit in answer.hits:
        assert hit.why
        assert all(0 <= mark.start < mark.end <= len(hit.found.clause.text) for mark in hit.marks)


@pytest.mark.parametrize(
    "typed",
    ["(" * 199 + "妇", "NOT " * 40 + "妇女", "妇女 OR 儿童", "field:妇女", "妇女~2 儿童^9", "a" * 200],
)
def test_query_syntax_means_nothing(real_base: Base, typed: str) -> None:
    assert len(ask(real_base, typed).hits) <= 10


def test_a_panic_of_the_engine_is_an_engine_failure(real_base: Base) -> None:
    engine = real_base.engine
    assert isinstance(engine, EmbeddedEngine)
    with pytest.raises(EngineFailure):
        engine.search(plan_search(read_query("妇女")), 0, Match.ANY)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("先进性", "消除先进性别文化建设中的问题。"),
        ("企业主", "落实互联网企业主体责任。"),
        ("购买力", "加大政府购买力度。"),
        ("职业性", "消除职业性别隔离。"),
        ("基本功", "完善家庭基本功能。"),
        ("单位制", "督促用人单位制定规则。"),
        ("动车", "推广非机动车反光标识。"),
        ("大中", "利用互联网和大数据、新中国史。"),
        ("能人", "培养传承文化的人，发挥能力。"),
        ("作者", "配备社会工作者。"),
        ("功率", "提高抢救成功率。"),
        ("市政", "市政府和各部门。"),
        ("理学", "加强心理学教育。"),
        ("引力", "增强吸引力。"),
        ("联合国", "妇女联合国家机关开展活动。"),
    ],
)
def test_letters_that_only_look_like_the_word_are_no_hit(
    make_plan: MakePlan, make_base: MakeBase, typed: str, text: str
) -> None:
    base = make_base([make_plan("p", [text])])
    assert not search(base.store, base.engine, read_query(typed, literal=True)).hits


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("残疾人", "保障残疾妇女和残疾人权益。"),
        ("工作者", "配备社会工作者。"),
        ("工会", "发挥总工会作用。"),
        ("产妇", "孕产妇健康管理。"),
        ("中医", "发挥中医药作用。"),
        ("大学", "引导女大学生创业。"),
        ("农民工", "关爱农民工子女。"),
        ("健康教育", "开展健康教育活动。"),
    ],
)
def test_words_inside_words_and_other_cuts_are_found(
    make_plan: MakePlan, make_base: MakeBase, typed: str, text: str
) -> None:
    base = make_base([make_plan("p", [text])])
    assert search(base.store, base.engine, read_query(typed, literal=True)).hits


def test_filters_alone_list_the_scope_in_the_order_of_the_text(real_base: Base) -> None:
    answer = ask(real_base, "规划:儿童 领域:安全 类型:目标", limit=50)
    scope = answer.query.scope
    assert addresses(answer) == [row.clause.address for row in real_base.store.clauses(scope)]
    assert answer.total == len(answer.hits) == 10
    assert not [
        hit for hit in ask(real_base, "领域:安全 -溺水", limit=50).hits if "溺水" in hit.found.clause.text
    ]
