"""Tells what a table is for: indicators with values, tasks with who does them, or neither.

Takes a FoundTable whose rows and columns have their roles. Gives it with its kind. Values by years alone make no
indicators: a list of projects has them too, for its money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analyzers.normalise import fold, squash
from ingest.plan import TableKind
from ingest.structure.tables.columns import ColumnRole, TableColumn, columns_of, said_of
from ingest.structure.tables.found import FoundTable
from ingest.structure.tables.grid import TableGrid
from ingest.structure.tables.heads import RowRole
from ingest.structure.tables.surroundings import LABEL

_AIMS = re.compile("指标|目标|任务")
_MAY_MEASURE = (ColumnRole.VALUE, ColumnRole.OTHER)
_WITH_UNIT = re.compile(r"([^()]+)\([^()\d年]{1,8}\)")
_WHEN = re.compile(r"20\d{2}年?|目标值?|现状值?|规划值?|基期值?|年|末|底")
_FIGURE = re.compile(r"\d|^[-—/]+$")
_INDICATORS = re.compile("指标|目标值|目标表|目标一览")


def with_kind(found: FoundTable) -> FoundTable:
    """The table with its kind; of one that is turned, the columns are those of the turned grid."""
    by_head = _by_head(found)
    if by_head is not None:
        return by_head
    if _is_indicators(found) and any(c.role is ColumnRole.NAME for c in _named(found)):
        return replace(found, kind=TableKind.INDICATORS, columns=_named(found))
    turned = _turned(found)
    if turned is not None:
        return turned
    if found.with_role(ColumnRole.LEAD, ColumnRole.SUPPORT) and not found.with_role(ColumnRole.PROJECT):
        return replace(found, kind=TableKind.TASKS)
    if found.with_role(ColumnRole.TASK) and found.with_role(ColumnRole.DEADLINE):
        return replace(found, kind=TableKind.TASKS)
    return replace(found, kind=TableKind.OTHER)


def _by_head(found: FoundTable) -> FoundTable | None:
    """Figures by county: 县区, 森林覆盖率（%）, 造林面积（亩）. Each head names an indicator with its unit."""
    if found.with_role(ColumnRole.NAME, ColumnRole.PROJECT, ColumnRole.UNIT) or not _AIMS.search(
        found.caption
    ):
        return None
    free = found.with_role(ColumnRole.VALUE, ColumnRole.OTHER, ColumnRole.PLACE)
    measured = [c.index for c in free if c.role in _MAY_MEASURE and _measures_itself(found, c)]
    items = [c for c in free if c.index not in measured]
    dated = any(c.role is ColumnRole.VALUE for c in free)
    if not measured or len(items) != 1 or items[0].role is ColumnRole.VALUE:
        return None
    if not dated and items[0].role is not ColumnRole.PLACE:
        return None
    roles = dict.fromkeys(measured, ColumnRole.VALUE) | {items[0].index: ColumnRole.PLACE}
    columns = tuple(replace(c, role=roles.get(c.index, c.role)) for c in found.columns)
    return replace(found, kind=TableKind.INDICATORS, columns=columns, by_head=True)


def _measures_itself(found: FoundTable, column: TableColumn) -> bool:
    """Whether a head says what is measured and in which unit, and numbers stand below it."""
    heads = [_WITH_UNIT.fullmatch(fold(head)) for head in column.heads]
    if not any(head is not None and len(_WHEN.sub("", head[1])) > 2 for head in heads):
        return False
    said = [text for row in found.of(RowRole.BODY) if (text := found.grid.plain(row, column.index))]
    return bool(said) and all(_FIGURE.search(text) for text in said)


def _is_indicators(found: FoundTable) -> bool:
    """Indicators with values, and not the money of projects by years."""
    values = [c for c in found.columns if c.role in (ColumnRole.VALUE, ColumnRole.TOTAL, ColumnRole.CHANGE)]
    if not values or found.with_role(ColumnRole.PROJECT) or not _measures(found, values):
        return False
    if found.with_role(ColumnRole.NAME) or _INDICATORS.search(found.caption):
        return True
    words = any(said_of(fold("".join(column.heads)), "base", "aim") for column in values)
    return words and bool(found.with_role(ColumnRole.UNIT, ColumnRole.ATTRIBUTE))


def _measures(found: FoundTable, values: Sequence[TableColumn]) -> bool:
    """Whether there are numbers in the columns of values."""
    body = found.of(RowRole.BODY)
    cells = [found.grid.plain(row, column.index) for row in body for column in values]
    said = [text for text in cells if text]
    return any(re.search(r"\d", text) for text in said) and bool(body)


def _named(found: FoundTable) -> tuple[TableColumn, ...]:
    """The columns, with one that names the indicators where no head says which it is."""
    if found.with_role(ColumnRole.NAME):
        return found.columns
    free = [c for c in found.columns if c.role in (ColumnRole.OTHER, ColumnRole.TASK)]
    free = free or [c for c in found.columns if c.role is ColumnRole.GROUP]
    names = free[0].index if free else -1
    return tuple(replace(c, role=ColumnRole.NAME) if c.index == names else c for c in found.columns)


def _turned(found: FoundTable) -> FoundTable | None:
    """A table whose first column holds what is the head of others: 指标, 单位, 2020年, 2025年; or 年份, 2020年, 2025年."""
    grid = found.grid
    heads, body = found.of(RowRole.HEAD), found.of(RowRole.BODY)
    if (
        len(heads) > 1
        or len(body) < 2
        or found.with_role(ColumnRole.LEAD, ColumnRole.SUPPORT, ColumnRole.PROJECT)
    ):
        return None
    turned = grid.turned()
    shown = [*heads, *body]
    columns = tuple(
        column for column in columns_of(turned, (0,), range(1, turned.height)) if column.index in shown
    )
    years = [column for column in columns if column.role is ColumnRole.VALUE and column.index in body]
    if len(years) < 2 or len([c for c in columns if c.role is ColumnRole.OTHER]) > 1:
        return None
    if heads:  # the head's first cell says 指标, 年份 or nothing; its others are the indicators
        columns = tuple(replace(c, role=ColumnRole.NAME) if c.index == heads[0] else c for c in columns)
    names = [column for column in columns if column.role is ColumnRole.NAME]
    if len(names) != 1 or not _names_indicators(found, turned, names[0], columns):
        return None
    return replace(found, kind=TableKind.INDICATORS, columns=columns, turned=True)


def _names_indicators(
    found: FoundTable, turned: TableGrid, name: TableColumn, columns: Sequence[TableColumn]
) -> bool:
    words = [squash(turned.text_at(row, name.index)) for row in range(1, turned.height)]
    units = any(c.role is ColumnRole.UNIT for c in columns) or any(
        re.search(r"[(（].+[)）]$", w) for w in words
    )
    return units and all(words) and (LABEL.match(fold(found.caption)) is not None or units)
