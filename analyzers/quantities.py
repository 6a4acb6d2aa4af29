"""Finds quantities: a number, its unit, the comparator before or behind it, ranges, ratios and softening words.

Takes folded text (``normalise.fold``). Gives Quantity marks in text order, with offsets into that text. Knows
nothing of indicators: whether a quantity is a target is for ``ingest`` to tell. Numbers inside ``masks`` and
years are left out, as are bare Chinese numerals without a unit (三农, 两癌). One pass, linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from analyzers import comparators, numerals
from analyzers.marks import Quantity, Span, YearMark
from analyzers.non_quantities import find_masks
from analyzers.numerals import CN_DIGIT, CN_TEN
from analyzers.units import RATE_OVER, UnitMark, unit_at
from analyzers.years import find_years

_START = re.compile(
    rf"[0-9]|(?:[两{CN_DIGIT}]|(?<![几数])十)(?![是、一]|方面|步|定|般|律|些|系列|道|体化)|百分之|千分之|万分之|亿分之"
    r"|半数|(?<!超)过半|(?<![几数上每十百千万])[百千万](?=[家个名所])(?!家万户|家争鸣|家灯火)"
)
_DASH = re.compile(rf" ?(?:-|~|至|到|—) ?(?=[0-9两{CN_TEN}百千])")
_RATIO = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,4})?) ?: ?([0-9]{1,6}(?:\.[0-9]{1,4})?)(?![0-9:.])")
_INFIX = re.compile(r"多|余|来")
_LIST_OF_NUMBERS = re.compile(r"(?:[、和及与][0-9]{1,6}(?:\.[0-9]{1,3})?(?![0-9.年月日号]))+")
_LISTED = ("rate", "points", "span", "measure", "thing", "count", "people", "times", "money", "age")
_LATE_SCALE = re.compile(r" ?(?:多|余|来)([万亿])")
_INSIDE_NAME = re.compile("[A-Za-z/+_]")
_BEFORE_WINDOW = 16  # a comparator word with 每百户 or 每人每月 behind it is no longer
_PER_GROUP = re.compile(
    "(?:每(?:百|千|万|十万|10万)?(?:名|人|户|生|位|亩|天|日|月|年|季度|周|次|床)(?:口)?){1,2}$"
)
_COUNTED = ("count", "people")  # their 万 and 亿 are multiplied out
_COVERAGE = re.compile(r"(?:全面|全部|完全)覆盖|(?<![健安完齐])全覆盖")
_COVERAGE_NAME = re.compile(
    "[、 ]?(?:全要素|全过程|全方位|的|式|拉网|监测|网络|体系|机制|监管|管理|排查|检查|工程|行动|试点)"
)
_SPACES = " "


def find_quantities(text: str, years: Sequence[YearMark] | None = None) -> tuple[Quantity, ...]:
    """Every quantity of a folded text, in order, without overlap; ``years`` are its years where they are known.

    >>> [(q.comparator, str(q.value), q.unit) for q in find_quantities("死亡率下降到十万分之九以下,覆盖率不低于90%")]
    [('<=', '9', 'per_100000'), ('>=', '90', 'percent')]
    """
    years = find_years(text) if years is None else years
    closed = _Closed(find_masks(text), [Span(mark.start, mark.end) for mark in years])
    found: list[Quantity] = []
    at = 0
    while start := _START.search(text, at):
        at = start.start()
        if skip := closed.end_at(at):
            at = skip
            continue
        quantity = _quantity_at(text, at, found[-1].number_end if found else 0)
        if quantity is None:
            at = _after_number(text, at)
            continue
        found.append(quantity)
        at = max(quantity.number_end, at + 1)  # a bracket in front of 以上 may hold a quantity of its own
    return tuple(sorted([*found, *_coverages(text)], key=lambda q: q.start))


class _Closed:
    """The stretches in which no number counts; asked at rising offsets."""

    def __init__(self, masks: Sequence[Span], years: Sequence[Span]):
        self._spans = sorted([*masks, *years])
        self._next = 0

    def end_at(self, at: int) -> int:
        """The end of the closed stretch that covers ``at``, or 0."""
        end = 0
        while self._next < len(self._spans) and self._spans[self._next].start <= at:
            end = max(end, self._spans[self._next].end)
            self._next += 1
        self._last_end = max(end, getattr(self, "_last_end", 0))
        return self._last_end if self._last_end > at else 0


def _after_number(text: str, at: int) -> int:
    numeral = numerals.read(text, at)
    return max(numeral.end if numeral else 0, at + 1)


def _quantity_at(text: str, at: int, floor: int) -> Quantity | None:
    if at and _INSIDE_NAME.match(text[at - 1]) and not _behind_latex_sign(text, at):
        return None
    if text[at - 1 : at] not in (":", ".") and (ratio := _RATIO.match(text, at)):
        return _finish(
            text, floor, at, ratio.end(), Decimal(ratio[1]), Decimal(ratio[2]), _ratio_unit(ratio.end())
        )
    low = numerals.read(text, at)
    if low is None:
        return None
    low = _with_late_scale(text, low)
    unit = _unit_behind(text, low)
    if dash := _DASH.match(text, unit.end if unit else low.end):
        high = numerals.read(text, dash.end())
        high_unit = _unit_behind(text, high) if high else None
        same_kind = high_unit and (unit is None or unit.name == high_unit.name or unit.family == "rate")
        if high and high_unit and same_kind and low.per in (1, high.per):
            return _range(text, floor, low, high, high_unit)
    if unit is None and (listed := _unit_of_list(text, low)):
        return _plain(text, floor, low, listed)
    if unit is None:
        if text[at] in numerals.CHINESE and low.per == 1:
            return None
        unit = UnitMark(low.end, "", "bare", None, "")
    return _plain(text, floor, low, unit)


def _behind_latex_sign(text: str, at: int) -> bool:
    r"""Whether a number follows a sign of a formula: \geq6.5 is no part of a name."""
    return comparators.ending(text[max(0, at - _BEFORE_WINDOW) : at]).startswith("\\")


def _ratio_unit(end: int) -> UnitMark:
    return UnitMark(end, "ratio", "ratio", None, "")


def _unit_behind(text: str, numeral: numerals.Numeral) -> UnitMark | None:
    """The unit of a numeral; a fraction (百分之, 九成, 一半) is its own unit."""
    if numeral.per == 100:
        return UnitMark(numeral.end, RATE_OVER[100], "rate", None, "")
    if numeral.per > 1:
        name = RATE_OVER.get(numeral.per)
        return UnitMark(
            numeral.end, name or f"other:1/{numeral.per}", "rate", numeral.per if name else None, ""
        )
    at = numeral.end
    while text[at : at + 1] == " ":
        at += 1
    if infix := _INFIX.match(text, at):
        at = infix.end()
    return unit_at(text, at)


def _unit_of_list(text: str, first: numerals.Numeral) -> UnitMark | None:
    """小时 for the 10 of 10、9、8小时: the unit behind the last number of a list counts for all."""
    found = (
        _LIST_OF_NUMBERS.match(text, first.end) if text[first.start].isdigit() and not first.scale else None
    )
    unit = unit_at(text, found.end()) if found else None
    if unit is None or unit.family not in _LISTED:
        return None
    return replace(unit, end=first.end)


def _with_late_scale(text: str, numeral: numerals.Numeral) -> numerals.Numeral:
    """10余万, 二十多亿: the scale stands behind the word that says there are some more."""
    found = _LATE_SCALE.match(text, numeral.end) if numeral.per == 1 and not numeral.scale else None
    return numeral._replace(end=found.end(), scale=found[1]) if found else numeral


def _plain(text: str, floor: int, numeral: numerals.Numeral, unit: UnitMark) -> Quantity:
    value, name, scale = _scaled(numeral, unit)
    return _finish(text, floor, numeral.start, max(unit.end, numeral.end), value, None, unit, name, scale)


def _range(text: str, floor: int, low: numerals.Numeral, high: numerals.Numeral, unit: UnitMark) -> Quantity:
    high_value, name, scale = _scaled(high, unit)
    # The scale behind the second number counts for both: 5—10万人.
    low_value, _, _ = _scaled(low._replace(scale=low.scale or high.scale), unit)
    return _finish(text, floor, low.start, unit.end, low_value, high_value, unit, name, scale)


def _scaled(numeral: numerals.Numeral, unit: UnitMark) -> tuple[Decimal, str, str]:
    """Value, unit name and printed 万/亿: multiplied out for counts and persons, kept in the unit otherwise."""
    scale = numeral.scale
    if scale and (unit.family in _COUNTED or unit.family == "bare" or not unit.name.startswith("other:")):
        return _trim(numeral.value * numerals.scale_of(scale)), unit.name, scale
    if unit.name.startswith("other:"):
        printed = unit.name[6:] or unit.printed
        return numeral.value, f"other:{scale}{printed}", scale
    return numeral.value, unit.name, scale


def _trim(value: Decimal) -> Decimal:
    """The same value without the zeros that a multiplication left: 12000.0 becomes 12000."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _finish(
    text: str,
    floor: int,
    start: int,
    end: int,
    value: Decimal,
    high: Decimal | None,
    unit: UnitMark,
    name: str | None = None,
    scale: str = "",
) -> Quantity:
    """Adds the comparator words around the number."""
    comparator, hedge = "=", None
    if high is not None and unit.family != "ratio":
        comparator = "range"
    window_start = max(floor, start - _BEFORE_WINDOW)
    left = text[window_start:start].rstrip(_SPACES + "$")
    left = _PER_GROUP.sub("", left)
    begin = start
    if before := comparators.ending(left):
        begin = window_start + len(left) - len(before)
        sign = comparators.sign_of(before)
        comparator = sign if comparator != "range" else comparator
        hedge = before if sign == "~" else None
    tail = _behind_brackets(text, end)
    if (after := comparators.beginning(text, tail)) and _is_comparator(text, after, tail, unit):
        sign = comparators.sign_of(after)
        comparator = sign if comparator != "range" else comparator
        hedge = after if sign == "~" else hedge
        end = tail + len(after)
    if text[begin - 1 : begin] == "$" and text[end : end + 1] == "$":  # left over from a formula
        begin, end = begin - 1, end + 1
    if comparator == "=" and _SOME_MORE.search(text[start:end]):
        comparator = ">"
    return Quantity(
        begin,
        end,
        start,
        unit.end,
        value,
        high,
        comparator,
        name or unit.name,
        unit.family,
        unit.base,
        hedge,
        scale,
    )


