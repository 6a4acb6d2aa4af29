"""Trims a stretch of text to the noun phrase that names an indicator.

Works on folded text with offsets, so that the caller can cut the same stretch from the printed text. The word
lists are staff-editable tables (``target_verbs``, ``indicator_heads``, ``hedges``); whether a verb stands at the
front as a word of its own (治理|水土流失, but 服务业) is asked of the segmenter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analyzers import comparators, lexicon
from analyzers import segment as words
from analyzers.comparators import Place
from analyzers.marks import YearMark
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.wording import demands

# A word in front of these characters is part of a noun: 实现度, 控制率, 建成区, 使用, 应急, 其他.
_NOUN_FOLLOWS = re.compile(
    "[率比度性型量制者值额]|化(?![学肥工石解])|(?<=建设)[用]|(?<=使)[用馆]|(?<=应)[急对届用税聘]|(?<=将)[军来]|(?<=要)[素求点件]|(?<=需)[求要]|"
    "(?<=并)[网购发轨]|(?<=其)[他余它]|(?<=建成)[区后]|(?<=也)门|(?<=到)[位访户]|(?<=支持)[力]|(?<=且)末|(?<=则)例|(?<=推进)[剂]"
)
_ITEM = re.compile(
    rf"[(][0-9{CN_TEN}]{{1,3}}[)]|[0-9]{{1,2}}[.、](?![0-9])|[①-⑳]|[{CN_TEN}]是(?!否)|"
    # 主汛期前|完成…: when it is done.
    "(?:今年|去年|本年度?|明年)(?!度)|(?:主?汛期?|雨季|入冬|供暖季?|采暖季?|春节|开学|国庆|封冻|上冻|高考|年底|年末|年内)(?:之?前|以前)|"
    # 五年累计培训…: how long it is counted over is no part of the name.
    "为了?(?=(?:确保)?实现|完成)|"
    f"(?:未来|今后)?[0-9{CN_TEN}两]{{1,2}}年(?:内|间|来|时间)?(?:累计|共计|合计)|规划期(?:内|末|间)(?:累计)?"
)
_FOR_YEARS = re.compile(f"[0-9{CN_TEN}两]{{1,2}}年(?:内|间|来|时间)?")  # 五年|引进人才1500名
_SIGNS = "、,;: .-•·●*◆▪■"
_JOINER = re.compile("(?:以及|和(?![谐平])|及(?![格其时])|与(?!会)|并(?![网购发])|且|或(?!许))")
_TRAILING = (
    r"(?:以[^,;]{1,16}(?:为单位|为基数|为基期|为基准|计算?)|按[^,;、]{1,14}(?:口径)?计算?"
    r"|(?:比|较)上(?:一个|一轮|[一个轮])(?:规划|五年)(?:计划|规划)?期?(?:末|初|间)?(?:相比)?"
    r"|(?:比|较)(?:上年|去年|上一年|上年度|同期|规划期初|[“]?十[一二三四五]五[”]?(?:时期|期末|末|初)?|现状|基期)(?:同期|末|底)?"
    rf"|(?:比|较)(?:前|近|过去)?[0-9{CN_TEN}两]{{1,2}}年(?:同期)?(?:的)?平均(?:值|数|水平)?"
    rf"|(?<![每0-9{CN_TEN}])[0-9{CN_TEN}两]{{1,2}}年(?:[以之]?内|ABOUT)?|同比|环比|与[^,;、]{{1,10}}相比|(?<=[年的期])数据|(?<=.)的|(?<=.)等)$"
)
_FROM_VALUE = re.compile(r"(?:从|由)[^,;从由]{0,24}$")


@lexicon.kept
def _trailing() -> re.Pattern[str]:
    """比上年, 五年左右 at the end of a noun phrase: what it is compared with, and how long it takes."""
    return re.compile(_TRAILING.replace("ABOUT", comparators.alternation(Place.BEHIND, "~")))


@lru_cache(maxsize=4096)
def stands_alone(text: str, word: str) -> bool:
    """Whether the text begins with the word as a word: 治理水土流失 with 治理, 服务业 not with 服务."""
    at = 0
    for token in words.coarse(text):
        if token.end >= len(word):
            return token.end == len(word) and token.start >= 0
        at = token.end
    return at == len(word)


def makes_noun(text: str, at: int) -> bool:
    """Whether what follows makes a noun of the verb that ends at ``at``: 补贴|性, 建成|区."""
    return bool(_NOUN_FOLLOWS.match(text, at))


def _is_word(text: str, at: int, word: str) -> bool:
    return stands_alone(text[at : at + len(word) + 8], word)


def left_trim(
    text: str, start: int, end: int, years: Sequence[YearMark] = (), *, build: bool = False, least: int = 2
) -> int:
    """Where the noun phrase in ``text[start:end]`` begins: behind signs, years, prompts and leading verbs.

    ``build`` takes leading build verbs away too; ``least`` is how many characters must be left.
    """
    at, acted = start, False
    while at < end:
        behind = _behind_no_word(text, at, start, end, years)
        if behind > at:
            at = behind
            continue
        word = _leading_word(text, at, end)
        if not word and not acted:
            word = vocabulary.actions().beginning(text, at)
            acted = bool(word) and _is_word(text, at, word)
            word = word if acted else ""
        if not word and build:
            word = _front_verb(text, at, end)
        if not word or end - at - len(word) < least or _NOUN_FOLLOWS.match(text, at + len(word), end):
            break
        at += len(word)
    return min(at, end)


def _behind_no_word(text: str, at: int, start: int, end: int, years: Sequence[YearMark]) -> int:
    """Behind a year, a sign, a number of an item, 五年累计, or a joiner at the very start; ``at`` where none stands."""
    for year in years:
        if year.start <= at < year.end:
            return year.end
    if text[at] in _SIGNS:
        return at + 1
    if found := _ITEM.match(text, at, end):
        return found.end()
    if (found := _FOR_YEARS.match(text, at, end)) and vocabulary.build_verbs().beginning(text, found.end()):
        return found.end()
    joiner = _JOINER.match(text, at, end) if at == start else None
    return joiner.end() if joiner else at


def _leading_word(text: str, at: int, end: int) -> str:
    """A prompt (确保), an adverb of a verb (基本|实现), or a demand (最低|建设)."""
    word = vocabulary.leads().beginning(text, at)
    if not word and _adverb_of_verb(text, at, end):
        word = vocabulary.manners().beginning(text, at)
    return word or demands.leading(text, at, end)


_DEEDS = (
    "接待",
    "吸引",
    "带动",
    "组织",
    "收购",
    "筹集",
    "兑现",
    "发放",
)  # 接待|游客: the noun alone says nothing


def _front_verb(text: str, at: int, end: int) -> str:
    """A build verb in front of what is counted: 接待|游客, 治理|水土流失面积; not 培训|覆盖率, 服务业."""
    word = vocabulary.front_verbs().beginning(text, at)
    rest = text[at + len(word) : end]
    if (
        not word
        or len(rest) < 2
        or (len(rest) == 2 and word in _DEEDS)
        or (rest in vocabulary.heads().words and rest not in ("床位", "学位"))
        or ("的" in rest and rest.endswith(("比例", "占比", "比重")))  # 配备心理教师的学校比例
        or (rest.endswith("率") and len(rest) <= 4)
    ):
        return ""
    return word if _is_word(text, at, word) else ""


def _adverb_of_verb(text: str, at: int, end: int) -> bool:
    """Whether an adverb stands at ``at`` and a verb behind it: 基本实现, not 基本医疗."""
    while at < end and (word := vocabulary.manners().beginning(text, at)):
        at += len(word)
        if vocabulary.all_verbs().beginning(text, at) and not _NOUN_FOLLOWS.match(text, at, end):
            return True
    return False


def right_trim(text: str, start: int, end: int, years: Sequence[YearMark] = ()) -> int:
    """Where the noun phrase ends: in front of adverbs, hedges, years, comparisons and signs."""
    at = end
    while at > start:
        if years and (year := next((y for y in years if y.start < at <= y.end and y.start >= start), None)):
            at = year.start
            continue
        if text[at - 1] in _SIGNS:
            at -= 1
            continue
        piece = text[start:at]
        if found := _trailing().search(piece):
            at = start + found.start()
            continue
        trimmed = strip_adverbs(piece)
        if trimmed == piece:
            break
        at = start + len(trimmed)
    return at


def strip_adverbs(text: str) -> str:
    """The text without adverbs, hedges and blanks at its end; 目标任务量 keeps what belongs to its noun."""
    while True:
        text = text.rstrip(" $")
        word = vocabulary.adverbs().ending(text) or vocabulary.hedges().ending(text)
        if not word or (word == "均" and text[-2:-1] in "人户平年生床亩日月次县村" and text[-2:] != "年均"):
            return text
        longer = max(
            len(vocabulary.heads().ending(text)),
            len(vocabulary.level_verbs().ending(text)),
            len(vocabulary.build_verbs().ending(text)),
        )
        if longer > len(word):
            return text
        text = text[: -len(word)]
        if word == "年内":  # 五年内
            text = text.rstrip(f"0123456789{CN_TEN}两")


def cut_from_value(text: str, start: int, end: int) -> int:
    """In front of 从现状436万亩 or 由2020年的80%: the value that is left behind names nothing."""
    found = _FROM_VALUE.search(text, start, end)
    return found.start() if found and re.search("[0-9现目零]|上年", found.group()) else end


def last_prompt(text: str, start: int, end: int) -> int:
    """Behind the last 使, 确保, 力争 … inside the stretch, where a full indicator follows it."""
    for word in vocabulary.prompts():
        at = text.rfind(word, start, end)
        if at <= start or _NOUN_FOLLOWS.match(text, at + len(word), end):
            continue
        rest = text[at + len(word) : end]
        if len(rest) >= 3 and has_head(rest) and text[at - 1] not in "大天公特行即致迫驱促":
            return at + len(word)
    return start


def has_head(text: str) -> bool:
    """Whether the phrase ends with a word that measures: …率, …面积, …人数."""
    text = text.removesuffix("的")
    return bool(vocabulary.heads().ending(text) or _COMMON_HEAD.search(text) or _is_average(text))


def _is_average(text: str) -> bool:
    """人均藏书 measures; in 人均预期寿命提高 the verb is no part of the name."""
    if not _AVERAGE.search(text):
        return False
    return not (vocabulary.change_verbs().ending(text) or vocabulary.level_verbs().ending(text))


_AVERAGE = re.compile(
    f"(?:人|户|生|亩|地|村|校|班|车|床|线|点)均(?!衡|等|匀|质|分)[{HAN}]{{2,8}}$"
)  # 人均藏书
# …量, …额, …值 measure, but for these words.
_COMMON_HEAD = re.compile("(?<![质力能测考商当大少需氧])(?<!需氧)量$|(?<![名定])额$|[产增加总价]值$")
