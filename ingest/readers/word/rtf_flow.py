"""Puts the paragraphs and tables of RTF together while its words go by.

Takes what control words say: a paragraph, cell or row ends, a cell reaches so far and is joined with others. Gives lines
and Grids in order. RTF has no element around a table: rows that follow one another are one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.grids import Part
from ingest.readers.word.edged_rows import EdgedRow, grid_of
from ingest.readers.word.list_counters import behind_number

_MOST_CELLS = 1000  # of a row


@dataclass(slots=True)
class RowStated:
    """What is said of the cells of the row that is being put together."""

    edges: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    left: int = 0
    head: bool = False
    next_above: int = 0
    next_beside: int = 0

    def end_cell(self, edge: int) -> None:
        """The next cell reaches to an edge."""
        if len(self.edges) < _MOST_CELLS:
            self.edges.append(edge)
            self.above.append(self.next_above)
            self.beside.append(self.next_beside)
        self.next_above = self.next_beside = 0


@dataclass(slots=True)
class Flow:
    """A run of paragraphs and tables: the body, a text box, a header."""

    parts: list[Part] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    number: str = ""
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[EdgedRow] = field(default_factory=list)
    row: RowStated = field(default_factory=RowStated)
    behind: list[Part] = field(default_factory=list)  # text boxes of the paragraph that is open
    in_table: bool = False

    def take_line(self) -> str:
        """The words since the last break, behind the number of their list."""
        text, self.line = "".join(self.line), []
        if text.strip() and self.number:
            number = self.number.strip(" \t")
            spaced = number != self.number
            text = (behind_number(number) if spaced else number) + text.lstrip(" \t")
        self.number = ""
        return text

    def end_paragraph(self) -> None:
        """A paragraph ends, in a cell or outside of tables."""
        text = self.take_line()
        if self.in_table:
            self.cell.append(text)
            return
        self.end_table()
        self.parts += [line for line in text.split("\n") if line.strip()]
        self.parts += self.behind
        self.behind = []

    def end_cell(self) -> None:
        """The words of a cell end."""
        self.cell.append(self.take_line())
        self.cells.append("\n".join(line for line in self.cell if line.strip()))
        self.cell = []

    def end_row(self) -> None:
        """A row ends; what is said of its cells was said before it or behind it."""
        row, texts = self.row, self.cells
        stated = len(row.edges) == len(texts)
        none = [0] * len(texts)
        self.rows.append(
            EdgedRow(
                tuple(texts),
                (row.left, *row.edges) if stated and row.edges == sorted(row.edges) else (),
                tuple(row.above if stated else none),
                tuple(row.beside if stated else none),
                row.head,
            )
        )
        self.cells = []

    def end_table(self) -> None:
        """The rows so far are a table; a row without an end is lines."""
        if self.rows:
            self.parts.append(grid_of(self.rows))
            self.rows = []
            self.parts += self.behind
            self.behind = []
        left = [*self.cells, *self.cell]
        self.parts += [line for text in left for line in text.split("\n") if line.strip()]
        self.cells, self.cell = [], []

    def finished(self) -> list[Part]:
        """Everything, once no words follow."""
        self.end_paragraph()
        self.in_table = False
        self.end_table()
        return self.parts
