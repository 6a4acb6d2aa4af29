"""指标目标: every target of the base in one table, with filters, and ways to its clause and its ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ingest.plan import Level, Nature, Target
from service.answers.target_list import FIELDS, TargetList, TargetQuery
from service.decisions import Check, Checks
from service.desk import TargetListQuestion
from service.errors import UserError
from service.faces.sheets.targets import NATURES, target_list_book
from service.faces.web.pages.search import Choice, Facet
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import Many, first_of_page
from service.faces.web.parts.rendering import draw, level_name
from service.storage import StoredPlan

router = APIRouter()
PAGE = 200  # rows; a plan has about fifty
_NAMES = {"level": "层级", "plan": "规划", "domain": "领域", "unit": "单位", "nature": "性质"}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target with the plan it stands in."""

    target: Target
    plan: StoredPlan
    check: Check | None = None  # who compared it with the original


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """targets.html; what has a default is given where the question could be answered."""

    q: str  # words of the name of an indicator
    narrowed: bool  # whether anything was asked for
    natures: Mapping[Nature, str]  # what the value of a target says, in words
    address_query: str  # what was asked for, for the files
    problem: str = ""  # what is wrong with the question
    found: TargetList | None = None  # all targets that fit
    rows: Sequence[TargetRow] = ()  # those of this page
    offset: int = 0  # the place of the first of them
    facets: Sequence[Facet] = ()  # the filters of the side
    previous: str | None = None  # the address of the page before
    next: str | None = None  # the address of the page behind


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
    """A page of the targets that fit."""
    desk = desk_at(request)
    question = TargetListQuestion(q.strip(), *map(tuple, (level, plan, domain, unit, nature)))
    asked = asked_for(question.query())
    page = TargetsPage(q=q, narrowed=bool(asked), natures=NATURES, address_query=urlencode(asked))
    try:
        found = desk.target_list(question)
    except UserError as error:
        page = replace(page, problem=str(error))
    else:
        page = _answered(
            page, found, {each.entry.id: each for each in desk.store.plans()}, offset, desk.checks
        )
    return draw(request, "targets.html", page, here="targets", block="results")


@router.get("/targets.{suffix}")
def saved(
    request: Request,
    suffix: Suffix,
    q: str = "",
    plan: Many = [],  # noqa: B006
    domain: Many = [],  # noqa: B006
    level: Many = [],  # noqa: B006
    unit: Many = [],  # noqa: B006
    nature: Many = [],  # noqa: B006
) -> Response:
    """The targets that the page of the same address shows."""
    desk = desk_at(request)
    asked = TargetListQuestion(q.strip(), *map(tuple, (level, plan, domain, unit, nature)))
    return as_file(target_list_book(desk, desk.target_list(asked)), suffix)


def asked_for(query: TargetQuery) -> list[tuple[str, str]]:
    """The parameters of the address that shows these targets."""
    named = [(field, value) for field in FIELDS for value in getattr(query, field)]
    return [*([("q", query.q)] if query.q else []), *named]


def _answered(
    page: TargetsPage, found: TargetList, plans: dict[str, StoredPlan], offset: int, checks: Checks
) -> TargetsPage:
    offset = first_of_page(offset, len(found.rows), PAGE)
    behind = offset + PAGE
    return replace(
        page,
        found=found,
        rows=[TargetRow(row, plans[row.plan], checks.of_target(row)) for row in found.rows[offset:behind]],
        offset=offset,
        facets=_facets(found, plans),
        previous=_address(found, offset - PAGE) if offset else None,
        next=_address(found, behind) if behind < len(found.rows) else None,
    )


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
