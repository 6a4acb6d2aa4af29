"""Printed pages: ruled tables however their lines are drawn, over pages, beside what is no table; and what is left out."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import tables as made
from documents import as_pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import check, places

from ingest import read_text
from ingest.plan import SourceText, UnreadableFile
from ingest.readers import read_bytes, read_files, scan
from ingest.readers.grids import Grid
from ingest.readers.printed.frames import Box, frames
from ingest.readers.printed.over_pages import join_pages
from ingest.readers.printed.page import Cell, PrintedPage, RuledTable
from ingest.readers.printed.rulings import Ruling

XS, YS = (100.0, 180.0, 300.0, 400.0), (700.0, 670.0, 640.0, 610.0)
WORDS = [["序号", "指标", "2025年"], ["1", "入园率", "≥90%"], ["2", "死亡率", "12/10万"]]
GRID = [(row, column, 1, 1, WORDS[row][column]) for row in range(3) for column in range(3)]


def drawn(*pages: Callable[[Any], None]) -> bytes:
    """A PDF whose pages are drawn by functions."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    for draw in pages:
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(90, 760, "示例县发展规划的主要指标如下表所示。")
        draw(canvas)
        canvas.drawString(90, 500, "各部门要加强领导，落实责任，确保完成。")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def words(canvas: Any, texts: Sequence[Sequence[str]] = WORDS, xs: Sequence[float] = XS) -> None:
    """Words in the places of the grid."""
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            canvas.drawString(xs[column] + 5, YS[row] - 20, text)


def strokes(canvas: Any) -> None:
    words(canvas)
    canvas.grid(list(XS), list(YS))


def rectangles(canvas: Any) -> None:
    """Each cell a stroked rectangle, as browsers and sheets print them."""
    words(canvas)
    for row in range(3):
        for column in range(3):
            canvas.rect(XS[column], YS[row + 1], XS[column + 1] - XS[column], YS[row] - YS[row + 1])


def thin_fills(canvas: Any) -> None:
    """Lines that are filled rectangles, in pieces that do not quite meet, over a shaded head."""
    canvas.setFillGray(0.9)
    canvas.rect(XS[0], YS[1], XS[-1] - XS[0], YS[0] - YS[1], stroke=0, fill=1)
    canvas.setFillGray(0)
    words(canvas)
    for y in YS:
        for left, right in itertools.pairwise(XS):
            canvas.rect(left, y - 0.25, right - left - 1, 0.5, stroke=0, fill=1)
    for x in XS:
        for high, low in itertools.pairwise(YS):
            canvas.rect(x - 0.25, low + 1, 0.5, high - low - 2, stroke=0, fill=1)


def double_lines(canvas: Any) -> None:
    """A border drawn twice."""
    strokes(canvas)
    canvas.rect(XS[0] - 2, YS[-1] - 2, XS[-1] - XS[0] + 4, YS[0] - YS[-1] + 4)


def open_sides(canvas: Any) -> None:
    """No line at the left and right, as tables of plans often have."""
    words(canvas)
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        canvas.line(x, YS[0], x, YS[-1])


def one_path(canvas: Any) -> None:
    """All lines in one path."""
    words(canvas)
    path = canvas.beginPath()
    for y in YS:
        path.moveTo(XS[0], y)
        path.lineTo(XS[-1], y)
    for x in XS:
        path.moveTo(x, YS[0])
        path.lineTo(x, YS[-1])
    canvas.drawPath(path)


def in_a_form(canvas: Any) -> None:
    """The lines in a form that is scaled and moved."""
    words(canvas)
    canvas.beginForm("grid")
    canvas.grid([x / 2 for x in XS], [y / 2 for y in YS])
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm("grid")
    canvas.restoreState()


def scaled(canvas: Any) -> None:
    canvas.saveState()
    canvas.translate(XS[0], YS[-1])
    canvas.grid([x - XS[0] for x in XS], [y - YS[-1] for y in YS])
    canvas.restoreState()
    words(canvas)


