"""One fictional table with joined cells, and a box, made in every format that can be read; and what is right about them."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from pathlib import Path

from documents import as_docx, as_zip, paragraph

from ingest.plan import SourceTable, SourceText

# A cell: its words, the rows and the columns that it covers.
Cell = tuple[str, int, int]
Place = tuple[int, int, int, int, str]  # row, column, rows, columns, text


def _cell(words: str, rows: int = 1, columns: int = 1) -> Cell:
    return words, rows, columns


HEADS = 2
INDICATORS: list[list[Cell]] = [
    [_cell("领域", 2), _cell("指标", 2), _cell("单位", 2), _cell("基期"), _cell("目标", 1, 2), _cell("属性", 2)],
    [_cell("2020年"), _cell("2025年"), _cell("2030年")],
    [_cell("健康", 3), *map(_cell, ("婴儿死亡率", "‰", "3.96", "≤3.5", "≤3.0", "约束性"))],
    [*map(_cell, ("5岁以下儿童死亡率", "‰", "5.12", "", "≤4", ""))],
    [*map(_cell, ("儿童总体近视率", "%", "45.2")), _cell("每年降低0.5个百分点", 1, 2), _cell("预期性", 2)],
    [_cell("教育"), *map(_cell, ("学前教育毛入园率", "%", "88.5", "≥90", "≥95"))],
]  # fmt: skip
BOX = ["专栏1　重点项目", "1.托位建设项目。新增托位500个。", "2.近视防控项目。近视率降到38%以下。"]
BEFORE = [
    "示例县儿童发展规划（2021—2030年）",
    "一、主要目标",
    "到2030年，儿童健康水平明显提高，主要指标见表1。",
    "表1　主要指标",
]
BETWEEN = ["注：基期为2020年。"]
BEHIND = ["二、重点任务", "（一）加强儿童健康服务。完善网络，提高能力。"]

# Written down by hand: row, column, rows, columns, words.
EXPECTED: list[Place] = [
    (0, 0, 2, 1, "领域"), (0, 1, 2, 1, "指标"), (0, 2, 2, 1, "单位"), (0, 3, 1, 1, "基期"), (0, 4, 1, 2, "目标"),
    (0, 6, 2, 1, "属性"),
    (1, 3, 1, 1, "2020年"), (1, 4, 1, 1, "2025年"), (1, 5, 1, 1, "2030年"),
    (2, 0, 3, 1, "健康"), (2, 1, 1, 1, "婴儿死亡率"), (2, 2, 1, 1, "‰"), (2, 3, 1, 1, "3.96"), (2, 4, 1, 1, "≤3.5"),
    (2, 5, 1, 1, "≤3.0"), (2, 6, 1, 1, "约束性"),
    (3, 1, 1, 1, "5岁以下儿童死亡率"), (3, 2, 1, 1, "‰"), (3, 3, 1, 1, "5.12"), (3, 4, 1, 1, ""), (3, 5, 1, 1, "≤4"),
    (3, 6, 1, 1, ""),
    (4, 1, 1, 1, "儿童总体近视率"), (4, 2, 1, 1, "%"), (4, 3, 1, 1, "45.2"), (4, 4, 1, 2, "每年降低0.5个百分点"),
    (4, 6, 2, 1, "预期性"),
    (5, 0, 1, 1, "教育"), (5, 1, 1, 1, "学前教育毛入园率"), (5, 2, 1, 1, "%"), (5, 3, 1, 1, "88.5"),
    (5, 4, 1, 1, "≥90"), (5, 5, 1, 1, "≥95"),
]  # fmt: skip
TEXT = "\n".join(
    [
        *BEFORE,
        "领域\t指标\t单位\t基期\t目标\t\t属性",
        "\t\t\t2020年\t2025年\t2030年",
        "健康\t婴儿死亡率\t‰\t3.96\t≤3.5\t≤3.0\t约束性",
        "\t5岁以下儿童死亡率\t‰\t5.12\t\t≤4",
        "\t儿童总体近视率\t%\t45.2\t每年降低0.5个百分点\t\t预期性",
        "教育\t学前教育毛入园率\t%\t88.5\t≥90\t≥95",
        *BETWEEN,
        *BOX,
        *BEHIND,
    ]
)
# The same document, saved by LibreOffice 7.4 as .doc, .odt and .rtf.
SAVED = Path(__file__).parent


def places(source: SourceText, table: SourceTable) -> list[Place]:
    """The cells of a table as they were written down for the test."""
    return [
        (cell.row, cell.column, cell.rows, cell.columns, source.text[cell.start : cell.end])
        for cell in table.cells
    ]


def check(source: SourceText) -> None:
    """What every reader promises of its tables."""
    end = 0
    for table in source.tables:
        assert end <= table.start <= table.end <= len(source.text)
        end = table.end
        assert list(table.cells) == sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        at = table.start
        taken: set[tuple[int, int]] = set()
        for cell in table.cells:
            assert at <= cell.start <= cell.end <= table.end
            at = cell.end
            here = {
                (row, column)
                for row in range(cell.row, cell.row + cell.rows)
                for column in range(cell.column, cell.column + cell.columns)
            }
            assert not here & taken
            taken |= here
        assert len(taken) == table.height * table.width
        assert 0 <= table.head <= table.height


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[str, Cell | None]]]:
    """Every place with what stands there: a cell begins, goes on from above, or from the left."""
    width = sum(columns for _, _, columns in rows[0])
    places: list[list[tuple[str, Cell | None]]] = [[("", None)] * width for _ in rows]
    for row, cells in enumerate(rows):
        for cell in cells:
            column = next(at for at, (kind, _) in enumerate(places[row]) if not kind)
            for down in range(cell[1]):
                for right in range(cell[2]):
                    kind = "left" if right else "above" if down else "begins"
                    places[row + down][column + right] = kind, cell
    return places


# --- .docx ----------------------------------------------------------------------------------------------------

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx_table(rows: Sequence[Sequence[Cell]], heads: int = 0) -> str:
    """A table in the XML of Word: gridSpan, vMerge, rows that are repeated as heads."""
    found = ""
    for number, places in enumerate(_grid(rows)):
        found += "<w:tr>" + ("<w:trPr><w:tblHeader/></w:trPr>" if number < heads else "")
        for kind, cell in places:
            if kind == "left" or cell is None:
                continue
            merge = (
                "" if cell[1] == 1 else '<w:vMerge w:val="restart"/>' if kind == "begins" else "<w:vMerge/>"
            )
            span = f'<w:gridSpan w:val="{cell[2]}"/>' if cell[2] > 1 else ""
            words = cell[0] if kind == "begins" else ""
            paragraphs = "".join(paragraph(line) for line in words.split("\n"))
            found += f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>"
        found += "</w:tr>"
    width = len(_grid(rows)[0])
    columns = f'<w:gridCol w:w="{8400 // width}"/>' * width
    return f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{found}</w:tbl>"


def docx_body() -> str:
    """The body of the document with both tables."""
    return (
        "".join(map(paragraph, BEFORE))
        + docx_table(INDICATORS, HEADS)
        + "".join(map(paragraph, BETWEEN))
        + docx_table([[_cell("\n".join(BOX))]])
        + "".join(map(paragraph, BEHIND))
    )


def in_docx() -> bytes:
    """The document as .docx."""
    return as_docx(docx_body())


def in_flat_xml() -> bytes:
    """The document as one XML file, as Word saves a flat package."""
    main = as_docx_main()
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{main}</pkg:xmlData></pkg:part>'
        '<pkg:part pkg:name="/word/media/image1.png"><pkg:binaryData>aGVsbG8=</pkg:binaryData></pkg:part></pkg:package>'
    ).encode()


def as_docx_main() -> str:
    """The main part of the document."""
    return f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{docx_body()}</w:body></w:document>'


def in_word_2003() -> bytes:
    """The document in the XML of Word 2003."""
    body = docx_body().replace("vMerge", "vmerge")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
        ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint">'
        f"<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


# --- web pages, OpenDocument, RTF ---------------------------------------------------------------------------


def html_table(rows: Sequence[Sequence[Cell]], heads: int = 0, attributes: str = "border=1") -> str:
    """A table of a page: rowspan and colspan, th in the rows of heads."""
    found = ""
    for number, cells in enumerate(rows):
        tag = "th" if number < heads else "td"
        found += "<tr>"
        for words, down, right in cells:
            spans = (f" rowspan={down}" if down > 1 else "") + (f" colspan={right}" if right > 1 else "")
            found += f"<{tag}{spans}>" + "<br>".join(html.escape(words).split("\n")) + f"</{tag}>"
        found += "</tr>\n"
    return f"<table {attributes}>{found}</table>"


def in_html() -> bytes:
    """The document as a web page."""
    parts = [f"<p>{html.escape(line)}</p>" for line in (*BEFORE, *BETWEEN, *BEHIND)]
    parts.insert(len(BEFORE), html_table(INDICATORS, HEADS))
    parts.insert(len(BEFORE) + 2, html_table([[_cell("\n".join(BOX))]]))
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{''.join(parts)}</body></html>".encode()
    )


def odt_table(rows: Sequence[Sequence[Cell]], heads: int = 0) -> str:
    """A table of OpenDocument: spans, covered cells, rows of heads."""
    found = ""
    for number, places in enumerate(_grid(rows)):
        row = ""
        for kind, cell in places:
            if kind != "begins" or cell is None:
                row += "<table:covered-table-cell/>"
                continue
            words = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in cell[0].split("\n"))
            row += (
                f'<table:table-cell table:number-rows-spanned="{cell[1]}" table:number-columns-spanned="{cell[2]}">'
                f"{words}</table:table-cell>"
            )
        row = f"<table:table-row>{row}</table:table-row>"
        if number < heads:
            row = ("<table:table-header-rows>" if not number else "") + row
            row += "</table:table-header-rows>" if number == heads - 1 else ""
        found += row
    return f"<table:table>{found}</table:table>"


def as_odt(body: str, *, styles: str = "", content: str = "", files: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument text."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
        ' xmlns:xml="http://www.w3.org/XML/1998/namespace"'
    )
    return as_zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:automatic-styles>{content}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>".encode(),
            "styles.xml": f"<office:document-styles {names}>{styles}</office:document-styles>".encode(),
            **(files or {}),
        }
    )


def in_odt() -> bytes:
    """The document as .odt."""
    lines = [f"<text:p>{html.escape(line)}</text:p>" for line in (*BEFORE, *BETWEEN, *BEHIND)]
    lines.insert(len(BEFORE), odt_table(INDICATORS, HEADS))
    lines.insert(len(BEFORE) + 2, odt_table([[_cell("\n".join(BOX))]]))
    return as_odt("".join(lines))


def rtf_words(words: str, *, gbk: bool = False) -> str:
    """Words in RTF: by their numbers in Unicode, or as bytes of GBK as old writers have them."""
    if gbk:
        return "".join(f"\\'{byte:02x}" for byte in words.encode("gb18030"))
    return "".join(char if char.isascii() and char not in "\\{}" else f"\\u{ord(char)}?" for char in words)


def rtf_table(rows: Sequence[Sequence[Cell]], heads: int = 0, *, gbk: bool = False) -> str:
    """A table of RTF: what is said of a row stands before it."""
    found = ""
    for number, places in enumerate(_grid(rows)):
        row, cells = "\\trowd" + ("\\trhdr" if number < heads else ""), ""
        for column, (kind, cell) in enumerate(places):
            if kind == "left" or cell is None:
                continue
            if cell[1] > 1:
                row += "\\clvmgf" if kind == "begins" else "\\clvmrg"
            row += f"\\cellx{1200 * (column + cell[2])}"
            words = cell[0] if kind == "begins" else ""
            cells += "\\par ".join(rtf_words(line, gbk=gbk) for line in words.split("\n")) + "\\cell "
        found += f"{row}\\pard\\intbl {cells}\\row\n"
    return found


def as_rtf(body: str) -> bytes:
    """An RTF document of a Chinese system."""
    fonts = "{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f1\\fswiss\\fcharset0 Arial;}}"
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{fonts}\\f0 {body}}}".encode("ascii")


def in_rtf(*, gbk: bool = False) -> bytes:
    """The document as .rtf."""
    lines = ["\\pard " + rtf_words(line, gbk=gbk) + "\\par\n" for line in (*BEFORE, *BETWEEN, *BEHIND)]
    lines.insert(len(BEFORE), rtf_table(INDICATORS, HEADS, gbk=gbk))
    lines.insert(len(BEFORE) + 2, rtf_table([[_cell("\n".join(BOX))]], gbk=gbk))
    return as_rtf("".join(lines))


# --- PDF --------------------------------------------------------------------------------------------------------


def in_pdf() -> bytes:
    """The document printed, its tables ruled."""
    return printed([*BEFORE, INDICATORS, *BETWEEN, [[_cell("\n".join(BOX))]], *BEHIND])


def printed(
    story: Sequence[str | Sequence[Sequence[Cell]]], *, heads: int = 0, watermark: str = "", head: str = ""
) -> bytes:
    """Lines and ruled tables on as many pages as they need; ``heads`` rows are printed again on each."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("line", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont("STSong-Light", 9)
        if head:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head)
        canvas.drawCentredString(A4[0] / 2, 34, f"- {document.page} -")
        if watermark:
            canvas.setFont("STSong-Light", 40)
            canvas.setFillGray(0.85)
            canvas.translate(300, 400)
            canvas.rotate(45)
            canvas.drawCentredString(0, 0, watermark)
        canvas.restoreState()

    found = []
    for part in story:
        if isinstance(part, str):
            found.append(Paragraph(html.escape(part), style))
            continue
        places = _grid(part)
        spans = [
            ("SPAN", (column, row), (column + cell[2] - 1, row + cell[1] - 1))
            for row, line in enumerate(places)
            for column, (kind, cell) in enumerate(line)
            if kind == "begins" and cell is not None and cell[1] * cell[2] > 1
        ]
        words = [
            [
                Paragraph("<br/>".join(html.escape(cell[0]).split("\n")), small)
                if kind == "begins" and cell
                else ""
                for kind, cell in line
            ]
            for line in places
        ]
        table = Table(words, colWidths=[440 / len(places[0])] * len(places[0]), repeatRows=heads)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]))
        found.append(table)
    data = io.BytesIO()
    SimpleDocTemplate(data, pagesize=A4).build(found, onFirstPage=decorate, onLaterPages=decorate)
    return data.getvalue()
