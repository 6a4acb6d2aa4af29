"""Finds what governs a number whose noun stands in front of it, and where that noun begins and ends.

Takes a place in a segment. Gives a Governing: the verb in front (建设|监测站), inside (全市建成|保护区) or none, and the
stretch of text; ``noun_of`` cuts the noun out of it, its verbs left aside. What is made of it is for ``noun_number``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzers import lexicon
from ingest.targets import vocabulary
from ingest.targets.records import Spot
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases, populations, unit_context

_SHORT_NOUN = 4  # 水闸, 渠道, 小型水库: of which nothing is said without what is done to them
_YEARLY = re.compile("(?:年均|年平均|每年平均|每年|逐年)(?=..|$)")
_DONE_BY = re.compile(
    " *(?:将?[于在])[^,。;]{2,12}(?:建成|投用|完工|竣工|通车|投产|投入使用|投入运营|启用|开工)"
)
_DEALS = re.compile("(?:分别|各自|计划|拟|将|要|再)(?=[^,。;]{3})")
_REMAKES = re.compile("[^,。;]{2,6}改(?!造|革|善|进|建|扩)[^,。;]{1,6}")


@dataclass(frozen=True, slots=True)
class Governing:
    """The text in front of the number, ``folded[at:stop]``, and the verb that governs it."""

    at: int
    stop: int
    text: str
    verb: str  # a build verb in front
    change: str  # a change verb in front
    inner: tuple[int, int, bool] | None  # begin and end of a verb inside; whether it tells a change


def governing(here: Spot) -> Governing:
    """The text in front of the number with the verb that may govern it."""
    folded, left, verbs = here.passage.folded, here.group.left, vocabulary.build_verbs()
    stop = left + len(here.bare)
    at = phrases.left_trim(folded, left, stop, here.segment.years, build=False)
    if folded.startswith("年", at) and verbs.beginning(folded, at + 1):  # 年培训妇女1.2万人次
        at += 1
    if yearly := _YEARLY.match(folded, at, stop):  # 年均|引进博士30名
        at = phrases.left_trim(folded, yearly.end(), stop, build=False)
    while adverb := _DEALS.match(folded, at, stop):  # 2026年、2027年|分别|新建改建农村公路420公里和450公里
        at = phrases.left_trim(folded, adverb.end(), stop, build=False)
    again = folded[at : at + 1] in ("再", "又", "另", "新") and not verbs.beginning(folded, at)
    if again and verbs.beginning(folded, at + 1):  # 再|新建60个, 新|筹建3000套
        at += 1
    cut_down = vocabulary.change_verbs().ending(folded[left:at])
    if cut_down in vocabulary.frame_words("cuts").words:  # 减少|碳排放30万吨
        at -= len(cut_down)
    text = folded[at:stop]
    verb = verbs.beginning(text)
    if phrases.makes_noun(text, len(verb)) or (
        verb.endswith("化") and len(verb) > 2
    ):  # 补贴性培训, 数字化车间
        verb = ""
    change = "" if verb else vocabulary.change_verbs().beginning(text)
    inner = _inner_verb(text) if not verb and not change else None
    return Governing(at, stop, text, verb, change if len(change) > 1 or not inner else "", inner)


def is_governed(here: Spot, found: Governing) -> bool:
    """Whether a verb, the list so far, or how often, makes the number one that a plan wants."""
    verbs = vocabulary.build_verbs()
    # CASE: a verb in front, inside or behind the noun; or the verb of the list so far.
    if found.verb or found.change or found.inner or here.memory.verb or verbs.ending(found.text):
        return True
    # CASE: 疏港铁路专用线23公里于2028年底前建成.
    if _DONE_BY.match(here.right) or _says_deed(here, found):
        return True
    # CASE: 城镇新增就业1万人, 其中女性5000人.
    before = here.passage.folded[here.group.left : found.at]
    if vocabulary.frame_words("grows").search(found.text) or "其中" in before or verbs.ending(before.strip()):
        return True
    # CASE: 下岗职工再就业2万人.
    people, text = here.group.first.family == "people" and here.memory.indicator, found.text
    if people and vocabulary.frame_words("people_do").ending(text):
        return True
    # CASE: 年流通80万人次.
    if here.group.first.family == "volume" and text.startswith("年"):
        return True
    # CASE: 每年送戏下乡1000场; 坡耕地改梯田2万亩.
    if _YEARLY.search(before) or _REMAKES.fullmatch(found.text):
        return True
    # CASE: 每季度安全检查2次.
    return here.group.first.family == "times" and unit_context.has_period(found.text)


def _says_deed(here: Spot, found: Governing) -> bool:
    """老旧住宅电梯更新改造46台: the noun says what is done, and the number ends the phrase."""
    if here.right.strip() or here.segment.bracketed or here.segment.opener not in ",。;:\n":
        return False
    deed = vocabulary.frame_words("deed_noun").ending(found.text)
    return bool(deed) and len(found.text) - len(deed) >= 4


def noun_of(folded: str, found: Governing, segment: Segment) -> tuple[int, int]:
    """Where the noun begins, behind its verbs, and where it ends."""
    begin = found.at
    if found.inner and not unit_context.per_base(found.text):
        begin += found.inner[1]
    elif found.verb and found.verb not in vocabulary.frame_words("grows", "counted_too").words:
        begin = _behind_verbs(folded, found)
    elif len(found.change) > 1:
        begin += len(found.change)
    end = phrases.right_trim(folded, begin, found.stop, segment.years)
    if (done := _done().search(folded[begin:end])) and begin + done.start() - begin >= 2:
        end = phrases.right_trim(folded, begin, begin + done.start(), segment.years)
    joint = found.verb and folded[found.at + len(found.verb)] == "、" and begin > found.at + len(found.verb)
    if joint:  # 新建、改建|应急避难场所: both are counted, and neither alone
        return found.at, end
    verb = vocabulary.build_verbs().ending(folded[begin:end])
    if verb and folded[begin : end - len(verb)].endswith(("年均", "累计")):  # 公共服务岗位|年均开发
        end = phrases.right_trim(folded, begin, end - len(verb), segment.years)
    works = found.verb in vocabulary.frame_words("works").words
    if found.verb and folded[begin:end] in vocabulary.frame_words("people_do").words:  # 带动就业1万人
        begin = found.at
    if works and end - begin <= _SHORT_NOUN and begin == found.at + len(found.verb):
        begin = found.at
    return begin, end


@lexicon.kept
def _done() -> re.Pattern[str]:
    """高标准农田累计|建成|45万亩: a verb behind its noun; 退化林修复 is a name."""
    return re.compile(f"{vocabulary.frame_piece('done_behind')}$")


def _behind_verbs(folded: str, found: Governing) -> int:
    """Behind the verb in front, and behind a second one: 整治修复, 引进和培育."""
    begin = found.at + len(found.verb)
    joint = re.compile("和|、|与|并").match(folded, begin)
    if joint and len(vocabulary.build_verbs().beginning(folded, joint.end())) > 1:
        begin = joint.end()
    second = vocabulary.build_verbs().beginning(folded, begin)
    if (
        len(second) > 1
        and vocabulary.frame_words("works_on").beginning(second)
        and not phrases.makes_noun(folded, begin + len(second))
        and found.stop - begin - len(second) >= 2
        and folded[begin + len(second) : found.stop] not in vocabulary.frame_words("whole_work").words
        and phrases.stands_alone(folded[begin : found.stop], second)
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
            and text[found.end() :]
            not in vocabulary.frame_words("whole_work").words  # 老旧小区改造|项目120个
            and _verb_position(text, found.start(), found.group())
        ):
            return found.start(), found.end(), False
    cuts = vocabulary.frame_words("cuts").search(text, 2)
    return (cuts.start(), cuts.end(), True) if cuts and cuts.end() <= len(text) - 2 else None


def _verb_position(text: str, at: int, verb: str) -> bool:
    """Whether the verb stands between a subject and its object, not inside a name."""
    who = phrases.strip_adverbs(text[:at])
    if (
        len(verb) > 1 and unit_context.ends_with_period(text[:at]) and "每人" not in text[:at]
    ):  # 博物馆每年|举办
        return True
    if not who and text.startswith("每"):  # 每年评选“最美家庭”100户
        return True
    finite = verb in vocabulary.frame_words("finite").words
    if finite and "每" in who[1:]:  # 博物馆每百平方米展厅|配备
        return True
    if finite and _EACH_OF.match(who):  # 每百张养老床位|配备, 每万亩林地|配备
        return True
    return (finite or who.startswith("每")) and populations.is_group(who)


_EACH_OF = re.compile("每(?:[百千万]|[0-9]{1,5})?[个名位张所家户座亩辆台件人万](?=.{2})")
