"""Reads indicator rows that stand in a text: 指标：婴儿死亡率（‰） 2015年：8.1 2020年：7.5 2030年：5.0.

Takes folded and printed clause text. Gives one cell for each year that looks ahead, with the unit from the
brackets behind the name. The first column of several is the baseline where no reference year is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzers.marks import Quantity
from analyzers.quantities import find_quantities
from analyzers.units import unit_at

_NAME = re.compile(r"(?:指标名称|指标|名称|项目)[:：]\s*")
_CELL = re.compile(r"(20[0-9]{2})年?(?:目标值?|规划值|预期值|末)?\s*:\s*")
_UNIT = re.compile(r"[(（]([^()（）]{1,16})[)）]\s*$")
_NEXT_FIELD = re.compile(r"[一-鿿]{2,6}:")
_CHANGE = re.compile("(?:比|较)(20[0-9]{2})年(?:降低|下降|减少|提高|增加|增长|上升)")


@dataclass(frozen=True, slots=True)
class Cell:
    """The value that a row gives for one year."""

    indicator: str
    year: int
    quantity: Quantity
    unit: str
    base: int | None
    change: bool
    baseline_year: int | None
    start: int
    end: int


def find_rows(folded: str, printed: str, reference: int | None) -> tuple[Cell, ...]:
    """Every cell that states a target in rows of the form 指标：… 年：值."""
    if "指标" not in folded and "名称" not in folded and "项目" not in folded:
        return ()
    cells: list[Cell] = []
    for name in _NAME.finditer(folded):
        cells += _row(folded, printed, name, reference)
    return tuple(cells)


def _row(folded: str, printed: str, name: re.Match[str], reference: int | None) -> Iterator[Cell]:
    limit = _NAME.search(folded, name.end())
    stop = limit.start() if limit else len(folded)
    heads = list(_CELL.finditer(folded, name.end(), stop))
    if not heads:
        return
    label_end = heads[0].start()
    label = folded[name.end() : label_end].rstrip()
    unit_text = _UNIT.search(label)
    title_end = name.end() + (unit_text.start() if unit_text else len(label))
    indicator = printed[name.end() : title_end].strip()
    years = [int(head[1]) for head in heads]
    for index, head in enumerate(heads):
        year = years[index]
        if (reference is not None and year < reference) or (reference is None and index == 0 and len(heads) > 1):
            continue
        end = heads[index + 1].start() if index + 1 < len(heads) else stop
        text = folded[head.end() : end]
        found = find_quantities(re.sub(r"\([^()]*\)", lambda m: " " * len(m.group()), text))
        if not found:
            continue
        yield _cell(indicator, year, found[0], text, unit_text[1] if unit_text else "", name.end(), head.end())


def _cell(indicator: str, year: int, q: Quantity, text: str, unit_text: str, start: int, offset: int) -> Cell:
    change = _CHANGE.search(text)
    unit, base, value = q.unit, q.base, q.value
    if q.family == "bare":
        unit, base, value = _bracket_unit(unit_text, q)
    q = replace(q, start=q.start + offset, end=q.end + offset, value=value)
    return Cell(indicator, year, q, unit, base, bool(change), int(change[1]) if change else None, start, q.end)


def _bracket_unit(text: str, q: Quantity):  # type: ignore[no-untyped-def]
    from decimal import Decimal

    text = text.strip()
    scaled = re.match("([万亿]+)(.+)", text)
    rate = unit_at("/" + text.removeprefix("1/"), 0) if text.startswith(("1/", "/")) else unit_at(text, 0)
    if rate and rate.end >= len(text.removeprefix("1/")):
        return rate.name if rate.name != "other:" else f"other:{text}", rate.base, q.value
    if scaled:
        rest = unit_at(scaled[2], 0)
        if rest and rest.family in ("count", "people"):
            factor = Decimal(10_000 if scaled[1] == "万" else 100_000_000)
            value = q.value * factor
            return rest.name, None, value.to_integral_value() if value == value.to_integral_value() else value
    return (f"other:{text}" if text else "other:"), None, q.value
