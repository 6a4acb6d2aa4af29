"""覆盖 as a table: what each plan says of a subject; and without a subject, which domains other levels answer.

Takes answers and the desk that gave them. Gives Books. A level without a text is told apart from a level that says
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.levels import Level, levels_shown
from ingest.plan import ClauseKind
from service.answers.coverage import CoverageStatus, Covered, MatrixRow
from service.desk import CoverageQuestion, Desk, MatrixQuestion
from service.faces.sheets.sources import level_cell, sources
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.labels import LEVELS, OUTSIDE

COVERAGE = column_list(
    ("主题", 14), ("层级", 7), ("规划", 28), ("领域", 18), ("情况", 12), ("合计", 7), ("主要目标", 9), ("策略措施", 9),
    ("其他", 7), ("没有查到的", 18), ("最接近的", 40), ("条目地址", 60), ("只是列举时提到的", 30), ("词在标题里的", 30),
    ("词都有但不相连（没有计入）", 14),
)  # fmt: skip
_SAID = {CoverageStatus.SAID: "有规定", CoverageStatus.SILENT: "没有查到", CoverageStatus.NO_TEXT: "没有文本"}
_MATRIX_REMARK = "“有对应”的条数由程序建议得出，包含还没有人工确认的，引用前请核对。"
_COVERAGE_REMARK = "“没有文本”是库中还没有这部规划的全文，不等于没有规定。"
_TOPIC_REMARK = "“没有查到”是查了全文没有查到主题里的词和“也查了”的说法，换一种说法也许有。"


def coverage_book(desk: Desk, asked: CoverageQuestion, every: Sequence[tuple[str, Covered]]) -> Book:
    """What each plan says of each subject, domain by domain, with what was looked for."""
    cells: list[tuple[Cell, ...]] = []
    for topic, row in ((topic, row) for topic, found in every for row in found.rows):
        goals, measures = row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0)
        held = row.status is not CoverageStatus.NO_TEXT
        numbers = (row.total, goals, measures, row.total - goals - measures) if held else (None,) * 4
        domain = row.domain or (OUTSIDE if row.total else None)
        addresses = "\n".join(stored.clause.address for stored in row.clauses)
        gap = row.gap.label if row.gap else None
        cells.append(
            (
                topic,
                level_cell(row.plan),
                row.plan.entry.title,
                domain,
                _SAID[row.status],
                *numbers,
                gap,
                "\n".join(f"{each.stored.citation}（{each.score:.2f}）" for each in row.nearest) or None,
                addresses,
                "\n".join(row.named) or None,
                "\n".join(row.by_heading) or None,
                row.apart or None,
            )
        )
    filters = list(desk.in_words(asked))
    for topic, found in every:
        if found.also:
            whose = f"（{topic}）" if len(every) > 1 else ""
            filters.append((f"也查了{whose}", "、".join(found.also)))
        filters += [("改正", each.sentence) for each in found.mended]
    plans = [row.plan.entry.id for _, found in every for row in found.rows if row.total]
    sheet = sheet_of("覆盖", COVERAGE, cells)
    notes = dict.fromkeys(note for _, found in every for note in found.search.notes)
    remarks = (_COVERAGE_REMARK, _TOPIC_REMARK, *notes)
    return Book(f"覆盖“{asked.text.strip()}”", tuple(filters), sources(desk, plans), (sheet,), remarks)


def matrix_book(desk: Desk, asked: MatrixQuestion, rows: Sequence[MatrixRow]) -> Book:
    """Every domain of every plan with what other levels answer."""
    levels = levels_shown(level for row in rows for level in (row.plan.entry.level, *row.answered))
    columns = column_list(
        ("层级", 7), ("规划", 28), ("领域", 18), ("条目", 8), ("主要目标", 9), ("策略措施", 9),
        *((f"{LEVELS[level]}有对应", 11) for level in levels),
    )  # fmt: skip
    cells = [
        (
            level_cell(row.plan), row.plan.entry.title, row.domain or OUTSIDE, sum(row.kinds.values()),
            row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0),
            *(_answered(row, level) for level in levels),
        )
        for row in rows
    ]  # fmt: skip
    plans = [row.plan.entry.id for row in rows]
    sheet = sheet_of("各领域对应", columns, cells)
    return Book(
        "各领域对应",
        desk.in_words(asked),
        sources(desk, plans),
        (sheet,),
        (_MATRIX_REMARK, _COVERAGE_REMARK),
    )


def _answered(row: MatrixRow, level: Level) -> Cell:
    if level not in row.answered:
        return "本级"
    count = row.answered[level]
    if count is not None:
        return count
    beside = row.beside[level]
    return f"没有文本（别的规划 {beside} 条有对应）" if beside else "没有文本"