def columns_first(canvas: Any) -> None:
    """Words drawn column by column: the places decide, and not the order."""
    for column in range(3):
        for row in range(3):
            canvas.drawString(XS[column] + 5, YS[row] - 20, WORDS[row][column])
    canvas.grid(list(XS), list(YS))


def unruled(canvas: Any) -> None:
    """No line at all, but names of columns, and a word in every place."""
    words(canvas)


def three_lines(canvas: Any) -> None:
    """Lines above and below the head and at the foot only."""
    words(canvas)
    for y in (YS[0], YS[1], YS[-1]):
        canvas.line(XS[0], y, XS[-1], y)


@pytest.mark.parametrize(
    "draw",
    [strokes, rectangles, thin_fills, double_lines, open_sides, one_path, in_a_form, scaled, columns_first, unruled, three_lines],
)  # fmt: skip
def test_a_table_however_its_lines_are_drawn(draw: Callable[[Any], None]) -> None:
    source = read_bytes("a.pdf", drawn(draw))
    assert [places(source, table) for table in source.tables] == [GRID]
    assert source.text.split("\n") == [
        "示例县发展规划的主要指标如下表所示。",
        *("\t".join(row) for row in WORDS),
        "各部门要加强领导，落实责任，确保完成。",
    ]
    check(source)


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_that_is_turned(quarter: int) -> None:
    """A wide table printed across a page: everything is turned, or the page says that it is."""
    import pypdfium2

    document = pypdfium2.PdfDocument(drawn(strokes))
    document[0].set_rotation(quarter)
    stated = io.BytesIO()
    document.save(stated)
    document.close()
    source = read_bytes("a.pdf", stated.getvalue())
    assert [places(source, table) for table in source.tables] == [GRID]


@pytest.mark.parametrize(("quarter", "x", "y"), [(90, 700, 0), (180, 600, 1200), (270, 0, 900)])
def test_words_and_lines_that_are_turned(quarter: int, x: float, y: float) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(x, y)
        canvas.rotate(quarter)
        for row in range(9):
            canvas.drawString(90, 590 - 20 * row, "这一页横着印，文字和表格都要转过来读。")
        strokes(canvas)

    source = read_bytes("a.pdf", drawn(draw))
    assert [places(source, table) for table in source.tables] == [GRID]
    assert "这一页横着印，文字和表格都要转过来读。\n" in source.text


# --- joined cells, wrapped words -----------------------------------------------------------------------------


def joined(canvas: Any) -> None:
    """领域 over two rows, 目标 over two columns; words that print broke."""
    canvas.line(100, 700, 400, 700)
    canvas.line(180, 670, 400, 670)
    canvas.line(100, 640, 400, 640)
    canvas.line(100, 580, 400, 580)
    for x in (100, 180, 400):
        canvas.line(x, 700, x, 580)
    canvas.line(300, 670, 300, 580)
    for left, high, text in (
        (110, 665, "领域"), (250, 680, "目标"), (190, 650, "2025年"), (310, 650, "2030年"),
        (110, 625, "健康"), (185, 625, "每年提高"), (185, 610, "0.5个百分点"), (185, 595, "（含县城）"),
        (310, 625, "12"), (310, 610, "15"), (310, 595, "HPV vaccine"),
    ):  # fmt: skip
        canvas.drawString(left, high, text)


def test_joined_cells_and_broken_words() -> None:
    source = read_bytes("a.pdf", drawn(joined))
    assert [places(source, table) for table in source.tables] == [
        [
            (0, 0, 2, 1, "领域"), (0, 1, 1, 2, "目标"), (1, 1, 1, 1, "2025年"), (1, 2, 1, 1, "2030年"),
            (2, 0, 1, 1, "健康"), (2, 1, 1, 1, "每年提高0.5个百分点（含县城）"),
            (2, 2, 1, 1, "12 15 HPV vaccine"),  # two numbers under one another are two numbers
        ]
    ]  # fmt: skip


