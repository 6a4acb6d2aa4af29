"""对标: a clause with its counterparts beside it, what people say of them, and a whole domain as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.plan import Level
from service.answers.alignment import AlignedRow, Decided, align, family
from service.answers.lookup import look_up
from service.base import Base
from service.decisions import LinkDecision, LinkStatus
from service.errors import UserError
from service.faces.pages.beside import address_of, decisions_of, links_of, readable, without_text
from service.faces.pages.counterparts import Column, columns
from service.faces.pages.drawing import base_of, draw
from service.faces.pages.plan import neighbours, plan_of
from service.linking import WAIT
from service.names import KINDS, LEVELS
from service.rows import StoredClause, StoredPlan
from service.scope import EVERYWHERE, Scope, read_scope

router = APIRouter()
PAGE = 40
SHOWS = (("", "全部"), ("gaps", "有一级没有对应"), ("open", "还没有人确认"), ("confirmed", "已有人确认"))
_SAID = {"confirm": LinkStatus.CONFIRMED, "reject": LinkStatus.REJECTED, "undo": LinkStatus.SUGGESTED}
Many = Annotated[list[str], Query()]


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the table with its columns; the clause's own level is left out."""

    source: StoredClause
    columns: tuple[Column, ...]

    @property
    def gap(self) -> bool:
        """Whether a level that has a text does not answer it."""
        return any(_answers(column) is False for column in self.columns)


