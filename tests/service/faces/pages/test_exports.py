"""Files of what is on the screen: the same rows, in the same order, under the address of the page."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

import openpyxl
import pytest
from fastapi.testclient import TestClient

Q = "/search{}?q=妇女 健康 服务&level=county"


def _table(client: TestClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def _column(rows: list[list[str]], name: str) -> list[str]:
    at = rows[0].index(name)
    return [row[at] for row in rows[1:]]


def test_a_search_is_saved_as_it_is_shown_page_by_page(desk: TestClient) -> None:
    saved = _column(_table(desk, Q.format(".csv")), "条目地址")
    shown: list[str] = []
    for offset in range(0, len(saved), 20):
        page = desk.get(Q.format("") + f"&offset={offset}").text
        shown += re.findall(r'<h2><a href="/clauses/([^"]+)"', page)
    assert saved == shown
    assert len(saved) > 20


@pytest.mark.parametrize("page", ["/search", "/targets", "/basket", "/plans/tengchong-women-2021"])
def test_every_table_opens_in_excel_and_says_where_it_comes_from(desk: TestClient, page: str) -> None:
    answer = desk.get(f"{page}.xlsx?q=死亡率")
    assert answer.status_code == 200, answer.text
    made = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert made.sheetnames[0] == "说明"
    about = "\n".join(str(cell) for row in made["说明"].iter_rows(values_only=True) for cell in row)
    assert "照录规划原文" in about
    if page != "/basket":
        assert "《腾冲妇女发展规划（2021—2030年）》　腾冲市人民政府" in about
    name = unquote(answer.headers["content-disposition"].rpartition("''")[2])
    assert re.fullmatch(r"[\w（）—-]+-\d{8}-\d{4}\.xlsx", name), name


def test_the_page_offers_the_file_of_itself(desk: TestClient) -> None:
    page = desk.get("/targets?q=率&domain=妇女与健康").text
    href = re.search(r'href="(/targets\.csv\?[^"]+)"', page)
    assert href is not None
    rows = _table(desk, href[1].replace("&amp;", "&"))
    assert set(_column(rows, "领域")) == {"妇女与健康"}
    assert f"<b data-count>{len(rows) - 1} 个指标目标</b>" in page


def test_a_mistake_is_told_not_saved(desk: TestClient) -> None:
    for address in ("/search.xlsx?q=", "/targets.csv?domain=火星", "/plans/nowhere.xlsx"):
        answer = desk.get(address, headers={"Accept": "text/html"})
        assert answer.status_code in (400, 404)
        assert re.search("<p>[^<]*。</p>", answer.text)
    assert desk.get("/search.pdf?q=健康").status_code in (404, 422)


@pytest.mark.parametrize(
    ("address", "column", "values"),
    [
        ("/ladder.csv?indicator=孕产妇死亡率", "指标", {"孕产妇死亡率"}),
        ("/ladder.csv?domain=妇女与健康&verdict=没有文本", "层级", {"县", "州市", "省", "国家"}),
        ("/coverage.csv?q=留守儿童", "情况", {"有规定", "没有查到", "没有文本"}),
        ("/coverage.csv?level=county", "省有对应", {"没有文本"}),
        (
            "/compare.csv?left=tengchong-women-2021&right=tengchong-children-2021",
            "情况",
            {"有不同", "后者里没有找到", "前者里没有找到"},
        ),
    ],
)
def test_plans_beside_each_other(desk: TestClient, address: str, column: str, values: set[str]) -> None:
    rows = _table(desk, address)
    assert len(rows) > 1
    assert set(_column(rows, column)) <= values | {"一字不差"}


def test_what_cannot_be_set_beside_is_told(desk: TestClient) -> None:
    for address in (
        "/ladder.xlsx?indicator=火星",
        "/ladder.csv?verdict=很好",
        "/compare.xlsx",
        "/compare.csv?left=腾冲妇女&right=云南妇女",
    ):
        answer = desk.get(address, headers={"Accept": "text/html"})
        assert answer.status_code in (400, 404), address
        assert re.search("<p>[^<]*。</p>", answer.text)


LINKS = "/links{}?plan=county-women&domain=妇女与健康{}"


@pytest.mark.parametrize("more", ["", "&kind=目标", "&level=州市&show=gaps", "&level=县&level=国家"])
def test_links_are_saved_as_the_page_shows_them(family: TestClient, more: str) -> None:
    page = family.get(LINKS.format("", more)).text
    rows = _table(family, LINKS.format(".csv", more))
    shown = re.findall(r'<th scope="row"[^>]*><a href="/links/([^"]+)"', page)
    assert list(dict.fromkeys(_column(rows, "条目地址"))) == shown
    relations = _column(rows, "关系")
    assert page.count("<b>没有找到对应</b>") == relations.count("没有找到对应")
    assert page.count('<b class="relation ') == sum(one in ("对应", "部分对应") for one in relations)
    for relation, address in zip(relations, _column(rows, "对应条目地址"), strict=True):
        assert bool(address) is (relation in ("对应", "部分对应", "同一主题"))
    if "gaps" in more:
        assert set(relations) <= {"没有找到对应", "同一主题"}
    if "kind" in more:
        assert set(_column(rows, "类型")) == {"主要目标"}


def test_links_in_excel_have_filters_sources_and_numbers(family: TestClient) -> None:
    answer = family.get(LINKS.format(".xlsx", "&kind=目标&level=州市&level=省"))
    made = openpyxl.load_workbook(io.BytesIO(answer.content))
    about = dict(row[:2] for row in made["说明"].iter_rows(values_only=True) if row[0])
    assert (about["领域"], about["类型"], about["对照层级"]) == ("妇女与健康", "主要目标", "州市、省")
    assert "示例县" in about["规划"]
    page = made["对标"]
    head = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        relation, sure = row[head.index("关系")], row[head.index("把握（0—1）")]
        assert row[head.index("条目内容")].data_type == "s"
        assert isinstance(sure.value, int | float) is (relation.value in ("对应", "部分对应", "同一主题"))
        assert all(cell.data_type in ("s", "n") for cell in row)
    assert {row[head.index("对照层级")].value for row in page.iter_rows(min_row=2)} <= {"州市", "省"}


def test_a_confirmed_link_and_a_missing_text_are_told_in_the_file(own_desk: TestClient) -> None:
    own, upper = "example-women-2021/1.1/goal/1", "example-province-2021/1.1/goal/1"
    own_desk.post(f"/links/{own}", data={"target": upper, "do": "confirm"})
    rows = _table(own_desk, "/links.csv?show=confirmed")
    assert set(_column(rows, "条目地址")) == {own}
    confirmed = [row for row in rows[1:] if row[rows[0].index("人工确认")] == "已确认"]
    assert [(row[-1], row[rows[0].index("把握")]) for row in confirmed] == [(upper, "经人工确认")]
    missing = [row for row in rows[1:] if row[rows[0].index("关系")] == "没有文本"]
    assert [row[rows[0].index("对照层级")] for row in missing] == ["州市"]


def test_the_links_page_offers_its_file(family: TestClient) -> None:
    page = family.get(LINKS.format("", "&show=gaps&level=州市")).text
    href = re.search(r'href="(/links\.xlsx\?[^"]+)"', page)
    assert href is not None
    for part in ("plan=county-women", "level=", "show=gaps"):
        assert part in href[1]
    assert family.get(href[1].replace("&amp;", "&")).status_code == 200
    assert family.get("/links.csv?plan=没有这部").status_code == 400
