"""Gives back what a sentence leaves out: …，京津冀区域达到95%; 该指标…; 治疗率和随访率; 小学达到75%，初中达到92%.

Takes the noun phrase in front of a value and the sentence's memory. Gives the full names of the indicators, and
where the quote then begins.
"""

from __future__ import annotations

import re

from analyzers import comparators, lexicon
from analyzers import segment as segmenter
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.records import Group, Passage
from ingest.targets.segments import Segment
from ingest.targets.wording import coordinated_names, demands, phrases, populations, unit_context

SHARE_NAME = re.compile("(?:比例|比重|占比|比率|率)$")
LIST_ON = re.compile("[、和及与]")
# Rates that say nothing without what they are of; 列养率 or 城镇化率 say it themselves.
_BARE_RATE = re.compile(
    "^(?:参保|普及|覆盖|达标|合格|完成|配备|建成|使用|签约|通达|入户|配置|设置|持证|办结|回收|处置|处理|利用|知晓|参与|响应"
    "|受理|结案|到位|落实|发放|公开|治疗|成功)率$"
)
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
    reaches = "达到|提高到|占到|占|提升到|增加到|扩大到|相当于|为|是"
    return re.compile(f"^(.{{2,40}}?)({words}|{reaches})(.{{2,20}}?)的?$")


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


_HEDGE_END = re.compile("(?:约需|约|需|应|要)$")


def _sign(found: re.Match[str]) -> str:
    """The sign of 不低于 in A不低于B, of 至少 in A至少为B."""
    demand = demands.ending(found[1])
    return comparators.sign_of(found[2]) or (demand.sign if demand else "")


_PACE = re.compile("(?:年均|年平均)?(?:增速|增幅|增长率|降幅|增长速度)")
_COVERED = re.compile("^(.{2,})(覆盖率|普及率|达标率|通达率|入户率|入园率|入学率|配备率)$")


def names_of(
    passage: Passage, segment: Segment, phrase: str, start: int, group: Group, change: bool, each: bool
) -> tuple[list[str], int]:
    """The indicators that the phrase names, and where the quote begins."""
    memory = passage.memory
    if not phrase:
        several = len(group.values) if each and len(group.values) > 1 else 1
        return _left_out(passage, segment, several)
    if named := _spoken_of(passage, phrase, len(group.values)):
        return named, start
    phrase = _reorder(without_often(phrase))
    if len(group.values) > 1:
        return coordinated_names.deal(phrase, len(group.values)) or [phrase], start
    if not phrases.has_head(phrase) and _inherits(passage, phrase, group):
        return [inherit(memory.indicator, phrase)], min(start, memory.start)
    if phrase.startswith("占") and group.first.family == "rate" and memory.indicator:
        share = phrase if SHARE_NAME.search(phrase) else f"{phrase.removesuffix('的')}的比例"
        return [_without_head(memory.indicator) + share], min(start, memory.start)  # 增加值…，占生产总值比重…
    if not memory.indicator and populations.is_group(phrase) and phrases.has_head(memory.topic):
        return [inherit(memory.topic, phrase)], min(
            start, memory.topic_start
        )  # 学历比例：小学达到…，初中达到…
    if _PACE.fullmatch(phrase) and memory.indicator and not memory.indicator.endswith(phrase):
        return [memory.indicator + phrase], memory.start  # 数字经济规模…，年均增速…
    if phrase in vocabulary.heads().words and memory.indicator and segment.start <= memory.start:
        return [_first_word(memory.indicator) + phrase], min(start, memory.start)  # 粮食播种面积…、产量…
    newest = not memory.indicator or memory.topic_start >= memory.start
    if (
        newest
        and _BARE_RATE.match(phrase)
        and 2 <= len(memory.topic) <= 16
        and not _TOPIC_BAD.match(memory.topic)
    ):
        topic = memory.topic.removesuffix(phrase)
        return [topic + phrase], memory.topic_start  # 妇女参加养老保险应保尽保，参保率…
    goes_on = LIST_ON.match(passage.folded, group.left) and _TWO_RATE.fullmatch(phrase)
    if goes_on and (who := populations.person_end(memory.indicator)):  # 儿童主任配备率100%、培训率100%
        return [memory.indicator[:who] + phrase], min(start, memory.start)
    if filled := _same_measure(memory.indicator, phrase):
        return [filled], min(start, memory.start)
    return coordinated_names.full_names(phrase, each=each, change=change), start


def _spoken_of(passage: Passage, phrase: str, values: int) -> list[str]:
    """两项指标分别…, 该指标…: the indicators that the clause named last."""
    if not _POINTING.fullmatch(phrase) or phrase in vocabulary.heads().words or not passage.named:
        return []
    count = next((_HOW_MANY.get(char) or int(char) for char in phrase if char in "两二三四五六23456"), values)
    names = passage.named[-count:]
    passage.memory.pending = names[values:]
    return names[:values]


def _left_out(passage: Passage, segment: Segment, values: int) -> tuple[list[str], int]:
    memory = passage.memory
    if values > 1 and len(passage.named) >= values:  # …，2030年分别降至4.5‰和5.5‰
        return passage.named[-values:], memory.start
    if memory.pending:  # 两项指标分别达到60%和38张
        return [memory.pending.pop(0)], memory.start
    if memory.indicator:
        return [memory.indicator], memory.start
    if memory.topic and (segment.opener.startswith((":", "(")) or phrases.has_head(memory.topic)):
        return [memory.topic], memory.topic_start
    return [], 0


def _same_measure(indicator: str, phrase: str) -> str:
    """城区5G网络覆盖率…，重点乡镇覆盖率…: the new group is measured the same way."""
    new, old = _COVERED.match(phrase), _COVERED.match(indicator)
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


def _inherits(passage: Passage, phrase: str, group: Group) -> bool:
    """Whether a phrase without a measure is a new group for the last indicator."""
    memory = passage.memory
    if group.first.family != memory.family:
        return False
    periodic = group.first.family == "times" and bool(populations.place_end(memory.indicator))
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
