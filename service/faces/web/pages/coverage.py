"""覆盖: what each level says of a subject, domain by domain; and without a subject, which clauses no other level answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ingest.levels import LOWEST_FIRST, Level
from ingest.plan import ClauseKind
from service.answers.coverage import Coverage, CoverageRow, MatrixRow, in_order, levels_of, matrix
from service.answers.coverage import coverage as answer_coverage
from service.errors import UserError
from service.faces.web.parts.of_request import decisions_of, links_of
from service.faces.web.parts.page_addresses import Many, address_of, first_of_page
from service.faces.web.parts.plan_list import readable, without_text
from service.faces.web.parts.rendering import base_of, draw
from service.labels import OUTSIDE
from service.query import Scope, read_query, read_scope
from service.storage import Base, StoredPlan

router = APIRouter()
EXAMPLES = ("留守儿童", "家庭教育", "心理健康", "孕产妇死亡率", "托育服务")
TOPIC, MATRIX = 30, 12  # plans on one page
_WORDINGS = 10  # so many other wordings are named
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Cell:
    """A count and the address that lists what was counted; ``link`` is "" where there is nothing to list."""

    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One domain of one plan that speaks of the subject."""

    row: CoverageRow
    name: str
    goals: Cell
    measures: Cell
    others: Cell
    gap: str


@dataclass(frozen=True, slots=True)
class OfPlan:
    """What one plan says of the subject."""

    plan: StoredPlan
    status: str  # said, silent, no_text
    total: Cell
    sayings: tuple[Saying, ...]
    silent: int  # domains that say nothing
    apart: Cell  # clauses with every word, but not side by side


@dataclass(frozen=True, slots=True)
class OfLevel:
    """One level in a word: its plans and how many clauses speak of the subject."""

    level: Level
    status: str  # said, silent, no_text, no_plan
    total: int
    goals: int
    measures: int
    apart: int  # clauses with every word, but not side by side
    read: int  # plans with a text
    unread: int  # plans without


@dataclass(frozen=True, slots=True)
class Answered:
    """One domain of one plan beside one other level; ``count`` is None where no text of the same plan is at hand."""

    level: Level
    count: int | None
    gap: int
    link: str
    beside: int  # what another plan of that level answers, where that is so


