"""What every command shares: the arguments that all take, the desk that answers, JSON lines."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.desk import Desk, Filters, help_of, open_desk
from service.faces.sheets.workbook import FORMS
from service.faces.terminal.arguments import Argument
from service.settings import read_settings

if TYPE_CHECKING:
    from service.upkeep.build import Progress

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
_OTHER_FORMS = "，".join(f"写 .{form.suffix} 结尾的名称则存为 {form.name}" for form in FORMS[1:])
XLSX = Argument(
    ("--xlsx",),
    f"存为 {FORMS[0].name} 文件（{_OTHER_FORMS}），首页写明来源和筛选条件。",
    "文件",
    {"type": Path, "default": None},
)
EVERY = (JSON, CORPUS, HELP)
FILTERS = tuple(
    Argument((f"--{name}",), help_of(Filters, name), metavar, REPEATED)
    for name, metavar in (
        ("level", "层级"),
        ("kind", "类型"),
        ("domain", "领域"),
        ("plan", "规划"),
        ("unit", "部门"),
        ("has", "内容"),
    )
)


BY = Argument(("--by",), "谁做的；不写就用登录这台电脑的名称。", "姓名", {"default": None})


def desk_for(given: Namespace) -> Desk:
    """The desk at which the question of a command is answered; its base is built first where that is needed."""
    return open_desk(read_settings(given.corpus, engine=getattr(given, "engine", None)), _shown)


def filters_of(given: Namespace) -> Filters:
    """The filters as they were typed."""
    return Filters(**{each.name: tuple(getattr(given, each.name, ())) for each in fields(Filters)})


def _shown() -> AbstractContextManager[Progress]:
    from service.faces.terminal import progress

    return progress.shown()


def emit(records: Iterable[dict[str, Any]]) -> None:
    """Writes records as JSON lines."""
    for record in records:
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
