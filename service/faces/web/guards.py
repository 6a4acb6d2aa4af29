"""What stands before every answer: request id, headers that keep a browser safe, whose question it is, its size.

Plain ASGI, because the answer's own work takes a millisecond and layers of wrapped responses would take another.
Scripts, styles and pictures come from this service only, so that nothing is asked of another host and nothing
that stands in a plan's text can run. The list is in docs/decisions/0012-service.md.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.faces.web import problems

LONGEST_FILE = (
    140_000_000  # bytes of a form with a file: the largest scan that is read, and the form around it
)
LONGEST_BODY = 1_000_000  # of any other request
_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")
_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class Guards:
    """The outermost layer. ``hosts`` are the names under which the service may be addressed; empty lets all in."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        stated = headers.get("x-request-id", "")
        request_id = stated if _ID.fullmatch(stated) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["X-Request-ID"] = request_id
                out.setdefault("Content-Security-Policy", POLICY)
                for name, value in _HEADERS.items():
                    out.setdefault(name, value)
            await send(message)

        longest = LONGEST_FILE if _is_file(headers) else LONGEST_BODY
        refused = self._refused(scope["method"], headers, longest)
        if refused is not None:
            await problems.answer(Request(scope), *refused)(scope, receive, sending)
            return
        await self._app(scope, _measured(receive, longest), sending)

    def _refused(self, method: str, headers: Headers, longest: int) -> tuple[int, str] | None:
        host = headers.get("host", "")
        # A page of another site that has its own name point to this machine is told apart by that name.
        if self._hosts and _name(host) not in self._hosts:
            return 421, f"这个服务不叫 {host[:80] or '这个名字'}，请用启动时显示的地址打开。"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > longest:
            return 413, _too_large(longest)
        if method not in _SAFE and not _same_site(headers, host):
            return 403, "这个请求来自别的网站，没有执行。请回到本服务的页面重新操作。"
        return None


def _measured(receive: Receive, longest: int) -> Receive:
    """The body of a request, refused as soon as it is longer than it may be, whatever it said of itself."""
    taken = 0

    async def measured() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > longest:
            raise HTTPException(413, _too_large(longest))
        return message

    return measured


def _too_large(longest: int) -> str:
    return f"提交的内容太大，最多 {longest // 1_000_000} MB，请分开或压缩后再试。"


def _is_file(headers: Headers) -> bool:
    return headers.get("content-type", "").lower().startswith("multipart/form-data")


def _same_site(headers: Headers, host: str) -> bool:
    """Whether a request that changes something comes from a page of this service, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _name(host: str) -> str:
    """A host without its port."""
    return urlsplit(f"//{host}").hostname or "" if not re.search(r"[/@\\?#]", host) else ""
