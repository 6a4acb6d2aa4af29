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
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from analyzers.marks import YearMark
from analyzers.normalise import fold, join_lines, squash
from analyzers.quantities import find_quantities
from analyzers.years import find_years
from ingest import aims, standards, vocabulary
from ingest.figure_rows import Cell, find_rows
from ingest.frames import read_segment
from ingest.milestones import find_milestone
from ingest.plan import Clause, ClauseKind, Nature, SourceText, Target
from ingest.readings import Passage, Reading
from ingest.segments import Segment, cut

# A clause without any of these holds no target: it is passed by without being read.
_WORTH_READING = re.compile(
    "[0-9]|分之|[一二两三四五六七八九十][成半个名所家处座项条户次场人岁周倍番万千百]|全覆盖|全面覆盖|全部覆盖|半数|过半|零二|二零"
)


_LINE_BREAK = re.compile("\n|\u3000\u3000")


def find_targets(clauses: Sequence[Clause], source: SourceText) -> tuple[Target, ...]:
    """The targets of the clauses, in text order."""
    reference = aims.reference_year(source.text)
    targets: list[Target] = []
    heading: tuple[str, YearMark | None] = ("", None)  # a section whose introduction states a year
    for clause in clauses:
        if not _WORTH_READING.search(clause.text, clause.body):
            continue
        year = heading[1] if heading[0] == clause.section else None
        offsets = source_offsets(clause, source)
        reader = _ClauseReader(clause, reference, year, _paragraphs(offsets, source))
        targets += _place(clause, source, offsets, reader.read())
        if fold(clause.text).rstrip().endswith((":", "目标")) and reader.scope:
            heading = (clause.section, reader.scope)
    return tuple(targets)


def targets_of_text(
    text: str, kind: ClauseKind = ClauseKind.GOAL, reference: int | None = None
) -> tuple[Target, ...]:
    """The targets of a single passage: a door for tests and for trying a sentence out."""
    source = SourceText("text", text, "utf-8", "")
    joined = join_lines(text, 0, len(text))
    clause = Clause("text/1", "text", kind, "1", "", None, None, "", joined.text, 0, len(text))
    reader = _ClauseReader(clause, reference if reference is not None else aims.reference_year(text), None)
    return tuple(_place(clause, source, joined.offsets, reader.read()))


@dataclass(frozen=True, slots=True)
class _Row:
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


