"""The web application: what it is made of, and in which order.

Takes Settings. Gives a FastAPI app with ``state.settings`` and ``state.keeper``; the keeper is started and
stopped with the app. Pages live in ``pages/``, the API in ``api/``. Nothing is asked of another host: htmx and
the API's description come from Python packages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from service.faces.web import api, api_docs, health, pages, problems
from service.faces.web.guards import Guards
from service.faces.web.metrics import Counting, Metrics
from service.faces.web.overload import Shedding
from service.faces.web.parts import fact_styles
from service.live import Keeper
from service.settings import Settings

# Answers hold the interpreter most of the time, so more threads would only take turns, each with its own files open.
THREADS = 12
STATIC = Path(__file__).with_name("static")
_ABOUT = """
政策规划条目的检索、对照和引用。所有接口都只读本机的知识库，不联网。

- 出错时返回 `application/problem+json`（RFC 9457），`detail` 是一句可以照做的中文。
- 列表用 `limit`、`offset` 翻页，`next` 是下一页的地址，没有下一页时为 null。
- 每个 GET 都带 `ETag`，用 `If-None-Match` 再问，内容没有变化时返回 304。
- 每个回答都带 `X-Request-ID`，报告问题时请附上它。
"""


def create_app(
    settings: Settings,
    *,
    hosts: Collection[str] = (),
    restart: Callable[[], None] | None = None,
) -> FastAPI:
    """The application. ``hosts`` are the names it may be addressed by (empty: any); ``restart`` is for the keeper."""
    keeper = Keeper(settings, restart=restart)
    metrics = Metrics(keeper)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        keeper.start()
        try:
            yield
        finally:
            keeper.stop()

    app = FastAPI(
        title="对标",
        version=program_version(),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=life,
        middleware=[
            Middleware(Counting, metrics=metrics),
            Middleware(Guards, hosts=hosts),
            Middleware(Shedding, at_work=THREADS),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
        ],
    )
    app.state.settings = settings
    app.state.keeper = keeper
    app.state.metrics = metrics
    problems.install(app)
    app.include_router(health.router)
    app.add_route(fact_styles.PATH, fact_styles.fact_styles, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.mount("/vendor/htmx", StaticFiles(packages=[("js_lib_htmx", "static/htmx")]), name="htmx")
    api.mount(app)
    api_docs.mount(app)
    pages.mount(app)
    return app


def program_version() -> str:
    """The version of this program; 0 for a source tree that was never installed."""
    try:
        return version("duibiao")
    except PackageNotFoundError:
        return "0"
