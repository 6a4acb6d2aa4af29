"""Checks that store, index and source files agree, and mends what can be mended by building again.

Takes Settings. Gives findings, one a check, each with a Chinese sentence. Compares the index with the store
clause by clause (address and hash), every file with its SHA-256 from the day it was built, and the source
texts with what was read and with what the catalogue states.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service import generations
from service.base import Base, open_generation, outdated
from service.build import Progress, build
from service.errors import DamagedBase, EngineFailure
from service.generations import Manifest
from service.indexing import share
from service.settings import Settings

if TYPE_CHECKING:
    from service.engines.spare import Spare

_CLUSTER = "Elasticsearch"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str  # what was checked, in Chinese
    ok: bool
    detail: str


def verify(settings: Settings, progress: Progress, *, repair: bool = False) -> list[Finding]:
    """All checks; with ``repair``, after a new build where any of them failed."""
    findings = list(_findings(settings))
    wrong = [finding.check for finding in findings if not finding.ok]
    if repair and wrong:
        progress.say("发现问题，正在重建……")
        base, _ = build(settings, progress, force=wrong != [_CLUSTER])
        if _CLUSTER in wrong:
            _share_anew(base, settings, progress)
        findings = [Finding("重建", True, "已从规划文本重新建库"), *_findings(settings)]
    return findings


def _share_anew(base: Base, settings: Settings, progress: Progress) -> None:
    try:
        share(base, settings.base.name, anew=True)
    except EngineFailure as error:
        progress.say(f"Elasticsearch 的索引没有修好：{error}。")


def _findings(settings: Settings) -> Iterator[Finding]:
    folder = generations.current(settings.base)
    if folder is None:
        yield Finding("知识库", False, "还没有建立知识库，请运行 duibiao build")
        return
    try:
        manifest = generations.read_manifest(folder)
    except DamagedBase as error:
        yield Finding("清单", False, str(error))
        return
    wrong = generations.check_files(folder, manifest, full=True)
    yield _finding("库文件", wrong, f"{len(manifest.files)} 个文件的大小和校验和都与建库时相同")
    yield from _sources(settings, manifest)
    try:
        base = open_generation(folder, manifest, settings.home, settings.cluster)
    except DamagedBase as error:
        yield Finding("打开", False, str(error))
        return
    try:
        yield _finding("条目库", base.store.check(), "数据库结构完整")
        yield _compare(base, manifest)
        if base.pair is not None:
            yield _cluster(base, base.pair)
    except (EngineFailure, DamagedBase, sqlite3.Error):
        yield Finding("条目与索引", False, "读取时出错，文件已损坏")
    reason = outdated(folder, manifest, settings)
    yield Finding("是否最新", reason is None, reason or "规划文本、词表和规则都没有变化")


def _sources(settings: Settings, manifest: Manifest) -> Iterator[Finding]:
    wrong = []
    for name, stated in manifest.sources.items():
        path = settings.path_of(name)
        if not path.is_file():
            wrong.append(f"缺少原文件 {name}")
        elif generations.file_hash(path) != stated:
            wrong.append(f"原文件 {name} 在建库之后被改动过")
    yield _finding("原文件", wrong, f"{len(manifest.sources)} 个原文件与建库时一字不差")


def _compare(base: Base, manifest: Manifest) -> Finding:
    stored = dict(base.store.hashes())
    wrong = _differences(stored, dict(base.engine.hashes()))
    if not wrong and len(stored) != manifest.counts.get("clauses"):
        wrong.append(f"条目库有 {len(stored)} 条，建库时是 {manifest.counts.get('clauses')} 条")
    return _finding("条目与索引", wrong, f"{len(stored)} 个条目逐条一致")


def _cluster(base: Base, pair: Spare) -> Finding:
    stored = dict(base.store.hashes())
    try:
        wrong = _differences(stored, dict(pair.first.hashes()))
    except EngineFailure as error:
        wrong = [str(error)]
    return _finding(_CLUSTER, wrong, f"{len(stored)} 个条目逐条一致")


def _differences(stored: dict[str, str], indexed: dict[str, str]) -> list[str]:
    """What an index holds otherwise than the store, by address and hash."""
    wrong = []
    for name, places in (
        ("索引中缺少", sorted(stored.keys() - indexed.keys())),
        ("索引中多出", sorted(indexed.keys() - stored.keys())),
        (
            "内容不一致",
            sorted(each for each in stored.keys() & indexed.keys() if stored[each] != indexed[each]),
        ),
    ):
        if places:
            more = f" 等 {len(places)} 条" if len(places) > 3 else ""
            wrong.append(f"{name}：{'、'.join(places[:3])}{more}")
    return wrong


def _finding(check: str, wrong: list[str], well: str) -> Finding:
    return Finding(check, not wrong, "；".join(wrong[:5]) if wrong else well)
