"""Finds places and grades: 前10名, 前1%, 前三分之一, Ⅲ类, 二级以上, 5A级, 三星级.

Takes folded text. Gives Quantities of the families rank and grade. What they say of a value or a name is for the reader of
the sentence to tell: 进入全省前10名 is an aim, 营业收入前100名企业 a name. 劣Ⅴ类 and 县、乡、村三级 are no grades.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from analyzers import comparators, numerals
from analyzers.marks import Quantity
from analyzers.numerals import CN_TEN
from analyzers.quantities.word_edges import begins_inside

_FIRST = re.compile(f"前(?=[0-9两{CN_TEN}百])")
_LAST = re.compile(f"后(?=[0-9两{CN_TEN}百])")
_IN_ORDER = re.compile("排名|排位|名次|考核|评比|评价|得分|倒数|末位")
_NO_WORD = re.compile("[年月日时底末初号天周期]")  # 2025年前10家
_PLACE = re.compile("[名位强席家所户]|个(?!百分|月|季|工作|小时|学)")
_BARE_PLACE = re.compile("(?=[,。;:、)]|$|的|[以]内|行列|之列)")
_ROMAN = {char: value for value, char in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)} | {
    word: value for value, word in enumerate("I II III IV V VI VII VIII IX X".split(), 1)
}
_R = "(?:[Ⅰ-Ⅹ]|[IVX]{1,4})"
_CLASS = re.compile(
    rf"(?<![A-Za-z劣])(?P<n>{_R})(?: ?[-~至到、] ?(?P<to>{_R}))?(?P<unit>[类级型等])(?!似|别)"
)
_CN = {char: value for value, char in enumerate(f"{CN_TEN}", 1)}
_GRADE = re.compile(
    f"(?<![{CN_TEN}0-9、第村镇乡县市省区组户])(?P<n>[{CN_TEN}1-9])级"
    "(?:(?=[及或]?以[上下]|[甲乙丙]等|响应|应急|公路|医院|综合医院|资质|馆|文物|达标|标准(?!化))|(?P<bare>(?=[,。;、)]|$|水平)))"
)
_TO_GRADE = re.compile("(?:达到|达|为|评为|晋升|晋级|升级|升|获评|启动)$")
_STARS = re.compile("(?P<n>[一二三四五1-5])(?P<unit>星级)")
_A = re.compile(r"(?<![A-Za-z0-9.])(?:(?P<n>[1-5])A|(?P<a>A{1,5}))级")
_ANY_ROMAN = re.compile("[Ⅰ-ⅩIVX]")


def find_ranks(text: str) -> tuple[Quantity, ...]:
    """The places and grades of a folded text, in order, without overlap.

    >>> [(r.comparator, str(r.value), r.unit) for r in find_ranks("进入全省前10名,水质达到Ⅲ类及以上")]
    [('<=', '10', 'other:名'), ('>=', '3', 'other:类')]
    """
    ranks: list[Quantity] = []
    for rank in sorted((*_places(text), *_last_places(text), *_grades(text)), key=lambda rank: rank.start):
        if not ranks or rank.start >= ranks[-1].end:
            ranks.append(rank)
    return tuple(ranks)


def _places(text: str) -> Iterator[Quantity]:
    for found in _FIRST.finditer(text) if "前" in text else ():
        at = found.start()
        if (at and _NO_WORD.match(text[at - 1])) or begins_inside(text, at):
            continue
        if placed := _place(text, at + 1):
            value, unit, end = placed
            yield Quantity(at, end, at + 1, end, value, None, "<=", unit, "rank")


def _place(text: str, at: int) -> tuple[Decimal, str, int] | None:
    """Value, unit and end of a place: 10名, 1%, 三分之一, and 三 where nothing more follows."""
    numeral = numerals.read(text, at)
    if numeral is None or numeral.per not in (1, 100) or numeral.scale or numeral.high is not None:
        return None
    end = numeral.end
    if numeral.per == 100:
        return numeral.value, "percent", end
    if text[end : end + 1] == "%":
        return numeral.value, "percent", end + 1
    if place := _PLACE.match(text, end):
        return numeral.value, f"other:{place.group()}", place.end()
    return (numeral.value, "other:名", end) if _BARE_PLACE.match(text, end) else None


def _last_places(text: str) -> Iterator[Quantity]:
    """后10名 and 后5% of those that are put in order."""
    for found in _LAST.finditer(text) if "后" in text else ():
        at = found.start()
        if not _IN_ORDER.search(text[max(0, at - 8) : at]) or (placed := _place(text, at + 1)) is None:
            continue
        value, unit, end = placed
        unit = unit if unit == "percent" else f"other:倒数{unit[6:]}"
        yield Quantity(at, end, at + 1, end, value, None, "=", unit, "rank")


def _grades(text: str) -> Iterator[Quantity]:
    for found in _CLASS.finditer(text) if _ANY_ROMAN.search(text) else ():
        value, high = _ROMAN.get(found["n"]), _ROMAN.get(found["to"]) if found["to"] else None
        if value is not None and (found["to"] is None or (high is not None and value < high)):
            yield _grade(text, found, value, f"other:{found['unit']}", high)
    if "级" not in text:
        return
    for found in _GRADE.finditer(text):
        if found["bare"] is None or _TO_GRADE.search(text[max(0, found.start() - 4) : found.start()]):
            yield _grade(text, found, _CN.get(found["n"]) or int(found["n"]), "other:级")
    for found in _STARS.finditer(text) if "星级" in text else ():
        yield _grade(text, found, _CN.get(found["n"]) or int(found["n"]), "other:星级")
    for found in _A.finditer(text) if "A级" in text else ():
        yield _grade(text, found, int(found["n"]) if found["n"] else len(found["a"]), "other:A级")


def _grade(text: str, found: re.Match[str], value: int, unit: str, high: int | None = None) -> Quantity:
    start, end = found.span()
    word = comparators.beginning(text, end)
    sign = comparators.sign_of(word) if word not in ("内", "多", "余") else ""
    comparator = "range" if high is not None else sign or "="
    top = Decimal(high) if high is not None else None
    behind = end + len(word) if sign else end
    return Quantity(start, behind, start, end, Decimal(value), top, comparator, unit, "grade")
