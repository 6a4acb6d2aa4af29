"""Pages over a base in which plans have no text: gaps are told apart from what nobody can know, and figures from texts."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

GOAL = "county-women/1.1/goal/"


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def book(answer_bytes: bytes) -> tuple[str, list[dict[str, object]]]:
    """The first sheet in one string, and the rows of the second by the names of its columns."""
    found = load_workbook(BytesIO(answer_bytes))
    about, table = found.worksheets[:2]
    told = "\n".join(str(cell.value) for row in about.iter_rows() for cell in row if cell.value)
    names, *rows = table.iter_rows(values_only=True)
    return told, [dict(zip(map(str, names), row, strict=True)) for row in rows]


def test_no_cell_of_the_table_is_blank(gappy: TestClient) -> None:
    page = gappy.get("/links?plan=county-women&domain=全部").text
    cells = re.findall(r"<td data-level=.*?</td>", page, re.S)
    assert len(cells) > 10
    assert [cell for cell in cells if not plain(cell).strip()] == []
    assert "说同一主题" in plain("".join(cells))


def test_a_plan_on_something_else_that_says_nothing_is_no_gap(gappy: TestClient) -> None:
    page = gappy.get("/links?plan=county-women").text
    head = re.search("<thead>.*?</thead>", page, re.S)
    assert head is not None
    assert "缺" not in plain(head.group())
    assert "没有文本" in plain(head.group())
    assert not re.search(r'class="void">(?:(?!</th>).)*别的规划', head.group()), (
        "what is found there needs room"
    )
    assert "“健康示例国2030”" in page


def test_unconfirmed_links_are_said_to_be_suggestions(gappy: TestClient) -> None:
    page = plain(gappy.get("/links?plan=county-women&domain=全部").text)
    assert "都未经确认" in page
    assert "对应关系由程序建议" in page
    assert "对应关系由程序建议" in plain(gappy.get("/coverage").text)
    told, rows = book(gappy.get("/links.xlsx?plan=county-women&domain=全部").content)
    assert "程序建议" in told
    assert {row["人工确认"] for row in rows if row["对应条目内容"]} == {"未确认"}
    assert "没有文本" in {row["关系"] for row in rows}
    assert "程序建议" in book(gappy.get("/coverage.xlsx").content)[0]


def test_texts_that_are_missing_are_named_on_paper(gappy: TestClient) -> None:
    for path in ("/links", "/ladder", "/coverage"):
        printed = re.search(r'<p class="note print-only">(.*?)</p>', gappy.get(path).text)
        assert printed is not None, path
        assert "没有文本不等于没有规定：《示例国妇女发展纲要（2021—2030年）》" in printed.group(1)


def test_a_verdict_is_no_firmer_than_its_figure(gappy: TestClient) -> None:
    page = plain(gappy.get("/ladder?plan=county-women").text)
    assert re.search("与国家目标持平 （未核对）", page)
    assert re.search("目标（数值更低） （据报道）", page)
    assert "（程序识别）" not in page


@pytest.mark.parametrize(
    ("checked", "shown"),
    [("据报道", "孕产妇死亡率"), ("未核对", "适龄妇女宫颈癌人群筛查率"), ("程序识别", "妇女常见病")],
)
def test_ladders_are_filtered_by_how_far_they_were_checked(
    gappy: TestClient, checked: str, shown: str
) -> None:
    page = gappy.get(f"/ladder?plan=county-women&checked={checked}").text
    named = re.findall(r'<h2 id="ladder-\d+"><a [^>]*>([^<]+)<', page)
    assert named
    assert any(shown in each for each in named)
    told, rows = book(gappy.get(f"/ladder.xlsx?plan=county-women&checked={checked}").content)
    assert {row["指标"] for row in rows} == set(named)
    assert checked in told
    assert "没有叫“火星”" in gappy.get("/ladder?checked=火星").text


def test_a_sheet_says_where_a_figure_comes_from(gappy: TestClient) -> None:
    told, rows = book(gappy.get("/ladder.xlsx?plan=county-women").content)
    sources = {row["核对情况"]: str(row["出处"]) for row in rows if row["核对情况"]}
    assert "示例日报" in sources["据报道"]
    assert "示例百科" in sources["未核对"]
    assert sources["程序识别"] == "规划原文"
    assert "示国发〔2021〕1号" not in told, "the number of a text that is not held is the source of nothing"
    assert "条目内容照录规划原文" not in told


def test_the_source_of_a_figure_stands_on_paper(gappy: TestClient) -> None:
    page = gappy.get("/ladder?indicator=孕产妇死亡率").text
    assert re.search(r'class="print-only[^>]*>出处：[^<]*示例日报', page)


def test_a_plan_without_a_text_offers_the_import_and_no_file(gappy: TestClient) -> None:
    page = gappy.get("/plans/nation-women").text
    assert "没有文本" in plain(page)
    assert 'href="/imports?plan=nation-women"' in page
    assert ".xlsx" not in page
    assert "0 个条目" not in page
    answer = gappy.get("/plans/nation-women.xlsx")
    assert answer.status_code == 404
    assert "没有文本" in answer.text


def test_a_clause_tells_figures_that_are_known_of_a_level_without_a_text(gappy: TestClient) -> None:
    for path in ("/clauses/", "/links/"):
        told = plain(gappy.get(f"{path}{GOAL}1").text)
        assert re.search(r"已知数据： 孕产妇死亡率 ≤ 12/10万 （2030 年） 据报道", told), path
        assert "已知数据" not in plain(gappy.get(f"{path}{GOAL}5").text)


def test_figures_of_no_text_are_counted_apart(gappy: TestClient) -> None:
    page = plain(gappy.get("/ladder?plan=county-women").text)
    found = re.search(r"与上级持平(?: 另 (\d+) 项按未见原文的数据)? (\d+)", page)
    assert found is not None
    assert (found[1], found[2]) == ("1", "0")
