"""Sees how a text is laid out, once for all later steps.

Takes the source text. Gives a Layout: the folded text, its lines with their roles, how it is wrapped, and
quick answers about stretches of it. Nothing is changed or dropped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analyzers.marks import Span
from analyzers.normalise import Joined, fold, join_lines
from ingest.plan import LineLook, SourceTable
from ingest.structure.lines import BLANKS, STOPS, Line, Role, print_width, split_lines
from ingest.structure.numbering import Scheme, number_at
from ingest.structure.page_marks import mark_contents, mark_page_numbers, mark_running_heads
from ingest.structure.tables.found import FoundTable
from ingest.structure.tables.read import place_tables, read_tables

_PROSE_LINE = 60  # a line that long is a paragraph, not a heading
_FEW_LINES = 6
_NARROWEST = 36  # columns; narrower lines are cells of a table or short items


@dataclass(frozen=True, slots=True)
class Layout:
    """A text as it lies on its pages.

    ``folded`` has the length of the source. ``width`` is the print width at which lines were wrapped, else 0.
    ``cut`` says that line breaks stand in the middle of sentences here and there, as page breaks leave them.
    ``rows`` are the lines that are no page marks; ``starts`` are their offsets. Lines of tables are none of them:
    ``tables`` has those, ``taken`` their stretches, ``unread`` what could not be read as a table.
    """

    source: str
    folded: str
    lines: tuple[Line, ...]
    rows: tuple[Line, ...]
    starts: tuple[int, ...]
    marks: tuple[Span, ...]
    width: int
    cut: bool
    tables: tuple[FoundTable, ...] = ()
    taken: tuple[Span, ...] = ()
    unread: tuple[Span, ...] = ()
    apart: Mapping[int, int] = field(default_factory=dict)  # where lines begin -> up to where they look apart
    nested: Mapping[int, int] = field(
        default_factory=dict
    )  # where lines begin -> lists around that of their number

    def marks_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The page marks inside a stretch of the source."""
        first = bisect_left(self.marks, Span(start, start))
        last = bisect_left(self.marks, Span(end, end))
        return self.marks[first:last]

    def contents_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The lines of a table of contents inside a stretch of the source, its heading among them."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return tuple(
            Span(line.start, line.end) for line in self.rows[first:last] if line.role is Role.CONTENTS
        )

    def join(self, start: int, end: int) -> Joined:
        """A stretch as running text, page marks and tables left out."""
        gaps = self.marks_in(start, end)
        if self.taken:
            gaps = (*gaps, *self._taken_in(start, end))
        return join_lines(self.source, start, end, leave_out=gaps)

    def _taken_in(self, start: int, end: int) -> tuple[Span, ...]:
        first = max(0, bisect_left(self.taken, Span(start, start)) - 1)
        last = bisect_left(self.taken, Span(end, end))
        return tuple(span for span in self.taken[first:last] if span.end > start)

    def rules_in(self, start: int, end: int) -> tuple[Span, ...]:
        """The drawn rules of tables inside a stretch: left out like page marks."""
        drawn = (span for table in self.tables for span in table.rules)
        return tuple(span for span in drawn if start <= span.start < end)

    def around_tables(self, start: int, end: int) -> list[Span]:
        """The pieces of a stretch that lie outside of tables, in order; blank ones too."""
        if not self.taken:
            return [Span(start, end)]
        pieces = []
        for span in self._taken_in(start, end):
            pieces.append(Span(start, max(start, span.start)))
            start = span.end
        return [*pieces, Span(start, max(start, end))]

    def box_before(self, offset: int) -> int:
        """The number of the last 专栏 that is a table or the caption of one; 0 for none."""
        firsts = (table.start for table in self.tables if table.start < offset)
        numbers = (number_at(self.folded, at, self.folded.find("\n", at)) for at in firsts)
        return max((n.ordinal for n in numbers if n is not None and n.scheme is Scheme.BOX), default=0)

    def holds_anything(self, start: int, end: int) -> bool:
        """Whether a stretch holds text or a table."""
        return self.trim(start, end) is not None or self.holds_table(start, end)

    def holds_table(self, start: int, end: int) -> bool:
        """Whether a table, or a piece of one, stands in a stretch."""
        return bool(self.taken) and bool(self._taken_in(start, end))

    def is_behind_table(self, line: Line, before: Line) -> bool:
        """Whether a table stands between two lines that follow one another."""
        return self.holds_table(before.end, line.start)

    def of_box(self, table: FoundTable) -> Layout:
        """The lines of a box as a text of its own."""
        width = _wrap_width(self.source, table.lines)
        starts = tuple(line.start for line in table.lines)
        return Layout(
            self.source, self.folded, table.lines, table.lines, starts, self.marks, width, width > 0
        )

    def row_at(self, offset: int) -> int:
        """Index of the row that holds an offset, or of the first row behind it."""
        place = bisect_left(self.starts, offset + 1) - 1
        return place if place >= 0 and self.rows[place].end > offset else place + 1

    def trim(self, start: int, end: int) -> Span | None:
        """A stretch without blanks and page marks at its edges; None when nothing is left."""
        first, last = self.row_at(start), bisect_left(self.starts, end) - 1
        if first > last:
            return None
        start, end = max(start, self.rows[first].start), min(end, self.rows[last].end)
        text = self.source[start:end].rstrip(BLANKS)
        end = start + len(text)
        start = end - len(text.lstrip(BLANKS))
        return Span(start, end) if start < end else None

    def is_full(self, line: Line) -> bool:
        """Whether a wrapped line reaches the right edge, so that its sentence may go on in the next."""
        return self.width > 0 and print_width(self.source[line.start : line.end]) >= self.width - 4


