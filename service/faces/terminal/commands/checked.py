"""The command that keeps what a person compared with the original. It asks the desk and computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import ClauseQuestion
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, SWITCH, desk_for, emit
from service.faces.terminal.people import who_says


def checked(given: Namespace) -> None:
    """Keeps that a clause or its targets were compared with the original, or lists what was."""
    from service.faces.records.search import check_records, lookup_record
    from service.faces.terminal.tables import checks as tables

    desk = desk_for(given)
    if given.address is None:
        if given.target or given.undo:
            raise UserError("请先写出核对过的条目的地址，地址用 duibiao search 或 duibiao clauses 查到。")
        if given.json:
            emit(check_records(desk.checks))
        else:
            tables.checks(desk.checks)
        return
    desk.check(given.address, given.target, holds=not given.undo, who=who_says(given.by))
    found = desk.clause(ClauseQuestion(given.address))
    if given.json:
        emit([lookup_record(found, desk.checks)])
    else:
        tables.kept(found, desk.checks)


COMMANDS = (
    Command(
        "checked",
        "已核对：同原件核对过的条目和指标，记下谁、何时；不写地址就列出核对过的。文字或数变了就不再算数。",
        checked,
        (
            Argument(
                ("address",),
                "核对过的条目的地址；不写就列出核对过的。",
                "地址",
                {"nargs": "?", "default": None},
            ),
            Argument(
                ("--target",),
                "核对的是第几个指标（从 1 数起，顺序同 duibiao show），可以写几次；不写就是条目的文字。",
                "第几个",
                {"type": int, "action": "append", "default": []},
            ),
            Argument(("--undo",), "收回以前的核对。", options=SWITCH),
            Argument(("--by",), "核对人；不写就用登录这台电脑的名称。", "姓名", {"default": None}),
            *EVERY,
        ),
    ),
)
