"""待重看: decisions and corrections whose texts have changed or are gone, until a person settles them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.corrections import LaidCorrection
from service.answers.open_decisions import OpenCheck, OpenDecision
from service.decisions import IndicatorPair, LinkStatus
from service.desk import Desk, Said
from service.errors import NotFound, UserError
from service.faces.web.parts.correct_form import typed_form
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.rendering import draw
from service.live import NotReady

router = APIRouter()
_SAID = {"confirm": LinkStatus.CONFIRMED, "reject": LinkStatus.REJECTED}


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """waiting.html."""

    decisions: Sequence[OpenDecision]  # about links, oldest first
    pairs: Sequence[IndicatorPair]  # about indicators, oldest first
    corrections: Sequence[LaidCorrection]  # of what was read
    checks: Sequence[OpenCheck]  # what was compared with the original
    now: Mapping[str, str]  # how the clauses of the latter read now, by key


@router.get("/waiting", response_class=HTMLResponse)
def waiting(request: Request) -> Response:
    """Everything that waits for a person because its text has changed."""
    desk = desk_at(request)
    found = [each for each in desk.corrections() if each.trouble]
    page = WaitingPage(
        desk.open_decisions(), desk.open_pairs(), found, desk.open_checks(), texts_now(desk, found)
    )
    return draw(request, "waiting.html", page, here="waiting")


@router.post("/waiting")
def settle(request: Request, typed: Annotated[Mapping[str, str], Depends(typed_form)]) -> Response:
    """Decides about the texts of now as was decided then (``do``: confirm, reject), or lets the decision go (drop)."""
    desk = desk_at(request)
    source, target, do = typed.get("source", ""), typed.get("target", ""), typed.get("do", "")
    each = next((one for one in desk.open_decisions() if one.decision.pair == (source, target)), None)
    if each is None:
        raise NotFound("这个决定已经有人处理过了，请回到“待重看”。")
    if do in _SAID and each.source.now is not None and each.target.now is not None:
        one, other = each.source.now.clause.address, each.target.now.clause.address
        desk.decide(Said(one, other, _SAID[do], each.decision.relation, note=each.decision.note))
    elif do != "drop":
        raise UserError("请用“仍然对应”“不对应”或“收回”按钮。")
    desk.let_go(source, target)
    return RedirectResponse("/waiting", 303)


@router.post("/waiting/checks")
def settle_check(request: Request, typed: Annotated[Mapping[str, str], Depends(typed_form)]) -> Response:
    """Lets a check go that was made for a text which has changed; who compares the text of now checks it on its page."""
    if not desk_at(request).let_check_go(typed.get("address", ""), typed.get("made", "")):
        raise NotFound("这处核对已经有人处理过了，请回到“待重看”。")
    return RedirectResponse("/waiting", 303)


@router.post("/waiting/indicators")
def settle_indicators(request: Request, typed: Annotated[Mapping[str, str], Depends(typed_form)]) -> Response:
    """Lets a decision about two indicators go."""
    desk = desk_at(request)
    wanted = tuple(
        typed.get(name, "") for name in ("source", "source_indicator", "target", "target_indicator")
    )
    found = [
        each
        for each in desk.open_pairs()
        if (each.source, each.source_indicator, each.target, each.target_indicator) == wanted
    ]
    if not found:
        raise NotFound("这个决定已经有人处理过了，请回到“待重看”。")
    for each in found:
        desk.let_pair_go(each)
    return RedirectResponse("/waiting", 303)


def texts_now(desk: Desk, found: Sequence[LaidCorrection]) -> dict[str, str]:
    """How the clauses read that the texts of corrections seem to have become, by the key of the correction."""
    return {
        each.correction.key: stored.clause.text
        for each in found
        if each.address and (stored := desk.store.clause(each.address)) is not None
    }


def number(request: Request) -> int:
    """How many wait, for the menu; counted anew when the base or a decision has changed, 0 where that is out of reach."""
    try:
        desk = desk_at(request)
        key = desk.base.folder, request.app.state.keeper.mark
        known: tuple[object, int] | None = getattr(request.app.state, "waiting_known", None)
        if known is None or known[0] != key:
            known = request.app.state.waiting_known = key, desk.waiting()
    except (NotReady, UserError):
        return 0
    return known[1]
