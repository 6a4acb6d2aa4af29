"""Finds the targets of clauses: one row for each indicator and value, with its exact place in the source.

Takes clauses (``ingest.plan.Clause``) and the source text they come from. Gives Target rows in text order.
What is right is written down in docs/targets.md. The work is shared out: ``analyzers.quantities`` finds
numbers, ``segments`` cuts sentences, ``frames`` reads which indicator a value belongs to, ``milestones`` reads
dated outcomes, ``figure_rows`` reads indicator rows, ``aims`` tells aims from facts; this module governs
years, facts and standards, and makes the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers.marks import YearMark
from analyzers.normalise import fold, join_lines, squash
from analyzers.quantities import find_quantities
from analyzers.years import find_years
from ingest import aims, vocabulary
from ingest.figure_rows import find_rows
from ingest.frames import Reader, Reading
from ingest.milestones import find_milestone
from ingest.plan import Clause, ClauseKind, Nature, SourceText, Target
from ingest.segments import Segment, cut

# A clause without any of these holds no target: it is passed by without being read.
_WORTH_READING = re.compile(
    "[0-9]|分之|[一二两三四五六七八九十][成半个名所家处座项条户次场人岁倍番万千百]|全覆盖|全面覆盖|全部覆盖|半数|过半|零二|二零"
)
_PROHIBITION = re.compile("禁止|严禁|不得(?![低少高超多大小])|不准|不允许|不应当")
_BASE_PHRASE = re.compile("比|较|为基数|为基期|基础上|相比")
_LABEL = re.compile("目标|指标|如下|以下|具体|包括")


def find_targets(clauses: Sequence[Clause], source: SourceText) -> tuple[Target, ...]:
    """The targets of the clauses, in text order."""
    reference = aims.reference_year(source.text)
    targets: list[Target] = []
    heading: tuple[str, YearMark | None] = ("", None)  # a section whose introduction states a year
    for clause in clauses:
        if not _WORTH_READING.search(clause.text, clause.body):
            continue
        year = heading[1] if heading[0] == clause.section else None
        reader = _ClauseReader(clause, reference, year)
        targets += _place(clause, source, reader.read())
        if fold(clause.text).rstrip().endswith((":", "目标")) and reader.scope:
            heading = (clause.section, reader.scope)
    return tuple(targets)


def targets_of_text(text: str, kind: ClauseKind = ClauseKind.GOAL, reference: int | None = None) -> tuple[Target, ...]:
    """The targets of a single passage: a door for tests and for trying a sentence out."""
    source = SourceText("text", text, "utf-8", "")
    joined = join_lines(text, 0, len(text))
    clause = Clause("text/1", "text", kind, "1", "", None, None, "", joined.text, 0, len(text))
    reader = _ClauseReader(clause, reference if reference is not None else aims.reference_year(text), None)
    return tuple(_place(clause, source, reader.read()))


@dataclass(frozen=True, slots=True)
class _Row:
    """A target with offsets into the clause's text, before it is placed in the source."""

    indicator: str
    population: str | None
    comparator: str
    value: object
    value_high: object
    unit: str
    base: int | None
    year: int | None
    nature: Nature
    baseline_year: int | None
    hedge: str | None
    start: int
    end: int


