"""Which units can be told in each other: 万元 and 元, 分钟 and 小时, 元/月 and 元/年, 每千 and 每万, 公斤/亩 and 吨/公顷.

Takes the unit of a value with what its name and period say of it. Gives a UnitMeasure: of which kind it is and how large one
of it is, exactly. Never converts a size that the table (``lexicon/unit_sizes.tsv``) does not state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analyzers import lexicon
from analyzers.units import RATES, UNITS, without_group

_MULTIPLES = (
    ("万亿", 10**12),
    ("千万", 10**7),
    ("百万", 10**6),
    ("十万", 10**5),
    ("亿", 10**8),
    ("万", 10**4),
)
_PARTED = re.compile("[/·•・]")
_PER_PERIOD = {"year": "年", "month": "月", "week": "周", "day": "天"}
_OVER = re.compile(r"每(?P<many>百万|十万|万|千|百|100万|10万|1万|1000|100)(?:名|人|户)?")
_MANY = {
    "百": 100, "100": 100, "千": 1000, "1000": 1000, "万": 10_000, "1万": 10_000, "十万": 100_000, "10万": 100_000,
    "百万": 1_000_000, "100万": 1_000_000,
}  # fmt: skip
_TURNS = frozenset({"times", "场次", "场"})
_COUNTS = frozenset(unit.name for unit in UNITS.values() if unit.counts)  # 2名 is read as either
_PLACES = 6  # digits that a conversion which does not come out even is shown with


@dataclass(frozen=True, slots=True)
class UnitMeasure:
    """A unit: the kinds of what is above and below the stroke, and how many of the smallest one of it is."""

    kind: tuple[str, ...]
    size: Fraction

    def of(self, value: Decimal) -> Fraction:
        """A value in the smallest unit of its kind."""
        return Fraction(value) * self.size


def measure_of(unit: str, indicator: str = "", period: str | None = None) -> UnitMeasure:
    """The measure of a unit; the indicator may say 每万人, and the period 每月, where the unit does not.

    >>> year, month = measure_of("other:元/年"), measure_of("other:元", period="month")
    >>> year.kind == month.kind, month.size / year.size
    (True, Fraction(12, 1))
    >>> measure_of("percent").size / measure_of("per_1000").size
    Fraction(10, 1)
    """
    plain = without_group(unit)
    if plain in RATES:
        return UnitMeasure(("rate",), 1 / Fraction(RATES[plain]))
    if plain == "other:每百万":
        return UnitMeasure(("rate",), Fraction(1, 10**6))
    named = UNITS.get(plain)
    if named is not None and named.period:  # hours_per_day
        head, below = plain.partition("_per_")[0], [_PER_PERIOD[named.period]]
    else:
        head, *below = _PARTED.split(plain.removeprefix("other:"))
    over = _OVER.search(indicator)
    if over is not None and head in _COUNTS | {"张", "个", "名", "人", "床"}:
        return UnitMeasure(("rate",), Fraction(1, _MANY[over["many"]]))
    kind, size = _part(head)
    if period in _PER_PERIOD and not {_part(each)[0] for each in below} & {"days", "months"}:
        below.append(_PER_PERIOD[period])
    kinds = []
    for each in below:
        its, much = _part(each.removeprefix("每"))
        if its != "people":  # 每人每年9000元 is read with and without its people
            kinds.append(its)
            size /= much
    return UnitMeasure((kind, *sorted(kinds)), size)


def in_measure(value: Decimal, mine: UnitMeasure, wanted: UnitMeasure) -> Decimal:
    """A value in another unit of its kind; rounded only where it does not come out even.

    >>> in_measure(Decimal("1.95"), measure_of("other:万元"), measure_of("other:元"))
    Decimal('19500')
    """
    exact = mine.of(value) / wanted.size
    found = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(found) != exact:
        found = found.quantize(Decimal(1).scaleb(found.adjusted() - _PLACES + 1)) if found else found
    return found.to_integral_value() if found == found.to_integral_value() else found.normalize()


def _part(word: str) -> tuple[str, Fraction]:
    """The kind and size of one word of a unit; a word that the table does not have is a kind of its own."""
    if word in _COUNTS:
        return "count", Fraction(1)
    if word in _TURNS:
        return "times", Fraction(1)
    sizes = _sizes()
    if word in sizes:
        return sizes[word]
    for many, times in _MULTIPLES:
        if word.startswith(many) and len(word) > len(many):
            kind, size = _part(word[len(many) :])
            return kind, size * times
    return word, Fraction(1)


@lexicon.kept
def _sizes() -> dict[str, tuple[str, Fraction]]:
    """The table: unit -> kind and size."""
    return {row["unit"]: (row["kind"], Fraction(row["size"])) for row in lexicon.table("unit_sizes")}
