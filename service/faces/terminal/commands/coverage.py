"""The command that shows coverage: of a subject, or of all domains. It computes nothing."""

from __future__ import annotations

import sys
from argparse import Namespace

from service.desk import CoverageQuestion, MatrixQuestion, help_of
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, SWITCH, desk_for, emit, filters_of


def coverage(given: Namespace) -> None:
    """Shows what each level says of a subject, or how the domains of all plans answer each other."""
    from service.faces.records import coverage as records
    from service.faces.terminal.tables import coverage as tables

    asked = CoverageQuestion(" ".join(given.words), filters_of(given), literal=given.literal)
    if given.matrix == bool(asked.text):
        raise UserError("coverage 后面写要查的词，如 duibiao coverage 留守儿童；要看全部领域用 --matrix。")
    if given.matrix:
        table = desk_for(given).matrix(MatrixQuestion(asked.filters))
        if given.json:
            emit(records.matrix_record(row) for row in table)
        else:
            tables.matrix(table)
        return
    for each in asked.topics:
        each.query()  # a mistake in the words is told before anything is built
    every = desk_for(given).coverages(asked)
    if given.json:
        for note in dict.fromkeys(note for _, found in every for note in found.search.notes):
            print(note, file=sys.stderr)
        emit(records.coverage_record(row, found, topic) for topic, found in every for row in found.rows)
    elif len(every) == 1:
        tables.coverage(every[0][1], asked.text)
    else:
        tables.topics(every)


COMMANDS = (
    Command(
        "coverage",
        "覆盖：一个主题各级规划在哪些领域有目标、有措施，哪一级没有查到、没有文本。",
        coverage,
        (
            Argument(("words",), help_of(CoverageQuestion, "text"), "检索词…", {"nargs": "*"}),
            Argument(
                ("--matrix",), "不查词，列出各规划各领域的条目数和其他各级有对应的条数。", options=SWITCH
            ),
            Argument(("--literal",), help_of(CoverageQuestion, "literal"), options=SWITCH),
            *FILTERS,
            *EVERY,
        ),
    ),
)
