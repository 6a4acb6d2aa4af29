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

_SHORT = 6  # characters: 约束性, 2020年, 万人次, 逐步提高


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell; a row's first words lead to its clause."""

    text: str
    rows: int
    columns: int
    value: bool = False  # holds a target
    leads: bool = False  # to the clause of its row, which it names
    short: bool = False  # stays in one line, however narrow the screen


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
    leading = _leading_column(source, [cell for cell in table.source.cells if cell.row in of_row])
    rows = [
        _row(cells.get(number, []), source, table.source.width, values, of_row.get(number), here, leading)
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


def row_words(table: Table, source: str, row: TableRow) -> str:
    """A row as it is quoted, each cell behind the name of its column: 指标：森林覆盖率；2025年：59.5."""
    named = table.columns or ("",) * table.source.width
    said = []
    for cell in table.source.cells:
        text = join_lines(source, cell.start, cell.end).text
        if text and cell.row <= row.row < cell.row + cell.rows:
            name = named[cell.column]
            said.append((cell.column, f"{name}：{text}" if name else text))
    return "；".join(words for _, words in sorted(said))


def _row(
    cells: list[TableCell],
    source: str,
    width: int,
    values: set[tuple[int, int]],
    row: TableRow | None,
    here: str,
    leading: int,
) -> RowView:
    shown: list[CellView] = []
    ordered = sorted(cells, key=lambda each: each.column)
    words = [_words(cell, source, width) for cell in ordered]
    named = _name_of(ordered, words, leading) if row is not None else None
    for cell, text in zip(ordered, words, strict=True):
        holds = (cell.start, cell.end) in values
        shown.append(CellView(text, cell.rows, cell.columns, holds, cell is named, len(text) <= _SHORT))
    if row is None:
        return RowView(tuple(shown))
    return RowView(tuple(shown), row.clause, anchor(row.clause), row.clause == here)


def _leading_column(source: str, cells: list[TableCell]) -> int:
    """The column that names the rows: that with the most different words, the first of those; -1 where none has any."""
    said: dict[int, set[str]] = {}
    for cell in cells:
        text = source[cell.start : cell.end]
        if cell.rows == 1 and _is_worded(text):
            said.setdefault(cell.column, set()).add(text)
    return max(said, key=lambda column: (len(said[column]), -column), default=-1)


def _name_of(cells: list[TableCell], words: list[str], leading: int) -> TableCell | None:
    """The cell that names a row: that of the leading column, else the first words."""
    said = [cell for cell, text in zip(cells, words, strict=True) if _is_worded(text)]
    return next((cell for cell in said if cell.column == leading), next(iter(said), None))


def _is_worded(text: str) -> bool:
    return any(char.isalpha() for char in text)
