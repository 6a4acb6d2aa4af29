"""A table with all that was told of it from its text: the record that the other modules of this room fill."""

from __future__ import annotations

from dataclasses import dataclass

from analyzers.marks import Span
from ingest.plan import SourceTable, TableKind
from ingest.structure.lines import Line
from ingest.structure.tables.columns import ColumnRole, TableColumn
from ingest.structure.tables.grid import TableGrid
from ingest.structure.tables.heads import RowRole, rows_of


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table with all that was told of it from its text.

    ``turned``: its rows are what the columns of other tables are: one is the indicators, one the unit, one a year.
    ``columns`` are then those of the turned grid. ``by_head``: the heads name the indicators, a row is a county. ``goes_on``: it continues the table before it.
    """

    grid: TableGrid
    kind: TableKind
    captions: tuple[Span, ...]
    notes: tuple[Span, ...]
    rows: tuple[RowRole, ...]
    columns: tuple[TableColumn, ...]
    caption: str
    note: str
    lines: tuple[Line, ...]  # of a box, its caption included: they are read as text
    turned: bool = False
    by_head: bool = False
    goes_on: bool = False
    rules: tuple[Span, ...] = ()  # the bars and lines with which a text draws it: no words

    @property
    def source(self) -> SourceTable:
        """The table as the reader found it."""
        return self.grid.source

    @property
    def stretches(self) -> tuple[Span, ...]:
        """Every stretch of the text that belongs to it, in text order."""
        rows = [span for row in range(self.grid.height) if (span := self.grid.stretch(row)) is not None]
        return (*self.captions, *rows, *self.notes)

    @property
    def start(self) -> int:
        """Where its caption begins, or it itself."""
        return self.captions[0].start if self.captions else self.source.start

    def of(self, role: RowRole) -> tuple[int, ...]:
        """The rows of a role."""
        return rows_of(self.rows, role)

    def with_role(self, *roles: ColumnRole) -> tuple[TableColumn, ...]:
        """The columns of these roles."""
        return tuple(column for column in self.columns if column.role in roles)