@dataclass(frozen=True, slots=True)
class Domain:
    """One row of the matrix."""

    row: MatrixRow
    name: str
    total: int
    goals: Cell
    measures: Cell
    answered: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the plans is shown: all those of a province would make a page of megabytes."""

    offset: int
    asked: list[tuple[str, str]]

    def of(self, plans: Sequence[_T], size: int) -> tuple[Sequence[_T], dict[str, object]]:
        """The plans of this part, and the addresses of those before and behind."""
        offset = first_of_page(self.offset, len(plans), size)
        behind = offset + size
        return plans[offset:behind], {
            "total": len(plans),
            "previous": address_of("/coverage", self.asked, offset=str(offset - size or ""))
            if offset
            else None,
            "next": address_of("/coverage", self.asked, offset=str(behind)) if behind < len(plans) else None,
        }


@router.get("/coverage", response_class=HTMLResponse)
def coverage(
    request: Request,
    q: str = "",
    plan: Many = [],  # noqa: B006 - FastAPI copies it
    level: str = "",
    literal: bool = False,
    offset: int = 0,
) -> Response:
    """Context: q, examples, problem, missing (plans without a text), literal; with q: levels (OfLevel, county first),
    found (OfPlan); without: groups (plan, its Domains), levels_held, level (whose plans are the rows), file_query (for
    exports); with q: said, apart (numbers), mended (Mended), also (other wordings), notes, and literal_address;
    total (of plans), previous, next (addresses)."""
    base = base_of(request)
    plans = base.store.plans()
    asked = [
        ("q", q),
        *(("plan", one) for one in plan),
        ("level", level),
        ("literal", "1" if literal else ""),
    ]
    context: dict[str, object] = {
        "q": q, "examples": EXAMPLES, "problem": "", "missing": without_text(plans), "literal": literal,
        "held": readable(plans), "level": level,
        "file_query": urlencode([(name, value) for name, value in asked if value]), "previous": None, "next": None,
    }  # fmt: skip
    part = Part(max(0, offset), asked)
    try:
        scope = read_scope(base.known, plans=[each for each in plan if each])
        if q.strip():
            context |= _topic(base, q, scope, literal, part)
        else:
            context |= _matrix(request, base, scope, level, part)
    except UserError as error:
        context["problem"] = str(error)
    return draw(request, "coverage.html", context, here="coverage", block="results")


def _topic(base: Base, q: str, scope: Scope, literal: bool, part: Part) -> dict[str, object]:
    answer = answer_coverage(base.store, base.engine, read_query(q, scope=scope, literal=literal))
    rows = answer.rows
    more = (("literal", "1"),) if literal else ()
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.plan.entry.id)]
    here, context = part.of(grouped, TOPIC)
    found = [_of_plan(group, [("q", q), *more]) for group in here]
    told: dict[str, object] = {
        "said": answer.total, "apart": answer.apart, "mended": answer.mended, "also": answer.also[:_WORDINGS],
        "notes": answer.search.notes, "literal_address": address_of("/coverage", part.asked, literal="1"),
    }  # fmt: skip
    levels = [_of_level(level, rows) for level in levels_of(base.store.plans())]
    return {"found": found, "levels": levels} | told | context


def _of_plan(rows: Sequence[CoverageRow], asked: list[tuple[str, str]]) -> OfPlan:
    asked = [*asked, ("plan", rows[0].plan.entry.id)]
    total = sum(row.total for row in rows)
    speaking = [row for row in rows if row.status is Coverage.SAID]
    status = Coverage.SAID if speaking else rows[0].status
    silent = sum(row.domain is not None and row.status is Coverage.SILENT for row in rows)
    return OfPlan(
        rows[0].plan,
        status.value,
        _cell(total, asked),
        tuple(_saying(row, asked) for row in speaking),
        silent,
        _cell(sum(row.apart for row in rows), asked),
    )


def _saying(row: CoverageRow, asked: list[tuple[str, str]]) -> Saying:
    goals, measures = row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0)
    inside = [*asked, ("domain", row.domain)] if row.domain else asked
    return Saying(
        row,
        row.domain or OUTSIDE,
        _cell(goals, [*inside, ("kind", "goal")]),
        _cell(measures, [*inside, ("kind", "measure")]),
        # A search cannot ask for "no domain": what stands outside is listed on this page only.
        _cell(row.total - goals - measures, inside if row.domain else []),
        row.gap.label if row.gap else "",
    )


def _cell(count: int, asked: list[tuple[str, str]]) -> Cell:
    return Cell(count, address_of("/search", asked) if count and asked else "")


def _of_level(level: Level, rows: Sequence[CoverageRow]) -> OfLevel:
    here = [row for row in rows if row.plan.entry.level is level]
    read = [row for row in here if row.status is not Coverage.NO_TEXT]
    total = sum(row.total for row in read)
    status = "said" if total else "silent" if read else "no_text" if here else "no_plan"
    goals, measures = (
        sum(row.kinds.get(kind, 0) for row in read) for kind in (ClauseKind.GOAL, ClauseKind.MEASURE)
    )
    plans, texts = ({row.plan.entry.id for row in each} for each in (here, read))
    apart = sum(row.apart for row in read)
    return OfLevel(level, status, total, goals, measures, apart, len(texts), len(plans) - len(texts))


def _matrix(request: Request, base: Base, scope: Scope, level: str, part: Part) -> dict[str, object]:
    read = {plan.entry.level for plan in base.store.plans() if plan.clauses}
    held = [level for level in LOWEST_FIRST if level in read]
    asked = read_scope(base.known, levels=[level] if level else []).levels
    chosen = asked[0] if asked else (held[0] if held else None)
    if chosen is not None and not scope.plans:
        scope = Scope(levels=(chosen,))
    plans = [
        plan.entry.id
        for plan in in_order(readable(base.store.plans()))
        if (not scope.plans or plan.entry.id in scope.plans)
        and (not scope.levels or plan.entry.level in scope.levels)
    ]
    here, context = part.of(plans, MATRIX)
    links, decided = links_of(request, base), decisions_of(request).links()
    rows = matrix(base.store, links, decided, Scope(plans=tuple(here))) if here else ()
    groups = [
        (group[0].plan, [_domain(row) for row in group])
        for group in (list(each) for _, each in groupby(rows, key=lambda row: row.plan.entry.id))
    ]
    return {"groups": groups, "held_levels": held, "level": chosen.value if chosen else ""} | context


def _domain(row: MatrixRow) -> Domain:
    plan, total = row.plan.entry.id, sum(row.kinds.values())
    # Goals and measures may stand outside any domain; a search cannot ask for those alone.
    cells = [
        _cell(
            row.kinds.get(kind, 0),
            [("q", f"领域:{row.domain} 类型:{name} 规划:{plan}")] if row.domain else [],
        )
        for kind, name in ((ClauseKind.GOAL, "目标"), (ClauseKind.MEASURE, "措施"))
    ]
    answered = tuple(
        Answered(
            level,
            count,
            total - count if count is not None else 0,
            address_of(
                "/links",
                [("plan", plan), ("domain", row.domain or "全部"), ("level", level.value)],
                show="gaps" if count is not None and count < total else "",
            ),
            row.beside.get(level, 0),
        )
        for level, count in row.answered.items()
    )
    return Domain(row, row.domain or OUTSIDE, total, cells[0], cells[1], answered)
