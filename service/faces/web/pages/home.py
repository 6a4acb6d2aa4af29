"""首页: one search box, what is in the base, what is missing and how to get it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.plan_list import by_level
from service.faces.web.parts.rendering import EXAMPLES, draw

router = APIRouter()
SHOWN = 20


@router.get("/", response_class=HTMLResponse)
def home(request: Request) -> Response:
    """Context: plans (StoredPlan, catalogue order; the first of them), every (how many there are), levels (LevelCount),
    missing (those without a text), examples (queries)."""
    plans = desk_at(request).store.plans()
    missing = [plan for plan in plans if plan.source is None]
    context = {
        "plans": plans[:SHOWN],
        "every": len(plans),
        "levels": by_level(plans),
        "missing": missing,
        "examples": EXAMPLES,
    }
    return draw(request, "home.html", context, here="home")
