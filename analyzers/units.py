"""Units of measure: those with a name of their own, and reading the unit that stands behind a number.

Takes folded text and the place behind a number. Gives the unit's printed length, stable name and family. What a unit is
written like is in ``lexicon/units.tsv``; all else that is said of a named unit is in UNITS. A sign and the word for one
unit have one name (㎡ and m² are 平方米), also where one unit is counted by others (μg/m³, 元/人·月).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from analyzers import lexicon
from analyzers.normalise import HAN

_CASES = "(?:[例人起名宗位] ?)?/ ?"
_RATES = (
    (re.compile(_CASES + r"(?:10 ?万|十万|100,?000)(?![0-9])(?:人口|人)?"), "per_100000"),
    (re.compile(_CASES + r"(?:100 ?万|百万|1,?000,?000)(?![0-9元吨])(?:人口|人)?"), "other:每百万"),
    (
        re.compile(r"[例人起名宗位]/ ?1?万(?:人口|人|车|辆)|/ ?(?:1?万|1?0,?000)(?![0-9元吨亩])人?"),
        "per_10000",
    ),
    (re.compile(r"[例人起名宗位]/ ?(?:千|1000)(?:人口|人)"), "per_1000"),
)
_RATE_BEGINS = "例人起名宗位/"
_IN_BRACKETS = re.compile(r"\(1?([^()]{1,8})\)")
_LATEX = re.compile(r"\\text\{([^{}]{1,12})\}")
# What a unit may be counted by: another unit, people and times, or so many of them (/万元, /百户, /人·月).
_SCALED = re.compile("每?(?:[0-9]{1,5}[百千万亿]?|[百千万亿])(?:人口|平方公里|[元人户吨亩名辆个车])")
_COUNTED_BY = re.compile("每?(?:学期|[人户天日年月季次床亩校村班生])")
_AND_TIME = re.compile(f"[·•・](?:学期|[年月日天次床人户])|[年月日天次](?![{HAN}])")
_SHORT = {"h": "小时", "d": "日", "a": "年", "s": "秒", "min": "分钟"}
_SHORT_AT = re.compile("(?:min|[hdas])(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that records name by a word of their own, with all that is said of it; others go by their print."""

    name: str  # in records
    printed: str  # behind a value in a table
    over: int | None = None  # how many a share or rate is counted over
    counts: bool = False  # how many there are: says nothing beside a place of another size
    telling: bool = False  # its indicators tell clauses apart; what is built or counted is named in passing
    drawn: bool = True  # whether values of it can stand on one line
    period: str | None = None  # over what time it counts


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
        Unit("hours_per_day", " 小时/天", period="day"),
        Unit("credit_hours", " 学时"),
        Unit("times_per_year", " 次/年", period="year"),
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
    name: str  # stable; ``other:`` and the unit's word for units without a name of their own
    family: str
    base: int | None
    printed: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table."""

    text: str
    name: str
    family: str
    not_before: str

    @property
    def word(self) -> str:
        """The word for the unit: 平方米 for ㎡, 人 for 人."""
        return self.name[6:] if len(self.name) > 6 and self.name.startswith("other:") else self.text


@lexicon.kept
def _by_first() -> dict[str, tuple[_Row, ...]]:
    """First character -> the units that begin with it, the longest first."""
    found: dict[str, list[_Row]] = {}
    for row in lexicon.table("units"):
        unit = _Row(row["text"], row["unit"], row["family"], row["not_before"])
        found.setdefault(unit.text[0], []).append(unit)
    return {first: tuple(sorted(units, key=lambda unit: -len(unit.text))) for first, units in found.items()}


def _known(text: str, at: int) -> _Row | None:
    """The longest row that stands at ``at``, if it is not the beginning of another word."""
    for unit in _by_first().get(text[at : at + 1], ()):
        if text.startswith(unit.text, at):
            behind = text[at + len(unit.text) : at + len(unit.text) + 1]
            another = behind and (behind in unit.not_before or (_latin(behind) and _latin(unit.text[-1])))
            if not another:
                return unit
    return None


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def unit_at(text: str, at: int) -> UnitMark | None:
    """The longest unit that begins at ``at``, or None.

    >>> unit_at("个百分点", 0).name, unit_at("/10万", 0).name, unit_at("人均", 0)
    ('percentage_points', 'per_100000', None)
    >>> unit_at("吨标准煤/万元", 0).name, unit_at("μg/m³", 0).name, unit_at("元/人·月", 0).name
    ('other:吨标准煤/万元', 'other:微克/立方米', 'other:元/人·月')
    """
    first = text[at : at + 1]
    if first and first in _RATE_BEGINS and (rate := _rate(text, at)):
        return rate
    if first == "(":
        return _bracketed(text, at)
    if first == "\\" and (latex := _LATEX.match(text, at)):
        row = _known(latex[1].strip(), 0)
        return UnitMark(latex.end(), row.name, row.family, None, latex[1]) if row else None
    found = _known(text, at)
    return _with_divisor(text, at, found) if found else None


def _rate(text: str, at: int) -> UnitMark | None:
    for pattern, name in _RATES:
        if found := pattern.match(text, at):
            return UnitMark(found.end(), name, "rate", base_of(name), found.group())
    return None


def _bracketed(text: str, at: int) -> UnitMark | None:
    """A rate in brackets, as tables print it: 12(1/10万), 5(‰)."""
    found = _IN_BRACKETS.match(text, at)
    rate = unit_at(found[1], 0) if found else None
    if found is None or rate is None or rate.family != "rate" or rate.end != len(found[1]):
        return None
    return UnitMark(found.end(), rate.name, rate.family, rate.base, found.group())


def _with_divisor(text: str, at: int, unit: _Row) -> UnitMark:
    """Adds “/日”, “/平方米”, “/人·月” to a unit."""
    end = at + len(unit.text)
    name = unit.name if unit.name != "other:" else f"other:{unit.text}"
    if unit.family == "rate" or text[end : end + 1] != "/":
        return UnitMark(end, name, unit.family, base_of(unit.name), unit.text)
    words = [unit.word]
    while len(words) < 3 and text[end : end + 1] == "/" and (divisor := _divisor(text, end + 1)):
        word, end = divisor
        words.append(word)
    if len(words) == 1:
        return UnitMark(end, name, unit.family, None, unit.text)
    return UnitMark(end, f"other:{'/'.join(words)}", "measure", None, text[at:end])


def _divisor(text: str, at: int) -> tuple[str, int] | None:
    """The word that a unit is counted by, and where it ends."""
    if short := _SHORT_AT.match(text, at):
        return _SHORT[short.group()], short.end()
    if scaled := _SCALED.match(text, at):
        word, end = scaled.group(), scaled.end()
    elif known := _known(text, at):
        word, end = known.text if known.text[0] > "一" else known.word, at + len(known.text)
    elif by := _COUNTED_BY.match(text, at):
        word, end = by.group(), by.end()
    else:
        return None
    if time := _AND_TIME.match(text, end):
        return word + text[end : time.end()], time.end()
    return word, end
