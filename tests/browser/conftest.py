"""A served application and a real browser. Chromium comes from the system: where it is missing the tests are
skipped with a line that says so, and on a continuous-integration machine that is a failure."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from service.faces.web.app import create_app
from service.live.live_base import Phase
from service.settings import Settings

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts the service over a corpus and gives its address."""
    started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def over(corpus: Path) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        app = create_app(Settings(tmp_path_factory.mktemp("home"), corpus.resolve()))
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        started.append((server, thread))
        until = time.monotonic() + 60
        while not server.started or app.state.keeper.state.phase is not Phase.READY:
            assert time.monotonic() < until
            time.sleep(0.05)
        return f"http://127.0.0.1:{port}"

    yield over
    for server, thread in started:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def address(serve: Serve, corpus_dir: Path) -> str:
    """The address of the service over the real corpus."""
    return serve(corpus_dir)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    if CHROMIUM is None:
        message = "没有找到 Chromium，浏览器测试没有运行（Debian：apt-get install chromium）"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[NewPage]:
    """Opens pages that fail the test on a console error, an exception, or a request to another host."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            troubles.append(f"other host: {request.url}")

    def opened(*, width: int = 1280, height: int = 900, scripts: bool = True, missing: bool = False) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        if not missing:  # the browser itself notes every 404 as an error
            page.on("console", heard)
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("request", asked)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not troubles
