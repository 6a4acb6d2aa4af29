"""The commands of ``duibiao``: what each takes, and which answer it shows. No command computes anything."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import UserError
from service.faces.terminal import arguments, beside_commands, import_commands, model_commands, serve_command
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, FILTERS, SWITCH, XLSX, emit, open_base
from service.settings import read_settings

if TYPE_CHECKING:
    from service.answers.search import SearchAnswer
    from service.storage import Base

ABOUT = "对标：政策规划条目知识库与检索服务。试试：duibiao search 留守儿童（第一次会自动建库）。"


def run(words: Sequence[str]) -> int:
    """Runs one command and gives its exit status."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(arguments.explain_all(COMMANDS, ABOUT))
        return 0
    if words[0] in ("--version", "-V", "version"):
        return _version()
    command = arguments.find(words[0], COMMANDS)
    rest = words[1:]
    end = rest.index("--") if "--" in rest else len(rest)
    if {"-h", "--help"} & set(rest[:end]):
        print(arguments.explain(command))
        return 0
    return command.run(arguments.parse(command, rest)) or 0


def build(given: Namespace) -> None:
    """Builds or refreshes the base."""
    from service.faces.terminal import progress, tables
    from service.upkeep import build as building

    settings = read_settings(given.corpus)
    with progress.shown() as shown:
        base, made = building.build(settings, shown, force=given.force)
        building.improve_vectors(base, shown)
    if given.json:
        facts = {"made": made, "folder": str(base.folder), "seconds": base.manifest.seconds}
        emit([facts | base.manifest.counts])
    else:
        tables.built(base, made)


def read(given: Namespace) -> None:
    """Takes any file apart without keeping it."""
    from service.faces.records import search as records
    from service.faces.terminal import tables
    from service.upkeep.build import read_one

    plans = read_one(given.file, read_settings(given.corpus))
    if not given.json:
        tables.read(plans, targets=given.targets, warnings=given.warnings, outline=given.outline)
        return
    for plan in plans:
        if given.outline:
            emit(records.heading_record(plan.entry.id, heading) for heading in plan.headings)
        if given.targets:
            emit(records.target_record(target) for target in plan.targets)
        if given.warnings:
            emit(records.warning_record(warning) for warning in plan.warnings)
        if not (given.outline or given.targets or given.warnings):
            emit(records.clause_record(clause) for clause in plan.clauses)


def clauses(given: Namespace) -> None:
    """Lists clauses of the base."""
    from service.faces.records import search as records
    from service.faces.terminal import tables

    base, scope = open_base(given)
    rows = base.store.clauses(scope)
    if given.xlsx:
        from service.faces.sheets import search as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.clauses_book(base.store, rows, base.known, scope), given.xlsx)
    elif given.json:
        emit(records.stored_record(row) for row in rows)
    else:
        tables.clauses(list(rows))


def targets(given: Namespace) -> None:
    """Lists targets of the base."""
    from service.faces.records import search as records
    from service.faces.terminal import tables

    base, scope = open_base(given)
    rows = base.store.targets(scope)
    if given.xlsx:
        from service.faces.sheets import search as sheets
        from service.faces.terminal import save_table

        save_table.save(sheets.targets_book(base.store, rows, base.known, scope), given.xlsx)
    elif given.json:
        emit(records.target_record(row) for row in rows)
    else:
        tables.targets(list(rows), base.known)


def search(given: Namespace) -> None:
    """Searches the base."""
    from service.answers.search import search as answer_search
    from service.query import read_query

    if given.explain and given.xlsx:
        raise UserError("--explain 和 --xlsx 不能一起用，请去掉其中一个。")
    text = " ".join(given.words)
    read_query(text, limit=given.limit)  # a mistake in the words is told before anything is built
    base, scope = open_base(given)
    started = time.perf_counter()
    query = read_query(text, scope=scope, limit=given.limit, literal=given.literal)
    answer = answer_search(base.store, base.engine, query, None if given.literal else base.nearness)
    seconds = time.perf_counter() - started
    if given.explain:
        _explain(answer, base, given)
    elif given.xlsx:
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
        from service.faces.terminal import results

        results.show(answer, seconds, base)


def _explain(answer: SearchAnswer, base: Base, given: Namespace) -> None:
    """What a search did, from the question to the parts of each score."""
    from service.answers.search.explain import explain

    explained = explain(answer, base.embedded)
    if given.json:
        from service.faces.records import search as records
        from service.faces.records.explain import explanation_record

        counts = {"counts": records.counts_record(answer)} if given.counts else {}
        emit([explanation_record(explained) | counts])
    else:
        from service.faces.terminal import explanation

        explanation.show(explained)


