"""What all operations of the API share: ETag, a second try on a new base, filters, pages of lists.

A GET is answered under a tag made of the base of the moment, people's decisions and the question itself, so that
a client which has the answer already is told so before any work is done. Nobody gets at the desk without a question.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, HTTPException, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from service.desk import Desk, Filters, Question, desk_of, help_of
from service.faces.records import schemas
from service.live import GONE, Keeper
from service.settings import Settings

PREFIX = "/api/v1"
MOST = 200  # items of a page
DEEPEST = 1_000_000
_TAG = re.compile(r'"[^"]*"')
_T = TypeVar("_T")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _Unchanged(Exception):
    """Whoever asks has this answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


class Answering(APIRoute):
    """A route whose GET has an ETag, and which asks again when its base was replaced while it was at work."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        known = set(_parameters(self.dependant))

        async def answered(request: Request) -> Response:
            _refuse_unknown(request, known)
            try:
                response = await _tried_again(handle, request)
            except _Unchanged as same:
                return Response(status_code=304, headers=_cached(same.tag))
            if request.method == "GET":
                response.headers.update(_cached(request.state.tag))
                if request.state.desk.store.note:
                    # The rows of this machine, which are the same, in place of a server's.
                    response.headers["X-Standing-In"] = "database"
            return response

        return answered


async def _tried_again(handle: Handler, request: Request) -> Response:
    """The answer, from a new base where the one that it was begun with was removed meanwhile."""
    try:
        return await handle(request)
    except GONE:
        desk: Desk | None = getattr(request.state, "desk", None)
        if desk is None or request.method != "GET":
            raise
        keeper: Keeper = request.app.state.keeper
        if not await run_in_threadpool(keeper.refreshed, desk.base):
            keeper.base()  # says that there is none, where that is so
            raise
        return await handle(request)


class Asking:
    """The way to the desk: whoever says what is asked gets it, unless the asker has the answer already."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def __call__(self, question: Question, page: Paging | None = None) -> Desk:
        """The desk of the moment for a question, and for a page of a list."""
        request = self._request
        keeper: Keeper = request.app.state.keeper
        # Read before the base is taken: an answer may be newer than its tag, never older.
        mark = keeper.mark
        desk = request.state.desk = desk_of(keeper)
        if request.method == "GET":
            tag = request.state.tag = _tag(mark, request.url.path, question, page)
            if tag in _TAG.findall(request.headers.get("if-none-match", "")):
                raise _Unchanged(tag)
        return desk


def _parameters(dependant: Dependant) -> Iterator[str]:
    """The names of all query parameters of an operation."""
    for field in dependant.query_params:
        yield field.alias
    for inner in dependant.dependencies:
        yield from _parameters(inner)


def _refuse_unknown(request: Request, known: Collection[str]) -> None:
    """A filter whose name is mistyped must not look as if it had been applied."""
    for name in request.query_params:
        if name not in known:
            choice = f"可以写：{'、'.join(sorted(known))}" if known else "这里没有参数"
            raise HTTPException(422, f"没有 {name[:40]} 这个参数，{choice}。")


def _tag(mark: str, path: str, question: Question, page: Paging | None) -> str:
    part = "" if page is None else f"{page.limit} {page.offset}"
    told = f"{mark}\n{path}\n{question.key}\n{part}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(told, digest_size=12)
    return f'"{digest.hexdigest()}"'


def _cached(tag: str) -> dict[str, str]:
    # Weak, because the same answer may be sent compressed or plain.
    return {"ETag": f"W/{tag}", "Cache-Control": "private, no-cache"}


async def _asking(request: Request) -> Asking:
    return Asking(request)


async def _keeper(request: Request) -> Keeper:
    return request.app.state.keeper  # type: ignore[no-any-return]


async def _settings(request: Request) -> Settings:
    return request.app.state.settings  # type: ignore[no-any-return]


Asked = Annotated[Asking, Depends(_asking)]
Kept = Annotated[Keeper, Depends(_keeper)]
Set = Annotated[Settings, Depends(_settings)]
Name = Annotated[str, Query(min_length=1, max_length=100)]
Levels = Annotated[list[schemas.LevelWord] | None, Query(description=help_of(Filters, "level"), max_length=8)]
Kinds = Annotated[list[schemas.KindWord] | None, Query(description=help_of(Filters, "kind"), max_length=20)]
Domains = Annotated[
    list[Name] | None, Query(description=help_of(Filters, "domain"), max_length=20, examples=[["健康"]])
]
Plans = Annotated[
    list[Name] | None,
    Query(description=help_of(Filters, "plan"), max_length=20, examples=[["tengchong-women-2021"]]),
]
Units = Annotated[
    list[Name] | None, Query(description=help_of(Filters, "unit"), max_length=20, examples=[["教育"]])
]
Has = Annotated[list[schemas.HasWord] | None, Query(description=help_of(Filters, "has"), max_length=4)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="这一页最多几项")]
Offset = Annotated[int, Query(ge=0, le=DEEPEST, description="从第几项开始（0 起）")]


async def _filters(
    level: Levels = None,
    kind: Kinds = None,
    domain: Domains = None,
    plan: Plans = None,
    unit: Units = None,
    has: Has = None,
) -> Filters:
    return Filters(*(tuple(each or ()) for each in (level, kind, domain, plan, unit, has)))


Filtered = Annotated[Filters, Depends(_filters)]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is wanted, and the address of the one behind it."""

    limit: int
    offset: int
    request: Request

    def of(self, items: Sequence[_T], total: int, more: bool | None = None) -> dict[str, Any]:
        """The page as a record; ``more`` says whether another follows where the total does not tell."""
        follows = self.offset + len(items) < total and bool(items) if more is None else more
        return {
            "items": items,
            "total": total,
            "limit": self.limit,
            "offset": self.offset,
            "next": self._next() if follows else None,
        }

    def cut(self, rows: Sequence[_T]) -> Sequence[_T]:
        """The rows of this page."""
        return rows[self.offset : self.offset + self.limit]

    def pick(self, rows: Iterable[_T]) -> list[_T]:
        """The rows of this page of something that is read from its beginning."""
        return list(islice(rows, self.offset, self.offset + self.limit))

    def _next(self) -> str:
        asked = parse_qsl(self.request.url.query, keep_blank_values=True)
        kept = [(name, value) for name, value in asked if name not in ("limit", "offset")]
        kept += [("limit", str(self.limit)), ("offset", str(self.offset + self.limit))]
        return f"{self.request.url.path}?{urlencode(kept)}"


async def _paging(request: Request, limit: Limit = 50, offset: Offset = 0) -> Paging:
    return Paging(limit, offset, request)


Paged = Annotated[Paging, Depends(_paging)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for its description."""
    told = {
        304: "内容没有变化",
        400: "检索词或筛选条件不对",
        403: "来自别的网站的请求，没有执行",
        404: "没有找到",
        413: "文件太大",
        422: "参数写法不对",
        503: "知识库还没有准备好，请按 Retry-After 稍后再试",
        507: "数据文件夹无法写入，没有保存",
    }
    every = sorted({*statuses, 422, 503})
    return {
        status: {"description": told[status]} | ({"model": schemas.Problem} if status >= 400 else {})
        for status in every
    }
