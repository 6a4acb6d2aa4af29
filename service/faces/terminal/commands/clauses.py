"""The commands that show clauses: one in full, all of a scope. They compute nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import ClauseQuestion, ClausesQuestion, help_of
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, XLSX, desk_for, emit, filters_of


def show(given: Namespace) -> None:
    """Shows one clause."""
    from service.faces.records import search as records
    from service.faces.terminal.tables import clauses as tables

    desk = desk_for(given)
    found = desk.clause(ClauseQuestion(given.address))
    if given.json:
        emit([records.lookup_record(found, desk.checks)])
    else:
        tables.clause(found)


def clauses(given: Namespace) -> None:
    """Lists clauses of the base."""
    from service.faces.records import search as records
    from service.faces.terminal.tables import clauses as tables

    asked = ClausesQuestion(filters_of(given))
    desk = desk_for(given)
    rows = desk.clauses(asked)
    if given.xlsx:
        from service.faces.sheets import clauses as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.clauses_book(desk, asked, rows), given.xlsx)
    elif given.json:
        emit(records.stored_record(row) for row in rows)
    else:
        tables.clauses(list(rows))


COMMANDS = (
    Command(
        "show",
        "看一个条目：全文、出处、指标目标、复核提示。",
        show,
        (Argument(("address",), help_of(ClauseQuestion, "address"), "地址"), *EVERY),
    ),
    Command(
        "clauses", "列出库中的条目。可按层级、类型、领域、规划、部门筛选。", clauses, (*FILTERS, XLSX, *EVERY)
    ),
)
