"""原文: a whole plan as it stands, with its outline, and every clause in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from ingest.plan import Clause, Heading, ReviewWarning, Target
from service.answers.coverage import levels_of
from service.answers.lookup import citer
from service.errors import NotFound
from service.faces.web.parts.plan_list import listing
from service.faces.web.parts.plan_margin import Beside, margin
from service.faces.web.parts.plan_text import heading_name, marked_text
from service.faces.web.parts.rendering import anchor, base_of, draw, kind_name
from service.faces.web.parts.sureness import unsure
from service.query import Scope
from service.storage import Base, StoredClause, StoredPlan

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the text: a heading, or a clause."""

    anchor: str
    heading: Heading | None = None
    name: str = ""
    clause: Clause | None = None
    text: Markup | None = None
    label: str = ""
    warnings: tuple[ReviewWarning, ...] = ()
    beside: Beside = ()  # counterparts at the other levels


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the outline."""

    depth: int
    name: str
    anchor: str


@router.get("/plans", response_class=HTMLResponse)
def plans(request: Request, q: str = "", level: str = "", offset: int = 0) -> Response:
    """Context: listing (Listing, catalogue order), path."""
    found = listing(base_of(request).store.plans(), "/plans", q.strip(), level, offset)
    return draw(request, "plans.html", {"listing": found, "path": "/plans"}, here="plans")


@router.get("/plans/{plan_id}", response_class=HTMLResponse)
def whole(request: Request, plan_id: str, warnings: bool = False) -> Response:
    """Context: plan (StoredPlan), blocks, outline, warnings_shown, warning_count, beside (whether the margin has
    counterparts), levels (those shown), later (why it has none yet)."""
    base = base_of(request)
    plan = plan_of(base, plan_id)
    if not plan.clauses:
        return draw(request, "plan_missing.html", {"plan": plan}, here="plans")
    beside, later = margin(request, base, plan)
    blocks = list(_blocks(base, plan, beside))
    outline = [
        Item(block.heading.level, block.name, block.anchor)
        for block in blocks
        if block.heading and block.heading.level > 0
    ]
    count = sum(len(block.warnings) for block in blocks)
    context = {
        "plan": plan,
        "blocks": blocks,
        "outline": outline,
        "warnings_shown": warnings,
        "later": later,
        "beside": bool(beside),
        "levels": levels_of(base.store.plans()),
        "unsure": unsure,
    }
    return draw(request, "plan.html", context | {"warning_count": count}, here="plans")


def plan_of(base: Base, plan_id: str) -> StoredPlan:
    """The plan of that id. Raises NotFound."""
    for plan in base.store.plans():
        if plan.entry.id == plan_id:
            return plan
    raise NotFound(f"库中没有编号为 {plan_id} 的规划，请从“原文”页选择。")


def neighbours(base: Base, stored: StoredClause) -> tuple[str | None, str | None]:
    """The clauses in front of this one and behind it, in the text of its plan."""
    every = [row.clause.address for row in base.store.clauses(Scope(plans=(stored.clause.plan,)))]
    at = every.index(stored.clause.address)
    return (every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None)


def _blocks(base: Base, plan: StoredPlan, beside: Mapping[str, Beside]) -> Iterator[Block]:
    """Headings and clauses in the order of the text."""
    scope = Scope(plans=(plan.entry.id,))
    targets: defaultdict[str, list[Target]] = defaultdict(list)
    for target in base.store.targets(scope):
        targets[target.clause].append(target)
    cite = citer(base.store, plan.entry.id)
    pieces: list[Heading | Clause] = list(base.store.headings(plan.entry.id))
    pieces += [row.clause for row in base.store.clauses(scope)]
    for number, piece in enumerate(sorted(pieces, key=lambda each: each.start)):
        if isinstance(piece, Heading):
            yield Block(f"h-{number}", heading=piece, name=heading_name(piece))
        else:
            label = f"{kind_name(piece.kind)}{piece.number or ''}"
            yield Block(
                anchor(piece.address),
                clause=piece,
                text=marked_text(piece.text, targets[piece.address], cite(piece.text)),
                label=label,
                warnings=base.store.warnings_of(piece.address),
                beside=beside.get(piece.address, ()),
            )
