"""The command that lists targets. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.faces.terminal.arguments import Command
from service.faces.terminal.common_options import EVERY, FILTERS, XLSX, emit, open_base


def targets(given: Namespace) -> None:
    """Lists targets of the base."""
    from service.faces.records import search as records
    from service.faces.terminal.tables import targets as tables

    base, scope = open_base(given)
    rows = base.store.targets(scope)
    if given.xlsx:
        from service.faces.sheets import targets as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.targets_book(base.store, rows, base.known, scope), given.xlsx)
    elif given.json:
        emit(records.target_record(row) for row in rows)
    else:
        tables.targets(list(rows), base.known)


COMMANDS = (
    Command(
        "targets", "列出库中的指标目标：指标、要求、年份、出处。筛选同上。", targets, (*FILTERS, XLSX, *EVERY)
    ),
)
