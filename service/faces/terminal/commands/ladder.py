"""The command that shows target ladders. It computes nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, REPEATED, SWITCH, emit, open_base
from service.storage import Base

if TYPE_CHECKING:  # every command imports this module
    from service.answers.stated_values import KnownFigure


def ladder(given: Namespace) -> None:
    """Shows an indicator at all levels."""
    from service.answers.ladder import ladders
    from service.faces.records import ladder as records
    from service.faces.terminal.tables import ladder as tables

    if given.all == (given.indicator is not None):
        raise UserError("ladder 后面写一个指标名，如 duibiao ladder 孕产妇死亡率；要看全部指标用 --all。")
    base, scope = open_base(given)
    found = ladders(base.store, given.indicator, scope=scope, figures=_figures(base))
    if given.json:
        emit(records.rung_record(each, rung) for each in found for rung in each.rungs)
    else:
        tables.ladders(found)


def _figures(base: Base) -> Iterator[tuple[KnownFigure, str]]:
    """The figures known about plans, with how far each was checked."""
    for check in base.store.figures():
        yield check.figure, check.checked.value


COMMANDS = (
    Command(
        "ladder",
        "目标阶梯：一项指标在各级规划里的目标值，本级比上级更严、相同、更宽还是不可比。",
        ladder,
        (
            Argument(("indicator",), "指标名，如：孕产妇死亡率。", "指标", {"nargs": "?", "default": None}),
            Argument(("--all",), "列出全部指标。", options=SWITCH),
            Argument(("--level",), "以这一级的规划为本级（默认最低一级）。", "层级", REPEATED),
            Argument(("--plan",), "以这部规划为本级，写编号、简称或名称的一部分。", "规划", REPEATED),
            *EVERY,
        ),
    ),
)
