"""比对 for people: pairs with what differs, then what only one of the plans says."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from analyzers.wordchanges import Change, mostly_new
from service.answers.comparison import ComparedPair, Comparison
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console
from service.faces.terminal.tables.columns import clause_text
from service.labels import RELATIONS


def comparison(compared: Comparison, *, every: bool) -> None:
    """Pairs with what differs, then what only one of the plans says."""
    out = console()
    left, right = (plan.entry.title.strip("《》") for plan in (compared.left, compared.right))
    equal = sum(pair.equal for pair in compared.pairs)
    out.print(Text(f"《{left}》 ↔ 《{right}》", style=CITATION))
    out.print(
        f"对应 {len(compared.pairs)} 对，其中 {equal} 对一字不差；"
        f"前者有 {len(compared.only_left)} 条在后者里没有找到，后者有 {len(compared.only_right)} 条在前者里没有找到"
    )
    for pair in compared.pairs:
        if every or not pair.equal:
            _pair(pair)
    for title, other, rows in ((left, right, compared.only_left), (right, left, compared.only_right)):
        if rows:
            out.print()
            out.print(Text(f"《{title}》写了、在《{other}》里没有找到", style="bold yellow"))
        for row in rows:
            out.print(Text(f"  {row.clause.address}", style=FAINT))
            out.print(clause_text(row.clause.text, 4, full=False))
            for each in compared.near.get(row.clause.address, ())[:1]:
                near = f"    最接近的　{each.score:.2f}　{each.stored.clause.address}"
                out.print(Text(near, style=FAINT))


def _pair(pair: ComparedPair) -> None:
    out = console()
    out.print()
    line = Text(f"{pair.left.clause.address} ↔ {pair.right.clause.address}", style=FAINT)
    line.append(f"　{RELATIONS[pair.relation]} {pair.score:.2f}", style=GOOD)
    out.print(line)
    if pair.equal:
        out.print(clause_text(pair.left.clause.text, 2, full=False))
        return
    if mostly_new(pair.changes):
        # Two texts are easier to read than one with half of its words struck out.
        out.print(clause_text(pair.left.clause.text, 2, full=False))
        out.print(clause_text(pair.right.clause.text, 2, full=False))
        return
    out.print(
        Padding(
            Text.assemble(*(part for change in pair.changes for part in shown_change(change))), (0, 0, 0, 2)
        )
    )


def shown_change(change: Change) -> list[tuple[str, str]]:
    """［70%→90%］ in a pipe as on a terminal: brackets, not colour alone, tell what changed."""
    if change.kind == "equal":
        return [(change.one, "")]
    if change.kind == "insert":
        return [(f"［＋{change.other}］", GOOD)]
    if change.kind == "delete":
        return [(f"［－{change.one}］", BAD)]
    return [(f"［{change.one}", BAD), ("→", FAINT), (f"{change.other}］", GOOD)]
