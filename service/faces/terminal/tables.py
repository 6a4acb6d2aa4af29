"""Lists and single clauses for people, as tables that fit 80 columns and use what more there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ingest.plan import Clause, Heading, Plan, ReviewWarning, Target
from service.answers.lookup import Lookup
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console, paragraph
from service.labels import KINDS, LEVELS
from service.measuring.bench import Measure
from service.measuring.quality import Compared, Figures
from service.query import FIGURES, RANKING, Known, Ranking
from service.requirement import requirement
from service.storage import Base, StoredClause
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


def _table(*columns: tuple[str, dict[str, object]]) -> Table:
    from rich import box

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, options in columns:
        table.add_column(name, **options)  # type: ignore[arg-type]
    return table


_NARROW: dict[str, object] = {"no_wrap": True}
_LINE: dict[str, object] = {"no_wrap": True, "overflow": "ellipsis"}
_TEXT: dict[str, object] = {"overflow": "fold"}
_WIDE = 100  # from this width on, lists show the part of the plan too
_RIGHT: dict[str, object] = {"justify": "right", "no_wrap": True}


def built(base: Base, made: bool) -> None:
    """The summary of a build."""
    out = console()
    counts = base.manifest.counts
    table = _table(
        ("规划", _LINE), ("层级", _NARROW), ("条目", _RIGHT), ("指标目标", _RIGHT), ("原文", _NARROW)
    )
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


def read(plans: Sequence[Plan], *, targets: bool, warnings: bool, outline: bool) -> None:
    """What was read of a file."""
    out = console()
    for plan in plans:
        out.print()
        out.print(
            Text(f"《{plan.entry.title.strip('《》')}》", style=CITATION)
            + Text(f"  {plan.entry.id}", style=FAINT)
        )
        out.print(
            f"{len(plan.headings)} 个标题，{len(plan.clauses)} 个条目，{len(plan.targets)} 个指标目标，"
            f"{len(plan.warnings)} 处复核提示"
        )
        for note in plan.source.notes:
            out.print(Text(f"注意：{note}", style="yellow"))
        if outline:
            heading_lines(plan.headings)
        if targets and plan.targets:
            out.print(_target_table(plan.targets))
        if warnings and plan.warnings:
            out.print(_warning_table(plan.warnings))
        if not (outline or targets or warnings):
            out.print(_clause_table(plan.clauses))


def clauses(rows: Sequence[StoredClause]) -> None:
    """Clauses of the base, plan by plan."""
    out = console()
    for citation, group in groupby(rows, key=lambda row: row.citation.partition("》")[0] + "》"):
        of_plan = [row.clause for row in group]
        out.print()
        out.print(Text(citation, style=CITATION) + Text(f"  {of_plan[0].plan}", style=FAINT))
        out.print(_clause_table(of_plan))
    _total(len(rows), "个条目")


def targets(rows: Sequence[Target], known: Known) -> None:
    """Targets of the base, plan by plan."""
    out = console()
    titles = {each[0]: each[1] for each in known.plans}
    for plan, group in groupby(rows, key=lambda row: row.plan):
        out.print()
        out.print(
            Text(f"《{titles.get(plan, plan).strip('《》')}》", style=CITATION)
            + Text(f"  {plan}", style=FAINT)
        )
        out.print(_target_table(list(group)))
    _total(len(rows), "个指标目标")


def _total(number: int, what: str) -> None:
    console().print(
        Text(f"共 {number} {what}", style="bold")
        if number
        else Text(f"没有符合条件的{what[1:]}。", style="bold")
    )


def _clause_table(rows: Iterable[Clause]) -> Table:
    rows = list(rows)
    addresses = [_short(clause.address) for clause in rows]
    parts = [clause.domain or clause.section_title for clause in rows]
    left = max((cell_len(address) for address in addresses), default=4)
    wide = console().width >= _WIDE
    table = _table(("地址", _NARROW | {"min_width": left}), ("类型", _NARROW | {"min_width": 8}))
    if wide:
        table.add_column("部分", no_wrap=True, overflow="ellipsis", width=18)
    # What is left of the line; the text is cut to it here, because a table shrinks other columns first.
    room = console().width - left - 8 - (18 + 3 if wide else 0) - 2 * 3 - 2
    table.add_column("内容", no_wrap=True, overflow="ellipsis", max_width=room)
    for clause, address, part in zip(rows, addresses, parts, strict=True):
        text = (
            set_cell_size(clause.text, room - 1).rstrip() + "…"
            if cell_len(clause.text) > room
            else clause.text
        )
        table.add_row(address, KINDS[clause.kind], *([part] if wide else []), text)
    return table


def _target_table(rows: Iterable[Target]) -> Table:
    table = _table(
        ("条目", _NARROW),
        ("指标", _TEXT),
        ("要求", _RIGHT),
        ("年份", _RIGHT),
        ("对象", _TEXT | {"max_width": 16}),
    )
    for target in rows:
        table.add_row(
            Text(_short(target.clause), style=FAINT),
            target.indicator,
            Text(requirement(target) + ("（来自扫描）" if target.scanned else ""), style="bold"),
            str(target.year or "—"),
            target.population or "",
        )
    return table


def _warning_table(rows: Iterable[ReviewWarning]) -> Table:
    table = _table(("条目", _NARROW), ("提示", _TEXT), ("原文位置", _RIGHT))
    for warning in rows:
        table.add_row(_short(warning.clause or "—"), warning.message, f"{warning.start}–{warning.end}")
    return table


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
    out.print()
    out.print(paragraph(shown.text, indent=2))
    if shown.units:
        out.print(
            Padding(Text(f"责任单位：{'、'.join(shown.units)}", style="cyan"), (1, 2, 0, 2), expand=False)
        )
    if found.targets:
        out.print(_target_table(found.targets))
    for cited in found.citations:
        if cited.mark.kind in ("title", "number", "alias"):
            plans = "、".join(f"{plan.entry.title} {plan.entry.id}" for plan in cited.plans)
            name = f"《{cited.mark.name}》" if cited.mark.kind == "title" else cited.mark.name
            out.print(Text(f"引用：{name}" + (f" → {plans}" if plans else ""), style="cyan"))
    for warning in found.warnings:
        out.print(Text(f"复核提示：{warning.message}", style="yellow"))


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
    table = _table(("项目", _NARROW), ("结果", _RIGHT), ("标准", _RIGHT), ("", _NARROW))
    for measure in measures:
        verdict = {True: Text("达到", style=GOOD), False: Text("未达到", style=BAD), None: Text("")}[
            measure.met
        ]
        table.add_row(measure.title, measure.shown, measure.bar_shown, verdict)
    out.print(table)
    for measure in measures:
        out.print(Text(measure.title, style="bold"))
        out.print(paragraph(measure.how, indent=2), style=FAINT)


def _short(address: str) -> str:
    """An address without its plan, which stands above the table."""
    return address.partition("/")[2] or address


def quality(measured: Mapping[str, Mapping[str, Figures]], part: str) -> None:
    """How well each way of searching does, by kind of query."""
    out = console()
    ways = list(measured)
    kinds = measured[ways[0]]
    table = _table(("检索词", _NARROW), ("个数", _RIGHT), *((way, _RIGHT) for way in ways))
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


def rankings(compared: Sequence[Compared], tried: Ranking, part: str) -> None:
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
    table = _table(("检索词", _NARROW), *((name, _RIGHT) for name in columns))
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
