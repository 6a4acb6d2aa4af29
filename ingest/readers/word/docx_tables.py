"""Reads the tables of a .docx: which cells its rows hold, and what they cover.

Takes a table element and a way to read what stands in a cell. Gives Grids. A table inside a cell of several columns is
read as words of that cell; one inside a frame of one column is a table of its own, and the frame is what stands before
and behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.readers.grids import Grid, GridCell, Part, is_box
from ingest.readers.word.elements import child, is_on, local, value, whole

# What stands between a table and its rows, or a row and its cells, and holds none of them.
_NO_ROWS = frozenset("tblPr tblGrid trPr tcPr tblPrEx tbl p del moveFrom sdtPr sdtEndPr".split())


@dataclass(slots=True)
class _Cell:
    """A cell that is being put together."""

    row: int
    column: int
    columns: int
    parts: list[Part]
    rows: int = 1


@dataclass(slots=True)
class _Rows:
    """The cells of a table so far; ``running`` are those that may go on in the next row, by their column."""

    cells: list[_Cell] = field(default_factory=list)
    running: dict[int, _Cell] = field(default_factory=dict)
    count: int = 0
    head: int = 0


def read_table(table: Any, read_cell: Callable[[Any], Iterable[Part]]) -> Iterator[Part]:
    """The table, and those that its frame holds, in the order in which they stand."""
    rows = _Rows()
    for row in _within(table, "tr"):
        if child(row, "trPr", "del") is None and not is_on(row, "trPr", "hidden"):
            _add_row(rows, row, read_cell)
    if all(cell.column == 0 for cell in rows.cells):
        yield from _framed(rows)
    else:
        yield Grid(tuple(_flat(cell) for cell in rows.cells), rows.head)


def _add_row(rows: _Rows, row: Any, read_cell: Callable[[Any], Iterable[Part]]) -> None:
    column = whole(row, "trPr", "gridBefore")
    for cell in _within(row, "tc"):
        span = max(1, whole(cell, "tcPr", "gridSpan", otherwise=1))
        parts = [] if child(cell, "tcPr", "cellDel") is not None else list(read_cell(cell))
        merge, beside = _merge(cell, "vMerge", "vmerge"), _merge(cell, "hMerge", "hmerge")
        above = rows.running.get(column)
        goes_on = above is not None and above.row + above.rows == rows.count and above.columns == span
        if beside == "continue" and rows.cells and rows.cells[-1].row == rows.count:
            rows.cells[-1].columns += span
            rows.cells[-1].parts += parts
        elif merge == "continue" and above is not None and goes_on:
            above.rows += 1
            above.parts += parts
        else:
            rows.cells.append(_Cell(rows.count, column, span, parts))
            rows.running.pop(column, None)
            if merge is not None:
                rows.running[column] = rows.cells[-1]
        column += span
    if is_on(row, "trPr", "tblHeader") and rows.head == rows.count:
        rows.head += 1
    rows.count += 1


def _merge(cell: Any, *names: str) -> str | None:
    """Whether a cell begins or continues a merged one; None for a cell that stands alone."""
    found = next((each for name in names if (each := child(cell, "tcPr", name)) is not None), None)
    return None if found is None else (value(found) or "continue")


def _flat(cell: _Cell) -> GridCell:
    lines = [
        line
        for part in cell.parts
        for line in ([part] if isinstance(part, str) else _rows_of(part))
        if line.strip()
    ]
    return GridCell(cell.row, cell.column, "\n".join(lines), cell.rows, cell.columns)


def _rows_of(grid: Grid) -> list[str]:
    """An inner table as lines, a row a line."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).extend(cell.text.split())
    return [" ".join(words) for words in rows.values()]


def _framed(rows: _Rows) -> Iterator[Part]:
    """The pieces of a frame around text and the tables that part them."""
    inner = any(isinstance(part, Grid) for cell in rows.cells for part in cell.parts)
    if not inner:
        yield Grid(tuple(_flat(cell) for cell in rows.cells), rows.head)
        return
    first = next((part for cell in rows.cells for part in cell.parts), "")
    frame = sum(len(p) if isinstance(p, str) else p.size for cell in rows.cells for p in cell.parts)
    frame = 0 if isinstance(first, str) and is_box(first) else frame
    piece: list[GridCell] = []
    for cell in rows.cells:
        lines: list[Part] = []
        for part in [*cell.parts, None]:
            if isinstance(part, str):
                lines.append(part)
                continue
            if lines:
                piece.append(_flat(replace(cell, row=len(piece), rows=1, parts=lines)))
                lines = []
            if isinstance(part, Grid):
                yield from _piece(piece, frame)
                piece = []
                yield part
    yield from _piece(piece, frame)


def _piece(cells: list[GridCell], frame: int) -> Iterator[Part]:
    if cells:
        yield Grid(tuple(cells), frame=frame)


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also inside content controls and insertions, none of inner tables."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name not in _NO_ROWS:
            yield from _within(element, wanted)
