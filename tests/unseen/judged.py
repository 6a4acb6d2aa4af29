"""What the scorers of judged texts share: a judged row beside a row that was read, with every reading that counts as right.

A judge writes the field that a careful reader would prefer and, beside it, other readings that are as good
(``<field>_alternatives`` or ``<field>_any``). Gives how near a read row is to a judged one, and which fields differ.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from analyzers.normalise import squash
from ingest.plan import Target

FIELDS = (
    "comparator",
    "value",
    "value_high",
    "unit",
    "year",
    "period",
    "nature",
    "direction",
    "baseline_year",
    "indicator",
)
ALIKE = 0.75  # share of common character pairs from which two wordings of an indicator count as one


def plain(text: str) -> str:
    """A text as it is compared: without blanks, in the widths of NFKC."""
    return squash(unicodedata.normalize("NFKC", text))


def readings(gold: dict[str, Any], name: str) -> list[Any]:
    """Every value of a field that the judge counts as right, the preferred one first."""
    return [gold.get(name), *gold.get(f"{name}_alternatives", []), *gold.get(f"{name}_any", [])]


def number(value: Any) -> Decimal | None:
    """A judged value as a number; None for none."""
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return None


def overlap(left: str, right: str) -> float:
    """Share of common character pairs (Dice)."""
    a, b = (Counter(pairwise(plain(text))) for text in (left, right))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def alike(gold: dict[str, Any], indicator: str) -> float:
    """How alike an indicator is to the nearest wording that the judge allows."""
    return max(overlap(str(one), indicator) for one in readings(gold, "indicator") if one)


_SCALES = {"万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}


def _measured(value: Decimal | None, unit: str) -> tuple[Decimal | None, str]:
    """A value in its plain unit: 15 万亩 is 150000 亩, whichever of the two a reader writes down."""
    name = unit.removeprefix("other:")
    scale = next((mark for mark in ("万亿", "亿", "万") if name.startswith(mark) and name != mark), "")
    if value is None or not scale or name == unit:
        return value, unit
    return value * _SCALES[scale], f"other:{name[len(scale) :]}"


def _judged(gold: dict[str, Any]) -> list[tuple[Decimal | None, str]]:
    """Every value that is allowed with every unit that is allowed, in plain units."""
    found = [
        _measured(number(value), str(unit or ""))
        for value in readings(gold, "value")
        for unit in readings(gold, "unit")
    ]
    found += [
        _measured(number(other.get("value")), str(other.get("unit") or gold.get("unit") or ""))
        for other in gold.get("alternatives", [])
    ]
    return found


def same_value(gold: dict[str, Any], row: Target) -> bool:
    """Whether the row states the judged value, in its unit or in 万 and 亿 of it."""
    have, _ = _measured(row.value, row.unit)
    return any(value == have for value, _ in _judged(gold))


def same_unit(gold: dict[str, Any], row: Target) -> bool:
    """Whether the unit is one that is allowed; 个/年 and 个 are told apart by the period, not here."""
    _, have = _measured(row.value, row.unit)
    return _whole(have) in {_whole(unit) for _, unit in _judged(gold)}


def _whole(unit: str) -> str:
    head, slash, tail = unit.rpartition("/")
    return head if slash and tail in ("年", "月", "季度", "学期", "周", "天") else unit


def differing(gold: dict[str, Any], row: Target, fields: Sequence[str] = FIELDS) -> list[str]:
    """The fields of a found row that are none of the judge's readings."""
    wrong = []
    for name in fields:
        if name not in gold:
            continue
        if name == "value":
            right = same_value(gold, row)
        elif name == "unit":
            right = same_unit(gold, row)
        elif name == "indicator":
            right = alike(gold, row.indicator) >= ALIKE
        elif name == "value_high":
            right = (
                not any(number(gold.get("value")) == row.value for _ in (0,))
                or number(gold[name]) == row.value_high
            )
        else:
            right = _text(getattr(row, name, None)) in {_text(each) for each in readings(gold, name)}
        if not right:
            wrong.append(name)
    return wrong


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def nearness(gold: dict[str, Any], row: Target) -> float:
    """How near a read row is to a judged one; 2 and more means the same place and value."""
    wanted, quote = plain(gold.get("quote_contains") or ""), plain(row.quote)
    placed = (
        not wanted
        or wanted in quote
        or quote in wanted
        or bool(set(_numerals(wanted)) & set(_numerals(quote)))
    )
    year = _text(row.year) in {_text(each) for each in readings(gold, "year")}
    return (
        1.5 * same_value(gold, row)
        + placed / 2
        + year / 4
        + same_unit(gold, row) / 4
        + alike(gold, row.indicator)
    )


def _numerals(text: str) -> Iterable[str]:
    return "".join(char if char.isdigit() or char == "." else " " for char in text).split()
