"""Frames in which the indicator stands in front of its value: …率达到90%, …比2020年下降20%, …优良率60%以上.

Takes a passage, a segment, a group of values and where the noun phrase in front of them ends. Gives Readings:
lists are dealt out (…分别…), what the sentence left out is taken from its memory (，京津冀区域达到95%).
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.marks import Quantity
from ingest.targets import vocabulary
from ingest.targets.records import Group, Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import ellipsis, phrases, populations, unit_context, value_candidates

_EACH = re.compile("(?:均|都|双双|全部|分别)")


@lexicon.kept
def _hedged_share() -> re.Pattern[str]:
    about = comparators.alternation(Place.NUMBER, "~")
    return re.compile(f"({about}|原则上|一般|力争|基本)(?:需|应|要|需要)?占")


def read_named(passage: Passage, segment: Segment, group: Group, cut: int, *, change: bool) -> list[Reading]:
    """The readings of a group whose indicator ends at ``cut`` (an offset into the clause's text)."""
    folded = passage.folded
    cut = phrases.cut_from_value(folded, group.left, cut)
    end = phrases.right_trim(folded, group.left, cut, segment.years)
    start = phrases.left_trim(folded, group.left, end, segment.years, build=True)
    prompt = phrases.last_prompt(folded, start, end)
    if prompt > start:
        start = phrases.left_trim(folded, prompt, end, segment.years, build=True)
    between = folded[end : group.first.number_start]
    phrase = _without_long_brackets(passage.words(segment, start, end))
    doer, phrase, start = _doer(passage, group, phrase, start)
    yearly = _YEARLY.search(between) if change and group.first.family == "rate" else None
    inner = _hedged_share().search(phrase) if group.first.family == "rate" else None
    phrase, sign = ellipsis.share_of(phrase, group.first, between)
    if group.first.family == "fold" and sign:  # 不低于低保标准的1.3倍: a level, in times of another one
        group = Group([replace(group.first, unit="other:倍", family="score")], group.left, group.right)
    if sign and len(group.values) == 1 and group.first.comparator == "=":
        group = Group([replace(group.first, comparator=sign)], group.left, group.right)
    names, start = ellipsis.names_of(
        passage, segment, phrase, start, group, change, bool(_EACH.search(between))
    )
    hedge = hedge_in(folded[segment.start : start], between) or (inner[1] if inner else None)
    readings = [
        make_reading(passage, segment, name, q, start, group.end, hedge=hedge, change=change, population=doer)
        for name, q in pair(names, group.values)
    ]
    remember(passage, readings, group, start, change=change)
    passage.memory.doer = doer
    if group.first.family in ("count", "people", "thing") and not passage.memory.verb:
        front = vocabulary.build_verbs().ending(folded[segment.start : start])
        passage.memory.verb = vocabulary.build_verbs().beginning(phrase) or front  # 新增床位500张、托位1200个
    if yearly:
        readings = [replace(r, indicator=f"{r.indicator}年均{yearly[1]}") for r in readings]
    return readings


def _doer(passage: Passage, group: Group, phrase: str, start: int) -> tuple[str | None, str, int]:
    """Who must have or do it, what, and where the quote begins: 每个乡镇 | 集中配送点."""
    memory, q = passage.memory, group.first
    if q.unit == "times":
        doer, phrase = ellipsis.without_period(phrase)
        who = ellipsis.without_often(phrase)
        if phrase.startswith("每") and populations.is_group(who):  # 开展监测，每名婴幼儿每年不少于3次
            return who, memory.topic, min(start, memory.topic_start) if memory.topic else start
    elif q.family in ("count", "people", "thing"):
        doer, phrase = populations.split_each(phrase)
    else:
        return None, phrase, start
    if doer is None and ellipsis.LIST_ON.match(passage.folded, group.left):
        doer = memory.doer  # 每个行政村观看演出不少于2场、电影不少于12场
    verb = vocabulary.build_verbs().beginning(phrase) if doer and q.unit != "times" else ""
    return doer, phrase[len(verb) :] if len(phrase) - len(verb) >= 2 else phrase, start


_YEARLY = re.compile("(?:年均|每年|年平均)[^,;]{0,4}?(增长|下降)")
_LONG_BRACKET = re.compile(r"[（(][^（()）]{9,}[)）]")


def _without_long_brackets(phrase: str) -> str:
    """The name without a remark in brackets; short ones (入园（班）率) belong to it."""
    return _LONG_BRACKET.sub("", phrase)


def hedge_in(lead: str, between: str) -> str | None:
    """The softening word nearest to the value: behind the indicator, else in front of it."""
    for text in (between, lead):
        found, at = "", 0
        while match := vocabulary.hedges().search(text, at):
            found, at = match.group(), match.end()
        if found:
            return found
    return None


def make_reading(
    passage: Passage,
    segment: Segment,
    name: str,
    q: Quantity,
    start: int,
    end: int,
    *,
    hedge: str | None = None,
    change: bool = False,
    population: str | None = None,
    asked: bool = False,
) -> Reading:
    """A Reading with unit, value and population worked out; ``asked`` keeps a population of None."""
    unit, base, value = unit_context.unit_of(q, name, _how_often(passage, segment, q))
    if population is None and not asked:
        population = populations.population_of(name)
        if population is None and name.startswith(_PEOPLE_DO):  # 新增劳动力…，其中受过高等教育的比例
            population = passage.memory.counted
        if population is None and q.family == "money" and vocabulary.persons().ending(name):
            population = populations.bare(name)  # 集中养育孤儿每人每月不低于1900元
    if q.comparator == "=" and hedge in comparators.words(Place.NUMBER).words:  # 约, 大致
        q = replace(q, comparator="~")
    return Reading(name, population, q, value, unit, base, change, q.hedge or hedge, start, max(end, q.end))


_PEOPLE_DO = ("受过", "接受过", "具有", "取得", "获得")


def _how_often(passage: Passage, segment: Segment, q: Quantity) -> str:
    """The text in front of a value, with the 每年 that opened the sentence where a further verb goes on."""
    left, memory = passage.folded[segment.start : q.number_start], passage.memory
    if q.family != "times":
        return left
    if period := unit_context.period_of(left):
        memory.often = period
    elif memory.often and vocabulary.build_verbs().beginning(left.lstrip(" 并且")):
        return memory.often + left
    return left


def pair(names: list[str], values: list[Quantity]) -> list[tuple[str, Quantity]]:
    """Names with values; a comparator at the last (or first) of several values counts for all."""
    if len(values) > 1:
        first, last = values[0], values[-1]
        if last.end > last.number_end and all(q.end == q.number_end for q in values[:-1]):
            values = [replace(q, comparator=last.comparator, hedge=last.hedge) for q in values]
        elif value_candidates.compared(first) and not any(map(value_candidates.compared, values[1:])):
            values = [replace(q, comparator=first.comparator, hedge=first.hedge) for q in values]
    if len(values) == 1:
        return [(name, values[0]) for name in names]
    if len(names) == len(values):
        return list(zip(names, values, strict=True))
    return [(names[0], q) for q in values] if names else []


def remember(passage: Passage, readings: list[Reading], group: Group, start: int, *, change: bool) -> None:
    """Keeps the last indicator for what leaves it out."""
    if readings:
        passage.named += [r.indicator for r in readings if r.indicator not in passage.named[-1:]]
        memory = passage.memory
        memory.indicator, memory.family = readings[-1].indicator, group.first.family
        memory.start, memory.change, memory.counted = start, change, readings[-1].population


def read_placed(passage: Passage, segment: Segment, group: Group, left: str) -> list[Reading]:
    """班额控制在小学45人以内: the group stands between verb and value."""
    for size in range(min(8, len(left) - 4), 1, -1):
        who = left[-size:]
        verb = vocabulary.level_verbs().ending(left[:-size])
        if len(verb) < 2 or not populations.is_group(who) or vocabulary.level_verbs().search(who):
            continue
        cut = group.left + len(left) - size - len(verb)
        end = phrases.right_trim(passage.folded, group.left, cut, segment.years)
        start = phrases.left_trim(passage.folded, group.left, end, segment.years, build=True)
        name = passage.words(segment, start, end)
        if not phrases.has_head(name):
            return []
        readings = [
            make_reading(passage, segment, ellipsis.inherit(name, who), q, start, group.end)
            for q in group.values
        ]
        remember(passage, readings, group, start, change=False)
        return readings
    return []
