"""More questions than can be answered: few wait, not for long, the others are told at once, and health always answers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from service.faces.web.app import THREADS, create_app
from service.faces.web.overload import WAITING, Shedding
from service.settings import Settings


def _question(path: str = "/search", method: str = "GET") -> Scope:
    return {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}


class Slow:
    """An application that answers when it is let go, and notes how many are at work."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.now = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go.wait()
        self.now -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def _run(law: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: the one of the tests has the browser's event loop, where there is a browser."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, law).result()


async def _ask(app: Any, scope: Scope) -> tuple[int, float]:
    """Status and seconds of one question."""
    status = 0
    begun = time.monotonic()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(scope, receive, send)
    return status, time.monotonic() - begun


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4), st.integers(0, 5), st.integers(0, 15))
def test_so_many_are_at_work_so_many_wait_and_the_rest_is_told_at_once(
    at_work: int, waiting: int, asked: int
) -> None:
    async def law() -> None:
        slow = Slow()
        app = Shedding(slow, at_work, waiting, patience=30)
        tasks = [asyncio.create_task(_ask(app, _question())) for _ in range(asked)]
        for _ in range(5):
            await asyncio.sleep(0)
        refused = [task.result()[0] for task in tasks if task.done()]
        assert refused == [503] * max(0, asked - at_work - waiting)
        slow.go.set()
        done = [status for status, _ in await asyncio.gather(*tasks)]
        assert done.count(200) == min(asked, at_work + waiting)
        assert slow.most <= at_work
        assert (await _ask(app, _question()))[0] == 200  # every place is free again

    _run(law())


def test_nobody_waits_longer_than_a_person_does() -> None:
    async def law() -> None:
        slow = Slow()
        app = Shedding(slow, at_work=1, waiting=4, patience=0.05)
        first = asyncio.create_task(_ask(app, _question()))
        await asyncio.sleep(0)
        for status, seconds in await asyncio.gather(*(_ask(app, _question()) for _ in range(3))):
            assert status == 503
            assert seconds < 1
        slow.go.set()
        assert (await first)[0] == 200
        assert (await _ask(app, _question()))[0] == 200

    _run(law())


@pytest.mark.parametrize(
    ("path", "method"),
    [("/healthz", "GET"), ("/readyz", "GET"), ("/static/site.css", "GET"), ("/imports", "POST")],
)
def test_some_are_never_turned_away(path: str, method: str) -> None:
    async def law() -> None:
        slow = Slow()
        app = Shedding(slow, at_work=1, waiting=0)
        busy = [asyncio.create_task(_ask(app, _question(*each))) for each in ((), (path, method))]
        for _ in range(5):
            await asyncio.sleep(0)
        assert slow.now == 2
        assert (await _ask(app, _question()))[0] == 503
        slow.go.set()
        await asyncio.gather(*busy)

    _run(law())


def wait_ready(client: TestClient) -> None:
    """Returns when there is a base to answer from: the refusal that is looked for is another."""
    until = time.monotonic() + 60
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_the_service_under_more_than_it_can_do(own_settings: Settings) -> None:
    app = create_app(own_settings)
    go = threading.Event()
    app.add_api_route("/slow", lambda: str(go.wait(20)))
    with TestClient(app) as client, ThreadPoolExecutor(THREADS + WAITING + 10) as pool:
        wait_ready(client)
        asked = [pool.submit(client.get, "/slow") for _ in range(THREADS + WAITING)]
        until = time.monotonic() + 15
        answer = client.get("/api/v1/plans")
        while answer.status_code != 503 and time.monotonic() < until:  # until the slow ones have come
            answer = client.get("/api/v1/plans")
        assert answer.status_code == 503
        assert answer.headers["retry-after"].isdigit()
        assert answer.headers["content-type"] == "application/problem+json"
        assert "请过几秒再试" in answer.json()["detail"]
        assert answer.headers["x-request-id"] == answer.json()["request_id"]
        page = client.get("/search", headers={"Accept": "text/html"})
        assert (page.status_code, "请过几秒再试" in page.text) == (503, True)
        assert client.get("/healthz").json() == {"status": "ok"}
        go.set()
        assert {each.result().status_code for each in asked} <= {200, 503}
        assert client.get("/api/v1/plans").status_code in (200, 503)
