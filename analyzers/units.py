"""Units of measure: those with a name of their own, and reading the unit that stands behind a number.

Takes folded text and the place behind a number. Gives the unit's printed length, stable name and family. What a unit is
written like is in ``lexicon/units.tsv``; all else that is said of a named unit is in UNITS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from analyzers import lexicon

_DIVISOR = re.compile("[人户天日年月季次床亩]")
_SCALED_DIVISOR = re.compile("[百千万亿][元人户吨亩]")
_RATE_SIGNS = (
    (re.compile(r"/ ?(?:10 ?万|十万|100,?000)(?![0-9])人?"), 100_000),
    (re.compile(r"/ ?(?:1?万|1?0,?000)(?![0-9元吨亩])人?"), 10_000),
)
_LATEX = re.compile(r"\\text\{([^{}]{1,12})\}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that records name by a word of their own, with all that is said of it; others go by their print."""

    name: str  # in records
    printed: str  # behind a value in a table
    over: int | None = None  # how many a share or rate is counted over
    counts: bool = False  # how many there are: says nothing beside a place of another size
    telling: bool = False  # its indicators tell clauses apart; what is built or counted is named in passing
    drawn: bool = True  # whether values of it can stand on one line


UNITS: Mapping[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("percent", "%", over=100, telling=True),
        Unit("per_1000", "‰", over=1000, telling=True),
        Unit("per_10000", "/万", over=10_000, telling=True),
        Unit("per_100000", "/10万", over=100_000, telling=True),
        Unit("ratio", " 比", telling=True, drawn=False),
        Unit("count", "", counts=True),
        Unit("persons", " 人", counts=True),
        Unit("hours", " 小时"),
        Unit("hours_per_day", " 小时/天"),
        Unit("credit_hours", " 学时"),
        Unit("times_per_year", " 次/年"),
        Unit("years", " 年", telling=True),
        Unit("weeks", " 周"),
        Unit("cm", " cm"),
        Unit("percentage_points", " 个百分点", telling=True),
        Unit("milestone", "", drawn=False),
    )
}
RATE_OVER = {unit.over: unit.name for unit in UNITS.values() if unit.over}  # 1000 -> per_1000
# Of units whose values can be told in each other: 3‰ is 0.3 %.
RATES = {unit.name: Decimal(unit.over) for unit in UNITS.values() if unit.over}


def without_group(unit: str) -> str:
    """The named unit that a unit of the tables of figures is, whoever is counted.

    >>> without_group("per_1000_children"), without_group("per_100000")
    ('per_1000', 'per_100000')
    """
    return "_".join(unit.split("_")[:2]) if unit.startswith("per_") else unit


def base_of(unit: str) -> int | None:
    """The size of the group that a rate is counted over, as records state it; a share of a hundred states none."""
    over = UNITS[unit].over if unit in UNITS else None
    return over if over != 100 else None


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A unit as printed at ``[start, end)``."""

    end: int
    name: str  # stable, or the printed text for units without a name
    family: str
    base: int | None
    printed: str


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["text"]: row for row in lexicon.table("units")}


@cache
def _pattern() -> re.Pattern[str]:
    """Longest word first; a word before which its ``not_before`` characters stand does not match."""
    parts = []
    for word in sorted(_table(), key=len, reverse=True):
        blocked = _table()[word]["not_before"]
        parts.append(re.escape(word) + (f"(?![{re.escape(blocked)}])" if blocked else ""))
    return re.compile("|".join(parts))


def unit_at(text: str, at: int) -> UnitMark | None:
    """The longest unit that begins at ``at``, or None.

    >>> unit_at("个百分点", 0).name, unit_at("/10万", 0).name, unit_at("人均", 0)
    ('percentage_points', 'per_100000', None)
    >>> unit_at("吨标准煤/万元", 0).printed
    '吨标准煤/万元'
    """
    for pattern, over in _RATE_SIGNS:
        if found := pattern.match(text, at):
            return UnitMark(found.end(), RATE_OVER[over], "rate", over, found.group())
    if latex := _LATEX.match(text, at):
        row = _table().get(latex[1].strip())
        return UnitMark(latex.end(), row["unit"], row["family"], None, latex[1]) if row else None
    found = _pattern().match(text, at)
    return _with_divisor(text, found) if found else None


def _with_divisor(text: str, found: re.Match[str]) -> UnitMark:
    """Adds “/日”, “/平方米” to a unit; such a unit is always named by its print."""
    row = _table()[found.group()]
    printed, end = found.group(), found.end()
    if row["unit"] in RATES:
        return UnitMark(end, row["unit"], row["family"], base_of(row["unit"]), printed)
    if text[end : end + 1] == "/":
        known = _pattern().match(text, end + 1)
        scaled = _SCALED_DIVISOR.match(text, end + 1)
        divisor = scaled or known or _DIVISOR.match(text, end + 1)
        if divisor:
            return UnitMark(divisor.end(), "other:", "measure", None, text[found.start() : divisor.end()])
    return UnitMark(end, row["unit"], row["family"], None, printed)
