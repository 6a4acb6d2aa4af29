"""Trims a stretch of text to the noun phrase that names an indicator, and tells who is counted in it.

Works on folded text with offsets, so that the caller can cut the same stretch from the printed text. The word
lists are staff-editable tables (``target_verbs``, ``indicator_heads``, ``populations``, ``hedges``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.marks import YearMark
from ingest import vocabulary

# A word list entry in front of these characters is part of a noun: 建成区, 控制率, 实现度, 使用, 应急, 其他.
_NOUN_FOLLOWS = re.compile(
    "[率比度性化型量区制期者值额]|(?<=使)[用馆]|(?<=应)[急对届用税聘]|(?<=将)[军来]|(?<=要)[素求点件]|(?<=需)[求要]|(?<=并)[网购发轨]|(?<=其)[他余它]|(?<=到)[位访]|(?<=还)[款贷田]|(?<=也)门|(?<=又)[一]"
)
_SEPARATORS = '、,;: ."“”'
_JOINERS = ("以及", "和", "及", "与", "并", "且", "或")
_PLACE_FRAME = re.compile(r"^(?:在|于)(?=.{2,20}$)")
_TRAILING = re.compile(
    r"(?:(?:,?以[^,;]{1,16}(?:为单位|为基数|为基期|为基准|计算?))|按[^,;]{1,14}计算?|(?:比|较)(?:上年|去年|上一年|上年度|同期|规划期初|“?十[一二三四五]五”?[时期末]*|现状)(?:同期|末|底)?|同比|与[^,;]{1,10}相比|数据|的)$"
)
_PERSON_LINK = re.compile("(?:所生|及所生|及其|的|和|与|、|及|或)(?=.)")
_WHOLE_AREA = re.compile("^(?:全国|全省|全市|全县|全区|全州|我国|我省|我市|我县|我区|各地|到)")
_AGE = r"(?:[0-9一二三四五六七八九十]{1,3}(?:[-~至到][0-9]{1,2})? ?(?:周岁|岁|个月|月龄|周龄)(?:及?以上|及?以下|以内)?(?:的)?)"
_AGE_END = re.compile(_AGE + "$")


def left_trim(text: str, start: int, end: int, years: Sequence[YearMark] = ()) -> int:
    """Where the noun phrase in ``text[start:end]`` begins: behind leading signs, years, prompts and actions."""
    at = start
    skipped_action = False
    while at < end:
        year = next((y for y in years if y.start <= at < y.end), None)
        if year:
            at = year.end
            continue
        if text[at] in _SEPARATORS:
            at += 1
            continue
        piece = text[at:end]
        joiner = next((j for j in _JOINERS if piece.startswith(j)), "") if at == start else ""
        if joiner and not re.match("和[谐平]|与会|并[网购]|及格|或[许]", piece):
            at += len(joiner)
            continue
        word = vocabulary.leads().beginning(text, at)
        if not word and not skipped_action:
            word = vocabulary.actions().beginning(text, at)
            skipped_action = bool(word)
        if not word:
            break
        rest = at + len(word)
        if end - rest < 2 or _NOUN_FOLLOWS.match(text, rest):
            break
        at = rest
    return at


def right_trim(text: str, start: int, end: int, years: Sequence[YearMark] = ()) -> int:
    """Where the noun phrase ends: in front of trailing adverbs, hedges, years, comparisons and signs."""
    at = end
    while at > start:
        year = next((y for y in years if y.start < at <= y.end and y.start >= start), None)
        if year:
            at = year.start
            continue
        if text[at - 1] in _SEPARATORS:
            at -= 1
            continue
        piece = text[start:at]
        if found := _TRAILING.search(piece):
            if found.group() == "的" and len(piece) < 2:
                break
            at = start + found.start()
            continue
        word = vocabulary.adverbs().ending(piece) or vocabulary.hedges().ending(piece)
        if not word or len(word) >= len(piece):
            if word and len(word) == len(piece):
                at = start
            break
        if vocabulary.heads().ending(piece) and len(vocabulary.heads().ending(piece)) >= len(word):
            break
        at -= len(word)
    return at


def last_prompt(text: str, start: int, end: int) -> int:
    """Behind the last 使, 确保, 力争 … inside the stretch, where a full indicator follows it."""
    for word in ("确保", "力争", "争取", "使得", "使", "从而实现", "努力实现", "保证"):
        at = text.rfind(word, start, end)
        if at > start and at + len(word) < end and not _NOUN_FOLLOWS.match(text, at + len(word)):
            rest = text[at + len(word) : end]
            if (
                vocabulary.heads().ending(rest)
                and len(rest) >= 3
                and (at == start or text[at - 1] not in "大天公特行即致迫")
            ):
                return at + len(word)
    return start


def has_head(text: str) -> bool:
    """Whether the phrase ends with a word that measures: …率, …面积, …人数."""
    return bool(vocabulary.heads().ending(text.rstrip("的")))


def population_end(text: str) -> int:
    """Length of the leading part that names who or what is counted, 0 where none is named.

    >>> population_end("5岁以下儿童死亡率"), population_end("义务教育巩固率")
    (6, 0)
    """
    at = 0
    found = vocabulary.persons().search(text)
    if found is None or found.end() >= len(text) or found.start() > 24:
        return 0
    at = found.end()
    # 感染孕产妇及所生儿童, 妇女儿童: a second group right behind the first belongs to it.
    while True:
        link = _PERSON_LINK.match(text, at)
        follow = vocabulary.persons().beginning(text, link.end() if link else at)
        if not follow:
            break
        end = (link.end() if link else at) + len(follow)
        if end >= len(text):
            break
        at = end
    return at


def place_end(text: str) -> int:
    """Length of the leading part that names a place or body (地级及以上城市, 全市), 0 where none."""
    best = 0
    at = 0
    while found := vocabulary.places().search(text, at):
        if found.start() > 16 or found.end() >= len(text):
            break
        best = found.end()
        at = found.end()
    return best


def population_of(indicator: str) -> str | None:
    """Whom an indicator is counted over, in its own words.

    >>> population_of("就业人员中的女性比例"), population_of("适龄妇女宫颈癌人群筛查率")
    ('就业人员', '适龄妇女')
    """
    if found := re.match(
        r"(.{2,30}?)(?:总数|人口|队伍)?中的?.{1,14}(?:比例|比重|占比|率|占.{0,8})$", indicator
    ):
        return _WHOLE_AREA.sub("", found[1]) or None
    if found := re.match(r"(每[一-鿿()（）]{1,20}?)(?:至少|平均)?(?:配备|拥有|建立|建成|有|设)", indicator):
        return found[1]
    end = population_end(indicator)
    return (_WHOLE_AREA.sub("", indicator[:end]) or None) if end else None
