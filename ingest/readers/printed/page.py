"""One printed page as lines and tables, in the order in which the page draws them.

Takes the characters of a page and its Frames. Gives a PrintedPage. A character belongs to the cell that encloses its
middle. A frame around nothing, around the whole page, or around a word of a drawing is no table: its text stays lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.readers.grids import is_box
from ingest.readers.printed.characters import Character
from ingest.readers.printed.frames import Box, RuledFrame
from ingest.readers.printed.lines import as_printed, cell_text
from ingest.readers.printed.unruled import unruled_tables

_PAGE = 0.8  # a frame of this part of the page's height is its border
_NARROW = 0.4  # a frame of less than this part of the page's width stands in a drawing
_FILLED = 0.15  # a net with words in fewer of its places is a drawing


@dataclass(frozen=True, slots=True)
class PrintedLine:
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
    """A table of one page, mostly a ruled one."""

    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    high: float
    low: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What stands on a page."""

    items: tuple[PrintedLine | RuledTable, ...]
    low: float  # its lower edge
    high: float
    doubtful: bool = False  # something looks like a table without lines, and is not certain


@dataclass(slots=True)
class _Taken:
    """A frame and the characters in its cells."""

    frame: RuledFrame
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
    characters: Sequence[Character], found: Iterable[RuledFrame], edges: tuple[float, float, float, float]
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
    items, doubtful = _items(characters, places)
    return PrintedPage(tuple(items), edges[1], edges[3], doubtful)


def _take(frame: RuledFrame) -> _Taken:
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
    if is_box(first):
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


def _items(
    characters: Sequence[Character], places: Sequence[_Taken | None]
) -> tuple[list[PrintedLine | RuledTable], bool]:
    """The lines and tables in order; whether there is a table without lines that is not certain."""
    items: list[PrintedLine | RuledTable] = []
    lines: list[list[Character]] = []  # since the last table
    done: set[int] = set()
    doubtful = False
    was_in: _Taken | None = None
    for char, owner in zip(characters, places, strict=True):
        if owner is None:
            if was_in is not None or char.before == "\n" or not lines:
                lines.append([])
            lines[-1].append(char)
        elif id(owner) not in done:
            done.add(id(owner))
            doubtful |= _add_lines(items, lines)
            lines = []
            items.append(_table(owner))
        was_in = owner
    return items, _add_lines(items, lines) or doubtful


def _add_lines(items: list[PrintedLine | RuledTable], lines: list[list[Character]]) -> bool:
    """Adds lines, and the tables without lines that they are; whether one of those is not certain."""
    found, doubtful = unruled_tables(lines)
    begins = {table.lines[0]: table for table in found}
    taken = {place for table in found for place in table.lines}
    for place, line in enumerate(lines):
        if place in begins:
            table = begins[place]
            cells = tuple(Cell(box, text) for box, text in table.cells)
            items.append(RuledTable(cells, table.xs, table.high, table.low))
        elif place not in taken:
            items.append(PrintedLine(as_printed(line), line[0].base))
    return doubtful


def _table(taken: _Taken) -> RuledTable:
    frame = taken.frame
    width = len(frame.xs) - 1
    cells = tuple(
        Cell(box, cell_text(characters, box.right - box.left, as_lines=box.columns == width))
        for box, characters in zip(frame.boxes, taken.cells, strict=True)
    )
    return RuledTable(cells, frame.xs, frame.high, frame.low)
