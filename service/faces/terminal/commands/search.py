"""The command that searches. It computes nothing."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, SWITCH, XLSX, emit, open_base


def search(given: Namespace) -> None:
    """Searches the base."""
    from service.answers.search import search as answer_search
    from service.query import read_query

    text = " ".join(given.words)
    read_query(text, limit=given.limit)  # a mistake in the words is told before anything is built
    base, scope = open_base(given)
    started = time.perf_counter()
    query = read_query(text, scope=scope, limit=given.limit, literal=given.literal)
    answer = answer_search(base.store, base.engine, query, None if given.literal else base.nearness)
    seconds = time.perf_counter() - started
    if given.xlsx:
        from service.faces.sheets import search as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.search_book(base.store, answer, base.known), given.xlsx)
    elif given.json:
        from service.faces.records import search as records

        emit(records.hit_record(hit) for hit in answer.hits)
        if given.counts:
            emit([records.counts_record(answer)])
        elif answer.engine.note:
            print(answer.engine.note, file=sys.stderr)
    else:
        from service.faces.terminal.tables import search as tables

        tables.show(answer, seconds, base)


COMMANDS = (
    Command(
        "search",
        "检索条目。词都有的排在前面；加引号“……”只找原文照样出现的。",
        search,
        (
            Argument(("words",), "要查的词，可以写几个，用空格隔开。", "检索词…", {"nargs": "+"}),
            Argument(("-k",), "显示多少条，默认 10。", "条数", {"type": int, "default": 10, "dest": "limit"}),
            *FILTERS,
            Argument(("--literal",), "只按写的字查：不查同义词，不按意思排，不改错字。", options=SWITCH),
            Argument(
                ("--engine",),
                "embedded 用本机索引，elastic 用 Elasticsearch；不写时，设了它的地址就用它。",
                "引擎",
                {"default": None},
            ),
            Argument(("--counts",), "与 --json 同用：最后多一行总数和分类计数。", options=SWITCH),
            XLSX,
            *EVERY,
        ),
    ),
)
