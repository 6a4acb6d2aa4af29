"""What every command shares: the arguments that all take, the base opened for reading, JSON lines."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from service.faces.terminal.arguments import Argument
from service.labels import LEVEL_CHOICE
from service.query import EVERYWHERE, FILTER_FIELDS, Scope, read_scope
from service.settings import read_settings
from service.storage import Base, NoBase, open_current

REPEATED = {"action": "append", "default": []}
SWITCH = {"action": "store_true"}

JSON = Argument(("--json",), "每行输出一个 JSON 对象，供程序读取。", options=SWITCH)
CORPUS = Argument(
    ("--corpus",),
    "改用另一个文件夹里的规划（单独建库，不影响正式知识库）。",
    "文件夹",
    {"type": Path, "default": None},
)
HELP = Argument(("--help", "-h"), "显示这段说明。", options=SWITCH)
XLSX = Argument(
    ("--xlsx",),
    "存为 Excel 文件（写 .csv 结尾的名称则存为 CSV），首页写明来源和筛选条件。",
    "文件",
    {"type": Path, "default": None},
)
EVERY = (JSON, CORPUS, HELP)
FILTERS = (
    Argument(("--level",), f"只看这些层级：{LEVEL_CHOICE}。筛选条件都可以写几次。", "层级", REPEATED),
    Argument(
        ("--kind",), "只看这些类型：目标、措施、原则、总体目标、组织实施、监测评估等。", "类型", REPEATED
    ),
    Argument(("--domain",), "只看这些领域，写一部分也行，如：健康。", "领域", REPEATED),
    Argument(("--plan",), "只看这些规划，写编号、简称或名称的一部分，如：腾冲妇女。", "规划", REPEATED),
    Argument(("--unit",), "只看写明由这些部门负责的条目，如：教育。", "部门", REPEATED),
    Argument(("--has",), "只看含有这些内容的条目：数值（写明数值的指标目标）。", "内容", REPEATED),
)


def open_base(given: Namespace) -> tuple[Base, Scope]:
    """The base, built first where that is needed, and the scope that the filters mean."""
    settings = read_settings(given.corpus, engine=getattr(given, "engine", None))
    if settings.database is not None:
        from service.upkeep.build import follow

        follow(settings)  # another machine may have imported something
    try:
        base = open_current(settings)
    except NoBase:
        from service.faces.terminal import progress
        from service.upkeep import build as building

        with progress.shown() as shown:
            base = building.ensure(settings, shown)
    filters = {field: getattr(given, name, []) for name, field in FILTER_FIELDS.items()}
    if not any(filters.values()):
        return base, EVERYWHERE
    return base, read_scope(base.known, **filters)


def emit(records: Iterable[dict[str, Any]]) -> None:
    """Writes records as JSON lines."""
    for record in records:
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
