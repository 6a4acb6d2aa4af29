"""原文: a whole plan as it stands, with its outline, and every clause in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from ingest.plan import Clause, Heading, Level, ReviewWarning, Table, TableKind, Target
from service.answers.coverage import levels_of
from service.desk import ClausesQuestion, Desk, PlanQuestion, TargetsQuestion, all_of
from service.errors import NotFound
from service.faces.sheets.clauses import plan_book
from service.faces.sheets.workbook import FORMS
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.plan_list import Listing, listing
from service.faces.web.parts.plan_margin import Beside, margin
from service.faces.web.parts.plan_table import TableView, table_view
from service.faces.web.parts.plan_text import heading_name, marked_text
from service.faces.web.parts.rendering import anchor, draw, kind_name
from service.storage import StoredClause, StoredPlan
from service.upkeep import editions

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TextPiece:
    """One piece of the text: a heading, or a clause."""

    anchor: str
    heading: Heading | None = None
    name: str = ""
    clause: Clause | None = None
    text: Markup | None = None
    label: str = ""
    warnings: tuple[ReviewWarning, ...] = ()
    beside: Beside = ()  # counterparts at the other levels
    table: TableView | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the outline."""

    depth: int
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PlansPage:
    """plans.html."""

    listing: Listing  # the plans in the order of the catalogue, one page of them
    path: str  # the address of this page


@dataclass(frozen=True, slots=True)
class PlanMissingPage:
    """plan_missing.html."""

    plan: StoredPlan  # the plan whose text is not at hand
    removed: bool  # whether a person took it out


@dataclass(frozen=True, slots=True)
class PlanPage:
    """plan.html."""

    plan: StoredPlan  # the plan that is read
    blocks: Sequence[TextPiece]  # headings and clauses in the order of the text
    outline: Sequence[Item]  # the headings
    warnings_shown: bool  # whether the hints for a check stand beside the text
    warning_count: int  # how many hints there are
    beside: bool  # whether the margin has counterparts
    later: str  # why it has none yet
    levels: tuple[Level, ...]  # those that a clause can have counterparts at


@router.get("/plans", response_class=HTMLResponse)
def plans(request: Request, q: str = "", level: str = "", offset: int = 0) -> Response:
    """All plans, or those whose names fit."""
    found = listing(desk_at(request).store.plans(), "/plans", q.strip(), level, offset)
    return draw(request, "plans.html", PlansPage(listing=found, path="/plans"), here="plans")


def _saving(suffix: Suffix) -> Callable[[Request, str], Response]:
    def saved(request: Request, plan_id: str) -> Response:
        """A whole plan as a file."""
        desk = desk_at(request)
        plan = plan_of(desk, plan_id)
        if not plan.clauses:
            raise NotFound(f"《{plan.entry.title.strip('《》')}》还没有文本，没有可存的条目，请先导入。")
        return as_file(plan_book(desk, plan), suffix)

    return saved


for _form in FORMS:  # one address each: an id may hold a dot
    router.add_api_route(f"/plans/{{plan_id}}.{_form.suffix}", _saving(_form.suffix), methods=["GET"])


@router.get("/plans/{plan_id}", response_class=HTMLResponse)
def whole(request: Request, plan_id: str, warnings: bool = False) -> Response:
    """A whole plan; where its text is not at hand, how to get it."""
    desk = desk_at(request)
    plan = plan_of(desk, plan_id)
    if not plan.clauses:
        removed = any(each.plan == plan_id for each in editions.bin_of(desk.settings))
        return draw(request, "plan_missing.html", PlanMissingPage(plan, removed), here="plans")
    beside, later = margin(desk, plan)
    blocks = list(_blocks(desk, plan, beside))
    outline = [
        Item(block.heading.level, block.name, block.anchor)
        for block in blocks
        if block.heading and block.heading.level > 0 and block.name
    ]
    page = PlanPage(
        plan=plan,
        blocks=blocks,
        outline=outline,
        warnings_shown=warnings,
        warning_count=sum(len(block.warnings) for block in blocks),
        beside=bool(beside),
        later=later,
        levels=levels_of(desk.store.plans()),
    )
    return draw(request, "plan.html", page, here="plans")


