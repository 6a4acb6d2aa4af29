"""More questions than the service can answer: a few wait, the others are told at once to come again.

Takes every request that goes by. As many are at work as there are threads, so many wait for at most so long, and whoever
comes beyond that gets 503 with Retry-After and one Chinese sentence, before any work is done. Without that every
question would wait for all before it, each of them answered when nobody looks any more. What people send
(POST) is never turned away, nor are the questions of those who look after the service, nor files that belong to a page.
"""

from __future__ import annotations

import asyncio
import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.faces.web.problems import wants_json

WAITING = 36  # questions; with those at work a quarter of a second of them on two cores
PATIENCE = 2.0  # seconds that a question waits for its turn
RETRY_AFTER = 2  # seconds
_ALWAYS = ("/healthz", "/readyz", "/metrics")
_FILES = ("/static/", "/vendor/")
_TITLE = "请稍后再试"
_SENTENCE = "现在用的人太多，服务忙不过来，请过几秒再试。"
_PAGE = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_TITLE}</title></head>
<body><h1>{_TITLE}</h1><p>{_SENTENCE}</p><p><a href="">再试一次</a>　<a href="/">回到首页</a></p></body></html>
"""


class Shedding:
    """The layer that lets no more in than can be answered soon."""

    def __init__(
        self, app: ASGIApp, at_work: int, waiting: int = WAITING, patience: float = PATIENCE
    ) -> None:
        self._app = app
        self._free = asyncio.Semaphore(at_work)
        self._room = waiting
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_question(scope):
            await self._app(scope, receive, send)
        elif await self._has_its_turn():
            try:
                await self._app(scope, receive, send)
            finally:
                self._free.release()
        else:
            await _refusal(Request(scope))(scope, receive, send)

    async def _has_its_turn(self) -> bool:
        if not self._free.locked():
            return await self._free.acquire()
        if not self._room:
            return False
        self._room -= 1
        try:
            async with asyncio.timeout(self._patience):
                return await self._free.acquire()
        except TimeoutError:
            return False
        finally:
            self._room += 1


def _is_question(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    path: str = scope["path"]
    return path not in _ALWAYS and not path.startswith(_FILES)


def _refusal(request: Request) -> Response:
    """The shortest answer there is: no template is drawn where there is no time."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if not wants_json(request):
        return Response(_PAGE, 503, headers, "text/html; charset=utf-8")
    body = {"type": "about:blank", "title": _TITLE, "status": 503, "detail": _SENTENCE}
    body |= {"instance": request.url.path, "request_id": getattr(request.state, "request_id", "")}
    return Response(json.dumps(body, ensure_ascii=False), 503, headers, "application/problem+json")
