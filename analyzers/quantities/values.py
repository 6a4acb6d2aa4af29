"""Reads one value: a number with its unit, a range, a tolerance, a ratio, or two units that make one (1小时30分钟).

Takes folded text and the place where a numeral begins. Gives the Value without the comparison words around it, or how far
to go on where there is none. A number is read whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from analyzers import numerals
from analyzers.numerals import CN_TEN, Numeral
from analyzers.quantities.comparing import Value
from analyzers.units import RATE_OVER, UnitMark, unit_at

_DASH = re.compile(rf" ?(?P<sign>[-~至到]) ?(?=-?[0-9两{CN_TEN}百千])")
_TOLERANCE = re.compile(" ?± ?(?=[0-9])")
_RATIO = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,4})?) ?: ?([0-9]{1,6}(?:\.[0-9]{1,4})?)(?![0-9:.])(?! ?[万亿])")
_TO_ONE = re.compile(f"比(?=[0-9两{CN_TEN}])")
_INFIX = re.compile("[多余]|来(?!自|源|看|访|临|华|说)")
_MORE_OF = re.compile("个(?P<how>[半多来])(?=小时|月|学期|学年)")
_HALF_MORE = re.compile("半(?![以数天年月日径封边])")
_LIST_OF_NUMBERS = re.compile(r"(?:[、和及与][0-9]{1,6}(?:\.[0-9]{1,3})?(?![0-9.年月日号])){1,20}")
# 提高8个、10个和15个百分点: what is said behind the last counts for all.
_LIST_OF_POINTS = re.compile(
    r" ?个(?:[、和及与][0-9]{1,4}(?:\.[0-9]{1,3})?个){0,8}[、和及与][0-9]{1,4}(?:\.[0-9]{1,3})?个百分点"
)
_SCALE = re.compile("[万亿]?")
_LISTED = ("rate", "points", "span", "measure", "thing", "count", "people", "times", "money", "age")
_COUNTED = ("count", "people", "times")  # their 万 and 亿 are multiplied out
_RATE_NAMES = {**RATE_OVER, 1_000_000: "other:每百万"}
# A larger unit, the smaller one behind it, and how many of these make one: 1小时30分钟, 3年6个月, 5元5角.
_PARTS = {
    ("hours", "分钟"): 60, ("hours", "分"): 60, ("分钟", "秒"): 60, ("years", "个月"): 12, ("天", "hours"): 24,
    ("元", "角"): 10, ("公里", "米"): 1000, ("千米", "米"): 1000, ("米", "cm"): 100, ("吨", "公斤"): 1000, ("吨", "千克"): 1000,
}  # fmt: skip
_SMALLER = re.compile("角|秒|分(?!之)")
_BELOW_ZERO = re.compile("(?:增长|增[幅速]|[为至到在])-$")
_TEMPERATURES = ("℃", "摄氏度", "度")
_NO_UNIT = UnitMark(0, "", "bare", None, "")

Closed = Callable[[int], bool]


def read_value(text: str, at: int, closed: Closed) -> Value | None:
    """The value that begins at ``at``; ``closed`` tells the places where no number counts."""
    if text[at - 1 : at] not in (":", ".") and (ratio := _RATIO.match(text, at)):
        return _ratio(at, ratio)
    low = numerals.read(text, at)
    if low is None:
        return None
    if to_one := _to_one(text, low):
        return None if closed(low.end + 1) else to_one
    unit = _unit_behind(text, low)
    if unit is not None and unit.printed == "个" and _LIST_OF_POINTS.match(text, low.end):
        unit = UnitMark(unit.end, "percentage_points", "points", None, "个百分点")
    start, sign = _sign(text, at, unit)
    low = _signed(low, sign, unit)
    if unit is not None and unit.name == "doubling" and not re.search("翻了?$", text[max(0, at - 2) : at]):
        return None  # 一番努力
    behind = unit.end if unit else low.end
    if tolerance := _tolerance(text, start, low, unit, behind):
        return tolerance
    if dash := _DASH.match(text, behind):
        ranged = None if closed(dash.end()) else _range(text, start, low, unit, dash)
        if ranged is not None:
            return ranged
        if unfit(text, at, closed):
            return None
    if unit is None and (listed := _unit_of_list(text, low)):
        unit, scale = listed
        low = low._replace(scale=scale)
    if unit is None:
        if text[at] in numerals.CHINESE and low.per == 1:
            return None
        unit = replace(_NO_UNIT, end=low.end)
    return _within_sign(text, _with_smaller(text, _plain(start, low, unit)))


def unfit(text: str, at: int, closed: Closed) -> int:
    """The end of a range that cannot be one (8-5个), 0 where none stands at ``at``."""
    low = numerals.read(text, at)
    unit = _unit_behind(text, low) if low else None
    dash = _DASH.match(text, unit.end if unit else low.end) if low else None
    if low is None or dash is None or dash["sign"] not in "-~" or closed(dash.end()):
        return 0
    high = numerals.read(text, dash.end())
    if high is None or high.per != low.per or _unit_behind(text, high) is None:
        return 0
    return high.end


def _ratio(at: int, found: re.Match[str]) -> Value:
    unit = UnitMark(found.end(), "ratio", "ratio", None, "")
    return Value(at, found.end(), Decimal(found[1]), _other_side(Decimal(found[2])), unit, "ratio")


def _other_side(value: Decimal) -> Decimal | None:
    """The other side of a ratio; None for 1: 2.3:1 is 2.3, as 城乡居民收入比2.3 is."""
    return None if value == 1 else value


def _to_one(text: str, low: Numeral) -> Value | None:
    """二比一, 1比2.5; not 5比上年 and not 3比2个."""
    if low.per != 1 or low.scale or low.high is not None or not _TO_ONE.match(text, low.end):
        return None
    high = numerals.read(text, low.end + 1)
    if high is None or high.per != 1 or high.scale or high.high is not None or unit_at(text, high.end):
        return None
    if text[high.end : high.end + 1] in ("年", "月", "比", ".", ":", "-"):
        return None
    unit = UnitMark(high.end, "ratio", "ratio", None, "")
    return Value(low.start, high.end, low.value, _other_side(high.value), unit, "ratio")


def _sign(text: str, at: int, unit: UnitMark | None) -> tuple[int, int]:
    """Where a value begins that is below zero, and its sign: -18℃, 零下5℃, 增长-3.5%."""
    if (
        unit is not None
        and unit.family in ("rate", "points")
        and _BELOW_ZERO.search(text[max(0, at - 4) : at])
    ):
        return at - 1, -1
    if unit is None or unit.printed not in _TEMPERATURES:
        return at, 1
    if text[at - 2 : at] == "零下":
        return at - 2, -1
    if (
        text[at - 1 : at] == "-"
        and not text[at - 2 : at - 1].isdigit()
        and text[at - 2 : at - 1] not in ("℃", "度")
    ):
        return at - 1, -1
    return at, 1


def _signed(numeral: Numeral, sign: int, unit: UnitMark | None) -> Numeral:
    return numeral._replace(value=-numeral.value) if sign < 0 and unit is not None else numeral


def _unit_behind(text: str, numeral: Numeral) -> UnitMark | None:
    """The unit of a numeral; a fraction (百分之, 九成, 一半) is its own unit."""
    if numeral.per > 1:
        name = _RATE_NAMES.get(numeral.per, f"other:1/{numeral.per}")
        base = numeral.per if name.startswith("per_") else None
        return UnitMark(numeral.end, name, "rate", base, "")
    at = numeral.end
    while text[at : at + 1] == " ":
        at += 1
    if infix := _INFIX.match(text, at):
        at = infix.end()
    if more := _MORE_OF.match(text, at):  # 一个半小时, 一个多月
        at = more.end()
        found = (
            unit_at(text, at)
            if not text.startswith("月", at)
            else UnitMark(at + 1, "other:个月", "span", None, "个月")
        )
        return replace(found, printed=f"{more['how']}{found.printed}") if found else None
    return unit_at(text, at)


def _unit_of_list(text: str, first: Numeral) -> tuple[UnitMark, str] | None:
    """小时 for the 10 of 10、9、8小时: unit and scale behind the last number of a list count for all (30、8、15万亩)."""
    found = (
        _LIST_OF_NUMBERS.match(text, first.end) if text[first.start].isdigit() and not first.scale else None
    )
    scale = _SCALE.match(text, found.end()) if found else None
    unit = unit_at(text, scale.end()) if scale else None
    if scale is None or unit is None or unit.family not in _LISTED:
        return None
    return replace(unit, end=first.end), scale.group()


def _plain(start: int, numeral: Numeral, unit: UnitMark) -> Value:
    low, high, name, scale = _scaled(numeral, unit)
    end = max(unit.end, numeral.end)
    if unit.printed.startswith("半") and high is None:
        low = low + Decimal("0.5")
    return Value(start, end, low, high, unit, name, scale, ">" if unit.printed.startswith("多") else "=")


def _scaled(numeral: Numeral, unit: UnitMark) -> tuple[Decimal, Decimal | None, str, str]:
    """Values, unit name and printed 万/亿: multiplied out for counts and persons, kept in the unit otherwise."""
    scale, name = numeral.scale, unit.name
    if not scale or (name.startswith("other:") and unit.family not in (*_COUNTED, "bare")):
        return numeral.value, numeral.high, f"other:{scale}{name[6:]}" if scale else name, scale
    factor = numerals.scale_of(scale)
    high = trim(numeral.high * factor) if numeral.high is not None else None
    return trim(numeral.value * factor), high, name, scale


def trim(value: Decimal) -> Decimal:
    """The same value without the zeros that a multiplication left: 12000.0 becomes 12000."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _range(text: str, start: int, low: Numeral, unit: UnitMark | None, dash: re.Match[str]) -> Value | None:
    """The range whose lower end and dash were read; None where what follows is another number."""
    at = dash.end()
    negative = text[at] == "-"
    high = numerals.read(text, at + negative)
    if high is None or low.high is not None or high.high is not None:
        return None
    high_unit = _unit_behind(text, high)
    if low.per > 1 and high.per == 1 and high_unit is None:  # 百分之三十到四十
        high = high._replace(per=low.per)
        high_unit = replace(unit, end=high.end) if unit else None
    if high_unit is None or low.per not in (1, high.per):
        return None
    if unit is not None and unit.name != high_unit.name and unit.family != "rate":
        return None
    if dash["sign"] in "至到" and text[start - 1 : start] in ("从", "由", "自"):
        return None
    high = _signed(high, -1 if negative else 1, high_unit)
    low, high, name, scale = _ends(low, high, high_unit, shared=unit is None)
    if low.value >= high.value and not (negative and low.value < 0):
        return None
    ends = sorted((low.value, high.value))
    return Value(start, max(high_unit.end, high.end), ends[0], ends[1], high_unit, name, scale)


