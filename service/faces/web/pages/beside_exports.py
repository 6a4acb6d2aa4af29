"""Plans beside each other as files: links, ladder, coverage and compare, under the address of the page with .xlsx or .csv."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ingest.plan import Level
from service.answers.comparison import compare_plans, two_plans
from service.answers.coverage import coverage, in_order, matrix
from service.answers.ladder import ladders
from service.errors import BadFilter
from service.faces.sheets import beside
from service.faces.sheets import links as link_sheets
from service.faces.web.pages.exports import Suffix, as_file
from service.faces.web.parts.ladder_filter import read_narrowed, sort_out
from service.faces.web.parts.link_rows import filters_of, link_rows
from service.faces.web.parts.link_table import Asked, table_of
from service.faces.web.parts.of_request import decisions_of
from service.faces.web.parts.page_addresses import Many
from service.faces.web.parts.rendering import base_of
from service.linking import links_between
from service.query import Scope, read_query, read_scope
from service.storage import Base

router = APIRouter()


@router.get("/links.{suffix}")
def linked(
    request: Request,
    suffix: Suffix,
    plan: str = "",
    domain: str = "",
    kind: str = "",
    level: Many = [],  # noqa: B006 - FastAPI copies it
    show: str = "",
) -> Response:
    """The clauses that the page of the same address shows, all of its pages, with every counterpart."""
    base = base_of(request)
    asked = Asked(plan, domain, kind, tuple(level), show)
    table = table_of(request, base, asked)
    rows = tuple(link_rows(table))
    return as_file(link_sheets.links_book(base.store, table.plan, rows, filters_of(table, asked)), suffix)


@router.get("/ladder.{suffix}")
def ladder(
    request: Request,
    suffix: Suffix,
    indicator: str = "",
    domain: Many = [],  # noqa: B006 - FastAPI copies it
    verdict: Many = [],  # noqa: B006
    checked: Many = [],  # noqa: B006
    plan: Many = [],  # noqa: B006
) -> Response:
    """The ladders that the page shows: of one indicator or of all, by domain and verdict."""
    base = base_of(request)
    scope = _scope(base, plan)
    found = ladders(base.store, indicator.strip() or None, scope=scope, figures=base.store.figures())
    narrowed = read_narrowed(domain, verdict, checked)
    kept = [row.ladder for row in sort_out(base, found) if narrowed.keeps(row)]
    filters = (*((("指标", indicator.strip()),) if indicator.strip() else ()), *narrowed.in_words)
    return as_file(beside.ladder_book(base.store, kept, base.known, scope, filters), suffix)


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
    base = base_of(request)
    scope = _scope(base, plan)
    if q.strip():
        found = coverage(base.store, base.engine, read_query(q, scope=scope, literal=literal))
        return as_file(beside.coverage_book(base.store, found, q.strip(), base.known, scope), suffix)
    if not scope.plans:
        scope = Scope(levels=_level(base, level))
    links, decided = request.app.state.keeper.links(base), decisions_of(request).links()
    table = matrix(base.store, links, decided, scope)
    return as_file(beside.matrix_book(base.store, table, base.known, scope), suffix)


@router.get("/compare.{suffix}")
def compared(request: Request, suffix: Suffix, left: str = "", right: str = "") -> Response:
    """Two plans clause by clause: all pairs, then what only one of them says."""
    base = base_of(request)
    if not left or not right:
        raise BadFilter("请先选择要比对的两部规划，再存为表格。")
    scopes = [read_scope(base.known, plans=[name]) for name in (left, right)]
    one, other = two_plans(base.store, *scopes)
    links = links_between(request.app.state.keeper.links(base), base.store, one, other)
    found = compare_plans(base.store, one, other, links)
    return as_file(beside.comparison_book(base.store, found), suffix)


def _scope(base: Base, plan: list[str]) -> Scope:
    return read_scope(base.known, plans=[one for one in plan if one])


def _level(base: Base, level: str) -> tuple[Level, ...]:
    """The level that was chosen, else the lowest of which a text is at hand."""
    if level:
        return read_scope(base.known, levels=[level]).levels
    held = (plan.entry.level for plan in in_order(base.store.plans()) if plan.clauses)
    lowest = next(filter(None, held), None)
    return (lowest,) if lowest else ()
