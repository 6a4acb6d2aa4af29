"""Reads the unit that stands behind a number. The words are in ``lexicon/units.tsv``.

Takes folded text and the place behind a number. Gives the unit's printed length, stable name and family.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analyzers import lexicon

_DIVISOR = re.compile("[人户天日年月季次床亩]")
_SCALED_DIVISOR = re.compile("[百千万亿][元人户吨亩]")
_RATE_SIGNS = (
    (re.compile(r"/ ?(?:10 ?万|十万|100,?000)(?![0-9])人?"), "per_100000", 100_000),
    (re.compile(r"/ ?(?:1?万|1?0,?000)(?![0-9元吨亩])人?"), "per_10000", 10_000),
)
_BASES = {"per_1000": 1000, "per_10000": 10_000, "per_100000": 100_000}
_LATEX = re.compile(r"\\text\{([^{}]{1,12})\}")


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
    for pattern, name, base in _RATE_SIGNS:
        if found := pattern.match(text, at):
            return UnitMark(found.end(), name, "rate", base, found.group())
    if latex := _LATEX.match(text, at):
        row = _table().get(latex[1].strip())
        return UnitMark(latex.end(), row["unit"], row["family"], None, latex[1]) if row else None
    found = _pattern().match(text, at)
    return _with_divisor(text, found) if found else None


def _with_divisor(text: str, found: re.Match[str]) -> UnitMark:
    """Adds “/日”, “/平方米” to a unit; such a unit is always named by its print."""
    row = _table()[found.group()]
    printed, end = found.group(), found.end()
    if row["unit"] in _BASES or row["unit"] == "percent":
        return UnitMark(end, row["unit"], row["family"], _BASES.get(row["unit"]), printed)
    if text[end : end + 1] == "/":
        known = _pattern().match(text, end + 1)
        scaled = _SCALED_DIVISOR.match(text, end + 1)
        divisor = scaled or known or _DIVISOR.match(text, end + 1)
        if divisor:
            return UnitMark(divisor.end(), "other:", "measure", None, text[found.start() : divisor.end()])
    return UnitMark(end, row["unit"], row["family"], None, printed)
