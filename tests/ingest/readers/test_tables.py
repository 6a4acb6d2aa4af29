"""Tables come through every format cell by cell: places, joined and empty cells, heads; the text reads like the table."""

from __future__ import annotations

import time
from collections.abc import Callable

import documents
import pytest
import tables as made
from documents import as_docx, paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import check, places

from ingest.plan import SourceText
from ingest.readers import read_bytes
from ingest.readers.grids import Grid, GridCell, Spanned, compose, placed

FORMATS: dict[str, Callable[[], bytes]] = {
    "a.docx": made.in_docx,
    "flat.xml": made.in_flat_xml,
    "flat.doc": made.in_flat_xml,
    "2003.xml": made.in_word_2003,
    "a.html": made.in_html,
    "a.odt": made.in_odt,
    "a.rtf": made.in_rtf,
    "gbk.rtf": lambda: made.in_rtf(gbk=True),
    "a.pdf": made.in_pdf,
    **{f"saved.{end}": (made.SAVED / f"tables.{end}").read_bytes for end in ("doc", "odt", "rtf")},
}
SAYS_HEADS = set(FORMATS) - {"a.pdf", "saved.rtf"}  # LibreOffice writes no heads into RTF


def blanks(name: str, text: str) -> str:
    """A text as a format keeps it: the maker of the PDF prints wide blanks as narrow ones."""
    return text.replace("\u3000", " ") if name == "a.pdf" else text


@pytest.mark.parametrize("name", FORMATS)
def test_joined_cells_in_every_format(name: str) -> None:
    source = read_bytes(name, FORMATS[name]())
    indicators, box = source.tables
    assert places(source, indicators) == made.EXPECTED
    assert indicators.head == (made.HEADS if name in SAYS_HEADS else 0)
    words = "\n".join(made.BOX)
    assert places(source, box) == [(0, 0, 1, 1, blanks(name, words))]


@pytest.mark.parametrize("name", FORMATS)
def test_the_text_reads_like_the_table(name: str) -> None:
    text = read_bytes(name, FORMATS[name]()).text
    if name == "a.pdf":
        text = "\n".join(line for line in text.split("\n") if line.strip() != "- 1 -").removeprefix("- 1 -\n")
    assert text == blanks(name, made.TEXT)


@pytest.mark.parametrize("name", FORMATS)
def test_cells_follow_one_another_and_none_is_missing(name: str) -> None:
    source = read_bytes(name, FORMATS[name]())
    check(source)


# --- Word -------------------------------------------------------------------------------------------------------

P = paragraph


