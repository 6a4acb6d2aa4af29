"""Plans beside each other as tables: ladders, coverage, the matrix of domains, and two plans clause by clause.

Takes answers and the base they come from. Gives Books. A level without a text is told apart from a level that says
nothing, and a figure says how far it was checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.catalogue import FigureCheck
from ingest.levels import Level, levels_shown
from ingest.plan import ClauseKind
from service.answers.comparison import ComparedPair, Comparison
from service.answers.coverage import Coverage, Covered, MatrixRow
from service.answers.ladder import Ladder, Rung
from service.faces.sheets.figure_sources import told_source
from service.faces.sheets.search import filters_in_words, level_cell, sources
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.labels import LEVELS, OUTSIDE, RELATIONS
from service.query import Known, Scope
from service.requirement import requirement_of, unit_name
from service.storage import Store, StoredClause

LADDER = column_list(
    ("指标", 26), ("人群", 14), ("层级", 7), ("规划", 28), ("要求", 16), ("数值", 10), ("数值上限", 10),
    ("单位", 10), ("年份", 8), ("本级与这一级比", 14), ("说明", 34), ("核对情况", 10), ("出处", 34),
    ("原文指标名", 26), ("原文", 40), ("条目地址", 30),
)  # fmt: skip
COVERAGE = column_list(
    ("层级", 7), ("规划", 28), ("领域", 18), ("情况", 12), ("合计", 7), ("主要目标", 9), ("策略措施", 9),
    ("其他", 7), ("缺口", 18), ("条目地址", 60), ("词都有但不相连（没有计入）", 14),
)  # fmt: skip
COMPARISON = column_list(
    ("情况", 12), ("关系", 10), ("出处（前者）", 34), ("前者原文", 60), ("出处（后者）", 34), ("后者原文", 60), ("不同之处", 44),
)  # fmt: skip
_SAID = {Coverage.SAID: "有规定", Coverage.SILENT: "没有规定", Coverage.NO_TEXT: "没有文本"}
_LADDER_COPIED = "“原文”一栏照录规划原文，未作改动；没有条目地址的数据不是从规划原文读到的，来历见“出处”一栏，使用前须核实。"
_LADDER_REMARK = "每项指标第一行是本级；上级的数值已换成本级的单位。核对情况：已核对是从规划原文读到的，据报道、未核对的使用前须核实。"
_MATRIX_REMARK = "“有对应”的条数由程序建议得出，包含还没有人工确认的，引用前请核对。"
_COVERAGE_REMARK = "“没有文本”是库中还没有这部规划的全文，不等于没有规定。"
_TOPIC_REMARK = "“没有规定”是查了全文没有查到主题里的词和“也查了”的说法，换一种说法也许有。"


def ladder_book(
    store: Store,
    found: Sequence[Ladder],
    known: Known,
    scope: Scope,
    filters: tuple[tuple[str, str], ...] = (),
) -> Book:
    """Ladders, one row a rung."""
    checks = store.figures()
    rows = [_rung(ladder, rung, checks) for ladder in found for rung in ladder.rungs]
    plans = [rung.plan.entry.id for ladder in found for rung in ladder.rungs if rung.stated]
    sheet = sheet_of("目标阶梯", LADDER, rows)
    asked = (*filters, *filters_in_words(scope, known))
    return Book("目标阶梯", asked, sources(store, plans), (sheet,), (_LADDER_REMARK,), _LADDER_COPIED)


def _rung(ladder: Ladder, rung: Rung, checks: Sequence[FigureCheck]) -> tuple[Cell, ...]:
    head = (ladder.indicator, ladder.population, level_cell(rung.plan), rung.plan.entry.title)
    verdict = rung.outcome or "本级"
    if rung.stated is None:
        return (*head, None, None, None, None, None, verdict, rung.remark, None, None, None, None, None)
    aim = rung.stated.aim
    asked = requirement_of(aim)
    own_name = aim.indicator if aim.indicator != ladder.indicator else None
    return (
        *head, asked, aim.value, aim.value_high, unit_name(aim.unit, aim.quote or aim.indicator), aim.year, verdict, rung.reason,
        rung.stated.checked.label, told_source(aim, checks), own_name, aim.quote, aim.clause,
    )  # fmt: skip


def coverage_book(store: Store, found: Covered, words: str, known: Known, scope: Scope) -> Book:
    """What each plan says of a subject, domain by domain, with what was looked for."""
    cells: list[tuple[Cell, ...]] = []
    for row in found.rows:
        goals, measures = row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0)
        held = row.status is not Coverage.NO_TEXT
        numbers = (row.total, goals, measures, row.total - goals - measures) if held else (None,) * 4
        domain = row.domain or (OUTSIDE if row.total else None)
        addresses = "\n".join(stored.clause.address for stored in row.clauses)
        gap = row.gap.label if row.gap else None
        cells.append(
            (
                level_cell(row.plan),
                row.plan.entry.title,
                domain,
                _SAID[row.status],
                *numbers,
                gap,
                addresses,
                row.apart or None,
            )
        )
    filters = [("主题", words), *filters_in_words(scope, known)]
    if found.search.query.literal:
        filters.append(("查法", "只按写的字查"))
    if found.also:
        filters.append(("也查了", "、".join(found.also)))
    filters += [("改正", each.sentence) for each in found.mended]
    plans = [row.plan.entry.id for row in found.rows if row.total]
    sheet = sheet_of("覆盖", COVERAGE, cells)
    remarks = (_COVERAGE_REMARK, _TOPIC_REMARK, *found.search.notes)
    return Book(f"覆盖“{words}”", tuple(filters), sources(store, plans), (sheet,), remarks)


def matrix_book(store: Store, rows: Sequence[MatrixRow], known: Known, scope: Scope) -> Book:
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
        filters_in_words(scope, known),
        sources(store, plans),
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


def comparison_book(store: Store, compared: Comparison) -> Book:
    """Two plans clause by clause: what answers what, then what only one of them says."""
    left, right = (plan.entry.title.strip("《》") for plan in (compared.left, compared.right))
    rows: list[tuple[Cell, ...]] = [_pair(pair) for pair in compared.pairs]
    rows += [("只有前者", None, *_side(row), None, None, None) for row in compared.only_left]
    rows += [("只有后者", None, None, None, *_side(row), None) for row in compared.only_right]
    sheet = sheet_of("比对", COMPARISON, rows)
    filters = (("前者", f"《{left}》"), ("后者", f"《{right}》"))
    plans = [compared.left.entry.id, compared.right.entry.id]
    return Book(f"比对 {left} 与 {right}", filters, sources(store, plans), (sheet,))


def _side(row: StoredClause) -> tuple[Cell, Cell]:
    return row.citation, row.clause.text


def _pair(pair: ComparedPair) -> tuple[Cell, ...]:
    changes = [_change(each.kind, each.one, each.other) for each in pair.changes if each.kind != "equal"]
    state = "一字不差" if pair.equal else "有不同"
    return (state, RELATIONS[pair.relation], *_side(pair.left), *_side(pair.right), "；".join(changes))


def _change(kind: str, one: str, other: str) -> str:
    if kind == "delete":
        return f"少“{one}”"
    return f"多“{other}”" if kind == "insert" else f"“{one}”→“{other}”"
