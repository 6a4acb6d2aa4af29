"""The command that shows links and keeps what people say of them. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import Filters, LinksQuestion, Said, help_of
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, REPEATED, SWITCH, desk_for, emit

_FILTER = {argument.flags[0]: argument for argument in FILTERS}


def links(given: Namespace) -> None:
    """Shows what answers a clause in the other plans, and keeps what people say of it."""
    from service.faces.records import links as records
    from service.faces.terminal.tables import links as tables

    if given.open:
        waiting = desk_for(given).open_decisions()
        if given.json:
            emit(records.open_record(each) for each in waiting)
        else:
            tables.open_decisions(waiting)
        return
    asked = LinksQuestion(
        given.address,
        Filters(kind=tuple(given.kind), domain=tuple(given.domain), plan=tuple(given.plan)),
        levels=tuple(given.level),
        rejected=given.rejected,
    )
    asked.looked_in()  # a mistake in the levels is told before anything is built
    desk = desk_for(given)
    if given.address is not None and given.undo and not (given.confirm or given.reject or given.none):
        gone = [target for target in given.undo if desk.let_go(given.address, target)]
        if gone and len(gone) == len(given.undo):
            if not given.json:
                tables.let_go(len(gone))
            return
    if given.confirm or given.reject or given.undo or given.none:
        desk.decide(*_said(given), shown=asked)
    rows = desk.links(asked)
    if given.json:
        emit(records.link_record(row) for row in rows)
    else:
        tables.links(rows, one=given.address is not None)


def _said(given: Namespace) -> list[Said]:
    """What a person says of a clause and others."""
    from service.decisions import LinkStatus

    if given.address is None:
        raise UserError("请先写出条目地址，再用 --confirm、--reject、--none 或 --undo 写出对应条目的地址。")
    return [
        Said(given.address, address, status)
        for status, addresses in (
            (LinkStatus.CONFIRMED, given.confirm),
            (LinkStatus.CONFIRMED, [_plan_id(plan) for plan in given.none]),
            (LinkStatus.REJECTED, given.reject),
            (LinkStatus.SUGGESTED, given.undo),
        )
        for address in addresses
    ]


def _plan_id(plan: str) -> str:
    if "/" in plan:
        raise UserError(f"--none 后面写另一部规划的编号，不写条目地址：{plan.partition('/')[0]}。")
    return plan


COMMANDS = (
    Command(
        "links",
        "对标关系：条目在其他各级规划（和同级另一部规划）里对应哪些条目，为什么，或没有对应。",
        links,
        (
            Argument(
                ("address",),
                "条目地址；不写就列出全部（可用 --plan 等只看一部分）。",
                "地址",
                {"nargs": "?", "default": None},
            ),
            Argument(("--level",), help_of(LinksQuestion, "levels"), "层级", REPEATED),
            _FILTER["--plan"],
            _FILTER["--kind"],
            _FILTER["--domain"],
            Argument(("--rejected",), help_of(LinksQuestion, "rejected"), options=SWITCH),
            Argument(("--open",), "列出待重看的决定：确认或否定之后原文已变，现在不算数的。", options=SWITCH),
            Argument(("--confirm",), "确认这个地址的条目与它对应。", "地址", REPEATED),
            Argument(("--reject",), "否定这个地址的条目与它对应。", "地址", REPEATED),
            Argument(
                ("--none",), "确认这部规划里没有条目与它对应（都不是），写规划的编号。", "规划", REPEATED
            ),
            Argument(
                ("--undo",),
                "收回对这个地址的确认或否定；待重看的决定写当时的地址，“都不是”写规划的编号。",
                "地址",
                REPEATED,
            ),
            *EVERY,
        ),
    ),
)
