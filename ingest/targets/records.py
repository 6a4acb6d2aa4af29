"""What reading a segment gives, and what a sentence remembers from one segment to the next.

Only records: Reading (one indicator with one value), Memory (what the sentence has named so far), Passage
(the folded and the printed text of a clause, character for character alike, with the memory).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from analyzers.marks import Quantity
from analyzers.normalise import HAN
from ingest.targets.segments import Segment

_PREPOSITION = re.compile("[在于]$")  # 具备条件的城市在2017年底前…
_BLANK_AT_HAN = re.compile(rf"(?<=[{HAN}）)—]) +| +(?=[{HAN}（(—])")


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator with one value, as a segment states it; offsets into the clause's text."""

    indicator: str
    population: str | None
    quantity: Quantity
    value: Decimal
    unit: str
    base: int | None
    change: bool
    hedge: str | None
    start: int
    end: int


@dataclass(slots=True)
class Memory:
    """What the sentence has named so far, for parts that leave the indicator out."""

    indicator: str = ""
    family: str = ""
    start: int = 0
    change: bool = False
    topic: str = ""  # what the last segment without a value was about
    topic_start: int = 0
    verb: str = ""  # the build verb that governs a list of counts
    population: str | None = None
    counted: str | None = None  # whom the last indicator was counted over
    doer: str | None = None  # 每个行政村, for what the list goes on with
    often: str = ""  # 每年, 每季度: how often, for what the sentence goes on with (每年召开…，开展1次…)
    pending: list[str] = field(default_factory=list)  # of 两项指标, those whose value is still to come


@dataclass(slots=True)
class Passage:
    """A clause being read."""

    folded: str
    printed: str
    memory: Memory = field(default_factory=Memory)
    named: list[str] = field(default_factory=list)  # the indicators of the clause so far

    def words(self, segment: Segment, start: int, end: int) -> str:
        """The printed text of a stretch, without the years that stand inside it."""
        parts, at = [], start
        for year in segment.years:
            if at <= year.start and year.end <= end and year.role != "period":
                parts.append(_PREPOSITION.sub("", self.printed[at : year.start].rstrip()))
                at = year.end
        parts.append(self.printed[at:end])
        return _BLANK_AT_HAN.sub("", "".join(part.strip() for part in parts))


@dataclass(slots=True)
class Group:
    """Neighbouring values of one list (10%和5%以下); ``left`` begins the text in front, ``right`` ends that behind."""

    values: list[Quantity]
    left: int
    right: int

    @property
    def first(self) -> Quantity:
        return self.values[0]

    @property
    def end(self) -> int:
        return self.values[-1].end
