"""首页: one search box, what is in the base, what is missing and how to get it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.plan_list import LevelCount, by_level
from service.faces.web.parts.rendering import EXAMPLES, draw
from service.storage import StoredPlan

router = APIRouter()
SHOWN = 20


@dataclass(frozen=True, slots=True)
class HomePage:
    """home.html."""

    plans: Sequence[StoredPlan]  # the first of them, in the order of the catalogue
    every: int  # how many there are
    levels: list[LevelCount]  # what is held of each level
    missing: list[StoredPlan]  # those without a text
    examples: tuple[str, ...]  # queries to try


@router.get("/", response_class=HTMLResponse)
def home(request: Request) -> Response:
    """The first page."""
    plans = desk_at(request).store.plans()
    page = HomePage(
        plans=plans[:SHOWN],
        every=len(plans),
        levels=by_level(plans),
        missing=[plan for plan in plans if plan.source is None],
        examples=EXAMPLES,
    )
    return draw(request, "home.html", page, here="home")
