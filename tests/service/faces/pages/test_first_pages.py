"""Home, search, plan text and clause: what they show, and that text never becomes mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from analyzers.marks import Span
from service.faces.web.app import create_app
from service.faces.web.parts.rendering import marked
from service.settings import Settings


@pytest.fixture(scope="module")
def site(real_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(real_settings)) as client:
        for _ in range(600):
            if client.get("/readyz").status_code == 200:
                break
            import time

            time.sleep(0.05)
        yield client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_home_says_what_is_there_and_what_is_missing(site: TestClient) -> None:
    page = site.get("/").text
    assert "腾冲妇女发展规划" in page
    assert "尚无全文" in page
    assert 'href="/plans/tengchong-women-2021"' in page


@pytest.mark.parametrize(
    ("query", "shows"),
    [
        ("q=留守儿童", "<mark>留守儿童</mark>"),
        ("q=家暴", "家暴→"),
        ("q=ycfswl", "按拼音首字母理解为"),
        ("q=女儿", "没有找到"),
        ("q=孕产妇死亡&domain=教育", "去掉筛选条件"),
        ("q=“儿童溺水隐患”", "去掉引号"),
        ("q=领域:健康 类型:目标", "范围内全部"),
        ("q=领域:火星 水", "没有叫“火星”的领域"),
        ("q=小孩玩水淹死", "以下条目只含一部分词"),
        ("q=", "写下要查的事项"),
        ("q=健康&offset=20", "上一页"),
    ],
)
def test_search_shows(site: TestClient, query: str, shows: str) -> None:
    answer = site.get(f"/search?{query}")
    assert answer.status_code == 200
    assert shows in answer.text


def test_htmx_gets_the_results_alone(site: TestClient) -> None:
    part = site.get("/search?q=留守儿童", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert part.lstrip().startswith('<div id="results"')


def test_facets_stay_to_be_unchosen(site: TestClient) -> None:
    page = site.get("/search?q=留守儿童&kind=goal").text
    assert 'name="kind" value="goal" checked' in page
    assert "去掉全部筛选" in page


def test_typed_text_never_becomes_mark_up(site: TestClient) -> None:
    page = site.get("/search", params={"q": "<script>alert(1)</script> 儿童"}).text
    assert "<script>alert" not in page


def test_the_whole_plan_stands_on_its_page(site: TestClient) -> None:
    page = site.get("/plans/tengchong-women-2021").text
    assert page.count('class="para"') == 194
    assert 'id="c-2.1-goal-2"' in page
    assert '<span class="value">' in page
    assert "复核提示（4 处）" in page
    assert 'class="warn"' in site.get("/plans/tengchong-women-2021?warnings=1").text


def test_a_clause_with_its_targets_and_neighbours(site: TestClient) -> None:
    page = site.get("/clauses/tengchong-women-2021/2.1/goal/2").text
    assert "每10万" in page or "十万分之九" in page
    assert 'rel="prev" href="/clauses/tengchong-women-2021/2.1/goal/1"' in page
    assert "《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条" in text_of(page)


@pytest.mark.parametrize("path", ["/clauses/nothing/1", "/plans/nothing", "/nowhere"])
def test_what_is_not_there_is_told_on_a_page(site: TestClient, path: str) -> None:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "回到首页" in answer.text


def test_marking_escapes_and_keeps_every_character() -> None:
    assert str(marked("a<b>儿童", [Span(4, 6)])) == "a&lt;b&gt;<mark>儿童</mark>"
    assert str(marked("儿童", [Span(0, 2), Span(1, 2)])) == "<mark>儿童</mark>"
