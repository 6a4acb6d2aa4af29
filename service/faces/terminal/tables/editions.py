"""Plans and their editions for people: what there is, what was done, and what changed from one edition to another."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from analyzers.wordchanges import changes as word_changes
from analyzers.wordchanges import mostly_new
from ingest.catalogue import Changes, ClauseChange, EditionStep, TargetChange
from service.desk import CompareQuestion
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console
from service.faces.terminal.tables.columns import (
    LINE,
    NARROW,
    RIGHT,
    clause_text,
    short_address,
    table_of,
    total,
)
from service.faces.terminal.tables.compare import shown_change
from service.labels import LEVELS, who_and_when
from service.requirement import requirement
from service.storage import StoredPlan
from service.upkeep.editions import Edition, EditionComparison, History

_BRIEF = 8  # rows of one kind in a review
_STEPS = {EditionStep.ACCEPT: "入库", EditionStep.RESTORE: "恢复", EditionStep.REMOVE: "移除"}


def plans(found: Sequence[StoredPlan]) -> None:
    """Plans with their ids."""
    table = table_of(("编号", NARROW), ("规划", LINE), ("层级", NARROW), ("条目", RIGHT), ("指标目标", RIGHT))
    for plan in found:
        level = LEVELS[plan.entry.level] if plan.entry.level else "—"
        numbers = (str(plan.clauses), str(plan.targets)) if plan.source else ("尚无全文", "—")
        table.add_row(plan.entry.id, plan.entry.title.strip("《》"), level, *numbers)
    console().print(table)
    total(len(found), "部规划")


def histories(found: Sequence[History], *, binned: bool) -> None:
    """The editions of plans, and what was done with them."""
    out = console()
    for history in found:
        out.print(Text(f"《{history.title}》", style=CITATION) + Text(f"  {history.plan}", style=FAINT))
        if history.removed:
            out.print(Text(f"已移除；恢复：duibiao plans --restore {history.plan}", style="yellow"))
        for each in reversed(history.editions):
            line = Text(f"  {each.name}", style=GOOD if each.in_force else "default")
            line.append("（现行）" if each.in_force else "", style=GOOD)
            if each.clauses is not None:
                line.append(f"  {each.clauses} 个条目，{each.targets} 个指标目标")
            line.append(f"  {who_and_when(each.who, each.made)}" if each.made else "", style=FAINT)
            out.print(line)
        for row in history.steps:
            number = "原有文本" if row.number == 0 else f"第{row.number}版"
            when = who_and_when(row.who, row.made) if row.made else "没有记录时间"
            out.print(Text(f"    {_STEPS[row.step]} {number}  {when}", style=FAINT))
    if binned:
        total(len(found), "部移除了的规划")


def question(history: History, edition: Edition) -> CompareQuestion:
    """The question what putting an edition back would change."""
    return CompareQuestion(history.plan, f"{history.plan}@{edition.number}")


def what_changes(compared: EditionComparison, *, brief: bool = False) -> None:
    """Two editions beside each other."""
    names = f"{compared.left.name} → {compared.right.name}"
    console().print(Text(f"《{compared.history.title}》{names}", style=CITATION))
    story(compared.changes, brief=brief)


def story(changes: Changes, *, brief: bool = False) -> None:
    """What changed, one kind after another; ``brief``: of each kind the first few."""
    out = console()
    moved = [pair for pair in changes.pairs if pair.moved and not pair.reworded]
    counts = (
        ("改动", len(changes.reworded)), ("换址", len(moved)), ("新增", len(changes.added)), ("删除", len(changes.gone)),
    )  # fmt: skip
    out.print(
        f"{changes.unchanged} 条不变，"
        + "，".join(f"{name} {count} 条" for name, count in counts)
        + f"，指标目标变化 {len(changes.targets)} 个"
    )
    most = _BRIEF if brief else None
    for pair in changes.reworded[:most]:
        _reworded(pair)
    for name, style, clauses in (("新增", GOOD, changes.added), ("删除", BAD, changes.gone)):
        for clause in clauses[:most]:
            out.print(Text(f"{name} ", style=style) + Text(short_address(clause.address), style=FAINT))
            out.print(clause_text(clause.text, 2, full=False))
    for each in changes.targets[:most]:
        out.print(_target(each))
    if moved:
        shown = "、".join(
            f"{short_address(pair.old.address)} → {short_address(pair.new.address)}" for pair in moved[:most]
        )
        out.print(Text(f"换址（文字未变）：{shown}", style=FAINT))
    if brief and max(len(moved), len(changes.targets), *(count for _, count in counts)) > _BRIEF:
        out.print(
            Text("  每类只列前几条，全部的入库前在网页预览里看，入库后用 duibiao compare 看。", style=FAINT)
        )


def _reworded(pair: ClauseChange) -> None:
    out = console()
    place = short_address(pair.new.address)
    if pair.moved:
        place = f"{short_address(pair.old.address)} → {place}"
    out.print(Text("改动 ", style="yellow") + Text(place, style=FAINT))
    old, new = pair.old.text, pair.new.text
    found = word_changes(old[pair.old.body :].strip(), new[pair.new.body :].strip())
    if mostly_new(found):
        out.print(clause_text(f"原 {old}", 2, full=False))
        out.print(clause_text(f"今 {new}", 2, full=False))
        return
    marked = Text.assemble(*(part for change in found for part in shown_change(change)))
    out.print(Padding(marked, (0, 0, 0, 2)))


def _target(change: TargetChange) -> Text:
    known = change.new or change.old
    assert known is not None
    old = requirement(change.old) if change.old else "没有"
    new = requirement(change.new) if change.new else "不再有"
    return Text("指标 ", style="yellow") + Text(f"{known.indicator}：{old} → {new}")
