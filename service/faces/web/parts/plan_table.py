"""A table of a plan as pages show it: caption, heads, every cell at its place, the rows with their addresses, the notes.

Takes a Table, the text that its cells stand in, and the targets that it states. Gives a TableView for ``table_parts.html``.
What is joined in the document is joined on the page; a cell that holds a target is marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.normalise import join_lines
from ingest.plan import Table, TableCell, TableRow, Target
from service.faces.web.parts.rendering import anchor


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell; a row's first words lead to its clause."""

    text: str
    rows: int
    columns: int
    value: bool = False  # holds a target
    leads: bool = False  # to the clause of its row


@dataclass(frozen=True, slots=True)
class RowView:
    """One row with the cells that begin in it."""

    cells: tuple[CellView, ...]
    address: str = ""  # of its clause
    anchor: str = ""
    here: bool = False  # the row that the page is about


@dataclass(frozen=True, slots=True)
class TableView:
    """A whole table."""

    anchor: str
    caption: str
    kind: str
    head: tuple[RowView, ...]
    body: tuple[RowView, ...]
    notes: str


def table_view(table: Table, source: str, targets: Iterable[Target] = (), here: str = "") -> TableView:
    """The view of a table; ``here`` is the address of the row that the page is about."""
    values = {(target.start, target.end) for target in targets}
    of_row = {row.row: row for row in table.rows}
    cells: dict[int, list[TableCell]] = {}
    for cell in table.source.cells:
        cells.setdefault(cell.row, []).append(cell)
    rows = [
        _row(cells.get(number, []), source, table.source.width, values, of_row.get(number), here)
        for number in range(table.source.height)
    ]
    head = min(table.head, len(rows))
    name = anchor(table.address)
    return TableView(
        name, table.caption, table.kind.label, tuple(rows[:head]), tuple(rows[head:]), table.notes
    )


def _words(cell: TableCell, source: str, width: int) -> str:
    """The words of a cell; one as wide as its table is a box, and keeps its paragraphs."""
    if cell.columns < width:
        return join_lines(source, cell.start, cell.end).text
    lines = source[cell.start : cell.end].splitlines()
    return "\n".join(filter(None, (line.strip() for line in lines)))


def _row(
    cells: list[TableCell],
    source: str,
    width: int,
    values: set[tuple[int, int]],
    row: TableRow | None,
    here: str,
) -> RowView:
    shown: list[CellView] = []
    leads = row is not None
    for cell in sorted(cells, key=lambda each: each.column):
        text = _words(cell, source, width)
        first = leads and any(char.isalpha() for char in text)
        leads = leads and not first
        shown.append(CellView(text, cell.rows, cell.columns, (cell.start, cell.end) in values, first))
    if row is None:
        return RowView(tuple(shown))
    return RowView(tuple(shown), row.clause, anchor(row.clause), row.clause == here)
