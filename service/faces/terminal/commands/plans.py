"""The command that lists plans and their editions, puts one back, and takes a plan out of the base. It computes nothing."""

from __future__ import annotations

import sys
from argparse import Namespace

from service.desk import Desk, PlansQuestion
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import BY, EVERY, SWITCH, desk_for, emit
from service.faces.terminal.people import who_says
from service.settings import read_settings


def plans(given: Namespace) -> None:
    """Lists plans, or looks after the editions of one."""
    asked = [name for name in ("history", "restore", "remove") if getattr(given, name)]
    if len(asked) > 1 or (asked and given.bin):
        raise UserError("--history、--restore、--remove、--bin 一次只写一个，请分几次运行。")
    desk = desk_for(given)
    if given.restore:
        _restore(desk, given)
    elif given.remove:
        _remove(desk, given)
    elif given.history or given.bin:
        _histories(desk, given)
    else:
        _list(desk, given)


def _list(desk: Desk, given: Namespace) -> None:
    from service.faces.records.search import plan_record
    from service.faces.terminal.tables import editions as tables

    found = desk.plans(PlansQuestion())
    if given.json:
        emit(plan_record(each.entry) | {"clauses": each.clauses, "targets": each.targets} for each in found)
    else:
        tables.plans(found)


def _histories(desk: Desk, given: Namespace) -> None:
    from service.faces.records.editions import edition_record
    from service.faces.terminal.tables import editions as tables
    from service.upkeep.editions import bin_of

    settings = read_settings(given.corpus)
    found = bin_of(settings) if given.bin else (desk.history(given.history),)
    if given.json:
        emit(edition_record(history, each) for history in found for each in history.editions)
    else:
        tables.histories(found, binned=given.bin)


def _restore(desk: Desk, given: Namespace) -> None:
    from service.faces.terminal import progress
    from service.faces.terminal.tables import editions as tables
    from service.upkeep import editions

    if len(given.restore) > 2 or (len(given.restore) == 2 and not given.restore[1].isdecimal()):
        raise UserError(
            "写法：duibiao plans --restore 规划 [版次]，版次是数字，用 duibiao plans --history 规划 查看。"
        )
    history = desk.history(given.restore[0])
    edition = history.of(int(given.restore[1])) if len(given.restore) == 2 else history.before
    if edition is None:
        raise UserError(f"《{history.title}》只有一版，没有上一版可以恢复。")
    if not given.json and history.current is not None and not edition.in_force:
        tables.what_changes(desk.compare_editions(tables.question(history, edition)), brief=True)
    _ask(given, history.plan, f"恢复《{history.title}》的{edition.name}")
    with progress.shown() as shown:
        editions.restore(read_settings(given.corpus), history.plan, edition.number, shown, who_says(given.by))
    _told(history.plan, given, f"已恢复《{history.title}》的{edition.name}。")


def _remove(desk: Desk, given: Namespace) -> None:
    from service.faces.terminal import progress
    from service.upkeep import editions

    history = desk.history(given.remove)
    _ask(given, history.plan, f"移除《{history.title}》（文件和各版都留着，可以恢复）")
    with progress.shown() as shown:
        editions.remove(read_settings(given.corpus), history.plan, shown, who_says(given.by))
    _told(
        history.plan,
        given,
        f"已移除《{history.title}》，检索、对标里不再有它；恢复：duibiao plans --restore {history.plan}",
    )


def _told(plan: str, given: Namespace, sentence: str) -> None:
    from service.faces.records.editions import step_record
    from service.faces.terminal.console import GOOD, console
    from service.upkeep.editions import history

    if given.json:
        emit([step_record(history(read_settings(given.corpus), plan).steps[0])])
    else:
        console().print(sentence, style=GOOD)


def _ask(given: Namespace, plan: str, what: str) -> None:
    """The second question: the plan's id has to be typed, unless --yes says it. Raises UserError."""
    if given.yes:
        return
    if not given.json and sys.stdin.isatty() and sys.stdout.isatty():
        typed = input(f"将{what}。确定就输入规划编号 {plan}，其他输入取消：")
        if typed.strip() == plan:
            return
        raise UserError("输入的不是这部规划的编号，没有改动。")
    raise UserError(f"将{what}，没有改动；确定就加上 --yes 再运行一次。")


COMMANDS = (
    Command(
        "plans",
        "列出规划；看一部规划的各版，恢复上一版，移除一部规划（可以恢复）。",
        plans,
        (
            Argument(("--history",), "看这部规划的各版和做过的事。", "规划", {"default": None}),
            Argument(
                ("--restore",),
                "恢复这部规划的上一版，或后面写的版次；移除了的规划也这样恢复。",
                "规划 [版次]",
                {"nargs": "+", "default": None},
            ),
            Argument(
                ("--remove",), "移除这部规划：检索、对标里不再有它，各版留着。", "规划", {"default": None}
            ),
            Argument(("--bin",), "列出移除了的规划。", options=SWITCH),
            Argument(("--yes",), "不再询问。", options=SWITCH),
            BY,
            *EVERY,
        ),
    ),
)
