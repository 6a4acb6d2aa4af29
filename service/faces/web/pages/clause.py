"""A clause: its text with targets and citations marked, where it stands, and what answers it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from ingest.plan import Clause, Level, TableRow
from service.answers.lookup import Lookup
from service.decisions import Checks
from service.desk import ClauseQuestion
from service.errors import Later, Unreachable, UserError
from service.faces.web.pages.links import columns_of
from service.faces.web.pages.plan import neighbours, plan_of
from service.faces.web.parts.correct_form import typed_form, who_corrects
from service.faces.web.parts.counterparts import Column
from service.faces.web.parts.known_figures import KnownFigure, known_figures
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.plan_table import TableView, row_words, table_view
from service.faces.web.parts.plan_text import marked_text
from service.faces.web.parts.rendering import draw
from service.storage import StoredClause, StoredPlan

router = APIRouter()
_WAIT = 0.5  # seconds for links that are being worked out


@dataclass(frozen=True, slots=True)
class ClausePage:
    """clause.html."""

    found: Lookup  # the clause with everything that is known about it
    stored: StoredClause  # with its citation and its level
    clause: Clause  # as it stands in the text
    plan: StoredPlan  # the plan it stands in
    marked: Markup  # its text with targets and citations marked
    table: TableView | None  # of which it is a row or a note
    row: TableRow | None  # of that table
    quoted: str  # what is copied: its text, or the cells of its row with the names of their columns
    previous: str | None  # the address of the clause in front of it
    next: str | None  # the address of the clause behind it
    columns: tuple[Column, ...]  # its counterparts, county first
    later: str  # why there are no counterparts yet
    known: dict[Level, list[KnownFigure]]  # figures of levels without a text
    checks: Checks  # who compared it and its targets with the original


@router.get("/clauses/{address:path}", response_class=HTMLResponse)
def clause(request: Request, address: str) -> Response:
    """One clause, whether or not its counterparts are to be had now."""
    desk = desk_at(request)
    found = desk.clause(ClauseQuestion(address))
    before, behind = neighbours(desk, found.stored)
    plan = plan_of(desk, found.stored.clause.plan)
    beside: tuple[Column, ...] = ()
    missing: list[StoredPlan] = []
    later = ""
    try:
        beside, missing = columns_of(desk, found.stored, wait=_WAIT)
    except (Later, Unreachable) as error:
        later = str(error)  # the clause itself need not wait for its counterparts
    page = ClausePage(
        found=found,
        stored=found.stored,
        clause=found.stored.clause,
        plan=plan,
        marked=marked_text(found.stored.clause.text, found.targets, found.citations),
        table=None
        if found.table is None
        else table_view(found.table, found.source, found.targets, found.stored.clause.address),
        row=found.row,
        quoted=_quoted(found),
        previous=before,
        next=behind,
        columns=beside,
        later=later,
        known=known_figures(found.targets, plan, missing, desk.store.figures()),
        checks=desk.checks,
    )
    return draw(request, "clause.html", page, here="search")


@router.post("/checked/{address:path}")
def check(
    request: Request, address: str, typed: Annotated[Mapping[str, str], Depends(typed_form)]
) -> Response:
    """Keeps that the clause, or its target of a number, was compared with the original (``do``: check, undo), by whom
    this browser last named."""
    desk = desk_at(request)
    if typed.get("do") not in ("check", "undo"):
        raise UserError("请用“核对无误”或“收回”按钮。")
    number = typed.get("target", "")
    targets = [int(number)] if number.isascii() and number.isdecimal() and len(number) < 6 else []
    desk.check(address, targets, holds=typed["do"] == "check", who=who_corrects(request) or None)
    stored = desk.clause(ClauseQuestion(address)).stored
    return RedirectResponse(f"/clauses/{stored.clause.address}#{'targets' if targets else 'text'}", 303)


def _quoted(found: Lookup) -> str:
    if found.table is None or found.row is None:
        return found.stored.clause.text
    return row_words(found.table, found.source, found.row)
