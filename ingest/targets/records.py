"""What reading a segment gives, and what a sentence remembers from one segment to the next.

Only records, and all of them frozen: Reading (one indicator with one value), Refused (a number that is none), Memory (what the sentence has named so
far), Passage (the folded and the printed text of a clause, character for character alike), Group (values of one list)
and Spot (a group where it stands). Whoever reads further gives the memory that holds after it; nobody changes one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    frame: str = ""  # the name of the frame that claimed it


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that gives no target, and the name of what keeps it back."""

    quantity: Quantity
    reason: str


@dataclass(frozen=True, slots=True)
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
    done: str = ""  # what is done so many times: 应急疏散演练
    sign: str = ""  # the demand that governs a list: 至少组织1次…和1次…
    pending: tuple[str, ...] = ()  # of 两项指标, those whose value is still to come
    field: str = ""  # the trade that the sentence before was about: 电子信息产业要做强。
    named: tuple[str, ...] = ()  # the indicators of the clause so far, of earlier sentences too

    thing: str = ""  # what the sentence counted last: 储能电站 of 新建储能电站4座
    thing_start: int = 0

    def of_next_sentence(self) -> Memory:
        """What is left of it when a new sentence begins."""
        return Memory(named=self.named, field="" if self.indicator else self.field)

    def about(self, topic: str, start: int) -> Memory:
        """The memory with what the last segment was about. Most segments come here, so it is no ``replace``."""
        return Memory(
            self.indicator, self.family, self.start, self.change, topic, start, self.verb, self.population,
            self.counted, self.doer, self.often, self.done, self.sign, self.pending, self.field, self.named,
            self.thing, self.thing_start,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause being read."""

    folded: str
    printed: str

    def words(self, segment: Segment, start: int, end: int) -> str:
        """The printed text of a stretch, without the years that stand inside it."""
        parts, at = [], start
        for year in segment.years:
            if at <= year.start and year.end <= end and year.role != "period":
                parts.append(_PREPOSITION.sub("", self.printed[at : year.start].rstrip()))
                at = year.end
        parts.append(self.printed[at:end])
        return _BLANK_AT_HAN.sub("", "".join(part.strip() for part in parts))


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring values of one list (10%和5%以下); ``left`` begins the text in front, ``right`` ends that behind."""

    values: tuple[Quantity, ...]
    left: int
    right: int

    @property
    def first(self) -> Quantity:
        return self.values[0]

    @property
    def end(self) -> int:
        return self.values[-1].end


@dataclass(frozen=True, slots=True)
class Spot:
    """A group of values where it stands, with what was said before it: what a frame is asked about.

    Several frames ask for the words in front, so they are worked out once: ``bare`` is ``left`` without adverbs at its
    end, ``level`` and ``change`` are the verbs that it ends with ("" for none). Offsets are those of ``left``.
    """

    passage: Passage
    segment: Segment
    group: Group
    memory: Memory
    left: str
    right: str
    bare: str
    level: str
    level_cut: int  # where the noun phrase in front of the level verb ends
    change: str
    change_cut: int