# --- what is no table -----------------------------------------------------------------------------------------


def border(canvas: Any) -> None:
    canvas.rect(40, 40, 515, 760)


def chart(canvas: Any) -> None:
    """Who reports to whom: boxes with a name."""
    for place, name in enumerate(("县政府", "县妇联", "县民政局")):
        canvas.rect(100 + 140 * place, 640, 80, 30)
        canvas.drawString(110 + 140 * place, 650, name)


def underlined(canvas: Any) -> None:
    canvas.drawString(90, 700, "一、主要目标")
    canvas.line(90, 697, 170, 697)
    canvas.line(70, 790, 520, 790)


def axes(canvas: Any) -> None:
    """Squared paper behind a curve, with two words in it."""
    canvas.grid([100 + 30 * i for i in range(11)], [700 - 15 * i for i in range(11)])
    canvas.drawString(105, 690, "增长")
    canvas.drawString(345, 560, "年份")


@pytest.mark.parametrize("draw", [border, chart, underlined, axes])
def test_lines_that_are_no_table(draw: Callable[[Any], None]) -> None:
    source = read_bytes("a.pdf", drawn(draw))
    assert source.tables == ()
    assert source.text.startswith("示例县发展规划的主要指标如下表所示。\n")


def test_names_of_columns_without_lines_and_with_empty_places_stay_lines_and_are_said() -> None:
    def draw(canvas: Any) -> None:
        words(canvas, [["序号", "指标", "2025年"], ["1", "入园率"], ["2", "死亡率", "12/10万"]])

    source = read_bytes("a.pdf", drawn(draw))
    assert source.tables == ()
    assert any("没有框线" in note and "第 1 页" in note for note in source.notes)


def test_a_box_gives_way_to_the_table_inside_it() -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(80, 590, 400, 150)
        canvas.drawString(95, 715, "专栏1　主要指标")
        strokes(canvas)

    source = read_bytes("a.pdf", drawn(draw))
    assert [places(source, table) for table in source.tables] == [GRID]
    assert "专栏1" in source.text


# --- over pages -----------------------------------------------------------------------------------------------


def _long(count: int) -> list[list[made.Cell]]:
    rows: list[list[made.Cell]] = [
        [("领域", 2, 1), ("序号", 2, 1), ("指标", 2, 1), ("目标", 1, 2)],
        [("2025年", 1, 1), ("2030年", 1, 1)],
    ]
    for number in range(1, count + 1):
        area = [("健康" if number % 4 == 1 else "", 1, 1)] if number % 4 != 2 else [("教育", 1, 1)]
        rows.append([*area, (str(number), 1, 1), (f"指标{number}", 1, 1), (f"≥{number}%", 1, 1), ("—", 1, 1)])
    return rows


@pytest.mark.parametrize(("count", "pages"), [(60, 2), (140, 5)])
def test_a_table_over_pages_is_one(count: int, pages: int) -> None:
    story = [
        "示例县规划（2021—2030年）",
        "一、主要目标",
        "表1　主要指标",
        _long(count),
        "注：以上为年度目标。",
        "二、保障措施",
    ]
    source = read_bytes(
        "a.pdf", made.printed(story, heads=2, watermark="内部资料", head="示例县人民政府公报")
    )
    (table,) = source.tables
    assert source.text.count("\f") == pages - 1
    assert (table.height, table.width, table.head) == (count + 2, 5, 2)
    found = {(row, column): text for row, column, _, _, text in places(source, table)}
    for number in range(1, count + 1):
        row = [found[number + 1, column] for column in range(1, 5)]
        assert row == [str(number), f"指标{number}", f"≥{number}%", "—"]
    assert "公报" not in source.text[table.start : table.end]
    assert source.text.index("注：以上为年度目标。") > table.end
    assert any(f"重复印出的表头 {2 * (pages - 1)} 行" in note for note in source.notes)
    assert any("水印文字" in note and "内部资料" in note for note in source.notes)
    check(source)


