"""The command that shows coverage: of a subject, or of all domains. It computes nothing."""

from __future__ import annotations

import sys
from argparse import Namespace

from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, SWITCH, emit, open_base, watched_links
from service.settings import read_settings


def coverage(given: Namespace) -> None:
    """Shows what each level says of a subject, or how the domains of all plans answer each other."""
    from service.answers.coverage import coverage as answer_coverage
    from service.answers.coverage import matrix
    from service.decisions import open_decisions
    from service.faces.records import coverage as records
    from service.faces.terminal.tables import coverage as tables
    from service.query import read_query

    text = " ".join(given.words)
    if given.matrix == bool(text):
        raise UserError("coverage 后面写要查的词，如 duibiao coverage 留守儿童；要看全部领域用 --matrix。")
    if text:
        read_query(text)
    base, scope = open_base(given)
    if given.matrix:
        decided = open_decisions(read_settings(given.corpus)).links()
        table = matrix(base.store, watched_links(base), decided, scope)
        if given.json:
            emit(records.matrix_record(row) for row in table)
        else:
            tables.matrix(table)
        return
    found = answer_coverage(base.store, base.engine, read_query(text, scope=scope, literal=given.literal))
    if given.json:
        for note in found.search.notes:
            print(note, file=sys.stderr)
        emit(records.coverage_record(row, found) for row in found.rows)
    else:
        tables.coverage(found, text)


COMMANDS = (
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
)
