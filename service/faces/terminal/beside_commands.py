"""The commands that set plans beside each other: links, ladder, coverage, compare. No command computes anything."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ingest.plan import Level
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, REPEATED, SWITCH, emit, open_base
from service.labels import LEVEL_CHOICE
from service.query import Known, Scope, read_scope
from service.settings import read_settings
from service.storage import Base

if TYPE_CHECKING:  # every command imports this module, and linking plans loads numpy
    from service.answers.alignment import AlignedRow
    from service.linking import Links

_FILTER = {argument.flags[0]: argument for argument in FILTERS}


def links(given: Namespace) -> None:
    """Shows what answers a clause in the other plans, and keeps what people say of it."""
    from service.faces.records import beside
    from service.faces.terminal import beside_tables

    levels = read_scope(Known(), levels=given.level).levels
    given.level = []  # the levels to look in, not those to start from
    base, scope = open_base(given)
    if given.confirm or given.reject or given.undo:
        _decide(base, given)
    rows = _aligned(base, scope, given, levels)
    if given.json:
        emit(beside.link_record(row) for row in rows)
    else:
        beside_tables.links(rows, one=given.address is not None)


def _aligned(base: Base, scope: Scope, given: Namespace, levels: tuple[Level, ...]) -> Iterator[AlignedRow]:
    from service.answers.alignment import align
    from service.decisions import open_decisions

    decided = open_decisions(read_settings(given.corpus)).links()
    found = _links(base)
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


def _links(base: Base) -> Links:
    """The suggested links of the base; a bar tells how far they are, where they have to be worked out first."""
    from service.faces.terminal import progress
    from service.linking import open_links

    @contextmanager
    def watched(total: int) -> Iterator[Callable[[], None]]:
        with progress.shown() as shown:
            shown.stage("对应关系", total)
            yield shown.advance

    return open_links(base.folder, base.store, watched)


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


def ladder(given: Namespace) -> None:
    """Shows an indicator at all levels."""
    from service.answers.ladder import ladders
    from service.faces.records import beside
    from service.faces.terminal import beside_tables

    if given.all == (given.indicator is not None):
        raise UserError("ladder 后面写一个指标名，如 duibiao ladder 孕产妇死亡率；要看全部指标用 --all。")
    base, scope = open_base(given)
    found = ladders(base.store, given.indicator, scope=scope, figures=base.store.figures())
    if given.json:
        emit(beside.rung_record(each, rung) for each in found for rung in each.rungs)
    else:
        beside_tables.ladders(found)


def coverage(given: Namespace) -> None:
    """Shows what each level says of a subject, or how the domains of all plans answer each other."""
    from service.answers.coverage import coverage as answer_coverage
    from service.answers.coverage import matrix
    from service.decisions import open_decisions
    from service.faces.records import beside
    from service.faces.terminal import beside_tables
    from service.query import read_query

    text = " ".join(given.words)
    if given.matrix == bool(text):
        raise UserError("coverage 后面写要查的词，如 duibiao coverage 留守儿童；要看全部领域用 --matrix。")
    if text:
        read_query(text)
    base, scope = open_base(given)
    if given.matrix:
        decided = open_decisions(read_settings(given.corpus)).links()
        table = matrix(base.store, _links(base), decided, scope)
        if given.json:
            emit(beside.matrix_record(row) for row in table)
        else:
            beside_tables.matrix(table)
        return
    found = answer_coverage(base.store, base.engine, read_query(text, scope=scope, literal=given.literal))
    if given.json:
        for note in found.search.notes:
            print(note, file=sys.stderr)
        emit(beside.coverage_record(row, found) for row in found.rows)
    else:
        beside_tables.coverage(found, text)


def compare(given: Namespace) -> None:
    """Sets two plans beside each other, clause by clause."""
    from service.answers.comparison import compare_plans, two_plans
    from service.faces.records import beside
    from service.faces.terminal import beside_tables
    from service.linking import links_between

    base, _ = open_base(given)
    one, other = (read_scope(base.known, plans=[name]) for name in (given.one, given.other))
    left, right = two_plans(base.store, one, other)
    links = links_between(_links(base), base.store, left, right)
    compared = compare_plans(base.store, left, right, links)
    if given.json:
        emit(beside.comparison_records(compared))
    else:
        beside_tables.comparison(compared, every=given.all)


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
            Argument(("--level",), f"只看这些层级里的对应条目：{LEVEL_CHOICE}。", "层级", REPEATED),
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
    Command(
        "coverage",
        "覆盖：一个主题各级规划在哪些领域有目标、有措施，哪一级没有规定、没有文本。",
        coverage,
        (
            Argument(("words",), "要查的词，可以写几个，用空格隔开。", "检索词…", {"nargs": "*"}),
            Argument(
                ("--matrix",), "不查词，列出各规划各领域的条目数和其他各级有对应的条数。", options=SWITCH
            ),
            Argument(("--literal",), "只按写的字查，不查同义词。", options=SWITCH),
            *FILTERS,
            *EVERY,
        ),
    ),
    Command(
        "compare",
        "比对：两部规划逐条对照，标出不同的字词和数值，列出只有一方写了的条目。",
        compare,
        (
            Argument(("one",), "第一部规划：编号、简称或名称的一部分。", "规划"),
            Argument(("other",), "第二部规划。", "规划"),
            Argument(("--all",), "一字不差的条目也列出来。", options=SWITCH),
            *EVERY,
        ),
    ),
)
