"""Reads a unit that stands alone: in a column 单位, in the brackets behind a name, or under a caption.

Takes its text. Gives a StatedUnit: the stable name, the size of the population of a rate, and the factor of 万 and 亿 where
they are multiplied out; or None where the text is no unit: （女）, （折纯）.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analyzers.normalise import HAN, fold, squash
from analyzers.units import unit_at


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit as the records state it."""

    name: str
    base: int | None = None
    factor: int = 1
    family: str = ""


_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SCALED = re.compile("(百万|千万|百亿|千亿|万亿|[百千万亿])(.+)")
_MULTIPLIED = ("count", "people")
_FRACTIONS = {"百分": "%", "千分": "‰", "万分": "1/万", "十万分": "1/10万"}
_ANY = re.compile(rf"[{HAN}A-Za-z·/]{{1,8}}")
_NO_UNIT = re.compile(r"[-/]+|无|无量纲")
# A unit with a remark that belongs to it (套（间）), or with a divisor that the table of units does not know.
_REMARK = re.compile(r"([^()/]{1,4})\([^()]{1,4}\)")
_DIVIDED = re.compile(r"([^()/]{1,8})/((?:百|千|万|十万|10万)?[^()/]{1,6})")


def unit_of_text(text: str) -> StatedUnit | None:
    """The unit that a text is.

    >>> unit_of_text("%"), unit_of_text("1/10万").name, unit_of_text("万人"), unit_of_text("万亩").name
    (StatedUnit(name='percent', base=None, factor=1, family='rate'), 'per_100000', StatedUnit(name='persons', base=None, factor=10000, family='people'), 'other:万亩')
    >>> unit_of_text("女"), unit_of_text("折纯"), unit_of_text("万套（间）").name
    (None, None, 'other:万套（间）')
    """
    printed = squash(text)
    plain = fold(printed)
    if plain in ("%", "百分比"):
        return StatedUnit("percent", family="rate")
    if plain in ("次", "人次/年"):
        return StatedUnit(f"other:{plain}", family="times")
    if fraction := _FRACTIONS.get(plain.removesuffix("之一")):
        return unit_of_text(fraction)
    known = unit_at(plain.removeprefix("1") if re.match("1/[^/]", plain) else plain, 0)
    size = len(plain) - (1 if re.match("1/[^/]", plain) else 0)
    if known is not None and known.end == size:
        return _as_unit(known.name, known.family, known.base, printed)
    scaled = _SCALED.fullmatch(plain)
    if scaled is not None and (rest := unit_of_text(scaled[2])) is not None and rest.family != "rate":
        return _scaled(scaled[1], rest, printed)
    return _with_remark(plain, printed)


def _as_unit(name: str, family: str, base: int | None, printed: str) -> StatedUnit:
    if name in ("other:", "fold", "doubling", "times") or (name.startswith("other:") and family == "times"):
        return StatedUnit(f"other:{printed}", family=family)
    return StatedUnit(name, base, 1, family)


def _scaled(scale: str, rest: StatedUnit, printed: str) -> StatedUnit:
    factor = 1
    for char in scale:
        factor *= _SCALES[char]
    if rest.family in _MULTIPLIED and not rest.name.startswith("other:"):
        return StatedUnit(rest.name, rest.base, factor, rest.family)
    return StatedUnit(f"other:{printed}", family=rest.family)


def _with_remark(plain: str, printed: str) -> StatedUnit | None:
    found = _REMARK.fullmatch(plain) or _DIVIDED.fullmatch(plain)
    inner = unit_at(found[1], 0) if found is not None else None
    if found is None or inner is None or inner.end != len(found[1]):
        return None
    if inner.family == "rate":  # %（累计）
        return _as_unit(inner.name, inner.family, inner.base, found[1])
    return StatedUnit(f"other:{printed}", family="measure")


def unit_in_column(text: str) -> StatedUnit | None:
    """The unit that a cell of a column 单位 is: there, a word that no table knows is a unit too; several are none.

    >>> unit_in_column("班").name, unit_in_column("十万分之一").name, unit_in_column("个、条"), unit_in_column("—")
    ('other:班', 'per_100000', None, None)
    """
    known = unit_of_text(text)
    if known is not None or says_no_unit(text):
        return known
    printed = squash(text)
    return StatedUnit(f"other:{printed}", family="measure") if _ANY.fullmatch(fold(printed)) else None


def says_no_unit(text: str) -> bool:
    """Whether a cell states that there is no unit: — or 无.

    >>> says_no_unit("—"), says_no_unit(""), says_no_unit("%")
    (True, False, False)
    """
    return _NO_UNIT.fullmatch(fold(squash(text))) is not None


def times(unit: StatedUnit, value: Decimal) -> Decimal:
    """A value in the unit, 万 and 亿 multiplied out where the records do so."""
    if unit.factor == 1:
        return value
    product = value * unit.factor
    return product.to_integral_value() if product == product.to_integral_value() else product.normalize()
