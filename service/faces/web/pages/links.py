"""对标: a clause with its counterparts beside it, what people say of them, and a whole domain as a table."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.answers.alignment import AlignedRow, Decided, align, family
from service.answers.coverage import levels_of
from service.answers.lookup import look_up, near_addresses
from service.decisions import LinkDecision, LinkStatus
from service.errors import Unreachable, UserError
from service.faces.web.pages.plan import neighbours, plan_of
from service.faces.web.parts.counterparts import Column, columns
from service.faces.web.parts.known_figures import known_figures
from service.faces.web.parts.link_table import SHOWS, Asked, shown, table_of, tallies
from service.faces.web.parts.of_request import decisions_of, links_of
from service.faces.web.parts.page_addresses import Many, address_of, first_of_page
from service.faces.web.parts.plan_list import readable, without_text
from service.faces.web.parts.rendering import base_of, draw
from service.labels import KINDS
from service.linking import WAIT
from service.query import EVERYWHERE
from service.storage import Base, StoredClause, StoredPlan

router = APIRouter()
PAGE = 40
_LONGEST = 200  # characters of an address in the field
_SAID = {"confirm": LinkStatus.CONFIRMED, "reject": LinkStatus.REJECTED, "undo": LinkStatus.SUGGESTED}


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
    """Context: plans, chosen (StoredPlan or None), domains, domain, kind, kinds, level, show, shows, lines (a page of
    Line), tallies (one a column), any_readable (whether gaps can be known), total, pages (previous, next), missing (plans without a text), problem, note, file_query (for exports)."""
    base = base_of(request)
    every = base.store.plans()
    plans = readable(every)
    asked = Asked(plan, domain, kind, tuple(level), show)
    context: dict[str, object] = {
        "plans": plans, "missing": without_text(every), "kinds": KINDS, "shows": SHOWS, "kind": kind,
        "level": level, "show": show, "problem": "", "chosen": None, "domain": domain, "domains": [],
    }  # fmt: skip
    if plans:
        try:
            context |= _table(request, base, asked, offset)
        except Unreachable:
            raise  # what people decided is not known: no page without it
        except UserError as error:
            context["problem"] = str(error)
    return draw(request, "links.html", context, here="links", block="results")


def _table(request: Request, base: Base, asked: Asked, offset: int) -> dict[str, object]:
    found = table_of(request, base, asked)
    given = [("plan", found.plan.entry.id), ("domain", found.domain), ("kind", asked.kind)]
    given += [*(("level", one) for one in asked.level), ("show", asked.show)]
    total = len(found.lines)
    offset = first_of_page(offset, total, PAGE)
    after = offset + PAGE
    return {
        "chosen": found.plan,
        "domains": found.domains,
        "domain": found.domain,
        "note": found.note,
        "lines": found.lines[offset:after],
        "tallies": (added := tallies(found.every)),
        "any_readable": any(each.state == "looked" for each in added),
        "total": total,
        "total_lines": len(found.every),
        "offset": offset,
        "previous": address_of("/links", given, offset=str(offset - PAGE or "")) if offset else None,
        "next": address_of("/links", given, offset=str(after)) if after < total else None,
        "counts": Counter(name for name, _ in SHOWS for line in found.every if shown(line, name)),
        "show_address": lambda name: address_of("/links", given, show=name),
        "file_query": urlencode([(name, value) for name, value in given if value]),
        "other_way": [each for each in family(base.store, found.plan.entry.id) if each.clauses],
    }


@router.get("/links/{address:path}", response_class=HTMLResponse)
def one(request: Request, address: str, target: str = "") -> Response:
    """A clause with what answers it; ``target`` is written into the field for a further counterpart."""
    return _one(request, address, target[:_LONGEST])


def _one(request: Request, address: str, typed: str = "", problem: str = "") -> Response:
    """Context: stored, clause, plan, targets, columns (county first), previous, next (addresses), missing, known
    (figures of levels without a text), typed (an address that a person wrote), problem (what is wrong with it), near."""
    base = base_of(request)
    found = look_up(base.store, address)
    plan = plan_of(base, found.stored.clause.plan)
    beside, missing = beside_of(request, base, found.stored, rejected=True)
    before, behind = neighbours(base, found.stored)
    context = {
        "stored": found.stored, "clause": found.stored.clause, "plan": plan, "targets": found.targets,
        "columns": beside, "missing": missing, "previous": before, "next": behind,
        "known": known_figures(found.targets, plan, missing, base.store.figures()),
        "typed": typed[:_LONGEST], "problem": problem, "near": near_addresses(base.store, typed) if problem else (),
    }  # fmt: skip
    status = 400 if problem else 200
    return draw(request, "aligned.html", context, here="links", block="aligned", status=status)


def beside_of(
    request: Request, base: Base, stored: StoredClause, *, rejected: bool = False, wait: float = WAIT
) -> tuple[tuple[Column, ...], list[StoredPlan]]:
    """The columns of one clause, and the plans of its family whose text is not at hand."""
    clause = stored.clause
    decided: Decided = decisions_of(request).links()
    related = family(base.store, clause.plan)
    rows: list[AlignedRow] = list(
        align(
            base.store,
            links_of(request, base, wait),
            decided,
            scope=EVERYWHERE,
            address=clause.address,
            rejected=rejected,
        )
    )
    levels = levels_of(base.store.plans())
    beside = columns(rows, plan_of(base, clause.plan), related, decided, base.store.targets_of, levels)
    return beside, without_text(related)


@router.post("/links/{address:path}")
def decide(
    request: Request, address: str, target: Annotated[str, Form()] = "", do: Annotated[str, Form()] = ""
) -> Response:
    """Keeps what a person says of a pair (``do``: confirm, reject, undo), and goes back to the clause.

    Where the other clause is no such clause, the page of this one says so and keeps what was written.
    """
    base = base_of(request)
    source = look_up(base.store, address).stored.clause
    if do not in _SAID:
        raise UserError("请用“确认”“否定”或“撤回”按钮。")
    if not target.strip():
        return _one(request, address, target, "请写出对应条目的地址，地址在条目页的最下面。")
    stored = base.store.clause(target.strip())
    if stored is None:
        return _one(
            request, address, target, "没有这个地址的条目。地址在条目页的最下面，打开那一条，复制过来即可。"
        )
    other = stored.clause
    if other.plan == source.plan:
        return _one(request, address, target, "这一条和本条在同一部规划里，请写另一部规划的条目地址。")
    decisions_of(request).decide(
        LinkDecision(source.address, other.address, _SAID[do], source.text, other.text)
    )
    return RedirectResponse(f"/links/{source.address}", status_code=303)
