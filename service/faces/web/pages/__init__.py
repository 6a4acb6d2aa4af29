"""The pages that people look at: plain GET addresses, drawn on the server, useful without JavaScript.

``mount`` puts them on an app. Every page shows an answer of ``service.answers``; none computes anything.
"""

from __future__ import annotations

from fastapi import FastAPI

from service.faces.web.pages import (
    basket,
    clause,
    compare,
    corrections,
    coverage,
    editions,
    home,
    imports,
    ladder,
    lexicon,
    links,
    plan,
    search,
    targets,
    waiting,
)
from service.faces.web.parts.rendering import error_page

ROUTERS = (
    home.router,
    search.router,
    editions.router,
    plan.router,
    clause.router,
    targets.router,
    basket.router,
    imports.router,
    corrections.router,
    waiting.router,
    lexicon.router,
    links.router,
    ladder.router,
    coverage.router,
    compare.router,
)


def mount(app: FastAPI) -> None:
    """All pages on the app. The app keeps the open base in ``app.state.keeper``."""
    app.state.page_paths = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    app.state.error_page = error_page
    app.state.basket_size = basket.size
    app.state.waiting = waiting.number
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
