"""The command that sets two plans beside each other. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, SWITCH, emit, open_base, watched_links
from service.query import read_scope


def compare(given: Namespace) -> None:
    """Sets two plans beside each other, clause by clause."""
    from service.answers.comparison import compare_plans, two_plans
    from service.faces.records import compare as records
    from service.faces.terminal.tables import compare as tables
    from service.linking import links_between

    base, _ = open_base(given)
    one, other = (read_scope(base.known, plans=[name]) for name in (given.one, given.other))
    left, right = two_plans(base.store, one, other)
    links = links_between(watched_links(base), base.store, left, right)
    compared = compare_plans(base.store, left, right, links)
    if given.json:
        emit(records.comparison_records(compared))
    else:
        tables.comparison(compared, every=given.all)


COMMANDS = (
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
