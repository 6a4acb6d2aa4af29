"""The commands that look after the base: read a file without keeping it, build, verify, bench."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, SWITCH, emit
from service.settings import read_settings


def read(given: Namespace) -> None:
    """Takes any file apart without keeping it."""
    from service.faces.records import search as records
    from service.faces.records.tables import table_record
    from service.faces.terminal import progress
    from service.faces.terminal.tables import clauses as tables
    from service.upkeep.build import read_one

    with progress.shown() as shown_pages:
        plans = read_one(given.file, read_settings(given.corpus), shown_pages)
    if given.explain:
        from service.faces.terminal import number_reasons

        number_reasons.show(plans, as_json=given.json)
        return
    if not given.json:
        shown = tables.ShownOfFile(given.targets, given.warnings, given.outline, given.tables)
        tables.read(plans, shown)
        return
    for plan in plans:
        if given.outline:
            emit(records.heading_record(plan.entry.id, heading) for heading in plan.headings)
        if given.targets:
            emit(records.target_record(target) for target in plan.targets)
        if given.warnings:
            emit(records.warning_record(warning) for warning in plan.warnings)
        if given.tables:
            emit(table_record(plan.entry.id, table, plan.source.text) for table in plan.tables)
        if not (given.outline or given.targets or given.warnings or given.tables):
            emit(records.clause_record(clause) for clause in plan.clauses)


def build(given: Namespace) -> None:
    """Builds or refreshes the base."""
    from service.faces.terminal import progress
    from service.faces.terminal.tables import upkeep as tables
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


def verify(given: Namespace) -> None:
    """Checks that store, index and sources agree."""
    from service.faces.terminal import progress
    from service.faces.terminal.tables import upkeep as tables
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
    from service.faces.terminal import progress
    from service.faces.terminal.tables import upkeep as tables
    from service.measuring import bench as benches
    from service.measuring import scale

    if not 100 <= given.clauses <= 2_000_000:
        raise UserError("--clauses 可以是 100 到 2000000，请改写后面的数字。")
    settings = read_settings(given.corpus, engine=given.engine)
    measure = benches.run if given.engine is None else scale.run
    with progress.shown() as shown:
        measured = measure(settings, given.clauses, shown)
    if given.json:
        emit(
            {"name": m.name, "value": m.value, "unit": m.unit, "bar": m.bar, "met": m.met, "how": m.how}
            for m in measured
        )
    else:
        tables.measured(measured)


COMMANDS = (
    Command(
        "read",
        "读任意一份规划文本，看拆出的条目、表格、指标目标和复核提示。不入库，也不需要先建库。",
        read,
        (
            Argument(("file",), "规划文本文件。", "文件", {"type": Path}),
            Argument(("--targets",), "只看识别出的指标目标和它们的原文。", options=SWITCH),
            Argument(("--explain",), "看每个数按哪种句式读成指标目标，或者为什么不是。", options=SWITCH),
            Argument(("--warnings",), "只看复核提示：原文中需要人看一眼的地方。", options=SWITCH),
            Argument(("--outline",), "只看标题层次。", options=SWITCH),
            Argument(("--tables",), "看表格：行、列和单元格，照原文。", options=SWITCH),
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
)
