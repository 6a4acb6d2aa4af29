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
from fractions import Fraction
from functools import cache

from analyzers import lexicon
from analyzers.units import UNITS, base_of, without_group
from ingest.indicators.measures import UnitMeasure, in_measure, measure_of
from ingest.indicators.names import Sameness
from ingest.levels import Level
from ingest.plan import Corrected, Nature, Target

# Totals of a whole area say nothing beside those of an area of another size; 每个乡镇1名 does, and so does an allowance.
_PER = re.compile("^(?:每|各)|[人户亩单村县校乡镇平]均|每[百千万十个一所名人户村县乡校家年]|单产|亩产")
_TOTALS = frozenset({"count", "money", "mass", "area", "length", "volume", "power", "energy", "times"})
_LIKE_PEOPLE = re.compile(
    "^(?:百|千|万|十万|百万|亿)?(?:人|人次|户|户次|件|床|张|册|株|头|只|羽|车位|泊位|标台|辆|场|家次|件次)$"
)
_EACH = re.compile(
    "(?<!高)标准(?!化|地|农田)|额度|贷款额$|补贴|补助|救助|津贴|工资|薪酬|价格?$|费用|保费|限额|定额|单价|身高|体重|距离|半径|时间|用时|厚度|深度|高度|长度以上"
)
_EACH_PLACE = re.compile("(?:每(?:个|一)?|各)(县|乡镇|乡|镇|街道|村|社区|学校|校|班)")
_SINCE = re.compile(r"[比较]((?:19|20)\d\d)年?")
_UP_WORDS = re.compile("提高|提升|增加|增长|上升|扩大|增至|升至|延长|保持|稳定在|达到")
_DOWN_WORDS = re.compile("下降|降低|降至|降到|减少|减至|控制|缩小|缩短|压减|压降|遏制")
_UNDRAWN = {unit.name for unit in UNITS.values() if not unit.drawn}  # ratios and milestones
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
    period: str | None = None  # over what time it counts: year, month …
    direction: str | None = None  # of a change: up or down
    scope: str | None = None  # words that tell figures apart: 新建, 累计, 每个县
    level: Level | None = None  # of the plan
    converted: bool = False  # the value is told in another unit than the plan prints


