"""覆盖 page: a subject level by level, the matrix of domains, and no text told apart from no rule."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook


def strip_of(page: str) -> dict[str, str]:
    """What each level is said to say."""
    found = re.findall(r'<li class="(\w+)"><span class="which">.*?<b[^>]*>([^<]+)</b>', page, re.S)
    return dict(found)


def test_a_subject_level_by_level(family: TestClient) -> None:
    page = family.get("/coverage?q=心理").text
    assert strip_of(page) == {"county": "5 条", "city": "4 条", "province": "4 条", "nation": "6 条"}
    page = family.get("/coverage?q=留守妇女").text
    assert "有措施，没有查到目标" in page
    assert "最接近的，请看一看" in page


def test_several_subjects_stand_in_one_table_and_one_sheet(family: TestClient) -> None:
    page = family.get("/coverage?q=留守妇女；宫颈癌").text
    assert page.count('<th scope="row"><a href="/coverage?q=') == 2
    assert "有措施，没有查到目标" in page
    sheet = family.get("/coverage.csv?q=留守妇女；宫颈癌").text
    assert {"留守妇女", "宫颈癌"} <= {line.split(",")[0].strip("\ufeff") for line in sheet.splitlines()}


def test_numbers_lead_to_searches_that_find_as_many(family: TestClient) -> None:
    page = family.get("/coverage?q=心理").text
    links = re.findall(r'<a href="(/search\?[^"]*kind=[^"]*)">(\d+)</a>', page)
    assert len(links) > 5
    for address, count in links[:6]:
        found = family.get(address.replace("&amp;", "&")).text
        assert found.count('<li class="hit">') == int(count), address


@pytest.mark.parametrize("words", ["托育服务", "留守儿童"])
def test_every_number_is_that_of_the_search_behind_it(desk: TestClient, words: str) -> None:
    page = desk.get(f"/coverage?q={words}").text
    told = re.search(r"”　(\d+) 条</h2>\s*<p[^>]*>(另有 \d+ 条词都有但不相连)", page)
    assert told is not None
    found = desk.get(f"/search?q={words}").text
    assert f">{told[1]} 条，{told[2]}" in found
    links = re.findall(r'<a href="(/search\?[^"]*plan=[^"]*)">(\d+)</a>', page)
    assert links
    for address, count in links:
        assert re.search(rf">{count} 条[，<]", desk.get(html.unescape(address)).text), address


def test_what_was_looked_for_stands_above(desk: TestClient) -> None:
    page = desk.get("/coverage?q=家庭爆力").text
    assert "“家庭爆力”库中没有，已改按“家庭暴力”检索" in page
    assert "literal=1" in page
    assert "也查了" in desk.get("/coverage?q=两癌").text
    assert "也查了" not in desk.get("/coverage?q=两癌&literal=1").text
    book = load_workbook(BytesIO(desk.get("/coverage.xlsx?q=家庭爆力").content))
    assert any("家庭暴力" in str(cell.value) for row in book.worksheets[0] for cell in row)


def test_no_text_is_not_no_rule(own_desk: TestClient) -> None:
    page = own_desk.get("/coverage?q=养老").text
    assert strip_of(page) == {
        "county": "没有查到",
        "city": "没有文本",
        "province": "没有查到",
        "nation": "没有规划",
    }
    assert "不知道有没有规定" in page
    assert 'href="/imports?plan=example-city-2021"' in page


def test_the_matrix_counts_answers_and_gaps(family: TestClient) -> None:
    page = family.get("/coverage").text
    row = re.search(r'<th scope="row">妇女与健康</th>.*?</tr>', page, re.S)
    assert row is not None
    assert re.findall(r">(\d+ / \d+)</a>", row.group()) == ["12 / 15", "13 / 15", "15 / 15"]
    assert re.findall(r"(\d+) 条没有找到", row.group()) == ["3", "2"]
    assert "示例国妇女发展纲要" not in page


def test_cells_of_the_matrix_lead_to_what_they_count(family: TestClient) -> None:
    page = family.get("/coverage").text
    goals = re.search(r'妇女与健康</th><td[^>]*><a href="(/search[^"]+)">7</a>', page)
    gaps = re.search(r'<a href="(/links\?[^"]*show=gaps)"[^>]*>12 / 15</a>', page)
    assert goals is not None
    assert gaps is not None
    assert "范围内全部 7 条" in family.get(goals.group(1).replace("&amp;", "&")).text
    assert family.get(gaps.group(1).replace("&amp;", "&")).text.count('<th scope="row"') == 3


def test_another_level_can_be_the_measure(family: TestClient) -> None:
    page = family.get("/coverage?level=nation").text
    assert "示例国妇女发展纲要" in page
    assert "示例县妇女发展规划" not in page


def test_the_matrix_tells_levels_without_a_text(own_desk: TestClient) -> None:
    row = re.search(r'<th scope="row">妇女与健康</th>.*?</tr>', own_desk.get("/coverage").text, re.S)
    assert row is not None
    assert row.group().count("没有文本") == 2
    assert "4 / 4" in row.group()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=领域:火星 水", "没有叫“火星”的领域"),
        ("q=%22", "看全部领域"),
        ("q=<script>alert(1)</script>", "&lt;script&gt;alert(1)"),
        ("level=银河", "没有叫“银河”的层级"),
        ("plan=火星", "没有叫“火星”的规划"),
    ],
)
def test_mistakes_are_told_on_the_page(family: TestClient, query: str, told: str) -> None:
    answer = family.get(f"/coverage?{query}")
    assert answer.status_code == 200
    assert told in answer.text
    assert "<script>alert" not in answer.text


def test_htmx_gets_the_block_alone(family: TestClient) -> None:
    for address in ("/coverage", "/coverage?q=心理"):
        part = family.get(address, headers={"HX-Request": "true"}).text
        assert part.lstrip().startswith('<div id="results"')


@pytest.mark.parametrize(("size", "path"), [("TOPIC", "/coverage?q=儿童"), ("MATRIX", "/coverage")])
def test_many_plans_are_leafed_through(
    family: TestClient, monkeypatch: pytest.MonkeyPatch, size: str, path: str
) -> None:
    """All parts together are what one page would be."""
    whole = _plans_of(family.get(path).text)
    monkeypatch.setattr(f"service.faces.web.pages.coverage.{size}", 2)
    seen: list[str] = []
    following: str | None = path
    while following:
        page = family.get(following).text
        assert 0 < len(_plans_of(page)) <= 2
        seen += _plans_of(page)
        found = re.search('rel="next" href="([^"]+)"', page)
        following = html.unescape(found[1]) if found else None
    assert seen == whole
    assert len(seen) > 2
    assert (
        _plans_of(family.get(f"{path}{'&' if '?' in path else '?'}offset=999").text)
        == whole[len(whole) - (len(whole) % 2 or 2) :]
    )


def _plans_of(page: str) -> list[str]:
    return re.findall(
        r'(?:class="of-plan"><th scope="rowgroup">|<section>\s*<h2>)\s*<span[^>]*>[^<]*</span> ([^<]+)', page
    )
