"""Walks the body of a Word document: paragraphs with the numbers that Word prints, tables, text boxes.

Takes the parsed document and its lists. Gives its lines and Grids in order. Changes are read as accepted; hidden and
deleted text, fields' codes and fallback copies of text boxes are left out, and counted where a person may miss them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.readers.grids import Part, SeenLine
from ingest.readers.word.docx_lists import Numbering
from ingest.readers.word.docx_looks import Looks
from ingest.readers.word.docx_tables import read_table
from ingest.readers.word.elements import child, is_on, local, value
from ingest.readers.word.list_counters import ListCounter

_SYMBOLS = {0x25: "%", 0xA3: "≤", 0xB3: "≥", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB9: "≠", 0xBB: "≈", 0xB7: "•"}
# What stands in a paragraph or run and is no text of its own, or no text that print shows.
_SKIPPED = frozenset(
    "pPr rPr del moveFrom instrText delText delInstrText Fallback rt sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr"
    " txbxContent oMathParaPr ctrlPr fldData pict drawing footnote endnote".split()
)
_LEFT_OUT = ("Word.Deletion", "Word.Comment")  # annotations of Word 2003


class BodyReader:
    """Walks one document; ``hidden`` counts the runs that print does not show."""

    def __init__(self, numbering: Numbering, styles: Any = None) -> None:
        self._numbering = numbering
        self._looks = Looks(styles, self._inline)
        self._counter = ListCounter(numbering.lists)
        self._open = ""  # a paragraph whose mark was deleted runs on into the next
        self.hidden = 0

    def parts(self, document: Any) -> list[Part]:
        """The lines and tables of the whole document, empty ones left out."""
        self._looks.learn(document)
        body = child(document, "body")
        parts = list(self._blocks(body if body is not None else document))
        return [part for part in [*parts, self._open] if not isinstance(part, str) or part.strip()]

    def _blocks(self, parent: Any) -> Iterator[Part]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from read_table(element, self._blocks)
            elif not _is_skipped(element, name):  # content controls, alternate content, insertions
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[Part]:
        text = self._inline(paragraph)
        number = apart = 0
        if text.strip() and not self._open:
            printed, words = self._number(paragraph), text.lstrip(" \t")
            apart = self._looks.apart(paragraph) - (len(text) - len(words))
            text, number = printed + words, len(printed)
        text, self._open = self._open + text, ""
        mark = child(paragraph, "pPr", "rPr")
        if mark is not None and any(local(each) in ("del", "moveFrom") for each in mark):
            self._open = text
        else:
            first, *more = text.split("\n")
            yield SeenLine(first, min(apart, len(first))) if apart > 0 and not number else first
            yield from more
        for box in _boxes(paragraph):
            yield from self._blocks(box)

    def _number(self, paragraph: Any) -> str:
        printed = child(paragraph, "pPr", "listPr", "t")  # Word 2003 states the number as printed
        if printed is not None:
            return value(printed) or ""
        style = child(paragraph, "pPr", "pStyle")
        own = child(paragraph, "pPr", "numPr")
        number = None if own is None else child(own, "numId")
        level = None if own is None else child(own, "ilvl")
        found = self._numbering.list_of(
            None if style is None else value(style),
            None if number is None else value(number),
            None if level is None else value(level),
        )
        return self._counter.number(*found) if found else ""

    def _inline(self, parent: Any) -> str:
        return "".join(self._pieces(parent))

    def _pieces(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = local(element)
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
            elif name == "f" and child(element, "den") is not None:  # a fraction of an equation
                yield f"{self._inline(child(element, 'num'))}/{self._inline(child(element, 'den'))}"
            elif name == "r" and is_on(element, "rPr", "vanish"):
                self.hidden += bool("".join(self._pieces(element)).strip())
            elif not _is_skipped(element, name):
                yield from self._pieces(element)


def changes(document: Any) -> Counter[str]:
    """How many stretches were inserted, deleted and moved while changes were tracked."""
    kinds = {"ins": "插入", "cellIns": "插入", "del": "删除", "cellDel": "删除", "moveTo": "移动"}
    names = {"Word.Insertion": "插入", "Word.Deletion": "删除"}
    found: Counter[str] = Counter()
    for element in document.iter():
        name = local(element)
        if name in kinds:
            found[kinds[name]] += 1
        elif name == "annotation" and value(element, "type") in names:
            found[names[value(element, "type") or ""]] += 1
    return found


def _is_skipped(element: Any, name: str) -> bool:
    return name in _SKIPPED or (name == "annotation" and value(element, "type") in _LEFT_OUT)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph, outermost only, each once (its fallback is the same again)."""
    for element in paragraph:
        name = local(element)
        if name == "txbxContent":
            yield element
        elif name not in ("Fallback", "del", "moveFrom", "pPr"):
            yield from _boxes(element)


def _symbol(element: Any) -> str:
    """A character of a symbol font: the signs that numbers need, nothing for ornaments."""
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    if "symbol" in (value(element, "font") or "").lower():
        return _SYMBOLS.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""
