"""Clauses for people: lists that fit 80 columns and use what more there is, a clause in full, a file as it was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyzers.normalise import join_lines
from ingest.plan import Clause, Heading, Plan
from service.answers.lookup import Lookup
from service.citation import citations
from service.faces.terminal.console import BAD, CITATION, FAINT, console, paragraph
from service.faces.terminal.tables.columns import NARROW, short_address, table_of, total
from service.faces.terminal.tables.grids import grid
from service.faces.terminal.tables.targets import past_values, quoted_targets, target_table
from service.labels import KINDS, LEVELS, change_in_words, in_one_line, who_and_when
from service.split_alarm import split_alarm
from service.storage import StoredClause

_WIDE = 100  # from this width on, lists show the part of the plan too
_QUOTED = 30  # characters of what a warning speaks of


@dataclass(frozen=True, slots=True)
class ShownOfFile:
    """What of a file is to be shown."""

    targets: bool = False
    warnings: bool = False
    outline: bool = False
    tables: bool = False

    @property
    def clauses(self) -> bool:
        """Whether nothing was chosen: then everything but the outline is shown, the clauses first."""
        return not (self.targets or self.warnings or self.outline or self.tables)


def read(plans: Sequence[Plan], shown: ShownOfFile) -> None:
    """What was read of a file."""
    out = console()
    for plan in plans:
        out.print()
        out.print(
            Text(f"《{plan.entry.title.strip('《》')}》", style=CITATION)
            + Text(f"  {plan.entry.id}", style=FAINT)
        )
        tabled = f"{len(plan.tables)} 个表格，" if plan.tables else ""
        out.print(
            f"{len(plan.headings)} 个标题，{len(plan.clauses)} 个条目，{len(plan.targets)} 个指标目标，{tabled}"
            f"{len(plan.warnings)} 处复核提示"
        )
        if alarm := split_alarm(plan):
            out.print(Text(alarm, style=BAD))
        for note in plan.source.notes:
            out.print(Text(f"注意：{note}", style="yellow"))
        if shown.outline:
            heading_lines(plan.headings)
        if shown.clauses:
            out.print(_clause_table(plan.clauses))
        if shown.tables or shown.clauses:
            for table in plan.tables:
                grid(table, plan.source.text)
        if shown.targets or shown.clauses:
            _values(plan)
        if (shown.warnings or shown.clauses) and plan.warnings:
            _warnings(plan)


def clauses(rows: Sequence[StoredClause]) -> None:
    """Clauses of the base, plan by plan."""
    out = console()
    for citation, group in groupby(rows, key=lambda row: row.citation.partition("》")[0] + "》"):
        of_plan = [row.clause for row in group]
        out.print()
        out.print(Text(citation, style=CITATION) + Text(f"  {of_plan[0].plan}", style=FAINT))
        out.print(_clause_table(of_plan))
    total(len(rows), "个条目")


def _clause_table(rows: Iterable[Clause]) -> Table:
    rows = list(rows)
    addresses = [short_address(clause.address) for clause in rows]
    parts = [clause.domain or clause.section_title for clause in rows]
    left = max((cell_len(address) for address in addresses), default=4)
    wide = console().width >= _WIDE
    table = table_of(("地址", NARROW | {"min_width": left}), ("类型", NARROW | {"min_width": 8}))
    if wide:
        table.add_column("部分", no_wrap=True, overflow="ellipsis", width=18)
    # What is left of the line; the text is cut to it here, because a table shrinks other columns first.
    room = console().width - left - 8 - (18 + 3 if wide else 0) - 2 * 3 - 2
    table.add_column("内容", no_wrap=True, overflow="ellipsis", max_width=room)
    for clause, address, part in zip(rows, addresses, parts, strict=True):
        text = in_one_line(clause.text)
        if cell_len(text) > room:
            text = set_cell_size(text, room - 1).rstrip() + "…"
        table.add_row(address, KINDS[clause.kind], *([part] if wide else []), text)
    return table


def _values(plan: Plan) -> None:
    """The targets of a plan beside their quotes, and what it says was reached already."""
    out = console()
    if plan.targets:
        out.print(Text("指标目标和它们的原文", style="bold"))
        out.print(quoted_targets(plan.targets))
    if plan.baselines:
        out.print(Text("已有的数（基期、现状，不是目标）", style="bold"))
        out.print(past_values(plan.baselines))


def _warnings(plan: Plan) -> None:
    """Each warning as a sentence, with where it stands and the words that it speaks of."""
    out = console()
    cited = citations(plan)
    out.print(Text("复核提示（原文照录未改）", style="bold"))
    for warning in plan.warnings:
        where = cited.get(warning.clause or "", "").partition("》")[2]
        words = join_lines(plan.source.text, warning.start, min(warning.end, warning.start + _QUOTED)).text
        line = Text(f"{where}：" if where else "", style=CITATION)
        line.append(warning.message, style="yellow")
        line.append(f"　“{words}”" if words else "", style=FAINT)
        line.append(f"（第 {_line_of(plan.source.text, warning.start)} 行）", style=FAINT)
        out.print(line)


def _line_of(text: str, at: int) -> int:
    """The number of a line in the text as it was read."""
    return text.count("\n", 0, at) + 1


def heading_lines(headings: Iterable[Heading]) -> None:
    """The headings of a plan, deeper ones further in."""
    out = console()
    for heading in headings:
        number = f"{heading.number}　" if heading.number else ""
        line = Text("  " * heading.level + number + heading.title)
        line.append(f"  {heading.section}", style=FAINT)
        out.print(line, no_wrap=True, overflow="ellipsis")


def clause(found: Lookup) -> None:
    """One clause in full."""
    out = console()
    stored = found.stored
    shown = stored.clause
    out.print(Text(stored.citation, style=CITATION))
    facts = [
        LEVELS[stored.level] if stored.level else "",
        KINDS[shown.kind],
        shown.domain or "",
        shown.address,
    ]
    out.print(Text("　".join(fact for fact in facts if fact), style=FAINT))
    if shown.context:
        out.print(Text(f"上级标题：{' › '.join(shown.context)}", style=FAINT))
    out.print()
    out.print(paragraph(shown.text, indent=2))
    if shown.units:
        out.print(
            Padding(Text(f"责任单位：{'、'.join(shown.units)}", style="cyan"), (1, 2, 0, 2), expand=False)
        )
    if found.targets:
        out.print(target_table(found.targets))
    traces = (*shown.corrected, *(each for target in found.targets for each in target.corrected))
    for trace in traces:
        out.print(
            Text(
                f"人工更正：{trace.act.label}  {who_and_when(trace.who, trace.made)}  编号 {trace.key}",
                style="magenta",
            )
        )
        for change in trace.changes:
            out.print(
                Padding(Text("{}：{} → {}".format(*change_in_words(change)), style=FAINT), (0, 0, 0, 2))
            )
    if found.table is not None:
        grid(found.table, found.source, stored.clause.address)
    for cited in found.citations:
        if cited.mark.kind in ("title", "number", "alias"):
            plans = "、".join(f"{plan.entry.title} {plan.entry.id}" for plan in cited.plans)
            name = f"《{cited.mark.name}》" if cited.mark.kind == "title" else cited.mark.name
            out.print(Text(f"引用：{name}" + (f" → {plans}" if plans else ""), style="cyan"))
    for warning in found.warnings:
        out.print(Text(f"复核提示：{warning.message}", style="yellow"))
