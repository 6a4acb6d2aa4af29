"""Joins what print cuts at the edge of a page: a table that goes on over the page is one.

Takes the pages of a document. Gives the lines and Grids of each page in order. A table at the foot of a page and one
with the same columns at the top of the next are one, which stands where it begins; the heads that are printed again are
left out and counted. What else stands at the edges of pages, numbers and running heads, stays in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.readers.grids import Grid, GridCell, Part, is_box
from ingest.readers.left_out import running_heads
from ingest.readers.printed.page import PrintedLine, PrintedPage, RuledTable

_SAME_COLUMN = 4.0  # points between the edges of a column on two pages
_MARGIN = 0.12  # of the page's height: what stands nearer to its edge may be a running head or a number
_MOST_HEADS = 6  # rows that are printed again
_DIGITS = re.compile(r"\d+")
_GOES_ON = re.compile(r"[（(]?续表|表\s*\d*\s*[（(]?续|.{0,30}[（(]续[）)]$")
_CLOSING = "〕）】]）》”、，"


@dataclass(slots=True)
class JoinedTable:
    """The parts of every page, and what was decided on the way."""

    pages: list[list[Part]] = field(default_factory=list)
    tables: int = 0  # that stand on several pages
    heads: int = 0  # rows printed again


@dataclass(slots=True)
class _Table:
    """A table so far, its rows counted over all pages."""

    last: RuledTable  # its piece on the page before
    cells: list[GridCell]
    heads: int = 0
    pieces: int = 1

    @property
    def grid(self) -> Grid:
        return Grid(tuple(self.cells), self.heads)


def join_pages(pages: Sequence[PrintedPage]) -> JoinedTable:
    """The parts of the pages, tables over several of them joined."""
    repeated = _repeated(pages)
    found = JoinedTable()
    placed: list[list[str | _Table]] = []
    before: _Table | None = None  # the table at the foot of the page before
    for page in pages:
        body = [item for item in page.items if not _is_edge(item, page, repeated)]
        first = max(body, key=_high, default=None)
        foot = min(body, key=_low, default=None)
        parts: list[str | _Table] = []
        last: _Table | None = None  # the table at the foot of this page
        for item in page.items:
            if isinstance(item, PrintedLine):
                parts.append(item.text)
                continue
            if before is not None and item is first and _goes_on(before.last, item):
                table = before
                found.heads += _append(table, item)
                found.tables += table.pieces == 2
            else:
                table = _Table(item, _cells(item, 0, 0))
                parts.append(table)
            last = table if item is foot else last
        before = last
        placed.append(parts)
    found.pages = [[part if isinstance(part, str) else part.grid for part in parts] for parts in placed]
    return found


def _repeated(pages: Sequence[PrintedPage]) -> set[str]:
    """The lines in the margins that stand on two pages or more, but for their numbers."""
    counts = Counter(
        text
        for page in pages
        for text in {
            _without_number(item.text)
            for item in page.items
            if isinstance(item, PrintedLine) and _in_margin(item, page)
        }
    )
    return {text for text, count in counts.items() if count > 1}


def _is_edge(item: PrintedLine | RuledTable, page: PrintedPage, repeated: set[str]) -> bool:
    """Whether something is no text of the page's body: blank, a number, a running head, 续表."""
    if not isinstance(item, PrintedLine):
        return False
    text = item.text.strip()
    if not text or _GOES_ON.match(text):
        return True
    return _in_margin(item, page) and (not running_heads([text]) or _without_number(text) in repeated)


def _in_margin(item: PrintedLine | RuledTable, page: PrintedPage) -> bool:
    margin = _MARGIN * (page.high - page.low)
    return isinstance(item, PrintedLine) and not page.low + margin < item.base < page.high - margin


def _without_number(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()))


def _high(item: PrintedLine | RuledTable) -> float:
    return item.base if isinstance(item, PrintedLine) else item.high


def _low(item: PrintedLine | RuledTable) -> float:
    return item.base if isinstance(item, PrintedLine) else item.low


