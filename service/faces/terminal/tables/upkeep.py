"""What building, checking and measuring a base gave, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from service.faces.terminal.console import BAD, FAINT, GOOD, console, paragraph
from service.faces.terminal.tables.columns import LINE, NARROW, RIGHT, table_of
from service.labels import LEVELS
from service.measuring.bench import Measure
from service.measuring.quality import ComparedRankings, Figures
from service.query import FIGURES, RANKING, Ranking
from service.storage import Base
from service.upkeep.verify import Finding

QUERY_KINDS = {
    "all": "全部",
    "term": "规范用语",
    "phrase": "原文引号",
    "lay": "日常说法",
    "synonym": "简称别称",
    "question": "整句提问",
    "number": "数字",
    "and": "几个词",
    "trap": "形似陷阱",
    "typo": "拼音错字",
    "exclude": "排除词",
    "filter": "带筛选",
}


def built(base: Base, made: bool) -> None:
    """The summary of a build."""
    out = console()
    counts = base.manifest.counts
    table = table_of(("规划", LINE), ("层级", NARROW), ("条目", RIGHT), ("指标目标", RIGHT), ("原文", NARROW))
    for plan in base.store.plans():
        level = LEVELS[plan.entry.level] if plan.entry.level else "—"
        held = Text("已入库", style=GOOD) if plan.source else Text("尚无全文", style=FAINT)
        numbers = (str(plan.clauses), str(plan.targets)) if plan.source else ("—", "—")
        table.add_row(plan.entry.title, level, *numbers, held)
    out.print(table)
    line = Text(
        "建库完成：" if made else "知识库已是最新，没有重建：", style="bold green" if made else "bold"
    )
    line.append(
        f"{counts['plans']} 部规划，{counts['clauses']} 个条目，{counts['targets']} 个指标目标，"
        f"{counts['warnings']} 处复核提示",
        style="default",
    )
    when = "" if made else f"建于 {base.manifest.made[:16].replace('T', ' ')}，"
    line.append(f"；{when}用时 {base.manifest.seconds:g} 秒", style=FAINT)
    out.print(line)


def findings(found: Sequence[Finding]) -> None:
    """The results of verify."""
    out = console()
    for finding in found:
        line = Text("✓ " if finding.ok else "✗ ", style=GOOD if finding.ok else BAD)
        line.append(finding.check, style="bold")
        line.append(f"　{finding.detail}", style="default")
        out.print(line)


def measured(measures: Sequence[Measure]) -> None:
    """The results of bench: a table of figures, and below it how each was measured."""
    out = console()
    table = table_of(("项目", NARROW), ("结果", RIGHT), ("标准", RIGHT), ("", NARROW))
    for measure in measures:
        verdict = {True: Text("达到", style=GOOD), False: Text("未达到", style=BAD), None: Text("")}[
            measure.met
        ]
        table.add_row(measure.title, measure.shown, measure.bar_shown, verdict)
    out.print(table)
    for measure in measures:
        out.print(Text(measure.title, style="bold"))
        out.print(paragraph(measure.how, indent=2), style=FAINT)


def quality(measured: Mapping[str, Mapping[str, Figures]], part: str) -> None:
    """How well each way of searching does, by kind of query."""
    out = console()
    ways = list(measured)
    kinds = measured[ways[0]]
    table = table_of(("检索词", NARROW), ("个数", RIGHT), *((way, RIGHT) for way in ways))
    for kind, figures in kinds.items():
        cells = [measured[way][kind] for way in ways]
        table.add_row(
            QUERY_KINDS.get(kind, kind),
            str(figures.queries),
            *(f"{each.ndcg:.3f} {each.hit_at_1 * 100:3.0f}% {each.zero_rate * 100:3.0f}%" for each in cells),
            style="bold" if kind == "all" else "",
        )
    out.print(table)
    out.print(Text(f"{part}部分。每格：nDCG@10，第一条就对的比例，有答案却查不到的比例。", style=FAINT))


def rankings(compared: Sequence[ComparedRankings], tried: Ranking, part: str) -> None:
    """What another ranking does to each kind of query."""
    out = console()
    ours, its = RANKING.numbers(), tried.numbers()
    for each in FIGURES:
        if ours[each.name] != its[each.name]:
            changed = f"{each.name}（{each.label}）：{ours[each.name]:g} → {its[each.name]:g}"
            out.print(Text(changed))
    if ours == its:
        out.print(Text("文件里的数与随程序的相同。"))
    columns = ("个数", "随程序的", "文件的", "差", "变好", "变差")
    table = table_of(("检索词", NARROW), *((name, RIGHT) for name in columns))
    for row in compared:
        table.add_row(
            QUERY_KINDS.get(row.kind, row.kind),
            str(row.queries),
            f"{row.shipped:.3f}",
            f"{row.tried:.3f}",
            f"{row.difference:+.3f}",
            str(row.better),
            str(row.worse),
            style="bold" if row.kind == "all" else "",
        )
    out.print(table)
    told = f"{part}部分，nDCG@10；“变好”“变差”是检索词的个数。相差不到 0.01 说明不了什么。"
    out.print(Text(told, style=FAINT))
