"""Reads indicator rows that stand in a text: 指标：婴儿死亡率（‰） 2015年：8.1 2020年：7.5 2030年：5.0.

Takes folded and printed clause text. Gives one cell for each year that looks ahead, with the unit from the
brackets behind the name. The first of several columns is the baseline where no reference year is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from analyzers.marks import Quantity
from analyzers.quantities import find_quantities
from analyzers.units import unit_at
from ingest.targets.wording import populations, unit_context

_NAME = re.compile(r"(?:指标名称|指标|名称|项目)[:：]\s*")
_CELL = re.compile(r"(20[0-9]{2})年?(?:目标值?|规划值|预期值|末|底)?(?:\([^()]{0,8}\))?\s*:\s*")
_UNIT = re.compile(r"[(（]([^()（）]{1,16})[)）]\s*$")
_CHANGE = re.compile("(?:比|较)(20[0-9]{2})年(?:末|底)?(?:累计)?(?:降低|下降|减少|提高|增加|增长|上升)")
_BRACKET = re.compile(r"\([^()]*\)")
_SCALED = re.compile("([万亿]+)(.+)")


@dataclass(frozen=True, slots=True)
class RowValue:
    """The value that a row gives for one year; offsets into the clause's text."""

    indicator: str
    population: str | None
    year: int
    quantity: Quantity
    value: Decimal
    unit: str
    base: int | None
    change: bool
    baseline_year: int | None
    start: int
    end: int


def find_rows(folded: str, printed: str, reference: int | None) -> tuple[RowValue, ...]:
    """Every cell that states a target, in rows of the form 指标：… 年：值."""
    names = list(_NAME.finditer(folded)) if "年" in folded else []
    cells: list[RowValue] = []
    for index, name in enumerate(names):
        stop = names[index + 1].start() if index + 1 < len(names) else len(folded)
        cells += _row(folded, printed, name.end(), stop, reference)
    return tuple(cells)


def _row(folded: str, printed: str, start: int, stop: int, reference: int | None) -> Iterator[RowValue]:
    heads = list(_CELL.finditer(folded, start, stop))
    if not heads:
        return
    label = folded[start : heads[0].start()].rstrip()
    unit = _UNIT.search(label)
    indicator = printed[start : start + (unit.start() if unit else len(label))].strip()
    for index, head in enumerate(heads):
        year = int(head[1])
        baseline = year < reference if reference is not None else index == 0 and len(heads) > 1
        if baseline or len(indicator) < 2:
            continue
        end = heads[index + 1].start() if index + 1 < len(heads) else stop
        text = _BRACKET.sub(lambda found: " " * len(found.group()), folded[head.end() : end])
        if found := find_quantities(text):
            yield _cell(indicator, year, found[0], text, unit[1].strip() if unit else "", start, head.end())


def _cell(
    indicator: str, year: int, q: Quantity, text: str, unit_text: str, start: int, offset: int
) -> RowValue:
    change = _CHANGE.search(text)
    unit, base, value = unit_context.unit_of(q, indicator, "")
    if q.family == "bare":
        unit, base, value = _bracket_unit(unit_text, indicator, q)
    end = q.end + offset
    number_start, number_end = q.number_start + offset, q.number_end + offset
    q = replace(q, start=q.start + offset, end=end, number_start=number_start, number_end=number_end)
    baseline = int(change[1]) if change else None
    who = populations.population_of(indicator)
    return RowValue(indicator, who, year, q, value, unit, base, bool(change), baseline, start, end)


def _bracket_unit(text: str, indicator: str, q: Quantity) -> tuple[str, int | None, Decimal]:
    """Unit, base and value of a bare number under a heading such as （1/10万） or （亿人）."""
    rate = text.removeprefix("1") if text.startswith("1/") else text
    known = unit_at(rate, 0)
    scaled = _SCALED.fullmatch(text)
    if known and known.end == len(rate):
        named = replace(q, unit=known.name, family=known.family, base=known.base)
        if known.name == "other:":
            return f"other:{text}", None, q.value
        return unit_context.unit_of(named, indicator, "")
    if scaled and (rest := unit_at(scaled[2], 0)) and rest.family in ("count", "people"):
        factor = 1
        for char in scaled[1]:
            factor *= 10_000 if char == "万" else 100_000_000
        value = q.value * factor
        return rest.name, None, value.to_integral_value() if value == value.to_integral_value() else value
    return f"other:{text}", None, q.value
