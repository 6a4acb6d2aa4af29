"""/docs: the description of the API as a page that can try it, without a network.

Swagger UI's files come from the package fastapi-offline. The page starts itself with a script that stands in it;
its policy names that script by its hash, so that no other script in the page could run.
"""

from __future__ import annotations

import base64
import hashlib
import re

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from service.faces.web.guards import POLICY

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FILES = "/vendor/docs"


def mount(app: FastAPI) -> None:
    """Adds the page and its files to the application."""
    app.mount(_FILES, StaticFiles(packages=[("fastapi_offline", "static")]), name="docs")
    page = get_swagger_ui_html(
        openapi_url=app.openapi_url or "/openapi.json",
        title=f"{app.title} 接口说明",
        swagger_js_url=f"{_FILES}/swagger-ui-bundle.js",
        swagger_css_url=f"{_FILES}/swagger-ui.css",
        swagger_favicon_url=f"{_FILES}/favicon.png",
        swagger_ui_parameters={"defaultModelsExpandDepth": -1, "displayRequestDuration": True},
    )
    html = bytes(page.body).decode()
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in _SCRIPT.findall(html))
    # Swagger UI sets styles on its elements while it draws them.
    policy = POLICY.replace("script-src 'self'", f"script-src 'self' {hashes}").replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
