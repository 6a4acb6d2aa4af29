"""指标目标: every target of the base in one table, with filters, and ways to its clause and its ladder."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ingest.plan import Level, Nature, Target
from service.answers.target_list import FIELDS, TargetList, TargetQuery, list_targets
from service.errors import UserError
from service.faces.sheets.search import NATURES
from service.faces.web.pages.search import Choice, Facet
from service.faces.web.parts.page_addresses import Many, first_of_page
from service.faces.web.parts.rendering import base_of, draw, level_name
from service.storage import StoredPlan

router = APIRouter()
PAGE = 200  # rows; a plan has about fifty
_NAMES = {"level": "层级", "plan": "规划", "domain": "领域", "unit": "单位", "nature": "性质"}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target with the plan it stands in."""

    target: Target
    plan: StoredPlan


@router.get("/targets", response_class=HTMLResponse)
def targets(
    request: Request,
    q: str = "",
    plan: Many = [],  # noqa: B006 - FastAPI copies it
    domain: Many = [],  # noqa: B006
    level: Many = [],  # noqa: B006
    unit: Many = [],  # noqa: B006
    nature: Many = [],  # noqa: B006
    offset: int = 0,
) -> Response:
    """Context: q, found (TargetList or None), rows (TargetRow) of this page, offset, facets, problem (a sentence),
    narrowed, address_query (for exports), natures (names), previous, next (addresses)."""
    base = base_of(request)
    query = TargetQuery(q.strip(), *map(tuple, (level, plan, domain, unit, nature)))
    asked = asked_for(query)
    context: dict[str, object] = {
        "q": q,
        "found": None,
        "problem": "",
        "narrowed": bool(asked),
        "natures": NATURES,
        "address_query": urlencode(asked),
    }
    try:
        found = list_targets(base.store, base.known, query)
    except UserError as error:
        context["problem"] = str(error)
    else:
        plans = {each.entry.id: each for each in base.store.plans()}
        context |= _context(found, plans, offset)
    return draw(request, "targets.html", context, here="targets", block="results")


def asked_for(query: TargetQuery) -> list[tuple[str, str]]:
    """The parameters of the address that shows these targets."""
    named = [(field, value) for field in FIELDS for value in getattr(query, field)]
    return [*([("q", query.q)] if query.q else []), *named]


def _context(found: TargetList, plans: dict[str, StoredPlan], offset: int) -> dict[str, object]:
    offset = first_of_page(offset, len(found.rows), PAGE)
    behind = offset + PAGE
    return {
        "found": found,
        "rows": [TargetRow(row, plans[row.plan]) for row in found.rows[offset:behind]],
        "offset": offset,
        "facets": _facets(found, plans),
        "previous": _address(found, offset - PAGE) if offset else None,
        "next": _address(found, behind) if behind < len(found.rows) else None,
    }


def _address(found: TargetList, offset: int) -> str:
    place = [("offset", str(offset))] if offset > 0 else []
    return "/targets?" + urlencode([*asked_for(found.query), *place])


def _facets(found: TargetList, plans: dict[str, StoredPlan]) -> list[Facet]:
    """The filters that have anything to choose; a chosen value stays to be unchosen."""
    facets = []
    for field in FIELDS:
        on = found.chosen.get(field, ())
        choices = tuple(
            Choice(value, _name(field, value, plans), count, value in on)
            for value, count in found.counts[field].items()
            if count or value in on
        )
        if len(choices) > 1 or any(choice.on for choice in choices):
            facets.append(Facet(field, _NAMES[field], choices))
    return facets


def _name(field: str, value: str, plans: dict[str, StoredPlan]) -> str:
    if field == "level":
        return level_name(Level(value))
    if field == "nature":
        return NATURES[Nature(value)]
    return plans[value].entry.title if field == "plan" else value
