"""Plans beside each other, for people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from ingest.plan import Relation
from service.answers.alignment import AlignedRow
from service.decisions import LinkStatus
from service.faces.terminal import BAD, CITATION, FAINT, GOOD, console, excerpt, paragraph
from service.names import LEVELS, RELATIONS

_STATUS = {LinkStatus.CONFIRMED: ("已确认", GOOD), LinkStatus.REJECTED: ("已否定", BAD)}
_LINES = 2


def links(rows: Sequence[AlignedRow], *, one: bool) -> None:
    """Each clause with its counterparts, plan by plan; in full for one clause."""
    out = console()
    if not rows:
        out.print(Text("没有可以对照的条目：库里还没有另一部可对照的规划文本。", style="bold"))
        return
    for _, group in groupby(rows, key=lambda row: row.link.source):
        of_clause = list(group)
        source = of_clause[0].source
        out.print()
        out.print(Text(source.citation, style=CITATION) + Text(f"  {source.clause.address}", style=FAINT))
        out.print(_text(source.clause.text, 2, full=one))
        for row in of_clause:
            _counterpart(row, full=one)
    found = sum(row.link.target is not None for row in rows)
    out.print()
    out.print(Text(f"共 {found} 条对应，{len(rows) - found} 处没有对应", style="bold"))


def _counterpart(row: AlignedRow, *, full: bool) -> None:
    out = console()
    level = LEVELS[row.plan.entry.level] if row.plan.entry.level else "—"
    if row.link.target is None or row.target is None:
        line = Text(f"  {level}　没有对应", style="yellow")
        line.append(f"　《{row.plan.entry.title.strip('《》')}》", style=FAINT)
        out.print(line)
        return
    line = Text(f"  {level}　")
    faint = row.link.relation is Relation.TOPIC
    line.append(RELATIONS[row.link.relation], style=FAINT if faint else GOOD)
    line.append(f"　{row.link.score:.2f}", style=FAINT)
    if row.status in _STATUS:
        name, style = _STATUS[row.status]
        line.append(f"　{name}", style=style)
    line.append(f"　{row.target.citation}", style=CITATION)
    line.append(f"  {row.link.target}", style=FAINT)
    out.print(line)
    out.print(_text(row.target.clause.text, 4, full=full))
    why = "；".join(reason.text for reason in row.link.reasons)
    out.print(Padding(Text(why, style=FAINT), (0, 0, 0, 4)))


def _text(text: str, indent: int, *, full: bool) -> Text:
    if not full:
        text, _ = excerpt(text, (), max(40, (console().width - indent) // 2 * _LINES - 2))
    return paragraph(text, indent=indent)
