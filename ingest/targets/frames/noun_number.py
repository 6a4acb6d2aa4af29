"""Frames for nouns in front of their number: 建设监测站400个, 退化林修复900万公顷, 全市新增托位6000个.

Takes a place in a segment. Gives a Claim, none where nothing governs the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers import lexicon
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Spot
from ingest.targets.segments import Segment
from ingest.targets.wording import coordinated_names, demands, phrases, populations, unit_context
from ingest.targets.wording.ellipsis import without_period
from ingest.targets.wording.values import hedge_in, make_reading, pair, remember

_TOWARDS = re.compile("(?:对|为|向|给)(?!外|口|标|照)")


@dataclass(frozen=True, slots=True)
class _Front:
    """The text in front of the number, ``folded[at:stop]``, and the verb that governs it."""

    at: int
    stop: int
    text: str
    verb: str  # a build verb in front
    change: str  # a change verb in front
    inner: tuple[int, int, bool] | None  # begin and end of a verb inside; whether it tells a change


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
        family = here.group.first.family
        if here.change not in vocabulary.frame_words("task").words or family not in (
            "measure",
            "count",
            "thing",
        ):
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
    spot = _spot(here)
    if spot.verb and len(spot.verb) == len(spot.text):
        return _verb_only(here, spot)
    if spot.verb and spot.text.startswith("好", len(spot.verb)):  # 保护好文物保护单位23处 tells what there is
        return None
    if not _governed(here, spot):
        return None
    passage, segment, group = here.passage, here.segment, here.group
    start, end = _noun(passage.folded, spot, segment)
    name, sign = _without_demand(passage.words(segment, start, end))
    in_front = demands.ending(passage.folded[group.left : spot.at + (spot.inner[0] if spot.inner else 0)])
    if in_front and not sign:  # 至少建设监测站400个, 每个乡镇至少组织演练2次
        sign, start = in_front.sign, group.left + in_front.start
    doer, name = _who(here, spot, name)
    if len(name) < 2:
        return None
    if sign and group.first.comparator == "=":
        signed = tuple(replace(value, comparator=sign) for value in group.values)
        here = replace(here, group=replace(group, values=signed))
    names = coordinated_names.deal(name, len(group.values)) if len(group.values) > 1 else None
    return _claim(here, names or [name], start, replace(spot, stop=end), doer)


def _verb_only(here: Spot, spot: _Front) -> Claim:
    """、复壮300万株: what is built was said before."""
    memory = here.memory
    if memory.indicator and not phrases.has_head(memory.indicator):
        return _claim(here, [memory.indicator + spot.verb], memory.start, spot, None)
    if len(memory.topic) >= 2:
        return _claim(here, [memory.topic], memory.topic_start, spot, None)
    return _claim(here, (), spot.at, spot, None)


def _governed(here: Spot, spot: _Front) -> bool:
    """Whether a verb, the list so far, or how often, makes the number one that a plan wants."""
    verbs = vocabulary.build_verbs()
    # CASE: a verb in front, inside or behind the noun; or the verb of the list so far.
    if spot.verb or spot.change or spot.inner or here.memory.verb or verbs.ending(spot.text):
        return True
    # CASE: 城镇新增就业1万人, 其中女性5000人.
    before = here.passage.folded[here.group.left : spot.at]
    if vocabulary.frame_words("grows").search(spot.text) or "其中" in before or verbs.ending(before.strip()):
        return True
    # CASE: 每季度安全检查2次.
    return here.group.first.family == "times" and unit_context.has_period(spot.text)


def _spot(here: Spot) -> _Front:
    folded, left = here.passage.folded, here.group.left
    stop = left + len(here.bare)
    at = phrases.left_trim(folded, left, stop, here.segment.years, build=False)
    if folded.startswith("年", at) and vocabulary.build_verbs().beginning(
        folded, at + 1
    ):  # 年培训妇女1.2万人次
        at += 1
    text = folded[at:stop]
    verb = vocabulary.build_verbs().beginning(text)
    if phrases.makes_noun(text, len(verb)):  # 补贴性培训
        verb = ""
    change = "" if verb else vocabulary.change_verbs().beginning(text)
    inner = _inner_verb(text) if not verb and not change else None
    return _Front(at, stop, text, verb, change if len(change) > 1 or not inner else "", inner)


def _claim(here: Spot, names: Sequence[str], start: int, spot: _Front, doer: str | None) -> Claim:
    folded, memory, group, segment = here.passage.folded, here.memory, here.group, here.segment
    lead = folded[segment.start : start] if start >= segment.start else ""
    hedge = hedge_in(lead, folded[spot.stop : group.first.number_start])
    change = len(spot.change) > 1 or bool(spot.inner and spot.inner[2])
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
    verb = spot.verb or memory.verb or vocabulary.build_verbs().ending(spot.text)
    memory = remember(here, replace(memory, verb=verb), readings, start, change=change)
    return claim(here, readings, group.end, memory)


def _who(here: Spot, spot: _Front, name: str) -> tuple[str | None, str]:
    """Who must have it, and what: 每个乡镇 | 文体活动; 对80周岁以上老年人 | 上门服务."""
    times = here.group.first.unit == "times"
    doer, name = without_period(name) if times else populations.split_each(name)
    if spot.inner and spot.text.startswith("每") and not unit_context.per_base(spot.text):
        words = here.passage.words(here.segment, spot.at, spot.at + spot.inner[0])
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


def _noun(folded: str, spot: _Front, segment: Segment) -> tuple[int, int]:
    """Where the noun begins, behind its verbs, and where it ends."""
    begin = spot.at
    if spot.inner and not unit_context.per_base(spot.text):
        begin += spot.inner[1]
    elif spot.verb and spot.verb not in vocabulary.frame_words("grows", "counted_too").words:
        begin = _behind_verbs(folded, spot)
    elif len(spot.change) > 1:
        begin += len(spot.change)
    end = phrases.right_trim(folded, begin, spot.stop, segment.years)
    if (done := _done().search(folded[begin:end])) and begin + done.start() - begin >= 2:
        end = phrases.right_trim(folded, begin, begin + done.start(), segment.years)
    return begin, end


@lexicon.kept
def _done() -> re.Pattern[str]:
    """高标准农田累计|建成|45万亩: a verb behind its noun; 退化林修复 is a name."""
    return re.compile(f"{vocabulary.frame_piece('done_behind')}$")


def _behind_verbs(folded: str, spot: _Front) -> int:
    """Behind the verb in front, and behind a second one: 整治修复, 引进和培育."""
    begin = spot.at + len(spot.verb)
    joint = re.compile("和|、|与|并").match(folded, begin)
    if joint and len(vocabulary.build_verbs().beginning(folded, joint.end())) > 1:
        begin = joint.end()
    second = vocabulary.build_verbs().beginning(folded, begin)
    if (
        len(second) > 1
        and vocabulary.frame_words("works_on").beginning(second)
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
            and found.group() not in vocabulary.frame_words("grows").words  # 城镇新增就业 is the name
            and found.end() <= len(text) - 2
            and text[found.end() :] not in vocabulary.build_verbs().words  # 棚户区改造|开工1200套
            and _verb_position(text, found.start(), found.group())
        ):
            return found.start(), found.end(), False
    cuts = vocabulary.frame_words("cuts").search(text, 2)
    return (cuts.start(), cuts.end(), True) if cuts and cuts.end() <= len(text) - 2 else None


def _verb_position(text: str, at: int, verb: str) -> bool:
    """Whether the verb stands between a subject and its object, not inside a name."""
    who = phrases.strip_adverbs(text[:at])
    if not who and text.startswith("每"):  # 每年评选“最美家庭”100户
        return True
    return (verb in vocabulary.frame_words("finite").words or who.startswith("每")) and populations.is_group(
        who
    )
