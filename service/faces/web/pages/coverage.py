"""覆盖: what each level says of a subject, domain by domain; and without a subject, which clauses no other level answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ingest.levels import LOWEST_FIRST, Level
from service.answers.coverage import levels_of, own_level_of
from service.answers.search.did_you_mean import Mended
from service.desk import (
    ANYWHERE,
    CoverageQuestion,
    Desk,
    Filters,
    MatrixQuestion,
    PlansQuestion,
    all_of,
)
from service.errors import UserError
from service.faces.sheets.coverage import coverage_book, matrix_book
from service.faces.web.parts.coverage_rows import (
    Domain,
    OfLevel,
    OfPlan,
    OfTopic,
    domain_of,
    of_level,
    of_plan,
)
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import Many, address_of, first_of_page
from service.faces.web.parts.plan_list import readable, without_text
from service.faces.web.parts.rendering import draw
from service.storage import StoredPlan

router = APIRouter()
EXAMPLES = ("留守儿童", "家庭教育", "心理健康", "孕产妇死亡率", "托育服务")
TOPIC, MATRIX = 30, 12  # plans on one page
_WORDINGS = 10  # so many other wordings are named
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the plans is shown: all those of a province would make a page of megabytes."""

    offset: int
    asked: list[tuple[str, str]]

    def of(self, plans: Sequence[_T], size: int) -> tuple[Sequence[_T], str | None, str | None]:
        """The plans of this part, and the addresses of those before and behind."""
        offset = first_of_page(self.offset, len(plans), size)
        behind = offset + size
        return (
            plans[offset:behind],
            address_of("/coverage", self.asked, offset=str(offset - size or "")) if offset else None,
            address_of("/coverage", self.asked, offset=str(behind)) if behind < len(plans) else None,
        )


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """coverage.html; what has a default is given for a subject, or for the matrix of all domains."""

    q: str  # the subject; "" for all domains
    examples: tuple[str, ...]  # subjects to try
    missing: Sequence[StoredPlan]  # plans without a text
    literal: bool  # whether the words are looked for as they are written
    held: Sequence[StoredPlan]  # plans with a text
    level: str  # the level whose plans are the rows of the matrix
    file_query: str  # what was asked for, for the files
    problem: str = ""  # what is wrong with the question
    previous: str | None = None  # the address of the plans before
    next: str | None = None  # the address of the plans behind
    # Of a subject:
    found: Sequence[OfPlan] = ()  # one page of the plans
    total: int = 0  # plans that there are to be shown
    levels: Sequence[OfLevel] = ()  # each level in a word, county first
    said: int = 0  # clauses that speak of it
    apart: int = 0  # clauses with every word, but not side by side
    mended: Sequence[Mended] = ()  # what was looked for in place of what was typed
    also: Sequence[str] = ()  # other wordings that were looked for
    notes: Sequence[str] = ()  # what must be said of the search
    literal_address: str = ""  # where the words are looked for as they are written
    topics: Sequence[OfTopic] = ()  # several subjects, in one table
    # Of all domains:
    groups: Sequence[tuple[StoredPlan, Sequence[Domain]]] = ()  # one page of the plans, each with its domains
    held_levels: Sequence[Level] = ()  # levels whose plans can be the rows


@router.get("/coverage", response_class=HTMLResponse)
def coverage(
    request: Request,
    q: str = "",
    plan: Many = [],  # noqa: B006 - FastAPI copies it
    level: str = "",
    literal: bool = False,
    offset: int = 0,
) -> Response:
    """What each plan says of a subject; without one the matrix of all domains."""
    desk = desk_at(request)
    plans = desk.store.plans()
    asked = [
        ("q", q),
        *(("plan", one) for one in plan),
        ("level", level),
        ("literal", "1" if literal else ""),
    ]
    page = CoveragePage(
        q=q,
        examples=EXAMPLES,
        missing=without_text(plans),
        literal=literal,
        held=readable(plans),
        level=level,
        file_query=urlencode([(name, value) for name, value in asked if value]),
    )
    part = Part(max(0, offset), asked)
    try:
        filters = Filters(plan=tuple(filter(None, plan)))
        if q.strip():
            page = _topic(page, desk, CoverageQuestion(q, filters, literal=literal), part)
        else:
            page = _matrix(page, desk, filters, part)
    except UserError as error:
        page = replace(page, problem=str(error))
    return draw(request, "coverage.html", page, here="coverage", block="results")


@router.get("/coverage.{suffix}")
def covered(
    request: Request,
    suffix: Suffix,
    q: str = "",
    plan: Many = [],  # noqa: B006
    level: str = "",
    literal: bool = False,
) -> Response:
    """What each plan says of a subject; without words the table of all domains."""
    desk = desk_at(request)
    filters = Filters(plan=tuple(filter(None, plan)))
    if q.strip():
        asked = CoverageQuestion(q, filters, literal=literal)
        return as_file(coverage_book(desk, asked, desk.coverages(asked)), suffix)
    if not desk.scope(filters).plans:
        filters = _of_one_level(desk, level)
    every = MatrixQuestion(filters)
    return as_file(matrix_book(desk, every, desk.matrix(every)), suffix)


def _of_one_level(desk: Desk, level: str) -> Filters:
    """The plans of the level that was chosen, else of the county or, without one, of the lowest that is at hand."""
    if level:
        return Filters(level=(level,))
    own = own_level_of(desk.store.plans())
    return Filters(level=(own.value,)) if own else ANYWHERE


def _topic(page: CoveragePage, desk: Desk, asked: CoverageQuestion, part: Part) -> CoveragePage:
    if len(asked.topics) > 1:
        every = desk.coverages(asked)
        shown = levels_of(desk.store.plans())
        return replace(
            page,
            topics=[
                OfTopic(
                    topic,
                    address_of("/coverage", part.asked, q=topic),
                    tuple(of_level(level, found.rows) for level in shown),
                )
                for topic, found in every
            ],
        )
    answer = desk.coverage(asked)
    rows = answer.rows
    more = (("literal", "1"),) if asked.literal else ()
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.plan.entry.id)]
    here, before, behind = part.of(grouped, TOPIC)
    return replace(
        page,
        found=[of_plan(group, [("q", asked.text), *more]) for group in here],
        total=len(grouped),
        levels=[of_level(level, rows) for level in levels_of(desk.store.plans())],
        said=answer.total,
        apart=answer.apart,
        mended=answer.mended,
        also=answer.also[:_WORDINGS],
        notes=answer.search.notes,
        literal_address=address_of("/coverage", part.asked, literal="1"),
        previous=before,
        next=behind,
    )


def _matrix(page: CoveragePage, desk: Desk, filters: Filters, part: Part) -> CoveragePage:
    wanted = desk.scope(filters).plans
    read = {plan.entry.level for plan in readable(desk.store.plans())}
    held = [each for each in LOWEST_FIRST if each in read]
    asked = desk.scope(Filters(level=(page.level,) if page.level else ())).levels
    chosen = asked[0] if asked else (held[0] if held else None)
    if chosen is not None and not wanted:
        filters = Filters(level=(chosen.value,))
    here, before, behind = part.of(readable(desk.plans(PlansQuestion(filters))), MATRIX)
    rows = desk.matrix(MatrixQuestion(all_of(*here))) if here else ()
    groups = [
        (group[0].plan, [domain_of(row) for row in group])
        for group in (list(each) for _, each in groupby(rows, key=lambda row: row.plan.entry.id))
    ]
    return replace(
        page,
        groups=groups,
        held_levels=held,
        level=chosen.value if chosen else "",
        previous=before,
        next=behind,
    )