def aim_of(target: Target, end_year: int | None = None, level: Level | None = None) -> Aim:
    """The aim that a target of a text states; ``end_year`` and ``level`` are those of its plan."""
    t = target
    base = t.baseline_year
    if base is None and t.nature is Nature.CHANGE_FROM_BASE and (said := _SINCE.search(t.indicator)):
        base = int(said[1])
    return Aim(
        t.plan, t.clause, t.indicator, t.population, t.comparator, t.value, t.value_high, t.unit, t.base, t.year,
        t.nature.value, base, t.quote, end_year, t.source, t.corrected, t.period, t.direction, t.scope, level,
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
    way = direction(lower, upper)
    judged = _by_values(lower, upper, way)
    years = _target_year(lower), _target_year(upper)
    return judged if None in years or years[0] == years[1] else _over_years(judged, lower, upper)


def _by_values(lower: Aim, upper: Aim, way: int) -> Judgement:
    """The verdict whatever the years."""
    if "range" in (lower.comparator, upper.comparator):
        return _spans(lower, upper, way)
    mine, its = _size(lower), _size(upper)
    if lower.nature == "change_from_base":
        return _by_value(mine, its, 1, lower, upper)
    if way == 0:
        if mine == its:
            return Judgement(Verdict.EQUAL)
        return Judgement(Verdict.INCOMPARABLE, "看不出这项指标往哪个方向更好")
    return _by_value(mine, its, way, lower, upper)


def _over_years(judged: Judgement, lower: Aim, upper: Aim) -> Judgement:
    """The same or a harder value in an earlier year is stricter; else two years are two things."""
    mine, its = _target_year(lower), _target_year(upper)
    assert mine is not None
    assert its is not None
    said = f"目标年份 {mine} / {its}"
    early = Verdict.STRICTER if mine < its else Verdict.LOOSER
    if judged.verdict is Verdict.EQUAL:
        return Judgement(early, f"数值相同，{said}")
    if judged.verdict is early:
        return Judgement(early, said)
    return Judgement(Verdict.INCOMPARABLE, f"目标年份不同（{_year(mine)} / {_year(its)}）")


def _barred(lower: Aim, upper: Aim, sameness: Sameness, told_apart: str) -> str:
    """Why the two cannot be compared, or ""."""
    if upper.nature == "trend" or (upper.value is None and upper.unit != "milestone"):
        return "上级只写了方向，没有数值"
    if lower.value is None and lower.unit != "milestone":
        return "本级只写了方向，没有数值"
    if sameness is not Sameness.SAME:
        return f"统计对象或口径不同（{told_apart}）"
    return _other_kind(lower, upper) or _other_size(lower, upper)


def _other_kind(lower: Aim, upper: Aim) -> str:
    """Why the two say two kinds of things, or ""."""
    if lower.nature != upper.nature:
        return (
            "一方是水平，一方是变化幅度" if "change_from_base" in (lower.nature, upper.nature) else "性质不同"
        )
    if lower.nature == "change_from_base":
        if lower.baseline_year != upper.baseline_year:
            return f"基期不同（{_year(lower.baseline_year)} / {_year(upper.baseline_year)}）"
        if lower.direction and upper.direction and lower.direction != upper.direction:
            return "变化方向不同"
        if (lower.period == "year") != (upper.period == "year"):
            return "一方是每年的变化，一方是整个规划期的变化"
    return "" if _one_kind(lower, upper) else "单位不同"


def _other_size(lower: Aim, upper: Aim) -> str:
    """Why the two are counted over areas that have nothing to do with each other, or ""."""
    places = _place(lower), _place(upper)
    if None not in places and places[0] != places[1]:
        return f"统计单位不同（每个{places[0]} / 每个{places[1]}）"
    if (is_total(lower) or is_total(upper)) and not _is_quota(lower, upper):
        return "是总量，各级规模不同"
    return ""


def _is_quota(lower: Aim, upper: Aim) -> bool:
    """Whether the higher plan says how many each area of the lower plan's level is to have, and this how many it has."""
    if lower.level is None or not is_total(lower) or lower.period != upper.period:
        return False
    each = re.compile(lower.level.fact.each)
    return any(
        each.search(text) for text in (upper.population, upper.scope, upper.indicator, upper.quote) if text
    )


def _place(aim: Aim) -> str | None:
    """村 of 每个村: for each of what so many are asked for."""
    words = f"{aim.population or ''} {aim.scope or ''} {aim.indicator}"
    found = _EACH_PLACE.search(words)
    return found[1] if found else None


def comparable_units(one: Aim, other: Aim) -> bool:
    """Whether the values of two aims can be told in one unit."""
    return _measure(one).kind == _measure(other).kind


def _one_kind(lower: Aim, upper: Aim) -> bool:
    if "milestone" in (lower.unit, upper.unit):
        return lower.unit == upper.unit
    return comparable_units(lower, upper)


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


def _by_value(mine: Fraction, its: Fraction, way: int, lower: Aim, upper: Aim) -> Judgement:
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


def _spans(lower: Aim, upper: Aim, way: int) -> Judgement:
    """A value beyond the better end of a range is stricter, one beyond the other end is looser; within it nothing tells."""
    (low, high), (bottom, top) = _ends(lower), _ends(upper)
    if (low, high) == (bottom, top) and lower.comparator == upper.comparator:
        return Judgement(Verdict.EQUAL)
    above, below = low > top or low == top > bottom, high < bottom or high == bottom < top
    if way and (above or below):
        better = above if way > 0 else below
        return Judgement(Verdict.STRICTER if better else Verdict.LOOSER)
    return Judgement(Verdict.INCOMPARABLE, "一方是区间，数值在区间之内，不能简单比大小")


def _ends(aim: Aim) -> tuple[Fraction, Fraction]:
    assert aim.value is not None
    low = _measure(aim).of(aim.value)
    return low, _measure(aim).of(aim.value_high) if aim.value_high is not None else low


def _milestones(lower: Aim, upper: Aim) -> Judgement:
    mine, its = _target_year(lower), _target_year(upper)
    if mine is None or its is None or mine == its:
        return Judgement(Verdict.EQUAL)
    return Judgement(Verdict.STRICTER if mine < its else Verdict.LOOSER, f"完成年份 {mine} / {its}")


def in_unit_of(aim: Aim, other: Aim) -> Aim:
    """The aim in the other's unit where one can be told in the other; its quote keeps what the plan prints.

    >>> a = Aim("p", None, "死亡率", None, "<=", Decimal("1.2"), None, "per_10000", None, None, "level", None)
    >>> b = Aim("q", None, "死亡率", None, "<=", Decimal(9), None, "per_100000", None, None, "level", None)
    >>> in_unit_of(a, b).value, in_unit_of(a, b).unit
    (Decimal('12'), 'per_100000')
    """
    mine, its = _measure(aim), _measure(other)
    kept = _UNDRAWN & {aim.unit, other.unit} or None in (aim.value, other.value)
    if kept or mine == its or mine.kind != its.kind or aim.nature != other.nature:
        return aim
    value, high = (
        in_measure(each, mine, its) if each is not None else None for each in (aim.value, aim.value_high)
    )
    unit = _unit(other)
    return replace(
        aim, value=value, value_high=high, unit=unit, base=base_of(unit), period=other.period, converted=True
    )


def _size(aim: Aim) -> Fraction:
    """The value in the smallest unit of its kind; of a ratio how many times the one is the other."""
    assert aim.value is not None
    if aim.unit == "ratio" and aim.value_high:
        return Fraction(aim.value) / Fraction(aim.value_high)
    return _measure(aim).of(aim.value)


def _measure(aim: Aim) -> UnitMeasure:
    if aim.nature == "change_from_base":  # its unit is that of the change, whatever is counted
        return measure_of(_unit(aim))
    return measure_of(_unit(aim), aim.indicator, aim.period)


def one_kind_of_unit(one: str, other: str) -> bool:
    """Whether values in these units can be told in one: the same, or two kinds of rate.

    >>> one_kind_of_unit("percent", "per_1000"), one_kind_of_unit("persons", "percent")
    (True, False)
    """
    return measure_of(one).kind == measure_of(other).kind


def alike(one: Aim, other: Aim) -> bool:
    """Whether two values of one indicator say the same kind of thing: nature, unit, base year and target year."""
    return (
        one.nature == other.nature
        and _one_kind(one, other)
        and (one.nature != "change_from_base" or one.baseline_year == other.baseline_year)
        and _target_year(one) == _target_year(other)
    )


def _unit(aim: Aim) -> str:
    return without_group(aim.unit or "")


def is_total(aim: Aim) -> bool:
    """Whether a value is one of the whole area: 产值, 面积, 产量, 人次, so many built; no share, and none for each of its kind."""
    if aim.nature == "change_from_base" or aim.unit is None or aim.unit in _UNDRAWN:
        return False
    measure = _measure(aim)
    if measure.kind[0] not in _TOTALS and not _LIKE_PEOPLE.match(measure.kind[0]):
        return False
    if len(measure.kind) > 1 and not set(measure.kind[1:]) <= {"days", "months"}:
        return False  # 公斤/亩
    words = f"{aim.population or ''} {aim.scope or ''} {aim.indicator}"
    if _EACH.search(aim.indicator) or re.match("cm$|毫米$", aim.unit or ""):
        return False
    if _listed(aim.indicator) == "down" and measure.kind[0] not in ("count",):
        return False
    return (
        not _PER.search(words) and not _PER.search(aim.population or "") and not _PER.search(aim.scope or "")
    )


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
