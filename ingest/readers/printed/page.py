"""One printed page as lines and tables, in the order in which the page draws them.

Takes the characters of a page and its Frames. Gives a PrintedPage. A character belongs to the cell that encloses its
middle. A frame around nothing, around the whole page, or around a word of a drawing is no table: its text stays lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.readers.printed.characters import Character
from ingest.readers.printed.frames import Box, Frame

_BOX = re.compile(r"\s*专\s*栏")
_PAGE = 0.8  # a frame of this part of the page's height is its border
_NARROW = 0.4  # a frame of less than this part of the page's width stands in a drawing
_FILLED = 0.15  # a net with words in fewer of its places is a drawing
_SAME_BASE = 0.5  # parts of a character's size
_WORDS = 1.5  # sizes between words that stand apart in a cell
_PADDING = 14.0  # points between the words of a cell and its lines, both sides together
_WIDE_BLANK = "\u3000"  # is typed on purpose; other blanks in a cell follow from the places of the words
_LATIN_WORDS = 0.3  # sizes between two words or numbers


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and where it stands."""

    text: str
    base: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its text; line breaks stay only in a frame of one column."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of one page."""

    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    high: float
    low: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What stands on a page."""

    items: tuple[Line | RuledTable, ...]
    low: float  # its lower edge
    high: float


@dataclass(slots=True)
class _Taken:
    """A frame and the characters in its cells."""

    frame: Frame
    owners: dict[tuple[int, int], int]  # row and column -> place of the cell
    cells: list[list[Character]] = field(default_factory=list)
    rising: tuple[float, ...] = ()  # its level edges from the foot up

    def cell_of(self, char: Character) -> int | None:
        """The cell that encloses a character."""
        x, y = (char.left + char.right) / 2, char.middle
        frame = self.frame
        if not (frame.left <= x < frame.right and frame.low <= y < frame.high):
            return None
        row = len(self.rising) - 1 - bisect_right(self.rising, y)
        return self.owners.get((row, bisect_right(frame.xs, x) - 1))


def read_page(
    characters: Sequence[Character], found: Iterable[Frame], edges: tuple[float, float, float, float]
) -> PrintedPage:
    """The lines and tables of a page; ``edges`` are its left, lower, right and upper one."""
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    taken = [_take(frame) for frame in found]
    taken.sort(key=lambda each: (each.frame.right - each.frame.left) * (each.frame.high - each.frame.low))
    places = _spread(characters, taken)
    kept = {id(each) for each in taken if _is_table(each, width, height)}
    for each in taken:
        if id(each) in kept and _holds_another(each, [t for t in taken if id(t) in kept]):
            kept.discard(id(each))
    if len(kept) < len(taken):
        taken = [each for each in taken if id(each) in kept]
        for each in taken:
            each.cells = [[] for _ in each.cells]
        places = _spread(characters, taken)
    return PrintedPage(tuple(_items(characters, places)), edges[1], edges[3])


def _take(frame: Frame) -> _Taken:
    owners = {
        (row, column): place
        for place, box in enumerate(frame.boxes)
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    }
    return _Taken(frame, owners, [[] for _ in frame.boxes], tuple(reversed(frame.ys)))


def _spread(characters: Sequence[Character], taken: Sequence[_Taken]) -> list[_Taken | None]:
    """Puts the characters into the cells; the frame that holds each, None for those between."""
    places: list[_Taken | None] = []
    for char in characters:
        owner = None
        for each in taken:
            cell = each.cell_of(char)
            if cell is not None:
                each.cells[cell].append(char)
                owner = each
                break
        places.append(owner)
    return places


def _is_table(taken: _Taken, width: float, height: float) -> bool:
    frame = taken.frame
    texts = ["".join(char.text for char in cell).strip() for cell in taken.cells]
    filled = sum(map(bool, texts))
    if not filled:
        return False
    if len(frame.xs) > 2 and not frame.is_single:
        return filled > 1 and filled >= _FILLED * len(texts)
    first = next(text for text in texts if text)
    if _BOX.match(first):
        return True
    lines = len({round(char.base) for cell in taken.cells for char in cell})
    is_border = frame.high - frame.low >= _PAGE * height
    return not is_border and lines > 1 and frame.right - frame.left >= _NARROW * width


def _holds_another(outer: _Taken, others: Iterable[_Taken]) -> bool:
    """Whether another table stands inside this frame of one column; in a cell of several it is words of the cell."""
    frame = outer.frame
    return len(frame.xs) == 2 and any(
        each is not outer
        and frame.left <= each.frame.left
        and each.frame.right <= frame.right
        and frame.low <= each.frame.low
        and each.frame.high <= frame.high
        for each in others
    )


def _items(characters: Sequence[Character], places: Sequence[_Taken | None]) -> Iterable[Line | RuledTable]:
    line: list[Character] = []
    done: set[int] = set()
    was_in: _Taken | None = None
    for char, owner in zip(characters, places, strict=True):
        if owner is not None or was_in is not None or char.before == "\n":
            if line:
                yield _line(line)
            line = []
        was_in = owner
        if owner is None:
            line.append(char)
        elif id(owner) not in done:
            done.add(id(owner))
            yield _table(owner)
    if line:
        yield _line(line)


def _line(characters: Sequence[Character]) -> Line:
    text = characters[0].text + "".join(char.before + char.text for char in characters[1:])
    return Line(text, characters[0].base)


def _table(taken: _Taken) -> RuledTable:
    frame = taken.frame
    width = len(frame.xs) - 1
    cells = tuple(
        Cell(box, _text(characters, box.right - box.left, as_lines=box.columns == width))
        for box, characters in zip(frame.boxes, taken.cells, strict=True)
    )
    return RuledTable(cells, frame.xs, frame.high, frame.low)


def _text(characters: Sequence[Character], width: float, *, as_lines: bool) -> str:
    """The text of a cell of this width: its lines from the top down, joined as they were before print broke them."""
    lines: list[list[Character]] = []
    for char in sorted(characters, key=lambda each: -each.base):
        if not char.text.strip() and char.text != _WIDE_BLANK:
            continue
        if lines and abs(lines[-1][0].base - char.base) <= _SAME_BASE * max(char.size, lines[-1][0].size):
            lines[-1].append(char)
        else:
            lines.append([char])
    lines = [line for line in lines if any(char.text != _WIDE_BLANK for char in line)]
    texts = [_joined(line) for line in lines]
    if as_lines:
        return "\n".join(texts)
    found = "".join(texts[:1])
    for above, text, line in zip(lines, texts[1:], lines[1:], strict=False):
        found += ("" if _runs_on(above, found[-1], text[0], line[0].size, width) else " ") + text
    return found


def _runs_on(above: Sequence[Character], end: str, begin: str, size: float, width: float) -> bool:
    """Whether nothing parted the end of a line and the beginning of the next before print broke them: Chinese text,
    and a number too wide for its cell."""
    if not (_is_word(end) and _is_word(begin)):
        return True
    is_full = max(c.right for c in above) - min(c.left for c in above) + size / 2 > width - _PADDING
    return end.isdecimal() and begin.isdecimal() and is_full


def _joined(line: Sequence[Character]) -> str:
    """The characters of one line from left to right, with blanks where words stand apart."""
    found = ""
    last: Character | None = None
    for char in sorted(line, key=lambda each: each.left):
        if last is not None:
            gap = char.left - last.right
            latin = _is_word(last.text) and _is_word(char.text)
            found += " " if gap > (_LATIN_WORDS if latin else _WORDS) * char.size else ""
        found += char.text
        last = char
    return found.strip()


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
