"""比对 page: pairs with their words and values, what only one plan says, pages, and mistakes told."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

TWO = "/compare?left=county-women&right=nation-women"
SMALL = "/compare?left=example-women-2021&right=example-province-2021"


def tabs(page: str) -> dict[str, int]:
    """The counts on top."""
    found = re.search(r'<nav class="tabs.*?</nav>', page, re.S)
    assert found is not None
    return {name: int(count) for name, count in re.findall(r">([^<>]+) (\d+)</a>", found.group())}


def test_counts_stand_on_top(family: TestClient) -> None:
    page = family.get(TWO).text
    counts = tabs(page)
    assert counts == {"有改动": 49, "全部对应": 49, "右边没有找到": 2, "左边没有找到": 10}
    assert "对应 49 对，其中 0 对一字不差" in page


@pytest.mark.parametrize(("show", "name"), [("left", "右边没有找到"), ("right", "左边没有找到")])
def test_what_only_one_plan_says(family: TestClient, show: str, name: str) -> None:
    page = family.get(f"{TWO}&show={show}").text
    assert len(re.findall(r"<li><a href=\"/clauses/", page)) == tabs(page)[name]


def test_long_comparisons_are_leafed(family: TestClient) -> None:
    first = family.get(f"{TWO}&show=all").text
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    second = family.get(more.group(1).replace("&amp;", "&")).text
    assert (first.count('class="two"'), second.count('class="two"')) == (40, 9)


def test_words_and_values_that_differ_are_marked_and_named(own_desk: TestClient) -> None:
    page = own_desk.get(f"{SMALL}&show=all").text
    assert "数值不同：" in page
    assert "≤ 9/10万 → <b>≤ 12/10万</b>" in page
    assert '<del class="number"><span class="hidden">（删去：）</span>十万分之九</del>' in page
    assert '<ins class="number"><span class="hidden">（增加：）</span>十万分之十二</ins>' in page
    assert "一字不差" in page


def test_equal_pairs_are_hidden_unless_asked_for(own_desk: TestClient) -> None:
    changed, every = (own_desk.get(f"{SMALL}&show={show}").text for show in ("changed", "all"))
    assert changed.count('class="two"') < every.count('class="two"')
    assert changed.count('class="two"') == tabs(changed)["有改动"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "选好左右两部规划"),
        ("?left=county-women", "选好左右两部规划"),
        ("?left=county-women&right=county-women", "同一部规划"),
        ("?left=示例县&right=nation-women", "这个名称指 3 部规划"),
        ("?left=<script>alert(1)</script>&right=nation-women", "没有叫“&lt;script&gt;"),
    ],
)
def test_mistakes_and_empty_states_say_what_to_do(family: TestClient, query: str, told: str) -> None:
    answer = family.get(f"/compare{query}")
    assert answer.status_code == 200
    assert told in answer.text
    assert "<script>alert" not in answer.text


def test_a_plan_without_a_text_cannot_be_chosen(own_desk: TestClient) -> None:
    assert re.search(r'value="example-city-2021" disabled>[^<]*（没有文本）', own_desk.get("/compare").text)
    page = own_desk.get("/compare?left=example-women-2021&right=example-city-2021").text
    assert "请先导入再比对" in page


def test_htmx_gets_the_block_alone(family: TestClient) -> None:
    part = family.get(TWO, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="results"')