def _ends(low: Numeral, high: Numeral, unit: UnitMark, *, shared: bool) -> tuple[Numeral, Numeral, str, str]:
    """Both ends in one unit. The scale behind the second number counts for both where it can: 5-10万人, not 8000-1万元."""
    if shared and not low.scale and high.scale and low.value < high.value:
        low = low._replace(scale=high.scale)
    if low.scale != high.scale:
        low, high = (
            end._replace(value=trim(end.value * numerals.scale_of(end.scale)), scale="")
            for end in (low, high)
        )
    low_value, _, name, scale = _scaled(low, unit)
    high_value, _, _, _ = _scaled(high, unit)
    return low._replace(value=low_value), high._replace(value=high_value), name, scale


def _tolerance(text: str, start: int, low: Numeral, unit: UnitMark | None, behind: int) -> Value | None:
    """25±2℃, 50%±3%: from 23 to 27, from 47 to 53."""
    found = _TOLERANCE.match(text, behind)
    by = numerals.read(text, found.end()) if found else None
    own = _unit_behind(text, by) if by else None
    if by is None or own is None or low.high is not None or (unit is not None and unit.name != own.name):
        return None
    ends = (low._replace(value=low.value - by.value), low._replace(value=low.value + by.value))
    first, last, name, scale = _ends(*ends, own, shared=False)
    return Value(start, own.end, first.value, last.value, own, name, scale)