def _two_pages(
    first: Sequence[Sequence[str]], second: Sequence[Sequence[str]], between: str = ""
) -> SourceText:
    """A table at the foot of a page and one at the top of the next."""

    def page(canvas: Any, texts: Sequence[Sequence[str]], high: float, number: int) -> None:
        canvas.setFont("STSong-Light", 12)
        ys = [high - 30 * row for row in range(len(texts) + 1)]
        for row, cells in enumerate(texts):
            for column, text in enumerate(cells):
                canvas.drawString(XS[column] + 5, ys[row] - 20, text)
        canvas.grid(list(XS), ys)
        canvas.drawString(290, 30, f"— {number} —")
        canvas.drawString(90, 810, "示例县人民政府公报")

    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(90, 700, "一、主要目标。各部门要加强领导，落实责任。")
    page(canvas, first, 200, 1)
    canvas.showPage()
    canvas.setFont("STSong-Light", 12)
    if between:
        canvas.drawString(90, 770, between)
    page(canvas, second, 750, 2)
    canvas.drawString(90, 500, "二、保障措施。各部门要加强领导，落实责任。")
    canvas.showPage()
    canvas.save()
    return read_bytes("a.pdf", data.getvalue())


def _rows(source: SourceText) -> list[list[list[str]]]:
    found = []
    for table in source.tables:
        rows: list[list[str]] = [[] for _ in range(table.height)]
        for cell in table.cells:
            rows[cell.row].append(source.text[cell.start : cell.end])
        found.append(rows)
    return found


HEAD = ["序号", "任务", "单位"]


@pytest.mark.parametrize(
    ("first", "second", "between", "expected"),
    [
        # No heads again, the same columns.
        ([HEAD, ["1", "甲", "县妇联"]], [["2", "乙", "县民政局"]], "", [[HEAD, ["1", "甲", "县妇联"], ["2", "乙", "县民政局"]]]),
        # 续表 stands above.
        ([HEAD, ["1", "甲", "县妇联"]], [HEAD, ["2", "乙", "县民政局"]], "续表1", [[HEAD, ["1", "甲", "县妇联"], ["2", "乙", "县民政局"]]]),
        # A name above it: a table of its own.
        ([HEAD, ["1", "甲", "县妇联"]], [HEAD, ["1", "乙", "县民政局"]], "表2　重点项目", [[HEAD, ["1", "甲", "县妇联"]], [HEAD, ["1", "乙", "县民政局"]]]),
        # A row of words that the page cut.
        ([HEAD, ["1", "完善服务", "县妇联、县"]], [["", "", "民政局"], ["2", "乙", "县民政局"]], "", [[HEAD, ["1", "完善服务", "县妇联、县民政局"], ["2", "乙", "县民政局"]]]),
        # A number is never put behind another.
        ([HEAD, ["1", "入园率", "≥12"]], [["", "", "6"], ["2", "乙", "7"]], "", [[HEAD, ["1", "入园率", "≥12"], ["", "", "6"], ["2", "乙", "7"]]]),
        # A box of its own.
        ([HEAD, ["1", "甲", "县妇联"]], [["专栏2　工程", "项目", "内容"], ["1", "乙", "丙"]], "", [[HEAD, ["1", "甲", "县妇联"]], [["专栏2　工程", "项目", "内容"], ["1", "乙", "丙"]]]),
    ],
)  # fmt: skip
def test_what_goes_on_and_what_does_not(
    first: list[list[str]], second: list[list[str]], between: str, expected: list[list[list[str]]]
) -> None:
    source = _two_pages(first, second, between)
    assert _rows(source) == expected
    assert source.text.count("示例县人民政府公报") == 2
    check(source)


