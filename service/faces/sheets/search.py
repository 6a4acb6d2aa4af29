"""Answers as tables: what a search, a list of clauses or targets, or a basket holds, under names that people read.

Takes answers and the base they come from. Gives Books. The columns are the same wherever a clause or a target is shown,
and a value stands twice: as people read it, and as a number that can be reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.plan import Nature, Target
from service.answers.basket import BasketRow
from service.answers.search import SearchAnswer
from service.answers.search.hits import Hit
from service.answers.target_list import TargetList
from service.faces.sheets.workbook import Book, Cell, Sheet, column_list, sheet_of
from service.labels import KINDS, LEVELS
from service.query import Known, Match, Scope
from service.requirement import requirement, unit_name
from service.storage import Store, StoredClause, StoredPlan

CLAUSES = column_list(
    ("序号", 6), ("层级", 7), ("规划", 24), ("领域", 16), ("类型", 10), ("条号", 6), ("内容", 70),
    ("责任单位", 18), ("出处", 36), ("条目地址", 30),
)  # fmt: skip
TARGETS = column_list(
    ("序号", 6), ("层级", 7), ("规划", 24), ("领域", 16), ("类型", 10), ("指标", 26), ("人群", 14),
    ("要求", 16), ("比较", 8), ("数值", 10), ("数值上限", 10), ("单位", 10), ("年份", 8), ("性质", 12),
    ("基期年", 8), ("原文", 44), ("备注", 18), ("出处", 36), ("条目地址", 30),
)  # fmt: skip
NATURES = {
    Nature.LEVEL: "达到的水平",
    Nature.CHANGE_FROM_BASE: "比基期变化",
    Nature.DATED_MILESTONE: "按期完成",
    Nature.STANDARD: "法定标准",
}
COMPARISONS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "约", "=": "等于", "range": "区间"}
_FIELDS = {"level": "层级", "kind": "类型", "domain": "领域", "plan": "规划", "unit": "责任单位", "has": "含"}
_MATCHES = {Match.NEAR: "词都有，且相连", Match.EVERY: "词都有", Match.ANY: "只含一部分"}
_UNWRITTEN = (
    "年份一栏空着，是因为原文没有写年份；“以上”“以下”含本数。数值是从原文识别的，引用前请对照原文一栏。"
)


def search_book(store: Store, answer: SearchAnswer, known: Known) -> Book:
    """The hits of a search, in their order, with why each is there."""
    query = answer.query
    columns = (*CLAUSES, *column_list(("匹配", 16), ("匹配的词", 26)))
    rows = [
        (*_clause(hit.found, number, known), _match(hit), _words(hit))
        for number, hit in enumerate(answer.hits, query.offset + 1)
    ]
    filters = [("检索词", query.text), *filters_in_words(query.scope, known)]
    if query.literal:
        filters.append(("查法", "只按写的字查"))
    also = list(dict.fromkeys(" ".join(terms) for each in query.expansions for terms in each.alternatives))
    if also:
        filters.append(("也查了", "、".join(also)))
    filters += [("改正", mended.sentence) for mended in answer.mended]
    sheet = sheet_of("检索结果", columns, rows, _cut(len(rows), query.limit))
    plans = [hit.found.clause.plan for hit in answer.hits]
    return Book(f"检索“{query.text}”", tuple(filters), sources(store, plans), (sheet,), answer.notes)


def clauses_book(
    store: Store, rows: Iterable[StoredClause], known: Known, scope: Scope, title: str = "条目"
) -> Book:
    """Clauses of a scope, in the order of the texts."""
    rows = list(rows)
    sheet = sheet_of("条目", CLAUSES, (_clause(row, number, known) for number, row in enumerate(rows, 1)))
    plans = [row.clause.plan for row in rows]
    return Book(title, filters_in_words(scope, known), sources(store, plans), (sheet,))


def targets_book(store: Store, rows: Iterable[Target], known: Known, scope: Scope) -> Book:
    """Targets of a scope, in the order of the texts."""
    return _targets_book(store, list(rows), known, filters_in_words(scope, known))


def target_list_book(store: Store, found: TargetList, known: Known) -> Book:
    """The targets of a list with what was asked for."""
    query = found.query
    natures = {nature.value: name for nature, name in NATURES.items()}
    more = (
        ("指标含", query.q),
        ("单位", "、".join(query.unit)),
        ("性质", "、".join(natures.get(each, each) for each in query.nature)),
    )
    filters = (*filters_in_words(found.scope, known), *((name, value) for name, value in more if value))
    return _targets_book(store, found.rows, known, filters)


def _targets_book(
    store: Store, rows: Sequence[Target], known: Known, filters: tuple[tuple[str, str], ...]
) -> Book:
    sheet = targets_sheet(store, rows, known)
    return Book("指标目标", filters, sources(store, [row.plan for row in rows]), (sheet,), (_UNWRITTEN,))


def targets_sheet(store: Store, rows: Sequence[Target], known: Known) -> Sheet:
    """The table of targets."""
    found: dict[str, StoredClause | None] = {}
    for row in rows:
        if row.clause not in found:
            found[row.clause] = store.clause(row.clause)
    cells = (_target(row, found[row.clause], number, known) for number, row in enumerate(rows, 1))
    return sheet_of("指标目标", TARGETS, cells)


def plan_book(store: Store, plan: StoredPlan, known: Known) -> Book:
    """A whole plan: its clauses, then its targets."""
    scope = Scope(plans=(plan.entry.id,))
    clauses = clauses_book(store, store.clauses(scope), known, scope)
    targets = targets_sheet(store, list(store.targets(scope)), known)
    title = plan.entry.title.strip("《》")
    return Book(title, (), clauses.sources, (*clauses.sheets, targets), (_UNWRITTEN,))


def basket_book(store: Store, rows: Sequence[BasketRow], known: Known) -> Book:
    """What was collected, in the order that a person gave it, with notes."""
    columns = (*CLAUSES[:1], *column_list(("备注", 26)), *CLAUSES[1:], *column_list(("提示", 24)))
    cells: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, 1):
        if row.stored is None:
            gone = (None, None, None, None, None, row.item.text, None, None, row.item.address)
            cells.append((number, row.item.note, *gone, row.trouble))
        else:
            first, *rest = _clause(row.stored, number, known)
            cells.append((first, row.item.note, *rest, row.trouble))
    plans = [row.stored.clause.plan for row in rows if row.stored]
    return Book("选条篮", (), sources(store, plans), (sheet_of("选条篮", columns, cells),))


def filters_in_words(scope: Scope, known: Known) -> tuple[tuple[str, str], ...]:
    """The filters of a scope as people read them."""
    names: dict[str, dict[str, str]] = {
        "level": {level.value: name for level, name in LEVELS.items()},
        "kind": {kind.value: name for kind, name in KINDS.items()},
        "plan": {each[0]: each[1] for each in known.plans},
    }
    return tuple(
        (_FIELDS[field], "、".join(names.get(field, {}).get(value, value) for value in values))
        for field, values in scope.fields()
    )


def sources(store: Store, plans: Iterable[str]) -> tuple[str, ...]:
    """The plans that rows come from, each with issuer, number and date, in the order of the catalogue.

    A document whose text is not held is no source: what is known of it was read elsewhere.
    """
    wanted = set(plans)
    return tuple(_source(plan) for plan in store.plans() if plan.entry.id in wanted)


def _source(plan: StoredPlan) -> str:
    entry = plan.entry
    title = f"《{entry.title.strip('《》')}》"
    if not plan.clauses:
        return f"{title}　库中没有这部规划的文本，有关数据的来历见表中“出处”一栏"
    return "　".join(filter(None, (title, entry.issuer, entry.number, entry.date)))


def level_cell(plan: StoredPlan) -> str:
    """The level of a plan as a cell."""
    return LEVELS[plan.entry.level] if plan.entry.level else ""


def title_of(known: Known, plan: str) -> str:
    """The title of a plan by its id."""
    return next((each[1] for each in known.plans if each[0] == plan), plan)


def _clause(row: StoredClause, number: int, known: Known) -> tuple[Cell, ...]:
    clause = row.clause
    return (
        number,
        LEVELS[row.level] if row.level else None,
        title_of(known, clause.plan),
        clause.domain,
        KINDS[clause.kind],
        clause.number,
        clause.text,
        "、".join(clause.units),
        row.citation,
        clause.address,
    )


def _target(row: Target, stored: StoredClause | None, number: int, known: Known) -> tuple[Cell, ...]:
    level = LEVELS[stored.level] if stored and stored.level else None
    notes = [row.hedge or "", "来自扫描件，请对照原件" if row.scanned else ""]
    return (
        number, level, title_of(known, row.plan), row.domain, KINDS[row.kind], row.indicator, row.population,
        requirement(row), COMPARISONS.get(row.comparator, ""), row.value, row.value_high, unit_name(row.unit, row.quote),
        row.year, NATURES[row.nature], row.baseline_year, row.quote, "；".join(filter(None, notes)),
        stored.citation if stored else None, row.clause,
    )  # fmt: skip


def _match(hit: Hit) -> str:
    if hit.query.lists:
        return "在范围内"
    if hit.by_meaning:
        return f"按意思相近 {hit.closeness or 0:.2f}"
    return _MATCHES[hit.match]


def _words(hit: Hit) -> str:
    found = []
    for reason in hit.why:
        if reason.kind == "synonym":
            found.append(f"{reason.stands_for}→{reason.word}")
        elif reason.kind in ("word", "title", "part"):
            found.append(reason.word)
        elif reason.kind == "missing":
            found.append(f"缺 {reason.word}")
    return "、".join(found)


def _cut(rows: int, limit: int) -> str:
    return f"（只列前 {limit} 条，请增加检索词或筛选条件）" if rows >= limit else ""
