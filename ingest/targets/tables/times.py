"""Says what time a column of values stands for, and whether its values are aimed at or were reached.

Takes the words of a column's head and the Horizon of its plan: from which year it looks ahead. Gives a Time. Where
neither the head nor the plan says it, the Time is unsure, and no value of the column becomes a target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from analyzers.normalise import fold
from analyzers.numerals import CN_DIGIT
from analyzers.years import find_years, year_value
from ingest.structure import ColumnRole, TableColumn, said_of


class ColumnAim(Enum):
    """What the values of a column are."""

    TARGET = "target"
    BASE = "base"  # what was reached
    CHANGE = "change"  # 年均增长
    TOTAL = "total"  # 五年累计
    NONE = "none"  # of another plan: the province's, or of a period that is over
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Time:
    """The time of one column. ``scope`` is what its head says besides: 全市, 临川县."""

    aim: ColumnAim
    year: int | None = None
    scope: str | None = None
    percent: bool = False  # the head says %
    unit: str = ""  # what its head says in brackets: （亿元）
    column: str | None = None  # what it is called
    by_head: bool = False  # its head itself names the year
    yearly: bool = False  # of a change: each year, 年均
    baseline: int | None = None  # of a change: against which year


@dataclass(frozen=True, slots=True)
class Horizon:
    """From which year a plan looks ahead, and the years by which its text wants something."""

    start: int | None = None
    end: int | None = None
    ahead: frozenset[int] = frozenset()


_RANGE = re.compile(r"(20[0-9]{2})年?[-~至到](20[0-9]{2})年?")
_FIVE = re.compile("十([一二三四五六])(?:五|个五年)")
_BARE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])年?(?:末|底|度)?")
_UNIT = re.compile(r"\(([^()]{1,12})\)")
_PER_YEAR = re.compile(r"年均|(?<![\d末底])年增|(?<!\d)年度|每年|逐年|增速")
_AGAINST = re.compile(r"[比较](?:(20[0-9]{2})年?|[“\"]?十([一二三四五六])五[”\"]?)(?:末|底|年末|年底)?")
_RISE = re.compile(
    r"[比较](?:20[0-9]{2}年?|[“\"]?十[一二三四五六]五[”\"]?).{0,4}(?:增|减|提高|提升|上升|下降|降低)"
)
_OVER_ALL = re.compile("累计|[五5十]年|期间|时期")
_FOREIGN = re.compile("全国|国家|全省|省级|省定|省内|全市平均|平均水平|上级|对标")
_OWN = re.compile("全[市县区州省]|本[市县区州省]")
# What a head says of time and aim and of nothing else; what is left tells columns apart.
_TIME_WORDS = re.compile(
    "规划目标值?|目标值?|规划值|预期值|预期|计划值|指标值|指标|期末值?|年度|年末|年底|现状值?|现值|基期值?|基准[年值]?|基数|基础值|实际值?|实绩|实现值|"
    '完成情况|完成值|完成数|完成|规划|近期|中期|远期|中远期|期间|时期|“|”|"|值|末|底|年|[、,:/()\\-~至到及与和]'
)


def horizon_of(period: tuple[int, int] | None, text: str, reference: int | None) -> Horizon:
    """The horizon of a plan: the period in its title, else the year from which its text looks ahead.

    >>> horizon_of((2021, 2025), "", 2021).end, horizon_of(None, "到2027年全面建成。", 2023).start
    (2025, 2023)
    """
    years = frozenset(mark.year for mark in find_years(fold(text)) if mark.role == "by")
    return Horizon(*period, years) if period is not None else Horizon(reference, None, years)


_ONE_BY_ONE = re.compile(f"二零[零{CN_DIGIT}]{{2}}")


def _arabic(found: re.Match[str]) -> str:
    return str(year_value(found.group()))


def times_of(
    columns: Sequence[TableColumn], horizon: Horizon, caption: str, *, past: bool, aimed: bool = False
) -> dict[int, Time]:
    """The time of every column that holds values, by its index; ``past``: the table tells what was; ``aimed``: it is
    of aims, whether or not a head says so."""
    found = {
        column.index: _named(_stated(column), column)
        for column in columns
        if column.role in (ColumnRole.VALUE, ColumnRole.CHANGE, ColumnRole.TOTAL)
    }
    if aimed and not past:
        bare = {i: t for i, t in found.items() if t.aim is ColumnAim.UNSURE and not t.by_head}
        found |= {index: replace(time, aim=ColumnAim.TARGET) for index, time in bare.items()}
    found = _of_this_plan(columns, found)
    found = _decided(found, horizon, past=past)
    return _dated(found, columns, horizon, caption)


def _named(time: Time, column: TableColumn) -> Time:
    return replace(time, column=column.name or None, by_head=time.year is not None)


def _stated(column: TableColumn) -> Time:
    """What the head itself says."""
    words = fold("".join(column.heads))
    unit = _UNIT.search(words)
    percent = "%" in words
    year = year_of(words)
    rest = _rest(column)
    unit_text = unit[1] if unit and year_of(unit[1]) is None else ""
    if column.role is ColumnRole.CHANGE or (column.role is ColumnRole.VALUE and _RISE.search(words)):
        return _change(words, Time(ColumnAim.CHANGE, year, None, percent, unit_text))
    if column.role is ColumnRole.TOTAL:
        return Time(ColumnAim.TOTAL, year, None, percent, unit_text)
    aim = ColumnAim.UNSURE
    if said_of(words, "base"):
        aim = ColumnAim.BASE
    elif said_of(words, "aim"):
        aim = ColumnAim.TARGET
    return Time(aim, year, rest, percent, unit_text)


def _change(words: str, time: Time) -> Time:
    """A column of changes: each year, against a year, over all years; unsure where its head says none of that."""
    if _PER_YEAR.search(words):
        return replace(time, yearly=True)
    if against := _AGAINST.search(words):
        base = int(against[1]) if against[1] else 2005 + 5 * "零一二三四五六".index(against[2])
        return replace(time, year=year_of(words[: against.start()] + words[against.end() :]), baseline=base)
    return time if _OVER_ALL.search(words) else replace(time, aim=ColumnAim.UNSURE)


def year_of(words: str) -> int | None:
    """The year that folded words of a head name, the last one of a range; None for none or several.

    >>> year_of("2025年目标"), year_of("“十四五”末"), year_of("2025年/2030年"), year_of("2021-2025年累计")
    (2025, 2025, None, 2025)
    """
    if found := _RANGE.search(words):
        return int(found[2])
    years = {mark.year for mark in find_years(words)} or {int(y[1]) for y in _BARE_YEAR.finditer(words)}
    return years.pop() if len(years) == 1 else None


def _rest(column: TableColumn) -> str | None:
    """What the head says besides time and aim."""
    left = []
    for head in column.heads:
        words = _UNIT.sub("", fold(head))
        words = _ONE_BY_ONE.sub("", _FIVE.sub("", _BARE_YEAR.sub("", _RANGE.sub("", words))))
        words = _TIME_WORDS.sub("", words)
        if words and words not in left:
            left.append(words)
    return "".join(left) or None


def _of_this_plan(columns: Sequence[TableColumn], found: dict[int, Time]) -> dict[int, Time]:
    """Columns of another plan are none of ours: 全省目标 beside 全市目标."""
    scoped = {index: time.scope or "" for index, time in found.items()}
    foreign = {index for index, scope in scoped.items() if _FOREIGN.search(scope)}
    own = {index for index, scope in scoped.items() if index not in foreign}
    if foreign and own:
        taken = {(found[index].year, found[index].aim) for index in own}
        for index in foreign:
            if (found[index].year, found[index].aim) in taken:
                found[index] = replace(found[index], aim=ColumnAim.NONE)
        for index in own:
            if _OWN.fullmatch(scoped[index]):
                found[index] = replace(found[index], scope=None)
    return found


def _decided(found: dict[int, Time], horizon: Horizon, *, past: bool) -> dict[int, Time]:
    """The columns with no word for it, judged by their year."""
    plain = [t.year for t in found.values() if t.aim is ColumnAim.UNSURE and t.year is not None]
    bases = [t.year for t in found.values() if t.aim is ColumnAim.BASE and t.year is not None]
    aims = [t.year for t in found.values() if t.aim is ColumnAim.TARGET and t.year is not None]
    for index, time in found.items():
        year = time.year
        if time.aim in _AIMED and (past or _is_over(year, horizon)):
            found[index] = replace(time, aim=ColumnAim.NONE)
        elif time.aim is ColumnAim.UNSURE and year is not None:
            found[index] = replace(time, aim=_by_year(year, plain, bases, aims, horizon, past=past))
    return found


_AIMED = (ColumnAim.TARGET, ColumnAim.CHANGE, ColumnAim.TOTAL)


def of_row(time: Time, words: str, horizon: Horizon) -> Time:
    """The time of a value whose row names the year in a cell of its own, where the head of its column names none.

    >>> aim = Time(ColumnAim.TARGET)
    >>> of_row(aim, "2024年12月底前", Horizon(2021)).year, of_row(aim, "持续推进", Horizon(2021)).year
    (2024, None)
    """
    year = year_of(fold(words))
    if time.by_head or year is None or time.aim is not ColumnAim.TARGET:
        return time
    return replace(time, year=year, aim=ColumnAim.NONE if _is_over(year, horizon) else time.aim)


def _is_over(year: int | None, horizon: Horizon) -> bool:
    return year is not None and horizon.start is not None and year < horizon.start


def _by_year(
    year: int,
    plain: Sequence[int],
    bases: Sequence[int],
    aims: Sequence[int],
    horizon: Horizon,
    *,
    past: bool,
) -> ColumnAim:
    if horizon.start is not None:
        if year < horizon.start:
            return ColumnAim.BASE
        return ColumnAim.UNSURE if past else ColumnAim.TARGET
    if bases and not past:
        return ColumnAim.TARGET if year > max(bases) else ColumnAim.BASE
    if aims:
        return ColumnAim.BASE if year < min(aims) and year == min(plain) else ColumnAim.UNSURE
    if horizon.ahead and not past:
        if year >= min(horizon.ahead):
            return ColumnAim.TARGET
        return ColumnAim.BASE if year == min(plain) else ColumnAim.UNSURE
    return ColumnAim.UNSURE


def _dated(
    found: dict[int, Time], columns: Sequence[TableColumn], horizon: Horizon, caption: str
) -> dict[int, Time]:
    """目标值 has the year of the caption, and a total under 目标 that of the last target beside it."""
    plain = fold(caption)
    stated = year_of(_ONE_BY_ONE.sub(_arabic, plain))
    targets = [t.year for t in found.values() if t.aim is ColumnAim.TARGET and t.year is not None]
    under_aim = {c.index for c in columns if len(c.heads) > 1 and said_of(fold(c.heads[0]), "aim")}
    for index, time in found.items():
        if time.year is not None:
            continue
        if time.aim is ColumnAim.TARGET and not targets:
            found[index] = replace(time, year=stated)
        elif time.aim is ColumnAim.CHANGE and not time.yearly and len(set(targets)) == 1:
            found[index] = replace(time, year=targets[0])
        elif time.aim is ColumnAim.TOTAL and (index in under_aim or not targets):
            found[index] = replace(time, year=max(targets, default=stated or horizon.end))
    return found
