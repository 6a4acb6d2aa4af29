"""Clauses as a table: a list of them, a whole plan with its targets, a basket.

Takes clauses and the desk that gave them. Gives Books. The columns are the same wherever a clause is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.answers.basket import BasketRow
from service.desk import ClausesQuestion, Desk, TargetsQuestion, all_of
from service.faces.sheets.sources import sources, title_of
from service.faces.sheets.targets import UNWRITTEN, targets_sheet
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.labels import KINDS, LEVELS, corrected_in_words, in_one_line
from service.storage import StoredClause, StoredPlan

CLAUSES = column_list(
    ("序号", 6), ("层级", 7), ("规划", 24), ("领域", 16), ("类型", 10), ("条号", 6), ("内容", 70),
    ("责任单位", 18), ("上级标题", 24), ("出处", 36), ("条目地址", 30), ("人工更正", 24),
)  # fmt: skip


def clauses_book(desk: Desk, asked: ClausesQuestion, rows: Iterable[StoredClause]) -> Book:
    """Clauses of a scope, in the order of the texts."""
    rows = list(rows)
    sheet = sheet_of("条目", CLAUSES, (clause_cells(row, number, desk) for number, row in enumerate(rows, 1)))
    plans = [row.clause.plan for row in rows]
    return Book("条目", desk.in_words(asked), sources(desk, plans), (sheet,))


def plan_book(desk: Desk, plan: StoredPlan) -> Book:
    """A whole plan: its clauses, then its targets."""
    asked = ClausesQuestion(all_of(plan))
    clauses = clauses_book(desk, asked, desk.clauses(asked))
    targets = targets_sheet(desk, list(desk.targets(TargetsQuestion(asked.filters))))
    title = plan.entry.title.strip("《》")
    return Book(title, (), clauses.sources, (*clauses.sheets, targets), (UNWRITTEN,))


def basket_book(desk: Desk, rows: Sequence[BasketRow]) -> Book:
    """What was collected, in the order that a person gave it, with notes."""
    columns = (*CLAUSES[:1], *column_list(("备注", 26)), *CLAUSES[1:], *column_list(("提示", 24)))
    cells: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, 1):
        if row.stored is None:
            gone = (
                None,
                None,
                None,
                None,
                None,
                in_one_line(row.item.text),
                None,
                None,
                None,
                row.item.address,
                None,
            )
            cells.append((number, row.item.note, *gone, row.trouble))
        else:
            first, *rest = clause_cells(row.stored, number, desk)
            cells.append((first, row.item.note, *rest, row.trouble))
    plans = [row.stored.clause.plan for row in rows if row.stored]
    return Book("选条篮", (), sources(desk, plans), (sheet_of("选条篮", columns, cells),))


def clause_cells(row: StoredClause, number: int, desk: Desk) -> tuple[Cell, ...]:
    """A clause as the cells of its columns."""
    clause = row.clause
    return (
        number,
        LEVELS[row.level] if row.level else None,
        title_of(desk, clause.plan),
        clause.domain,
        KINDS[clause.kind],
        clause.number,
        in_one_line(clause.text),
        "、".join(clause.units),
        " › ".join(clause.context),
        row.citation,
        clause.address,
        corrected_in_words(clause.corrected) or None,
    )
