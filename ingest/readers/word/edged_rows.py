"""Rows whose cells are told by their edges, as old Word and RTF do, become a table.

Takes rows: the texts of their cells, where the cells end, and how they are joined with others. Gives a Grid: how many
columns a cell covers follows from the edges of all rows, since Word makes one wide cell of joined ones. Where a row
does not say where its cells end, they stand side by side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.grids import Grid, GridCell

_NEAR = 60  # twips; edges of rows that are nearer are one (a column is never so narrow)
GOES_ON, BEGINS = 1, 3  # joined with the cell above, the first of joined cells
BESIDE_FIRST, BESIDE = 1, 2  # the first of cells side by side, joined with the cell on the left


@dataclass(frozen=True, slots=True)
class EdgedRow:
    """One row: the texts of its cells, the edges of the cells in twips, and how they are joined."""

    texts: tuple[str, ...]
    edges: tuple[int, ...]  # one more than cells; empty where the row does not say
    above: tuple[int, ...]  # of each cell
    beside: tuple[int, ...]
    head: bool = False


def grid_of(rows: Sequence[EdgedRow]) -> Grid:
    """The grid of the rows of one table."""
    edges = _common(sorted(edge for row in rows for edge in row.edges))
    cells: list[GridCell] = []
    open_at: dict[int, int] = {}  # column -> the joined cell that may go on in the next row
    head = 0
    for place, row in enumerate(rows):
        for column, span, text, above in _cells(row, edges):
            at = open_at.get(column)
            if above == GOES_ON and at is not None and _ends_above(cells[at], place, span):
                joined = cells[at]
                text = f"{joined.text}\n{text}" if text else joined.text
                cells[at] = GridCell(joined.row, column, text, joined.rows + 1, span)
                continue
            open_at.pop(column, None)
            if above in (GOES_ON, BEGINS):
                open_at[column] = len(cells)
            cells.append(GridCell(place, column, text, 1, span))
        head += row.head and head == place
    return Grid(tuple(cells), head)


def _ends_above(cell: GridCell, row: int, span: int) -> bool:
    return cell.row + cell.rows == row and cell.columns == span


def _cells(row: EdgedRow, edges: Sequence[int]) -> list[tuple[int, int, str, int]]:
    """Column, columns covered, text and joint of each cell of a row."""
    found: list[tuple[int, int, str, int]] = []
    for place, text in enumerate(row.texts):
        if row.edges:
            column, end = (bisect_right(edges, edge + _NEAR) - 1 for edge in row.edges[place : place + 2])
            if end <= column and not text:
                continue  # a cell without width
        else:
            column, end = place, place + 1
        beside = row.beside[place] == BESIDE and place and row.beside[place - 1] in (BESIDE_FIRST, BESIDE)
        if beside and not text and found:
            first, span, words, above = found.pop()
            found.append((first, max(span, end - first), words, above))
            continue
        found.append((column, max(1, end - column), text, row.above[place]))
    return found


def _common(edges: Sequence[int]) -> list[int]:
    """The edges of all rows, near ones as one."""
    found: list[int] = []
    for edge in edges:
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found
