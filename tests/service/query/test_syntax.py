"""Query language: what is taken out of a query as phrase, excluded word or filter, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadQuery, UserError
from service.query.plan import plan_search
from service.query.query import read_query
from service.query.syntax import take_apart


@pytest.mark.parametrize(
    ("typed", "rest", "phrases", "excluded", "filters"),
    [
        ("留守儿童 心理", "留守儿童 心理", (), (), ()),
        ("“家庭教育指导” 社区", "社区", ("家庭教育指导",), (), ()),
        ('"一站式"', "", ("一站式",), (), ()),
        ("「控辍保学」", "", ("控辍保学",), (), ()),
        ("厕所 -旅游", "厕所", (), ("旅游",), ()),
        ("厕所 －旅游", "厕所", (), ("旅游",), ()),
        ("厕所 −“旅游景区”", "厕所", (), ("旅游景区",), ()),
        ("厕所 -旅游、景区", "厕所", (), ("旅游", "景区"), ()),
        ("厕所 不含:旅游", "厕所", (), ("旅游",), ()),
        ("35-45岁 筛查", "35-45岁 筛查", (), (), ()),
        ("2021 -2030年", "2021 -2030年", (), (), ()),
        ("0-6岁", "0-6岁", (), (), ()),
        ("规划 - 目标", "规划 - 目标", (), (), ()),
        ("规划 -- 目标", "规划 -- 目标", (), (), ()),
        ("领域:健康 心理", "心理", (), (), (("domains", ("健康",)),)),
        ("心理 领域：健康", "心理", (), (), (("domains", ("健康",)),)),
        ("层级:省、国家 心理", "心理", (), (), (("levels", ("省", "国家")),)),
        ("含:数值 筛查", "筛查", (), (), (("has", ("数值",)),)),
        ("含有数值", "含有数值", (), (), ()),
        ("类型:目标 部门:卫健 筛查", "筛查", (), (), (("kinds", ("目标",)), ("units", ("卫健",)))),
        ("规划:“儿童发展规划” 溺水", "溺水", (), (), (("plans", ("儿童发展规划",)),)),
        ("重点领域:健康", "重点领域:健康", (), (), ()),  # a word that ends so is no filter
        ("发展规划：2021", "发展规划：2021", (), (), ()),
    ],
)
def test_parts(
    typed: str,
    rest: str,
    phrases: tuple[str, ...],
    excluded: tuple[str, ...],
    filters: tuple[tuple[str, tuple[str, ...]], ...],
) -> None:
    found = take_apart(typed)
    assert (found.rest.strip(), found.phrases, found.excluded, found.filters) == (
        rest,
        phrases,
        excluded,
        filters,
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-领域:健康 心理", "不能加减号"),
        ("-儿童", "排除"),
        ("“”", "检索词"),
    ],
)
def test_what_cannot_be_asked_is_told(typed: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        read_query(typed)


def test_other_wordings_are_looked_for_unless_switched_off() -> None:
    assert any(each.phrase == "家暴" for each in read_query("家暴").expansions)
    assert not read_query("家暴", literal=True).expansions
    assert not read_query("“家暴”").expansions  # what stands in quotation marks is meant as it stands


@given(st.text(alphabet='留守儿童 -－“”"「」:：领域部门健康、,12。', max_size=60))
def test_any_query_makes_a_plan_or_a_sentence(typed: str) -> None:
    try:
        query = read_query(typed)
    except UserError:
        return
    assert len(plan_search(query).ranking) <= 64
    assert plan_search(query).ranking or query.filters
