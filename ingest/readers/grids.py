"""From the parts of a document to its text: lines as they come, a table one line a row.

Takes lines and Grids in the order of the document, from whichever format. Gives the text and its SourceTables: the
cells of a row are parted by tabs, so that the place of a cell in its line is its column; line breaks inside a cell
become blanks, but in a cell as wide as its table, where nothing stands beside it, they stay. A frame around most of
the document is no table: its text comes line by line. Never leaves out what stands in a cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ingest.plan import LineLook, SourceTable, TableCell

_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BOX = re.compile(r"\s*专\s*栏")
_MOST_COLUMNS = 200  # a wider table is damage
_MOST_PLACES = 200_000  # of one table
_MOSTLY = 0.6  # a cell with more of the document than this arranges the page …
_HEAD_TEXT = 20  # characters of the name of a column
_MANY_LINES = 6  # … where it has so many lines


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as its format states it: its place, its text with line breaks, how much it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One table on its way into the text."""

    cells: tuple[GridCell, ...]
    head: int = 0  # rows that the file marks as heads
    frame: int = 0  # characters of the frame that this is a piece of, where another table parts the frame

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @property
    def size(self) -> int:
        """How many characters stand in it."""
        return sum(len(cell.text) for cell in self.cells)

    @property
    def lines(self) -> list[str]:
        """What stands in it as lines, cell after cell."""
        return [line for cell in self.cells for line in _lines(cell.text)]


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell as the rows of markup hold it: its place follows from what stands before and above it."""

    text: str
    rows: int = 1
    columns: int = 1


class SeenLine(str):
    """A line with what print shows of it: characters at its beginning that look other than body text, and how deep
    the list stands that its number is of."""

    __slots__ = ("apart", "nested")

    apart: int
    nested: int

    def __new__(cls, text: str, apart: int = 0, nested: int = 0) -> SeenLine:
        """The line ``text``."""
        line = super().__new__(cls, text)
        line.apart, line.nested = apart, nested
        return line


Part = str | Grid


def placed(rows: Sequence[Sequence[Spanned]], head: int = 0) -> Grid:
    """The grid of rows of cells, each cell at the next place that none from above covers.

    >>> grid = placed([[Spanned("领域", rows=2), Spanned("目标", columns=2)], [Spanned("2025年"), Spanned("2030年")]])
    >>> [(cell.row, cell.column, cell.text) for cell in grid.cells]
    [(0, 0, '领域'), (0, 1, '目标'), (1, 1, '2025年'), (1, 2, '2030年')]
    """
    cells: list[GridCell] = []
    covered: dict[int, int] = {}  # column -> the first row that no cell from above covers any more
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            while covered.get(column, 0) > place:
                column += 1
            column = min(column, _MOST_COLUMNS - 1)
            width = max(1, min(cell.columns, _MOST_COLUMNS - column))
            height = max(1, min(cell.rows, len(rows) - place))
            cells.append(GridCell(place, column, cell.text, height, width))
            covered.update(dict.fromkeys(range(column, column + width), place + height))
            column += width
    return Grid(tuple(cells), head)


def compose(parts: Iterable[Part]) -> tuple[str, tuple[SourceTable, ...]]:
    """The text of a document and its tables.

    >>> text, (table,) = compose(["一、目标", placed([[Spanned("指标"), Spanned("值")], [Spanned(""), Spanned("9%")]])])
    >>> text, [text[cell.start : cell.end] for cell in table.cells]
    ('一、目标\\n指标\\t值\\n\\t9%', ['指标', '值', '', '9%'])
    """
    text, tables, _ = compose_seen(parts)
    return text, tables


def compose_seen(parts: Iterable[Part]) -> tuple[str, tuple[SourceTable, ...], tuple[LineLook, ...]]:
    """The text of a document, its tables, and how its lines look.

    >>> compose_seen(["意见", SeenLine("建好书屋。每村一处。", 5)])[2]
    (LineLook(start=3, apart=8, nested=0),)
    """
    whole = list(parts)
    size = sum(len(part) if isinstance(part, str) else part.size for part in whole)
    lines: list[str] = []
    tables: list[SourceTable] = []
    looks: list[LineLook] = []
    at = 0
    for part in whole:
        if isinstance(part, SeenLine) and (part.apart or part.nested):
            looks.append(LineLook(at, at + part.apart, part.nested))
        grid = None if isinstance(part, str) else _settled(part)
        if isinstance(part, str):
            rows = [part]
        elif grid is None or _arranges(grid, size):
            rows = part.lines
        else:
            rows, table = _printed(grid, at)
            tables.append(table)
        lines += rows
        at += sum(len(row) + 1 for row in rows)
    return "\n".join(lines), tuple(tables), tuple(looks)


def _printed(grid: Grid, start: int) -> tuple[list[str], SourceTable]:
    """The lines of a table that begins at an offset of the text."""
    lines: list[str] = []
    cells: list[TableCell] = []
    at, width = start, grid.width
    for row, found in enumerate(_by_row(grid)):
        line = ""
        for cell in found:
            text = ("\n" if cell.columns == width else " ").join(_lines(cell.text))
            line += "\t" * (cell.column - line.count("\t")) if text else ""
            begin = at + len(line)
            line += text
            cells.append(TableCell(row, cell.column, begin, at + len(line), cell.rows, cell.columns))
        lines.append(line)
        at += len(line) + 1
    return lines, SourceTable(start, max(start, at - 1), tuple(cells), grid.head)


def _lines(text: str) -> list[str]:
    return [line for part in _BREAKS.split(text) if (line := part.replace("\t", " ").strip())]


def _arranges(grid: Grid, size: int) -> bool:
    """Whether a table holds most of a document in one cell, as a frame around the page does."""
    largest = max(grid.cells, key=lambda cell: len(cell.text))
    if is_box(largest.text) or is_headed(
        cell.text for cell in grid.cells if not cell.row and grid.height > 1
    ):
        return False
    mostly = len(largest.text) > _MOSTLY * size and len(_lines(largest.text)) >= _MANY_LINES
    return mostly or grid.frame > _MOSTLY * size


def is_box(text: str) -> bool:
    """Whether a frame calls itself one around text: 专栏1."""
    return _BOX.match(text) is not None


def is_headed(first_row: Iterable[str]) -> bool:
    """Whether a first row is made of short names, two or more, as the head of a table of data is."""
    names = ["".join(text.split()) for text in first_row]
    return sum(map(bool, names)) > 1 and all(len(name) <= _HEAD_TEXT for name in names)


def _by_row(grid: Grid) -> Iterator[list[GridCell]]:
    rows: list[list[GridCell]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    yield from rows


def _settled(grid: Grid) -> Grid | None:
    """The grid as it is kept: no cell over another, no place without a cell, no row or column that says nothing.

    None where there is no text, or where the file states sizes that no table has.
    """
    if grid.width > _MOST_COLUMNS or grid.height * grid.width > _MOST_PLACES:
        return None
    owners: dict[tuple[int, int], int] = {}
    cells: list[GridCell] = []
    for cell in sorted(grid.cells, key=lambda each: (each.row, each.column)):
        owner = owners.get((cell.row, cell.column))
        if owner is not None:  # damage: what stands under another cell is kept in it
            cells[owner] = replace(cells[owner], text=f"{cells[owner].text}\n{cell.text}")
            continue
        clear = _clear_of_others(cell, owners)
        for row in range(clear.row, clear.row + clear.rows):
            for column in range(clear.column, clear.column + clear.columns):
                owners[row, column] = len(cells)
        cells.append(clear)
    rows = sorted({cell.row for cell in cells if _lines(cell.text)})
    if not rows:
        return None
    stays = set(rows)
    columns = sorted({cell.column for cell in cells if cell.row in stays})
    return _filled(_kept(cells, rows, columns), replace(grid, head=bisect_left(rows, grid.head)))


def _clear_of_others(cell: GridCell, owners: dict[tuple[int, int], int]) -> GridCell:
    """The cell as far as it covers nothing that is another's."""
    columns = 1
    while columns < cell.columns and (cell.row, cell.column + columns) not in owners:
        columns += 1
    span = range(cell.column, cell.column + columns)
    rows = 1
    while rows < cell.rows and not any((cell.row + rows, column) in owners for column in span):
        rows += 1
    return replace(cell, rows=rows, columns=columns)


def _kept(cells: Iterable[GridCell], rows: Sequence[int], columns: Sequence[int]) -> list[GridCell]:
    """The cells that begin in the rows that stay, their places counted by the rows and columns that stay."""
    stays = set(rows)
    return [
        GridCell(
            row := bisect_left(rows, cell.row),
            column := bisect_left(columns, cell.column),
            cell.text,
            bisect_left(rows, cell.row + cell.rows) - row,
            bisect_left(columns, cell.column + cell.columns) - column,
        )
        for cell in cells
        if cell.row in stays
    ]


def _filled(cells: list[GridCell], like: Grid) -> Grid:
    """The grid with an empty cell at every place that none covers."""
    found = replace(like, cells=tuple(cells))
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    empty = [
        GridCell(*place, "")
        for place in product(range(found.height), range(found.width))
        if place not in taken
    ]
    return replace(found, cells=tuple(sorted([*cells, *empty], key=lambda cell: (cell.row, cell.column))))
