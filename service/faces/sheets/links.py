"""对标 as a table: the clauses of a plan, a row for each counterpart at another level, and for each place without one.

Takes LinkRows. Gives a Book. Who decided is told apart from what the program suggests, a level without a text from one that
says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.plan import Level
from service.desk import Desk, InWords
from service.faces.sheets.sources import level_cell, sources
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.labels import KINDS, LEVELS, in_one_line
from service.storage import StoredClause, StoredPlan

LINKS = column_list(
    ("层级", 7), ("规划", 28), ("领域", 16), ("类型", 10), ("条目号", 8), ("条目内容", 56), ("对照层级", 9),
    ("对照规划", 28), ("关系", 10), ("把握", 16), ("把握（0—1）", 9), ("人工确认", 9), ("对应条目出处", 34),
    ("对应条目内容", 56), ("数值不同", 26), ("依据", 34), ("条目地址", 30), ("对应条目地址", 30),
)  # fmt: skip
_REMARK = "对应关系由程序建议，“人工确认”一栏写“已确认”的才是人工确认过的，其余引用前请核对。“没有文本”是库中还没有这部规划的全文，不等于没有规定。"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A clause beside one counterpart; or beside a plan, or a level, where there is none."""

    source: StoredClause
    level: Level
    relation: str
    plan: StoredPlan | None = None
    sure: str = ""
    score: float | None = None
    confirmed: bool = False
    target: StoredClause | None = None
    values: str = ""
    reasons: str = ""


def links_book(desk: Desk, plan: StoredPlan, rows: Sequence[LinkRow], filters: InWords) -> Book:
    """The clauses of a plan with what answers them elsewhere."""
    sheet = sheet_of("对标", LINKS, (_row(plan, row) for row in rows))
    looked_in = {row.plan.entry.id for row in rows if row.plan is not None and row.plan.clauses}
    origin = sources(desk, {plan.entry.id, *looked_in})
    return Book(f"对标 {plan.entry.title.strip('《》')}", filters, origin, (sheet,), (_REMARK,))


def _said(row: LinkRow) -> str | None:
    """Who says so: a person, or only the program."""
    if row.target is None:
        return None
    return "已确认" if row.confirmed else "未确认"


def _row(plan: StoredPlan, row: LinkRow) -> tuple[Cell, ...]:
    clause, its = row.source.clause, row.target
    return (
        level_cell(plan), plan.entry.title, clause.domain, KINDS[clause.kind], clause.number, in_one_line(clause.text),
        LEVELS[row.level], row.plan.entry.title if row.plan else None, row.relation, row.sure,
        None if row.score is None else Decimal(str(row.score)), _said(row),
        its.citation if its else None, in_one_line(its.clause.text) if its else None, row.values, row.reasons,
        clause.address, its.clause.address if its else None,
    )  # fmt: skip
