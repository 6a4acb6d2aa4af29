"""版次: the editions of a plan, two of them beside each other; putting one back, and taking a plan out of the base.

What changes the base is asked twice: by a link to a second page that shows what it would change, and there by a tick at the
plan's name. Nothing is deleted: files and editions stay, and whatever was taken out can be put back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.desk import CompareQuestion
from service.errors import NotFound, UserError
from service.faces.sheets.editions import editions_book
from service.faces.web.parts.correct_form import remember, typed_form, who_corrects
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.importing import Story, story_of
from service.faces.web.parts.of_request import desk_at, serve
from service.faces.web.parts.rendering import draw
from service.upkeep import editions, imports
from service.upkeep.build import Silent
from service.upkeep.editions import Edition, EditionComparison, History

router = APIRouter()
Typed = Annotated[Mapping[str, str], Depends(typed_form)]


@dataclass(frozen=True, slots=True)
class EditionsPage:
    """editions.html."""

    history: History  # of the plan
    done: str  # what was done just now; "" for nothing


@dataclass(frozen=True, slots=True)
class EditionComparePage:
    """edition_compare.html."""

    compared: EditionComparison  # the two editions
    story: Story  # what changed
    swapped: str  # the address with left and right exchanged
    file_query: str  # which editions, for the files


@dataclass(frozen=True, slots=True)
class EditionConfirmPage:
    """edition_confirm.html: what putting an edition back, or taking the plan out, would change."""

    history: History  # of the plan
    edition: Edition | None  # the one to be put back; None where the plan is to be removed
    story: Story | None  # what that changes of the text in force; None where there is none
    clauses: int  # in force now
    lost: int  # decisions about links that would have to be looked at again
    who: str  # who did something at this browser before
    problem: str  # why nothing was done


@router.get("/plans/{plan_id}/editions", response_class=HTMLResponse)
def overview(request: Request, plan_id: str, done: str = "") -> Response:
    """The editions of a plan, and what was done with them."""
    page = EditionsPage(editions.history(request.app.state.settings, plan_id), done if done in _DONE else "")
    return draw(request, "editions.html", page, here="plans")


_DONE = ("restored", "removed")


@router.get("/plans/{plan_id}/editions/compare", response_class=HTMLResponse)
def compare(request: Request, plan_id: str, left: str = "", right: str = "") -> Response:
    """Two editions beside each other; what is left open is the one in force."""
    named = [f"{plan_id}@{number}" if number else plan_id for number in (left, right)]
    compared = desk_at(request).compare_editions(CompareQuestion(*named))
    turned = urlencode([("left", compared.right.number), ("right", compared.left.number)])
    asked = urlencode([("left", compared.left.number), ("right", compared.right.number)])
    page = EditionComparePage(compared, story_of(compared.changes), f"?{turned}", asked)
    return draw(request, "edition_compare.html", page, here="compare")


@router.get("/plans/{plan_id}/editions/compare.{suffix}")
def saved(request: Request, plan_id: str, suffix: Suffix, left: str = "", right: str = "") -> Response:
    """What changed between two editions, as a table."""
    desk = desk_at(request)
    named = [f"{plan_id}@{number}" if number else plan_id for number in (left, right)]
    return as_file(editions_book(desk, desk.compare_editions(CompareQuestion(*named))), suffix)


@router.get("/plans/{plan_id}/editions/{number}/restore", response_class=HTMLResponse)
def ask_restore(request: Request, plan_id: str, number: int) -> Response:
    """What putting an edition back would change, and the second question."""
    return _confirm(request, plan_id, number)


@router.post("/plans/{plan_id}/editions/{number}/restore")
def restore(request: Request, plan_id: str, number: int, typed: Typed) -> Response:
    """Puts an edition back in force."""
    if typed.get("sure") != plan_id:
        return _confirm(request, plan_id, number, _UNSURE)
    who = typed.get("who", "").strip()[:60]
    base, _ = editions.restore(request.app.state.settings, plan_id, number, Silent(), who or None)
    serve(request, base)
    return _done(plan_id, "restored", who)


@router.get("/plans/{plan_id}/remove", response_class=HTMLResponse)
def ask_remove(request: Request, plan_id: str) -> Response:
    """What taking a plan out would change, and the second question."""
    return _confirm(request, plan_id, None)


@router.post("/plans/{plan_id}/remove")
def remove(request: Request, plan_id: str, typed: Typed) -> Response:
    """Takes the text of a plan out of the base; it can be put back."""
    if typed.get("sure") != plan_id:
        return _confirm(request, plan_id, None, _UNSURE)
    who = typed.get("who", "").strip()[:60]
    base, _ = editions.remove(request.app.state.settings, plan_id, Silent(), who or None)
    serve(request, base)
    return _done(plan_id, "removed", who)


_UNSURE = "没有勾选规划的名称，没有改动。确定要这样做，请勾选后再按。"


def _done(plan_id: str, what: str, who: str) -> Response:
    answer = RedirectResponse(f"/plans/{plan_id}/editions?done={what}", 303)
    if who:
        remember(answer, who)
    return answer


def _confirm(request: Request, plan_id: str, number: int | None, problem: str = "") -> Response:
    desk, settings = desk_at(request), request.app.state.settings
    found = editions.history(settings, plan_id)
    edition = found.of(number) if number is not None else None
    if edition is None and found.current is None:
        raise NotFound(f"库里现在没有《{found.title}》的全文，没有可以移除的。")
    if edition is not None and edition.in_force:
        raise UserError(f"《{found.title}》现在用的就是{edition.name}，没有可以恢复的。")
    story, clauses = None, editions.reading(settings, edition).clauses if edition is not None else ()
    if edition is not None and found.current is not None:
        story = story_of(desk.compare_editions(CompareQuestion(plan_id, f"{plan_id}@{number}")).changes)
    held = next((plan for plan in desk.store.plans() if plan.entry.id == plan_id), None)
    page = EditionConfirmPage(
        history=found,
        edition=edition,
        story=story,
        clauses=held.clauses if held else 0,
        lost=len(imports.orphans_of(plan_id, clauses, desk.base, settings)),
        who=who_corrects(request),
        problem=problem,
    )
    return draw(request, "edition_confirm.html", page, here="plans", status=400 if problem else 200)
