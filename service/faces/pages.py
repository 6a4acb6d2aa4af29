"""The pages. So far one: that the service runs."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Says that the service runs, and how the base stands."""
    return HTMLResponse(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>对标</title><h1>对标</h1>'
        f'<p>服务已启动。{request.app.state.keeper.state.sentence}</p><p><a href="/docs">接口说明</a></p></html>'
    )


def mount(app: FastAPI) -> None:
    """Adds the pages to the application; may set ``app.state.error_page``."""
    app.include_router(router)