_SOME_MORE = re.compile("[0-9十百千万亿] ?(?:多|余)|^过半")
_BRACKET = re.compile(r"[ $]*(?:\([^()]{0,60}\)[ $]*)?")


def _behind_brackets(text: str, at: int) -> int:
    """Where a comparator may stand: behind blanks, or behind a remark in brackets (27周(或…)以上)."""
    found = _BRACKET.match(text, at)
    if found and comparators.beginning(text, found.end()):
        return found.end()
    return at


def _is_comparator(text: str, word: str, at: int, unit: UnitMark) -> bool:
    """Whether a word behind the number compares: 5年内 is a time, 3个多 and 内容 are none."""
    follower = text[at + len(word) : at + len(word) + 1]
    if word == "内":
        return unit.family in ("rate", "points") and follower not in ("容", "部", "外", "涵")
    if word in ("多", "余"):
        return unit.family in ("measure", "money", "span", "count") and follower not in (
            "元",
            "样",
            "种",
            "个",
        )
    return True


def _coverages(text: str) -> list[Quantity]:
    """全覆盖 and 全面覆盖 at the end of a phrase: 100 percent."""
    marks = []
    for found in _COVERAGE.finditer(text):
        if _COVERAGE_NAME.match(text, found.end()):
            continue
        start, end = found.start(), found.end()
        marks.append(Quantity(start, end, start, end, Decimal(100), None, "=", "percent", "coverage"))
    return marks
