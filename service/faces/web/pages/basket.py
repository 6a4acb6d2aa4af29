"""选条篮: clauses put aside while reading, in an order of one's own, with notes, to be taken along as a table or text.

Every change is a POST that goes back to where it came from; with ``X-Quiet`` it answers the new size only. On a person's own
computer there is one basket, whatever the browser; a service that many reach by its name has one for each browser,
told apart by a cookie, so that nobody sees or empties another's.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from service.answers import basket as baskets
from service.answers.basket import DEFAULT, MOST, BasketItem, BasketRow
from service.answers.lookup import look_up
from service.decisions import BasketAction, BasketChange, open_decisions
from service.errors import Unreachable, UserError
from service.faces.sheets.clauses import basket_book
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.rendering import anchor, base_of, draw
from service.settings import LOCAL, Settings

router = APIRouter()
LONGEST_NOTE = 500  # characters
_UNKNOWN = "？"
COOKIE = "duibiao-basket"
_TOKEN = re.compile("[0-9a-f]{24}")
_YEAR = 365 * 24 * 3600  # seconds
_VISITORS = 200  # baskets at hand


class _Kept:
    """The basket as it was last read from the decisions: every page shows its size, and it seldom changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[Settings, str], tuple[str, tuple[BasketItem, ...]]] = OrderedDict()

    def items(self, settings: Settings, name: str) -> tuple[BasketItem, ...]:
        decisions = open_decisions(settings)
        mark = decisions.mark()
        with self._lock:
            known = self._read.get((settings, name))
        if known is None or known[0] != mark:
            known = (mark, baskets.items(decisions.filled(name)))
            with self._lock:
                self._read[settings, name] = known
                while len(self._read) > _VISITORS:
                    self._read.popitem(last=False)
        return known[1]


_kept = _Kept()


def held(request: Request) -> tuple[BasketItem, ...]:
    """What lies in the basket. Raises DamagedDecisions, Unwritable or Unreachable."""
    name = _whose(request)
    return _kept.items(request.app.state.settings, name) if name else ()


def _whose(request: Request) -> str:
    """The name of the asker's basket; "" where a browser has none yet."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    if host in LOCAL:
        return DEFAULT
    kept = request.cookies.get(COOKIE, "")
    return f"visitor-{kept}" if _TOKEN.fullmatch(kept) else ""


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
    """Context: rows (BasketRow), text (all of it, to be copied), longest_note, own (whether it is this browser's alone)."""
    rows = _rows(request)
    context = {
        "rows": rows,
        "text": baskets.as_text(rows),
        "longest_note": LONGEST_NOTE,
        "own": _whose(request) != DEFAULT,
    }
    return draw(request, "basket.html", context, here="basket")


@router.get("/basket.txt")
def text(request: Request) -> Response:
    """The clauses with their citations as plain text."""
    return PlainTextResponse(baskets.as_text(_rows(request)) or "选条篮是空的。\n")


@router.get("/basket.{suffix}")
def table(request: Request, suffix: Suffix) -> Response:
    """The clauses with their notes as a table."""
    base = base_of(request)
    return as_file(basket_book(base.store, _rows(request), base.known), suffix)


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
    token = "" if _whose(request) else secrets.token_hex(12)
    if token:
        request.cookies[COOKIE] = token  # what is asked for from here on is of the new basket
    open_decisions(request.app.state.settings).fill(_whose(request), *changes)
    answer: Response
    if "X-Quiet" in request.headers:
        answer = PlainTextResponse(str(size(request)))
    else:
        answer = RedirectResponse(_back(request, action, address), 303)
    if token:
        answer.set_cookie(COOKIE, token, max_age=_YEAR, httponly=True, samesite="lax")
    return answer


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
