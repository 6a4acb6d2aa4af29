"""Frames for nouns in front of their number: 建设监测站400个, 退化林修复900万公顷, 全市新增托位6000个.

Takes a place in a segment. Gives a Claim, none where nothing governs the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.frames.governing import Governing, governing, is_governed, noun_of
from ingest.targets.records import Spot
from ingest.targets.wording import (
    coordinated_names,
    demands,
    ellipsis,
    inherited,
    phrases,
    populations,
    unit_context,
)
from ingest.targets.wording.ellipsis import without_period
from ingest.targets.wording.values import hedge_in, make_reading, pair, remember

_SIZED = re.compile("^.{0,6}?[0-9]+年(?:[以之]上)?的(?=.{4})")  # 使用超15年的|老旧电梯
_TRAINS = ("培训", "轮训", "集中轮训")
_NET = ("净增", "净增加")  # 净增规上企业50户: so many come in addition, as with 新增
_TOWARDS = re.compile("(?:对|为|向|给)(?!外|口|标|照)")


class VerbAlone:
    """Only a verb stands in front of the number: 、复壮300万株 goes on with what the list builds."""

    name = "verb_alone"
    example = "抢救古树名木60万株、复壮300万株"
    says = "数前面只有动词：接着说上文的事物"

    def read(self, here: Spot) -> Claim | None:
        alone = here.bare.strip(" 、,和及与") in vocabulary.build_verbs().words
        return _read(here) or claim(here, (), here.group.end) if alone else None


class Task:
    """森林质量精准提升10万亩 is the name of a task, though it ends with a verb of change."""

    name = "task"
    example = "人工造林6万亩、森林质量精准提升10万亩"
    says = "“…提升多少亩”是一项任务的规模，不是变化的大小"

    def read(self, here: Spot) -> Claim | None:
        tasks = vocabulary.frame_words("task").words
        if here.change not in tasks or here.group.first.family not in ("measure", "count", "thing"):
            return None
        found = None if phrases.has_head(here.left[: here.change_cut]) else _read(here)
        return found if found and found.readings else None


class NounNumber:
    """A noun and its number, where a verb, or the list so far, governs them."""

    name = "noun_number"
    example = "建设监测站400个"
    says = "“动词、名词、数”：数是前面名词的个数、规模"

    def read(self, here: Spot) -> Claim | None:
        return _read(here)


def _read(here: Spot) -> Claim | None:
    """The values of the group, for the noun in front of them."""
    found = governing(here)
    if found.verb and len(found.verb) == len(found.text):
        return _verb_only(here, found)
    if found.verb and found.text.startswith(
        "好", len(found.verb)
    ):  # 保护好文物保护单位23处 tells what there is
        return None
    if not is_governed(here, found):
        return None
    passage, segment, group = here.passage, here.segment, here.group
    start, end = _noun(here, found)
    name, sign = _without_demand(passage.words(segment, start, end))
    in_front = demands.ending(passage.folded[group.left : found.at + (found.inner[0] if found.inner else 0)])
    if in_front and not sign:  # 至少建设监测站400个, 每个乡镇至少组织演练2次
        sign, start = in_front.sign, group.left + in_front.start
    doer, name = _who(here, found, name)
    if unit_context.is_turns(group.first) and here.memory.done:
        name = _with_deed(name, here.memory.done)
    name = _SIZED.sub("", name)
    if len(name) < 2:
        return None
    if filled := inherited.of_what_was_counted(here, name):
        name, start = filled[0], min(start, filled[1])
    if sign and group.first.comparator == "=":
        signed = tuple(replace(value, comparator=sign) for value in group.values)
        here = replace(here, group=replace(group, values=signed))
    names = coordinated_names.deal(name, len(group.values)) if len(group.values) > 1 else None
    return _claim(here, names or [name], start, replace(found, stop=end), doer)


def _noun(here: Spot, found: Governing) -> tuple[int, int]:
    """Where the noun begins and ends; with its verb where it says how often: 轮训基层应急人员5000人次."""
    start, end = noun_of(here.passage.folded, found, here.segment)
    turns = here.group.first.family == "volume" and found.verb in _TRAINS
    return (found.at if turns else start), end


def _verb_only(here: Spot, found: Governing) -> Claim:
    """、复壮300万株: what is built was said before."""
    memory = here.memory
    if here.group.first.family == "money" and phrases.has_head(found.verb):  # 完成投资3亿元
        return _claim(here, [found.verb], found.at, found, None)
    if memory.indicator and not phrases.has_head(memory.indicator):
        if len(found.verb) >= 4 and memory.family != here.group.first.family:  # 修复采坑12个，复垦复绿420亩
            return _claim(here, [found.verb], found.at, found, None)
        if found.verb in vocabulary.frame_words("grows").words:  # 2023年新增1000个，2024年新增1500个
            return _claim(here, [memory.indicator], memory.start, found, None)
        if memory.indicator.startswith(found.verb):  # 新增托位300个，五年累计|新增1500个
            return _claim(here, [memory.indicator], memory.start, found, None)
        noun = memory.indicator.removeprefix(vocabulary.frame_words("works").beginning(memory.indicator))
        return _claim(here, [noun + found.verb], memory.start, found, None)
    if len(memory.topic) >= 2:
        thing = memory.topic.removesuffix(vocabulary.frame_words("topic_deed").ending(memory.topic))
        return _claim(here, [thing if len(thing) >= 3 else memory.topic], memory.topic_start, found, None)
    return _claim(here, (), found.at, found, None)


def _claim(here: Spot, names: Sequence[str], start: int, found: Governing, doer: str | None) -> Claim:
    folded, memory, group, segment = here.passage.folded, here.memory, here.group, here.segment
    lead = folded[segment.start : start] if start >= segment.start else ""
    hedge = hedge_in(lead, folded[found.stop : group.first.number_start])
    things = group.first.family in ("count", "people") and len(names) == 1 and found.change != found.text
    change = (len(found.change) > 1 and not (things and found.change in _NET)) or bool(
        found.inner and found.inner[2]
    )
    readings = [
        make_reading(
            here.passage,
            segment,
            memory,
            name,
            value,
            start,
            group.end,
            hedge=hedge,
            change=change,
            population=doer,
        )
        for name, value in pair(names, group.values)
    ]
    inner = found.text[found.inner[0] : found.inner[1]] if found.inner and not found.inner[2] else ""
    if here.left.lstrip(" 并").startswith("每年") and not found.verb:  # 每年送戏下乡1000场、送电影下乡1.2万场
        inner = inner or "有"
    verb = found.verb or inner or memory.verb or vocabulary.build_verbs().ending(found.text)
    memory = remember(here, replace(memory, verb=verb), readings, start, change=change)
    if readings and group.first.family in ("count", "thing", "people"):
        memory = replace(memory, thing=readings[-1].indicator, thing_start=start)
    return claim(here, readings, group.end, memory)


def _who(here: Spot, found: Governing, name: str) -> tuple[str | None, str]:
    """Who must have it, and what: 每个乡镇 | 文体活动; 对80周岁以上老年人 | 上门服务."""
    times = unit_context.is_turns(here.group.first)
    doer, name = without_period(name) if times else populations.split_each(name)
    if found.inner and found.text.startswith("每") and not unit_context.per_base(found.text):
        words = here.passage.words(here.segment, found.at, found.at + found.inner[0])
        who = phrases.strip_adverbs(words)
        return (
            populations.bare(who) if not unit_context.ends_with_period(who) else None
        ), name  # 每月|举办读书会
    if (towards := _TOWARDS.match(name)) and (end := populations.person_end(name)):
        return populations.bare(name[towards.end() : end]), name[end:]
    return doer, name


def _with_deed(name: str, deed: str) -> str:
    """幼儿园 | 至少每季度组织开展 names 幼儿园应急疏散演练: who, and what the sentence said is done."""
    who = name
    while True:
        shorter = ellipsis.without_often(who.removesuffix(vocabulary.build_verbs().ending(who)))
        shorter = shorter[: demand.start] if (demand := demands.ending(shorter)) else shorter
        if shorter == who:
            break
        who = shorter
    return who + deed if who != name and (not who or populations.is_group(who)) else name


def _without_demand(name: str) -> tuple[str, str]:
    """集中配送点至多设置, 至少上门服务: the name without the demand, and its comparator."""
    verb = vocabulary.build_verbs().ending(name)
    if demand := demands.ending(name[: len(name) - len(verb)]):
        return name[: demand.start], demand.sign
    core = ellipsis.without_often(name[: len(name) - len(verb)])
    if demand := demands.ending(core):  # 幼儿园至少|每季度组织开展
        return name[: demand.start] + name[len(core) :], demand.sign
    if demand := demands.inside(name):
        return name[: demand.start] + name[demand.end :], demand.sign
    return name, ""
