"""Reads .docx: paragraphs with the numbers that Word prints, tables row by row, text boxes, accepted changes.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText, one paragraph a line, cells of a
row parted by a tab. Left out is what is no running text: headers, footers, comments, hidden and deleted text,
fallback copies of text boxes. Elements are told by their local names, so that the strict and the transitional form
of ISO/IEC 29500 read alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.packages import Package
from ingest.readers.refusals import damaged, with_macros
from ingest.readers.word.docx_lists import Numbering, read_numbering
from ingest.readers.word.list_counters import ListCounter

MAX_UNPACKED = 96 * 1024 * 1024
_SYMBOLS = {0x25: "%", 0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB9: "≠", 0xBB: "≈", 0xB7: "•"}
# What stands in a paragraph or run and is no text of its own, or no text that print shows.
_SKIPPED = frozenset(
    "pPr rPr del moveFrom instrText delText delInstrText Fallback rt sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr"
    " txbxContent oMathParaPr ctrlPr fldData pict drawing".split()
)


def read(path: Path, data: bytes) -> SourceText:
    """The text of a Word document. Raises UnreadableFile when it is damaged, locked or carries macros."""
    from lxml import etree

    package = Package(path.name, data, MAX_UNPACKED)
    if package.has("word/vbaProject.bin"):
        raise with_macros(path.name)
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )

        def part(name: str) -> Any:
            return etree.fromstring(package.read(name), parser) if package.has(name) else None

        document = etree.fromstring(package.read(_main_part(package)), parser)
        lines = _Reader(read_numbering(part("word/numbering.xml"), part("word/styles.xml"))).lines(document)
        text = "\n".join(lines)
        notes = _left_out(package, part)
    except (etree.XMLSyntaxError, RecursionError):
        raise damaged(path.name) from None
    if not text.strip():
        raise UnreadableFile(
            f"Word 文档“{path.name}”里没有文字（可能全是图片），请换一份有文字的文件，或存为 PDF 后用扫描件识别。"
        )
    return SourceText(path.name, text, "docx", hashlib.sha256(data).hexdigest(), notes=notes)


def _main_part(package: Package) -> str:
    name = "word/document.xml"
    if package.has(name):
        return name
    others = sorted(part.filename for part in package.parts if part.filename.startswith("word/document"))
    return others[0] if others else name


def _left_out(package: Package, part: Callable[[str], Any]) -> tuple[str, ...]:
    """What the reader leaves out, where a person may miss it."""
    found = []
    for name, what, tag in (
        ("word/footnotes.xml", "脚注", "footnote"),
        ("word/endnotes.xml", "尾注", "endnote"),
    ):
        root = part(name)
        texts = [] if root is None else [t for t in root.iter() if _local(t) == tag and _words(t)]
        if texts:
            found.append(f"{what} {len(texts)} 条没有读入，请对照原件。")
    if package.has("word/comments.xml"):
        found.append("批注没有读入。")
    return tuple(found)


def _words(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter() if _local(t) == "t").strip()


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Any, name: str = "val") -> str | None:
    return next((str(v) for key, v in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _child(element: Any, *names: str) -> Any:
    """The element at a path of local names below this one, None where there is none."""
    for name in names:
        element = next((child for child in element if _local(child) == name), None)
        if element is None:
            return None
    return element


class _Reader:
    """Walks one document."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counter = ListCounter(numbering.lists)
        self._open = ""  # a paragraph whose mark was deleted runs on into the next

    def lines(self, document: Any) -> list[str]:
        """The lines of the whole document, empty ones left out."""
        body = _child(document, "body")
        lines = list(self._blocks(body if body is not None else document))
        return [line for line in [*lines, self._open] if line.strip()]

    def _blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = _local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name not in _SKIPPED:  # content controls, custom XML, alternate content, insertions
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = self._inline(paragraph)
        if text.strip() and not self._open:
            text = self._number(paragraph) + text.lstrip(" \t")
        text, self._open = self._open + text, ""
        mark = _child(paragraph, "pPr", "rPr")
        if mark is not None and any(_local(each) in ("del", "moveFrom") for each in mark):
            self._open = text
        else:
            yield from text.split("\n")
        for box in _boxes(paragraph):
            yield from self._blocks(box)

    def _number(self, paragraph: Any) -> str:
        style = _child(paragraph, "pPr", "pStyle")
        own = _child(paragraph, "pPr", "numPr")
        number = None if own is None else _child(own, "numId")
        level = None if own is None else _child(own, "ilvl")
        found = self._numbering.list_of(
            None if style is None else _value(style),
            None if number is None else _value(number),
            None if level is None else _value(level),
        )
        return self._counter.number(*found) if found else ""

    def _inline(self, parent: Any) -> str:
        return "".join(self._pieces(parent))

    def _pieces(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = _local(element)
            if name == "t":
                yield element.text or ""
            elif name == "tab":
                yield "\t"
            elif name in ("br", "cr"):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _symbol(element)
            elif name == "f" and _child(element, "den") is not None:  # a fraction of an equation
                yield f"{self._inline(_child(element, 'num'))}/{self._inline(_child(element, 'den'))}"
            elif name == "r" and _is_hidden(element):
                continue
            elif name not in _SKIPPED:
                yield from self._pieces(element)

    def _table(self, table: Any) -> Iterator[str]:
        for row in _within(table, "tr"):
            if _child(row, "trPr", "del") is not None:
                continue
            cells = [list(self._blocks(cell)) for cell in _within(row, "tc")]
            cells = [[line.strip() for line in cell if line.strip()] for cell in cells]
            filled = [cell for cell in cells if cell]
            if len(filled) == 1:
                yield from filled[0]
            elif filled:
                yield "\t".join(" ".join(cell).replace("\t", " ") for cell in cells).strip("\t")


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also inside content controls and insertions, none of inner tables."""
    for element in parent:
        name = _local(element)
        if name == wanted:
            yield element
        elif name not in _SKIPPED and name not in ("tbl", "p"):
            yield from _within(element, wanted)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph, outermost only, each once (its fallback is the same again)."""
    for element in paragraph:
        name = _local(element)
        if name == "txbxContent":
            yield element
        elif name not in ("Fallback", "del", "moveFrom", "pPr"):
            yield from _boxes(element)


def _is_hidden(run: Any) -> bool:
    hidden = _child(run, "rPr", "vanish")
    return hidden is not None and _value(hidden) not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    """A character of a symbol font: the signs that numbers need, nothing for ornaments."""
    try:
        code = int(_value(element, "char") or "", 16)
    except ValueError:
        return ""
    if "symbol" in (_value(element, "font") or "").lower():
        return _SYMBOLS.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""
