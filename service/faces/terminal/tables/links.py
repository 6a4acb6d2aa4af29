"""Links for people: each clause with its counterparts, plan by plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from ingest.catalogue import Kin
from service.answers.alignment import AlignedRow, NearRow
from service.answers.open_decisions import OpenDecision
from service.decisions import LinkStatus
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console
from service.faces.terminal.tables.columns import clause_text
from service.labels import LEVELS, RELATIONS, who_and_when

_HOW = "最接近的里有对应的，用 --confirm 地址 确认；都不是，用 --none 规划编号 记下，从此写“本级特有”或“上级有本级无”。"
_STATUS = {LinkStatus.CONFIRMED: ("已确认", GOOD), LinkStatus.REJECTED: ("已否定", BAD)}


def links(rows: Iterable[AlignedRow], *, one: bool) -> None:
    """Each clause with its counterparts, plan by plan, as they are worked out; in full for one clause."""
    out = console()
    found = nothing = unread = 0
    for _, group in groupby(rows, key=lambda row: row.link.source):
        of_clause = list(group)
        source = of_clause[0].source
        out.print()
        out.print(Text(source.citation, style=CITATION) + Text(f"  {source.clause.address}", style=FAINT))
        out.print(clause_text(source.clause.text, 2, full=one))
        for row in of_clause:
            _counterpart(row, full=one)
            found += row.link.target is not None
            nothing += row.link.target is None and row.kin is Kin.FAMILY
            unread += row.link.target is None and row.kin is Kin.OTHER
    if not found + nothing + unread:
        out.print(Text("没有可以对照的条目：库里还没有另一部可对照的规划文本。", style="bold"))
        return
    out.print()
    line = f"共 {found} 条对应，{nothing} 处没有找到对应"
    out.print(Text(line + (f"，{unread} 处没有文本" if unread else ""), style="bold"))
    if one and nothing:
        out.print(Text(_HOW, style=FAINT))


def _counterpart(row: AlignedRow, *, full: bool) -> None:
    out = console()
    level = LEVELS[row.plan.entry.level] if row.plan.entry.level else "—"
    if row.link.target is None or row.target is None:
        out.print(_nothing(row, level))
        if full:
            for each in row.nearest:
                out.print(_near(each))
        return
    line = Text(f"  {level}　")
    line.append(RELATIONS[row.link.relation], style=GOOD if row.link.relation.answers else FAINT)
    line.append(f"　{row.link.score:.2f}", style=FAINT)
    if row.status in _STATUS:
        name, style = _STATUS[row.status]
        line.append(f"　{name}", style=style)
    line.append(f"　{row.target.citation}", style=CITATION)
    line.append(f"  {row.link.target}", style=FAINT)
    out.print(line)
    out.print(clause_text(row.target.clause.text, 4, full=full))
    why = "；".join(reason.text for reason in row.link.reasons)
    out.print(Padding(Text(why, style=FAINT), (0, 0, 0, 4)))


def _nothing(row: AlignedRow, level: str) -> Text:
    """That no counterpart was found in a plan. Only where it is the same plan at another level is that a gap."""
    title = f"《{row.plan.entry.title.strip('《》')}》"
    if row.kin is Kin.FAMILY:
        return Text.assemble((f"  {level}　{row.nothing}", "yellow"), (f"　{title}", FAINT))
    if row.kin is Kin.SISTER:
        return Text(f"  {level}　同级另一部规划{row.nothing}　{title}", style=FAINT)
    return Text(
        f"  {level}　没有文本　这一级的同一规划还没有导入；{title}不是同一规划，{row.nothing}", style=FAINT
    )


def _near(each: NearRow) -> Text:
    """A clause to look at, in one line."""
    line = Text(f"    最接近的　{each.score:.2f}　", style=FAINT)
    line.append(each.stored.citation, style=CITATION)
    line.append(f"  {each.stored.clause.address}", style=FAINT)
    return line.append("　" + "；".join(reason.text for reason in each.reasons), style=FAINT)


def open_decisions(waiting: Sequence[OpenDecision]) -> None:
    """Decisions that wait for a person, each with both texts then and now."""
    out = console()
    for each in waiting:
        name, style = _STATUS[each.decision.status]
        out.print()
        head = Text(f"{name}过", style=style)
        head.append(f"　{who_and_when(each.decision.who, each.decision.made)}", style=FAINT)
        head.append(f"　{each.decision.source} — {each.decision.target}", style=FAINT)
        out.print(head)
        for side in (each.source, each.target):
            if side.same:
                out.print(clause_text(f"未变：{side.anchor.text}", 2, full=False))
                continue
            out.print(clause_text(f"当时：{side.anchor.text}", 2, full=True))
            now = f"现在：{side.now.clause.text}" if side.now else "现在：这段文字已经没有了"
            out.print(clause_text(now, 2, full=True))
            if side.now:
                out.print(Text(f"    {side.now.clause.address}", style=FAINT))
    if not waiting:
        out.print(Text("没有待重看的决定。", style="bold"))
        return
    out.print()
    out.print(Text(f"共 {len(waiting)} 个决定待重看，现在都不算数。", style="bold"))
    told = "还对应的，用 duibiao links 地址 --confirm 地址 重新确认；不要了的，用 duibiao links 当时的地址 --undo 当时的地址 收回。"
    out.print(Text(told, style=FAINT))


def let_go(number: int) -> None:
    """That open decisions were taken back."""
    console().print(Text(f"已收回 {number} 个待重看的决定。", style=GOOD))
