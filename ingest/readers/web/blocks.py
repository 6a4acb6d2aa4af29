"""Cuts a web page into blocks: paragraphs, list items, headings and rows of tables, as a browser would show them.

Takes parsed markup. Gives Blocks in order, each with the elements it stands in and how much of it is a link; a table is
one Block. Nothing is left out here but what no browser shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.grids import Grid
from ingest.readers.web.elements import is_bold, is_seen, leads_away
from ingest.readers.web.page_tables import captions, is_bordered, read_table
from ingest.readers.word.number_forms import print_number

_LINES = re.compile(r"\r\n?|\n|\f")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark nobr o:p q rb ruby s samp small"
    " span st1:chsdate strike strong sub sup time tt u var wbr".split()
)
_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_LIST_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified", "cjk-decimal": "ideographDigital", "none": "none",
    "cjk-heavenly-stem": "ideographTraditional", "cjk-earthly-branch": "ideographZodiac",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_CHINESE_FORMS = ("chinese", "ideograph")


@dataclass(slots=True)
class Block:
    """One line of the page, or one table."""

    text: str  # of a table its rows, a row a line, cells parted by tabs
    linked: int  # characters of it that lead to another page
    path: tuple[Any, ...]  # elements it stands in, outermost first
    grid: Grid | None = None
    row: bool = False  # words side by side, whether it is kept as a table or not
    nested: int = 0  # numbered lists around the one that prints its number
    apart: int = 0  # characters at its beginning that are bold or of a heading

    @property
    def size(self) -> int:
        """Characters that are not blank."""
        return len(self.text) - sum(map(str.isspace, self.text))


@dataclass(slots=True)
class _Line:
    """The line that is being put together."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0  # pieces at its beginning that are printed apart


def page_blocks(root: Any) -> list[Block]:
    """All blocks below an element, empty ones left out."""
    return [block for block in _Walk().blocks(root) if block.text]


class _Walk:
    def __init__(self) -> None:
        self._line = _Line()
        self._number = ""  # of a list item, in front of its first words
        self._nested = 0  # of that number
        self._kept = 0  # depth of elements in which line breaks count
        self._bold = 0  # depth of elements that are printed apart

    def blocks(self, root: Any) -> Iterator[Block]:
        path = tuple(reversed([each for each in root.parents if each.name != "[document]"]))
        yield from self._element(root, path, linked=False)
        yield self._flush((*path, root))

    def _element(self, element: Any, path: tuple[Any, ...], *, linked: bool) -> Iterator[Block]:
        path = (*path, element)
        kept = element.name == "pre" or _KEEPS_BREAKS.search(str(element.get("style") or "")) is not None
        bold = is_bold(element)
        self._kept += kept
        self._bold += bold
        for child in element.children:
            name = child.name
            if name is None:
                yield from self._text(child, path, linked)
            elif name == "br":
                yield self._flush(path)
            elif not is_seen(child):
                continue
            elif name in _INLINE:
                yield from self._element(child, path, linked=linked or leads_away(child))
            elif name == "table" and (grid := read_table(child, _lines)) is not None:
                yield self._flush(path)
                yield from _table(child, grid, path)
            else:
                yield self._flush(path)
                if name == "li":
                    self._number = _item_number(child)
                    self._nested = len(child.find_parents("ol")) - 1
                yield from self._element(child, path, linked=linked or leads_away(child))
                yield self._flush((*path, child))
                self._number = ""
        self._kept -= kept
        self._bold -= bold

    def _text(self, node: Any, path: tuple[Any, ...], linked: bool) -> Iterator[Block]:
        if type(node).__name__ not in ("NavigableString", "CData"):
            return  # comments, declarations
        for place, line in enumerate(_LINES.split(str(node)) if self._kept else (str(node),)):
            if place:
                yield self._flush(path)
            text = _BLANKS.sub(" ", line)
            if (self._bold or not text.strip()) and self._line.bold == len(self._line.pieces):
                self._line.bold += 1
            self._line.pieces.append(text)
            if linked:
                self._line.linked += len(text.replace(" ", ""))

    def _flush(self, path: tuple[Any, ...]) -> Block:
        line, self._line = self._line, _Line()
        text = _BLANKS.sub(" ", "".join(line.pieces)).strip(" ")
        apart = len(_BLANKS.sub(" ", "".join(line.pieces[: line.bold])).lstrip(" "))
        nested = 0
        if text.strip() and self._number:
            text, self._number, nested, apart = self._number + text, "", self._nested, 0
        return Block(
            text if text.strip() else "", line.linked, path, nested=nested, apart=min(apart, len(text))
        )


def _table(table: Any, grid: Grid, path: tuple[Any, ...]) -> Iterator[Block]:
    for caption in captions(table):
        yield Block(" ".join(_lines(caption)), 0, path)
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.text.split("\n")))
    text = "\n".join("\t".join(row).strip("\t") for row in rows.values()).strip()
    linked = sum(
        len(line.replace(" ", "")) for a in table.find_all("a") if leads_away(a) for line in _lines(a)
    )
    # A single row that the page draws no lines around is a line: a name and a date, a fact about the page.
    shown = None if grid.height == 1 < grid.width and not is_bordered(table) else grid
    yield Block(text, linked, path, shown, row=True)


def _lines(element: Any) -> list[str]:
    """The lines that stand in an element."""
    return [block.text.replace("\t", " ") for block in _Walk().blocks(element) if block.text]


def _item_number(item: Any) -> str:
    """The number that a browser prints in front of an item of a numbered list."""
    parent = item.find_parent(["ol", "ul"])
    if parent is None or parent.name != "ol":
        return ""
    form = _form_of(item) or _form_of(parent) or "decimal"
    items = [each for each in parent.find_all("li", recursive=False) if is_seen(each)]
    value = _whole(parent.get("start"), len(items) if parent.has_attr("reversed") else 1)
    step = -1 if parent.has_attr("reversed") else 1
    for each in items:
        value = _whole(each.get("value"), value)
        if each is item:
            break
        value += step
    printed = print_number(value, form)
    if not printed:
        return ""
    return f"{printed}、" if form.startswith(_CHINESE_FORMS) else f"{printed}. "


def _form_of(element: Any) -> str | None:
    style = _LIST_STYLE.search(str(element.get("style") or ""))
    named = style[1].lower() if style else element.get("type")
    return _LIST_FORMS.get(str(named)) if named else None


def _whole(text: Any, otherwise: int) -> int:
    return int(text) if isinstance(text, str) and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise
