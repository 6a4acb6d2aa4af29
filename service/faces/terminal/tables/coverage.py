"""覆盖 for people: what each plan says of a subject, and how the domains of all plans answer each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from ingest.plan import ClauseKind, Level
from service.answers.coverage import CoverageRow, CoverageStatus, Covered, MatrixRow
from service.faces.terminal.console import CITATION, FAINT, console
from service.faces.terminal.tables.columns import NARROW, RIGHT, TEXT, table_of
from service.faces.terminal.tables.search import told_of
from service.labels import LEVELS, OUTSIDE

_COUNTED = (ClauseKind.GOAL, ClauseKind.MEASURE)


def coverage(found: Covered, text: str) -> None:
    """What is said, plan by plan; domains that say nothing are counted."""
    out = console()
    apart = f"；另有 {found.apart} 条词都有但不相连，没有计入" if found.apart else ""
    out.print(Text(f"“{text}”：{found.total} 条{apart}", style="bold"))
    for told in told_of(found.search):
        out.print(told)
    table = table_of(
        ("层级", NARROW),
        ("规划和领域", TEXT),
        ("目标", RIGHT),
        ("措施", RIGHT),
        ("其他", RIGHT),
        ("说明", TEXT),
    )
    for _, group in groupby(found.rows, key=lambda row: row.plan.entry.id):
        of_plan = list(group)
        entry = of_plan[0].plan.entry
        level = LEVELS[entry.level] if entry.level else "—"
        title = Text(f"《{entry.title.strip('《》')}》", style=CITATION)
        speaking = [row for row in of_plan if row.status is CoverageStatus.SAID]
        if of_plan[0].status is CoverageStatus.NO_TEXT:
            table.add_row(level, title, "", "", "", Text("没有文本", style=FAINT))
            continue
        if not speaking:
            table.add_row(level, title, "0", "0", "0", Text("没有查到", style="yellow") + _apart(of_plan))
            continue
        silent = sum(row.domain is not None for row in of_plan) - sum(
            row.domain is not None for row in speaking
        )
        told_silent = f"另有 {silent} 个领域没有查到" if silent else ""
        table.add_row(level, title, "", "", "", Text(told_silent) + _apart(of_plan))
        for row in speaking:
            goals, measures = row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0)
            name = row.domain or OUTSIDE
            gap = Text(row.gap.label, style="yellow") if row.gap else Text()
            if row.named:
                gap.append(f"{'　' if row.gap else ''}{len(row.named)} 条只是列举时提到", style=FAINT)
            if row.by_heading:
                gap.append(f"{'　' if row.gap else ''}{len(row.by_heading)} 条见标题", style=FAINT)
            table.add_row("", f"  {name}", str(goals), str(measures), str(row.total - goals - measures), gap)
    out.print(table)
    out.print(
        Text("“没有查到”是查了全文没有查到这些词，换一种说法也许有；“没有文本”是还没有导入。", style=FAINT)
    )
    _nearest(found)


def _nearest(found: Covered) -> None:
    """What comes nearest where a gap or silence is told."""
    out = console()
    for row in found.rows:
        if row.nearest and (row.gap or not row.total):
            title = f"《{row.plan.entry.title.strip('《》')}》"
            near = "、".join(f"{each.stored.clause.address}（{each.score:.2f}）" for each in row.nearest)
            out.print(
                Text(f"{title}{row.gap.label if row.gap else '没有查到'}，最接近的：{near}", style=FAINT)
            )


def topics(every: Sequence[tuple[str, Covered]]) -> None:
    """Several subjects in one table, a line each plan: how many goals and measures, or what was not found."""
    table = table_of(
        ("主题", TEXT),
        ("层级", NARROW),
        ("规划", TEXT),
        ("目标", RIGHT),
        ("措施", RIGHT),
        ("其他", RIGHT),
        ("说明", TEXT),
    )
    for topic, found in every:
        for _, group in groupby(found.rows, key=lambda row: row.plan.entry.id):
            of_plan = list(group)
            entry = of_plan[0].plan.entry
            kinds = [sum(row.kinds.get(kind, 0) for row in of_plan) for kind in _COUNTED]
            total = sum(row.total for row in of_plan)
            gap = next((row.gap.label for row in of_plan if row.gap), "")
            if of_plan[0].status is CoverageStatus.NO_TEXT:
                continue
            table.add_row(
                topic, LEVELS[entry.level] if entry.level else "—", entry.title.strip("《》"),
                *map(str, (*kinds, total - sum(kinds))), Text(gap or ("" if total else "没有查到"), style="yellow"),
            )  # fmt: skip
    console().print(table)


def _apart(rows: Sequence[CoverageRow]) -> Text:
    """How many clauses of a plan hold every word, but not side by side."""
    apart = sum(row.apart for row in rows)
    return Text(f"　{apart} 条词都有但不相连" if apart else "", style=FAINT)


def matrix(rows: Sequence[MatrixRow]) -> None:
    """Plan by plan, a line a domain."""
    out = console()
    for _, group in groupby(rows, key=lambda row: row.plan.entry.id):
        of_plan = list(group)
        levels = list(of_plan[0].answered)
        out.print()
        out.print(Text(f"《{of_plan[0].plan.entry.title.strip('《》')}》", style=CITATION))
        table = table_of(
            ("领域", TEXT), ("条目", RIGHT), *((f"{LEVELS[level]}有对应", RIGHT) for level in levels)
        )
        for row in of_plan:
            table.add_row(
                row.domain or OUTSIDE,
                str(sum(row.kinds.values())),
                *(_answered(row, level) for level in levels),
            )
        out.print(table)
    if not rows:
        out.print(Text("库里没有分领域的规划。", style="bold"))


def _answered(row: MatrixRow, level: Level) -> Text:
    count = row.answered[level]
    if count is None:
        beside = row.beside[level]
        return Text("没有文本" + (f"（别的规划 {beside}）" if beside else ""), style=FAINT)
    return Text(str(count), style="yellow" if count == 0 else "default")
