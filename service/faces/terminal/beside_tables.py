"""Plans beside each other, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyzers.wordchanges import Change, mostly_new
from ingest.catalogue import Kin
from ingest.indicators import Aim, Verdict
from ingest.plan import ClauseKind, Level
from service.answers.alignment import AlignedRow
from service.answers.comparison import ComparedPair, Comparison
from service.answers.coverage import Coverage, CoverageRow, Covered, MatrixRow
from service.answers.ladder import Ladder, Rung
from service.decisions import LinkStatus
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console, excerpt, paragraph
from service.faces.terminal.results import told_of
from service.labels import LEVELS, OUTSIDE, RELATIONS
from service.requirement import requirement_of

_STATUS = {LinkStatus.CONFIRMED: ("已确认", GOOD), LinkStatus.REJECTED: ("已否定", BAD)}
_LINES = 2
_NARROW: dict[str, object] = {"no_wrap": True}
_RIGHT: dict[str, object] = {"justify": "right", "no_wrap": True}
_TEXT: dict[str, object] = {"overflow": "fold"}


def links(rows: Iterable[AlignedRow], *, one: bool) -> None:
    """Each clause with its counterparts, plan by plan, as they are worked out; in full for one clause."""
    out = console()
    found = nothing = unread = 0
    for _, group in groupby(rows, key=lambda row: row.link.source):
        of_clause = list(group)
        source = of_clause[0].source
        out.print()
        out.print(Text(source.citation, style=CITATION) + Text(f"  {source.clause.address}", style=FAINT))
        out.print(_text(source.clause.text, 2, full=one))
        for row in of_clause:
            _counterpart(row, full=one)
            found += row.link.target is not None
            nothing += row.link.target is None and row.kin is Kin.FAMILY
            unread += row.link.target is None and row.kin is Kin.OTHER
    if not found + nothing + unread:
        out.print(Text("没有可以对照的条目：库里还没有另一部可对照的规划文本。", style="bold"))
        return
    out.print()
    line = f"共 {found} 条对应，{nothing} 处没有对应"
    out.print(Text(line + (f"，{unread} 处没有文本" if unread else ""), style="bold"))


def _counterpart(row: AlignedRow, *, full: bool) -> None:
    out = console()
    level = LEVELS[row.plan.entry.level] if row.plan.entry.level else "—"
    if row.link.target is None or row.target is None:
        out.print(_nothing(row, level))
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
    out.print(_text(row.target.clause.text, 4, full=full))
    why = "；".join(reason.text for reason in row.link.reasons)
    out.print(Padding(Text(why, style=FAINT), (0, 0, 0, 4)))


def _nothing(row: AlignedRow, level: str) -> Text:
    """Only a text of the same plan that says nothing is a gap; what another plan leaves out says little."""
    title = f"《{row.plan.entry.title.strip('《》')}》"
    if row.kin is Kin.FAMILY:
        return Text.assemble((f"  {level}　没有对应", "yellow"), (f"　{title}", FAINT))
    if row.kin is Kin.SISTER:
        return Text(f"  {level}　同级另一部规划没有对应　{title}", style=FAINT)
    return Text(
        f"  {level}　没有文本　这一级的同一规划还没有导入；{title}不是同一规划，没有对应", style=FAINT
    )


def _text(text: str, indent: int, *, full: bool) -> Text:
    if not full:
        text, _ = excerpt(text, (), max(40, (console().width - indent) // 2 * _LINES - 2))
    return paragraph(text, indent=indent)


_VERDICTS = {
    Verdict.STRICTER: GOOD,
    Verdict.EQUAL: "default",
    Verdict.LOOSER: "yellow",
    Verdict.INCOMPARABLE: FAINT,
    Verdict.LOWER_MISSING: BAD,
    Verdict.UPPER_MISSING: FAINT,
}


def ladders(found: Sequence[Ladder]) -> None:
    """Each indicator as a small table, level by level."""
    out = console()
    if not found:
        out.print(Text("库里的规划没有指标目标，没有阶梯可看。", style="bold"))
        return
    for ladder in found:
        table = _grid(
            ("层级", _NARROW),
            ("要求", _RIGHT),
            ("年份", _RIGHT),
            ("结论", _NARROW),
            ("核对", _NARROW),
            ("说明", _TEXT),
        )
        for rung in ladder.rungs:
            table.add_row(*_rung(ladder, rung))
        out.print()
        out.print(Text(ladder.indicator, style=CITATION))
        out.print(table)
    out.print(Text(f"共 {len(found)} 项指标；结论是本级（每表第一行）与上级比。", style="bold"))


def _rung(ladder: Ladder, rung: Rung) -> tuple[Text | str, ...]:
    level = LEVELS[rung.plan.entry.level] if rung.plan.entry.level else "—"
    stated = rung.stated
    verdict = Text(rung.outcome or "本级", style=_VERDICTS[rung.verdict] if rung.verdict else "")
    if stated is None:
        return level, "—", "—", verdict, "", rung.remark
    note = [rung.reason] if rung.reason else []
    if stated.aim.indicator != ladder.indicator:
        note.append(f"原文指标：{stated.aim.indicator}")
    note.append(stated.aim.clause or f"《{rung.plan.entry.title.strip('《》')}》已知数据")
    return (
        level,
        _value(stated.aim),
        str(stated.aim.year or "—"),
        verdict,
        stated.checked.label,
        "；".join(note),
    )


def _value(aim: Aim) -> Text:
    return Text(requirement_of(aim), style="bold")


def _grid(*columns: tuple[str, dict[str, object]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, options in columns:
        table.add_column(name, **options)  # type: ignore[arg-type]
    return table


def coverage(found: Covered, text: str) -> None:
    """What is said, plan by plan; domains that say nothing are counted."""
    out = console()
    apart = f"；另有 {found.apart} 条词都有但不相连，没有计入" if found.apart else ""
    out.print(Text(f"“{text}”：{found.total} 条{apart}", style="bold"))
    for told in told_of(found.search):
        out.print(told)
    table = _grid(
        ("层级", _NARROW),
        ("规划和领域", _TEXT),
        ("目标", _RIGHT),
        ("措施", _RIGHT),
        ("其他", _RIGHT),
        ("说明", _TEXT),
    )
    for _, group in groupby(found.rows, key=lambda row: row.plan.entry.id):
        of_plan = list(group)
        entry = of_plan[0].plan.entry
        level = LEVELS[entry.level] if entry.level else "—"
        title = Text(f"《{entry.title.strip('《》')}》", style=CITATION)
        speaking = [row for row in of_plan if row.status is Coverage.SAID]
        if of_plan[0].status is Coverage.NO_TEXT:
            table.add_row(level, title, "", "", "", Text("没有文本", style=FAINT))
            continue
        if not speaking:
            table.add_row(level, title, "0", "0", "0", Text("没有规定", style="yellow") + _apart(of_plan))
            continue
        silent = sum(row.domain is not None for row in of_plan) - sum(
            row.domain is not None for row in speaking
        )
        told_silent = f"另有 {silent} 个领域没有查到" if silent else ""
        table.add_row(level, title, "", "", "", Text(told_silent) + _apart(of_plan))
        for row in speaking:
            goals, measures = row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0)
            name = row.domain or OUTSIDE
            gap = Text(row.gap.label, style="yellow") if row.gap else ""
            table.add_row("", f"  {name}", str(goals), str(measures), str(row.total - goals - measures), gap)
    out.print(table)
    out.print(
        Text("“没有规定”是查了全文没有查到这些词，换一种说法也许有；“没有文本”是还没有导入。", style=FAINT)
    )


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
        table = _grid(
            ("领域", _TEXT), ("条目", _RIGHT), *((f"{LEVELS[level]}有对应", _RIGHT) for level in levels)
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


def comparison(compared: Comparison, *, every: bool) -> None:
    """Pairs with what differs, then what only one of the plans says."""
    out = console()
    left, right = (plan.entry.title.strip("《》") for plan in (compared.left, compared.right))
    equal = sum(pair.equal for pair in compared.pairs)
    out.print(Text(f"《{left}》 ↔ 《{right}》", style=CITATION))
    out.print(
        f"对应 {len(compared.pairs)} 对，其中 {equal} 对一字不差；"
        f"只有前者写了 {len(compared.only_left)} 条，只有后者写了 {len(compared.only_right)} 条"
    )
    for pair in compared.pairs:
        if every or not pair.equal:
            _pair(pair)
    for title, rows in ((left, compared.only_left), (right, compared.only_right)):
        if rows:
            out.print()
            out.print(Text(f"只有《{title}》写了", style="bold yellow"))
        for row in rows:
            out.print(Text(f"  {row.clause.address}", style=FAINT))
            out.print(_text(row.clause.text, 4, full=False))


def _pair(pair: ComparedPair) -> None:
    out = console()
    out.print()
    line = Text(f"{pair.left.clause.address} ↔ {pair.right.clause.address}", style=FAINT)
    line.append(f"　{RELATIONS[pair.relation]} {pair.score:.2f}", style=GOOD)
    out.print(line)
    if pair.equal:
        out.print(_text(pair.left.clause.text, 2, full=False))
        return
    if mostly_new(pair.changes):
        # Two texts are easier to read than one with half of its words struck out.
        out.print(_text(pair.left.clause.text, 2, full=False))
        out.print(_text(pair.right.clause.text, 2, full=False))
        return
    out.print(
        Padding(Text.assemble(*(part for change in pair.changes for part in _shown(change))), (0, 0, 0, 2))
    )


def _shown(change: Change) -> list[tuple[str, str]]:
    """［70%→90%］ in a pipe as on a terminal: brackets, not colour alone, tell what changed."""
    if change.kind == "equal":
        return [(change.one, "")]
    if change.kind == "insert":
        return [(f"［＋{change.other}］", GOOD)]
    if change.kind == "delete":
        return [(f"［－{change.one}］", BAD)]
    return [(f"［{change.one}", BAD), ("→", FAINT), (f"{change.other}］", GOOD)]
