"""Keeps what a text says of the past as baselines: 2020年为46%, 由58.2%提高到63.5%, 目前达到80%.

Takes a value that was read, and why it is no aim; or the value that a sentence leaves behind. Gives PastValue records with
offsets into the clause's text, of a level that names its indicator only: no work done, no growth, no number of a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analyzers.marks import YearMark
from ingest.targets.records import Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases, unit_context

# The facts (``aim_or_report``) whose values were once reached.
REACHED = ("reported", "past", "past_section", "starting_point", "background")
_LEVELS = (
    "rate",
    "points",
    "ratio",
    "measure",
    "money",
    "score",
    "bare",
    "span",
    "age",
    "people",
    "count",
    "volume",
)
_READS = (
    "level",
    "direct",
    "achieved",
    "per_base",
    "goes_on",
    "next_group",
    "placed",
    "coverage",
    "percent_group",
)


@dataclass(frozen=True, slots=True)
class PastValue:
    """A past value of an indicator; offsets into the clause's text."""

    indicator: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    year: int | None
    start: int
    end: int


def of_fact(reading: Reading, fact: str, year: int | None) -> PastValue | None:
    """A value that was reached, None where the reading is of a change or names no indicator."""
    q = reading.quantity
    if fact not in REACHED or reading.change or reading.frame not in _READS or q.family not in _LEVELS:
        return None
    if not phrases.has_head(reading.indicator) and q.family not in ("rate", "ratio") and reading.base is None:
        return None
    return PastValue(
        reading.indicator, reading.value, q.value_high, reading.unit, year, reading.start, reading.end
    )


def foretold(text: str, segment: Segment, reading: Reading, year: int | None, reference: int | None) -> bool:
    """Whether a value in a section that reports is one to come: 预计老年人口超过72万人, or a year not yet begun."""
    if year is not None and reference is not None and year > reference:
        return True
    return _FORETELLS.search(text, segment.start, reading.quantity.start) is not None


def left_behind(passage: Passage, segment: Segment, reading: Reading) -> PastValue | None:
    """58.2% of …由58.2%提高到63.5%: the value from which an aim starts."""
    before = [q for q in segment.quantities if q.end <= reading.quantity.start]
    q = before[-1] if before else None
    if q is None or reading.change or q.family != reading.quantity.family or reading.start > q.start:
        return None
    if not _FROM.search(passage.folded, segment.start, q.start) or not _TO.match(
        passage.folded, q.end, reading.quantity.start
    ):
        return None
    unit, _, value = unit_context.unit_of(q, reading.indicator, "")
    if unit != reading.unit and reading.base is not None:
        unit, value = reading.unit, q.value
    year = next((mark.year for mark in segment.years if mark.end <= q.start and mark.role == "base"), None)
    year = year or next((m.year for m in segment.years if q.start - _NEAR <= m.end <= q.start), None)
    return PastValue(reading.indicator, value, q.value_high, unit, year, reading.start, q.end)


_FORETELLS = re.compile("预计|预测|有望")
_NEAR = 4
_FROM = re.compile("(?:从|由)[^,;。]{0,16}$")
_TO = re.compile("[^,;。]{0,16}$")


def year_of(year: YearMark | None, segment: Segment, spoken: YearMark | None) -> int | None:
    """The year of a past value: the one that governs it, or the one of which the sentence spoke last."""
    mark = year or next(iter([m for m in segment.years if m.role == "past"]), None) or spoken
    return mark.year if mark else None