def tc(words: str, properties: str = "", inner: str = "") -> str:
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{P(words)}{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of a Word table."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


LATER, WIDE = '<w:gridBefore w:val="1"/>', '<w:gridSpan w:val="2"/>'
BEGINS, BESIDE = '<w:vMerge w:val="restart"/>', '<w:hMerge w:val="restart"/>'
INNER = f"<w:tbl>{tr(tc('指标'), tc('值'))}{tr(tc('筛查率'), tc('70%'))}</w:tbl>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A row inserted and one deleted while changes were tracked: read as accepted.
        (
            f"<w:tbl>{tr(tc('任务'), tc('时限'))}{tr(tc('旧任务'), tc('2022年'), properties='<w:del/>')}"
            f"{tr(tc('新任务'), tc('2023年'), properties='<w:ins/>')}</w:tbl>",
            [[(0, 0, 1, 1, "任务"), (0, 1, 1, 1, "时限"), (1, 0, 1, 1, "新任务"), (1, 1, 1, 1, "2023年")]],
        ),
        # A deleted cell stays a place without words.
        (
            f"<w:tbl>{tr(tc('甲'), tc('乙', '<w:cellDel/>'), tc('丙'))}{tr(tc('1'), tc('2'), tc('3'))}</w:tbl>",
            [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "丙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")]],
        ),
        # A row that begins further right.
        (
            f"<w:tbl>{tr(tc('甲'), tc('乙'))}{tr(tc('丙'), properties=LATER)}</w:tbl>",
            [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "丙")]],
        ),
        # Words in a cell that is covered by the one above are not lost.
        (
            f"<w:tbl>{tr(tc('健康', BEGINS), tc('1'))}{tr(tc('续', '<w:vMerge/>'), tc('2'))}</w:tbl>",
            [[(0, 0, 2, 1, "健康 续"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]],
        ),
        # Rows in a content control; an old kind of cells joined side by side.
        (
            f"<w:tbl><w:sdt><w:sdtContent>{tr(tc('目标', BESIDE), tc('', '<w:hMerge/>'))}</w:sdtContent></w:sdt>"
            f"{tr(tc('2025年'), tc('2030年'))}</w:tbl>",
            [[(0, 0, 1, 2, "目标"), (1, 0, 1, 1, "2025年"), (1, 1, 1, 1, "2030年")]],
        ),
        # A hidden row is not shown.
        (
            f"<w:tbl>{tr(tc('甲'), tc('乙'))}{tr(tc('藏'), tc('藏'), properties='<w:hidden/>')}{tr(tc('1'), tc('2'))}</w:tbl>",
            [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")]],
        ),
        # A table in a cell of a table: its words belong to the cell.
        (
            f"<w:tbl>{tr(tc('事项'), tc('内容'))}{tr(tc('筛查'), tc('见下', inner=INNER))}</w:tbl>",
            [[(0, 0, 1, 1, "事项"), (0, 1, 1, 1, "内容"), (1, 0, 1, 1, "筛查"), (1, 1, 1, 1, "见下 指标 值 筛查率 70%")]],
        ),
        # A table in a frame is a table of its own; the frame is what stands before and behind it.
        (
            f"<w:tbl><w:tr><w:tc>{P('专栏1　主要指标')}{INNER}{P('注：2020年数。')}</w:tc></w:tr></w:tbl>",
            [
                [(0, 0, 1, 1, "专栏1　主要指标")],
                [(0, 0, 1, 1, "指标"), (0, 1, 1, 1, "值"), (1, 0, 1, 1, "筛查率"), (1, 1, 1, 1, "70%")],
                [(0, 0, 1, 1, "注：2020年数。")],
            ],
        ),
        # An empty table is none, and an empty row is no row.
        (f"<w:tbl>{tr(tc(''), tc(''))}</w:tbl>", []),
        (
            f"<w:tbl>{tr(tc('甲'), tc('乙'))}{tr(tc(''), tc(''))}{tr(tc('1'), tc('2'))}</w:tbl>",
            [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")]],
        ),
        # The title of a box over several columns keeps its place.
        (
            f"<w:tbl>{tr(tc('专栏2　重点工程', WIDE))}{tr(tc('项目'), tc('内容'))}</w:tbl>",
            [[(0, 0, 1, 2, "专栏2　重点工程"), (1, 0, 1, 1, "项目"), (1, 1, 1, 1, "内容")]],
        ),
    ],
)  # fmt: skip
def test_tables_of_word(body: str, expected: list[list[made.Place]]) -> None:
    source = read_bytes("a.docx", as_docx(P("前") + body + P("后")))
    assert [places(source, table) for table in source.tables] == expected
    assert source.text.split("\n")[0] == "前"
    assert source.text.split("\n")[-1] == "后"
    check(source)


def test_a_frame_around_the_whole_document_is_no_table() -> None:
    lines = documents.printed(documents.NOTICE)
    source = read_bytes(
        "a.docx", as_docx(f"<w:tbl><w:tr><w:tc>{''.join(map(P, lines))}</w:tc></w:tr></w:tbl>")
    )
    assert source.tables == ()
    assert source.text.split("\n") == lines
    inside = "".join(map(P, lines[:20])) + INNER + "".join(map(P, lines[20:]))
    source = read_bytes("a.docx", as_docx(f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"))
    assert [table.width for table in source.tables] == [2]


# --- web pages --------------------------------------------------------------------------------------------------

ROW = "<tr><td>{}</td><td>{}</td></tr>"


@pytest.mark.parametrize(
    ("table", "expected", "head"),
    [
        (
            "<table><caption>表1</caption><thead><tr><td>指标</td><td>值</td></tr></thead><tbody>" + ROW.format("率", "9%") + "</tbody></table>",
            [[(0, 0, 1, 1, "指标"), (0, 1, 1, 1, "值"), (1, 0, 1, 1, "率"), (1, 1, 1, 1, "9%")]],
            1,
        ),
        # 0 means to the end; a span beyond the table ends with it.
        (
            "<table><tr><td rowspan=0>健康</td><td>1</td></tr><tr><td>2</td></tr><tr><td colspan=99>3</td></tr></table>",
            [[(0, 0, 3, 1, "健康"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")]],
            0,
        ),
        # A box that the page draws; a column of paragraphs without lines around it stays text.
        ("<table border=1><tr><td><p>专栏1</p><p>建设一所学校。</p></td></tr></table>", [[(0, 0, 1, 1, "专栏1\n建设一所学校。")]], 0),
        ("<table><tr><td><p>专 栏 1</p><p>建设一所学校。</p></td></tr></table>", [[(0, 0, 1, 1, "专 栏 1\n建设一所学校。")]], 0),
        ("<table style='border: 1px solid'><tr><td>框中的话。</td></tr></table>", [[(0, 0, 1, 1, "框中的话。")]], 0),
        ("<table><tr><td>第一段话。</td></tr><tr><td>第二段话。</td></tr></table>", [], 0),
        # A table inside a table that arranges the page.
        (
            "<table><tr><td>左边的话。</td><td><table border=1>" + ROW.format("指标", "值") + ROW.format("率", "9%") + "</table></td></tr></table>",
            [[(0, 0, 1, 1, "指标"), (0, 1, 1, 1, "值"), (1, 0, 1, 1, "率"), (1, 1, 1, 1, "9%")]],
            0,
        ),
        # Tasks with many paragraphs in a cell, below a head.
        (
            "<table border=1>" + ROW.format("重点任务", "责任单位") + ROW.format("".join(f"<p>{i}.推进第{i}项工作，建立健全服务机制，落实好各项保障措施，确保取得实效，让群众满意，并按时报送进展情况和经验做法。</p>" for i in range(1, 9)), "县妇联") + "</table>",
            [[(0, 0, 1, 1, "重点任务"), (0, 1, 1, 1, "责任单位"),
              (1, 0, 1, 1, " ".join(f"{i}.推进第{i}项工作，建立健全服务机制，落实好各项保障措施，确保取得实效，让群众满意，并按时报送进展情况和经验做法。" for i in range(1, 9))),
              (1, 1, 1, 1, "县妇联")]],
            0,
        ),
    ],
)  # fmt: skip
def test_tables_of_pages(table: str, expected: list[list[made.Place]], head: int) -> None:
    page = f"<html><body><p>一、这是前面的一句话。</p>{table}<p>二、这是后面的一句话。</p></body></html>"
    source = read_bytes("a.html", page.encode())
    assert [places(source, each) for each in source.tables] == expected
    assert [each.head for each in source.tables] == [head] * len(expected)
    assert source.text.startswith("一、这是前面的一句话。\n")
    assert source.text.endswith("\n二、这是后面的一句话。")
    check(source)


def test_words_that_stand_in_no_cell_are_not_lost() -> None:
    page = "<p>一、前面的话。</p><table><tr><td>指标</td><td>值</td></tr><p>漏在外面的话。</p><tr>散落的话。</tr></table><p>二、后面的话。</p>"
    text = read_bytes("a.html", page.encode()).text
    assert all(words in text for words in ("漏在外面的话。", "散落的话。", "指标", "值"))


# --- the grid ---------------------------------------------------------------------------------------------------

_CELLS = st.builds(
    GridCell,
    st.integers(0, 8),
    st.integers(0, 8),
    st.text(alphabet="指标值1\n\t ", max_size=5),
    st.integers(1, 4),
    st.integers(1, 4),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_CELLS, max_size=30), st.integers(0, 12))
def test_any_grid_comes_out_whole(cells: list[GridCell], head: int) -> None:
    text, tables = compose(["一、前", Grid(tuple(cells), head), "二、后"])
    check(SourceText("a", text, "docx", "", (), tables))
    kept = sorted(char for char in text if char not in "一二、前后\n\t ")
    assert kept == sorted(char for cell in cells for char in cell.text if char not in "\n\t ")


def test_sizes_that_no_table_has() -> None:
    huge = Grid((GridCell(0, 0, "甲"), GridCell(10**6, 0, "乙"), GridCell(0, 10**6, "丙")))
    text, tables = compose([huge])
    assert (text, tables) == ("甲\n乙\n丙", ())
    wide = placed([[Spanned("甲", columns=10**9), Spanned("乙")]])
    assert sorted(compose([wide])[0].replace("\t", "\n").split()) == ["乙", "甲"]


@pytest.mark.parametrize("kind", ["docx", "html", "odt", "rtf"])
def test_time_grows_with_the_number_of_rows(kind: str) -> None:
    def seconds(count: int) -> float:
        rows = [[(f"指标{row}", 1, 1), ("%", 1, 1), (str(row), 1, 1)] for row in range(count)]
        data = {
            "docx": lambda: as_docx(made.docx_table(rows)),
            "html": lambda: made.html_table(rows).encode(),
            "odt": lambda: made.as_odt(made.odt_table(rows)),
            "rtf": lambda: made.as_rtf(made.rtf_table(rows)),
        }[kind]()
        started = time.process_time()
        (table,) = read_bytes(f"a.{kind}", data).tables
        assert table.height == count
        return time.process_time() - started

    seconds(50)
    short, long = min(seconds(300), seconds(300)), seconds(2400)
    assert long < 8 * short * 4 + 0.3
