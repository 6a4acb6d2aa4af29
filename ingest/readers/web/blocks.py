"""Cuts a web page into blocks: paragraphs, list items, headings and rows of tables, as a browser would show them.

Takes parsed markup. Gives Blocks in order, each with the elements it stands in, how much of it is a link, and what
looks like furniture of the page. Nothing is left out here but what no browser shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word.number_forms import print_number

_LINES = re.compile(r"\r\n?|\n|\f")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_UNSEEN = frozenset(
    "script style noscript template head title meta link svg math iframe object embed audio video canvas map select"
    " button input textarea option datalist rp rt dialog del".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark nobr o:p q rb ruby s samp small"
    " span st1:chsdate strike strong sub sup time tt u var wbr".split()
)
_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
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
_CELL_TEXT = 400  # a cell with more text than this lays out the page and is no cell of a table of figures
_CELL_BLOCKS = 6


@dataclass(slots=True)
class Block:
    """One line of the page."""

    text: str
    linked: int  # characters of it that lead to another page
    path: tuple[Any, ...]  # elements it stands in, outermost first
    row: bool = False  # a row of a table, cells parted by tabs

    @property
    def size(self) -> int:
        """Characters that are not blank."""
        return len(self.text) - sum(map(str.isspace, self.text))


@dataclass(slots=True)
class _Line:
    """The line that is being put together."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0


def page_blocks(root: Any) -> list[Block]:
    """All blocks below an element, empty ones left out."""
    return [block for block in _Walk().blocks(root) if block.text]


class _Walk:
    def __init__(self) -> None:
        self._line = _Line()
        self._number = ""  # of a list item, in front of its first words
        self._kept = 0  # depth of elements in which line breaks count

    def blocks(self, root: Any) -> Iterator[Block]:
        path = tuple(reversed([each for each in root.parents if each.name != "[document]"]))
        yield from self._element(root, path, linked=False)
        yield self._flush((*path, root))

    def _element(self, element: Any, path: tuple[Any, ...], *, linked: bool) -> Iterator[Block]:
        path = (*path, element)
        kept = element.name == "pre" or _KEEPS_BREAKS.search(str(element.get("style") or "")) is not None
        self._kept += kept
        for child in element.children:
            name = child.name
            if name is None:
                yield from self._text(child, path, linked)
            elif name == "br":
                yield self._flush(path)
            elif not is_seen(child):
                continue
            elif name in _INLINE:
                yield from self._element(child, path, linked=linked or _leads_away(child))
            elif name == "table" and not _lays_out(child):
                yield self._flush(path)
                yield from _rows(child, path)
            else:
                yield self._flush(path)
                if name == "li":
                    self._number = _item_number(child)
                yield from self._element(child, path, linked=linked or _leads_away(child))
                yield self._flush((*path, child))
                self._number = ""
        self._kept -= kept

    def _text(self, node: Any, path: tuple[Any, ...], linked: bool) -> Iterator[Block]:
        if type(node).__name__ not in ("NavigableString", "CData"):
            return  # comments, declarations
        for place, line in enumerate(_LINES.split(str(node)) if self._kept else (str(node),)):
            if place:
                yield self._flush(path)
            text = _BLANKS.sub(" ", line)
            self._line.pieces.append(text)
            if linked:
                self._line.linked += len(text.replace(" ", ""))

    def _flush(self, path: tuple[Any, ...]) -> Block:
        line, self._line = self._line, _Line()
        text = _BLANKS.sub(" ", "".join(line.pieces)).strip(" ")
        if text.strip() and self._number:
            text, self._number = self._number + text, ""
        return Block(text if text.strip() else "", line.linked, path)


def is_seen(element: Any) -> bool:
    """Whether a browser shows the element."""
    if element.name in _UNSEEN or element.has_attr("hidden"):
        return False
    style = element.get("style")
    return not (style and _HIDDEN.search(style))


def _leads_away(element: Any) -> bool:
    """A link to another page; one to a place on this page belongs to the text."""
    return element.name == "a" and not str(element.get("href") or "#").startswith("#")


def _rows(table: Any, path: tuple[Any, ...]) -> Iterator[Block]:
    path = (*path, table)
    for caption in table.find_all("caption"):
        yield Block(_words(caption), 0, path)
    for row in table.find_all("tr"):
        cells = [cell for cell in row.find_all(["td", "th"]) if is_seen(cell)]
        texts = [_words(cell) for cell in cells]
        linked = sum(
            len(_words(a).replace(" ", "")) for cell in cells for a in cell.find_all("a") if _leads_away(a)
        )
        yield Block("\t".join(texts).strip("\t"), linked, (*path, row), row=sum(map(bool, texts)) > 1)


def _words(element: Any) -> str:
    blocks = [block for block in _Walk().blocks(element) if block.text]
    return " ".join(block.text for block in blocks).replace("\t", " ")


def _lays_out(table: Any) -> bool:
    """A table that arranges parts of a page, or a frame around paragraphs: its cells are read one after another."""
    if table.find("table") is not None:
        return True
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    if all(len(row) <= 1 for row in rows):
        return True
    for cell in (cell for row in rows for cell in row):
        blocks = [block for block in _Walk().blocks(cell) if block.text]
        if len(blocks) > _CELL_BLOCKS and sum(block.size for block in blocks) > _CELL_TEXT:
            return True
    return False


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
