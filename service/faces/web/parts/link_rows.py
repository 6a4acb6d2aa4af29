"""The rows of the 对标 table as a file: each clause with every counterpart, and where there is none, why.

Takes a LinkTable. Gives LinkRows and the filters in words. Where the page has room for a few plans of a level, a file
has them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.decisions import LinkStatus
from service.faces.sheets.links import LinkRow
from service.faces.web.parts.counterparts import Column, Counterpart, Looked
from service.faces.web.parts.link_table import SHOWS, LinkTable, TableQuestion
from service.labels import KINDS, LEVELS
from service.storage import StoredClause


def link_rows(table: LinkTable) -> Iterator[LinkRow]:
    """Every line of the table, level by level."""
    for line in table.lines:
        for column in line.columns:
            yield from _of_column(line.source, column)


def filters_of(table: LinkTable, asked: TableQuestion) -> tuple[tuple[str, str], ...]:
    """What was asked for, as people read it."""
    told = (
        ("规划", table.plan.entry.title),
        ("领域", table.domain),
        ("类型", "、".join(KINDS[kind] for kind in table.scope.kinds)),
        ("对照层级", "、".join(LEVELS[level] for level in table.levels)),
        ("只看", dict(SHOWS).get(asked.show, "") if asked.show else ""),
    )
    return tuple((name, value) for name, value in told if value)


def _of_column(source: StoredClause, column: Column) -> Iterator[LinkRow]:
    if column.state == "looked":
        for looked in column.looked:
            if looked.shown:
                yield from _of_plan(source, column, looked)
    if column.readable:
        return
    for plan in column.absent:
        yield LinkRow(source, column.level, "没有文本", plan)
    if not column.absent:
        yield LinkRow(source, column.level, "没有同类规划")


def _of_plan(source: StoredClause, column: Column, looked: Looked) -> Iterator[LinkRow]:
    for each in (*looked.found, *looked.topics):
        yield _counterpart(source, column, looked, each)
    if not looked.found and looked.family:
        yield LinkRow(
            source,
            column.level,
            looked.said,
            looked.plan,
            "经人工确认" if looked.settled else looked.nothing,
            reasons="；".join(
                f"最接近的：{each.stored.citation}（{each.score:.2f}）" for each in looked.nearest
            ),
        )


def _counterpart(source: StoredClause, column: Column, looked: Looked, each: Counterpart) -> LinkRow:
    return LinkRow(
        source,
        column.level,
        each.relation,
        looked.plan,
        each.sure,
        each.row.link.score,
        each.row.status is LinkStatus.CONFIRMED,
        each.row.target,
        "；".join(f"{value.name} {value.mine} → {value.its}".strip() for value in each.values),
        "；".join(reason.text for reason in each.row.link.reasons),
    )
