"""A clause: its text with targets and citations marked, where it stands, and what answers it elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from analyzers.marks import Span
from service.answers.lookup import Lookup, look_up
from service.errors import Later
from service.faces.pages.counterparts import Column
from service.faces.pages.drawing import base_of, draw, wrapped
from service.faces.pages.links import beside_of
from service.faces.pages.plan import neighbours, plan_of, quotes
from service.rows import StoredPlan

router = APIRouter()
_WAIT = 0.5  # seconds for links that are being worked out


@router.get("/clauses/{address:path}", response_class=HTMLResponse)
def clause(request: Request, address: str) -> Response:
    """Context: found (Lookup), stored, clause, plan (StoredPlan), marked (the text), previous, next (addresses),
    columns (counterparts, county first), missing (plans of its family without a text), later (why there are none
    yet)."""
    base = base_of(request)
    found = look_up(base.store, address)
    before, behind = neighbours(base, found.stored)
    beside: tuple[Column, ...] = ()
    missing: list[StoredPlan] = []
    later = ""
    try:
        beside, missing = beside_of(request, base, found.stored, wait=_WAIT)
    except Later as error:
        later = str(error)  # the clause itself need not wait for its counterparts
    context = {
        "found": found,
        "stored": found.stored,
        "clause": found.stored.clause,
        "plan": plan_of(base, found.stored.clause.plan),
        "marked": _marked(found),
        "previous": before,
        "next": behind,
        "columns": beside,
        "missing": missing,
        "later": later,
    }
    return draw(request, "clause.html", context, here="search")


def _marked(found: Lookup) -> object:
    """The text with the quotes of targets and what it cites marked."""
    text = found.stored.clause.text
    values = [(span, '<span class="value">', "</span>") for span in quotes(text, list(found.targets))]
    cited = [
        (Span(each.mark.start, each.mark.end), '<span class="cited">', "</span>") for each in found.citations
    ]
    return wrapped(text, [*values, *cited])
