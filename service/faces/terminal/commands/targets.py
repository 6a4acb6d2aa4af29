"""The command that lists targets. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import TargetsQuestion
from service.faces.terminal.arguments import Command
from service.faces.terminal.common_options import EVERY, FILTERS, XLSX, desk_for, emit, filters_of


def targets(given: Namespace) -> None:
    """Lists targets of the base."""
    from service.faces.records import search as records
    from service.faces.terminal.tables import targets as tables

    asked = TargetsQuestion(filters_of(given))
    desk = desk_for(given)
    rows = desk.targets(asked)
    if given.xlsx:
        from service.faces.sheets import targets as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.targets_book(desk, asked, rows), given.xlsx)
    elif given.json:
        checks = desk.checks
        emit(records.target_record(row, checks) for row in rows)
    else:
        tables.targets(list(rows), desk.known)


COMMANDS = (
    Command(
        "targets", "列出库中的指标目标：指标、要求、年份、出处。筛选同上。", targets, (*FILTERS, XLSX, *EVERY)
    ),
)
