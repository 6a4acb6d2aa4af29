"""Reads the segments of a clause in order: which of their quantities are values, and of which indicator.

Takes a Passage and Segments. Gives Readings. The frames, in the order they are tried:

  coverage   残疾儿童康复服务全覆盖       100 percent of what stands in front
  share      80%的村庄建成…           value, group, what they do
  count      配备2名医生              verb, number, noun
  level      …率达到90%以上           indicator, level verb or comparator, value
  change     …比2020年下降20%         indicator, change verb, value
  direct     …优良率60%以上           indicator, value
  listed     建设监测站400个           verb, noun, number

Years, facts and standards are decided in ``targets``.
"""

from __future__ import annotations

import re

from analyzers.marks import Quantity
from ingest.targets import vocabulary
from ingest.targets.frames import indicator_value, noun_number, number_noun, percent_group
from ingest.targets.records import Group, Memory, Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import ellipsis, phrases, populations, unit_context, value_candidates

_LIST_GAP = re.compile(r" *(?:[、,/]|和|及|与|以及|到)* *")
_COUNTED = ("count", "people", "times", "thing", "volume", "measure", "money", "span")
_DIRECT = ("rate", "points", "ratio", "measure", "money", "score", "bare", "span", "age", "fold")
_DONE = re.compile("(?:应保尽保|应救尽救|应养尽养|应治尽治|应检尽检|全面普及|基本普及|基本形成)$")
# 依托卫生院开展发育监测: what is done, not by what means.
_BY_MEANS = re.compile(
    "(?:依托|通过|利用|围绕|结合|根据|面向|针对|以).{2,24}?(?:开展|实施|进行|组织|提供|推进|建设)"
)
_LONGEST_TOPIC = 40


def read_segment(passage: Passage, segment: Segment) -> list[Reading]:
    """The values of one segment; the passage's memory is carried on."""
    if segment.opens_sentence:
        passage.memory = Memory()
    readings: list[Reading] = []
    at = segment.start
    for group in _groups(passage, segment):
        group.left = max(at, group.left)
        found, at = _read_group(passage, segment, group)
        readings += found
    readings = number_noun.fill_grades(readings)
    if not readings and not segment.bracketed and (not segment.quantities or _only_names(passage, segment)):
        _remember_topic(passage, segment)
    return readings


def _only_names(passage: Passage, segment: Segment) -> bool:
    """Whether the segment's quantities are part of a name: 每千人口拥有3岁以下婴幼儿托位数."""
    return not value_candidates.candidates(passage, segment) and phrases.has_head(
        passage.folded[segment.start : segment.end]
    )


def _groups(passage: Passage, segment: Segment) -> list[Group]:
    groups: list[Group] = []
    for q in value_candidates.candidates(passage, segment):
        if groups:
            last = groups[-1].values[-1]
            if _one_list(passage.folded[last.end : q.start], last, q):
                groups[-1].values.append(q)
                continue
            groups[-1].right = q.start
        groups.append(Group([q], segment.start, segment.end))
    return groups


def _one_list(gap: str, last: Quantity, q: Quantity) -> bool:
    return q.family == last.family and q.family != "coverage" and bool(_LIST_GAP.fullmatch(gap))


def _read_group(passage: Passage, segment: Segment, group: Group) -> tuple[list[Reading], int]:
    """The readings of one group, and the offset from which the next group's text begins."""
    q = group.first
    if q.family == "coverage":
        return percent_group.read_coverage(passage, segment, group)
    if q.family == "rate" and percent_group.is_share(passage, segment, group):
        return percent_group.read_share(passage, segment, group)
    if q.family in _COUNTED and (found := number_noun.read_count(passage, segment, group)):
        return found
    right = passage.folded[group.end : group.right]
    if ratios := percent_group.read_ratio_of(passage, segment, group):
        return ratios, group.right
    if value_candidates.RELATIVE.match(right) and group.right == segment.end:
        return [], group.end
    if (
        value_candidates.NAME_START.match(right)
        and not value_candidates.JOINED.match(right)
        and q.family not in ("rate", "points")
    ):
        return [], group.left
    readings = _read_in_front(passage, segment, group)
    return readings, group.end


def _read_in_front(passage: Passage, segment: Segment, group: Group) -> list[Reading]:
    """Level, change, direct and listed frames: the indicator stands in front of the value."""
    q, memory = group.first, passage.memory
    left = passage.folded[group.left : q.start]
    level, cut = value_candidates.level_verb(left)
    if value_candidates.compared(q) and not level:
        grows, begin = value_candidates.change_verb(left)  # 年均增长不低于5%
        if grows and begin:
            return indicator_value.read_named(passage, segment, group, group.left + begin, change=True)
    if (level and level not in ("完成", "实现", "有")) or value_candidates.compared(q):
        return indicator_value.read_named(passage, segment, group, group.left + cut, change=False)
    if phrases.strip_adverbs(left).strip(" 、,和及与") in vocabulary.build_verbs().words:
        return noun_number.read_listed(passage, segment, group)
    change, cut = value_candidates.change_verb(left)
    task = change in ("提升", "提高", "优化") and q.family in ("measure", "count", "thing")
    if (
        task
        and not phrases.has_head(left[:cut])
        and (found := noun_number.read_listed(passage, segment, group))
    ):
        return found  # 森林质量精准提升10万亩 is the name of a task
    if change and cut:
        return indicator_value.read_named(passage, segment, group, group.left + cut, change=True)
    stripped = phrases.strip_adverbs(left)
    if (
        phrases.has_head(stripped)
        or (q.family in _DIRECT and "占" in stripped)
        or (q.family == "ratio" and stripped)
    ):
        begins = vocabulary.change_verbs().beginning(stripped.lstrip("、,和及 "))
        is_change = len(begins) > 1 and begins in ("削减", "减少", "压减", "缩减", "降低", "下降", "节约")
        return indicator_value.read_named(
            passage, segment, group, group.left + len(stripped), change=is_change
        )
    if level and q.family in _DIRECT:
        return indicator_value.read_named(
            passage, segment, group, group.left + value_candidates.level_verb(left)[1], change=False
        )
    if found := noun_number.read_listed(passage, segment, group):
        return found
    if unit_context.per_base(stripped):
        return indicator_value.read_named(passage, segment, group, group.left + len(stripped), change=False)
    if change or (
        not stripped.strip(" 、和及与") and memory.indicator and (q.family == memory.family or memory.pending)
    ):
        return indicator_value.read_named(
            passage, segment, group, group.left, change=bool(change) or memory.change
        )
    if placed := indicator_value.read_placed(passage, segment, group, stripped):
        return placed
    bare = ellipsis.without_often(stripped)  # 三年级以上每周3课时
    if populations.is_group(bare) and memory.indicator and memory.family == q.family:
        return indicator_value.read_named(
            passage, segment, group, group.left + len(bare), change=memory.change
        )
    return []


def _remember_topic(passage: Passage, segment: Segment) -> None:
    """What a segment without a value talks about, for the next one that names only 参保率."""
    folded = passage.folded
    end = phrases.right_trim(folded, segment.start, segment.end, segment.years)
    start = phrases.left_trim(folded, segment.start, end, segment.years, build=True)
    text = _DONE.sub("", passage.words(segment, start, end))
    if (means := _BY_MEANS.match(text)) and len(text) - means.end() >= 2:
        text = text[means.end() :]
    if text and len(text) <= _LONGEST_TOPIC:
        passage.memory.topic, passage.memory.topic_start = text, start
