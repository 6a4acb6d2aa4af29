"""A table as a grid: which cell covers a place, and what it says.

Takes the source text and a SourceTable. Gives a TableGrid that answers by row and column, covered places included; or
None where the cells do not stand in the text one after another, so that no row could be told from its neighbour.
Between the cells of a row may stand blanks and the bars with which texts draw tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from analyzers.marks import Span
from analyzers.normalise import fold, join_lines, squash
from ingest.plan import SourceTable, TableCell


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table with its text. ``places`` says which cell covers a place; an empty place may have none."""

    text: str
    source: SourceTable
    places: dict[tuple[int, int], TableCell]
    said: tuple[TableCell, ...]  # the cells that say something, in the order of the text
    rows: tuple[tuple[TableCell, ...], ...]  # those that begin in each row, from left to right
    width: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)

    def at(self, row: int, column: int) -> TableCell | None:
        """The cell that covers a place."""
        return self.places.get((row, column))

    def text_at(self, row: int, column: int) -> str:
        """What the cell that covers a place says, lines joined; "" for an empty place."""
        cell = self.at(row, column)
        return self.words(cell) if cell is not None else ""

    def words(self, cell: TableCell) -> str:
        """What a cell says, lines joined."""
        return join_lines(self.text, cell.start, cell.end).text

    def plain(self, row: int, column: int) -> str:
        """What a place says without blanks and with half-width signs: the form in which words are compared."""
        return fold(squash(self.text_at(row, column)))

    def row(self, row: int) -> tuple[TableCell, ...]:
        """The cells that begin in a row and say something, from left to right."""
        return self.rows[row]

    def stretch(self, row: int) -> Span | None:
        """Where a row stands in the text; None where nothing begins in it."""
        cells = self.row(row)
        return Span(min(c.start for c in cells), max(c.end for c in cells)) if cells else None

    def printed(self, row: int) -> str:
        """A row as printed, each run of blanks as one."""
        span = self.stretch(row)
        return " ".join(self.text[span.start : span.end].split()) if span is not None else ""

    def turned(self) -> TableGrid:
        """The same table with rows as columns."""
        cells = tuple(
            replace(c, row=c.column, column=c.row, rows=c.columns, columns=c.rows) for c in self.source.cells
        )
        return _grid(self.text, replace(self.source, cells=cells, head=0))


def grid_of(text: str, table: SourceTable) -> TableGrid | None:
    """The grid of a table; None where its cells are not in order or something stands between them in a row."""
    return _grid(text, table) if _is_sound(text, table) else None


def _grid(text: str, table: SourceTable) -> TableGrid:
    places = {place: cell for cell in reversed(table.cells) for place in _covered(cell)}
    said = tuple(cell for cell in table.cells if cell.start < cell.end)
    rows: list[list[TableCell]] = [[] for _ in range(table.height)]
    for cell in said:
        rows[cell.row].append(cell)
    ordered = tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)
    return TableGrid(text, table, places, said, ordered, table.width)


def _covered(cell: TableCell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.rows):
        for column in range(cell.column, cell.column + cell.columns):
            yield row, column


def _is_sound(text: str, table: SourceTable) -> bool:
    """Cells stand row by row, each behind the other, with blanks or drawn rules between those of a row."""
    said = [cell for cell in table.cells if cell.start < cell.end]
    if not said or not 0 <= table.start <= said[0].start or not said[-1].end <= table.end <= len(text):
        return False
    for before, cell in pairwise(said):
        if cell.row < before.row or cell.start < before.end:
            return False
        if cell.row == before.row and text[before.end : cell.start].strip(BARS):
            return False
    return True


# Characters with which texts draw the rules of a table: bars between cells, and whole lines of dashes and crosses.
BARS = " \t\n\r\f\v\u3000\xa0|｜│┃┆┇┊┋║"
RULES = BARS + "-—─━=+:：┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬═╪╫"
