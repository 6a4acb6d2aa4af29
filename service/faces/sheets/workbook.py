"""Tables as files for Excel and WPS: what is on the screen, with its origin on the first sheet.

Takes a Book: what it is about, and Sheets of rows under human column names. Gives the bytes of a file in any of FORMS;
pages, addresses and commands offer what stands there.
Nothing in a cell is ever carried out: texts are written as texts, whatever they begin with, and in CSV, which knows no
types, a text that a table program would take for a formula gets an apostrophe in front (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # no other command waits for it
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | None
COPIED = "表中的条目内容照录规划原文，未作改动；引用前请与正式文本核对。"
ABOUT = "说明"
_LONGEST = 32_767  # characters that a cell of Excel holds
_CUT = "……（后文超过表格单元格的上限，请看原文）"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_FILES = re.compile(r'[\x00-\x1f<>:"/\\|?*“”‘’《》\s]+')


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its name as people read it, and its width in characters."""

    name: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; every row has a cell for every column. ``note`` stands on the first sheet."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """Sheets with what a reader must know of them."""

    title: str
    filters: tuple[tuple[str, str], ...]  # what was asked for, in words: name, value
    sources: tuple[str, ...]  # the plans that the rows are taken from
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    copied: str = COPIED  # how far the words of the tables are those of the plans
    made: datetime | None = None

    def file_name(self, suffix: str) -> str:
        """A name that says what is in it, which every system accepts."""
        name = _NOT_IN_FILES.sub("-", self.title).strip("-. ")[:60]
        return f"{name}-{self._when():%Y%m%d-%H%M}.{suffix}"

    def about(self) -> list[tuple[str, str]]:
        """The rows of the first sheet: what this is, when it was made, what was asked for, where it comes from."""
        rows = [("标题", self.title), ("生成时间", f"{self._when():%Y-%m-%d %H:%M}")]
        rows += self.filters or [("筛选", "无（全部）")]
        rows += [(sheet.name, f"{len(sheet.rows)} 行{sheet.note}") for sheet in self.sheets]
        rows += [("来源" if not number else "", source) for number, source in enumerate(self.sources)]
        rows += [
            ("提示" if not number else "", each) for number, each in enumerate((self.copied, *self.remarks))
        ]
        return rows

    def _when(self) -> datetime:
        return self.made or datetime.now().astimezone()


def as_xlsx(book: Book) -> bytes:
    """The book as an Excel file: 说明 first, then a sheet a table."""
    from xlsxwriter.workbook import Workbook

    out = io.BytesIO()
    with Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as made:
        made.set_properties({"title": book.title, "author": "对标"})
        formats = _Formats(made)
        _write_about(made.add_worksheet(ABOUT), book, formats)
        names: set[str] = {ABOUT}
        for sheet in book.sheets:
            name = _sheet_name(sheet.name, names)
            names.add(name)
            _write_sheet(made.add_worksheet(name), sheet, formats)
        if book.sheets:
            made.worksheets()[1].activate()
    return out.getvalue()


def as_csv(book: Book) -> bytes:
    """The first table of the book as UTF-8 with a byte order mark, which Excel and WPS need to read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    sheet = book.sheets[0]
    writer.writerow([column.name for column in sheet.columns])
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else str(cell)


class _Formats:
    """The looks of cells."""

    def __init__(self, made: Workbook) -> None:
        plain = {
            "valign": "top",
            "border": 1,
            "border_color": "#D6DDE4",
            "font_name": "微软雅黑",
            "font_size": 10,
        }
        self.text: Format = made.add_format({**plain, "text_wrap": True})
        self.guarded: Format = made.add_format({**plain, "text_wrap": True, "quote_prefix": True})
        self.number: Format = made.add_format({**plain, "num_format": "General"})
        self.head: Format = made.add_format({**plain, "bold": True, "bg_color": "#E8EEF4", "text_wrap": True})
        self.title: Format = made.add_format({"font_name": "微软雅黑", "font_size": 14, "bold": True})


def _write_about(page: Worksheet, book: Book, formats: _Formats) -> None:
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 90)
    page.hide_gridlines(2)
    page.write_string(0, 0, book.title[:_LONGEST], formats.title)
    for number, (name, value) in enumerate(book.about()[1:], 2):
        page.write_string(number, 0, name, formats.head)
        _write(page, number, 1, value, formats)
    _print(page, landscape=False)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.name, formats.head)
    for place, row in enumerate(sheet.rows, 1):
        for number, cell in enumerate(row):
            _write(page, place, number, cell, formats)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    if sheet.columns:
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    _print(page, landscape=True)


def _print(page: Worksheet, *, landscape: bool) -> None:
    """On A4, as wide as the paper, with the page number below."""
    page.set_paper(9)
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&L&A&R第 &P 页，共 &N 页")


def _write(page: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    if cell is None or cell == "":
        page.write_blank(row, column, None, formats.text)
    elif isinstance(cell, str):
        # A longer text would be dropped without a word.
        text = cell if len(cell) <= _LONGEST else cell[: _LONGEST - len(_CUT)] + _CUT
        looks = formats.guarded if text.lstrip(" ").startswith(_FORMULA) else formats.text
        page.write_string(row, column, text, looks)
    else:
        page.write_number(row, column, _number(cell), formats.number)


def _number(cell: int | Decimal) -> Any:
    """A number as a sheet stores it: Excel knows none but binary ones."""
    return cell if isinstance(cell, int) else float(cell)


def _sheet_name(name: str, taken: Iterable[str]) -> str:
    """At most 31 characters, none of those that Excel forbids, and different from the others."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip()[:28] or "表"
    number, found = 2, plain
    while found in taken:
        found, number = f"{plain} {number}", number + 1
    return found


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form that tables are saved in, with all that is said of it."""

    suffix: str  # of the file, and of the address of a page, which then gives the file
    name: str  # what people see
    media_type: str
    write: Callable[[Book], bytes]


FORMS = (
    FileForm("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    FileForm("csv", "CSV", "text/csv; charset=utf-8", as_csv),
)


def form_of(suffix: str) -> FileForm | None:
    """The form of a file by the ending of its name, with a dot or without."""
    return next((form for form in FORMS if form.suffix == suffix.lower().removeprefix(".")), None)


def column_list(*columns: tuple[str, int]) -> tuple[SheetColumn, ...]:
    """Columns from names and widths."""
    return tuple(SheetColumn(name, width) for name, width in columns)


def sheet_of(
    name: str, columns: tuple[SheetColumn, ...], rows: Iterable[Sequence[Cell]], note: str = ""
) -> Sheet:
    """A sheet from rows of any kind."""
    return Sheet(name, columns, tuple(tuple(row) for row in rows), note)
