"""How one aim stands to another of the same indicator: stricter, equal, looser, or not to be compared, and why.

Takes two Aims, that of the lower plan and that of the higher one. Gives a Judgement. Which way is better is read
from the text first (以上, 不超过, 降至) and from ``lexicon/directions.tsv`` then; where neither tells, two
different values are not compared. Values are exact decimals in one unit (3‰ is 0.3 %), never rounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache

from analyzers import lexicon
from analyzers.units import RATES, UNITS, base_of, without_group
from ingest.indicators.names import Sameness
from ingest.plan import Corrected, Target

# Totals of a whole area say nothing beside those of an area of another size; 每个乡镇1名 does.
_PER = re.compile("^(?:每|各)|人均|户均|每[百千万]")
_UP_WORDS = re.compile("提高|提升|增加|增长|上升|扩大|增至|升至|延长|保持|稳定在|达到")
_DOWN_WORDS = re.compile("下降|降低|降至|降到|减少|减至|控制|缩小|缩短|压减|压降|遏制")
_HALF = Decimal(50)
_FLOORS, _CEILINGS = (">=", ">"), ("<=", "<")


class Verdict(StrEnum):
    """How the lower plan's aim stands to the higher one's."""

    STRICTER = "更严"
    EQUAL = "相同"
    LOOSER = "更宽"
    INCOMPARABLE = "不可比"
    LOWER_MISSING = "本级缺"
    UPPER_MISSING = "上级缺"


@dataclass(frozen=True, slots=True)
class Aim:
    """One indicator with one value, from a plan's text or from a table of figures."""

    plan: str
    clause: str | None
    indicator: str
    population: str | None
    comparator: str | None
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    base: int | None
    year: int | None
    nature: str  # level, change_from_base, dated_milestone, trend
    baseline_year: int | None
    quote: str = ""
    end_year: int | None = None  # of the plan: what an aim without a year is for
    source: str = "text"  # or table: then the quote is a cell, and names neither indicator nor unit
    corrected: tuple[Corrected, ...] = ()  # by people: the value is not what the program read


