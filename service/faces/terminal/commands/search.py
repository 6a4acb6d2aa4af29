"""The command that searches. It computes nothing."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from typing import TYPE_CHECKING

from service.desk import SearchQuestion, help_of
from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, SWITCH, XLSX, desk_for, emit, filters_of

if TYPE_CHECKING:
    from service.answers.search.explain import Explanation


def search(given: Namespace) -> None:
    """Searches the base."""
    if given.explain and given.xlsx:
        raise UserError("--explain 和 --xlsx 不能一起用，请去掉其中一个。")
    asked = SearchQuestion(" ".join(given.words), filters_of(given), limit=given.limit, literal=given.literal)
    asked.query()  # a mistake in the words is told before anything is built
    desk = desk_for(given)
    started = time.perf_counter()
    answer = desk.search(asked)
    seconds = time.perf_counter() - started
    if given.explain:
        _explain(desk.explain(answer), given)
    elif given.xlsx:
        from service.faces.sheets import search as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.search_book(desk, answer), given.xlsx)
    elif given.json:
        from service.faces.records import search as records

        emit(records.hit_record(hit) for hit in answer.hits)
        if given.counts:
            emit([records.counts_record(answer)])
        elif answer.engine.note:
            print(answer.engine.note, file=sys.stderr)
    else:
        from service.faces.terminal.tables import search as tables

        tables.show(answer, seconds, desk)


def _explain(explained: Explanation, given: Namespace) -> None:
    """What a search did, from the question to the parts of each score."""
    if given.json:
        from service.faces.records import search as records
        from service.faces.records.explain import explanation_record

        counts = {"counts": records.counts_record(explained.answer)} if given.counts else {}
        emit([explanation_record(explained) | counts])
    else:
        from service.faces.terminal.tables import explain as tables

        tables.show(explained)


COMMANDS = (
    Command(
        "search",
        "检索条目。词都有的排在前面；加引号“……”只找原文照样出现的。",
        search,
        (
            Argument(("words",), help_of(SearchQuestion, "text"), "检索词…", {"nargs": "+"}),
            Argument(
                ("-k",),
                help_of(SearchQuestion, "limit"),
                "条数",
                {"type": int, "default": 10, "dest": "limit"},
            ),
            *FILTERS,
            Argument(("--literal",), help_of(SearchQuestion, "literal"), options=SWITCH),
            Argument(
                ("--engine",),
                "embedded 用本机索引，elastic 用 Elasticsearch；不写时，设了它的地址就用它。",
                "引擎",
                {"default": None},
            ),
            Argument(("--counts",), "与 --json 同用：最后多一行总数和分类计数。", options=SWITCH),
            Argument(
                ("--explain",),
                "说明为什么这样排：问题、计划、两种引擎的请求、排序参数，每条的分数由哪几部分相加。",
                options=SWITCH,
            ),
            XLSX,
            *EVERY,
        ),
    ),
)
