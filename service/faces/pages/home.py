"""首页: one search box, what is in the base, what is missing and how to get it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from service.faces.pages.drawing import EXAMPLES, base_of, draw

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def home(request: Request) -> Response:
    """Context: plans (StoredPlan, catalogue order), missing (those without a text), examples (queries)."""
    plans = base_of(request).store.plans()
    missing = [plan for plan in plans if plan.source is None]
    return draw(request, "home.html", {"plans": plans, "missing": missing, "examples": EXAMPLES}, here="home")