def aim_of(target: Target, end_year: int | None = None) -> Aim:
    """The aim that a target of a text states; ``end_year`` is that of its plan."""
    t = target
    return Aim(
        t.plan, t.clause, t.indicator, t.population, t.comparator, t.value, t.value_high, t.unit, t.base, t.year,
        t.nature.value, t.baseline_year, t.quote, end_year, t.source, t.corrected,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason in Chinese; "" where the values speak for themselves."""

    verdict: Verdict
    reason: str = ""


def judge(lower: Aim, upper: Aim, sameness: Sameness, told_apart: str = "") -> Judgement:
    """The verdict; ``told_apart`` says how the populations differ."""
    barred = _barred(lower, upper, sameness, told_apart)
    if barred:
        return Judgement(Verdict.INCOMPARABLE, barred)
    if lower.unit == upper.unit == "milestone":
        return _milestones(lower, upper)
    if lower.comparator == "range" or upper.comparator == "range" or lower.unit == "ratio":
        return _spans(lower, upper)
    assert lower.value is not None
    assert upper.value is not None
    mine, its = _in_one_unit(lower), _in_one_unit(upper)
    if lower.nature == "change_from_base":
        return _by_value(mine, its, 1, lower, upper)
    way = direction(lower, upper)
    if way == 0:
        if mine == its:
            return Judgement(Verdict.EQUAL)
        return Judgement(Verdict.INCOMPARABLE, "看不出这项指标往哪个方向更好")
    return _by_value(mine, its, way, lower, upper)


def _barred(lower: Aim, upper: Aim, sameness: Sameness, told_apart: str) -> str:
    """Why the two cannot be compared, or ""."""
    if upper.nature == "trend" or (upper.value is None and upper.unit != "milestone"):
        return "上级只写了方向，没有数值"
    if lower.value is None and lower.unit != "milestone":
        return "本级只写了方向，没有数值"
    if sameness is not Sameness.SAME:
        return f"统计对象或口径不同（{told_apart}）"
    if lower.nature != upper.nature:
        return (
            "一方是水平，一方是变化幅度" if "change_from_base" in (lower.nature, upper.nature) else "性质不同"
        )
    if lower.nature == "change_from_base" and lower.baseline_year != upper.baseline_year:
        return f"基期不同（{_year(lower.baseline_year)} / {_year(upper.baseline_year)}）"
    if not one_kind_of_unit(_unit(lower), _unit(upper)):
        return "单位不同"
    if lower.unit != "milestone" and _target_year(lower) != _target_year(upper):
        return f"目标年份不同（{_year(lower.year)} / {_year(upper.year)}）"
    if _is_total(lower) or _is_total(upper):
        return "是总量，各级规模不同"
    return ""


def direction(lower: Aim, upper: Aim) -> int:
    """1 where more is better, -1 where less is, 0 where nothing tells; opposite comparators tell nothing."""
    told = {_comparator_way(aim) for aim in (lower, upper)} - {0}
    if len(told) == 1:
        way = told.pop()
        return way if not _over_half(lower, upper) else 0
    if told:
        return 0
    listed = _listed(lower.indicator) or _listed(upper.indicator)
    if listed == "balance":
        return 0 if _over_half(lower, upper) else 1
    if listed:
        return 1 if listed == "up" else -1
    words = {_word_way(aim.quote) for aim in (lower, upper)} - {0}
    return words.pop() if len(words) == 1 else 0


def _comparator_way(aim: Aim) -> int:
    return 1 if aim.comparator in _FLOORS else -1 if aim.comparator in _CEILINGS else 0


def _word_way(quote: str) -> int:
    up, down = _UP_WORDS.search(quote), _DOWN_WORDS.search(quote)
    return 0 if (up is None) == (down is None) else 1 if up else -1


def _over_half(lower: Aim, upper: Aim) -> bool:
    """For shares of the sexes: beyond a half, more is no better."""
    if (_listed(lower.indicator) or _listed(upper.indicator)) != "balance":
        return False
    return any(
        aim.unit == "percent" and aim.value is not None and aim.value > _HALF for aim in (lower, upper)
    )


def _by_value(mine: Decimal, its: Decimal, way: int, lower: Aim, upper: Aim) -> Judgement:
    if mine != its:
        better = mine > its if way > 0 else mine < its
        return Judgement(Verdict.STRICTER if better else Verdict.LOOSER)
    soft = (lower.comparator == "~", upper.comparator == "~")
    if soft == (True, False):
        return Judgement(Verdict.LOOSER, "数值相同，本级写的是“左右”")
    if soft == (False, True):
        return Judgement(Verdict.STRICTER, "数值相同，上级写的是“左右”")
    sharp = (lower.comparator in (">", "<"), upper.comparator in (">", "<"))
    if sharp == (True, False):
        return Judgement(Verdict.STRICTER, "数值相同，本级不含本数")
    if sharp == (False, True):
        return Judgement(Verdict.LOOSER, "数值相同，上级不含本数")
    return Judgement(Verdict.EQUAL)


def _spans(lower: Aim, upper: Aim) -> Judgement:
    if (lower.value, lower.value_high, lower.comparator) == (upper.value, upper.value_high, upper.comparator):
        return Judgement(Verdict.EQUAL)
    kind = "比值" if "ratio" in (lower.unit, upper.unit) else "区间"
    return Judgement(Verdict.INCOMPARABLE, f"是{kind}，不能简单比大小")


def _milestones(lower: Aim, upper: Aim) -> Judgement:
    mine, its = _target_year(lower), _target_year(upper)
    if mine is None or its is None or mine == its:
        return Judgement(Verdict.EQUAL)
    return Judgement(Verdict.STRICTER if mine < its else Verdict.LOOSER, f"完成年份 {mine} / {its}")


def in_unit_of(aim: Aim, other: Aim) -> Aim:
    """The aim in the other's unit where both are rates; its quote keeps what the plan prints.

    >>> a = Aim("p", None, "死亡率", None, "<=", Decimal("1.2"), None, "per_10000", None, None, "level", None)
    >>> b = Aim("q", None, "死亡率", None, "<=", Decimal(9), None, "per_100000", None, None, "level", None)
    >>> in_unit_of(a, b).value, in_unit_of(a, b).unit
    (Decimal('12'), 'per_100000')
    """
    mine, its = RATES.get(_unit(aim)), RATES.get(_unit(other))
    if mine is None or its is None or _unit(aim) == _unit(other):
        return aim
    value, high = (
        _plain(each * its / mine) if each is not None else None for each in (aim.value, aim.value_high)
    )
    unit = _unit(other)
    return replace(aim, value=value, value_high=high, unit=unit, base=base_of(unit))


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that a conversion left, and without an exponent."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _in_one_unit(aim: Aim) -> Decimal:
    assert aim.value is not None
    rate = RATES.get(_unit(aim))
    return aim.value / rate if rate else aim.value


def one_kind_of_unit(one: str, other: str) -> bool:
    """Whether values in these units can be told in one: the same, or two kinds of rate.

    >>> one_kind_of_unit("percent", "per_1000"), one_kind_of_unit("persons", "percent")
    (True, False)
    """
    return one == other or (one in RATES and other in RATES)


def alike(one: Aim, other: Aim) -> bool:
    """Whether two values of one indicator say the same kind of thing: nature, unit, base year and target year."""
    return (
        one.nature == other.nature
        and one_kind_of_unit(_unit(one), _unit(other))
        and (one.nature != "change_from_base" or one.baseline_year == other.baseline_year)
        and _target_year(one) == _target_year(other)
    )


def _unit(aim: Aim) -> str:
    return without_group(aim.unit or "")


def _is_total(aim: Aim) -> bool:
    unit = aim.unit or ""
    if not (unit in UNITS and UNITS[unit].counts) and not unit.startswith("other:"):
        return False
    if unit.startswith("other:") and ("/" in unit or _listed(aim.indicator)):
        return False
    return not _PER.search(f"{aim.population or ''}") and not _PER.search(aim.indicator)


def _target_year(aim: Aim) -> int | None:
    """The year that an aim is for: an aim without one is for the plan's end."""
    return aim.year if aim.year is not None else aim.end_year


def _year(year: int | None) -> str:
    return f"{year}年" if year is not None else "未写"


@cache
def _listed(indicator: str) -> str:
    """The direction that the table states for a name: the longest word wins; "" where it has none."""
    best, way = "", ""
    for word, stated, match in _directions():
        fits = indicator.endswith(word) if match == "ends" else word in indicator
        if fits and len(word) > len(best):
            best, way = word, stated
    return way


@cache
def _directions() -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (word, row["direction"], row["match"])
        for row in lexicon.table("directions")
        for word in map(str.strip, row["words"].split("|"))
        if word
    )