class _ClauseReader:
    """Reads one clause from front to end."""

    def __init__(self, clause: Clause, reference: int | None, year: YearMark | None):
        self.clause = clause
        self.printed = clause.text
        self.folded = fold(clause.text)
        self.reference = reference
        self.scope: YearMark | None = year
        self.scopes: list[YearMark] = [year] if year else []
        self.carried = year is not None
        self.background = aims.is_background(clause.kind, clause.section_title)
        self.period_year: int | None = None

    def read(self) -> Iterator[_Row]:
        """The rows of the clause, in text order."""
        cells = find_rows(self.folded, self.printed, self.reference)
        if cells:
            for c in cells:
                q = c.quantity
                nature = Nature.CHANGE_FROM_BASE if c.change else Nature.LEVEL
                yield _Row(
                    c.indicator, None, q.comparator, q.value, q.value_high, c.unit, c.base, c.year, nature,
                    c.baseline_year, q.hedge, c.start, c.end,
                )  # fmt: skip
            return
        segments = cut(self.folded, find_quantities(self.folded), find_years(self.folded), self.clause.body)
        reader = Reader(self.folded, self.printed)
        for segment in segments:
            self._govern(segment)
            readings = reader.read(segment)
            if segment.quantities and _PROHIBITION.search(self.folded, segment.start, segment.end):
                yield from self._standards(segment, readings)
                continue
            for reading in self._in_years(segment, readings):
                if row := self._row(segment, *reading):
                    yield row
            if not readings and not segment.bracketed and (row := self._milestone(segment, reader)):
                yield row

    # -- years --------------------------------------------------------------------------------------

    def _govern(self, segment: Segment) -> None:
        """Sets the years that govern this segment and the following ones."""
        if segment.opens_sentence and not self.carried:
            self.scopes = []
        stated = [y for y in segment.years if y.role in ("by", "plain")]
        for mark in segment.years:
            if mark.role == "period":
                self.period_year = mark.year
        if any(y.role == "from" for y in segment.years) and not stated:
            self.scopes, self.carried = [], False
            return
        if stated and not segment.bracketed:
            leading = self._leads(segment, stated[0])
            self.scopes = stated
            self.carried = (leading and segment.opener in "。；;:") or self.carried and leading
        elif segment.opens_sentence:
            self.period_year = next((y.year for y in segment.years if y.role == "period"), None)
        self.scope = self.scopes[-1] if self.scopes else None

    def _leads(self, segment: Segment, mark: YearMark) -> bool:
        lead = self.folded[segment.start : mark.start].strip()
        while lead:
            word = vocabulary.leads().beginning(lead) or vocabulary.hedges().beginning(lead)
            if not word:
                return False
            lead = lead[len(word) :]
        return True

    def _in_years(self, segment: Segment, readings: list[Reading]) -> Iterator[tuple[Reading, YearMark | None]]:
        """Each reading with the year it is stated for; 到2025年和2030年分别达到a、b deals the years out."""
        years = self.scopes
        if len(years) > 1 and len(readings) > 1 and len(readings) % len(years) == 0:
            same = len({r.indicator for r in readings}) == 1 or "分别" in self.folded[segment.start : segment.end]
            if same and len({r.indicator for r in readings}) == 1:
                yield from ((r, years[i % len(years)]) for i, r in enumerate(readings))
                return
        for reading in readings:
            before = [y for y in segment.years if y.role in ("by", "plain") and y.start < reading.quantity.start]
            yield reading, (before[-1] if before else (years[-1] if years else None))

    # -- rows ---------------------------------------------------------------------------------------

    def _row(self, segment: Segment, reading: Reading, year: YearMark | None) -> _Row | None:
        q = reading.quantity
        if self._is_fact(segment, reading, year):
            return None
        bases = [y for y in segment.years if y.role == "base"]
        nature = Nature.CHANGE_FROM_BASE if reading.change or q.family == "points" and reading.change else Nature.LEVEL
        return _Row(
            reading.indicator,
            reading.population,
            q.comparator,
            reading.value if reading.value is not None else q.value,
            q.value_high,
            reading.unit,
            reading.base,
            year.year if year else None,
            nature,
            bases[-1].year if bases else None,
            self._hedge(segment, reading),
            reading.start,
            reading.end,
        )

    def _is_fact(self, segment: Segment, reading: Reading, year: YearMark | None) -> bool:
        if aims.is_past(year.year if year else None, segment.years, self.reference):
            return True
        if year is None and self.period_year and self.reference and self.period_year < self.reference:
            return True
        if aims.reports(self.folded, segment.start, segment.end, reading.quantity):
            return True
        if self.background:
            ahead = year is not None and year.role == "by" and (self.reference is None or year.year >= self.reference)
            return not ahead
        return False

    def _hedge(self, segment: Segment, reading: Reading) -> str | None:
        """The softening word nearest to the value, else one that opens the sentence."""
        if reading.quantity.hedge:
            return reading.quantity.hedge
        text = self.folded[segment.start : reading.quantity.start]
        found, at = "", 0
        while match := vocabulary.hedges().search(text, at):
            found, at = match.group(), match.end()
        if found:
            return found
        # 按有关规定，… 力争到2030年，…: the segment in front holds nothing else
        before = self.folded[max(0, segment.start - 16) : segment.start].rstrip(",")
        before = re.split("[。;,:]", before)[-1]
        if word := vocabulary.hedges().beginning(before):
            rest = before[len(word) :]
            if not rest or re.fullmatch("到?[0-9]{4}年?(?:底|前|末)?", rest):
                return word
        return None

    def _standards(self, segment: Segment, readings: list[Reading]) -> Iterator[_Row]:
        """禁止27周以上的…: a threshold that no one is to raise."""
        for q in segment.quantities:
            rest = self.folded[q.end : segment.end]
            noun = re.match(r"(?:的)?([一-鿿]{2,20})", rest)
            name = self.printed[q.end + noun.start(1) : q.end + noun.end(1)] if noun else ""
            if not name:
                continue
            end = q.end + noun.end(1) if noun else q.end
            population = None
            yield _Row(name, population, q.comparator, q.value, q.value_high, q.unit, q.base, None, Nature.STANDARD, None, q.hedge, q.start, end)

    def _milestone(self, segment: Segment, reader: Reader) -> _Row | None:
        years = [y for y in segment.years if y.role in ("by", "plain")] or ([self.scope] if self.scope else [])
        if not years or self.background:
            return None
        year = years[-1]
        if aims.is_past(year.year, segment.years, self.reference) or aims._REPORTS.search(self.folded, segment.start, segment.end):
            return None
        found = find_milestone(self.folded, self.printed, segment, reader.memory.topic or _subject(reader.memory.indicator))
        if not found:
            return None
        return _Row(found.outcome, found.population, "=", None, None, "milestone", None, year.year, Nature.DATED_MILESTONE, None, found.hedge, found.start, found.end)


def _subject(indicator: str) -> str:
    """What an indicator is about, without its measure: 农村卫生厕所 of 农村卫生厕所普及率."""
    return re.sub("(?:普及|覆盖|达标|使用|入户|接通|通达)?(?:率|比例)$", "", indicator)


def _place(clause: Clause, source: SourceText, rows: Iterator[_Row]) -> Iterator[Target]:
    """The rows as records, with offsets into the source."""
    offsets: tuple[int, ...] | None = None
    for row in rows:
        if offsets is None:
            offsets = source_offsets(clause, source)
        start, end = offsets[row.start], offsets[row.end - 1] + 1
        yield Target(
            clause.address, clause.plan, clause.kind, clause.domain, clause.number,
            row.indicator, row.population, row.comparator, row.value, row.value_high, row.unit, row.base,  # type: ignore[arg-type]
            row.year, row.nature, row.baseline_year, row.hedge, squash(source.text[start:end]), start, end,
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
