"""比对: two plans clause by clause, with the words and values that differ, and what only one of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from analyzers.wordchanges import mostly_new
from service.answers.comparison import ComparedPair, Comparison
from service.answers.coverage import in_order
from service.answers.value_changes import value_changes
from service.desk import CompareQuestion
from service.errors import BadFilter, UserError
from service.faces.sheets.compare import comparison_book
from service.faces.web.parts.counterparts import Difference, Targets, differences, values_marked
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import address_of, first_of_page
from service.faces.web.parts.rendering import draw
from service.faces.web.parts.sureness import relation_name, sureness_of
from service.faces.web.parts.word_changes import left_side, right_side
from service.storage import StoredClause, StoredPlan
from service.upkeep import editions
from service.upkeep.editions import History

router = APIRouter()
PAGE = 40
SHOWS = (("changed", "有改动"), ("all", "全部对应"), ("left", "右边没有找到"), ("right", "左边没有找到"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clauses beside each other with what differs marked."""

    pair: ComparedPair
    left: Markup
    right: Markup
    relation: str
    sure: str
    values: tuple[Difference, ...]
    rewritten: bool  # too little is the same to mark words


@dataclass(frozen=True, slots=True)
class ComparePage:
    """compare.html; what has a default is given where two plans were compared."""

    plans: Sequence[StoredPlan]  # to choose from, county first
    histories: Mapping[str, History]  # of those that have several editions, by id: each can be chosen, too
    left: str  # id of the plan on the left; "" where none is chosen
    right: str  # id of the plan on the right; "" where none is chosen
    show: str  # which clauses are shown: a name of SHOWS
    problem: str = ""  # what is wrong with the choice
    compared: Comparison | None = None  # what came of it
    shows: Sequence[tuple[str, str, int, str]] = ()  # what can be shown: name, words, count, address
    equal: int = 0  # pairs without a word that differs
    pairs: Sequence[Pair] = ()  # one page of them
    clauses: Sequence[StoredClause] = ()  # one page of those that one plan alone has
    file_query: str = ""  # what was asked for, for the files
    previous: str | None = None  # the address of the page before
    next: str | None = None  # the address of the page behind
    swapped: str = ""  # the address with left and right exchanged


@router.get("/compare", response_class=HTMLResponse)
def compare(
    request: Request, left: str = "", right: str = "", show: str = "changed", offset: int = 0
) -> Response:
    """Two plans beside each other, and before that the choice of them."""
    desk = desk_at(request)
    show = show if show in dict(SHOWS) else "changed"
    histories = {each.plan: each for each in editions.histories(request.app.state.settings)}
    page = ComparePage(
        plans=in_order(desk.store.plans()), histories=histories, left=left, right=right, show=show
    )
    asked = CompareQuestion(left, right)
    if left and right and asked.of_editions:
        try:
            return _of_editions(request, asked)
        except UserError as error:
            page = replace(page, problem=str(error))
    elif left and right:
        try:
            compared = desk.compare(CompareQuestion(left, right))
        except UserError as error:
            page = replace(page, problem=str(error))
        else:
            page = _compared(page, compared, desk.store.targets_of, offset)
    return draw(request, "compare.html", page, here="compare", block="results")


def _of_editions(request: Request, asked: CompareQuestion) -> Response:
    """To the page where two editions of one plan stand beside each other. Raises BadFilter, NotFound or BadImport."""
    compared = desk_at(request).compare_editions(asked)
    sides = urlencode([("left", compared.left.number), ("right", compared.right.number)])
    place = f"/plans/{compared.history.plan}/editions/compare?{sides}"
    if request.headers.get("HX-Request") == "true":  # a part of a page cannot be another page
        return Response(headers={"HX-Redirect": place})
    return RedirectResponse(place, 303)


@router.get("/compare.{suffix}")
def saved(request: Request, suffix: Suffix, left: str = "", right: str = "") -> Response:
    """Two plans clause by clause: all pairs, then what only one of them says."""
    if not left or not right:
        raise BadFilter("请先选择要比对的两部规划，再存为表格。")
    desk = desk_at(request)
    return as_file(comparison_book(desk, desk.compare(CompareQuestion(left, right))), suffix)


def _compared(page: ComparePage, compared: Comparison, targets: Targets, offset: int) -> ComparePage:
    one, other = compared.left.entry.id, compared.right.entry.id
    asked = [("left", one), ("right", other), ("show", page.show)]
    changed = [pair for pair in compared.pairs if not pair.equal]
    lists: dict[str, Sequence[ComparedPair] | Sequence[StoredClause]] = {
        "all": compared.pairs, "changed": changed, "left": compared.only_left, "right": compared.only_right,
    }  # fmt: skip
    total = len(lists[page.show])
    offset = first_of_page(offset, total, PAGE)
    after = offset + PAGE
    chosen = lists[page.show][offset:after]
    return replace(
        page,
        left=one,
        right=other,
        compared=compared,
        shows=[
            (name, words, len(lists[name]), address_of("/compare", asked, show=name)) for name, words in SHOWS
        ],
        equal=len(compared.pairs) - len(changed),
        pairs=[_pair(each, compared, targets) for each in chosen if isinstance(each, ComparedPair)],
        clauses=[each for each in chosen if isinstance(each, StoredClause)],
        file_query=urlencode(asked[:2]),
        previous=address_of("/compare", asked, offset=str(offset - PAGE or "")) if offset else None,
        next=address_of("/compare", asked, offset=str(after)) if after < total else None,
        swapped=address_of("/compare", [("left", other), ("right", one)]),
    )


def _pair(pair: ComparedPair, compared: Comparison, targets: Targets) -> Pair:
    rewritten = mostly_new(pair.changes)
    left, right = pair.left.clause, pair.right.clause
    stated = targets(left.address), targets(right.address)
    named = value_changes(*stated, (compared.left, compared.right))
    return Pair(
        pair,
        values_marked(left.text, [each.one for each in named])
        if rewritten
        else Markup("{}{}").format(left.text[: left.body], left_side(pair.changes)),
        values_marked(right.text, [each.other for each in named])
        if rewritten
        else Markup("{}{}").format(right.text[: right.body], right_side(pair.changes)),
        relation_name(pair.relation),
        sureness_of(pair.score),
        differences(pair.changes, named, *stated),
        rewritten,
    )
