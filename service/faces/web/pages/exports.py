"""What is on the screen as a file: the address of a page with .xlsx or .csv behind it, the same words and filters.

Takes the parameters of the page. Gives the file with a name that says what is in it. A search is saved as far as a
person could leaf, not only the page that is shown.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.answers.search import search
from service.answers.target_list import TargetQuery, list_targets
from service.errors import NotFound
from service.faces.sheets import search as sheets
from service.faces.sheets.workbook import CSV, XLSX, Book, as_csv, as_xlsx
from service.faces.web.pages.plan import plan_of
from service.faces.web.pages.search import Chosen, scope_of
from service.faces.web.parts.page_addresses import Many
from service.faces.web.parts.rendering import base_of
from service.query import MAX_HITS, read_query

router = APIRouter()
Suffix = Literal["xlsx", "csv"]


def as_file(book: Book, suffix: Suffix) -> Response:
    """A book as a download."""
    data = as_csv(book) if suffix == "csv" else as_xlsx(book)
    name = quote(book.file_name(suffix))
    headers = {
        "Content-Disposition": f"attachment; filename=\"table.{suffix}\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return Response(data, media_type=CSV if suffix == "csv" else XLSX, headers=headers)


@router.get("/search.{suffix}")
def found(
    request: Request,
    suffix: Suffix,
    chosen: Chosen,
    q: str = "",
    literal: bool = False,
) -> Response:
    """The hits of a search in their order."""
    base = base_of(request)
    scope = scope_of(base, chosen)
    query = read_query(q, scope=scope, limit=MAX_HITS, literal=literal)
    answer = search(base.store, base.engine, query, base.nearness)
    return as_file(sheets.search_book(base.store, answer, base.known), suffix)


@router.get("/targets.{suffix}")
def targets(
    request: Request,
    suffix: Suffix,
    q: str = "",
    plan: Many = [],  # noqa: B006
    domain: Many = [],  # noqa: B006
    level: Many = [],  # noqa: B006
    unit: Many = [],  # noqa: B006
    nature: Many = [],  # noqa: B006
) -> Response:
    """The targets that the page of the same address shows."""
    base = base_of(request)
    query = TargetQuery(q.strip(), *map(tuple, (level, plan, domain, unit, nature)))
    found = list_targets(base.store, base.known, query)
    return as_file(sheets.target_list_book(base.store, found, base.known), suffix)


@router.get("/plans/{plan_id}.xlsx")
def plan_xlsx(request: Request, plan_id: str) -> Response:
    """A whole plan: clauses and targets."""
    return _plan(request, plan_id, "xlsx")


@router.get("/plans/{plan_id}.csv")
def plan_csv(request: Request, plan_id: str) -> Response:
    """The clauses of a whole plan."""
    return _plan(request, plan_id, "csv")


def _plan(request: Request, plan_id: str, suffix: Suffix) -> Response:
    base = base_of(request)
    plan = plan_of(base, plan_id)
    if not plan.clauses:
        raise NotFound(f"《{plan.entry.title.strip('《》')}》还没有文本，没有可存的条目，请先导入。")
    return as_file(sheets.plan_book(base.store, plan, base.known), suffix)