def show(given: Namespace) -> None:
    """Shows one clause."""
    from service.answers.lookup import look_up
    from service.faces.records import search as records
    from service.faces.terminal import tables

    base, _ = open_base(given)
    found = look_up(base.store, given.address)
    if given.json:
        emit([records.lookup_record(found)])
    else:
        tables.clause(found)


def verify(given: Namespace) -> None:
    """Checks that store, index and sources agree."""
    from service.faces.terminal import progress, tables
    from service.upkeep.verify import verify as check_all

    settings = read_settings(given.corpus)
    with progress.shown() as shown:
        findings = check_all(settings, shown, repair=given.repair)
    if given.json:
        emit({"check": each.check, "ok": each.ok, "detail": each.detail} for each in findings)
    else:
        tables.findings(findings)
    if not all(each.ok for each in findings):
        hint = "仍未修好，请看上面打叉的几项" if given.repair else "请运行 duibiao verify --repair 重建"
        raise UserError(f"知识库有问题，{hint}。")


def bench(given: Namespace) -> None:
    """Measures speed."""
    from service.faces.terminal import progress, tables
    from service.measuring import bench as benches
    from service.measuring import scale

    if not 100 <= given.clauses <= 2_000_000:
        raise UserError("--clauses 可以是 100 到 2000000，请改写后面的数字。")
    settings = read_settings(given.corpus, engine=given.engine)
    measure = benches.run if given.engine is None else scale.run
    with progress.shown() as shown:
        measured = measure(settings, given.clauses, shown)
    if given.json:
        emit({"name": m.name, "value": m.value, "bar": m.bar, "met": m.met, "how": m.how} for m in measured)
    else:
        tables.measured(measured)


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
            Argument(
                ("--explain",),
                "说明为什么这样排：问题、计划、两种引擎的请求、排序参数，每条的分数由哪几部分相加。",
                options=SWITCH,
            ),
            XLSX,
            *EVERY,
        ),
    ),
    Command(
        "show",
        "看一个条目：全文、出处、指标目标、复核提示。",
        show,
        (Argument(("address",), "条目地址，如 tengchong-women-2021/2.1/goal/2。", "地址"), *EVERY),
    ),
    Command(
        "clauses", "列出库中的条目。可按层级、类型、领域、规划、部门筛选。", clauses, (*FILTERS, XLSX, *EVERY)
    ),
    Command(
        "targets", "列出库中的指标目标：指标、要求、年份、出处。筛选同上。", targets, (*FILTERS, XLSX, *EVERY)
    ),
    Command(
        "read",
        "读任意一份规划文本，看拆出的条目。不入库，也不需要先建库。",
        read,
        (
            Argument(("file",), "规划文本文件。", "文件", {"type": Path}),
            Argument(("--targets",), "看识别出的指标目标。", options=SWITCH),
            Argument(("--warnings",), "看复核提示：原文中需要人看一眼的地方。", options=SWITCH),
            Argument(("--outline",), "看标题层次。", options=SWITCH),
            *EVERY,
        ),
    ),
    Command(
        "build",
        "建立或更新知识库。读入规划文本，拆成条目，切词并建立索引；没有变化时不重建。",
        build,
        (Argument(("--force",), "没有变化也重建。", options=SWITCH), *EVERY),
    ),
    Command(
        "verify",
        "核对条目库、检索索引、原文件三者是否一致。",
        verify,
        (Argument(("--repair",), "发现问题就从规划文本重建。", options=SWITCH), *EVERY),
    ),
    Command(
        "bench",
        "测量速度：检索、入库、启动、拆条，各与标准比较。",
        bench,
        (
            Argument(
                ("--clauses",), "生成多少个条目来测，默认 100000。", "条数", {"type": int, "default": 100_000}
            ),
            Argument(
                ("--engine",),
                "测规模：embedded 只测本机索引，elastic 与 Elasticsearch 并排测；包括建库速度、检索快慢、内存和磁盘。",
                "引擎",
                {"default": None},
            ),
            *EVERY,
        ),
    ),
    *beside_commands.COMMANDS,
    *import_commands.COMMANDS,
    *serve_command.COMMANDS,
    *model_commands.COMMANDS,
)


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"duibiao {version('duibiao')}")
    except PackageNotFoundError:
        print("duibiao（未安装的源代码）")
    return 0
