"""The command that sets two plans beside each other. It computes nothing."""

from __future__ import annotations

from argparse import Namespace

from service.desk import CompareQuestion, help_of
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, SWITCH, desk_for, emit


def compare(given: Namespace) -> None:
    """Sets two plans beside each other, clause by clause."""
    from service.faces.records import compare as records
    from service.faces.terminal.tables import compare as tables

    asked = CompareQuestion(given.one, given.other)
    if asked.of_editions:
        _editions(asked, given)
        return
    compared = desk_for(given).compare(asked)
    if given.json:
        emit(records.comparison_records(compared))
    else:
        tables.comparison(compared, every=given.all)


def _editions(asked: CompareQuestion, given: Namespace) -> None:
    from service.faces.records.editions import edited_records
    from service.faces.terminal.tables import editions as tables

    compared = desk_for(given).compare_editions(asked)
    if given.json:
        emit(edited_records(compared.changes))
    else:
        tables.what_changes(compared)


COMMANDS = (
    Command(
        "compare",
        "比对：两部规划逐条对照，标出不同的字词和数值，列出只有一方写了的条目；同一部规划的两版写成 规划@1 规划@2。",
        compare,
        (
            Argument(("one",), help_of(CompareQuestion, "left"), "规划"),
            Argument(("other",), help_of(CompareQuestion, "right"), "规划"),
            Argument(("--all",), "一字不差的条目也列出来。", options=SWITCH),
            *EVERY,
        ),
    ),
)
