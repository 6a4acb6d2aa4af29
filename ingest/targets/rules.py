"""Finds the stretches of a text whose numbers lay down a rule: conditions, triggers, options, definitions, formulas, forecasts.

Takes folded clause text, and headings. Gives RuleStretches, each with the name of what it is (see FACTS). None of their numbers is
aimed at: 应当具备下列条件：成员不少于50户; 降雨量达到100毫米时，应当立即启动; 期限可为3年或5年; 覆盖率=…×100%; 预计…人口将超过….
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers import lexicon
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]?")
_ITEM = re.compile(rf" *(?:[(（][{CN_TEN}0-9]{{1,3}}[)）]|[0-9]{{1,2}}[.、]|[①-⑳]|[{CN_TEN}]、)")
_LISTED = re.compile(
    "(?:具备|符合|满足|达到)(?:了)?(?:以?[下]列?|如[下]|上述)[^。:,]{0,12}(?:条件|情形|之一)"
    "|(?:申请人|申请者|申报人|应聘人员|报考人员|报名人员|参评对象|候选人|申报单位|申报企业|申请单位|申请企业)[^。;]{0,6}?(?:应当?|必须|须|需)(?:同时)?(?:具有|具备|符合|满足)"
    "|有以?[下]列?[^。:,]{0,8}(?:情形|情况|行为)|(?:申报|申请|认定|准入|评审|入选|参评)(?:的)?(?:基本)?条件(?:为|是|如下|包括)?:"
)
_FORMULA = re.compile('[×÷](?![”’"])|计算(?:公式|方法)(?:为|是|如下)?:|公式:')
_OPTION = re.compile(
    "可(?:以)?(?:为|是(?!否))|可(?:以)?[^,。;:]{0,6}?(?:按照?|分|选择?)(?=[^,。;:]{0,6}[0-9])|最[长高多大]可达?|可(?:申请|享受|贷款?|延长)[^,。;:]{0,6}最[长高多大]"
)
_FORECAST = re.compile("(?:预计|预测|据测算|将面临)[^。;]*?(?:将|会|达)")
_OF_POPULATION = re.compile("人口|老年人|老龄|高龄|老人|缺口|需求量|风险|规律")
_MUST = "(?:应当?|必须|须|需)"
_SOON = "(?:立即|发布[^,。;]{0,6}(?:预警|警报|信号|橙色|红色|黄色|蓝色)|及时|马上|迅速|启动|响应|暂停|停止|关闭|停课|停产|撤离|转移|发布预警)"
_GIVEN = "(?:给予|补助|补贴|奖励|贴息|减免|免除|免收|免征|视为|认定为|不予|不得)"
_TRIGGERED = re.compile(
    f"(?:时|后|的|之一的|情况下)(?:, *(?:{_MUST}|可|由[^,。;]{{1,16}})?{_SOON}|,? *{_MUST}(?:{_SOON}|报|向|组织|采取|设置|进入))"
    f"|的, *(?:由|按照?|可|可以|一律|均)?[^,。;]{{0,12}}?{_GIVEN}"
    f"|,(?=[^,。;]{{0,12}}{_MUST}{_SOON})"
)
# 总库容小于1000万立方米的|为小(1)型, 得分90分以上的|评为优秀: how things are sorted.
_GRADES = re.compile(
    "(?<=[0-9上下内米分人吨元%])的(?:为|属于?|称为|划为|评为|定为|认定为|评定为)[^,。;0-9]{1,6}(?:[(][0-9]{1,2}[)][^,。;0-9]{0,4})?(?=[,。;]|$)"
)
_OR = re.compile("^ *(?:或者?|且|并且|以及|同时|连续)")


@dataclass(frozen=True, slots=True)
class RuleStretch:
    """A stretch of a text whose numbers are no aims, and why; offsets into the text."""

    start: int
    end: int
    name: str


# What the rules are, told to people.
RULES = {
    "condition_list": "“应当具备下列条件”后面的数是条件",
    "trigger": "“达到…时，应当立即…”：数是启动的门槛",
    "grading": "“…的为某类、评为优秀”：数是分类、评级的界限",
    "option": "“可为”“可达”：数是可以选的、允许的",
    "formula": "计算公式、计算方法里的数",
    "forecast": "预计会到的数，不是要做到的",
}


def find_rules(text: str) -> tuple[RuleStretch, ...]:
    """The stretches of a folded text that lay down rules, in order.

    >>> [(r.name, r.start, r.end) for r in find_rules("应具备下列条件:成员50户以上。期限可为3年或5年,由双方商定")]
    [('condition_list', 0, 16), ('option', 18, 25)]
    """
    return tuple(_rules(text)) if _ANY.search(text) else ()


_NUMBER = re.compile(f"[0-9Ⅰ-Ⅹ]|[两{CN_TEN}][^、,。;的个次项]|[零半]|[两{CN_TEN}](?:个月|次)")
_ANY = re.compile(
    "条件|情形|情况|行为|应聘|申请|申报|报[考名]|参评|候选|的[为属称划评定认]|[×÷]|公式|计算|可以?[为是按分选申享贷延]|可达|最[长高多大]可|预计|预测|测算|面临|[时的后下上],|,[^,。;]{0,12}(?:应|须|要)"
)


def _rules(text: str) -> Iterator[RuleStretch]:
    listing = False
    for sentence in _SENTENCE.finditer(text):
        start, end, printed = sentence.start(), sentence.end(), sentence.group()
        if listing and _ITEM.match(printed):
            yield RuleStretch(start, end, "condition_list")
            continue
        listing = _LISTED.search(printed) is not None
        if listing:
            yield RuleStretch(start, end, "condition_list")
        elif _NUMBER.search(printed) is None:
            continue
        elif _FORMULA.search(printed):
            yield RuleStretch(start, end, "formula")
        elif (foretold := _FORECAST.search(printed)) and _OF_POPULATION.search(printed):
            yield RuleStretch(start + foretold.start(), end, "forecast")
        else:
            yield from _smaller(text, start, end)


def _smaller(text: str, start: int, end: int) -> Iterator[RuleStretch]:
    """Options and triggers, which fill a part of a sentence."""
    for found in _OPTION.finditer(text, start, end):
        stop = _STOP.search(text, found.end(), end)
        yield RuleStretch(found.start(), stop.start() if stop else end, "option")
    for found in _GRADES.finditer(text, start, end):
        yield RuleStretch(
            max(text.rfind(sign, start, found.start()) for sign in ",;:") + 1 or start, found.end(), "grading"
        )
    for found in _TRIGGERED.finditer(text, start, end):
        begin = max(text.rfind(sign, start, found.start()) for sign in ",;:") + 1 or start
        while begin > start and (
            _OR.match(text[begin : found.start()]) or _OR.search(text[begin - 6 : begin])
        ):
            begin = max(text.rfind(sign, start, begin - 1) for sign in ",;:") + 1 or start
        yield RuleStretch(begin, found.start(), "trigger")


_STOP = re.compile("[,;:。]")


@lexicon.kept
def _heading() -> re.Pattern[str]:
    return re.compile(f"{vocabulary.frame_piece('rules_heading')}$")


def lays_down(headings: Sequence[str]) -> bool:
    """Whether what stands below the headings lays down rules: 申报条件, 名词解释, 应急响应.

    >>> lays_down(["第二章 申报条件"]), lays_down(["二、主要目标"])
    (True, False)
    """
    found = (_heading().search(heading.strip()) for heading in headings)
    return any(each and not _BESIDE.search(each.string[: each.start()]) for each in found)


_BESIDE = re.compile("[与和及、]$")  # 第五章 保障与法律责任 holds aims, too
