"""Reads the tables of a text: what belongs to each, what its rows and columns are, what kind of table it is.

Takes a text with the SourceTables of its reader and its lines: first to take the lines of tables out, so that no cell is
taken for a page number, then, when the others have their roles, to find what stands around each table. Gives FoundTables
in text order and the lines that belong to none of them. A table whose cells are not in order is left alone and said; a frame around most of a
text is no table at all: its lines stay lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers.marks import Span
from analyzers.normalise import fold, join_lines, squash
from ingest.plan import SourceTable, TableCell, TableKind
from ingest.structure.lines import Line, Role
from ingest.structure.tables.columns import ColumnRole, columns_of
from ingest.structure.tables.found import FoundTable
from ingest.structure.tables.grid import RULES, TableGrid, grid_of
from ingest.structure.tables.heads import UNIT_LINE, RowRole, row_roles, rows_of
from ingest.structure.tables.kinds import with_kind
from ingest.structure.tables.surroundings import CONTINUED, caption_lines, note_lines

_BOX = re.compile(r"\s*[【\[]?\s*专\s*栏")
_LONGEST_BOX = 6000
_DRAWN = re.compile(r"\S+")
_HEADS = 3
_SHORTEST_HEAD = 5  # notes may well begin with the same two characters
_MOSTLY = 0.5  # a frame that holds more of a text than this arranges the page


@dataclass(frozen=True, slots=True)
class PlacedTables:
    """The grids of a text, each with its lines; the lines outside of them; the stretches that are no table after all."""

    grids: tuple[tuple[TableGrid, tuple[Line, ...]], ...]
    lines: list[Line]
    unread: tuple[Span, ...] = ()


def place_tables(text: str, tables: Sequence[SourceTable], lines: Sequence[Line]) -> PlacedTables:
    """Which lines of a text are those of its tables."""
    free = list(lines)
    grids: list[tuple[TableGrid, tuple[Line, ...]]] = []
    unread: list[Span] = []
    for table in tables:
        grid = grid_of(text, table)
        taken = _lines_of(grid, free) if grid is not None else None
        if grid is None or taken is None:
            unread.append(Span(table.start, table.end))
        elif not (_is_box(grid) and _arranges(grid, len(text))):
            grids.append((grid, tuple(free[at] for at in taken)))
            gone = set(taken)
            free = [line for at, line in enumerate(free) if at not in gone]
    return PlacedTables(tuple(grids), free, tuple(unread))


def read_tables(
    placed: PlacedTables, folded: str, lines: Sequence[Line]
) -> tuple[tuple[FoundTable, ...], list[Line]]:
    """The tables, each with its caption and notes, and the lines that are left; ``lines`` have their roles."""
    found: list[FoundTable] = []
    gone: set[int] = set()
    starts = [line.start for line in lines]
    heads = _running_heads(folded, lines) if placed.grids else frozenset()
    edges = [0, *(at for grid, _ in placed.grids for at in (grid.source.start, grid.source.end)), len(folded)]
    for place, (grid, own) in enumerate(placed.grids):
        before, start, end, behind = edges[2 * place : 2 * place + 4]
        between = (
            lines[bisect_left(starts, a) : bisect_left(starts, b)]
            for a, b in ((before, start), (end, behind))
        )
        above, below = (
            [x for x in some if x.role is Role.TEXT and x.start not in gone | heads] for some in between
        )
        captions, notes = _around(grid, folded, above, below, first=not place)
        goes_on = bool(found) and _goes_on(folded, found[-1], above)
        table = _read(grid, captions, notes, own, found[-1] if goes_on else None)
        found.append(replace(table, rules=_rules(grid, own)))
        gone.update(line.start for line in (*captions, *notes))
    return tuple(found), [line for line in lines if line.start not in gone]


def _around(
    grid: TableGrid, folded: str, above: Sequence[Line], below: Sequence[Line], *, first: bool
) -> tuple[list[Line], list[Line]]:
    """The lines of the caption and of the notes; a box has no notes, and no caption but 专栏1."""
    captions = caption_lines(folded, above, first=first)
    if _is_box(grid):
        return [line for line in captions if _BOX.match(folded, line.start)], []
    return captions, note_lines(folded, below)


def _lines_of(grid: TableGrid, lines: Sequence[Line]) -> list[int] | None:
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


def _holds_cell(grid: TableGrid, line: Line) -> bool:
    return bool(_cells_in(grid, line))


def _cells_in(grid: TableGrid, line: Line) -> tuple[TableCell, ...]:
    """The cells that stand in a line, or reach into it."""
    first = bisect_right(grid.said, line.start, key=lambda cell: cell.end)
    last = bisect_left(grid.said, line.end, key=lambda cell: cell.start)
    return grid.said[first:last]


def _outside_cells(grid: TableGrid, line: Line) -> str | None:
    """What a line holds besides cells; None where all of it is cells."""
    rest, at = "", line.start
    for cell in _cells_in(grid, line):
        rest += grid.text[at : max(at, cell.start)]
        at = max(at, cell.end)
    return rest + grid.text[at : line.end] or None


def _rules(grid: TableGrid, lines: Sequence[Line]) -> tuple[Span, ...]:
    """The drawn rules of a table: what its lines hold besides cells and blanks."""
    gaps: list[Span] = []
    for line in lines:
        at = line.start
        for cell in _cells_in(grid, line):
            gaps.append(Span(at, max(at, cell.start)))
            at = max(at, cell.end)
        gaps.append(Span(at, max(at, line.end)))
    return tuple(
        Span(gap.start + found.start(), gap.start + found.end())
        for gap in gaps
        for found in _DRAWN.finditer(grid.text[gap.start : gap.end])
    )


def _running_heads(folded: str, lines: Sequence[Line]) -> frozenset[int]:
    """Where lines begin that stand three times in the text: heads of pages, whether or not they were known as such."""
    texts = [squash(folded[line.start : line.end]) for line in lines]
    counts = Counter(texts)
    often = {text for text, count in counts.items() if count >= _HEADS and len(text) >= _SHORTEST_HEAD}
    return frozenset(line.start for line, text in zip(lines, texts, strict=True) if text in often)


def _goes_on(folded: str, before: FoundTable, between: Sequence[Line]) -> bool:
    """Whether nothing but the words 续表 stands between a table and the one before it."""
    if before.notes or before.kind is TableKind.BOX:
        return False
    words = (folded[line.start : line.end] for line in between)
    return all(CONTINUED.match(text) or UNIT_LINE.fullmatch(text) for text in words)


def _is_box(grid: TableGrid) -> bool:
    """One column, or one cell a row over the whole width: a frame around text."""
    rows = [cells for row in range(grid.height) if (cells := grid.row(row))]
    return all(len(cells) == 1 and cells[0].columns == grid.width for cells in rows)


def _arranges(grid: TableGrid, size: int) -> bool:
    held = grid.source.end - grid.source.start
    named = _BOX.match(grid.text, grid.source.start) is not None
    return held > _LONGEST_BOX or (held > _MOSTLY * size and not named)


def _read(
    grid: TableGrid,
    above: Sequence[Line],
    below: Sequence[Line],
    own: Sequence[Line],
    before: FoundTable | None,
) -> FoundTable:
    captions, notes = (tuple(Span(line.start, line.end) for line in some) for some in (above, below))
    said = " ".join(word for span in captions for word in grid.text[span.start : span.end].split())
    noted = " ".join(join_lines(grid.text, span.start, span.end).text for span in notes)
    box = _is_box(grid)
    found = FoundTable(
        grid, TableKind.BOX, captions, notes, (), (), said, noted, (*above, *own) if box else ()
    )
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
    return with_kind(found)


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
        if any(c.role is not ColumnRole.OTHER for c in own if c.heads) or grid.source.head:
            return None
        roles = row_roles(grid, headless=True)
    return replace(
        found, kind=before.kind, rows=roles, columns=before.columns, goes_on=True,
        caption=found.caption or before.caption, note=found.note or before.note,
    )  # fmt: skip
