"""检索: results with facets, reasons and what else was looked for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from service.answers.search import SearchAnswer, search
from service.answers.search.grouping import LevelGroup, by_level
from service.answers.search.headline import headline
from service.errors import UserError
from service.faces.web.parts.page_addresses import Many
from service.faces.web.parts.rendering import EXAMPLES, base_of, draw
from service.labels import HAS, KINDS, LEVELS, kind_named, level_named
from service.query import FILTER_FIELDS, MAX_DEPTH, Match, Scope, read_query, read_scope
from service.query import Query as Asked
from service.storage import Base

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
) -> dict[str, list[str]]:
    return {"level": level, "kind": kind, "domain": domain, "plan": plan, "unit": unit, "has": has}


Chosen = Annotated[dict[str, list[str]], Depends(_chosen)]  # the boxes of the side


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


@router.get("/search", response_class=HTMLResponse)
def results(
    request: Request,
    chosen: Chosen,
    q: str = "",
    literal: bool = False,
    view: Literal["", "levels"] = "",
    offset: int = 0,
) -> Response:
    """Context: q, answer (SearchAnswer or None), problem (a sentence), facets, headline, also (other wordings), view,
    groups (LevelGroup with headline and address of all of it; with ``view=levels`` only), divider (place of the
    first hit that lacks words), pages, address_query (for exports), views (addresses of both)."""
    context: dict[str, object] = {"q": q, "answer": None, "problem": "", "examples": EXAMPLES, "view": view}
    if q.strip():
        base = base_of(request)
        started = time.perf_counter()
        try:
            scope = scope_of(base, chosen)
            query = read_query(q, scope=scope, limit=PAGE, offset=max(0, offset), literal=literal)
            answer = search(base.store, base.engine, query, base.nearness)
        except UserError as error:
            context["problem"] = str(error)
        else:
            context |= _context(base, answer, chosen, q, started)
            if view:
                context["groups"] = _groups(base, answer.query, str(context["address_query"]))
    return draw(request, "search.html", context, here="search", block="results")


def _context(
    base: Base, answer: SearchAnswer, chosen: dict[str, list[str]], q: str, started: float
) -> dict[str, object]:
    asked = [(name, value) for name, values in chosen.items() for value in values]
    asked += [("literal", "1")] if answer.query.literal else []
    return {
        "answer": answer,
        "answer_typed": q,
        "facets": _facets(base, answer),
        "narrowed": bool(asked),
        "headline": headline(answer),
        "also": list(
            dict.fromkeys(" ".join(terms) for each in answer.query.expansions for terms in each.alternatives)
        )[:10],
        "divider": _divider(answer),
        "pages": _pages(base, answer, [("q", q), *asked]),
        "address_query": urlencode([("q", q), *asked]),
        "milliseconds": f"{(time.perf_counter() - started) * 1000:.0f}",
    }


def _facets(base: Base, answer: SearchAnswer) -> list[Facet]:
    """The facets with their counts; a chosen value stays to be unchosen, whatever its count."""
    titles = {each[0]: each[1] for each in base.known.plans}
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
    level, kind = level_named(value), kind_named(value)
    if field == "level" and level:
        return LEVELS[level]
    if field == "kind" and kind:
        return KINDS[kind]
    if field == "has":
        return "含" + HAS.get(value, value)
    return titles.get(value, value) if field == "plan" else value


def _facet(field: str, name: str, choices: Sequence[Choice]) -> Facet:
    """Hundreds of plans or units would push everything else off the page: the rarer ones are folded away."""
    seen = [each for n, each in enumerate(choices) if n < OPEN or each.on]
    more = [each for n, each in enumerate(choices) if n >= OPEN and not each.on]
    return Facet(field, name, tuple(seen), tuple(more[:FOLDED]), max(0, len(more) - FOLDED))


def _groups(base: Base, query: Asked, address_query: str) -> list[tuple[LevelGroup, str, str]]:
    """Each level with what was found in a sentence, and the address of all of it."""
    without = [(name, value) for name, value in parse_qsl(address_query) if name != "level"]
    return [
        (
            group,
            headline(group.answer) if group.answer else "",
            urlencode([*without, ("level", group.level.value)]),
        )
        for group in by_level(base.store, base.engine, query, base.nearness)
    ]


def _divider(answer: SearchAnswer) -> int | None:
    """The place of the first hit on the page that does not hold every word, if any in front of it does."""
    first = next((n for n, hit in enumerate(answer.hits) if hit.match is Match.ANY), None)
    if first is None or answer.query.lists or (first == 0 and answer.query.offset):
        return None
    return first


def _pages(base: Base, answer: SearchAnswer, asked: Sequence[tuple[str, str]]) -> Pages:
    offset, limit = answer.query.offset, answer.query.limit

    def address(place: int) -> str:
        return "/search?" + urlencode([*asked, *([("offset", str(place))] if place else [])])

    more = len(answer.hits) == limit and _follows(base, answer.query)
    return Pages(
        previous=address(max(0, offset - limit)) if offset else None,
        next=address(offset + limit) if more else None,
    )


def _follows(base: Base, query: Asked) -> bool:
    """Whether a full page is followed by another: a link to an empty page would say that nothing was found."""
    behind = query.offset + query.limit
    if behind >= MAX_DEPTH:
        return False
    return bool(search(base.store, base.engine, query._replace(offset=behind, limit=1), base.nearness).hits)


def scope_of(base: Base, chosen: dict[str, list[str]]) -> Scope:
    """The scope that the boxes of the side mean."""
    return read_scope(base.known, **{FILTER_FIELDS[name]: values for name, values in chosen.items()})
