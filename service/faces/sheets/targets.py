"""Targets as a table; a value stands twice: as people read it, and as a number that can be reckoned with.

Takes targets and the desk that gave them. Gives Books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.plan import Nature, Target
from service.answers.target_list import TargetList
from service.desk import Desk, InWords, TargetsQuestion
from service.faces.sheets.sources import sources, title_of
from service.faces.sheets.workbook import Book, Cell, Sheet, column_list, sheet_of
from service.labels import COMPARISONS, KINDS, LEVELS, checked_in_words, corrected_in_words
from service.requirement import requirement, unit_of
from service.storage import StoredClause

NATURES = {
    Nature.LEVEL: "达到的水平",
    Nature.CHANGE_FROM_BASE: "比基期变化",
    Nature.DATED_MILESTONE: "按期完成",
    Nature.STANDARD: "法定标准",
}
UNWRITTEN = (
    "年份一栏空着，是因为原文没有写年份；“以上”“以下”含本数。数值是从原文识别的，引用前请对照原文一栏。"
)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What a row of the table is made from."""

    number: int
    target: Target
    plan: str  # its title
    stored: StoredClause | None  # the clause that states it
    checked: str = ""  # how far it was checked


# A column is one row here: its name, its width in characters, and what stands in it.
COLUMNS: tuple[tuple[str, int, Callable[[TargetLine], Cell]], ...] = (
    ("序号", 6, lambda it: it.number),
    ("层级", 7, lambda it: LEVELS[it.stored.level] if it.stored and it.stored.level else None),
    ("规划", 24, lambda it: it.plan),
    ("领域", 16, lambda it: it.target.domain),
    ("类型", 10, lambda it: KINDS[it.target.kind]),
    ("指标", 26, lambda it: it.target.indicator),
    ("人群", 14, lambda it: it.target.population),
    ("要求", 16, lambda it: requirement(it.target)),
    ("比较", 8, lambda it: COMPARISONS.get(it.target.comparator, "")),
    ("数值", 10, lambda it: it.target.value),
    ("数值上限", 10, lambda it: it.target.value_high),
    ("单位", 10, lambda it: unit_of(it.target)),
    ("年份", 8, lambda it: it.target.year),
    ("性质", 12, lambda it: NATURES[it.target.nature]),
    ("基期年", 8, lambda it: it.target.baseline_year),
    ("属性", 8, lambda it: it.target.attribute),
    ("范围", 12, lambda it: it.target.scope),
    ("原文", 44, lambda it: it.target.quote),
    ("备注", 18, lambda it: _remark(it.target)),
    ("出处", 36, lambda it: it.stored.citation if it.stored else None),
    ("核对", 22, lambda it: it.checked),
    ("条目地址", 30, lambda it: it.target.clause),
)


def targets_book(desk: Desk, asked: TargetsQuestion, rows: Iterable[Target]) -> Book:
    """Targets of a scope, in the order of the texts."""
    return _targets_book(desk, list(rows), desk.in_words(asked))


def target_list_book(desk: Desk, found: TargetList) -> Book:
    """The targets of a list with what was asked for."""
    query = found.query
    natures = {nature.value: name for nature, name in NATURES.items()}
    more = (
        ("指标含", query.q),
        ("单位", "、".join(query.unit)),
        ("性质", "、".join(natures.get(each, each) for each in query.nature)),
    )
    filters = (
        *desk.in_words(TargetsQuestion(found.scope)),
        *((name, value) for name, value in more if value),
    )
    return _targets_book(desk, found.rows, filters)


def _targets_book(desk: Desk, rows: Sequence[Target], filters: InWords) -> Book:
    sheet = targets_sheet(desk, rows)
    return Book("指标目标", filters, sources(desk, [row.plan for row in rows]), (sheet,), (UNWRITTEN,))


def targets_sheet(desk: Desk, rows: Sequence[Target]) -> Sheet:
    """The table of targets."""
    found: dict[str, StoredClause | None] = {}
    for row in rows:
        if row.clause not in found:
            found[row.clause] = desk.store.clause(row.clause)
    checks = desk.checks

    def checked(row: Target) -> str:
        return "没有读到" if checks.unread else checked_in_words(checks.of_target(row))

    lines = (
        TargetLine(number, row, title_of(desk, row.plan), found[row.clause], checked(row))
        for number, row in enumerate(rows, 1)
    )
    columns = column_list(*((name, width) for name, width, _ in COLUMNS))
    return sheet_of("指标目标", columns, ([cell(line) for _, _, cell in COLUMNS] for line in lines))


def in_table(row: Target) -> str:
    """Where in a table a figure stands; its row is its clause."""
    if row.source != "table":
        return ""
    return f"出自表格“{row.column}”栏" if row.column else "出自表格"


def _remark(target: Target) -> str:
    scanned = "来自扫描件，请对照原件" if target.scanned else ""
    return "；".join(
        filter(None, (target.hedge, in_table(target), scanned, corrected_in_words(target.corrected)))
    )
