"""Makes the records: what was read of a clause becomes a row, and a row is placed in the source as a Target.

Takes Readings, cells of tables and dated outcomes with the year and nature that ``find`` gives them. Gives Targets, each
with what read it. Offsets into the clause's text become offsets into the source here, and quotes are cut from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from analyzers.marks import YearMark
from analyzers.normalise import join_lines
from ingest.plan import Baseline, Clause, Nature, SourceText, Target
from ingest.targets.figure_rows import RowValue
from ingest.targets.milestones import Milestone
from ingest.targets.past_values import PastValue
from ingest.targets.records import Reading

# What reads a target in place of a frame.
MILESTONE, STANDARD, ROW = "milestone", "standard", "row"
_BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A target with offsets into the clause's text, before it is placed in the source."""

    indicator: str
    population: str | None
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    base: int | None
    year: int | None
    nature: Nature
    baseline_year: int | None
    hedge: str | None
    start: int
    end: int
    frame: str  # what read it
    at: int  # where its number stands
    period: str | None = None  # over what time it counts
    direction: str | None = None  # which way a change goes


def of_reading(reading: Reading, year: YearMark | None, nature: Nature, baseline: int | None) -> Unplaced:
    """The row of a value."""
    q = reading.quantity
    return Unplaced(
        reading.indicator, reading.population, q.comparator, reading.value, q.value_high, reading.unit, reading.base,
        year.year if year else None, nature, baseline, reading.hedge, reading.start, reading.end,
        reading.frame or STANDARD, q.number_start,
    )  # fmt: skip


def of_cell(cell: RowValue) -> Unplaced:
    """The row of a cell in a table."""
    q = cell.quantity
    nature = Nature.CHANGE_FROM_BASE if cell.change else Nature.LEVEL
    return Unplaced(
        cell.indicator, cell.population, q.comparator, cell.value, q.value_high, cell.unit, cell.base, cell.year, nature,
        cell.baseline_year, q.hedge, cell.start, cell.end, ROW, q.number_start,
    )  # fmt: skip


def of_milestone(found: Milestone, year: YearMark) -> Unplaced:
    """The row of a dated outcome."""
    return Unplaced(
        found.outcome, found.population, "=", None, None, "milestone", None, year.year,
        Nature.DATED_MILESTONE, None, found.hedge, found.start, found.end, MILESTONE, found.start,
    )  # fmt: skip


def compared(row: Unplaced, base: int) -> Unplaced:
    """The row with the year it is compared with, where it is a change and names none."""
    if row.nature is not Nature.CHANGE_FROM_BASE or row.baseline_year:
        return row
    return replace(row, baseline_year=base)


def placed(
    clause: Clause, source: SourceText, offsets: tuple[int, ...], rows: Iterable[Unplaced]
) -> Iterator[tuple[Target, str]]:
    """The rows as records, with offsets into the source, and what read each."""
    for row in rows:
        start, end = offsets[row.start], offsets[row.end - 1] + 1
        target = Target(
            clause.address, clause.plan, clause.kind, clause.domain, clause.number,
            row.indicator, row.population, row.comparator, row.value, row.value_high, row.unit, row.base,
            row.year, row.nature, row.baseline_year, row.hedge, _quoted(source.text, start, end), start, end,
            period=row.period, direction=row.direction,
        )  # fmt: skip
        yield target, row.frame


def placed_past(
    clause: Clause, source: SourceText, offsets: tuple[int, ...], values: Iterable[PastValue]
) -> Iterator[Baseline]:
    """Past values as records, with offsets into the source."""
    for each in values:
        start, end = offsets[each.start], offsets[each.end - 1] + 1
        yield Baseline(
            clause.address, clause.plan, each.indicator, each.value, each.value_high, each.unit, each.year, "text",
            _quoted(source.text, start, end), start, end,
        )  # fmt: skip


def source_offsets(clause: Clause, source: SourceText) -> tuple[int, ...]:
    """The source offset of every character of the clause's text, page marks inside it passed over."""
    joined = join_lines(source.text, clause.start, clause.end)
    if joined.text == clause.text:
        return joined.offsets
    offsets: list[int] = []
    at = clause.start
    for char in clause.text:
        found = source.text.find(char, at, clause.end)
        if found < 0:
            offsets.append(max(at - 1, clause.start))
            continue
        offsets.append(found)
        at = found + 1
    return tuple(offsets)


def _quoted(text: str, start: int, end: int) -> str:
    """The stretch without its blanks, except those that keep two numbers apart: 20.1 2020年 is not 20.12020年."""
    return _BLANK.sub("", join_lines(text, start, end).text)