class _ClauseReader:
    """Reads one clause from front to end."""

    def __init__(
        self,
        clause: Clause,
        reference: int | None,
        year: YearMark | None,
        paragraphs: frozenset[int] = frozenset(),
    ):
        self.passage = Passage(fold(clause.text), clause.text)
        self.body = clause.body
        self.context = aims.Context(reference, aims.is_background(clause.kind))
        self.scopes: list[YearMark] = [year] if year else []
        self.carried = year is not None
        self.hedge: str | None = None
        self.fresh = year is not None  # the year was stated in this very sentence
        self.paragraphs = paragraphs

    @property
    def scope(self) -> YearMark | None:
        """The year that governs what is read next."""
        return self.scopes[-1] if self.scopes else None

    def read(self) -> Iterator[_Row]:
        """The rows of the clause, in text order."""
        text = self.passage.folded
        cells = find_rows(text, self.passage.printed, self.context.reference)
        if cells:
            yield from map(_row_of_cell, cells)
            return
        forbidding = False
        for segment in cut(text, find_quantities(text), find_years(text), self.body):
            self._govern(segment)
            self.context.enter(text, segment)
            memory = self.passage.memory
            spoken_of = (
                (_subject(memory.indicator), memory.start)
                if memory.indicator
                else (memory.topic, memory.topic_start)
            )
            readings = read_segment(self.passage, segment)
            word = standards.forbids(self.passage, segment)
            forbidding = bool(word) or (forbidding and segment.bracketed)
            if forbidding and not word:
                for reading in readings:
                    yield _row(reading, None, Nature.STANDARD, None)
                continue
            if segment.quantities and word:
                for reading in standards.read_standards(self.passage, segment, word):
                    yield _row(reading, None, Nature.STANDARD, None)
                continue
            for reading, year in self._in_years(segment, readings):
                if not self.context.is_fact(text, segment, reading.quantity, year):
                    nature = Nature.CHANGE_FROM_BASE if reading.change else Nature.LEVEL
                    yield _row(self._softened(segment, reading), year, nature, _baseline(segment))
            if not readings and not segment.bracketed and (row := self._milestone(segment, *spoken_of)):
                yield row

    def _govern(self, segment: Segment) -> None:
        """Sets the years that govern this segment and the following ones.

        A year that opens a sentence is carried on until another is stated; one inside a sentence ends with it.
        """
        if segment.opens_sentence:
            self.hedge, self.fresh = None, False
            if not self.carried or segment.start in self.paragraphs:
                self.scopes, self.carried = [], False
        self.hedge = self._opening_hedge(segment) or self.hedge
        stated = [y for y in segment.years if y.role in ("by", "plain")]
        if stated and not segment.bracketed:
            opens = segment.opener in "。；;:\n" and self._only_prompts(segment, stated[0])
            self.scopes, self.carried, self.fresh = stated, opens, True
        elif any(y.role in ("from", "period") for y in segment.years):
            self.scopes, self.carried = [], False

    def _opening_hedge(self, segment: Segment) -> str | None:
        """A hedge that fills a segment alone or with a year: it governs the rest of the sentence."""
        text = self.passage.folded[segment.start : segment.end].strip()
        word = vocabulary.hedges().beginning(text)
        return word if word and _YEAR_ONLY.fullmatch(text[len(word) :]) else None

    def _only_prompts(self, segment: Segment, mark: YearMark) -> bool:
        """Whether nothing but 力争 and the like stands in front of the year."""
        lead = self.passage.folded[segment.start : mark.start].strip()
        while lead:
            word = vocabulary.leads().beginning(lead) or vocabulary.hedges().beginning(lead)
            if not word:
                return False
            lead = lead[len(word) :]
        return True

    def _in_years(
        self, segment: Segment, readings: list[Reading]
    ) -> Iterator[tuple[Reading, YearMark | None]]:
        """Each reading with the year it is stated for; 到2025年和2030年分别达到a、b deals the years out."""
        years = self.scopes
        if len(years) > 1 and len(readings) == len(years) and len({r.indicator for r in readings}) == 1:
            yield from zip(readings, years, strict=True)
            return
        stated = [y for y in segment.years if y.role in ("by", "plain")]
        for reading in readings:
            before = [y for y in stated if y.start < reading.quantity.start]
            yield reading, (before[-1] if before else self.scope)

    def _softened(self, segment: Segment, reading: Reading) -> Reading:
        """Adds a hedge that opened the sentence and governs all of it: 按有关规定，… or 力争到2030年，…"""
        return replace(reading, hedge=self.hedge) if self.hedge and not reading.hedge else reading

    def _milestone(self, segment: Segment, topic: str, topic_start: int) -> _Row | None:
        years = [y for y in segment.years if y.role in ("by", "plain")] or (
            [self.scope] if self.scope else []
        )
        if (
            not years
            or not self.fresh
            or self.context.background
            or self.context.is_fact(self.passage.folded, segment, None, years[-1])
        ):
            return None
        found = find_milestone(self.passage, segment, topic, topic_start)
        if not found:
            return None
        return _Row(
            found.outcome, found.population, "=", None, None, "milestone", None, years[-1].year,
            Nature.DATED_MILESTONE, None, found.hedge, found.start, found.end,
        )  # fmt: skip


_YEAR_ONLY = re.compile("(?:(?:到|至|在)?[0-9]{4}年?(?:底|末)?(?:前|以前)?|用[^,]{1,6}(?:时间|左右)?)?")


def _baseline(segment: Segment) -> int | None:
    bases = [y for y in segment.years if y.role == "base"]
    return bases[-1].year if bases else None


def _row(reading: Reading, year: YearMark | None, nature: Nature, baseline: int | None) -> _Row:
    q = reading.quantity
    return _Row(
        reading.indicator, reading.population, q.comparator, reading.value, q.value_high, reading.unit, reading.base,
        year.year if year else None, nature, baseline, reading.hedge, reading.start, reading.end,
    )  # fmt: skip


def _row_of_cell(cell: Cell) -> _Row:
    q = cell.quantity
    nature = Nature.CHANGE_FROM_BASE if cell.change else Nature.LEVEL
    return _Row(
        cell.indicator, cell.population, q.comparator, cell.value, q.value_high, cell.unit, cell.base, cell.year, nature,
        cell.baseline_year, q.hedge, cell.start, cell.end,
    )  # fmt: skip


def _subject(indicator: str) -> str:
    """What an indicator is about, without its measure: 农村卫生厕所 of 农村卫生厕所普及率."""
    return re.sub("(?:普及|覆盖|达标|使用|入户|接通|通达)?(?:率|比例)$", "", indicator)


def _paragraphs(offsets: tuple[int, ...], source: SourceText) -> frozenset[int]:
    """Where, in the clause's text, a new paragraph begins: behind a full stop and a line break."""
    text = source.text
    return frozenset(
        place + 1
        for place, (here, there) in enumerate(pairwise(offsets))
        if there - here > 1 and text[here] in "。！？" and _LINE_BREAK.search(text, here, there)
    )


def _place(
    clause: Clause, source: SourceText, offsets: tuple[int, ...], rows: Iterator[_Row]
) -> Iterator[Target]:
    """The rows as records, with offsets into the source."""
    for row in rows:
        start, end = offsets[row.start], offsets[row.end - 1] + 1
        yield Target(
            clause.address, clause.plan, clause.kind, clause.domain, clause.number,
            row.indicator, row.population, row.comparator, row.value, row.value_high, row.unit, row.base,
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