def _piece(rows: Sequence[Sequence[tuple[str, int]]], high: float, low: float) -> RuledTable:
    """A table of a page; a cell is its words and the rows that it covers."""
    covered: dict[int, int] = {}
    cells = []
    for row, found in enumerate(rows):
        column = 0
        for text, down in found:
            while covered.get(column, 0) > row:
                column += 1
            cells.append(Cell(Box(row, column, down, 1, 0, 0, 0, 0), text))
            covered[column] = row + down
            column += 1
    return RuledTable(tuple(cells), (0, 100, 200, 300, 400, 500), high, low)


def test_a_head_of_two_rows_of_which_one_is_printed_again() -> None:
    """The cells that cover both rows end with the first; a cell joined downwards goes on empty."""
    first = _piece(
        [
            [("领域", 2), ("指标", 2), ("目标值", 1), ("属性", 2), ("备注", 2)],
            [("2030年", 1)],
            [("网络", 2), ("里程", 1), ("540", 1), ("预期性", 1), ("无", 1)],
            [("比例", 1), ("95", 1), ("预期性", 1), ("无", 1)],
        ],
        high=300,
        low=90,
    )
    second = _piece(
        [
            [("领域", 1), ("指标", 1), ("目标值", 1), ("属性", 1), ("备注", 1)],
            [("", 1), ("航道", 1), ("145", 1), ("预期性", 1), ("无", 1)],
            [("服务", 1), ("吞吐量", 1), ("28", 1), ("预期性", 1), ("无", 1)],
        ],
        high=780,
        low=600,
    )
    joined = join_pages([PrintedPage((first,), 0, 842), PrintedPage((second,), 0, 842)])
    (grid,) = [part for page in joined.pages for part in page if isinstance(part, Grid)]
    assert grid.height == 6
    assert [(c.text, c.row, c.rows) for c in grid.cells if c.column == 0] == [
        ("领域", 0, 2),
        ("网络", 2, 3),
        ("服务", 5, 1),
    ]
    assert joined.heads == 1


def test_a_row_that_the_page_cut_in_the_middle_of_its_words() -> None:
    first = _piece([[(text, 1) for text in ("更新改", "7", "老旧小区改造", "〔6500", "约束")]], 200, 100)
    second = _piece(
        [
            [("造", 2), ("", 1), ("", 1), ("〕", 1), ("", 1)],
            [("8", 1), ("加装电梯", 1), ("〔8000〕", 1), ("预期性", 1)],
        ],
        700,
        600,
    )
    joined = join_pages([PrintedPage((first,), 0, 800), PrintedPage((second,), 0, 800)])
    (grid,) = joined.pages[0]
    assert isinstance(grid, Grid)
    assert [(c.row, c.column, c.rows, c.text) for c in grid.cells] == [
        (0, 0, 2, "更新改造"), (0, 1, 1, "7"), (0, 2, 1, "老旧小区改造"), (0, 3, 1, "〔6500〕"), (0, 4, 1, "约束"),
        (1, 1, 1, "8"), (1, 2, 1, "加装电梯"), (1, 3, 1, "〔8000〕"), (1, 4, 1, "预期性"),
    ]  # fmt: skip
    assert joined.pages[1] == []


# --- what cannot be read, and what is said ----------------------------------------------------------------


def test_large_pictures_and_notes_are_said() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(canvas: Any) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (200, 200), "grey")), 90, 520, 400, 220)
        canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "red")), 90, 30, 20, 20)
        canvas.textAnnotation("请核对", (100, 100, 120, 120))

    notes = read_bytes("a.pdf", drawn(draw)).notes
    assert any("第 1 页有大幅图片" in note for note in notes)
    assert any("批注 1 条" in note for note in notes)


