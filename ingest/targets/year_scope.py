"""Which year governs a value: 到2030年，A达到…，B达到…; …以2020年为基期.

Takes segments in order with what was read from them. Gives each reading its year. A year that opens a sentence
is carried on until another is stated; one that stands behind its indicator (A率2025年达到…，B率达到…) counts for
that indicator alone. No year is ever filled in: where the text leaves it open there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from analyzers.marks import YearMark
from ingest.targets import vocabulary
from ingest.targets.records import Reading
from ingest.targets.segments import Segment


@dataclass(frozen=True, slots=True)
class Behind:
    """The years that an indicator had behind it."""

    years: tuple[YearMark, ...]
    indicator: str


@dataclass(slots=True)
class YearScope:
    """The years that govern one place of a clause."""

    text: str  # folded
    paragraphs: frozenset[int]  # where a new paragraph begins: no year is carried over
    years: list[YearMark] = field(default_factory=list)
    carried: bool = False
    fresh: bool = False  # the year was stated in this very sentence
    base: int | None = None  # the year that the sentence compares with: 以2020年为基期，…
    behind: Behind | None = None  # years that stood behind their indicator

    @property
    def last(self) -> YearMark | None:
        """The year that governs what is read next."""
        return self.years[-1] if self.years else None

    def enter(self, segment: Segment) -> None:
        """Takes note of the years of a segment before it is read."""
        if segment.opens_sentence:
            self.fresh, self.base, self.behind = False, None, None
            if not self.carried or segment.start in self.paragraphs:
                self.years, self.carried = [], False
        stated = ahead(segment)
        if stated and not segment.bracketed:
            # 2023年计划完成… speaks of one sentence, 到2025年，… of all that follow.
            opens = segment.opener in "。；;:\n" and self._only_prompts(segment, stated[0])
            opens = opens and stated[-1].role == "by"
            self.years, self.carried, self.fresh = stated, opens, True
        elif any(y.role in ("from", "period") for y in segment.years):
            self.years, self.carried = [], False

    def leave(self, segment: Segment, readings: Sequence[Reading]) -> None:
        """Drops a year that stood behind its indicator; keeps a year that a segment alone compares with."""
        stated = ahead(segment)
        behind = bool(stated and readings) and readings[-1].start < stated[0].start
        if (
            behind and readings[-1].start < segment.start
        ):  # 在…的基础上，到2025年|再新建60个: what was named before
            behind = readings[-1].frame != "noun_number"
        if behind and not segment.bracketed:
            self.behind = Behind(tuple(self.years), readings[-1].indicator)
            self.years, self.carried = [], False
        if not readings and not segment.quantities:
            self.base = compared_with(segment) or self.base

    def deal(
        self, segment: Segment, readings: Sequence[Reading]
    ) -> Iterator[tuple[Reading, YearMark | None]]:
        """Each reading with the year it is stated for; 到2025年和2030年分别达到a、b deals the years out."""
        years = self.years or self._of_list(segment, readings)
        if len(years) > 1 and len(readings) == len(years) and len({r.indicator for r in readings}) == 1:
            yield from zip(readings, years, strict=True)
            return
        for reading in readings:
            before = [y for y in ahead(segment) if y.start < reading.quantity.start]
            yield reading, (before[-1] if before else self.last or self._of_same(reading))

    def _of_list(self, segment: Segment, readings: Sequence[Reading]) -> list[YearMark]:
        """A率2025年、2030年分别达到…，B率分别达到…: the years of the list before count for the next one."""
        behind = self.behind
        if behind is None or len(behind.years) < 2 or len(behind.years) != len(readings):
            return []
        dealt = self.text.find("分别", segment.start, readings[0].quantity.start) >= 0
        return list(behind.years) if dealt else []

    def _of_same(self, reading: Reading) -> YearMark | None:
        """A率到2030年达到…，比2020年提高…: the change is that of the same indicator until the same year."""
        behind = self.behind
        same = behind is not None and reading.change and reading.indicator.startswith(behind.indicator)
        return behind.years[-1] if behind and same else None

    def _only_prompts(self, segment: Segment, mark: YearMark) -> bool:
        """Whether nothing but 力争 and the like stands in front of the year."""
        lead = self.text[segment.start : mark.start].strip()
        while lead:
            word = vocabulary.leads().beginning(lead) or vocabulary.hedges().beginning(lead)
            if not word:
                return False
            lead = lead[len(word) :]
        return True


def listed(text: str, years: Sequence[YearMark]) -> tuple[YearMark, ...]:
    """The years with what joins those of one list: of 2024年、2026年 the first ends where the second begins."""
    years = [mark for mark in years if not _OF_THINGS.match(text, mark.end)]
    return tuple(
        replace(mark, end=following.start)
        if following and _JOINT.fullmatch(text[mark.end : following.start])
        else mark
        for mark, following in zip_longest(years, years[1:])
    )


# 2000年底前建成的老旧小区: of what there is already.
_OF_THINGS = re.compile(
    "(?:以前|之前|前)?(?:建成|建造|建设|竣工|投用|投产|出生|注册|登记|毕业|交付|开工|施工)[^,。;:]{0,6}的"
)
_JOINT = re.compile(" *年?[末底]? *(?:[、和及与]|以及) *")


def ahead(segment: Segment) -> list[YearMark]:
    """The years of a segment by which something is to be reached."""
    return [y for y in segment.years if y.role in ("by", "plain")]


def compared_with(segment: Segment) -> int | None:
    """The year that a segment compares with: 比2020年."""
    bases = [y for y in segment.years if y.role == "base"]
    return bases[-1].year if bases else None