def plan_of(desk: Desk, plan_id: str) -> StoredPlan:
    """The plan of that id. Raises NotFound."""
    plan = desk.plan(PlanQuestion(plan_id))
    if plan is None and any(each.plan == plan_id for each in editions.bin_of(desk.settings)):
        raise NotFound("这部规划已移除，可以在“导入”页的“已移除的规划”里恢复。")
    if plan is None:
        raise NotFound(f"库中没有编号为 {plan_id} 的规划，请从“原文”页选择。")
    return plan


def neighbours(desk: Desk, stored: StoredClause) -> tuple[str | None, str | None]:
    """The clauses in front of this one and behind it, in the text of its plan."""
    plan = plan_of(desk, stored.clause.plan)
    every = [row.clause.address for row in desk.clauses(ClausesQuestion(all_of(plan)))]
    at = every.index(stored.clause.address)
    return (every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None)


class _Tables:
    """The tables of a plan, each shown once, in the place of its first heading or row."""

    def __init__(self, desk: Desk, plan: StoredPlan, targets: Mapping[str, list[Target]]) -> None:
        found = desk.tables(PlanQuestion(plan.entry.id))
        self._by_address = {table.address: table for table in found.tables}
        self._text = found.text
        self._targets = targets
        self._desk = desk
        self._shown: set[str] = set()

    def around(self, address: str) -> Table | None:
        """The table that an address of a row, a note or a head belongs to."""
        outer = address.partition("/row/")[0].partition("/note/")[0]
        table = self._by_address.get(outer)
        return table if table is not None and table.kind is not TableKind.BOX else None

    def is_new(self, table: Table) -> bool:
        """Whether a table was not shown yet; then it counts as shown."""
        new = table.address not in self._shown
        self._shown.add(table.address)
        return new

    def block(self, table: Table, heading: Heading | None) -> TextPiece:
        """A table as one piece of the text, with what is odd in its rows."""
        stated = [target for row in table.rows for target in self._targets[row.clause]]
        odd = tuple(each for row in table.rows for each in self._desk.store.warnings_of(row.clause))
        view = table_view(table, self._text, stated)
        return TextPiece(view.anchor, heading=heading, name=table.caption, warnings=odd, table=view)


def _blocks(desk: Desk, plan: StoredPlan, beside: Mapping[str, Beside]) -> Iterator[TextPiece]:
    """Headings and clauses in the order of the text."""
    targets: defaultdict[str, list[Target]] = defaultdict(list)
    for target in desk.targets(TargetsQuestion(all_of(plan))):
        targets[target.clause].append(target)
    cite = desk.citer(plan.entry.id)
    pieces: list[Heading | Clause] = list(desk.store.headings(plan.entry.id))
    pieces += [row.clause for row in desk.clauses(ClausesQuestion(all_of(plan)))]
    tables = _Tables(desk, plan, targets)
    for number, piece in enumerate(sorted(pieces, key=lambda each: each.start)):
        address = f"{plan.entry.id}/{piece.section}" if isinstance(piece, Heading) else piece.address
        if (table := tables.around(address)) is not None:
            if tables.is_new(table):
                yield tables.block(table, piece if isinstance(piece, Heading) else None)
        elif isinstance(piece, Heading):
            yield TextPiece(f"h-{number}", heading=piece, name=heading_name(piece))
        else:
            label = f"{kind_name(piece.kind)}{piece.number or ''}"
            yield TextPiece(
                anchor(piece.address),
                clause=piece,
                text=marked_text(piece.text, targets[piece.address], cite(piece.text)),
                label=label,
                warnings=desk.store.warnings_of(piece.address),
                beside=beside.get(piece.address, ()),
            )
