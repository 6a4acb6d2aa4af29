"""The lists of a .doc file: what its automatic numbers look like and which style belongs to which list.

Takes the opened file. Gives the same definitions as those of a .docx, by the number of the list as paragraphs name it,
and the property modifiers of every paragraph style. Layout: [MS-DOC], 2.9.131 (LFO), 2.9.147 (LSTF), 2.9.150 (LVLF),
2.9.271 (STSH).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ingest.readers.word.doc_structures import LISTS, OVERRIDES, STYLES, BadStructure, WordFile, modifiers
from ingest.readers.word.list_counters import ListDefinition, ListLevel

_LEVELS = 9
_LINKS = 20
_NO_STYLE = 0x0FFF
# Names of number formats in the order of their codes (MSONFC), the same order as in .docx.
_FORMS = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago"
    " ideographDigital japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal"
    " japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero"
    " bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese"
    " ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional taiwaneseCounting"
    " ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified"
    " chineseCountingThousand"
).split()


@dataclass(slots=True)
class _Cursor:
    """A place in the table stream that moves on with each reading."""

    data: bytes
    at: int

    def take(self, form: str) -> tuple[int, ...]:
        try:
            found = struct.unpack_from(form, self.data, self.at)
        except struct.error:
            raise BadStructure("list outside the file") from None
        self.at += struct.calcsize(form)
        return found

    def bytes(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def read_lists(file: WordFile) -> dict[str, ListDefinition]:
    """The lists by the number that paragraphs name (from 1)."""
    abstract = _abstract(file)
    start, length = file.structure(OVERRIDES)
    if not length:
        return {}
    cursor = _Cursor(file.table, start)
    (count,) = cursor.take("<I")
    heads = [cursor.take("<i8xB3x") for _ in range(count)]
    lists: dict[str, ListDefinition] = {}
    for number, (key, overrides) in enumerate(heads, 1):
        cursor.take("<I")
        levels = dict(abstract.get(key, {}))
        starts: dict[int, int] = {}
        for _ in range(overrides):
            first, flags = cursor.take("<iI")
            level = flags & 0xF
            if flags & 0x20:
                levels[level] = _level(cursor)
                first = levels[level].start
            if flags & 0x10:
                starts[level] = first
        if levels:
            lists[str(number)] = ListDefinition(str(key), levels, starts)
    return lists


def _abstract(file: WordFile) -> dict[int, dict[int, ListLevel]]:
    start, length = file.structure(LISTS)
    if not length:
        return {}
    cursor = _Cursor(file.table, start)
    (count,) = cursor.take("<H")
    heads = [cursor.take("<i22xBx") for _ in range(count)]
    cursor.at = start + length  # the levels stand behind the structure, list after list
    return {
        key: {level: _level(cursor) for level in range(1 if flags & 1 else _LEVELS)} for key, flags in heads
    }


def _level(cursor: _Cursor) -> ListLevel:
    start, code, flags = cursor.take("<iBB")
    cursor.bytes(_LEVELS)
    follow, characters, paragraph, limit = cursor.take("<B8xBBBx")
    cursor.bytes(characters + paragraph)
    (length,) = cursor.take("<H")
    raw = cursor.bytes(2 * length).decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if ord(char) < _LEVELS else char for char in raw)
    form = "none" if code == 0xFF else _FORMS[code] if code < len(_FORMS) else "decimal"
    restart = limit if flags & 0x08 else None
    return ListLevel(form, text, start, restart, bool(flags & 0x04), follow != 2)


def read_styles(file: WordFile) -> dict[int, dict[int, int]]:
    """The paragraph properties that each style states, those of the styles it is based on included."""
    start, length = file.structure(STYLES)
    cursor = _Cursor(file.table, start)
    (header,) = cursor.take("<H")
    count, base = struct.unpack_from("<HH", cursor.bytes(header))
    own: dict[int, tuple[int, dict[int, int]]] = {}
    for number in range(count):
        (size,) = cursor.take("<H")
        if size:
            own[number] = _style(cursor.bytes(size), base)
        if cursor.at > start + length:
            raise BadStructure("styles outside their part")
    return {number: _inherited(number, own) for number in own}


def _style(data: bytes, base: int) -> tuple[int, dict[int, int]]:
    kind, parent = data[2] & 0xF, struct.unpack_from("<H", data, 2)[0] >> 4
    if kind != 1:  # not a paragraph style
        return _NO_STYLE, {}
    at = base + 2 * struct.unpack_from("<H", data, base)[0] + 4  # behind the name and its zero
    size = struct.unpack_from("<H", data, at)[0] if at + 2 <= len(data) else 0
    return parent, modifiers(data[at + 4 : at + 2 + size])


def _inherited(number: int, own: dict[int, tuple[int, dict[int, int]]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for _ in range(_LINKS):
        if number not in own:
            break
        parent, properties = own[number]
        found = {**properties, **found}
        number = parent
    return found
