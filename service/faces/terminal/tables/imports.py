"""The review of an import for people: what was read, what is odd, and what keeping it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from ingest.catalogue import FigureCheck, Outcome
from ingest.plan import ReviewWarning
from service.citation import citations
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console
from service.faces.terminal.tables.clauses import heading_lines
from service.labels import KINDS, LEVELS
from service.storage import Base
from service.upkeep.imports import Import, PlanReview

_SHOWN = 8  # addresses, warnings or figures of one sort that are listed


def review(made: Import) -> None:
    """The review of every plan of the file."""
    for each in made.reviews:
        _plan(each)


def stored(made: Import, base: Base) -> None:
    """What was kept."""
    clauses = sum(len(each.plan.clauses) for each in made.reviews)
    line = Text(f"已入库：{len(made.reviews)} 部规划，{clauses} 个条目", style="bold green")
    line.append(f"；知识库现有 {base.manifest.counts['clauses']} 个条目。", style="default")
    console().print(line)


def _plan(each: PlanReview) -> None:
    out = console()
    plan, entry = each.plan, each.plan.entry
    out.print()
    out.print(Text(f"《{entry.title.strip('《》')}》", style=CITATION) + Text(f"  {entry.id}", style=FAINT))
    facts = [LEVELS[entry.level] if entry.level else "", entry.region or "", entry.subject or "", entry.issuer or "",
             entry.number or "", entry.date or ""]  # fmt: skip
    out.print(Text("　".join(filter(None, facts)) or "（文件里没有认出层级、地区等信息）", style=FAINT))
    known = "目录中已有的规划" if each.known else "新的规划，将登记到目录"
    out.print(Text(f"{known}；来自 {plan.source.name}（{plan.source.encoding}）", style=FAINT))
    out.print()
    heading_lines(plan.headings)
    out.print()
    kinds = Counter(clause.kind for clause in plan.clauses)
    counted = "，".join(f"{KINDS[kind]} {number}" for kind, number in kinds.items())
    out.print(f"共 {len(plan.clauses)} 个条目（{counted}），{len(plan.targets)} 个指标目标。")
    if each.alarm:
        out.print(Text(f"先不要入库：{each.alarm}", style=BAD))
    for note in each.notes:
        out.print(Text(f"注意：{note}", style="yellow"))
    if plan.entry.level is None:
        out.print(Text("写法：--level 县", style="yellow"))
    _warnings(plan.warnings, citations(plan))
    _changes(each)
    _figures(each.figures)
    for orphan in each.orphans:
        gone = "、".join((*orphan.vanished, *orphan.changed))
        out.print(
            Text(
                f"已作的决定（{orphan.decision.source} → {orphan.decision.target}）所指的条目 {gone} "
                "将不存在或文字有变，决定会保留，请重新确认。",
                style="yellow",
            )
        )


def _warnings(warnings: Sequence[ReviewWarning], cited: Mapping[str, str]) -> None:
    out = console()
    if not warnings:
        out.print(Text("没有复核提示。", style=FAINT))
        return
    out.print(f"{len(warnings)} 处复核提示：")
    for warning in warnings[:_SHOWN]:
        where = cited.get(warning.clause or "", "").partition("》")[2]
        out.print(Text(f"  {where}{'：' if where else ''}{warning.message}", style="yellow"))
    _more(len(warnings), "处，可用 duibiao read 文件 --warnings 查看")


def _changes(each: PlanReview) -> None:
    out = console()
    changes = each.changes
    if not each.held:
        out.print(Text(f"库中还没有这部规划的全文，将新增 {len(changes.new)} 个条目。", style=GOOD))
        return
    if changes.none:
        out.print(Text("与库中的条目完全一致，没有变化。", style=GOOD))
        return
    out.print(f"与库中相比，{changes.unchanged} 个条目不变：")
    for what, addresses in (
        ("新增", changes.new),
        ("文字有变", changes.changed),
        ("换了地址", tuple(f"{old} → {new}" for old, new in changes.moved)),
        ("不再有", changes.removed),
    ):
        _listed(what, addresses, BAD if what == "不再有" else "default")


def _listed(what: str, addresses: Sequence[str], style: str) -> None:
    if not addresses:
        return
    more = f" 等 {len(addresses)} 条" if len(addresses) > _SHOWN else ""
    console().print(Text(f"  {what} {len(addresses)}：{'、'.join(addresses[:_SHOWN])}{more}", style=style))


def _figures(checks: Iterable[FigureCheck]) -> None:
    out = console()
    rows = [check for check in checks if check.figure.value is not None]
    if not rows:
        return
    counts = Counter(check.outcome for check in rows)
    out.print(
        f"已知数据 {len(rows)} 个：与原文一致 {counts[Outcome.CONFIRMED]}（改为程序识别），"
        f"不一致 {counts[Outcome.CONFLICT]}，原文中没有找到 {counts[Outcome.NOT_FOUND]}。"
    )
    for check in [check for check in rows if check.outcome is Outcome.CONFLICT][:_SHOWN]:
        figure = check.figure
        out.print(
            Text(
                f"  不一致：{figure.indicator} 已知 {figure.comparator}{figure.value} {figure.unit}"
                f"（{figure.checked.label}），原文“{check.quote}”（{check.clause}）",
                style=BAD,
            )
        )


def _more(total: int, what: str) -> None:
    if total > _SHOWN:
        console().print(Text(f"  ……还有 {total - _SHOWN} {what}。", style=FAINT))
