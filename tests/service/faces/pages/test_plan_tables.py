"""Tables on pages: the plan shows them whole, a row's page marks its row, and cells are never glued."""

from __future__ import annotations

import io
import re

import grids
import openpyxl
from fastapi.testclient import TestClient

from ingest.plan import Heading
from ingest.reading import read_text
from service.faces.web.parts.plan_table import table_view
from service.faces.web.parts.plan_text import heading_name

ROW = "/clauses/elderly-2021/1/table-1/row/2"


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_plan_shows_its_tables_as_tables(tabled: TestClient) -> None:
    page = tabled.get("/plans/elderly-2021").text
    first = re.search(r'<div class="scroll plan-table".*?</div>', page, re.S)
    assert first is not None
    assert "<caption>附表 主要指标</caption>" in first.group()
    assert 'role="region" tabindex="0" aria-label="指标表：附表 主要指标"' in first.group()
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', first.group()) == [
        "序号",
        "指标",
        "2020年",
        "2025年",
        "属性",
    ]
    assert '<tr id="c-1-table-1-row-2">' in first.group()
    assert '<a href="/clauses/elderly-2021/1/table-1/row/2"' in first.group()
    assert '<span class="value">≤3.5</span>' in first.group()
    assert "注：以批复为准。" in first.group()
    assert page.count("婴儿死亡率（‰）") == 1  # as a row of its table, and nowhere else
    assert "没有数值" in tabled.get("/plans/elderly-2021?warnings=1").text


def test_the_page_of_a_row_shows_the_table_with_the_row_marked(tabled: TestClient) -> None:
    page = tabled.get(ROW).text
    (here,) = re.findall(r'<tr[^>]*aria-current="true">(.*?)</tr>', page, re.S)
    assert _text(here).split() == ["2", "婴儿死亡率（‰）", "4.1", "≤3.5", "约束性"]
    assert "已有的数" in page
    assert "≤ 3.5‰" in _text(page)
    assert "附表 主要指标“婴儿死亡率（‰）”一行" in page


def test_the_cell_that_names_a_row_leads_to_its_clause_and_is_its_head() -> None:
    made = grids.grid(
        [
            "领域 | 序号 | 指标 | 2025年 | 部门",
            "健康^2 | 1 | 孕产妇死亡率（1/10万） | ≤12 | 省卫生健康委",
            "2 | 筛查率（%） | 70以上 | 省卫生健康委",
            "法律 | 3 | 法律援助覆盖率（%） | 100 | 省司法厅",
        ]
    )
    (plan,) = read_text(
        grids.source_of(["示例省“十四五”妇女规划", "一、主要目标", "如下。", "表1　主要指标", made])
    )
    view = table_view(plan.tables[0], plan.source.text, plan.targets)
    assert [cell.text for row in view.body for cell in row.cells if cell.leads] == [
        "孕产妇死亡率（1/10万）",
        "筛查率（%）",
        "法律援助覆盖率（%）",
    ]
    assert [cell.short for cell in view.body[0].cells] == [True, True, False, True, True]


def test_a_row_is_copied_with_the_names_of_its_columns(tabled: TestClient) -> None:
    copied = re.findall(r'data-copy="([^"]+)"', tabled.get(ROW).text)
    assert any(
        text.endswith("：序号：2；指标：婴儿死亡率（‰）；2020年：4.1；2025年：≤3.5；属性：约束性")
        for text in copied
    )


def test_no_face_glues_the_cells_of_a_row(tabled: TestClient) -> None:
    pages = (
        "/search?q=婴儿死亡率",
        "/links?plan=elderly-2021",
        "/coverage?q=婴儿死亡率",
        ROW,
        "/plans/elderly-2021",
    )
    for address in pages:
        assert "\t" not in re.sub(r"(?m)^\s+", "", tabled.get(address).text), address
    sheet = openpyxl.load_workbook(io.BytesIO(tabled.get("/plans/elderly-2021.xlsx").content))["条目"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if "婴儿死亡率" in str(cell.value)]
    assert "2｜婴儿死亡率（‰）｜4.1｜≤3.5｜约束性" in texts


def test_an_annex_is_called_as_it_is_printed() -> None:
    assert heading_name(Heading(1, "2", "责任分解表", "annex2", 0, 9)) == "附件2　责任分解表"
    assert heading_name(Heading(1, "2", "责任分解", "2", 0, 9)) == "2、责任分解"


def test_a_row_says_who_does_it_and_where_its_figure_stands_too(tabled: TestClient) -> None:
    task = _text(tabled.get("/clauses/elderly-2021/2/table-1/row/1").text)
    assert "牵头：县民政局 配合：县财政局 时限：2025年底" in task
    repeats = tabled.get("/clauses/elderly-2021/1/table-1/row/1").text
    assert '正文里写了同样的数：<a href="/clauses/elderly-2021/1">1</a>' in repeats


def test_values_of_tables_read_like_those_of_sentences(tabled: TestClient) -> None:
    page = _text(tabled.get("/targets").text)
    for words in ("≤ 3.5‰", "78.2 岁", "每年下降 0.5 个百分点", "表格“2025年”栏", "约束性"):
        assert words in page
    sheet = openpyxl.load_workbook(io.BytesIO(tabled.get("/targets.xlsx").content))["指标目标"]
    head, *rows = list(sheet.iter_rows(values_only=True))
    rate = next(dict(zip(head, row, strict=True)) for row in rows if "婴儿死亡率" in row)
    assert (rate["属性"], rate["备注"], rate["单位"], rate["原文"]) == (
        "约束性",
        "出自表格“2025年”栏",
        "‰",
        "≤3.5",
    )


def test_cells_of_a_row_in_one_line_have_a_border_between_them(tabled: TestClient) -> None:
    page = tabled.get("/search?q=婴儿死亡率").text
    assert 'class="border" aria-hidden="true">｜</span>' in page
    assert "\t" not in re.search("<article.*", page, re.S).group() if "<article" in page else True
