"""The binary structures of a .doc file that hold its text: file block, pieces, runs and paragraphs.

Takes the streams of the compound file. Gives the characters of the document with, for each paragraph, style and
properties, and for each run whether it is shown. Layout: [MS-DOC], sections 2.5 (Fib), 2.8.35 (PlcPcd), 2.9.38 (Clx),
2.9.33 and 2.9.174 (formatted disk pages), 2.6 (single property modifiers). Any structure that contradicts itself
raises BadStructure.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_IDENT = 0xA5EC
_FIRST_VERSION = 0x00C1  # Word 97
_PAGE = 512
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
# Places in the file block: lengths of the parts of the document, and where structures lie in the table stream.
_LENGTHS = 0x4C
_PAIRS = 0x9A
_CHARACTER_PAGES, _PARAGRAPH_PAGES, _CLX = 12, 13, 33
STYLES, LISTS, OVERRIDES = 1, 73, 74
# Sizes of the operands of property modifiers by the top three bits of their codes; 6 states its own size.
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_STATES_SIZE = 6
HIDDEN, DELETED, INSERTED, SPECIAL = 0x083C, 0x0800, 0x0801, 0x0855
LEVEL, OVERRIDE, IN_TABLE, ROW_END = 0x260A, 0x460B, 0x2416, 0x2417
# Of the row that a mark ends: whether it is repeated on each page, its cells, cells joined with those above.
HEAD_ROW, TABLE, JOINED_CELL = 0x3404, 0xD608, 0xD62B
_ELSEWHERE = (0x6646, 0x646B)  # the properties are so many that they lie in the stream Data
_LONG_OPERANDS = {TABLE: 2, 0xC615: 1}


class BadStructure(ValueError):
    """The file is not what it says it is."""


class Locked(ValueError):
    """The file needs a password."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of the file, each with something: ``starts`` are byte offsets, the last one ends the last."""

    starts: list[int]
    values: list[bytes]

    def at(self, offset: int) -> bytes:
        """What holds at a byte offset, b"" where nothing is stated."""
        place = bisect_right(self.starts, offset) - 1
        return self.values[place] if 0 <= place < len(self.values) else b""


@dataclass(frozen=True, slots=True)
class DocParagraph:
    """One paragraph: its characters (its mark included) with the byte offset of each."""

    chars: str
    offsets: tuple[int, ...]


