"""The commands of ``duibiao``: what each takes, and which answer it shows. No command computes anything."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from service.base import Base, NoBase, open_current
from service.errors import UserError
from service.faces import arguments
from service.faces.arguments import Argument, Command
from service.scope import EVERYWHERE, Scope, read_scope
from service.settings import read_settings

ABOUT = "对标：政策规划条目知识库与检索服务。试试：duibiao search 留守儿童（第一次会自动建库）。"
_REPEATED = {"action": "append", "default": []}
_SWITCH = {"action": "store_true"}

JSON = Argument(("--json",), "每行输出一个 JSON 对象，供程序读取。", options=_SWITCH)
CORPUS = Argument(
    ("--corpus",),
    "改用另一个文件夹里的规划（单独建库，不影响正式知识库）。",
    "文件夹",
    {"type": Path, "default": None},
)
HELP = Argument(("--help", "-h"), "显示这段说明。", options=_SWITCH)
EVERY = (JSON, CORPUS, HELP)
FILTERS = (
    Argument(("--level",), "只看这些层级：国家、省、州市、县。筛选条件都可以写几次。", "层级", _REPEATED),
    Argument(
        ("--kind",), "只看这些类型：目标、措施、原则、总体目标、组织实施、监测评估等。", "类型", _REPEATED
    ),
    Argument(("--domain",), "只看这些领域，写一部分也行，如：健康。", "领域", _REPEATED),
    Argument(("--plan",), "只看这些规划，写编号、简称或名称的一部分，如：腾冲妇女。", "规划", _REPEATED),
    Argument(("--unit",), "只看写明由这些部门负责的条目，如：教育。", "部门", _REPEATED),
)


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
    from service import build as building
    from service.faces import progress, tables

    settings = read_settings(given.corpus)
    with progress.shown() as shown:
        base, made = building.build(settings, shown, force=given.force)
    if given.json:
        facts = {"made": made, "folder": str(base.folder), "seconds": base.manifest.seconds}
        _emit([facts | base.manifest.counts])
    else:
        tables.built(base, made)


def read(given: Namespace) -> None:
    """Takes any file apart without keeping it."""
    from service.build import read_one
    from service.faces import records, tables

    plans = read_one(given.file, read_settings(given.corpus))
    if not given.json:
        tables.read(plans, targets=given.targets, warnings=given.warnings, outline=given.outline)
        return
    for plan in plans:
        if given.outline:
            _emit(records.heading_record(plan.entry.id, heading) for heading in plan.headings)
        if given.targets:
            _emit(records.target_record(target) for target in plan.targets)
        if given.warnings:
            _emit(records.warning_record(warning) for warning in plan.warnings)
        if not (given.outline or given.targets or given.warnings):
            _emit(records.clause_record(clause) for clause in plan.clauses)


def clauses(given: Namespace) -> None:
    """Lists clauses of the base."""
    from service.faces import records, tables

    base, scope = _open(given)
    rows = base.store.clauses(scope)
    if given.json:
        _emit(records.stored_record(row) for row in rows)
    else:
        tables.clauses(list(rows))


def targets(given: Namespace) -> None:
    """Lists targets of the base."""
    from service.faces import records, tables

    base, scope = _open(given)
    rows = base.store.targets(scope)
    if given.json:
        _emit(records.target_record(row) for row in rows)
    else:
        tables.targets(list(rows), base.known)


def search(given: Namespace) -> None:
    """Searches the base."""
    from service.answers.search import search as answer_search
    from service.query import read_query

    text = " ".join(given.words)
    read_query(text, limit=given.limit)  # a mistake in the words is told before anything is built
    base, scope = _open(given)
    started = time.perf_counter()
    query = read_query(text, scope=scope, limit=given.limit, literal=given.literal)
    answer = answer_search(base.store, base.engine, query, None if given.literal else base.nearness)
    seconds = time.perf_counter() - started
    if given.json:
        from service.faces import records

        _emit(records.hit_record(hit) for hit in answer.hits)
        if given.counts:
            _emit([records.counts_record(answer)])
    else:
        from service.faces import results

        results.show(answer, seconds, base)


def show(given: Namespace) -> None:
    """Shows one clause."""
    from service.answers.lookup import look_up
    from service.faces import records, tables

    base, _ = _open(given)
    found = look_up(base.store, given.address)
    if given.json:
        _emit([records.lookup_record(found)])
    else:
        tables.clause(found)


def verify(given: Namespace) -> None:
    """Checks that store, index and sources agree."""
    from service.faces import progress, tables
    from service.verify import verify as check_all

    settings = read_settings(given.corpus)
    with progress.shown() as shown:
        findings = check_all(settings, shown, repair=given.repair)
    if given.json:
        _emit({"check": each.check, "ok": each.ok, "detail": each.detail} for each in findings)
    else:
        tables.findings(findings)
    if not all(each.ok for each in findings):
        hint = "仍未修好，请看上面打叉的几项" if given.repair else "请运行 duibiao verify --repair 重建"
        raise UserError(f"知识库有问题，{hint}。")


def bench(given: Namespace) -> None:
    """Measures speed."""
    from service import bench as benches
    from service.faces import progress, tables

    if not 100 <= given.clauses <= 2_000_000:
        raise UserError("--clauses 可以是 100 到 2000000，请改写后面的数字。")
    with progress.shown() as shown:
        measured = benches.run(read_settings(given.corpus), given.clauses, shown)
    if given.json:
        _emit({"name": m.name, "value": m.value, "bar": m.bar, "met": m.met, "how": m.how} for m in measured)
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
            Argument(("--literal",), "只按写的字查：不查同义词，不按意思排，不改错字。", options=_SWITCH),
            Argument(("--counts",), "与 --json 同用：最后多一行总数和分类计数。", options=_SWITCH),
            *EVERY,
        ),
    ),
    Command(
        "show",
        "看一个条目：全文、出处、指标目标、复核提示。",
        show,
        (Argument(("address",), "条目地址，如 tengchong-women-2021/2.1/goal/2。", "地址"), *EVERY),
    ),
    Command("clauses", "列出库中的条目。可按层级、类型、领域、规划、部门筛选。", clauses, (*FILTERS, *EVERY)),
    Command("targets", "列出库中的指标目标：指标、要求、年份、出处。筛选同上。", targets, (*FILTERS, *EVERY)),
    Command(
        "read",
        "读任意一份规划文本，看拆出的条目。不入库，也不需要先建库。",
        read,
        (
            Argument(("file",), "规划文本文件。", "文件", {"type": Path}),
            Argument(("--targets",), "看识别出的指标目标。", options=_SWITCH),
            Argument(("--warnings",), "看复核提示：原文中需要人看一眼的地方。", options=_SWITCH),
            Argument(("--outline",), "看标题层次。", options=_SWITCH),
            *EVERY,
        ),
    ),
    Command(
        "build",
        "建立或更新知识库。读入规划文本，拆成条目，切词并建立索引；没有变化时不重建。",
        build,
        (Argument(("--force",), "没有变化也重建。", options=_SWITCH), *EVERY),
    ),
    Command(
        "verify",
        "核对条目库、检索索引、原文件三者是否一致。",
        verify,
        (Argument(("--repair",), "发现问题就从规划文本重建。", options=_SWITCH), *EVERY),
    ),
    Command(
        "bench",
        "测量速度：检索、入库、启动、拆条，各与标准比较。",
        bench,
        (
            Argument(
                ("--clauses",), "生成多少个条目来测，默认 100000。", "条数", {"type": int, "default": 100_000}
            ),
            *EVERY,
        ),
    ),
)


def _open(given: Namespace) -> tuple[Base, Scope]:
    """The base, built first where that is needed, and the scope that the filters mean."""
    settings = read_settings(given.corpus)
    try:
        base = open_current(settings)
    except NoBase:
        from service import build as building
        from service.faces import progress

        with progress.shown() as shown:
            base = building.ensure(settings, shown)
    filters = {f"{name}s": getattr(given, name, []) for name in ("level", "kind", "domain", "plan", "unit")}
    if not any(filters.values()):
        return base, EVERYWHERE
    return base, read_scope(base.known, **filters)


def _emit(records: Iterable[dict[str, Any]]) -> None:
    for record in records:
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"duibiao {version('duibiao')}")
    except PackageNotFoundError:
        print("duibiao（未安装的源代码）")
    return 0
