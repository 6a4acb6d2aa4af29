"""选条篮: clauses put aside while reading, in an order of one's own, with notes, to be taken along as a table or text.

Every change is a POST that goes back to where it came from; with ``X-Quiet`` it answers the new size only.
"""

from __future__ import annotations

import threading
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from service.answers import basket as baskets
from service.answers.basket import DEFAULT, MOST, BasketItem, BasketRow
from service.answers.lookup import look_up
from service.decisions import BasketAction, BasketChange, open_decisions
from service.errors import Unreachable, UserError
from service.faces import sheets
from service.faces.pages.drawing import anchor, base_of, draw
from service.faces.pages.exports import Suffix, as_file
from service.settings import Settings

router = APIRouter()
LONGEST_NOTE = 500  # characters
_UNKNOWN = "？"


class _Kept:
    """The basket as it was last read from the decisions: every page shows its size, and it seldom changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: dict[Settings, tuple[str, tuple[BasketItem, ...]]] = {}

    def items(self, settings: Settings) -> tuple[BasketItem, ...]:
        decisions = open_decisions(settings)
        mark = decisions.mark()
        with self._lock:
            known = self._read.get(settings)
        if known is None or known[0] != mark:
            known = (mark, baskets.items(decisions.filled(DEFAULT)))
            with self._lock:
                self._read[settings] = known
        return known[1]


_kept = _Kept()


def held(request: Request) -> tuple[BasketItem, ...]:
    """What lies in the basket. Raises DamagedDecisions, Unwritable or Unreachable."""
    return _kept.items(request.app.state.settings)


def size(request: Request) -> int | str:
    """How many clauses lie in it. Where that cannot be read: every page asks, error pages too, so 0; a mark where
    the clauses are safe and only out of reach."""
    try:
        return len(held(request))
    except Unreachable:
        return _UNKNOWN
    except UserError:
        return 0


def _rows(request: Request) -> tuple[BasketRow, ...]:
    return baskets.rows(base_of(request).store, held(request))


@router.get("/basket", response_class=HTMLResponse)
def show(request: Request) -> Response:
    """Context: rows (BasketRow), text (all of it, to be copied), longest_note."""
    rows = _rows(request)
    context = {"rows": rows, "text": baskets.as_text(rows), "longest_note": LONGEST_NOTE}
    return draw(request, "basket.html", context, here="basket")


@router.get("/basket.txt")
def text(request: Request) -> Response:
    """The clauses with their citations as plain text."""
    return PlainTextResponse(baskets.as_text(_rows(request)) or "选条篮是空的。\n")


@router.get("/basket.{suffix}")
def table(request: Request, suffix: Suffix) -> Response:
    """The clauses with their notes as a table."""
    base = base_of(request)
    return as_file(sheets.basket_book(base.store, _rows(request), base.known), suffix)


@router.post("/basket/{action}")
def change(
    request: Request,
    action: BasketAction,
    address: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    note: Annotated[str, Form()] = "",
) -> Response:
    """Does something with the clauses at these addresses, keeps it, and goes back."""
    if action is not BasketAction.CLEAR and not address:
        raise UserError("没有写明是哪一条，请用条目旁边的按钮。")
    changes = [_change(request, action, each, note) for each in address] or [BasketChange(action)]
    open_decisions(request.app.state.settings).fill(DEFAULT, *changes)
    if "X-Quiet" in request.headers:
        return PlainTextResponse(str(size(request)))
    return RedirectResponse(_back(request, action, address), 303)


def _change(request: Request, action: BasketAction, address: str, note: str) -> BasketChange:
    if action is BasketAction.NOTE:
        note = " ".join(note.split())
        if len(note) > LONGEST_NOTE:
            raise UserError(f"备注最多 {LONGEST_NOTE} 字，现在 {len(note)} 字，请缩短后再保存。")
        return BasketChange(action, address, note)
    if action is not BasketAction.ADD:
        return BasketChange(action, address)
    clause = look_up(base_of(request).store, address).stored.clause
    if len(held(request)) >= MOST:
        raise UserError(f"选条篮最多放 {MOST} 条，请先导出，再移出一些。")
    return BasketChange(action, clause.address, clause.text)


def _back(request: Request, action: BasketAction, address: list[str]) -> str:
    """The page that the button stood on, inside this service; in the basket the place of the clause."""
    if action is BasketAction.ADD:
        came = urlsplit(request.headers.get("referer", ""))
        if came.netloc == request.headers.get("host") and came.path.startswith("/"):
            # Two slashes in front would name another host.
            return "/" + came.path.lstrip("/") + (f"?{came.query}" if came.query else "")
        return "/basket"
    moved = action in (BasketAction.UP, BasketAction.DOWN, BasketAction.NOTE) and address[0].count("/") > 0
    return "/basket#" + anchor(address[0]) if moved else "/basket"
