"""选条篮: clauses put aside while reading, in an order of one's own, with notes, to be taken along as a table or text.

Every change is a POST that goes back to where it came from; with ``X-Quiet`` it answers the new size only. On a person's own
computer there is one basket, whatever the browser; a service that many reach by its name has one for each browser,
told apart by a cookie, so that nobody sees or empties another's.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from service.answers.basket import DEFAULT, LONGEST_NOTE, BasketItem, BasketRow, as_text
from service.decisions import BasketAction
from service.desk import basket_items
from service.errors import Unreachable, UserError
from service.faces.sheets.clauses import basket_book
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.rendering import anchor, draw
from service.settings import LOCAL

router = APIRouter()
_UNKNOWN = "？"
COOKIE = "duibiao-basket"
_TOKEN = re.compile("[0-9a-f]{24}")
_YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class BasketPage:
    """basket.html."""

    rows: Sequence[BasketRow]  # the clauses in the order of the basket
    text: str  # all of it, to be copied
    longest_note: int  # characters of a note
    own: bool  # whether the basket is this browser's alone


def held(request: Request) -> tuple[BasketItem, ...]:
    """What lies in the basket. Raises DamagedDecisions, Unwritable or Unreachable."""
    return basket_items(request.app.state.settings, _whose(request))


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


@router.get("/basket", response_class=HTMLResponse)
def show(request: Request) -> Response:
    """The basket of whoever asks."""
    rows = desk_at(request).basket(_whose(request))
    page = BasketPage(
        rows=rows, text=as_text(rows), longest_note=LONGEST_NOTE, own=_whose(request) != DEFAULT
    )
    return draw(request, "basket.html", page, here="basket")


@router.get("/basket.txt")
def text(request: Request) -> Response:
    """The clauses with their citations as plain text."""
    return PlainTextResponse(as_text(desk_at(request).basket(_whose(request))) or "选条篮是空的。\n")


@router.get("/basket.{suffix}")
def table(request: Request, suffix: Suffix) -> Response:
    """The clauses with their notes as a table."""
    desk = desk_at(request)
    return as_file(basket_book(desk, desk.basket(_whose(request))), suffix)


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
    token = "" if _whose(request) else secrets.token_hex(12)
    if token:
        request.cookies[COOKIE] = token  # what is asked for from here on is of the new basket
    desk_at(request).collect(_whose(request), action, address, note)
    answer: Response
    if "X-Quiet" in request.headers:
        answer = PlainTextResponse(str(size(request)))
    else:
        answer = RedirectResponse(_back(request, action, address), 303)
    if token:
        answer.set_cookie(COOKIE, token, max_age=_YEAR, httponly=True, samesite="lax")
    return answer


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
