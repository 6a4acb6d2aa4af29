"""Tells over what time a value counts (每年, 每月|不少于) and which way a change goes (提高, 下降).

Takes folded text, a segment and a Reading. Gives the stable name of a period (``year``, ``half_year``, ``month`` …) or None,
and ``up``, ``down`` or None. 每年 that opens a list counts for every number of things that the sentence goes on with; a
level (覆盖率达到90%), a new year or 累计 ends it. A period inside a name (年均浓度) says nothing of the value.
"""

from __future__ import annotations

import re

from analyzers import comparators, lexicon
from analyzers.numerals import CN_TEN
from analyzers.units import UNITS
from analyzers.wordset import WordSet
from ingest.targets import vocabulary
from ingest.targets.records import Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases
from ingest.targets.wording.unit_context import PERIODS

_YEARS = {
    "两": "two",
    "二": "two",
    "2": "two",
    "三": "three",
    "3": "three",
    "四": "four",
    "4": "four",
    "五": "five",
    "5": "five",
    "十": "ten",
    "10": "ten",
}
_DAYS = "[天日]"
_SPANS = "|".join(f"(?P<{each.name or 'many_years'}>{each.behind})" for each in PERIODS)
_EVERY = re.compile(
    f"每一?个?(?:{_SPANS}|(?P<day>{_DAYS}))(?!级|龄|[0-9]{{1,2}}[月日])"
    "|(?P<by_quarter>按季度)|(?P<by_month>按月)|(?P<yearly>逐年|年度(?=[检涨降增体考审]))"
)
_OF_NAME = re.compile(
    "(?P<year>年均|年平均|每年平均)|(?P<month>月均)|(?P<week>周均)|(?P<day>日均)|(?P<often>年)"
)
_UNITS = {each.label: each.name for each in PERIODS if each.name} | {"天": "day", "日": "day"}
_IN_UNIT = re.compile(f"/(?:[^/]*[·人])?(?:(?P<many>[0-9]+)年|(?P<name>{'|'.join(_UNITS)}))$")
_MAYBE = re.compile("[每均按]|年(?<![0-9]年)")
_EACH_TIME = re.compile("每[次场期批]")
# 累计, 五年轮训: a total; 每村组建: another doer.
_ENDS = re.compile(
    f"累计|共计|合计|总计|总数|总量|规划期|其余|(?<![每0-9{CN_TEN}])[0-9{CN_TEN}两]{{1,2}}年|每(?=[村个所家户县乡名座处镇支])"
)
_THINGS = ("count", "people", "thing", "times", "volume", "money", "measure", "span")
_OF_THINGS = ("number_noun", "noun_number", "verb_alone", "for_group", "task", "by_standard", "goes_on")
_COUNTS = re.compile("(?:天数|次数|人次|场次|人数|时长|点击量)$")


def period_of(text: str, segment: Segment, reading: Reading, carried: str | None) -> str | None:
    """The period over which a value counts; ``carried`` is what the sentence has said so far."""
    if found := _IN_UNIT.search(reading.unit):
        return _many(found["many"]) if found["many"] else _UNITS[found["name"]]
    if reading.unit in UNITS and (named := UNITS[reading.unit].period):
        return named
    if reading.quantity.family == "ratio" or reading.quantity.value == 0:
        return None
    said = _said(text, segment.start, reading.quantity.start)
    if said or not carried:
        return said or None
    if (
        reading.quantity.family not in _THINGS
        or reading.change
        or reading.base
        or _ends(text, segment, reading)
    ):
        return None
    return carried if _goes_on(text, segment, reading) else None


def _goes_on(text: str, segment: Segment, reading: Reading) -> bool:
    """Whether a number of things goes on with what is done every year: |整治内涝点12处, |其中…, |免费开放天数…."""
    at = segment.start
    while at < segment.end and text[at] in " 并、和":
        at += 1
    if vocabulary.frame_words("builds_stock").beginning(text, at):  # 每年培训…，培育团队300支
        return False
    if text.startswith("其中", at) or vocabulary.build_verbs().beginning(text, at):
        return True
    return reading.frame in _OF_THINGS or bool(_COUNTS.search(reading.indicator))


