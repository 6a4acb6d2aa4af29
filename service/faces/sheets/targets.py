"""Targets as a table; a value stands twice: as people read it, and as a number that can be reckoned with.

Takes targets and the desk that gave them. Gives Books.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.plan import Nature, Target
from service.answers.target_list import TargetList
from service.desk import Desk, InWords, TargetsQuestion
from service.faces.sheets.sources import sources, title_of
from service.faces.sheets.workbook import Book, Cell, Sheet, column_list, sheet_of
from service.labels import KINDS, LEVELS
from service.requirement import requirement, unit_of
from service.storage import StoredClause

TARGETS = column_list(
    ("序号", 6), ("层级", 7), ("规划", 24), ("领域", 16), ("类型", 10), ("指标", 26), ("人群", 14),
    ("要求", 16), ("比较", 8), ("数值", 10), ("数值上限", 10), ("单位", 10), ("年份", 8), ("性质", 12),
    ("基期年", 8), ("属性", 8), ("范围", 12), ("原文", 44), ("备注", 18), ("出处", 36), ("条目地址", 30),
)  # fmt: skip
NATURES = {
    Nature.LEVEL: "达到的水平",
    Nature.CHANGE_FROM_BASE: "比基期变化",
    Nature.DATED_MILESTONE: "按期完成",
    Nature.STANDARD: "法定标准",
}
COMPARISONS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "约", "=": "等于", "range": "区间"}
UNWRITTEN = (
    "年份一栏空着，是因为原文没有写年份；“以上”“以下”含本数。数值是从原文识别的，引用前请对照原文一栏。"
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
    cells = (_target(row, found[row.clause], number, desk) for number, row in enumerate(rows, 1))
    return sheet_of("指标目标", TARGETS, cells)


def _target(row: Target, stored: StoredClause | None, number: int, desk: Desk) -> tuple[Cell, ...]:
    level = LEVELS[stored.level] if stored and stored.level else None
    notes = [
        row.hedge or "",
        "出自表格" if row.source == "table" else "",
        "来自扫描件，请对照原件" if row.scanned else "",
    ]
    return (
        number, level, title_of(desk, row.plan), row.domain, KINDS[row.kind], row.indicator, row.population,
        requirement(row), COMPARISONS.get(row.comparator, ""), row.value, row.value_high, unit_of(row),
        row.year, NATURES[row.nature], row.baseline_year, row.attribute, row.scope, row.quote, "；".join(filter(None, notes)),
        stored.citation if stored else None, row.clause,
    )  # fmt: skip
