"""The commands that take plans in: import and fetch. They show the review, ask, and keep; they compute nothing."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.readers import USUAL
from service.errors import FOR_PEOPLE, BadFilter, NotFound, UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import BY, EVERY, SWITCH, emit
from service.faces.terminal.people import who_says
from service.labels import LEVEL_CHOICE, level_named
from service.settings import Settings, read_settings

if TYPE_CHECKING:
    from ingest.catalogue import Stated
    from service.upkeep.imports import Import


def import_file(given: Namespace) -> None:
    """Takes files in, one after another, each after a look at it; what cannot be taken in does not keep the others out."""
    settings = read_settings(given.corpus, new=True)
    stated, troubles = _stated(given), []
    if len(given.file) > 1 and (given.plan or given.title or given.only):
        raise UserError("几个文件一起导入时不能写 --plan、--title、--only，请按标题识别，或一个一个导入。")
    for file in given.file:
        try:
            _import_one(file, stated, settings, given)
        except FOR_PEOPLE as error:
            if len(given.file) == 1:
                raise
            troubles.append(f"{file.name}：{error}")
    if troubles:
        raise UserError("".join(troubles))


def _import_one(file: Path, stated: list[Stated], settings: Settings, given: Namespace) -> None:
    from service.faces.terminal import progress
    from service.upkeep import imports

    with progress.shown() as shown:
        made = imports.read_import(file, settings, stated, shown)
    if given.only:
        plans = [review.plan.entry.id for review in made.reviews]
        unknown = [each for each in given.only if each not in plans]
        if unknown:
            raise UserError(f"文件里没有编号为 {unknown[0][:80]} 的规划，可以写：{'、'.join(plans)}。")
        made = imports.only(made, {plans.index(each) for each in given.only})
    _take_in(made, settings, given)


def fetch(given: Namespace) -> None:
    """Downloads a plan from its official address and takes it in."""
    from ingest.readers import SourceFile, read_bytes
    from service.faces.terminal import progress
    from service.upkeep import fetching, imports
    from service.upkeep.build import load_catalogue

    settings = read_settings(given.corpus)
    catalogue = load_catalogue(settings)
    entry = catalogue.get(given.plan) if catalogue else None
    if entry is None:
        known = "、".join(each.id for each in (catalogue.entries if catalogue else ()) if each.official_url)
        raise NotFound(f"目录里没有编号为 {given.plan} 的规划，可以下载的有：{known or '（没有登记网址）'}。")
    with progress.shown() as shown:
        shown.say(f"正在从 {entry.official_url or '（没有网址）'} 下载……")
        name, data = fetching.fetch(entry)
        made = imports.prepare((SourceFile(data, read_bytes(name, data)),), settings, [], shown)
    if entry.id not in {review.plan.entry.id for review in made.reviews}:
        titles = "、".join(f"《{review.plan.entry.title.strip('《》')}》" for review in made.reviews)
        raise UserError(
            f"下载的网页里是{titles}，不是《{entry.title.strip('《》')}》，没有入库。请在浏览器中打开 {entry.official_url} 查看。"
        )
    _take_in(made, settings, given)


def _stated(given: Namespace) -> list[Stated]:
    from ingest.catalogue import Stated

    level = level_named(given.level) if given.level else None
    if given.level and level is None:
        raise BadFilter(f"没有叫“{given.level}”的层级，可以写：{LEVEL_CHOICE}。")
    common = Stated(None, given.title, level, given.region, given.subject, given.issuer, given.number)
    if not given.plan:
        return [common] if common != Stated() else []
    if len(given.plan) > 1 and (given.title or given.subject):
        raise UserError("写了几个 --plan 时不能再写 --title 或 --subject，它们只适用于一部规划。")
    from dataclasses import replace

    return [replace(common, plan=plan) for plan in given.plan]


def _take_in(made: Import, settings: Settings, given: Namespace) -> None:
    from service.faces.records import imports as records
    from service.faces.terminal import progress
    from service.faces.terminal.tables import imports as tables
    from service.upkeep import imports

    if not given.json:
        tables.review(made)
    doubted = any(review.another for review in made.reviews) and not given.replace
    wanted = not given.dry_run and not doubted and (given.yes or (not given.json and _agreed()))
    if wanted and not all(review.same_file for review in made.reviews):
        replacing = [each.plan.entry.id for each in made.reviews if given.replace]
        with progress.shown() as shown:
            base = imports.store(made, settings, shown, who_says(given.by), replacing)
        if not given.json:
            tables.stored(made, base)
    if given.json:
        emit(records.review_record(review, stored=wanted) for review in made.reviews)
    if doubted and not given.dry_run:
        imports.refuse_another(made, ())
    if not wanted and not given.dry_run:
        raise UserError("以上只是预览，没有入库；确认无误后加上 --yes 再运行一次。")


def _agreed() -> bool:
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return False
    return input("确认入库吗？（输入 y 入库，其他键取消）").strip().lower() in ("y", "yes", "是")


_YES = Argument(("--yes",), "不再询问，直接入库。", options=SWITCH)
_REPLACE = Argument(("--replace",), "文件看来是另一部规划时，也确认用它替换现有的文本。", options=SWITCH)
_DRY = Argument(("--dry-run",), "只看预览，不入库。", options=SWITCH)


def _text(flag: str, help_text: str, metavar: str) -> Argument:
    return Argument((flag,), help_text, metavar, {"default": None})


COMMANDS = (
    Command(
        "import",
        f"导入规划文件：先预览拆条结果和将有的变化，确认后入库。可用 {USUAL}。",
        import_file,
        (
            Argument(("file",), "要导入的文件，可以写几个。", "文件…", {"type": Path, "nargs": "+"}),
            Argument(
                ("--plan",),
                "规划编号，如 yunnan-women-2021；不写则按标题识别。一个文件有几部规划时按顺序各写一次。",
                "编号",
                {"action": "append", "default": []},
            ),
            Argument(
                ("--only",),
                "文件里有几部规划时，只入库这个编号的；可以写几次。",
                "编号",
                {"action": "append", "default": []},
            ),
            _text("--title", "规划名称，用来代替文件中认出的名称。", "名称"),
            _text("--level", f"层级：{LEVEL_CHOICE}。", "层级"),
            _text("--region", "地区，如：保山市。", "地区"),
            _text("--subject", "对象或主题，如：妇女。", "主题"),
            _text("--issuer", "发文机关。", "机关"),
            _text("--number", "发文字号，如：国发〔2021〕16号。", "文号"),
            _YES,
            _REPLACE,
            BY,
            _DRY,
            *EVERY,
        ),
    ),
    Command(
        "fetch",
        "从目录登记的官方网址下载一部规划并导入（需要互联网，只访问这一个网站）。",
        fetch,
        (Argument(("plan",), "规划编号，如 nation-women-2021。", "编号"), _YES, _REPLACE, BY, _DRY, *EVERY),
    ),
)