def carried_on(text: str, segment: Segment, carried: str | None) -> str | None:
    """What the rest of the sentence may take over: 每年 of 每年改造管网60公里, |新增泊位800个; not of 年均增长15%."""
    if segment.opens_sentence or segment.opener in ";:":
        carried = None
    if segment.bracketed:
        return carried
    if _ENDS.search(text, segment.start, segment.end) or any(y.role != "base" for y in segment.years):
        carried = None
    said = _said(text, segment.start, segment.end)
    if said == "day":  # 学生每天活动时间不少于2小时，全市俱乐部发展到80个: of the time alone
        return None
    if said and not any(q.family in _THINGS and q.family != "money" for q in segment.quantities):
        return None
    return said or carried


def _ends(text: str, segment: Segment, reading: Reading) -> bool:
    return _ENDS.search(text, segment.start, reading.quantity.start) is not None


def _said(text: str, start: int, end: int) -> str:
    """The last period that is said in a stretch, "" for none or for 每次."""
    last, name = -1, ""
    if not _MAYBE.search(text, start, end):
        return name
    for found in _EVERY.finditer(text, start, end):
        last = found.start()
        said = next(key for key, words in found.groupdict().items() if words)
        name = _many(found[said][:-1]) if said == "many_years" else _BY.get(said, said)
    for found in _OF_NAME.finditer(text, start, end):
        if found.start() > last and _governs(text, found, end):
            last = found.start()
            name = "year" if found["often"] else found.lastgroup or ""
    return "" if name and _EACH_TIME.search(text, last, end) else name


_BY = {"by_quarter": "quarter", "by_month": "month", "yearly": "year"}


def _governs(text: str, found: re.Match[str], end: int) -> bool:
    """Whether 年均 stands in front of a verb or a number: 年均|增长7%, 年均|完成…; in 年均浓度 it is part of the name."""
    if found["often"]:  # 社区年|至少召开2次, 年|接待游客; but 2025年 and 学年
        before = text[found.start() - 1 : found.start()]
        if before.isdigit() or before in "每全学半逐当近历同青成幼童" or before in CN_TEN:
            return False
        return bool(_yearly_deed().match(text, found.end()))  # 年|接待游客; 年接待量 is a name
    rest = text[found.end() : end]
    if not rest.strip() or comparators.beginning(rest, 0, comparators.Place.NUMBER):
        return True
    word = phrases.strip_adverbs(rest)
    verbs = (vocabulary.build_verbs(), vocabulary.change_verbs(), vocabulary.level_verbs())
    if any(word == verb.beginning(word) for verb in verbs if word):
        return True
    verb = max((each.beginning(rest) for each in verbs), key=len)
    return len(verb) >= 2 and not phrases.makes_noun(rest, len(verb))


@lexicon.kept
def _yearly_deed() -> re.Pattern[str]:
    return re.compile(f"{vocabulary.frame_piece('yearly_deed')}(?![量额率次])")


def _many(number: str) -> str:
    word = _YEARS.get(number, number)
    return f"{word}_years" if number not in ("1", "一") else "year"


def direction_of(text: str, segment: Segment, reading: Reading, last: str | None) -> str | None:
    """Which way a change goes; ``last`` is what the sentence said last, for a part that says no verb."""
    if not reading.change or reading.quantity.family == "growth":
        return None
    way = _way(text, segment, reading)
    return way or ("up" if reading.quantity.family == "fold" else last)


def _way(text: str, segment: Segment, reading: Reading) -> str | None:
    """The way of the last verb of change in front of the value."""
    verbs = vocabulary.change_verbs()
    at, end, word = segment.start, reading.quantity.number_start, ""
    if named := _named_change().search(reading.indicator):  # 价格年度涨幅控制在5%以内
        return "down" if named.group() in _falls().words else "up"
    while found := verbs.search(text, at, end):
        word, at = found.group(), found.end()
    if not word:
        return None
    return "down" if word in _falls().words else "up"


def is_change(reading: Reading) -> bool:
    """Whether a name says that its value is a change: 价格涨幅, 销售额年均增速."""
    return reading.quantity.family == "rate" and bool(_named_change().search(reading.indicator))


@lexicon.kept
def _named_change() -> re.Pattern[str]:
    return re.compile(f"{vocabulary.frame_piece('change_named')}$")


def _falls() -> WordSet:
    return vocabulary.frame_words("falls")