def _within_sign(text: str, value: Value) -> Value:
    """±5%: no more than so much either way."""
    at = value.start - (text[value.start - 1 : value.start] == " ")
    if text[at - 1 : at] != "±" or value.high is not None:
        return value
    return value._replace(start=at - 1, comparator="<=")


def _with_smaller(text: str, value: Value) -> Value:
    """The value with what stands behind it in a smaller unit: 1小时30分钟 is 1.5 hours, 两年半 2.5 years."""
    if value.high is not None or value.scale:
        return value
    unit, end = value.unit, value.end
    if (
        unit.family in ("span", "fold")
        and (half := _HALF_MORE.match(text, end))
        and unit.printed[:1] not in "个半多"
    ):
        return value._replace(end=half.end(), low=value.low + Decimal("0.5"))
    larger = value.name.removeprefix("other:")
    if not any(larger == first for first, _ in _PARTS):
        return value
    smaller = numerals.read(text, end)
    if smaller is None or smaller.per != 1 or smaller.scale or smaller.high is not None:
        return value
    known = unit_at(text, smaller.end)
    printed = _SMALLER.match(text, smaller.end)
    name = known.name.removeprefix("other:") if known else printed.group() if printed else ""
    size = _PARTS.get((larger, name))
    if size is None or smaller.value >= size:
        return value
    stop = known.end if known else smaller.end + 1
    part = (smaller.value / size).quantize(Decimal("0.0001"))
    return value._replace(end=stop, low=trim(value.low + part))
