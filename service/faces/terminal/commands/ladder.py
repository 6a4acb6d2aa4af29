"""The command that shows target ladders. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import Desk, LadderQuestion, help_of
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, REPEATED, SWITCH, desk_for, emit


def ladder(given: Namespace) -> None:
    """Shows an indicator at all levels."""
    from service.faces.records import ladder as records
    from service.faces.terminal.tables import ladder as tables

    if given.all == (given.indicator is not None):
        raise UserError("ladder 后面写一个指标名，如 duibiao ladder 孕产妇死亡率；要看全部指标用 --all。")
    if given.all and (given.confirm or given.reject or given.undo):
        raise UserError("确认、否定或收回时，ladder 后面先写指标名，再写上级条目的地址。")
    asked = LadderQuestion(given.indicator, tuple(given.level), tuple(given.plan))
    desk = desk_for(given)
    if given.confirm or given.reject or given.undo:
        _decide(desk, asked, given)
    answer = desk.ladder_answer(asked)
    found = answer.ladders
    if given.json:
        emit(records.rung_record(each, rung) for each in found for rung in each.rungs)
    else:
        tables.ladders(found, answer.beside, "" if answer.sure else given.indicator)


def _decide(desk: Desk, asked: LadderQuestion, given: Namespace) -> None:
    """Keeps what a person says of the indicator and those that stand beside it in the clauses at the addresses given."""
    from service.decisions import LinkStatus

    said = [
        (LinkStatus.CONFIRMED, given.confirm),
        (LinkStatus.REJECTED, given.reject),
        (LinkStatus.SUGGESTED, given.undo),
    ]
    desk.pair_indicators(
        *(
            each
            for status, addresses in said
            for address in addresses
            for each in desk.beside_in_ladder(asked, address, status)
        )
    )


COMMANDS = (
    Command(
        "ladder",
        "目标阶梯：一项指标在各级规划里的目标值，本级比上级更严、相同、更宽还是不可比。",
        ladder,
        (
            Argument(
                ("indicator",), help_of(LadderQuestion, "indicator"), "指标", {"nargs": "?", "default": None}
            ),
            Argument(("--all",), "列出全部指标。", options=SWITCH),
            Argument(("--level",), help_of(LadderQuestion, "level"), "层级", REPEATED),
            Argument(("--plan",), help_of(LadderQuestion, "plan"), "规划", REPEATED),
            Argument(
                ("--confirm",), "确认本级这项与这个地址的上级指标是同一项（疑似同一项的）。", "地址", REPEATED
            ),
            Argument(("--reject",), "否定本级这项与这个地址的上级指标是同一项。", "地址", REPEATED),
            Argument(("--undo",), "收回对这个地址的确认或否定。", "地址", REPEATED),
            *EVERY,
        ),
    ),
)
