"""Reads the tables of a text: what belongs to each, what its rows and columns are, what kind of table it is.

Takes a text, its folded form, its lines, and the SourceTables of its reader. Gives FoundTables in text order and the
lines that belong to none of them. A table whose cells are not in order is left alone and said; a frame around most of a
text is no table at all: its lines stay lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers.marks import Span
from analyzers.normalise import fold, join_lines, squash
from ingest.plan import SourceTable, TableKind
from ingest.structure.lines import Line
from ingest.structure.tables.columns import Column, Role, columns_of, said_of
from ingest.structure.tables.grid import RULES, Grid, grid_of
from ingest.structure.tables.heads import RowRole, row_roles, rows_of
from ingest.structure.tables.surroundings import CONTINUED, LABEL, caption_lines, note_lines


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table with all that was told of it from its text.

    ``turned``: its rows are what the columns of other tables are: one is the indicators, one the unit, one a year.
    ``columns`` are then those of the turned grid. ``goes_on``: it continues the table before it.
    """

    grid: Grid
    kind: TableKind
    captions: tuple[Span, ...]
    notes: tuple[Span, ...]
    rows: tuple[RowRole, ...]
    columns: tuple[Column, ...]
    caption: str
    note: str
    lines: tuple[Line, ...]  # of a box, its caption included: they are read as text
    turned: bool = False
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

    def with_role(self, *roles: Role) -> tuple[Column, ...]:
        """The columns of these roles."""
        return tuple(column for column in self.columns if column.role in roles)


