"""Checks that store, index and source files agree, and repairs by a new build what can be repaired.

Takes Settings. Gives findings, one a check, each with a Chinese sentence. Compares the index with the store
clause by clause (address and hash), every file with its SHA-256 from the day it was built, and the source
texts with what was read and with what the catalogue states. Corrections and decisions of people are held against the base.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzers.normalise import squash
from ingest.corrections import in_tables, running_text
from ingest.plan import IngestError
from service.errors import DamagedBase, EngineFailure, UserError
from service.generation import generations
from service.generation.generations import Manifest
from service.settings import Settings
from service.storage import Base, SqliteStore, open_generation, outdated
from service.upkeep.build import Progress, build
from service.upkeep.correcting import plan_of
from service.upkeep.indexing import share

if TYPE_CHECKING:
    from service.engines.fallback import Spare

_CLUSTER = "Elasticsearch"
_SERVER = "数据库"
_CORRECTED = "人工更正"
_DECIDED = "人工决定"
_KEPT = "各版"


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
        if _SERVER in wrong:
            _bring_imports(settings, progress)
        base, _ = build(settings, progress, force=not {_CLUSTER, _SERVER}.issuperset(wrong))
        if _SERVER in wrong:
            _publish_anew(base, settings, progress)
        if _CLUSTER in wrong:
            _share_anew(base, settings, progress)
        findings = [Finding("重建", True, "已从规划文本重新建库"), *_findings(settings)]
    return findings


def _share_anew(base: Base, settings: Settings, progress: Progress) -> None:
    try:
        share(base, settings.base.name, anew=True)
    except EngineFailure as error:
        progress.say(f"Elasticsearch 的索引没有修好：{error}。")


def _bring_imports(settings: Settings, progress: Progress) -> None:
    from service.decisions import follow

    try:
        follow(settings, whole=True)
    except UserError as error:
        progress.say(str(error))


def _publish_anew(base: Base, settings: Settings, progress: Progress) -> None:
    from service.decisions import revision_of
    from service.upkeep.publishing import compare, drain, publish

    try:
        revision = revision_of(settings)
        publish(base, settings, anew=bool(compare(base, settings)), revision=revision)
        drain(base, settings)
    except (UserError, EngineFailure) as error:
        progress.say(f"数据库没有修好：{str(error).rstrip('。')}。")


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
        base = open_generation(folder, manifest, settings.home, settings.cluster, settings.database)
    except DamagedBase as error:
        yield Finding("打开", False, str(error))
        return
    try:
        yield _finding("条目库", SqliteStore(folder / generations.STORE).check(), "数据库结构完整")
        yield _compare(base, manifest)
        yield _corrections(base, settings)
        yield _decisions(base, settings)
        yield from _editions(settings)
        if base.pair is not None:
            yield _cluster(base, base.pair)
        if base.shared is not None:
            yield _server(base, settings)
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
    stored = dict(base.local.hashes())
    wrong = _differences(stored, dict(base.engine.hashes()))
    if not wrong and len(stored) != manifest.counts.get("clauses"):
        wrong.append(f"条目库有 {len(stored)} 条，建库时是 {manifest.counts.get('clauses')} 条")
    return _finding("条目与索引", wrong, f"{len(stored)} 个条目逐条一致")


def _cluster(base: Base, pair: Spare) -> Finding:
    stored = dict(base.local.hashes())
    try:
        wrong = _differences(stored, dict(pair.first.hashes()))
    except EngineFailure as error:
        wrong = [str(error)]
    return _finding(_CLUSTER, wrong, f"{len(stored)} 个条目逐条一致")


def _server(base: Base, settings: Settings) -> Finding:
    """Rows on the server as in the file, and nothing noted that has not been done."""
    from service.decisions import IMPORT
    from service.decisions import compare as compare_imports
    from service.upkeep.publishing import INDEX, compare, waiting

    try:
        wrong = compare(base, settings)
        kinds = [kind for kind, _ in waiting(settings)]
        wrong += compare_imports(settings)
    except UserError as error:
        return Finding(_SERVER, False, str(error))
    if IMPORT in kinds:
        wrong.append("有导入的规划还没有建进知识库")
    if INDEX in kinds and base.pair is not None:
        wrong.append("有一版知识库还没有写入检索索引")
    return _finding(_SERVER, wrong, f"{base.manifest.counts.get('clauses', 0)} 个条目和其他各表逐行一致")


def _corrections(base: Base, settings: Settings) -> Finding:
    """Every correction in force is in the base, laid over a text that is whole, or said to wait for a person."""
    from service.decisions import open_corrections, uncopied

    try:
        kept = open_corrections(settings).in_force()
        wrong = ["人工更正的副本与决定记录不一致"] if uncopied(settings) else []
    except UserError as error:
        return Finding(_CORRECTED, False, str(error))
    laid = base.local.corrections()
    if {each.correction.key for each in laid} != {each.key for each in kept}:
        wrong.append("有人工更正还没有建进知识库")
    for plan in sorted({each.correction.made_for.plan for each in laid if not each.trouble}):
        wrong += _torn(base, plan)
    waiting = sum(bool(each.trouble) for each in laid)
    told = f"{len(laid)} 处，{len(laid) - waiting} 处已套用"
    told += f"，{waiting} 处因原文已变待重看（duibiao correct --open）" if waiting else ""
    return _finding(_CORRECTED, wrong, told if laid else "没有人工更正")


def _decisions(base: Base, settings: Settings) -> Finding:
    """Every decision stands at the text that it was made for, or is said to wait for a person."""
    from service.answers.open_decisions import open_decisions_of
    from service.decisions import LinkStatus, open_decisions, standing

    try:
        stands = standing(open_decisions(settings).links(), base.local.prints)
    except UserError as error:
        return Finding(_DECIDED, False, str(error))
    texts = {row.clause.address: row for row in base.local.clauses()} if stands.decided else {}
    wrong = [
        f"{address} 的决定不是对这段文字作的"
        for (source, target), decision in stands.decided.items()
        for address, anchor in ((source, decision.source_anchor), (target, decision.target_anchor))
        if not (decision.of_plan and address == target) and texts[address].print != anchor.print
    ]
    said = sum(each.status is not LinkStatus.SUGGESTED for each in stands.decided.values())
    waiting = len(open_decisions_of(base.local, stands))
    told = f"{said} 个确认或否定都在所说的文字旁" if said else "没有确认或否定过的对应"
    told += f"，{waiting} 个因原文已变待重看（duibiao links --open）" if waiting else ""
    return _finding(_DECIDED, wrong, told)


def _editions(settings: Settings) -> Iterator[Finding]:
    """The file of every edition that is kept is whole, so that it can be put back."""
    from service.upkeep.editions import damaged

    try:
        count, wrong = damaged(settings)
    except IngestError as error:
        yield Finding(_KEPT, False, str(error))
        return
    if count:
        yield _finding(_KEPT, wrong, f"留存的 {count} 版都在，可以恢复")


def _torn(base: Base, plan_id: str) -> list[str]:
    """Clauses of a corrected plan that are not their stretch of the source, or reach into each other."""
    plan = plan_of(base.local, plan_id)
    wrong, behind, rows = [], plan.start, in_tables(plan)
    for clause in plan.clauses:
        if clause.address in rows:
            continue
        whole = squash(running_text(plan, clause.start, clause.end).text) == squash(clause.text)
        if not whole or clause.start < behind:
            wrong.append(f"{clause.address} 与原文的位置不符")
        behind = clause.end
    return wrong


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
