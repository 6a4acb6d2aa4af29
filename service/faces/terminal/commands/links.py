"""The command that shows links and keeps what people say of them. It computes nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.plan import Level
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import (
    EVERY,
    FILTERS,
    REPEATED,
    SWITCH,
    emit,
    open_base,
    watched_links,
)
from service.query import Known, Scope, read_scope
from service.settings import read_settings
from service.storage import Base

if TYPE_CHECKING:  # every command imports this module, and linking plans loads numpy
    from service.answers.alignment import AlignedRow

_FILTER = {argument.flags[0]: argument for argument in FILTERS}


def links(given: Namespace) -> None:
    """Shows what answers a clause in the other plans, and keeps what people say of it."""
    from service.faces.records import links as records
    from service.faces.terminal.tables import links as tables

    levels = read_scope(Known(), levels=given.level).levels
    given.level = []  # the levels to look in, not those to start from
    base, scope = open_base(given)
    if given.confirm or given.reject or given.undo:
        _decide(base, given)
    rows = _aligned(base, scope, given, levels)
    if given.json:
        emit(records.link_record(row) for row in rows)
    else:
        tables.links(rows, one=given.address is not None)


def _aligned(base: Base, scope: Scope, given: Namespace, levels: tuple[Level, ...]) -> Iterator[AlignedRow]:
    from service.answers.alignment import align
    from service.decisions import open_decisions

    decided = open_decisions(read_settings(given.corpus)).links()
    found = watched_links(base)
    if given.address is None:
        found.ready(scope.plans or None)  # all in one go, in the order that takes least time
    return align(
        base.store,
        found,
        decided,
        scope=scope,
        address=given.address,
        levels=levels,
        rejected=given.rejected,
    )


def _decide(base: Base, given: Namespace) -> None:
    """Keeps what a person says of a pair of clauses."""
    from service.answers.make_decision import decision
    from service.decisions import LinkStatus, open_decisions

    if given.address is None:
        raise UserError("请先写出条目地址，再用 --confirm、--reject 或 --undo 写出对应条目的地址。")
    made = [
        decision(base.store, given.address, address, status)
        for status, addresses in (
            (LinkStatus.CONFIRMED, given.confirm),
            (LinkStatus.REJECTED, given.reject),
            (LinkStatus.SUGGESTED, given.undo),
        )
        for address in addresses
    ]
    open_decisions(read_settings(given.corpus)).decide(*made)


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
            Argument(("--level",), "只看这些层级里的对应条目：国家、省、州市、县。", "层级", REPEATED),
            _FILTER["--plan"],
            _FILTER["--kind"],
            _FILTER["--domain"],
            Argument(("--rejected",), "被人工否定的也列出。", options=SWITCH),
            Argument(("--confirm",), "确认这个地址的条目与它对应。", "地址", REPEATED),
            Argument(("--reject",), "否定这个地址的条目与它对应。", "地址", REPEATED),
            Argument(("--undo",), "收回对这个地址的确认或否定。", "地址", REPEATED),
            *EVERY,
        ),
    ),
)