_BOX = re.compile(r"\s*[【\[]?\s*专\s*栏")
_LONGEST_BOX = 6000
_MOSTLY = 0.5  # a frame that holds more of a text than this arranges the page
_INDICATORS = re.compile("指标|目标值|目标表|目标一览")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a text, the lines outside of them, and the stretches that could not be read as tables."""

    found: tuple[FoundTable, ...]
    lines: list[Line]
    unread: tuple[Span, ...] = ()


def find_tables(text: str, tables: Sequence[SourceTable], folded: str, lines: Sequence[Line]) -> Tables:
    """The tables of a text, each with what belongs to it."""
    free = list(lines)
    found: list[FoundTable] = []
    unread: list[Span] = []
    for table in tables:
        grid = grid_of(text, table)
        taken = _lines_of(grid, free) if grid is not None else None
        if grid is None or taken is None:
            unread.append(Span(table.start, table.end))
            continue
        first = taken[0]
        before = found[-1] if found and _follows(free, first, found[-1], folded) else None
        captions = caption_lines(folded, free, first)
        behind = next((each.start for each in tables if each.start >= table.end), len(text))
        notes = note_lines(folded, free, taken[-1] + 1, behind)
        if _is_box(grid):
            if _arranges(grid, len(text)):
                continue
            notes = []
            captions = [at for at in captions if _BOX.match(folded, free[at].start)]
        above, below = (
            tuple(Span(free[at].start, free[at].end) for at in some) for some in (captions, notes)
        )
        own = tuple(free[at] for at in (*captions, *taken))
        drawn = _rules(grid, [free[at] for at in taken])
        found.append(replace(_read(grid, above, below, own, before), rules=drawn))
        gone = {*captions, *taken, *notes}
        free = [line for at, line in enumerate(free) if at not in gone]
    return Tables(tuple(found), free, tuple(unread))


def _lines_of(grid: Grid, lines: Sequence[Line]) -> list[int] | None:
    """The lines that hold a table, in order; None where one of them holds something else too.

    A line between its rows that holds no cell and is no drawn rule, such as a page number, is none of them.
    """
    starts = [line.start for line in lines]
    first = max(0, bisect_left(starts, grid.source.start + 1) - 1)
    found: list[int] = []
    for at in range(first, bisect_left(starts, grid.source.end)):
        rest = _outside_cells(grid, lines[at])
        if rest is None or not rest.strip(RULES):
            if lines[at].end > grid.source.start:
                found.append(at)
        elif _holds_cell(grid, lines[at]):
            return None
    return found or None


def _holds_cell(grid: Grid, line: Line) -> bool:
    return any(c.start < line.end and line.start < c.end for c in grid.source.cells if c.start < c.end)


def _outside_cells(grid: Grid, line: Line) -> str | None:
    """What a line holds besides cells; None where all of it is cells."""
    chars = list(grid.text[line.start : line.end])
    for cell in grid.source.cells:
        for at in range(max(cell.start, line.start), min(cell.end, line.end)):
            chars[at - line.start] = ""
    return "".join(chars) or None


def _rules(grid: Grid, lines: Sequence[Line]) -> tuple[Span, ...]:
    """The drawn rules of a table: what its lines hold besides cells and blanks."""
    held = {at for cell in grid.source.cells for at in range(cell.start, cell.end)}
    found: list[Span] = []
    for line in lines:
        for at in range(line.start, line.end):
            if at in held or grid.text[at].isspace():
                continue
            if found and found[-1].end == at:
                found[-1] = Span(found[-1].start, at + 1)
            else:
                found.append(Span(at, at + 1))
    return tuple(found)


def _follows(lines: Sequence[Line], first: int, before: FoundTable, folded: str) -> bool:
    """Whether nothing but a page number or the word 续表 stands between a table and the one before it."""
    if before.notes or before.kind is TableKind.BOX:
        return False
    for line in reversed(lines[:first]):
        if line.end <= before.source.end:
            return True
        text = folded[line.start : line.end]
        if not (CONTINUED.match(text) or re.fullmatch(r"[-·\s]*\d{1,4}[-·\s]*|\(?单位:.*", text)):
            return False
    return True


def _is_box(grid: Grid) -> bool:
    """One column, or one cell a row over the whole width: a frame around text."""
    rows = [cells for row in range(grid.height) if (cells := grid.row(row))]
    return all(len(cells) == 1 and cells[0].columns == grid.width for cells in rows)


def _arranges(grid: Grid, size: int) -> bool:
    held = grid.source.end - grid.source.start
    named = _BOX.match(grid.text, grid.source.start) is not None
    return held > _LONGEST_BOX or (held > _MOSTLY * size and not named)


def _read(
    grid: Grid,
    captions: tuple[Span, ...],
    notes: tuple[Span, ...],
    lines: tuple[Line, ...],
    before: FoundTable | None,
) -> FoundTable:
    said = " ".join(word for span in captions for word in grid.text[span.start : span.end].split())
    noted = " ".join(join_lines(grid.text, span.start, span.end).text for span in notes)
    box = _is_box(grid)
    found = FoundTable(grid, TableKind.BOX, captions, notes, (), (), said, noted, lines if box else ())
    if box:
        return replace(found, rows=(RowRole.BODY,) * grid.height)
    if before is not None and (more := _continued(found, before)) is not None:
        return more
    found = _with_rows(found, row_roles(grid, grid.source.head))
    titles = [grid.printed(row) for row in found.of(RowRole.TITLE)]
    inside = [grid.words(grid.row(row)[0]) for row in found.of(RowRole.NOTE)]
    found = replace(
        found, caption=" ".join(filter(None, [said, *titles])), note=" ".join(filter(None, [*inside, noted]))
    )
    return _with_kind(found)


def _with_rows(found: FoundTable, roles: tuple[RowRole, ...]) -> FoundTable:
    columns = columns_of(found.grid, rows_of(roles, RowRole.HEAD), rows_of(roles, RowRole.BODY))
    return replace(found, rows=roles, columns=columns)


def _continued(found: FoundTable, before: FoundTable) -> FoundTable | None:
    """The table as the rest of the one before it: as wide, and with the same head or none."""
    grid = found.grid
    if grid.width != before.grid.width or before.turned:
        return None
    if found.captions and not CONTINUED.match(fold(found.caption)):
        return None
    roles = row_roles(grid, grid.source.head)
    own = columns_of(grid, rows_of(roles, RowRole.HEAD), rows_of(roles, RowRole.BODY))
    if [c.heads for c in own] != [c.heads for c in before.columns]:
        if any(c.role is not Role.OTHER for c in own if c.heads) or grid.source.head:
            return None
        roles = row_roles(grid, headless=True)
    return replace(
        found, kind=before.kind, rows=roles, columns=before.columns, goes_on=True,
        caption=found.caption or before.caption, note=found.note or before.note,
    )  # fmt: skip


def _with_kind(found: FoundTable) -> FoundTable:
    if _is_indicators(found):
        return replace(found, kind=TableKind.INDICATORS, columns=_named(found))
    turned = _turned(found)
    if turned is not None:
        return turned
    if found.with_role(Role.LEAD, Role.SUPPORT) and not found.with_role(Role.PROJECT):
        return replace(found, kind=TableKind.TASKS)
    if found.with_role(Role.TASK) and found.with_role(Role.DEADLINE):
        return replace(found, kind=TableKind.TASKS)
    return replace(found, kind=TableKind.OTHER)


def _is_indicators(found: FoundTable) -> bool:
    """Indicators with values, and not the money of projects by years."""
    values = [c for c in found.columns if c.role in (Role.VALUE, Role.TOTAL, Role.CHANGE)]
    if not values or found.with_role(Role.PROJECT) or not _measures(found, values):
        return False
    if found.with_role(Role.NAME) or _INDICATORS.search(found.caption):
        return True
    words = any(said_of(fold("".join(column.heads)), "base", "aim") for column in values)
    return words and bool(found.with_role(Role.UNIT, Role.ATTRIBUTE))


def _measures(found: FoundTable, values: Sequence[Column]) -> bool:
    """Whether there are numbers in the columns of values."""
    body = found.of(RowRole.BODY)
    cells = [found.grid.plain(row, column.index) for row in body for column in values]
    said = [text for text in cells if text]
    return any(re.search(r"\d", text) for text in said) and bool(body)


def _named(found: FoundTable) -> tuple[Column, ...]:
    """The columns, with one that names the indicators where no head says which it is."""
    if found.with_role(Role.NAME):
        return found.columns
    free = [c for c in found.columns if c.role in (Role.OTHER, Role.TASK)]
    free = free or [c for c in found.columns if c.role is Role.GROUP]
    names = free[0].index if free else -1
    return tuple(replace(c, role=Role.NAME) if c.index == names else c for c in found.columns)


def _turned(found: FoundTable) -> FoundTable | None:
    """A table whose first column holds what is the head of others: 指标, 单位, 2020年, 2025年; or 年份, 2020年, 2025年."""
    grid = found.grid
    heads, body = found.of(RowRole.HEAD), found.of(RowRole.BODY)
    if len(heads) > 1 or len(body) < 2 or found.with_role(Role.LEAD, Role.SUPPORT, Role.PROJECT):
        return None
    turned = grid.turned()
    shown = [*heads, *body]
    columns = tuple(
        column for column in columns_of(turned, (0,), range(1, turned.height)) if column.index in shown
    )
    years = [column for column in columns if column.role is Role.VALUE and column.index in body]
    if len(years) < 2 or len([c for c in columns if c.role is Role.OTHER]) > 1:
        return None
    if heads:  # the head's first cell says 指标, 年份 or nothing; its others are the indicators
        columns = tuple(replace(c, role=Role.NAME) if c.index == heads[0] else c for c in columns)
    names = [column for column in columns if column.role is Role.NAME]
    if len(names) != 1 or not _names_indicators(found, turned, names[0], columns):
        return None
    return replace(found, kind=TableKind.INDICATORS, columns=columns, turned=True)


def _names_indicators(found: FoundTable, turned: Grid, name: Column, columns: Sequence[Column]) -> bool:
    words = [squash(turned.said(row, name.index)) for row in range(1, turned.height)]
    units = any(c.role is Role.UNIT for c in columns) or any(re.search(r"[(（].+[)）]$", w) for w in words)
    return units and all(words) and (LABEL.match(fold(found.caption)) is not None or units)
