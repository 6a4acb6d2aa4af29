"""Finds the targets of clauses: one row for each indicator and value, with its exact place in the source.

Takes clauses (``ingest.plan.Clause``) and the source text they come from. Gives Target rows in text order.
What is right is written down in docs/targets.md. The work is shared out: ``analyzers.quantities`` finds
numbers, ``segments`` cuts sentences, ``frames`` reads which indicator a value belongs to, ``milestones`` reads
dated outcomes, ``figure_rows`` reads indicator rows, ``aim_or_report`` tells aims from facts; this module governs
years, facts and standards, and ``rows`` makes the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analyzers import lexicon
from analyzers.marks import Quantity, Span, YearMark
from analyzers.normalise import fold, join_lines
from analyzers.numerals import CN_TEN
from analyzers.quantities import find_numbers
from analyzers.years import find_years
from ingest.plan import Baseline, Clause, ClauseKind, Nature, ReviewWarning, SourceText, Target
from ingest.targets import aim_or_report, past_values, rows, thresholds, vocabulary
from ingest.targets.figure_rows import find_rows
from ingest.targets.frames import NO_FRAME, read_segment
from ingest.targets.milestones import find_milestone
from ingest.targets.past_values import PastValue
from ingest.targets.records import Memory, Passage, Reading, Refused
from ingest.targets.segments import Segment, cut, in_order, numbers_in
from ingest.targets.wording import pace
from ingest.targets.wording.values import heard
from ingest.targets.year_scope import YearScope, ahead, compared_with, listed

UNREAD = "unread"  # in place of a reason: nothing looked at the number
# A clause without any of these holds no target: it is passed by without being read.
_WORTH_READING = re.compile(
    f"\\d|分之|[两{CN_TEN}][成半个名所家处座项条户次场人岁周倍番万千百]|[两{CN_TEN[1:]}][支套册篇本台辆吨亩部]"
    "|[一二三四五](?:级(?:[甲乙丙以及标水，。；]|$)|星级)|[Ⅰ-Ⅹ][类级]|全覆盖|全面覆盖|全部覆盖|半数|过半|零二|二零"
    "|零(?:[增发死伤事新感复投，。；、）的以]|$)|[清归]零|翻番"
)

_LINE_BREAK = re.compile("\n|\u3000\u3000")


@dataclass(frozen=True, slots=True)
class ClauseRead:
    """A clause with what was read of it: its targets, each with the frame that read it, and its other numbers."""

    clause: Clause
    offsets: tuple[int, ...]  # of its characters in the source
    targets: Sequence[tuple[Target, str]]
    refused: Sequence[Refused]  # in text order; places count in the clause's text
    baselines: Sequence[Baseline] = ()
    torn: Sequence[Span] = ()  # numbers that are no certain number; places count in the clause's text


@dataclass(frozen=True, slots=True)
class InText:
    """What the sentences of a plan say: targets, past values, and the numbers of which nothing is sure."""

    targets: tuple[Target, ...]
    baselines: tuple[Baseline, ...]
    warnings: tuple[ReviewWarning, ...]


def find_in_text(clauses: Sequence[Clause], source: SourceText) -> InText:
    """The targets, past values and warnings of the clauses, in text order."""
    reads = list(read_clauses(clauses, source))
    return InText(
        tuple(target for read in reads for target, _ in read.targets),
        tuple(baseline for read in reads for baseline in read.baselines),
        tuple(warning for read in reads for warning in _unsure(read, source)),
    )


def _unsure(read: ClauseRead, source: SourceText) -> Iterator[ReviewWarning]:
    """A warning at every number that is torn or run together: none of its pieces was read."""
    for span in read.torn:
        start, end = read.offsets[span.start], read.offsets[span.end - 1] + 1
        printed = join_lines(source.text, start, end).text
        if _LETTER.search(printed):  # told as a letter that recognition put there
            continue
        message = f"“{printed}”断开了、连在一起了或不成数，没有当作指标目标，请对照原件"
        yield ReviewWarning("number_unsure", message, start, end, read.clause.address)


def read_clauses(clauses: Sequence[Clause], source: SourceText) -> Iterator[ClauseRead]:
    """Each clause that holds a number, read."""
    reference = aim_or_report.reference_year(source.text)
    heading: tuple[str, YearMark | None] = ("", None)  # a section whose introduction states a year
    for clause in clauses:
        if not _WORTH_READING.search(clause.text, clause.body):
            continue
        year = heading[1] if heading[0] == clause.section else None
        offsets = rows.source_offsets(clause, source)
        reader = _ClauseReader(clause, reference, year, _paragraphs(offsets, source))
        reader.body = _behind_heading(clause, offsets, source)
        read = reader.read()
        targets = list(rows.placed(clause, source, offsets, read))
        past = tuple(rows.placed_past(clause, source, offsets, reader.past))
        yield ClauseRead(clause, offsets, targets, reader.refused(read), past, reader.torn)
        if reader.passage.folded.rstrip().endswith((":", "目标")) and reader.scope.last:
            heading = (clause.section, reader.scope.last)


def targets_of_text(
    text: str, kind: ClauseKind = ClauseKind.GOAL, reference: int | None = None
) -> tuple[Target, ...]:
    """The targets of a single passage: a door for tests and for trying a sentence out."""
    source = SourceText("text", text, "utf-8", "")
    joined = join_lines(text, 0, len(text))
    clause = Clause("text/1", "text", kind, "1", "", None, None, "", joined.text, 0, len(text))
    reader = _ClauseReader(
        clause, reference if reference is not None else aim_or_report.reference_year(text), None
    )
    return tuple(target for target, _ in rows.placed(clause, source, joined.offsets, reader.read()))


class _ClauseReader:
    """Reads one clause from front to end."""

    def __init__(
        self,
        clause: Clause,
        reference: int | None,
        year: YearMark | None,
        paragraphs: frozenset[int] = frozenset(),
    ):
        self.passage = Passage(" " * clause.body + fold(clause.text)[clause.body :], clause.text)
        self.memory = Memory()
        self.body = clause.body
        self.context = aim_or_report.context_of(clause, self.passage.folded, reference)
        self.scope = YearScope(
            self.passage.folded, paragraphs, [year] if year else [], year is not None, year is not None
        )
        self.hedge: str | None = None
        self.forbidding = False
        self.often: str | None = None  # 每年, for what the sentence goes on with
        self.way: str | None = None  # which way the last change of the sentence goes
        self.past: list[PastValue] = []
        self.torn: Sequence[Span] = ()
        self._quantities: Sequence[Quantity] | None = None
        self._refused: list[Refused] = []

    def read(self) -> list[rows.Unplaced]:
        """The rows of the clause, in text order."""
        text = self.passage.folded
        if cells := find_rows(text, self.passage.printed, self.context.reference):
            return [rows.of_cell(cell) for cell in cells]
        read: list[rows.Unplaced] = []
        sentence = 0
        years = listed(text, find_years(text))
        numbers = find_numbers(text)
        self.torn = numbers.torn
        self._quantities = quantities = in_order(numbers)
        self.context.numbers = [q.number_start for q in quantities]
        self.context.latest = max((y.year for y in years if y.role == "by"), default=None)
        for segment in cut(text, quantities, years, self.body):
            if segment.opens_sentence:
                sentence = len(read)
            found = list(self._read_segment(segment))
            if not found and self.scope.base:  # …下降5%，以2020年为基期: it counts for what the sentence says
                read[sentence:] = [rows.compared(row, self.scope.base) for row in read[sentence:]]
            read += found
        return read

    def refused(self, read: Iterable[rows.Unplaced]) -> list[Refused]:
        """The numbers of the clause that gave none of its rows, each with what kept it back."""
        told = {each.quantity.number_start: each.reason for each in reversed(self._refused)}
        used = {row.at for row in read}
        if self._quantities is None:  # rows of a table: its other numbers were not looked at
            self._quantities = numbers_in(self.passage.folded)
        return [
            Refused(q, told.get(q.number_start, UNREAD))
            for q in self._quantities
            if q.number_start not in used
        ]

    def _read_segment(self, segment: Segment) -> Iterator[rows.Unplaced]:
        text, memory = self.passage.folded, self.memory
        if segment.opens_sentence:
            self.hedge = self.way = None
        carried, self.often = self.often, pace.carried_on(text, segment, self.often)
        self.hedge = self._opening_hedge(segment) or self.hedge
        if (
            segment.opens_sentence and self.context.reporting
        ):  # 2019年至2022年仅引进46名。|五年引进…: no year to go on with
            self.scope.years, self.scope.carried = [], False
        self.scope.enter(segment)
        self.context.enter(text, segment)
        spoken_of = (
            (_subject(memory.indicator), memory.start)
            if memory.indicator
            else (memory.topic, memory.topic_start)
        )
        read = read_segment(self.passage, segment, memory)
        readings, self.memory = read.readings, read.memory
        self._refused += read.refused
        word = thresholds.forbids(self.passage, segment)
        self.forbidding = bool(word) or (self.forbidding and segment.bracketed)
        if self.forbidding and (segment.quantities or not word):
            found = self._standards(segment, word) if word else readings
            yield from (self._row(segment, reading, None, carried, Nature.STANDARD) for reading in found)
            return
        for reading, year in self.scope.deal(segment, readings):
            if _NAMES_NOTHING.search(reading.indicator):
                self._refused.append(Refused(reading.quantity, NO_FRAME))
                continue
            if fact := self.context.fact(text, segment, reading.quantity, year):
                self._refused.append(Refused(reading.quantity, fact))
                when = past_values.year_of(year, segment, self.context.spoken)
                if not past_values.foretold(text, segment, reading, when, self.context.reference):
                    self._keep(past_values.of_fact(reading, fact, when))
                continue
            self._keep(past_values.left_behind(self.passage, segment, reading))
            yield self._row(segment, reading, year, carried)
        if not readings and not segment.bracketed and (row := self._milestone(segment, *spoken_of)):
            yield row
        self.scope.leave(segment, readings)

    def _keep(self, value: PastValue | None) -> None:
        if value is not None:
            self.past.append(value)

    def _row(
        self,
        segment: Segment,
        reading: Reading,
        year: YearMark | None,
        carried: str | None,
        nature: Nature = Nature.LEVEL,
    ) -> rows.Unplaced:
        text = self.passage.folded
        if pace.is_change(reading):
            reading = replace(reading, change=True)
        if not reading.change and (
            reading.frame == "by_standard" or text.startswith("的标准", reading.quantity.end)
        ):
            nature = Nature.STANDARD  # 按每百户20平方米的标准配建: by what rule, and nothing to strive for
        if nature is Nature.LEVEL and reading.change:
            nature = Nature.CHANGE_FROM_BASE
            self.way = pace.direction_of(text, segment, reading, self.way)
        base = compared_with(segment) or (self.scope.base if reading.change else None)
        if nature is Nature.STANDARD:
            base = None
        row = rows.of_reading(self._softened(segment, reading), year, nature, base)
        return replace(
            row,
            period=pace.period_of(text, segment, reading, self.often if self.often == carried else None),
            direction=self.way if nature is Nature.CHANGE_FROM_BASE else None,
        )

    def _standards(self, segment: Segment, word: re.Match[str]) -> list[Reading]:
        found = thresholds.read_standards(self.passage, segment, self.memory, word)
        for reading in found:
            self.memory = heard(self.passage, segment, self.memory, reading.quantity)
        return found

    def _opening_hedge(self, segment: Segment) -> str | None:
        """A hedge that fills a segment alone or with a year: it governs the rest of the sentence."""
        text = self.passage.folded[segment.start : segment.end].strip()
        word = vocabulary.hedges().beginning(text)
        return word if word and _YEAR_ONLY.fullmatch(text[len(word) :]) else None

    def _softened(self, segment: Segment, reading: Reading) -> Reading:
        """Adds a hedge that opened the sentence and governs all of it: 按有关规定，… or 力争到2030年，…"""
        return replace(reading, hedge=self.hedge) if self.hedge and not reading.hedge else reading

    def _milestone(self, segment: Segment, topic: str, topic_start: int) -> rows.Unplaced | None:
        years = ahead(segment) or ([self.scope.last] if self.scope.last else [])
        if (
            not years
            or not self.scope.fresh
            or self.context.background
            or self.context.fact(self.passage.folded, segment, None, years[-1])
        ):
            return None
        found = find_milestone(self.passage, segment, topic, topic_start)
        if not found:
            return None
        return rows.of_milestone(found, years[-1])


# 的比例, 12个区中8个: what is left of a sentence whose indicator could not be told.
# … nor do the cells of a table that nobody recognised as one: 序号|指标|单位|…
_NAMES_NOTHING = re.compile(
    f"^(?:上述|前述|各项|[两{CN_TEN}]项)(?:目标|主要)?(?:指标|目标|任务)$|^[的、]|[0-9{CN_TEN}两][个家所名项]$|按照?$|[|｜│┃║]|[/／].*[/／].*[/／]"
)
_LETTER = re.compile("[A-Za-z]")
_YEAR_ONLY = re.compile(
    "(?:(?:到|至|在)?[0-9]{4}年?(?:底|末)?(?:前|以前)?|(?:用|经过|通过)?[^,]{1,8}年(?:内|时间)?|用[^,]{1,8})?"
)


def _subject(indicator: str) -> str:
    """What an indicator is about, without its measure: 农村卫生厕所 of 农村卫生厕所普及率."""
    return _measure().sub("", indicator)


@lexicon.kept
def _measure() -> re.Pattern[str]:
    return re.compile(f"{vocabulary.frame_piece('measured')}?(?:率|比例)$")


def _behind_heading(clause: Clause, offsets: tuple[int, ...], source: SourceText) -> int:
    """Where the words of a clause begin: behind a heading that stands on a short line of its own."""
    text, start = source.text, clause.body
    if not offsets[start:]:
        return start
    stop = text.find("\n", offsets[start], clause.end)
    if (
        stop < 0
        or stop - offsets[start] > _HEADING
        or not _BARE_HEADING.fullmatch(text[offsets[start] : stop].strip())
    ):
        return start
    following = text[stop:].lstrip().partition("\n")[0]
    if len(following) < 1.5 * (stop - offsets[start]):
        return start
    return next((at for at in range(start, len(offsets)) if offsets[at] > stop), start)


_HEADING = 24
_BARE_HEADING = re.compile(r"[^，。；：,;:！？!?\d%]+")


def _paragraphs(offsets: tuple[int, ...], source: SourceText) -> frozenset[int]:
    """Where, in the clause's text, a new paragraph begins: behind a full stop and a line break."""
    text = source.text
    return frozenset(
        place + 1
        for place, (here, there) in enumerate(pairwise(offsets))
        if there - here > 1 and text[here] in "。！？" and _LINE_BREAK.search(text, here, there)
    )