class WordFile:
    """One .doc file: ``main`` is the stream WordDocument, ``data`` the stream Data."""

    def __init__(self, main: bytes, tables: dict[str, bytes], data: bytes = b"") -> None:
        self.main = main
        self._data = data
        if self._short(0) != _IDENT or self._short(2) < _FIRST_VERSION:
            raise BadStructure("not a Word 97 file")
        flags = self._short(0x0A)
        if flags & _ENCRYPTED:
            raise Locked("encrypted")
        try:
            self.table = tables["1Table" if flags & _SECOND_TABLE else "0Table"]
        except KeyError:
            raise BadStructure("no table stream") from None
        self.lengths = struct.unpack_from("<8I", main, _LENGTHS) if len(main) >= _LENGTHS + 32 else (0,) * 8
        self._pieces = list(self._read_pieces())
        self.characters = self._pages(_CHARACTER_PAGES, 1)
        self.paragraphs = self._pages(_PARAGRAPH_PAGES, 13)

    def structure(self, number: int) -> tuple[int, int]:
        """Offset and length of a structure in the table stream."""
        start, length = struct.unpack_from("<II", self.main, _PAIRS + 8 * number)
        if start + length > len(self.table):
            raise BadStructure("structure outside the table stream")
        return start, length

    def properties(self, paragraph: DocParagraph) -> tuple[int, bytes]:
        """The style of a paragraph and its own property modifiers."""
        raw = self.paragraphs.at(paragraph.offsets[-1])
        style, own = int.from_bytes(raw[:2], "little"), raw[2:]
        found = modifiers(own)
        at = next((found[code] for code in _ELSEWHERE if code in found), None)
        if at is not None and at + 2 <= len(self._data):
            size = int.from_bytes(self._data[at : at + 2], "little")
            own += self._data[at + 2 : at + 2 + size]
        return style, own

    def text(self, start: int, length: int) -> Iterator[DocParagraph]:
        """The paragraphs of a part of the document, told by character positions."""
        chars: list[str] = []
        offsets: list[int] = []
        for char, offset in self._characters(start, start + length):
            chars.append(char)
            offsets.append(offset)
            if char in "\r\x07\x0c":
                yield DocParagraph("".join(chars), tuple(offsets))
                chars, offsets = [], []
        if chars:
            yield DocParagraph("".join(chars), tuple(offsets))

    def _characters(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        for first, last, offset, width in self._pieces:
            for position in range(max(first, start), min(last, end)):
                at = offset + (position - first) * width
                raw = self.main[at : at + width]
                if len(raw) < width:
                    raise BadStructure("piece outside the file")
                yield (
                    raw.decode(
                        "cp1252" if width == 1 else "utf-16-le", "replace" if width == 1 else "surrogatepass"
                    ),
                    at,
                )

    def _read_pieces(self) -> Iterator[tuple[int, int, int, int]]:
        """First and last character position of each piece, its byte offset, bytes a character."""
        start, length = self.structure(_CLX)
        at, end = start, start + length
        while at < end and self.table[at] == 1:  # formatting that pieces share
            at += 3 + struct.unpack_from("<H", self.table, at + 1)[0]
        if at + 5 > end or self.table[at] != 2:
            raise BadStructure("no pieces")
        size = struct.unpack_from("<I", self.table, at + 1)[0]
        count = (size - 4) // 12
        at += 5
        if count < 1 or at + size > len(self.table):
            raise BadStructure("no pieces")
        positions = struct.unpack_from(f"<{count + 1}I", self.table, at)
        for place in range(count):
            stated = struct.unpack_from("<I", self.table, at + 4 * (count + 1) + 8 * place + 2)[0]
            narrow = bool(stated & 0x40000000)
            offset = stated & 0x3FFFFFFF
            if positions[place] > positions[place + 1]:
                raise BadStructure("pieces out of order")
            yield (
                positions[place],
                positions[place + 1],
                offset // 2 if narrow else offset,
                1 if narrow else 2,
            )

    def _pages(self, number: int, width: int) -> Runs:
        """The properties on all formatted pages of one kind, in the order of the file."""
        start, length = self.structure(number)
        count = (length - 4) // 8
        if count < 1:
            return Runs([], [])
        pages = struct.unpack_from(f"<{count}I", self.table, start + 4 * (count + 1))
        found: list[tuple[int, bytes]] = []
        for page in pages:
            found.extend(self._page(_PAGE * (page & 0x3FFFFF), width))
        found.sort(key=lambda each: each[0])
        return Runs([first for first, _ in found], [value for _, value in found])

    def _page(self, at: int, width: int) -> Iterator[tuple[int, bytes]]:
        page = self.main[at : at + _PAGE]
        if len(page) < _PAGE:
            raise BadStructure("page outside the file")
        count = page[_PAGE - 1]
        if 4 * (count + 1) + width * count >= _PAGE:
            raise BadStructure("crowded page")
        starts = struct.unpack_from(f"<{count + 1}I", page)
        for place in range(count):
            word = page[4 * (count + 1) + width * place]
            yield starts[place], _properties(page, 2 * word, paragraph=width > 1) if word else b""

    def _short(self, at: int) -> int:
        if at + 2 > len(self.main):
            raise BadStructure("too short")
        return int(struct.unpack_from("<H", self.main, at)[0])


def _properties(page: bytes, at: int, *, paragraph: bool) -> bytes:
    """The bytes of a property list on a page; those of a paragraph begin with its style."""
    size = page[at]
    if not paragraph:
        return page[at + 1 : at + 1 + size]
    if size:
        return page[at + 1 : at + 2 * size]
    return page[at + 2 : at + 2 + 2 * page[at + 1]]


def modifiers(properties: bytes) -> dict[int, int]:
    """The property modifiers of a list with their operands; the last of each kind counts."""
    return {
        code: int.from_bytes(operand, "little")
        for code, operand in _each(properties)
        if code >> 13 != _STATES_SIZE
    }


def long_operands(properties: bytes, code: int) -> list[bytes]:
    """The operands of a modifier that states its own size, as often as it stands in a list."""
    return [operand for found, operand in _each(properties) if found == code]


def _each(properties: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 <= len(properties):
        code = int.from_bytes(properties[at : at + 2], "little")
        at += 2
        kind = code >> 13
        if kind == _STATES_SIZE:
            wide = _LONG_OPERANDS.get(code, 1)
            size = int.from_bytes(properties[at : at + wide], "little") - (code == TABLE)
            at += wide
        else:
            size = _OPERANDS[kind]
        yield code, properties[at : at + max(0, size)]
        at += max(0, size)
