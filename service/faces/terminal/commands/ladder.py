"""The command that shows target ladders. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import LadderQuestion, help_of
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, REPEATED, SWITCH, desk_for, emit


def ladder(given: Namespace) -> None:
    """Shows an indicator at all levels."""
    from service.faces.records import ladder as records
    from service.faces.terminal.tables import ladder as tables

    if given.all == (given.indicator is not None):
        raise UserError("ladder 后面写一个指标名，如 duibiao ladder 孕产妇死亡率；要看全部指标用 --all。")
    asked = LadderQuestion(given.indicator, tuple(given.level), tuple(given.plan))
    found = desk_for(given).ladder(asked)
    if given.json:
        emit(records.rung_record(each, rung) for each in found for rung in each.rungs)
    else:
        tables.ladders(found)


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
            *EVERY,
        ),
    ),
)
