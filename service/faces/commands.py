"""The commands of ``duibiao``: what each takes, and which answer it shows. No command computes anything."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from service.base import Base, NoBase, open_current
from service.errors import UserError
from service.scope import EVERYWHERE, Scope, read_scope
from service.settings import read_settings

app = typer.Typer(
    name="duibiao",
    help="对标：政策规划条目知识库与检索服务。先运行 duibiao search 留守儿童 试试，第一次会自动建库。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="每行输出一个 JSON 对象，供程序读取。")]
Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="文件夹", help="另一个规划文件夹（与正式知识库分开存放，互不影响）。"),
]
Levels = Annotated[
    list[str] | None,
    typer.Option("--level", metavar="层级", help="只看这些层级：国家、省、州市、县。可重复。"),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", metavar="类型", help="只看这些类型：目标、措施、原则、组织实施、监测评估……可重复。"
    ),
]
Domains = Annotated[
    list[str] | None,
    typer.Option("--domain", metavar="领域", help="只看这些领域，写一部分也行，如：健康。可重复。"),
]
Plans = Annotated[
    list[str] | None,
    typer.Option(
        "--plan", metavar="规划", help="只看这些规划，写编号、简称或名称的一部分，如：腾冲妇女。可重复。"
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="部门", help="只看写明由这些部门负责的条目，如：教育。可重复。"),
]


def _emit(records: Iterable[dict[str, Any]]) -> None:
    write = sys.stdout.write
    for record in records:
        write(json.dumps(record, ensure_ascii=False) + "\n")


@app.command(help="建立或更新知识库：读入规划文本，拆成条目，切词并建立索引。没有变化时不重建。")
def build(
    force: Annotated[bool, typer.Option("--force", help="没有变化也重建。")] = False,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service import build as building
    from service.faces import progress, tables

    settings = read_settings(corpus)
    with progress.shown() as shown:
        base, made = building.build(settings, shown, force=force)
    if json_lines:
        _emit(
            [
                {
                    "made": made,
                    "folder": str(base.folder),
                    "seconds": base.manifest.seconds,
                    **base.manifest.counts,
                }
            ]
        )
    else:
        tables.built(base, made)


@app.command(help="读入任意一份规划文本，看拆出的条目；不入库，也不需要先建库。")
def read(
    file: Annotated[Path, typer.Argument(metavar="文件", help="规划文本文件。")],
    targets: Annotated[bool, typer.Option("--targets", help="看识别出的指标目标。")] = False,
    warnings: Annotated[
        bool, typer.Option("--warnings", help="看复核提示：原文中需要人看一眼的地方。")
    ] = False,
    outline: Annotated[bool, typer.Option("--outline", help="看标题层次。")] = False,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service.build import read_one
    from service.faces import records, tables

    plans = read_one(file, read_settings(corpus))
    if not json_lines:
        tables.read(plans, targets=targets, warnings=warnings, outline=outline)
        return
    for plan in plans:
        if outline:
            _emit(records.heading_record(plan.entry.id, heading) for heading in plan.headings)
        if targets:
            _emit(records.target_record(target) for target in plan.targets)
        if warnings:
            _emit(records.warning_record(warning) for warning in plan.warnings)
        if not (outline or targets or warnings):
            _emit(records.clause_record(clause) for clause in plan.clauses)


@app.command(help="列出库中的条目，可按层级、类型、领域、规划、责任单位筛选。")
def clauses(
    level: Levels = None,
    kind: Kinds = None,
    domain: Domains = None,
    plan: Plans = None,
    unit: Units = None,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service.faces import records, tables

    base, scope = _open(corpus, level, kind, domain, plan, unit)
    rows = base.store.clauses(scope)
    if json_lines:
        _emit(records.stored_record(row) for row in rows)
    else:
        tables.clauses(list(rows))


@app.command(help="列出库中的指标目标：指标、要求、年份、出处。筛选同上。")
def targets(
    level: Levels = None,
    kind: Kinds = None,
    domain: Domains = None,
    plan: Plans = None,
    unit: Units = None,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service.faces import records, tables

    base, scope = _open(corpus, level, kind, domain, plan, unit)
    rows = base.store.targets(scope)
    if json_lines:
        _emit(records.target_record(row) for row in rows)
    else:
        tables.targets(list(rows), base.known)


@app.command(help="检索条目。词都要有的排在前面；加引号“……”只找原文照样出现的。")
def search(
    words: Annotated[list[str], typer.Argument(metavar="检索词...", help="要查的词，可写多个。")],
    limit: Annotated[int, typer.Option("-k", metavar="条数", help="显示多少条。")] = 10,
    level: Levels = None,
    kind: Kinds = None,
    domain: Domains = None,
    plan: Plans = None,
    unit: Units = None,
    counts: Annotated[
        bool, typer.Option("--counts", help="与 --json 同用：最后一行输出总数和分类计数。")
    ] = False,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service.answers.search import search as answer_search
    from service.query import read_query

    text = " ".join(words)
    read_query(text, limit=limit)  # a mistake in the words is told before anything is built
    base, scope = _open(corpus, level, kind, domain, plan, unit)
    started = time.perf_counter()
    answer = answer_search(base.store, base.engine, read_query(text, scope=scope, limit=limit))
    seconds = time.perf_counter() - started
    if json_lines:
        from service.faces import records

        _emit(records.hit_record(hit) for hit in answer.hits)
        if counts:
            _emit([records.counts_record(answer)])
    else:
        from service.faces import results

        results.show(answer, seconds, base)


@app.command(help="看一个条目：全文、出处、指标目标、复核提示。")
def show(
    address: Annotated[
        str, typer.Argument(metavar="地址", help="条目地址，如 tengchong-women-2021/2.1/goal/2。")
    ],
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service.answers.lookup import look_up
    from service.faces import records, tables

    base, _ = _open(corpus)
    found = look_up(base.store, address)
    if json_lines:
        _emit([records.lookup_record(found)])
    else:
        tables.clause(found)


@app.command(help="核对知识库：条目库、检索索引、原文件三者是否一致；--repair 重建有问题的部分。")
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="发现问题就重建。")] = False,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service.faces import progress, tables
    from service.verify import verify as check_all

    settings = read_settings(corpus)
    with progress.shown() as shown:
        findings = check_all(settings, shown, repair=repair)
    if json_lines:
        _emit({"check": each.check, "ok": each.ok, "detail": each.detail} for each in findings)
    else:
        tables.findings(findings)
    if not all(each.ok for each in findings):
        raise UserError("知识库有问题，见上面打叉的几项；可运行 duibiao verify --repair 重建。")


@app.command(help="测量速度：检索、入库、启动、拆条，各与标准比较（同一次运行内的比值）。")
def bench(
    count: Annotated[int, typer.Option("--clauses", metavar="条数", help="生成多少个条目来测。")] = 100_000,
    json_lines: Json = False,
    corpus: Corpus = None,
) -> None:
    from service import bench as benches
    from service.faces import progress, tables

    with progress.shown() as shown:
        measured = benches.run(read_settings(corpus), count, shown)
    if json_lines:
        _emit({"name": m.name, "value": m.value, "bar": m.bar, "met": m.met, "how": m.how} for m in measured)
    else:
        tables.measured(measured)


def _open(
    corpus: Path | None,
    level: list[str] | None = None,
    kind: list[str] | None = None,
    domain: list[str] | None = None,
    plan: list[str] | None = None,
    unit: list[str] | None = None,
) -> tuple[Base, Scope]:
    """The base, built first where that is needed, and the scope that the filters mean."""
    settings = read_settings(corpus)
    try:
        base = open_current(settings)
    except NoBase:
        from service import build as building
        from service.faces import progress

        with progress.shown() as shown:
            base = building.ensure(settings, shown)
    if not (level or kind or domain or plan or unit):
        return base, EVERYWHERE
    scope = read_scope(
        base.known,
        levels=level or (),
        kinds=kind or (),
        domains=domain or (),
        plans=plan or (),
        units=unit or (),
    )
    return base, scope
