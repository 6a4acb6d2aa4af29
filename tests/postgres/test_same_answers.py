"""What pages and programs are answered is the same to the byte, whether the rows lie in the file or on a server."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from ingest.plan import ClauseKind, Level
from service.faces.web.app import create_app
from service.query.filters import EVERYWHERE, Scope
from service.settings import Settings
from service.storage.base import Base, open_current
from service.storage.server_store import ServerStore
from service.storage.store import SqliteStore

API = "/api/v1"
ASKED = [
    "plans", "clauses?limit=200", "clauses?limit=50&offset=340", "clauses?level=county&kind=goal",
    "clauses?kind=measure&domain=健康&limit=200", "targets?limit=200", "targets?plan=腾冲妇女", "targets?kind=goal&offset=5",
    "search?q=留守儿童", "search?q=孕产妇死亡率&limit=50", "search?q=领域:健康 类型:目标&limit=50", "search?q=小孩玩水淹死",
    "search?q=没有这样的词嗯&limit=3", "search?q=“控辍保学”", "filters", "suggestions?q=儿", "ladder", "ladder?indicator=孕产妇死亡率",
    "coverage?q=留守儿童", "coverage/matrix", "links?limit=200", "links?address=tengchong-women-2021/2.1/goal/2",
    "compare?left=腾冲妇女&right=腾冲儿童", "imports", "plans/tengchong-women-2021", "plans/nation-women-2021",
    "clauses/tengchong-women-2021/2.1/goal/2", "clauses/tengchong-women-2021/2.1/goal/99",
]  # fmt: skip
PAGES = [
    "/", "/plans", "/plans/tengchong-women-2021", "/plans/tengchong-children-2021", "/targets", "/targets?kind=goal",
    "/search?q=留守儿童", "/search?q=领域:健康", "/clauses/tengchong-women-2021/2.1/goal/2", "/links", "/ladder",
    "/ladder?indicator=孕产妇死亡率", "/coverage?q=留守儿童", "/coverage", "/compare?left=tengchong-women-2021&right=tengchong-children-2021",
    "/basket", "/imports", "/search.csv?q=留守儿童", "/targets.csv", "/clauses/none/1",
]  # fmt: skip


def _client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        until = time.monotonic() + 30
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.02)
        yield client


@pytest.fixture(scope="module")
def plain(plain_settings: Settings) -> Iterator[TestClient]:
    yield from _client(plain_settings)


@pytest.fixture(scope="module")
def server(server_base: Base, server_settings: Settings) -> Iterator[TestClient]:
    yield from _client(server_settings)


@pytest.fixture
def no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the file of this machine in place of the server fails."""

    def refused(*given: object) -> None:
        raise AssertionError("the file was asked")

    monkeypatch.setattr(ServerStore, "_failed", refused)
    monkeypatch.setattr(ServerStore, "_resting", lambda self: False)


def _body(client: TestClient, path: str) -> tuple[int, bytes]:
    answer = client.get(path)
    body = re.sub("用时 [0-9]+ 毫秒".encode(), b"", answer.content)
    if answer.status_code != 200:  # every problem has a number of its own
        body = body.replace(answer.headers.get("x-request-id", "-").encode(), b"")
    return answer.status_code, body


@pytest.mark.usefixtures("no_file")
@pytest.mark.parametrize("path", [*(f"{API}/{each}" for each in ASKED), *PAGES])
def test_answers_are_the_same(plain: TestClient, server: TestClient, path: str) -> None:
    assert _body(server, path) == _body(plain, path)


@pytest.mark.usefixtures("no_file")
def test_every_row_is_the_same(server_base: Base, plain_settings: Settings) -> None:
    file = open_current(plain_settings).store
    shared = server_base.shared
    assert shared is not None
    assert isinstance(file, SqliteStore)
    rows = shared.first
    assert rows.plans() == file.plans()
    assert rows.known() == file.known()
    assert rows.figures() == file.figures()
    assert rows.indicator_names() == file.indicator_names()
    assert list(rows.hashes()) == list(file.hashes())
    for plan in file.plans():
        assert rows.headings(plan.entry.id) == file.headings(plan.entry.id)
        assert rows.source_text(plan.source or "") == file.source_text(plan.source or "")
    for scope in (
        EVERYWHERE, Scope(levels=(Level.COUNTY,)), Scope(kinds=(ClauseKind.GOAL, ClauseKind.MEASURE)),
        Scope(domains=("妇女与健康",)), Scope(plans=("tengchong-women-2021",)), Scope(units=("教育局",)),
    ):  # fmt: skip
        assert [row.row for row in rows.clauses(scope)] == [row.row for row in file.clauses(scope)]
        assert list(rows.targets(scope)) == list(file.targets(scope))
        assert rows.positions(scope) == file.positions(scope)
        assert (rows.count(scope), rows.count_targets(scope)) == (
            file.count(scope),
            file.count_targets(scope),
        )
    for address, _ in file.hashes():
        assert rows.targets_of(address) == file.targets_of(address)
        assert rows.warnings_of(address) == file.warnings_of(address)
