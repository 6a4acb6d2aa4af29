"""Whatever goes wrong, as an answer: RFC 9457 problems for the API, a page for people.

Takes the errors of the whole tree. Gives a status and one Chinese sentence that says what to do; never a trace,
a path of the program or English. A bug gets a number (the request id) under which its report stands in the log.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from ingest.plan import IngestError
from service.errors import FOR_PEOPLE, DamagedDecisions, Later, NotFound, Unwritable, UserError
from service.live import NotReady

RETRY_AFTER = 2  # seconds
_TITLES = {
    400: "请求写得不对",
    403: "没有执行",
    404: "没有找到",
    405: "不能这样请求",
    406: "没有这种格式",
    409: "内容已被别人修改",
    413: "内容太大",
    415: "文件或内容的类型不对",
    421: "地址不对",
    422: "填写的内容不对",
    500: "程序出错了",
    503: "请稍后再试",
    507: "无法保存",
}
_SENTENCES = {
    404: "没有这个地址，请检查网址，或从首页重新进入。",
    405: "这个地址不能用这种方式请求，写法见 /docs。",
    500: "程序出错了，这不是您操作的问题。请把编号 {id} 告诉维护人员。",
}
log = logging.getLogger("duibiao")


def status_of(error: Exception) -> int:
    """The HTTP status of an error of the tree."""
    if isinstance(error, NotReady | Later):
        return 503
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Unwritable | DamagedDecisions):
        return 507
    if isinstance(error, UserError | IngestError):
        return 400
    return 500


def wants_json(request: Request) -> bool:
    """Whether a program asks: the API does always, elsewhere whoever does not take a page."""
    if request.url.path.startswith("/api/"):
        return True
    accepted = request.headers.get("accept", "")
    return "json" in accepted and "text/html" not in accepted


def answer(
    request: Request, status: int, sentence: str, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """The answer that tells of a problem: JSON for programs, a page for people.

    The page is made by ``app.state.error_page(request, status, title, sentence)`` where there is one.
    """
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    request_id = getattr(request.state, "request_id", "")
    if wants_json(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        body |= {"instance": request.url.path, "request_id": request_id, **more}
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    page = getattr(request.app.state, "error_page", None) if "app" in request.scope else None
    if page is not None:
        made: Response = page(request, status, title, sentence)
        made.headers.update(headers or {})
        return made
    return HTMLResponse(
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        f'<h1>{title}</h1><p>{html.escape(sentence)}</p><p><a href="/">回到首页</a></p></html>',
        status,
        headers,
    )


def install(app: FastAPI) -> None:
    """Has the app answer every error of the tree."""
    for kind in (*FOR_PEOPLE, NotReady):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


async def _known(request: Request, error: Exception) -> Response:
    status = status_of(error)
    if not isinstance(error, NotReady):
        return answer(
            request, status, str(error), {"Retry-After": str(RETRY_AFTER)} if status == 503 else None
        )
    state = error.state
    progress = {"phase": state.phase.value, "stage": state.stage, "done": state.done, "total": state.total}
    return answer(request, status, state.sentence, {"Retry-After": str(RETRY_AFTER)}, progress=progress)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = _SENTENCES.get(error.status_code)
    if sentence is None:
        stated = str(error.detail)
        sentence = stated if not stated.isascii() else "请求没有成功，请检查写法，说明见 /docs。"
    return answer(request, error.status_code, sentence, dict(error.headers or {}))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if not wants_json(request):
        return _wrong_page(request, error)
    wrong = [{"field": _field(each["loc"]), "message": _told(each)} for each in error.errors()]
    sentence = "；".join(f"{each['field']} {each['message']}" for each in wrong[:3])
    return answer(request, 422, f"{sentence}。写法见 /docs。", errors=wrong)


def _wrong_page(request: Request, error: RequestValidationError) -> Response:
    """The same for people: which address is wrong, without names of parameters, and a way back to the page."""
    if request.method != "GET":
        return answer(request, 422, "填写的内容有一处写法不对，请回到原来的页面重新填写。")
    in_path = any(each["loc"][0] == "path" for each in error.errors())
    # The page without what was asked of it; behind a wrong end of a file's name stands the page itself.
    request.state.again = request.url.path.rpartition(".")[0] if in_path else request.url.path
    return answer(request, 422, "网址里有一处写法不对，请从页面上重新打开。")


async def _bug(request: Request, error: Exception) -> Response:
    request_id = getattr(request.state, "request_id", "")
    log.error("bug %s %s %s", request_id, request.method, request.url.path, exc_info=error)
    return answer(request, 500, _SENTENCES[500].format(id=request_id))


def _field(place: Sequence[int | str]) -> str:
    """The name of what is wrong, without where it was sent and which of several it is."""
    names = [str(part) for part in place[1:] if isinstance(part, str)]
    return ".".join(names) or str(place[0])


def _told(error: Any) -> str:
    """One fault of a value, in Chinese; pydantic's own sentences are English."""
    context = error.get("ctx") or {}
    kind = str(error["type"])
    if kind == "missing":
        return "必须填写"
    if kind in ("int_parsing", "int_type", "int_from_float", "int_parsing_size"):
        return "应是一个整数"
    if kind in ("bool_parsing", "bool_type"):
        return "应是 true 或 false"
    if kind in ("enum", "literal_error"):
        choice = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        return f"可以写：{choice}"
    bounds = {
        "greater_than_equal": ("ge", "不能小于 {}"),
        "less_than_equal": ("le", "不能大于 {}"),
        "string_too_long": ("max_length", "最多 {} 个字"),
        "string_too_short": ("min_length", "至少 {} 个字"),
        "too_long": ("max_length", "最多写 {} 个"),
    }
    if kind in bounds:
        name, sentence = bounds[kind]
        return sentence.format(context.get(name))
    if kind == "extra_forbidden":
        return "没有这一项"
    return "写法不对"
