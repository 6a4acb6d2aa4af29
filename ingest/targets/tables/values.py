"""Says in which unit the value of a cell counts, and which way it goes where it is the size of a change.

Takes the Indicator of a row, the Time of its column and what its cell says. Gives a StatedUnit, or None where the unit of the
cell, the row and the head do not agree or none of them tells it: then the value is not certain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzers.normalise import fold
from analyzers.units import RATE_OVER
from analyzers.units import RATES as UNIT_RATES
from ingest.plan import Clause
from ingest.targets import vocabulary
from ingest.targets.tables.cells import CellValue
from ingest.targets.tables.times import ColumnAim, Time
from ingest.targets.tables.unit_text import StatedUnit, unit_of_text
from ingest.targets.wording import unit_context


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a table, or one part of a row where two tables stand side by side."""

    clause: Clause
    name: str
    unit: StatedUnit | None
    no_unit: bool  # the table says that there is none
    attribute: str | None


_CHANGES = re.compile("(?:降低|下降|减少|削减|压减|增长|提高|提升|增加)$")
_FALLS = re.compile("降低|下降|减少|削减|压减")
_NEGATIVE = re.compile("增长|增速|增幅|变化|增减|净流入")


def direction_of(indicator: Indicator, time: Time, value: CellValue) -> str | None:
    """Which way a value goes where it is the size of a change: by its cell, its column or its name."""
    falls = value.value < 0 or _FALLS.search(indicator.name)
    if value.change:
        return value.change
    if time.aim is ColumnAim.CHANGE or _CHANGES.search(indicator.name):
        return "down" if falls else "up"
    return None


def may_be_negative(indicator: Indicator) -> bool:
    """Whether a minus is part of a level: 常住人口增长率 -0.3."""
    return _NEGATIVE.search(indicator.name) is not None


def unit_of_value(
    indicator: Indicator, time: Time, value: CellValue, change: str | None
) -> StatedUnit | None:
    """The unit of a value, None where it is not certain."""
    if value.ratio:
        return StatedUnit("ratio") if indicator.unit is None or indicator.unit.name == "ratio" else None
    if value.coverage:
        return _share_of_all(indicator)
    if value.unit:
        return _printed(indicator, time, value, change)
    if time.aim is ColumnAim.CHANGE and not value.total:
        grows = _CHANGES.search(indicator.name) and indicator.unit is not None
        return StatedUnit("percent") if time.percent else indicator.unit if grows else None
    head = unit_of_text(time.unit) if time.unit else None
    if indicator.unit is not None and head is not None and head.name != indicator.unit.name:
        return None
    return _counted_over(indicator, indicator.unit or head)


def _share_of_all(indicator: Indicator) -> StatedUnit | None:
    """全覆盖 is all of them where the indicator is a share."""
    if indicator.unit is None:
        return StatedUnit("percent") if "覆盖" in indicator.name else None
    return indicator.unit if indicator.unit.name == "percent" else None


def _printed(indicator: Indicator, time: Time, value: CellValue, change: str | None) -> StatedUnit | None:
    """The unit in the cell, unless it contradicts that of the indicator."""
    unit, known = unit_of_text(value.unit), indicator.unit
    if unit is None or known is None:
        return None if unit is None else _counted_over(indicator, unit)
    share = unit.name in UNIT_RATES or unit.family == "points"
    if (change is not None and share) or (time.aim is ColumnAim.CHANGE and unit.name == "percent"):
        return unit
    return _counted_over(indicator, unit) if _plain(unit) == _plain(known) else None


def _counted_over(indicator: Indicator, unit: StatedUnit | None) -> StatedUnit | None:
    """每千人口…（人）: how many of a thousand."""
    if unit is None:
        return StatedUnit(f"other:{vocabulary.heads().ending(indicator.name)}") if indicator.no_unit else None
    base = unit_context.per_base(fold(indicator.name))
    if base is None or unit.factor != 1 or unit.family not in ("count", "people", "thing"):
        return unit
    return StatedUnit(RATE_OVER[base], base) if base in RATE_OVER else unit


def _plain(unit: StatedUnit) -> str:
    """A unit without 万 and 亿: 万头 and 头 are one."""
    return re.sub("^other:[百千万亿]+", "other:", unit.name)
