"""对标: a clause with its counterparts beside it, what people say of them, and a whole domain as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.plan import Clause, ClauseKind, Level, Target
from service.answers.coverage import levels_of
from service.decisions import LinkStatus
from service.desk import ClauseQuestion, Desk, LinksQuestion, Said
from service.errors import Unreachable, UserError
from service.faces.sheets.links import links_book
from service.faces.web.pages.plan import neighbours, plan_of
from service.faces.web.parts.counterparts import Column, columns
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.known_figures import KnownFigure, known_figures
from service.faces.web.parts.link_rows import filters_of, link_rows
from service.faces.web.parts.link_table import (
    SHOWS,
    TableClause,
    TableQuestion,
    Tally,
    shown,
    table_of,
    tallies,
)
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import Many, address_of, first_of_page
from service.faces.web.parts.plan_list import readable, without_text
from service.faces.web.parts.rendering import draw
from service.labels import KINDS
from service.storage import StoredClause, StoredPlan

router = APIRouter()
PAGE = 40
_LONGEST = 200  # characters of an address in the field
_SAID = {
    "confirm": LinkStatus.CONFIRMED,
    "reject": LinkStatus.REJECTED,
    "none": LinkStatus.CONFIRMED,
    "undo": LinkStatus.SUGGESTED,
}


@dataclass(frozen=True, slots=True)
class LinksPage:
    """links.html; what has a default is given where there is a table."""

    plans: Sequence[StoredPlan]  # to choose from: those with a text, county first
    missing: Sequence[StoredPlan]  # those without
    kinds: Mapping[ClauseKind, str]  # to choose from
    kind: str  # the kind that is asked for, as it was written
    level: Sequence[str]  # the levels that are asked for, as they were written
    show: str  # which lines are asked for: a name of SHOWS
    domain: str  # the domain that is shown
    problem: str = ""  # why there is no table
    chosen: StoredPlan | None = None  # the plan whose clauses are the lines
    domains: Sequence[str] = ()  # of that plan, to choose from
    note: str = ""  # what was asked for and is not there
    shows: Sequence[tuple[str, str, int, str]] = ()  # what can be shown: name, words, count, address
    lines: Sequence[TableClause] = ()  # one page of them
    tallies: Sequence[Tally] = ()  # one a column
    any_readable: bool = False  # whether a level has a text, so that gaps can be known
    total: int = 0  # lines that fit
    total_lines: int = 0  # lines whatever is to be shown
    previous: str | None = None  # the address of the page before
    next: str | None = None  # the address of the page behind
    file_query: str = ""  # what was asked for, for the files
    other_way: Sequence[StoredPlan] = ()  # the plans from which the same can be looked at


@dataclass(frozen=True, slots=True)
class AlignedPage:
    """aligned.html."""

    stored: StoredClause  # the clause in the middle, with its citation
    clause: Clause  # as it stands in the text
    plan: StoredPlan  # the plan it stands in
    targets: Sequence[Target]  # its own
    columns: tuple[Column, ...]  # its counterparts, county first
    previous: str | None  # the address of the clause in front of it
    next: str | None  # the address of the clause behind it
    known: dict[Level, list[KnownFigure]]  # figures of levels without a text
    typed: str  # the address of a counterpart that a person wrote
    problem: str  # what is wrong with it
    near: Sequence[str]  # addresses that come close to it


@router.get("/links", response_class=HTMLResponse)
def table(
    request: Request,
    plan: str = "",
    domain: str = "",
    kind: str = "",
    level: Many = [],  # noqa: B006 - FastAPI copies it
    show: str = "",
    offset: int = 0,
) -> Response:
    """The clauses of one plan with what answers them at the other levels."""
    desk = desk_at(request)
    every = desk.store.plans()
    plans = readable(every)
    asked = TableQuestion(plan, domain, kind, tuple(level), show)
    page = LinksPage(
        plans=plans,
        missing=without_text(every),
        kinds=KINDS,
        kind=kind,
        level=level,
        show=show,
        domain=domain,
    )
    if plans:
        try:
            page = _table(page, desk, asked, offset)
        except Unreachable:
            raise  # what people decided is not known: no page without it
        except UserError as error:
            page = replace(page, problem=str(error))
    return draw(request, "links.html", page, here="links", block="results")


def _table(page: LinksPage, desk: Desk, asked: TableQuestion, offset: int) -> LinksPage:
    found = table_of(desk, asked)
    given = [("plan", found.plan.entry.id), ("domain", found.domain), ("kind", asked.kind)]
    given += [*(("level", one) for one in asked.level), ("show", asked.show)]
    total = len(found.lines)
    offset = first_of_page(offset, total, PAGE)
    after = offset + PAGE
    added = tallies(found.every)
    counts = Counter(name for name, _ in SHOWS for line in found.every if shown(line, name))
    return replace(
        page,
        chosen=found.plan,
        domains=found.domains,
        domain=found.domain,
        note=found.note,
        shows=[(name, words, counts[name], address_of("/links", given, show=name)) for name, words in SHOWS],
        lines=found.lines[offset:after],
        tallies=added,
        any_readable=any(each.state == "looked" for each in added),
        total=total,
        total_lines=len(found.every),
        previous=address_of("/links", given, offset=str(offset - PAGE or "")) if offset else None,
        next=address_of("/links", given, offset=str(after)) if after < total else None,
        file_query=urlencode([(name, value) for name, value in given if value]),
        other_way=[each for each in desk.family(found.plan.entry.id) if each.clauses],
    )


@router.get("/links.{suffix}")
def linked(
    request: Request,
    suffix: Suffix,
    plan: str = "",
    domain: str = "",
    kind: str = "",
    level: Many = [],  # noqa: B006 - FastAPI copies it
    show: str = "",
) -> Response:
    """The clauses that the page of the same address shows, all of its pages, with every counterpart."""
    desk = desk_at(request)
    asked = TableQuestion(plan, domain, kind, tuple(level), show)
    table = table_of(desk, asked)
    rows = tuple(link_rows(table))
    return as_file(links_book(desk, table.plan, rows, filters_of(table, asked)), suffix)


@router.get("/links/{address:path}", response_class=HTMLResponse)
def one(request: Request, address: str, target: str = "") -> Response:
    """A clause with what answers it; ``target`` is written into the field for a further counterpart."""
    return _one(request, address, target[:_LONGEST])


def _one(request: Request, address: str, typed: str = "", problem: str = "") -> Response:
    desk = desk_at(request)
    found = desk.clause(ClauseQuestion(address))
    plan = plan_of(desk, found.stored.clause.plan)
    beside, missing = columns_of(desk, found.stored, rejected=True)
    before, behind = neighbours(desk, found.stored)
    page = AlignedPage(
        stored=found.stored,
        clause=found.stored.clause,
        plan=plan,
        targets=found.targets,
        columns=beside,
        previous=before,
        next=behind,
        known=known_figures(found.targets, plan, missing, desk.store.figures()),
        typed=typed[:_LONGEST],
        problem=problem,
        near=desk.near_addresses(typed) if problem else (),
    )
    status = 400 if problem else 200
    return draw(request, "aligned.html", page, here="links", block="aligned", status=status)


def columns_of(
    desk: Desk, stored: StoredClause, *, rejected: bool = False, wait: float | None = None
) -> tuple[tuple[Column, ...], list[StoredPlan]]:
    """The columns of one clause, and the plans of its family whose text is not at hand."""
    clause = stored.clause
    related = desk.family(clause.plan)
    rows = list(desk.links(LinksQuestion(clause.address, rejected=rejected), wait))
    levels = levels_of(desk.store.plans())
    found = columns(rows, plan_of(desk, clause.plan), related, desk.decided, desk.store.targets_of, levels)
    return found, without_text(related)


@router.post("/links/{address:path}")
def decide(
    request: Request, address: str, target: Annotated[str, Form()] = "", do: Annotated[str, Form()] = ""
) -> Response:
    """Keeps what a person says of a pair (``do``: confirm, reject, undo), or that nothing in a plan answers (none,
    with its id), and goes back to the clause.

    Where the other clause is no such clause, the page of this one says so and keeps what was written.
    """
    desk = desk_at(request)
    source = desk.clause(ClauseQuestion(address)).stored.clause
    if do not in _SAID:
        raise UserError("请用“确认”“否定”“都不是”或“撤回”按钮。")
    if not target.strip():
        return _one(request, address, target, "请写出对应条目的地址，地址在条目页的最下面。")
    if "/" not in target.strip() and do in ("none", "undo"):
        desk.decide(Said(source.address, target.strip(), _SAID[do]))
        return RedirectResponse(f"/links/{source.address}", status_code=303)
    stored = desk.store.clause(target.strip())
    if stored is None:
        return _one(
            request, address, target, "没有这个地址的条目。地址在条目页的最下面，打开那一条，复制过来即可。"
        )
    other = stored.clause
    if other.plan == source.plan:
        return _one(request, address, target, "这一条和本条在同一部规划里，请写另一部规划的条目地址。")
    desk.decide(Said(source.address, other.address, _SAID[do]))
    return RedirectResponse(f"/links/{source.address}", status_code=303)