def _goes_on(before: RuledTable, found: RuledTable) -> bool:
    """Whether two tables have the same columns, and the second does not begin a box of its own."""
    if len(before.xs) != len(found.xs) or is_box(next((c.text for c in found.cells if c.text), "")):
        return False
    shift = found.xs[0] - before.xs[0]
    return all(abs(x - other - shift) <= _SAME_COLUMN for x, other in zip(found.xs, before.xs, strict=True))


def _cells(table: RuledTable, heads: int, height: int) -> list[GridCell]:
    """The cells behind the heads, their rows counted from a height."""
    return [
        GridCell(cell.box.row - heads + height, cell.box.column, cell.text, cell.box.rows, cell.box.columns)
        for cell in table.cells
        if cell.box.row >= heads
    ]


def _append(table: _Table, piece: RuledTable) -> int:
    """Adds the piece of a table on the next page; how many rows of heads it prints again."""
    heads = _heads_again(table, piece)
    height = table.grid.height
    table.heads = table.heads or heads
    table.last, table.pieces = piece, table.pieces + 1
    added = _cells(piece, heads, height)
    row = [cell for cell in added if cell.row == height]
    last = {cell.column: place for place, cell in enumerate(table.cells) if cell.row + cell.rows == height}
    if _is_rest(row, [table.cells[place] for place in last.values()]):
        for cell in row:
            above = table.cells[last[cell.column]]
            table.cells[last[cell.column]] = replace(
                above, text=above.text + cell.text, rows=above.rows + cell.rows - 1
            )
        added = [replace(cell, row=cell.row - 1) for cell in added if cell.row > height]
    elif row and not row[0].text and row[0].column == 0 and 0 in last and len(row) > 1:
        above = table.cells[last[0]]
        if above.rows > 1 and above.columns == row[0].columns and all(cell.text for cell in row[1:]):
            # A joined cell that goes on: print leaves it empty on the next page.
            table.cells[last[0]] = replace(above, rows=above.rows + row[0].rows)
            added.remove(row[0])
    table.cells += added
    return heads


def _heads_again(table: _Table, piece: RuledTable) -> int:
    """How many rows at the top of a piece are those at the top of its table."""
    begin = _rows(table.cells)
    again = _rows(_cells(piece, 0, 0))
    count = 0
    while count < min(len(begin), len(again) - 1, _MOST_HEADS) and _says_again(begin[count], again[count]):
        count += 1
    # A head that covers several rows ends with the last of them.
    while count and any(
        cell.box.row < count < cell.box.row + cell.box.rows for cell in piece.cells if cell.text
    ):
        count -= 1
    return count


def _says_again(one: Sequence[tuple[int, int, int, str]], other: Sequence[tuple[int, int, int, str]]) -> bool:
    """Whether two rows say the same in the same columns. A head of two rows of which only the first is printed again
    has cells that end with it."""
    return [(column, columns, text) for column, columns, _, text in one] == [
        (column, columns, text) for column, columns, _, text in other
    ]


def _rows(cells: Sequence[GridCell]) -> list[list[tuple[int, int, int, str]]]:
    rows: list[list[tuple[int, int, int, str]]] = [
        [] for _ in range(max((c.row + c.rows for c in cells), default=0))
    ]
    for cell in cells:
        rows[cell.row].append((cell.column, cell.columns, cell.rows, "".join(cell.text.split())))
    return rows


def _is_rest(row: Sequence[GridCell], above: Sequence[GridCell]) -> bool:
    """Whether the first row on a page is the rest of the last one before: half of it or more is empty, and what
    stands there are words that follow words. Nothing is put behind a number, nor a number behind anything."""
    if len(row) < 2 or len(row) != len(above):
        return False
    pairs = list(zip(row, sorted(above, key=lambda cell: cell.column), strict=True))
    if any(a.column != b.column or a.columns != b.columns for a, b in pairs):
        return False
    filled = [(a.text, b.text) for a, b in pairs if a.text]
    return 0 < len(filled) <= len(row) / 2 and all(_runs_on(below, before) for below, before in filled)


def _runs_on(text: str, before: str) -> bool:
    """Whether words may be the rest of others that the page cut."""
    if not before or before.endswith(("。", "；")) or any(char.isdecimal() for char in text):
        return False
    return not before[-1].isdecimal() or text[0] in _CLOSING
