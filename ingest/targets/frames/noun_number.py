"""Frame for nouns in front of their number: 建设监测站400个, 退化林修复900万公顷, 全市新增托位6000个.

Takes a passage, a segment and a group of counts. Gives Readings, none where nothing governs the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.targets import vocabulary
from ingest.targets.frames.indicator_value import hedge_in, make_reading, pair, remember
from ingest.targets.records import Group, Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import coordinated_names, demands, phrases, populations, unit_context
from ingest.targets.wording.ellipsis import without_period

_GROWS = ("新增", "新增加", "净增")
_STAYS = (*_GROWS, "覆盖", "惠及", "受益")  # 覆盖妇女 is what is counted
_CUTS = re.compile("削减|减少|压减|缩减|降低|节约")
_FINITE = re.compile("建成|建设|共建|新建|完成|培育|改造|拥有|实施|配备|打造|创建|设立|开展|引进")
# 高标准农田累计建成45万亩: a verb behind its noun; 退化林修复 is a name.
_DONE = re.compile("(?:建成|新建成|新建|完成|达成|新增|拥有|设立|创建|配备|开工|投用)$")
# A second verb is one only where it works on things; in 建成生产基地 it belongs to the name.
_WORKS = re.compile(
    "修复|提升|改造|治理|培育|建设|新建|改建|扩建|整治|更新|升级|建成|创建|引进|打造|开展|组织|开发|设立|配备"
)
_TOWARDS = re.compile("(?:对|为|向|给)(?!外|口|标|照)")


@dataclass(frozen=True, slots=True)
class _Spot:
    """The text in front of the number, ``folded[at:stop]``, and the verb that governs it."""

    at: int
    stop: int
    text: str
    verb: str  # a build verb in front
    change: str  # a change verb in front
    inner: tuple[int, int, bool] | None  # begin and end of a verb inside; whether it tells a change


def read_listed(passage: Passage, segment: Segment, group: Group) -> list[Reading]:
    """The values of the group, for the noun in front of them."""
    spot = _spot(passage, segment, group)
    memory, q = passage.memory, group.first
    if spot.verb and len(spot.verb) == len(spot.text):  # 、复壮300万株: what is built was said before
        names, start = ([memory.topic], memory.topic_start) if len(memory.topic) >= 2 else ([], spot.at)
        if memory.indicator and not phrases.has_head(memory.indicator):
            names, start = [memory.indicator + spot.verb], memory.start
        return _readings(passage, segment, group, names, start, spot, None)
    if spot.verb and spot.text[len(spot.verb) :].startswith(
        "好"
    ):  # 保护好文物保护单位23处 tells what there is
        return []
    before = passage.folded[group.left : spot.at]
    governed = (
        spot.verb
        or spot.change
        or spot.inner
        or memory.verb
        or vocabulary.build_verbs().ending(spot.text)
        or any(word in spot.text for word in _GROWS)
        or "其中" in before
        or vocabulary.build_verbs().ending(before.strip())
    )
    if not governed and not (q.family == "times" and unit_context.has_period(spot.text)):
        return []
    start, end = _noun(passage.folded, spot, segment)
    name, sign = _without_demand(passage.words(segment, start, end))
    in_front = demands.ending(passage.folded[group.left : spot.at + (spot.inner[0] if spot.inner else 0)])
    if in_front and not sign:  # 至少建设监测站400个, 每个乡镇至少组织演练2次
        sign, start = in_front.sign, group.left + in_front.start
    doer, name = _who(passage, segment, spot, name, q.unit == "times")
    if len(name) < 2:
        return []
    if sign and q.comparator == "=":
        group.values = [replace(value, comparator=sign) for value in group.values]
    names = coordinated_names.deal(name, len(group.values)) or [name] if len(group.values) > 1 else [name]
    return _readings(passage, segment, group, names, start, replace(spot, stop=end), doer)


def _spot(passage: Passage, segment: Segment, group: Group) -> _Spot:
    folded = passage.folded
    stop = group.left + len(phrases.strip_adverbs(folded[group.left : group.first.start]))
    at = phrases.left_trim(folded, group.left, stop, segment.years, build=False)
    if folded[at] == "年" and vocabulary.build_verbs().beginning(folded, at + 1):  # 年培训妇女1.2万人次
        at += 1
    text = folded[at:stop]
    verb = vocabulary.build_verbs().beginning(text)
    if phrases.makes_noun(text, len(verb)):  # 补贴性培训
        verb = ""
    change = "" if verb else vocabulary.change_verbs().beginning(text)
    inner = _inner_verb(text) if not verb and not change else None
    return _Spot(at, stop, text, verb, change if len(change) > 1 or not inner else "", inner)


def _readings(
    passage: Passage,
    segment: Segment,
    group: Group,
    names: list[str],
    start: int,
    spot: _Spot,
    doer: str | None,
) -> list[Reading]:
    folded, memory = passage.folded, passage.memory
    lead = folded[segment.start : start] if start >= segment.start else ""
    hedge = hedge_in(lead, folded[spot.stop : group.first.number_start])
    change = len(spot.change) > 1 or bool(spot.inner and spot.inner[2])
    readings = [
        make_reading(
            passage, segment, name, value, start, group.end, hedge=hedge, change=change, population=doer
        )
        for name, value in pair(names, group.values)
    ]
    memory.verb = spot.verb or memory.verb or vocabulary.build_verbs().ending(spot.text)
    remember(passage, readings, group, start, change=change)
    return readings


def _who(passage: Passage, segment: Segment, spot: _Spot, name: str, often: bool) -> tuple[str | None, str]:
    """Who must have it, and what: 每个乡镇 | 文体活动; 对80周岁以上老年人 | 上门服务."""
    doer, name = without_period(name) if often else populations.split_each(name)
    if spot.inner and spot.text.startswith("每") and not unit_context.per_base(spot.text):
        words = passage.words(segment, spot.at, spot.at + spot.inner[0])
        return populations.bare(phrases.strip_adverbs(words)), name
    if (towards := _TOWARDS.match(name)) and (end := populations.person_end(name)):
        return populations.bare(name[towards.end() : end]), name[end:]
    return doer, name


def _without_demand(name: str) -> tuple[str, str]:
    """集中配送点至多设置, 至少上门服务: the name without the demand, and its comparator."""
    verb = vocabulary.build_verbs().ending(name)
    if demand := demands.ending(name[: len(name) - len(verb)]):
        return name[: demand.start], demand.sign
    if demand := demands.inside(name):
        return name[: demand.start] + name[demand.end :], demand.sign
    return name, ""


def _noun(folded: str, spot: _Spot, segment: Segment) -> tuple[int, int]:
    """Where the noun begins, behind its verbs, and where it ends."""
    begin = spot.at
    if spot.inner and not unit_context.per_base(spot.text):
        begin += spot.inner[1]
    elif spot.verb and spot.verb not in _STAYS:
        begin = _behind_verbs(folded, spot)
    elif len(spot.change) > 1:
        begin += len(spot.change)
    end = phrases.right_trim(folded, begin, spot.stop, segment.years)
    if (done := _DONE.search(folded[begin:end])) and begin + done.start() - begin >= 2:
        end = phrases.right_trim(folded, begin, begin + done.start(), segment.years)
    return begin, end


def _behind_verbs(folded: str, spot: _Spot) -> int:
    """Behind the verb in front, and behind a second one: 整治修复, 引进和培育."""
    begin = spot.at + len(spot.verb)
    joint = re.compile("和|、|与|并").match(folded, begin)
    if joint and len(vocabulary.build_verbs().beginning(folded, joint.end())) > 1:
        begin = joint.end()
    second = vocabulary.build_verbs().beginning(folded, begin)
    if (
        len(second) > 1
        and _WORKS.match(second)
        and not phrases.makes_noun(folded, begin + len(second))
        and spot.stop - begin - len(second) >= 2
        and phrases.stands_alone(folded[begin : spot.stop], second)
    ):
        begin += len(second)
    return begin


def _inner_verb(text: str) -> tuple[int, int, bool] | None:
    """The verb inside 全市建成自然保护区 or 污水治理削减化学需氧量, and whether it tells a change."""
    at = 2
    while found := vocabulary.build_verbs().search(text, at):
        at = found.end()
        if (
            len(found.group()) >= 2
            and found.group() not in _GROWS  # 城镇新增就业 is the name
            and found.end() <= len(text) - 2
            and text[found.end() :] not in vocabulary.build_verbs().words  # 棚户区改造|开工1200套
            and _verb_position(text, found.start(), found.group())
        ):
            return found.start(), found.end(), False
    cuts = _CUTS.search(text, 2)
    return (cuts.start(), cuts.end(), True) if cuts and cuts.end() <= len(text) - 2 else None


def _verb_position(text: str, at: int, verb: str) -> bool:
    """Whether the verb stands between a subject and its object, not inside a name."""
    who = phrases.strip_adverbs(text[:at])
    if not who and text.startswith("每"):  # 每年评选“最美家庭”100户
        return True
    return bool(_FINITE.fullmatch(verb) or who.startswith("每")) and populations.is_group(who)
