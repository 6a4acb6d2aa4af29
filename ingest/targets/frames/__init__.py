"""The sentence frames, in the order in which they are asked about a value: the first claim wins.

Takes a passage, a segment and what the sentence has named so far. Gives what was read of the segment. A frame is one
pattern of a sentence (``frame.Frame``); where two fit, the order here decides:

  standing         营商环境综合评价进入全省前5名
  nothing          重大火灾隐患存量清零
  coverage         残疾儿童康复服务全覆盖
  percent_group    80%的村庄建成文化活动室
  for_group        为1800户困难家庭实施无障碍改造
  made_up          中心下设3个科室
  by_standard      按每百户不低于20平方米的标准配建养老服务设施
  number_noun      每个乡镇至少配备2名医生
  reach_time       建制村到县城实现60分钟通达
  ratio_of         按照不低于1:4000的师生比配备教师
  condition_behind 覆盖率达到90%的村
  noun_behind      达到20户自然村
  compared_change  销售额年均增长不低于5%
  level            覆盖率达到90%以上
  verb_alone       抢救古树名木60万株、复壮300万株
  task             人工造林6万亩、森林质量精准提升10万亩
  change           死亡率比2020年下降20%
  direct           空气优良率60%以上
  achieved         旅游综合收入实现20亿元
  noun_number      建设监测站400个
  per_base         每千人口执业医师3名
  goes_on          入园率为46%，每千名老人床位30张，两项指标分别达到60%和38张
  second_size      组建护林队伍30支、600人
  placed           班额控制在小学45人以内
  next_group       儿童每天户外活动时间不少于2小时、中学生1小时

Years, facts and standards are decided in ``find``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers.marks import Quantity
from analyzers.numerals import CN_TEN
from ingest.targets.frames.by_standard import ByStandard
from ingest.targets.frames.coverage import FullCoverage
from ingest.targets.frames.for_group import ForGroup
from ingest.targets.frames.frame import Claim, Frame, spot_at
from ingest.targets.frames.goes_on import GoesOn, NextGroup, Placed, SecondSize
from ingest.targets.frames.indicator_value import (
    Achieved,
    ChangeValue,
    ComparedChange,
    Direct,
    LevelValue,
    PerBase,
)
from ingest.targets.frames.no_value import ConditionBehind, MadeUp, NounBehind
from ingest.targets.frames.noun_number import NounNumber, Task, VerbAlone
from ingest.targets.frames.number_noun import NumberNoun
from ingest.targets.frames.percent_group import PercentGroup
from ingest.targets.frames.ratio_of import RatioOf
from ingest.targets.frames.reach_time import ReachTime
from ingest.targets.frames.without_number import Nothing, RankAndGrade
from ingest.targets.records import Group, Memory, Passage, Reading, Refused, Spot
from ingest.targets.segments import Segment
from ingest.targets.wording import coordinated_names, phrases
from ingest.targets.wording.refusals import candidates
from ingest.targets.wording.topics import with_topic

__all__ = ["FRAMES", "NO_FRAME", "Frame", "SegmentRead", "read_segment"]

NO_FRAME = "no_frame"  # in place of the name of a frame, where none claims a number

FRAMES: tuple[Frame, ...] = (
    # CASE: the value says by itself what pattern it is.
    RankAndGrade(),
    Nothing(),
    FullCoverage(),
    # CASE: a noun behind the value, before any verb in front is asked: 达到 in 有80%的村达到… is the group's verb.
    PercentGroup(),
    ForGroup(),
    MadeUp(),
    # … by a standard before the noun: in 不低于20平方米的标准配建设施 the noun behind the number is 标准.
    ByStandard(),
    NumberNoun(),
    ReachTime(),
    RatioOf(),
    # CASE: the noun behind was none of these: the value is that noun's, whatever stands in front.
    ConditionBehind(),
    NounBehind(),
    # CASE: a verb in front. 年均增长不低于5% before 不低于5%: the size of a change is no level.
    ComparedChange(),
    LevelValue(),
    # … 复壮300万株 and 精准提升10万亩 before the change: 提升 changes nothing where nothing measures.
    VerbAlone(),
    Task(),
    ChangeValue(),
    # CASE: an indicator and no verb; 完成 and 有 only where no indicator stands at the value.
    Direct(),
    Achieved(),
    # CASE: a noun and its number, where a verb anywhere in front governs it.
    NounNumber(),
    PerBase(),
    # CASE: nothing names what is measured: the sentence did.
    GoesOn(),
    SecondSize(),
    Placed(),
    NextGroup(),
)

_LIST_GAP = re.compile(r" *(?:[、,/]|和|及|与|以及|到)* *")
_SIZE = f"[{CN_TEN}百千万亿]+级"  # 百亿级, 二级
_GRADE = re.compile(
    f"^(?:{_SIZE}|国家级|省级|市级|州级|州市级|县级|区级|乡镇级|乡级|村级|部级|国家|省|市|县)$"
)
_GRADED_BEFORE = re.compile(
    "^(?:新增|新建|创建|建成)?(?:国家级|省级|市级|州级|州市级|县级|区级|乡镇级|乡级|村级|部级|(?:国家|省|市|县|乡)级(?:及|或)?以[上下])(?:的)?"
)
_GRADED = re.compile(f"^(?:{_SIZE}|国家级|省级|市级|州级|州市级|县级|区级|乡镇级|乡级|村级|部级)(.{{2,}})$")


@dataclass(frozen=True, slots=True)
class SegmentRead:
    """What was read of a segment, and the memory that holds behind it."""

    readings: list[Reading]
    memory: Memory
    refused: list[Refused]  # its numbers that are no values


def read_segment(passage: Passage, segment: Segment, memory: Memory) -> SegmentRead:
    """The values of one segment, each claimed by the first frame that knows its pattern."""
    if segment.opens_sentence:
        memory = memory.of_next_sentence()
    memory_before = memory
    values, refused = candidates(passage, segment, memory)
    for each in refused:
        if each.reason == "on_the_basis" and (
            found := _OF_BASIS.match(passage.folded, each.quantity.end, segment.end)
        ):
            memory = memory.about(passage.words(segment, *found.span(1)), found.start(1))
    if not values:
        return SegmentRead([], _without_value(passage, segment, memory), refused)
    readings: list[Reading] = []
    at = segment.start
    for group in _groups(passage, segment, values):
        if group.end <= at:  # 其中30%的村|超过50万元: the name of the share holds it
            refused += [Refused(q, "in_share") for q in group.values]
            continue
        name, claim = _claimed(passage, segment, replace(group, left=max(at, group.left)), memory)
        at, memory = claim.used_to, claim.memory
        readings += [replace(reading, frame=name) for reading in claim.readings]
        if not claim.readings:
            refused += [Refused(q, name) for q in group.values]
    return SegmentRead(_with_base(passage, _with_grades(readings, memory_before.indicator)), memory, refused)


def _without_value(passage: Passage, segment: Segment, memory: Memory) -> Memory:
    """The memory behind a segment without a value: what it is about, also where its numbers are part of a name."""
    if segment.bracketed:
        return memory
    if memory.topic and segment.start <= memory.topic_start:  # 在建成112个日间照料中心的基础上
        return memory
    sized = any(q.family != "age" for q in segment.quantities)
    if sized and not phrases.has_head(passage.folded[segment.start : segment.end]):
        return memory
    return with_topic(passage, segment, memory)


def _claimed(passage: Passage, segment: Segment, group: Group, memory: Memory) -> tuple[str, Claim]:
    """The first frame that claims a group, and its claim; where none does, the group is passed by."""
    here = spot_at(passage, segment, group, memory)
    for frame in FRAMES:
        if claim := frame.read(here):
            return frame.name, claim
    return NO_FRAME, Claim((), group.end, _with_what_there_is(here, memory))


def _with_what_there_is(here: Spot, memory: Memory) -> Memory:
    """全市已有充电桩3200个, 到2026年达到1万个: what there is already is what the sentence goes on with."""
    found = _THERE_IS.search(here.bare)
    if found is None or memory.indicator:
        return memory
    start = here.group.left + found.start(1)
    name = here.passage.words(here.segment, start, here.group.left + found.end(1))
    return replace(memory, indicator=name, family=here.group.first.family, start=start)


_THERE_IS = re.compile("(?:[已现共]有|已建成|已建有|已建)([^,。;]{2,16})$")
_OF_BASIS = re.compile("(?:的)?([^,。;的]{2,16})的?基础上")


def _groups(passage: Passage, segment: Segment, values: Sequence[Quantity]) -> list[Group]:
    """The values, those of one list together; each group with the text between its neighbours."""
    lists: list[list[Quantity]] = []
    for q in values:
        if lists and _one_list(passage.folded[lists[-1][-1].end : q.start], lists[-1][-1], q):
            lists[-1].append(q)
        else:
            lists.append([q])
    ends = [*(following[0].start for following in lists[1:]), segment.end]
    return [Group(tuple(each), segment.start, end) for each, end in zip(lists, ends, strict=True)]


def _one_list(gap: str, last: Quantity, q: Quantity) -> bool:
    alike = q.family == last.family or {q.family, last.family} == {"count", "thing"}
    return alike and q.family != "coverage" and bool(_LIST_GAP.fullmatch(gap))


def _with_base(passage: Passage, readings: list[Reading]) -> list[Reading]:
    """每千名儿童拥有医师1.1名、床位2.5张: what is counted over a base counts for the whole list."""
    filled: list[Reading] = []
    for reading in readings:
        before = filled[-1] if filled else None
        if before and before.base and _goes_on_over_base(passage, before, reading):
            lead = coordinated_names.base_of(before.indicator)
            if lead:
                reading = replace(
                    reading,
                    indicator=lead + reading.indicator,
                    population=before.population,
                    unit=before.unit,
                    base=before.base,
                    start=before.start,
                )
        filled.append(reading)
    return filled


def _goes_on_over_base(passage: Passage, before: Reading, reading: Reading) -> bool:
    joint = passage.folded[before.end : reading.start].strip()
    few = reading.quantity.family in ("count", "people", "thing") and reading.value < _MOST_OVER_BASE
    return few and joint in ("", "、", "和", "及", "与", ",") and reading.base is None and not reading.change


_MOST_OVER_BASE = 100  # 每千人口医师3名、床位500张: so many are not counted over a thousand


def _with_grades(readings: list[Reading], before: str) -> list[Reading]:
    """1个国家级、3个省级、10个市级重点实验室: the last name tells what all are."""
    tail = ""
    filled = []
    for reading in reversed(readings):
        if found := _GRADED.match(reading.indicator):
            tail = found[1]
        if tail and _GRADE.match(reading.indicator):
            reading = replace(reading, indicator=reading.indicator + tail)
        filled.append(reading)
    return _behind_named(filled[::-1], before)


def _behind_named(readings: list[Reading], before: str) -> list[Reading]:
    """创建省级森林乡村40个、市级80个; …龙头企业60家，其中省级15家: what the first names, the next leaves out."""
    filled = []
    for reading in readings:
        if _GRADE.match(reading.indicator) and before:
            reading = replace(
                reading, indicator=reading.indicator + (_GRADED_BEFORE.sub("", before) or before)
            )
        else:
            before = reading.indicator
        filled.append(reading)
    return filled
