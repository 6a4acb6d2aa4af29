"""比对 as a table: what answers what, then what only one of the two plans says.

Takes a Comparison and the desk that gave it. Gives a Book.
"""

from __future__ import annotations

from service.answers.comparison import ComparedPair, Comparison
from service.desk import Desk
from service.faces.sheets.sources import sources
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.labels import RELATIONS, in_one_line
from service.storage import StoredClause

COMPARISON = column_list(
    ("情况", 12), ("关系", 10), ("出处（前者）", 34), ("前者原文", 60), ("出处（后者）", 34), ("后者原文", 60), ("不同之处", 44),
)  # fmt: skip


def comparison_book(desk: Desk, compared: Comparison) -> Book:
    """Two plans clause by clause: what answers what, then what only one of them says."""
    left, right = (plan.entry.title.strip("《》") for plan in (compared.left, compared.right))
    rows: list[tuple[Cell, ...]] = [_pair(pair) for pair in compared.pairs]
    rows += [
        ("后者里没有找到", None, *_side(row), None, None, _near(compared, row)) for row in compared.only_left
    ]
    rows += [
        ("前者里没有找到", None, None, None, *_side(row), _near(compared, row)) for row in compared.only_right
    ]
    sheet = sheet_of("比对", COMPARISON, rows)
    filters = (("前者", f"《{left}》"), ("后者", f"《{right}》"))
    plans = [compared.left.entry.id, compared.right.entry.id]
    return Book(f"比对 {left} 与 {right}", filters, sources(desk, plans), (sheet,))


def _near(compared: Comparison, row: StoredClause) -> Cell:
    """What comes nearest to a clause of one plan alone."""
    near = compared.near.get(row.clause.address, ())
    return "；".join(f"最接近的：{each.stored.citation}（{each.score:.2f}）" for each in near) or None


def _side(row: StoredClause) -> tuple[Cell, Cell]:
    return row.citation, in_one_line(row.clause.text)


def _pair(pair: ComparedPair) -> tuple[Cell, ...]:
    changes = [
        change_in_cell(each.kind, each.one, each.other) for each in pair.changes if each.kind != "equal"
    ]
    state = "一字不差" if pair.equal else "有不同"
    return (state, RELATIONS[pair.relation], *_side(pair.left), *_side(pair.right), "；".join(changes))


def change_in_cell(kind: str, one: str, other: str) -> str:
    """A change of words, as a cell tells it."""
    if kind == "delete":
        return f"少“{one}”"
    return f"多“{other}”" if kind == "insert" else f"“{one}”→“{other}”"
