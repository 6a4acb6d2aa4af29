"""Gives back what a sentence leaves out: …，京津冀区域达到95%; 该指标…; 治疗率和随访率; 小学达到75%，初中达到92%.

Takes the noun phrase in front of a value and the sentence's memory. Gives the full names of the indicators, and
where the quote then begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers import comparators, lexicon
from analyzers import segment as segmenter
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.records import Memory, Spot
from ingest.targets.wording import coordinated_names, demands, inherited, phrases, populations, unit_context

SHARE_NAME = re.compile("(?:比例|比重|占比|比率|率)$")
LIST_ON = re.compile("[、和及与]")
_TOPIC_BAD = re.compile("^(?:因|为|对|在|通过|以|按|由|从|根据|围绕|依托|结合|针对)")
_TWO_RATE = re.compile(f"[{HAN}]{{2}}率")
_OFTEN_END = re.compile(f"(?<=..){unit_context.EVERY_OR_DAILY}$")
_POINTING = re.compile(
    "(?:上述|以上|该|此|这)?(?:[一两二三四五六2-6]项|几项|各项)?(?:目标)?(?:指标|数值|比例|比率|占比)(?:值)?"
)
_HOW_MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


@lexicon.kept
def _of_whole() -> re.Pattern[str]:
    """数量 | 提高到 | 总数, 养育标准 | 不低于 | 人均收入: what, a verb or a comparison word, and the whole."""
    words = comparators.alternation(Place.NOUN)
    return re.compile(f"^(.{{2,40}}?)({words}|{vocabulary.frame_piece('of_whole')})(.{{2,20}}?)的?$")


@lexicon.kept
def _bare_rate() -> re.Pattern[str]:
    """Rates that say nothing without what they are of; 列养率 or 城镇化率 say it themselves."""
    return re.compile(f"{vocabulary.frame_piece('bare_rate')}率")


def share_of(phrase: str, q: Quantity, between: str) -> tuple[str, str]:
    """A占B names the share of A in B, also where it is said as 数量提高到总数的50%; with an inner comparator."""
    if q.family not in ("rate", "fold") or not phrase or SHARE_NAME.search(phrase):
        return phrase, ""
    found = _of_whole().match(phrase)
    sign = _sign(found) if found else ""
    if found and not sign and not between.startswith("的") and "占" not in phrase:
        found = None
    if found:
        part = _HEDGE_END.sub("", phrases.strip_adverbs(found[1]))
        part = re.sub("(?:按照|按)$", "", part)
        if q.family == "fold":
            return part, sign or "="
        whole = re.sub("(?:的)?比例$", "", part) if SHARE_NAME.search(part) else part
        return f"{whole}占{found[3]}的比例", sign
    if q.family == "fold":
        return phrase, ""
    if between.startswith("的"):  # 其中取得证书的不少于六成
        return f"{phrase}的比例", ""
    if "占" in between and "占比" not in between:
        return f"{phrase}的比例", ""
    return phrase, ""


def names_share(bare: str) -> bool:
    """响应能力达到最大用电负荷的|3%: the verb stands in front of the whole."""
    return bool(_REACHES_SHARE.search(bare))


_REACHES_SHARE = re.compile("(?<=..)(?:达到|提高到|提升到|增加到|扩大到|相当于)[^,。;、0-9]{2,16}的$")
_HEDGE_END = re.compile("(?:约需|约|需|应|要)$")


def _sign(found: re.Match[str]) -> str:
    """The sign of 不低于 in A不低于B, of 至少 in A至少为B."""
    demand = demands.ending(found[1])
    return comparators.sign_of(found[2]) or (demand.sign if demand else "")


@lexicon.kept
def _pace() -> re.Pattern[str]:
    return re.compile(f"(?:年均|年平均)?{vocabulary.frame_piece('pace')}")


@lexicon.kept
def _covered() -> re.Pattern[str]:
    return re.compile(f"^(.{{2,}})({vocabulary.frame_piece('covered_rate')})$")


@dataclass(frozen=True, slots=True)
class Named:
    """The names that a phrase stands for, where the quote begins, and the names whose value is still to come."""

    names: Sequence[str]
    start: int
    pending: tuple[str, ...]


def names_of(here: Spot, phrase: str, start: int, *, change: bool, each: bool) -> Named:
    """The indicators that the phrase names, and where the quote begins."""
    memory, values = here.memory, here.group.values
    # CASE: nothing is named: 2030年分别降至4.5‰和5.5‰.
    if not phrase:
        return _left_out(here, len(values) if each else 1)
    # CASE: the phrase points back: 两项指标分别…
    if named := _spoken_of(memory, phrase, len(values)):
        return Named(named[: len(values)], start, named[len(values) :])
    phrase = inherited.group_first(_reorder(without_often(phrase)), here.right, here.group.first.family)
    # CASE: several values: the phrase names as many indicators, or one.
    if len(values) > 1:
        return Named(coordinated_names.deal(phrase, len(values)) or [phrase], start, memory.pending)
    # CASE: half a name, the other half was said before.
    for fill in _FILLS:
        if filled := fill(here, phrase):
            name, begin = filled
            return Named([name], min(start, begin), memory.pending)
    return Named(coordinated_names.full_names(phrase, each=each, change=change), start, memory.pending)


def _spoken_of(memory: Memory, phrase: str, values: int) -> tuple[str, ...]:
    """两项指标分别…, 该指标…: the indicators that the clause named last."""
    if not _POINTING.fullmatch(phrase) or phrase in vocabulary.heads().words:
        return ()
    count = next((_HOW_MANY.get(char) or int(char) for char in phrase if char in "两二三四五六23456"), values)
    return memory.named[-count:]


def _left_out(here: Spot, values: int) -> Named:
    memory, pending = here.memory, here.memory.pending
    if values > 1 and len(memory.named) >= values:  # …，2030年分别降至4.5‰和5.5‰
        return Named(memory.named[-values:], memory.start, pending)
    if pending:  # 两项指标分别达到60%和38张
        return Named(pending[:1], memory.start, pending[1:])
    newer = memory.topic_start > memory.start and memory.family != here.group.first.family
    if memory.indicator and not (newer and phrases.has_head(memory.topic)):
        return Named([memory.indicator], memory.start, pending)
    if memory.topic and (here.segment.opener.startswith((":", "(")) or phrases.has_head(memory.topic)):
        return Named([memory.topic], memory.topic_start, pending)
    turns = here.group.first.family == "times" and _DEED_FRONT.sub("", memory.topic)
    if turns and len(turns) >= 4:  # 为老年人免费体检，每年不少于1次
        return Named([turns], memory.topic_start, pending)
    return Named((), 0, pending)


_DEED_FRONT = re.compile("^(?:为|对|给|向)(?=.{4})|^(?:组织|开展)(?=.{4})")
Filled = tuple[str, int] | None  # a full name, and where the words that it takes from the sentence begin


def _new_group(here: Spot, phrase: str) -> Filled:
    """…覆盖率达到90%，京津冀区域达到95%: a new group for the last indicator."""
    if phrases.has_head(phrase) or not _inherits(here, phrase):
        return None
    indicator, bodies = here.memory.indicator, vocabulary.frame_words("covers_body")
    head = vocabulary.heads().ending(indicator)
    if head and bodies.ending(indicator.removesuffix(head)) and bodies.ending(phrase):
        return phrase + head, here.memory.start  # 消防队伍人数不少于15人，微型消防站不少于6人
    return inherit(indicator, phrase), here.memory.start


def _grade_of_last(here: Spot, phrase: str) -> Filled:
    """一级至二级养老机构占比…，三级以上…: another grade of the same."""
    memory = here.memory
    if here.group.first.family != memory.family or not _GRADE_ALONE.fullmatch(phrase):
        return None
    found = _GRADED.match(memory.indicator)
    return (phrase + memory.indicator[found.end() :], memory.start) if found else None


_GRADE_ALONE = re.compile(
    f"[{CN_TEN}](?:级|星级|类)(?:[及或]?以[上下])?|[0-9]?A+级(?:[及或]?以[上下])?|[Ⅰ-Ⅹ]类(?:[及或]?以[上下])?"
)
_GRADED = re.compile(
    f"(?:[{CN_TEN}](?:级|星级|类)?[至到、和]?)?(?:[{CN_TEN}](?:级|星级|类)|[0-9]?A+级|[Ⅰ-Ⅹ]类)(?:[及或]?以[上下])?"
)


def _deed_of_topic(here: Spot, phrase: str) -> Filled:
    """推进免费“两癌”检查，每年检查不少于60万人: what is done was named before."""
    memory = here.memory
    deed = _OFTEN_FRONT.match(phrase)
    often = deed or (len(phrase) == 2 and _OFTEN_FRONT.match(here.left.lstrip(" ,")))
    if (
        not often
        or memory.indicator
        or len(memory.topic) < 4
        or not memory.topic.endswith(phrase[deed.end() if deed else 0 :])
    ):
        return None
    return memory.topic, memory.topic_start


_OFTEN_FRONT = re.compile(f"{unit_context.EVERY_OR_DAILY}(?=..)(?=..$|..[^,。;])")


def _share_of_last(here: Spot, phrase: str) -> Filled:
    """增加值…，占生产总值比重…: a share of the last indicator."""
    if not phrase.startswith("占") or here.group.first.family != "rate" or not here.memory.indicator:
        return None
    share = phrase if SHARE_NAME.search(phrase) else f"{phrase.removesuffix('的')}的比例"
    return _without_head(here.memory.indicator) + share, here.memory.start


def _share_of_topic(here: Spot, phrase: str) -> Filled:
    """加快护理型床位建设，占床位总数的比例…: a share of what the sentence is about."""
    memory = here.memory
    if (
        not phrase.startswith("占")
        or not SHARE_NAME.search(phrase)
        or memory.indicator
        or len(memory.topic) < 4
    ):
        return None
    if _TOPIC_BAD.match(memory.topic):
        return None
    topic = re.sub("^(?:(?:大力|积极|深入|全面)?(?:加快|推进|加强|扩大))+", "", memory.topic)
    return topic.removesuffix(vocabulary.frame_words("topic_deed").ending(topic)) + phrase, memory.topic_start


def _rate_of_counted(here: Spot, phrase: str) -> Filled:
    """参加养老保险的女性达到45万人，参保率…: a rate of those who were counted in front."""
    memory = here.memory
    counted = memory.family in ("people", "count", "thing") and memory.start < here.segment.start
    if not counted or not memory.indicator or not _bare_rate().fullmatch(phrase):
        return None
    return re.sub("(?:总?人数|户数|总?数)$", "", memory.indicator) + phrase, memory.start


def _group_of_topic(here: Spot, phrase: str) -> Filled:
    """学历比例：小学达到…，初中达到…: a group for what the sentence is about."""
    memory = here.memory
    if memory.indicator or not populations.is_group(phrase) or not phrases.has_head(memory.topic):
        return None
    return inherit(memory.topic, phrase), memory.topic_start


def _pace_of_last(here: Spot, phrase: str) -> Filled:
    """数字经济规模…，年均增速…: how fast the last indicator grows."""
    memory = here.memory
    if not _pace().fullmatch(phrase) or not memory.indicator or memory.indicator.endswith(phrase):
        return None
    return memory.indicator + phrase, memory.start


def _measure_of_last(here: Spot, phrase: str) -> Filled:
    """粮食播种面积…、产量…: another measure of the same thing."""
    memory = here.memory
    named_here = memory.indicator and here.segment.start <= memory.start
    if not named_here or phrase not in vocabulary.heads().words:
        return None
    return _first_word(memory.indicator) + phrase, memory.start


def _rate_of_topic(here: Spot, phrase: str) -> Filled:
    """妇女参加养老保险应保尽保，参保率…: a rate of what the sentence is about."""
    memory = here.memory
    if memory.indicator and memory.topic_start < memory.start:
        return None
    if (
        not _bare_rate().fullmatch(phrase)
        or not 2 <= len(memory.topic) <= 16
        or _TOPIC_BAD.match(memory.topic)
    ):
        return None
    return memory.topic.removesuffix(phrase) + phrase, memory.topic_start


def _rate_named_before(here: Spot, phrase: str) -> Filled:
    """站点覆盖率达到80%；到2024年，覆盖率达到95%: the rate that the clause named in full."""
    memory = here.memory
    if not _bare_rate().fullmatch(phrase) or (memory.topic and memory.topic_start > memory.start):
        return None
    named = next((name for name in reversed(memory.named) if name.endswith(phrase) and name != phrase), "")
    return (named, here.group.left + here.left.find(phrase[0])) if named else None


def _rate_of_people(here: Spot, phrase: str) -> Filled:
    """儿童主任配备率100%、培训率100%: another rate of the same people."""
    if not LIST_ON.match(here.passage.folded, here.group.left) or not _TWO_RATE.fullmatch(phrase):
        return None
    who = populations.person_end(here.memory.indicator)
    return (here.memory.indicator[:who] + phrase, here.memory.start) if who else None


def _measured_alike(here: Spot, phrase: str) -> Filled:
    """城区5G网络覆盖率…，重点乡镇覆盖率…: the new group is measured the same way."""
    filled = _same_measure(here.memory.indicator, phrase)
    return (filled, here.memory.start) if filled else None


def _measure_of_trade(here: Spot, phrase: str) -> Filled:
    """电子信息产业要做强。到2025年，营业收入…: the trade of the sentence before."""
    memory = here.memory
    if not memory.field or memory.indicator or phrase not in vocabulary.heads().words or len(phrase) < 2:
        return None
    return memory.field + phrase, here.group.left + max(0, here.left.rfind(phrase))


_FILLS = (
    _measure_of_trade,
    _new_group,
    _grade_of_last,
    _deed_of_topic,
    _share_of_last,
    _share_of_topic,
    _group_of_topic,
    _pace_of_last,
    inherited.of_what_was_counted,
    _measure_of_last,
    _rate_named_before,
    _rate_of_topic,
    _rate_of_counted,
    _rate_of_people,
    _measured_alike,
    inherited.same_rate,
)


def _same_measure(indicator: str, phrase: str) -> str:
    """城区5G网络覆盖率…，重点乡镇覆盖率…: the new group is measured the same way."""
    new, old = _covered().match(phrase), _covered().match(indicator)
    if not new or not old or new[2] != old[2] or not populations.is_group(new[1]):
        return ""
    end = populations.place_end(old[1] + "率")
    middle = old[1][end:] if end else ""
    return f"{new[1]}{middle}{new[2]}" if middle else ""


def _reorder(phrase: str) -> str:
    """每天睡眠时间小学生 names 小学生每天睡眠时间: the group stands behind its measure."""
    person = vocabulary.persons().ending(phrase)
    if person and not phrases.has_head(phrase):
        measure = phrase[: -len(person)]
        if phrases.has_head(measure):
            return person + measure
    return phrase


def _inherits(here: Spot, phrase: str) -> bool:
    """Whether a phrase without a measure is a new group for the last indicator."""
    memory, family = here.memory, here.group.first.family
    if family != memory.family or coordinated_names.base_of(phrase):  # 每千人拥有心理咨询师: a name by itself
        return False
    periodic = family == "times" and bool(populations.place_end(memory.indicator))
    if (
        not phrases.has_head(memory.indicator)
        and not unit_context.has_period(memory.indicator)
        and not periodic
    ):
        return False
    return populations.is_group(phrase) or phrase.endswith(("其他", "其余", "重点"))


def inherit(indicator: str, group: str) -> str:
    ends = (populations.person_end(indicator), populations.place_end(indicator))
    people = bool(vocabulary.persons().ending(group))
    return group + indicator[(ends[0] or ends[1]) if people else (ends[1] or ends[0]) :]


def _without_head(indicator: str) -> str:
    """数字经济核心产业增加值 of 数字经济核心产业增加值占比: what a share is taken of."""
    return re.sub("(?:占.{2,12})?(?:比重|比例|占比|年均增速|年均增长)$", "", indicator) or indicator


def _first_word(indicator: str) -> str:
    words = segmenter.coarse(indicator)
    return words[0].text if words and len(words) > 1 else ""


def without_often(phrase: str) -> str:
    """三年级以上 of 三年级以上每周: how often belongs to the value."""
    return _OFTEN_END.sub("", phrase)


def without_period(phrase: str) -> tuple[str | None, str]:
    """县级河湖长每季度巡河 names 县级河湖长巡河, 每个乡镇每年开展文体活动 文体活动; and who does it."""
    who, what = unit_context.without_period(phrase)
    if not who:
        return None, what
    if who.startswith("每"):
        return who, what
    return (populations.bare(who) if populations.is_group(who) else None), who + what