@dataclass(frozen=True, slots=True)
class Tally:
    """One column of the table: how many of the clauses are answered there."""

    level: Level
    state: str
    answered: int
    total: int
    absent: tuple[StoredPlan, ...]


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
    Line), tallies (one a column), total, pages (previous, next), missing (plans without a text), problem, query."""
    base = base_of(request)
    every = base.store.plans()
    plans = readable(every)
    asked = [("plan", plan), ("domain", domain), ("kind", kind), *(("level", one) for one in level)]
    context: dict[str, object] = {
        "plans": plans, "missing": without_text(every), "kinds": KINDS, "shows": SHOWS, "kind": kind,
        "level": level, "show": show, "problem": "", "chosen": None, "domain": domain, "domains": [],
    }  # fmt: skip
    if plans:
        try:
            context |= _table(request, base, plans, asked, show, max(0, offset))
        except UserError as error:
            context["problem"] = str(error)
    return draw(request, "links.html", context, here="links", block="results")


def _table(
    request: Request,
    base: Base,
    plans: Sequence[StoredPlan],
    asked: list[tuple[str, str]],
    show: str,
    offset: int,
) -> dict[str, object]:
    given = dict(asked)
    scope = read_scope(
        base.known,
        plans=[given["plan"]] if given["plan"] else [],
        kinds=[given["kind"]] if given["kind"] else [],
    )
    levels = read_scope(base.known, levels=[value for name, value in asked if name == "level"]).levels
    chosen = next((plan for plan in plans if not scope.plans or plan.entry.id in scope.plans), None)
    if chosen is None:
        raise UserError("这部规划还没有文本，请先导入，或另选一部规划。")
    every = list(base.store.clauses(Scope(plans=(chosen.entry.id,))))
    domains = list(dict.fromkeys(row.clause.domain for row in every if row.clause.domain))
    wanted = given["domain"] or (domains[0] if domains else "")
    if wanted not in (*domains, "全部") and domains:
        wanted = domains[0]  # a plan was chosen that has no such domain
    inside = (wanted,) if wanted in domains else ()
    lines = _lines(request, base, chosen, Scope((), scope.kinds, inside, (chosen.entry.id,)), levels)
    kept = [line for line in lines if _kept(line, show)]
    asked = [("plan", chosen.entry.id), ("domain", wanted), *asked[2:], ("show", show)]
    after = offset + PAGE
    return {
        "chosen": chosen,
        "domains": domains,
        "domain": wanted,
        "lines": kept[offset:after],
        "tallies": _tallies(lines),
        "total": len(kept),
        "offset": offset,
        "previous": address_of("/links", asked, offset=str(offset - PAGE or "")) if offset else None,
        "next": address_of("/links", asked, offset=str(after)) if after < len(kept) else None,
        "counts": Counter(name for name, _ in SHOWS for line in lines if _kept(line, name)),
        "show_address": lambda name: address_of("/links", asked, show=name),
        "other_way": [each for each in family(base.store, chosen.entry.id) if each.clauses],
    }


def _lines(
    request: Request, base: Base, chosen: StoredPlan, scope: Scope, levels: Sequence[Level]
) -> list[Line]:
    decided = decisions_of(request).links()
    related = family(base.store, chosen.entry.id)
    rows = align(base.store, links_of(request, base), decided, scope=scope, levels=levels)
    answers = {source: list(group) for source, group in groupby(rows, key=lambda row: row.link.source)}
    found = []
    for row in base.store.clauses(scope):
        beside = columns(
            answers.get(row.clause.address, ()), chosen, related, decided, base.store.targets_of, levels
        )
        found.append(Line(row, tuple(column for column in beside if not column.own)))
    return found


def _answers(column: Column) -> bool | None:
    """Whether a level answers; None where it has no text of this plan."""
    if column.state != "looked":
        return None
    return any(each.found for each in column.looked)


def _kept(line: Line, show: str) -> bool:
    found = [each for column in line.columns for looked in column.looked for each in looked.found]
    confirmed = [each for each in found if each.status == LinkStatus.CONFIRMED]
    if show == "gaps":
        return line.gap
    if show == "open":
        return len(confirmed) < len(found)
    return bool(confirmed) if show == "confirmed" else True


def _tallies(lines: Sequence[Line]) -> list[Tally]:
    found = []
    for number, column in enumerate(lines[0].columns if lines else ()):
        here = [line.columns[number] for line in lines]
        states = {each.state for each in here}
        state = "looked" if "looked" in states else column.state
        answered = sum(bool(_answers(each)) for each in here)
        found.append(Tally(column.level, state, answered, len(lines), column.absent))
    return found


@router.get("/links/{address:path}", response_class=HTMLResponse)
def one(request: Request, address: str) -> Response:
    """Context: stored, clause, plan, targets, columns (county first), previous, next (addresses), missing."""
    base = base_of(request)
    found = look_up(base.store, address)
    plan = plan_of(base, found.stored.clause.plan)
    beside, missing = beside_of(request, base, found.stored, rejected=True)
    before, behind = neighbours(base, found.stored)
    context = {
        "stored": found.stored, "clause": found.stored.clause, "plan": plan, "targets": found.targets,
        "columns": beside, "missing": missing, "previous": before, "next": behind, "level_names": LEVELS,
    }  # fmt: skip
    return draw(request, "aligned.html", context, here="links", block="aligned")


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
    return columns(rows, plan_of(base, clause.plan), related, decided, base.store.targets_of), without_text(
        related
    )


@router.post("/links/{address:path}")
def decide(
    request: Request, address: str, target: Annotated[str, Form()] = "", do: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Keeps what a person says of a pair (``do``: confirm, reject, undo), and goes back to the clause."""
    base = base_of(request)
    source = look_up(base.store, address).stored.clause
    if do not in _SAID:
        raise UserError("请用“确认”“否定”或“撤回”按钮。")
    if not target.strip():
        raise UserError("请写出对应条目的地址，地址在条目页的最下面。")
    other = look_up(base.store, target).stored.clause
    if other.plan == source.plan:
        raise UserError(f"{other.address} 和 {source.address} 在同一部规划里，请写另一部规划的条目地址。")
    decisions_of(request).decide(
        LinkDecision(source.address, other.address, _SAID[do], source.text, other.text)
    )
    return RedirectResponse(f"/links/{source.address}", status_code=303)