def test_a_text_layer_without_unicode(monkeypatch: pytest.MonkeyPatch) -> None:
    from places import case_file

    data = case_file("font-without-unicode.pdf").read_bytes()
    monkeypatch.setattr(scan, "_engine", lambda: None)
    with pytest.raises(UnreadableFile, match=r"文字编码无法识别.*duibiao\[ocr\]"):
        read_bytes("a.pdf", data)
    monkeypatch.setattr(scan, "_engine", lambda: lambda picture: None)
    monkeypatch.setattr(scan, "_lines", lambda found: ["一、儿童发展规划（2021—2030年）。"])
    source = read_bytes("a.pdf", data)
    assert source.scanned
    assert "已改用扫描识别" in source.notes[0]


def test_a_thick_document_is_read_in_time() -> None:
    """Forty pages, each with a table of 120 cells: a fifth of the longest document that is promised."""
    rows: list[list[made.Cell]] = [[(f"{row}列{column}", 1, 1) for column in range(6)] for row in range(20)]
    data = made.printed([part for page in range(40) for part in (f"（{page}）完善服务体系。" * 20, rows)])
    started = time.process_time()
    source = read_bytes("a.pdf", data)
    assert time.process_time() - started < 3
    assert sum(table.height for table in source.tables) == 800


# --- geometry -------------------------------------------------------------------------------------------------

_LINES = st.builds(
    lambda level, at, start, length: Ruling(level, at, start, start + length),
    st.booleans(),
    st.sampled_from([0.0, 1.0, 30.0, 60.0, 61.5, 90.0, 200.0]),
    st.sampled_from([0.0, 30.0, 58.0, 60.0, 90.0]),
    st.sampled_from([4.0, 30.0, 60.0, 120.0]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES, max_size=25))
def test_any_lines_give_cells_that_do_not_overlap(lines: list[Ruling]) -> None:
    for frame in frames(lines):
        taken: set[tuple[int, int]] = set()
        for box in frame.boxes:
            here = {
                (row, column)
                for row in range(box.row, box.row + box.rows)
                for column in range(box.column, box.column + box.columns)
            }
            assert not here & taken
            taken |= here
            assert box.left < box.right
            assert box.low < box.high


def test_pages_are_told_as_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(as_pdf())
    told: list[tuple[int, int]] = []
    read_files(path, lambda done, total: told.append((done, total)))
    pages = told[-1][1]
    assert pages > 1
    assert told == [(page, pages) for page in range(1, pages + 1)]
    read_files(path)  # nobody waits
    assert len(told) == pages


def _stamped(angle: int, *, first: bool) -> bytes:
    """Pages with large words across them, drawn before or behind their text."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)

    def stamp() -> None:
        canvas.saveState()
        canvas.setFont("STSong-Light", 60)
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.drawCentredString(0, 0, "内部资料")
        canvas.restoreState()

    for page in range(4):
        if first:
            stamp()
        canvas.setFont("STSong-Light", 14)
        if not page:
            canvas.drawString(150, 790, "示例县示例事业发展规划（2021—2030年）")
        for row in range(20):
            number = "一二三四五六七八九十"[row % 10]
            canvas.drawString(
                70, 760 - 30 * row, f"（{number}）加强示例第{page}页第{row}项工作，健全示例体系。"
            )
        if not first:
            stamp()
        canvas.showPage()
    canvas.save()
    return data.getvalue()


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("angle", [0, 30, 45, 90, 180, -45])
def test_words_across_a_page_are_in_no_clause(angle: int, *, first: bool) -> None:
    source = read_bytes("a.pdf", _stamped(angle, first=first))
    (plan,) = read_text(source)
    assert plan.entry.title == "示例县示例事业发展规划（2021—2030年）"
    assert len(plan.clauses) == 80
    assert not any("内部" in clause.text for clause in plan.clauses)
    said = [*source.notes, *(warning.message for warning in plan.warnings)]
    assert any("内部资料" in sentence and "4 处" in sentence for sentence in said)
