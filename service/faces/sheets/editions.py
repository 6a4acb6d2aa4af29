"""Two editions of a plan as a table: every clause that changed with old and new words, and the targets that changed."""

from __future__ import annotations

from analyzers.wordchanges import changes as word_changes
from ingest.catalogue import ClauseChange, TargetChange
from ingest.plan import Clause
from service.desk import Desk
from service.faces.sheets.compare import change_in_cell
from service.faces.sheets.sources import sources
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.labels import KINDS, in_one_line
from service.requirement import requirement
from service.upkeep.editions import EditionComparison

CLAUSES = column_list(
    ("变化", 8), ("领域或章节", 20), ("前一版条号", 16), ("前一版原文", 60), ("后一版条号", 16), ("后一版原文", 60), ("不同之处", 44),
)  # fmt: skip
TARGETS = column_list(("指标", 36), ("前一版", 20), ("后一版", 20), ("前一版原文", 44), ("后一版原文", 44))


def editions_book(desk: Desk, compared: EditionComparison) -> Book:
    """What changed from one edition to the other; clauses that stay as they are, are left out."""
    changes, history = compared.changes, compared.history
    moved = [pair for pair in changes.pairs if pair.moved and not pair.reworded]
    rows = [_pair("改动", pair) for pair in changes.reworded]
    rows += [_clause("新增", None, clause) for clause in changes.added]
    rows += [_clause("删除", clause, None) for clause in changes.gone]
    rows += [_pair("换址", pair) for pair in moved]
    sheets = (
        sheet_of("条目的变化", CLAUSES, rows),
        sheet_of("指标目标的变化", TARGETS, map(_target, changes.targets)),
    )
    filters = (
        ("规划", f"《{history.title}》"),
        ("前一版", compared.left.name),
        ("后一版", compared.right.name),
    )
    title = f"{history.title} {compared.left.name}与{compared.right.name}"
    return Book(title, filters, sources(desk, [history.plan]), sheets)


def _pair(what: str, pair: ClauseChange) -> tuple[Cell, ...]:
    old, new = pair.old.text[pair.old.body :].strip(), pair.new.text[pair.new.body :].strip()
    found = word_changes(old, new) if pair.reworded else ()
    told = "；".join(
        change_in_cell(each.kind, each.one, each.other) for each in found if each.kind != "equal"
    )
    return (*_clause(what, pair.old, pair.new)[:-1], told)


def _clause(what: str, old: Clause | None, new: Clause | None) -> tuple[Cell, ...]:
    known = new or old
    part = (known.domain or known.section_title) if known is not None else ""
    sides = [
        (f"{KINDS[each.kind]}{each.number or ''}", in_one_line(each.text)) if each else (None, None)
        for each in (old, new)
    ]
    return (what, part, *sides[0], *sides[1], None)


def _target(change: TargetChange) -> tuple[Cell, ...]:
    known = change.new or change.old
    old, new = change.old, change.new
    return (
        known.indicator if known else None, requirement(old) if old else "没有", requirement(new) if new else "不再有",
        old.quote if old else None, new.quote if new else None,
    )  # fmt: skip
