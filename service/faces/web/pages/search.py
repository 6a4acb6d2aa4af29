"""检索: results with facets, reasons and what else was looked for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from service.answers.search import SearchAnswer
from service.answers.search.grouping import LevelGroup
from service.answers.search.headline import headline
from service.desk import Desk, Filters, SearchQuestion
from service.errors import UserError
from service.faces.sheets.search import search_book
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import Many
from service.faces.web.parts.rendering import EXAMPLES, draw
from service.labels import value_name
from service.query import MAX_HITS, Match

router = APIRouter()
PAGE = 20
FACETS = (
    ("level", "层级"), ("has", "内容"), ("kind", "类型"), ("unit", "部门"), ("domain", "领域"), ("plan", "规划"),
)  # fmt: skip
OPEN = 12  # so many values of a facet are seen at once
FOLDED = 150  # so many more can be unfolded; beyond that a filter is typed: 规划:某县


def _chosen(
    level: Many = [],  # noqa: B006 - FastAPI copies it
    kind: Many = [],  # noqa: B006
    domain: Many = [],  # noqa: B006
    plan: Many = [],  # noqa: B006
    unit: Many = [],  # noqa: B006
    has: Many = [],  # noqa: B006
) -> Filters:
    return Filters(*map(tuple, (level, kind, domain, plan, unit, has)))


Chosen = Annotated[Filters, Depends(_chosen)]  # the boxes of the side


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many of the clauses found have it, and whether it is chosen."""

    value: str
    name: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of choices."""

    field: str
    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()  # seen when asked for
    beyond: int = 0  # so many rarer ones are not listed


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of the page before and the page behind."""

    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """search.html; what has a default is given where there is an answer."""

    q: str  # what was typed
    view: str  # "levels" where the hits stand level by level, else ""
    examples: tuple[str, ...]  # queries to try, where nothing was typed
    problem: str = ""  # what is wrong with the query
    answer: SearchAnswer | None = None  # what was found
    facets: Sequence[Facet] = ()  # the filters of the side
    narrowed: bool = False  # whether a box of the side is chosen
    headline: str = ""  # what was found, in a sentence
    also: Sequence[str] = ()  # other wordings that were looked for
    groups: Sequence[tuple[LevelGroup, str, str]] = ()  # each level, its headline, the query for all of it
    divider: int | None = None  # the place of the first hit that lacks words
    pages: Pages = Pages(None, None)  # the addresses before and behind
    address_query: str = ""  # what was asked for, for the files and the other view
    milliseconds: str = ""  # how long it took


@router.get("/search", response_class=HTMLResponse)
def results(
    request: Request,
    chosen: Chosen,
    q: str = "",
    literal: bool = False,
    view: Literal["", "levels"] = "",
    offset: int = 0,
) -> Response:
    """What a search found; with ``view=levels`` level by level."""
    page = SearchPage(q=q, view=view, examples=EXAMPLES)
    if q.strip():
        desk = desk_at(request)
        started = time.perf_counter()
        try:
            answer = desk.search(SearchQuestion(q, chosen, PAGE, max(0, offset), literal))
        except UserError as error:
            page = replace(page, problem=str(error))
        else:
            page = _answered(page, desk, answer, chosen, started)
    return draw(request, "search.html", page, here="search", block="results")


@router.get("/search.{suffix}")
def found(
    request: Request,
    suffix: Suffix,
    chosen: Chosen,
    q: str = "",
    literal: bool = False,
) -> Response:
    """The hits of a search in their order."""
    desk = desk_at(request)
    answer = desk.search(SearchQuestion(q, chosen, MAX_HITS, literal=literal))
    return as_file(search_book(desk, answer), suffix)


def _answered(
    page: SearchPage, desk: Desk, answer: SearchAnswer, chosen: Filters, started: float
) -> SearchPage:
    asked = [(each.name, value) for each in fields(chosen) for value in getattr(chosen, each.name)]
    asked += [("literal", "1")] if answer.query.literal else []
    full = [("q", page.q), *asked]
    address_query = urlencode(full)
    wordings = (" ".join(terms) for each in answer.query.expansions for terms in each.alternatives)
    shown = replace(
        page,
        answer=answer,
        facets=_facets(desk, answer),
        narrowed=bool(asked),
        headline=headline(answer),
        also=list(dict.fromkeys(wordings))[:10],
        divider=_divider(answer),
        pages=_pages(desk, answer, full),
        address_query=address_query,
        milliseconds=f"{(time.perf_counter() - started) * 1000:.0f}",
    )
    return replace(shown, groups=_groups(desk, answer, address_query)) if page.view else shown


def _facets(desk: Desk, answer: SearchAnswer) -> list[Facet]:
    """The facets with their counts; a chosen value stays to be unchosen, whatever its count."""
    titles = {each[0]: each[1] for each in desk.known.plans}
    scope = answer.query.scope
    found = []
    for field, name in FACETS:
        counts = dict(answer.facets.get(field, {}))
        on = [str(value) for value in dict(scope.fields()).get(field, ())]
        for value in on:
            counts.setdefault(value, 0)
        choices = [Choice(v, _value_name(field, v, titles), n, v in on) for v, n in counts.items()]
        if choices:
            found.append(_facet(field, name, choices))
    return found


def _value_name(field: str, value: str, titles: dict[str, str]) -> str:
    name = titles.get(value, value) if field == "plan" else value_name(field, value)
    return f"含{name}" if field == "has" else name


def _facet(field: str, name: str, choices: Sequence[Choice]) -> Facet:
    """Hundreds of plans or units would push everything else off the page: the rarer ones are folded away."""
    seen = [each for n, each in enumerate(choices) if n < OPEN or each.on]
    more = [each for n, each in enumerate(choices) if n >= OPEN and not each.on]
    return Facet(field, name, tuple(seen), tuple(more[:FOLDED]), max(0, len(more) - FOLDED))


def _groups(desk: Desk, answer: SearchAnswer, address_query: str) -> list[tuple[LevelGroup, str, str]]:
    """Each level with what was found in a sentence, and the address of all of it."""
    without = [(name, value) for name, value in parse_qsl(address_query) if name != "level"]
    return [
        (
            group,
            headline(group.answer) if group.answer else "",
            urlencode([*without, ("level", group.level.value)]),
        )
        for group in desk.by_level(answer)
    ]


def _divider(answer: SearchAnswer) -> int | None:
    """The place of the first hit on the page that does not hold every word, if any in front of it does."""
    first = next((n for n, hit in enumerate(answer.hits) if hit.match is Match.ANY), None)
    if first is None or answer.query.lists or (first == 0 and answer.query.offset):
        return None
    return first


def _pages(desk: Desk, answer: SearchAnswer, asked: Sequence[tuple[str, str]]) -> Pages:
    offset, limit = answer.query.offset, answer.query.limit

    def address(place: int) -> str:
        return "/search?" + urlencode([*asked, *([("offset", str(place))] if place else [])])

    return Pages(
        previous=address(max(0, offset - limit)) if offset else None,
        next=address(offset + limit) if desk.goes_on(answer) else None,
    )
