"""Reads .odt, the OpenDocument text of LibreOffice and of WPS: lines, tables, the numbers of lists.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText like that of a .docx. Headers, notes,
comments, pictures and hidden text are left out, and said; changes are read as accepted. Elements are told by their
local names. Layout: ISO/IEC 26300-1, 5 (text), 9 (tables).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.grids import Grid, Part, SeenLine, Spanned, compose_seen, placed
from ingest.readers.left_out import LeftOut
from ingest.readers.packages import Package
from ingest.readers.refusals import damaged, encrypted, with_macros
from ingest.readers.word.docx import MAX_UNPACKED, xml_parser
from ingest.readers.word.elements import child, local, value
from ingest.readers.word.list_counters import ListCounter
from ingest.readers.word.odt_lists import Lists, read_lists
from ingest.readers.word.odt_looks import OdtLooks

_KIND = "application/vnd.oasis.opendocument.text"
_SKIPPED = frozenset(
    "tracked-changes note annotation annotation-end forms sequence-decls variable-decls user-field-decls image object"
    " object-ole desc title hidden-text hidden-paragraph ruby-text script meta bookmark-start".split()
)
_CHANGES = {"insertion": "插入", "deletion": "删除", "format-change": ""}
_MOST_COPIES = 200  # of a cell or row that states how often it is repeated


def read(path: Path, data: bytes) -> SourceText:
    """The text of an OpenDocument text. Raises UnreadableFile when it is damaged, locked or no text."""
    from lxml import etree

    package = Package(path.name, data, MAX_UNPACKED)
    kind = package.read("mimetype").decode("ascii", "replace").strip() if package.has("mimetype") else _KIND
    if not kind.startswith(_KIND):
        raise UnreadableFile(
            f"“{path.name}”是 OpenDocument 表格或演示文稿，请把需要的内容另存为 .docx 或 .txt 后再导入。"
        )
    if any(part.filename.startswith(("Basic/", "Scripts/")) for part in package.parts):
        raise with_macros(path.name)
    parser = xml_parser()
    try:
        if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read(
            "META-INF/manifest.xml"
        ):
            raise encrypted(path.name)
        content = etree.fromstring(package.read("content.xml"), parser)
        styles = etree.fromstring(package.read("styles.xml"), parser) if package.has("styles.xml") else None
        reader = _Reader(content, styles)
        text, tables, looks = compose_seen(reader.parts())
    except (etree.XMLSyntaxError, RecursionError):
        raise damaged(path.name) from None
    if not text.strip():
        raise UnreadableFile(f"文档“{path.name}”里没有文字（可能全是图片），请换一份有文字的文件。")
    notes = reader.left_out().sentences
    return SourceText(path.name, text, "odt", hashlib.sha256(data).hexdigest(), notes, tables, looks)


class _Reader:
    """Walks one document."""

    def __init__(self, content: Any, styles: Any) -> None:
        self._content, self._styles = content, styles
        self._lists: Lists = read_lists(content, styles)
        self._counter = ListCounter(self._lists.definitions)
        self._unseen = {
            value(style, "name")
            for root in (content, styles)
            if root is not None
            for style in root.iter()
            if local(style) == "style" and _is_unseen(style)
        }
        self._hidden = 0
        self._looks = OdtLooks([root for root in (content, styles) if root is not None], _SKIPPED)
        self._looks.learn(content)

    def parts(self) -> list[Part]:
        """The lines and tables of the document, empty lines left out."""
        body = child(self._content, "body", "text")
        found = [] if body is None else list(self._blocks(body))
        return [part for part in found if not isinstance(part, str) or part.strip()]

    def left_out(self) -> LeftOut:
        """What is not in the parts, once they are read."""
        elements = Counter(local(each) for each in self._content.iter())
        notes = Counter(value(each, "note-class") for each in self._content.iter() if local(each) == "note")
        pages = [] if self._styles is None else list(self._styles.iter())
        return LeftOut(
            footnotes=notes["footnote"],
            endnotes=notes["endnote"],
            comments=elements["annotation"],
            hidden=self._hidden,
            pictures=elements["image"],
            objects=elements["object"] + elements["object-ole"],
            changes=Counter(
                {word: elements[name] for name, word in _CHANGES.items() if word and elements[name]}
            ),
            heads=["".join(each.itertext()) for each in pages if local(each) in ("header", "footer")],
        )

    def _blocks(self, parent: Any, number: str = "") -> Iterator[Part]:
        """What stands below an element; ``number`` goes in front of the first paragraph that has words."""
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                printed = number or (self._heading_number(element) if name == "h" else "")
                lines = list(self._paragraph(element, printed))
                number = "" if any(isinstance(line, str) and line.strip() for line in lines) else number
                yield from lines
            elif name == "list":
                yield from self._list(element, 0, None)
            elif name == "table":
                yield from self._table(element)
            elif name and name not in _SKIPPED:  # sections, contents lists, frames
                yield from self._blocks(element)

    def _list(self, element: Any, level: int, outer: str | None) -> Iterator[Part]:
        name = self._lists.name_of(element, outer)
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            style = value(item, "style-override")
            own = self._lists.styled(name, style) if style else name
            words = [each for each in item if local(each) != "list"]
            number = ""
            if local(item) == "list-item" and any(local(each) in ("p", "h") for each in words):
                number = self._counter.number(self._lists.starting(item, own, level), level)
            yield from self._blocks(words, number)
            for each in item:
                if local(each) == "list":
                    yield from self._list(each, level + 1, own)

    def _heading_number(self, heading: Any) -> str:
        level = value(heading, "outline-level") or "1"
        if not level.isdecimal() or value(heading, "is-list-header") == "true":
            return ""
        return self._counter.number(self._lists.outline, min(int(level), 10) - 1)

    def _paragraph(self, paragraph: Any, number: str) -> Iterator[Part]:
        frames: list[Any] = []
        text = "".join(self._pieces(paragraph, frames))
        if text.strip():
            text = number + text.lstrip(" \t")
        first, *more = text.split("\n")
        apart = "" if number else self._looks.apart(paragraph).lstrip(" \t")
        yield SeenLine(first, len(apart)) if apart and first.startswith(apart) else first
        yield from more
        for frame in frames:
            yield from self._blocks(frame)

    def _pieces(self, element: Any, frames: list[Any]) -> Iterator[str]:
        name = local(element)
        if name in _SKIPPED:
            return
        if name == "text-box":
            frames.append(element)
            return
        if value(element, "style-name") in self._unseen:
            self._hidden += bool("".join(element.itertext()).strip())
            return
        if name == "s":
            count = value(element, "c") or "1"
            yield " " * (min(int(count), 100) if count.isdecimal() else 1)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        else:
            yield " ".join((element.text or "").split("\n"))
            for each in element:
                yield from self._pieces(each, frames)
                yield " ".join((each.tail or "").split("\n"))

    def _table(self, table: Any) -> Iterator[Part]:
        rows: list[list[Spanned]] = []
        head = 0
        inner: list[Part] = []
        for row, is_head in _rows(table, head=False):
            cells: list[Spanned] = []
            for cell in row:
                if local(cell) != "table-cell":  # a covered cell holds no words of its own
                    continue
                parts = [part for part in self._blocks(cell) if not isinstance(part, str) or part.strip()]
                inner += parts
                spans = (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
                text = "\n".join(_words(part) for part in parts)
                cells += [Spanned(text, *spans)] * _count(cell, "number-columns-repeated")
            rows += [cells] * (_count(row, "number-rows-repeated") if any(cell.text for cell in cells) else 1)
            head += is_head and head == len(rows) - 1
        grid = placed(rows, head)
        if grid.width <= 1 and any(isinstance(part, Grid) for part in inner):
            yield from inner  # a frame around a table gives way to it
        else:
            yield grid


def _rows(parent: Any, *, head: bool) -> Iterator[tuple[Any, bool]]:
    for element in parent:
        name = local(element)
        if name == "table-row":
            yield element, head
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element, head=head or name == "table-header-rows")


def _words(part: Part) -> str:
    return part if isinstance(part, str) else " ".join(part.lines)


def _count(element: Any, name: str) -> int:
    stated = value(element, name) or "1"
    return max(1, min(int(stated), _MOST_COPIES)) if stated.isdecimal() and len(stated) < 9 else 1


def _is_unseen(style: Any) -> bool:
    text = child(style, "text-properties")
    return text is not None and value(text, "display") == "none"