def lay_out(source: str, tables: Sequence[SourceTable] = (), looks: Sequence[LineLook] = ()) -> Layout:
    """The layout of a text, of the tables that its reader found in it, and what it saw of the lines' looks."""
    folded = fold(source)
    placed = place_tables(source, tables, list(split_lines(source, folded)))
    lines = mark_page_numbers(folded, placed.lines)
    lines = mark_running_heads(source, lines)
    found, lines = read_tables(placed, folded, lines)
    width = _wrap_width(source, lines)
    lines = mark_contents(folded, lines)
    rows = tuple(line for line in lines if line.role is not Role.PAGE)
    return Layout(
        source=source,
        folded=folded,
        lines=tuple(lines),
        rows=rows,
        starts=tuple(row.start for row in rows),
        marks=tuple(Span(line.start, line.end) for line in lines if line.role is Role.PAGE),
        width=width,
        cut=width > 0 or _is_cut(source, rows),
        tables=found,
        taken=tuple(sorted(span for table in found for span in (*table.stretches, *table.rules))),
        unread=placed.unread,
        apart={_first_sign(source, look): look.apart for look in looks if look.apart > look.start},
        nested={_first_sign(source, look): look.nested for look in looks if look.nested},
    )


def _first_sign(source: str, look: LineLook) -> int:
    """Where the words of a line begin, blanks left out."""
    at = look.start
    while at < len(source) and source[at] in BLANKS and source[at] != "\n":
        at += 1
    return at


def _is_cut(source: str, rows: Sequence[Line]) -> bool:
    prose = [row for row in rows if row.role is Role.TEXT and row.end - row.start > _PROSE_LINE]
    return sum(1 for row in prose if source[row.end - 1] not in STOPS) > 0.03 * len(prose)


def _wrap_width(source: str, lines: Sequence[Line]) -> int:
    """The width of hard-wrapped text: most of it stands in lines of nearly the same, small width."""
    short = [line for line in lines if line.end - line.start <= 100]
    if len(lines) < _FEW_LINES or not short:
        return 0
    widths = Counter(print_width(source[line.start : line.end]) for line in short)
    near = {
        width: sum((width + step) * widths.get(width + step, 0) for step in range(-6, 7)) for width in widths
    }
    best = max(sorted(near), key=near.__getitem__)
    total = 2 * sum(line.end - line.start for line in lines)
    if best < _NARROWEST or near[best] < 0.45 * total:
        return 0
    full = [line for line in short if abs(print_width(source[line.start : line.end]) - best) <= 6]
    open_ended = sum(1 for line in full if source[line.end - 1] not in STOPS)
    return best if open_ended >= 0.5 * len(full) else 0
