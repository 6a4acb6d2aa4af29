"""Tables as files: texts stay texts, numbers are numbers, and where it all comes from stands on the first sheet."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.desk import (
    CompareQuestion,
    CoverageQuestion,
    Desk,
    Filters,
    LadderQuestion,
    MatrixQuestion,
    SearchQuestion,
    TargetsQuestion,
)
from service.faces.sheets.clauses import plan_book
from service.faces.sheets.compare import comparison_book
from service.faces.sheets.coverage import coverage_book, matrix_book
from service.faces.sheets.ladder import ladder_book
from service.faces.sheets.search import search_book
from service.faces.sheets.targets import targets_book
from service.faces.sheets.workbook import COPIED, Book, Cell, as_csv, as_xlsx, column_list, sheet_of
from service.faces.terminal.cli import main
from service.settings import Settings
from service.storage.base import Base

WHEN = datetime(2026, 1, 2, 3, 4)


def _book(rows: Sequence[Sequence[Cell]], **more: object) -> Book:
    columns = column_list(("甲", 10), ("乙", 10))
    return Book("题目", (("层级", "县"),), ("《示例县规划》",), (sheet_of("表", columns, rows),), made=WHEN)


def _opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def _rows(page: object) -> list[tuple[object, ...]]:
    return list(page.iter_rows(values_only=True))  # type: ignore[attr-defined]


def _csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


DANGEROUS = [
    '=HYPERLINK("http://example.invalid","看")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", "＝1＋1", " =1+1",
    "=cmd|' /C calc'!A0", "{=1}", "http://example.invalid/", "mailto:a@example.invalid",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_carried_out(text: str) -> None:
    data = as_xlsx(_book([(text, 1)]))
    page = _opened(data)["表"]
    assert page["A2"].data_type == "s"
    assert page["A2"].value == text.replace("\r", "_x000D_")  # as the format writes it
    assert page["A2"].hyperlink is None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        inside = b"".join(package.read(name) for name in package.namelist() if "worksheets" in name)
    assert b"<f>" not in inside
    cell = _csv(as_csv(_book([(text, 1)])))[1][0]
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert text in cell


def test_only_what_must_be_is_guarded_in_csv() -> None:
    rows = _csv(as_csv(_book([("孕产妇", Decimal("-0.50")), ("“引号”,逗号\n换行", -3)])))
    assert rows == [["甲", "乙"], ["孕产妇", "-0.50"], ["“引号”,逗号\n换行", "-3"]]
    assert as_csv(_book([])).startswith(b"\xef\xbb\xbf")


def test_numbers_are_numbers_and_nothing_is_nothing() -> None:
    page = _opened(as_xlsx(_book([(Decimal("9.5"), 12), ("12", None), ("", "0012")])))["表"]
    assert _rows(page)[1:] == [(9.5, 12), ("12", None), (None, "0012")]
    assert [cell.data_type for cell in page[2]] == ["n", "n"]
    assert page["A3"].data_type == "s"


def test_the_table_is_ready_to_work_with() -> None:
    page = _opened(as_xlsx(_book([("一", 1), ("二", 2)])))["表"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B3"
    assert page["A2"].alignment.wrap_text
    assert page.print_title_rows == "$1:$1"
    assert page.column_dimensions["A"].width == pytest.approx(10, abs=1)


def test_the_first_sheet_says_what_this_is() -> None:
    made = _opened(as_xlsx(_book([("一", 1)])))
    assert made.sheetnames == ["说明", "表"]
    text = "\n".join(str(cell) for row in _rows(made["说明"]) for cell in row if cell)
    for part in ("题目", "2026-01-02 03:04", "层级", "县", "《示例县规划》", "1 行", COPIED):
        assert part in text


def test_a_cell_holds_no_more_than_excel_can() -> None:
    value = _rows(_opened(as_xlsx(_book([("长" * 40_000, 1)])))["表"])[1][0]
    assert isinstance(value, str)
    assert len(value) <= 32_767
    assert value.endswith("请看原文）")


@pytest.mark.parametrize("name", ["比对[一]:二/三?*", "一" * 60, "'引号'", "  "])
def test_names_that_excel_forbids(name: str) -> None:
    sheet = sheet_of(name, column_list(("甲", 5)), [("x",)])
    made = _opened(as_xlsx(Book("题", (), (), (sheet, sheet))))
    assert len(made.sheetnames) == 3


def test_file_names_hold_nothing_that_a_system_forbids() -> None:
    assert (
        Book("检索“a/b:*?<>| c”", (), (), (), made=WHEN).file_name("xlsx") == "检索-a-b-c-20260102-0304.xlsx"
    )


@settings(max_examples=30, deadline=None)  # opening a sheet takes a while on a busy machine
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=5))
def test_any_text_comes_back_as_text(rows: list[tuple[str, str]]) -> None:
    page = _opened(as_xlsx(_book(rows)))["表"]
    for row in page.iter_rows(min_row=2):
        assert all(
            cell.data_type in ("s", "n") and (cell.value is None or cell.data_type == "s") for cell in row
        )
    assert len(_csv(as_csv(_book(rows)))) >= 1


# Answers


def test_a_search_is_saved_in_its_order(real_desk: Desk) -> None:
    answer = real_desk.search(SearchQuestion("孕产妇 死亡率", Filters(kind=("目标",)), limit=50))
    book = search_book(real_desk, answer)
    rows = _rows(_opened(as_xlsx(book))["检索结果"])
    at = rows[0].index("条目地址")
    assert [row[at] for row in rows[1:]] == [hit.address for hit in answer.hits]
    assert [row[rows[0].index("内容")] for row in rows[1:]] == [hit.found.clause.text for hit in answer.hits]
    assert ("类型", "主要目标") in book.filters
    assert all("腾冲" in source for source in book.sources)


def test_the_values_of_targets_can_be_reckoned_with(real_desk: Desk) -> None:
    asked = TargetsQuestion()
    book = targets_book(real_desk, asked, real_desk.targets(asked))
    rows = _rows(_opened(as_xlsx(book))["指标目标"])
    head = rows[0]
    targets = list(real_desk.targets(asked))
    assert len(rows) == len(targets) + 1
    for row, target in zip(rows[1:], targets, strict=True):
        value = row[head.index("数值")]
        assert value == (None if target.value is None else pytest.approx(float(target.value)))
        assert row[head.index("年份")] == target.year
        assert row[head.index("原文")] == target.quote
    rate = next(row for row in rows if row[head.index("指标")] == "孕产妇死亡率")
    assert (rate[head.index("比较")], rate[head.index("数值")], rate[head.index("单位")]) == ("≤", 9, "/10万")


def test_no_name_of_the_program_stands_in_a_table(real_desk: Desk) -> None:
    """Levels, kinds, units and verdicts are told in Chinese: only addresses and what the plans print are not."""
    left, right = real_desk.store.plans()[:2]
    targets, ladder, matrix = TargetsQuestion(), LadderQuestion(), MatrixQuestion()
    subject = CoverageQuestion("留守儿童")
    books = [
        targets_book(real_desk, targets, real_desk.targets(targets)),
        plan_book(real_desk, left),
        ladder_book(real_desk, ladder, real_desk.ladder(ladder)),
        coverage_book(real_desk, subject, real_desk.coverages(subject)),
        matrix_book(real_desk, matrix, real_desk.matrix(matrix)),
        comparison_book(real_desk, real_desk.compare(CompareQuestion(left.entry.id, right.entry.id))),
    ]
    stable = {
        "county",
        "goal",
        "measure",
        "percent",
        "per_100000",
        "milestone",
        "level",
        "same",
        "no_text",
        "said",
    }
    for book in books:
        for sheet in book.sheets:
            assert sheet.rows
            assert all(len(row) == len(sheet.columns) for row in sheet.rows), sheet.name
            assert not stable & {cell for row in sheet.rows for cell in row if isinstance(cell, str)}
        as_xlsx(book)


@pytest.mark.parametrize(
    ("words", "rows"), [(["search", "留守儿童", "-k", "5"], 5), (["targets"], 0), (["clauses"], 0)]
)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_commands_save_what_they_show(
    words: list[str], rows: int, suffix: str, tmp_path: Path, real_settings: Settings, real_base: Base,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("DUIBIAO_HOME", str(real_settings.home))
    file = tmp_path / f"表{suffix}"
    assert main([*words, "--xlsx", str(file)]) == 0
    assert "已存为" in capsys.readouterr().out
    found = _csv(file.read_bytes()) if suffix == ".csv" else _rows(_opened(file.read_bytes()).worksheets[1])
    assert len(found) - 1 == (rows or real_base.manifest.counts[words[0]])
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["表.txt", "没有这个文件夹/表.xlsx"])
def test_a_file_that_cannot_be_saved_is_told(
    name: str, tmp_path: Path, real_settings: Settings, real_base: Base, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("DUIBIAO_HOME", str(real_settings.home))
    assert main(["targets", "--xlsx", str(tmp_path / name)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.strip().endswith("。")
