"""人工更正: the form for one clause, what was corrected so far, and taking a correction back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.corrections import LaidCorrection
from ingest.plan import IngestError
from service.desk import ClauseQuestion
from service.errors import Unreachable, UserError
from service.faces.web.pages.waiting import texts_now
from service.faces.web.parts.correct_form import correct_page, remember, typed_form, wanted_of, who_corrects
from service.faces.web.parts.of_request import desk_at, serve
from service.faces.web.parts.rendering import draw
from service.upkeep.build import Silent

router = APIRouter()
Typed = Annotated[Mapping[str, str], Depends(typed_form)]


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """corrections.html."""

    waiting: Sequence[LaidCorrection]  # what could not be laid: the text has changed, or is gone
    laid: Sequence[LaidCorrection]  # the others, the newest first
    now: Mapping[str, str]  # how the clauses read that the texts of the first seem to have become, by key


@router.get("/corrections", response_class=HTMLResponse)
def overview(request: Request) -> Response:
    """Every correction in force, those that wait for a person first."""
    desk = desk_at(request)
    found = desk.corrections()
    waiting = [each for each in found if each.trouble]
    now = texts_now(desk, waiting)
    page = CorrectionsPage(waiting, [each for each in reversed(found) if not each.trouble], now)
    return draw(request, "corrections.html", page, here="imports")


@router.post("/corrections/undo")
def undo(request: Request, typed: Typed) -> Response:
    """Takes a correction back, and goes to where the person came from, or to what the clause is called now."""
    desk = desk_at(request)
    base, undone = desk.undo_correction(typed.get("key", ""), who_corrects(request) or None, Silent())
    serve(request, base)
    address = base.store.prints(undone.made_for.plan).find(undone.made_for)
    if typed.get("to") == "list" or address is None:
        return RedirectResponse("/corrections", 303)
    return RedirectResponse(f"/clauses/{address}", 303)


@router.get("/correct/{address:path}", response_class=HTMLResponse)
def form(request: Request, address: str) -> Response:
    """The form for one clause."""
    return _form(request, address)


@router.post("/correct/{address:path}")
def correct(request: Request, address: str, typed: Typed) -> Response:
    """Keeps a correction and shows the clause as it reads now; what makes no sense is told with what was typed."""
    desk = desk_at(request)
    try:
        base, key = desk.correct(wanted_of(address, typed), Silent())
    except Unreachable:
        raise
    except (UserError, IngestError) as error:
        return _form(request, address, str(error), typed)
    serve(request, base)
    made = next((each for each in base.store.corrections() if each.correction.key == key), None)
    answer = RedirectResponse(f"/clauses/{made.address if made and made.address else address}", 303)
    remember(answer, typed["who"])
    return answer


def _form(
    request: Request, address: str, problem: str = "", typed: Mapping[str, str] | None = None
) -> Response:
    desk = desk_at(request)
    stored = desk.clause(ClauseQuestion(address)).stored
    page = correct_page(
        request,
        desk.plan_to_correct(stored.clause.plan),
        stored.clause.address,
        action=f"/correct/{stored.clause.address}",
        back=(f"/clauses/{stored.clause.address}", stored.citation),
        problem=problem,
        typed=typed,
    )
    return draw(request, "correct.html", page, here="search", status=400 if problem else 200)
