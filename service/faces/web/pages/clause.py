"""A clause: its text with targets and citations marked, where it stands, and what answers it elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from service.desk import ClauseQuestion
from service.errors import Later, Unreachable
from service.faces.web.pages.links import columns_of
from service.faces.web.pages.plan import neighbours, plan_of
from service.faces.web.parts.counterparts import Column
from service.faces.web.parts.known_figures import known_figures
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.plan_text import marked_text
from service.faces.web.parts.rendering import draw
from service.storage import StoredPlan

router = APIRouter()
_WAIT = 0.5  # seconds for links that are being worked out


@router.get("/clauses/{address:path}", response_class=HTMLResponse)
def clause(request: Request, address: str) -> Response:
    """Context: found (Lookup), stored, clause, plan (StoredPlan), marked (the text), previous, next (addresses),
    columns (counterparts, county first), missing (plans of its family without a text), later (why there are none
    yet), known (figures of levels without a text)."""
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
    context = {
        "found": found,
        "stored": found.stored,
        "clause": found.stored.clause,
        "plan": plan,
        "marked": marked_text(found.stored.clause.text, found.targets, found.citations),
        "previous": before,
        "next": behind,
        "columns": beside,
        "missing": missing,
        "later": later,
        "known": known_figures(found.targets, plan, missing, desk.store.figures()),
    }
    return draw(request, "clause.html", context, here="search")
