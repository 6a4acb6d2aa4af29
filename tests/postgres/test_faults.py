"""A server that stops, hangs, is killed or loses rows: every answer is right, says that it stands in, or says 503."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import postgres_node
import psycopg
import pytest
from fastapi.testclient import TestClient

from service.faces.web.app import create_app
from service.postgres import database
from service.settings import Settings
from service.storage.base import Base
from service.upkeep import build, publishing
from service.upkeep.build import Silent
from service.upkeep.verify import Finding, verify

DEADLINE = 60.0
LONGEST = 2.5  # seconds for any answer while the server is unwell
API = "/api/v1"
GOAL = "example-women-2021/1.1/goal/1"
DECISION = {"from": GOAL, "to": "example-province-2021/1.1/goal/1", "status": "confirmed"}
ASKED = (
    f"{API}/clauses",
    f"{API}/targets",
    f"{API}/plans",
    f"/clauses/{GOAL}",
    "/plans/example-women-2021",
    "/targets",
)


@pytest.fixture
def node(real_bounds: None) -> Iterator[postgres_node.Node]:
    """A server of one's own, to be stopped."""
    if postgres_node.lacking():
        pytest.skip(postgres_node.lacking())
    import os
    import tempfile

    with tempfile.TemporaryDirectory(prefix="duibiao-postgres-") as place:
        os.chmod(place, 0o755)
        made = postgres_node.make(Path(place) / "node")
        yield made
        database.close_servers(*(each for each in database._servers if each.port == made.port))
        made.stop(signal.SIGQUIT)


@pytest.fixture
def unwell(node: postgres_node.Node, machines: list[Settings]) -> Settings:
    """A machine whose server is the one to be stopped."""
    from dataclasses import replace

    return replace(machines[0], database=postgres_node.address(node.make_database("own")))


UNREAD = re.compile("没有保存也没有读到|核对情况没有读到")


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def _ready(client: TestClient) -> None:
    until(lambda: client.get("/readyz").status_code == 200)


def _plain(body: str) -> str:
    """An answer without what says that this machine stands in, and without what only the server knows."""
    body = re.sub(r'<p class="note no-print" role="status">备用：[^<]*</p>', "", body)
    body = re.sub(r'<b class="count">？</b>', "", body)
    body = re.sub(r'"checked":(?:null|"程序识别")', "", body)
    return re.sub(r"\s+", "", body)


def test_questions_while_the_server_comes_and_goes(unwell: Settings, node: postgres_node.Node) -> None:
    with TestClient(create_app(unwell)) as client:
        _ready(client)
        until(lambda: publishing.waiting(unwell))
        right = {path: _plain(client.get(path).text) for path in ASKED}
        wrong: list[str] = []
        counts = {"right": 0, "standing in": 0, "503": 0}
        trouble = 0  # how often the server fell ill so far
        answered = [0, 0, 0]  # in which trouble each asker last began a question and had its answer
        done = threading.Event()

        def ask(asker: int) -> None:
            number = 0
            while not done.is_set():
                path = ASKED[number % len(ASKED)]
                number += 1
                began = trouble
                answer = client.get(path)
                answered[asker] = began
                if answer.status_code == 503 and answer.headers.get("retry-after"):
                    counts["503"] += 1
                elif answer.status_code != 200:
                    wrong.append(f"{path} {answer.status_code}")
                elif path.startswith(("/clauses/", "/plans/")) and UNREAD.search(answer.text):
                    counts["standing in"] += 1  # the text without what people decided, and it says so
                elif _plain(answer.text) != right[path]:
                    wrong.append(f"{path} {answer.text[:300]}")
                else:
                    stands_in = "X-Standing-In" in answer.headers or "备用：" in answer.text
                    counts["standing in" if stands_in else "right"] += 1

        def in_trouble() -> None:
            """Waits until everybody has an answer to a question of this trouble: none waits for the server to be well."""
            nonlocal trouble
            trouble += 1
            until(lambda: answered == [trouble] * 3)

        threads = [threading.Thread(target=ask, args=(asker,)) for asker in range(3)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(2):
                _well(counts)
                node.stop(signal.SIGQUIT)
                in_trouble()
                node.start()
                _well(counts)
                node.hang()
                in_trouble()
                node.go_on()
            _well(counts)
        finally:
            done.set()
            for thread in threads:
                thread.join()
    assert wrong == []
    assert counts["standing in"] > 0, counts


def _well(counts: dict[str, int]) -> None:
    """Waits until answers come from the server again."""
    before = counts["right"]
    until(lambda: counts["right"] > before + 20)


def test_what_is_done_while_the_server_is_away_is_refused_with_a_sentence(
    unwell: Settings, node: postgres_node.Node
) -> None:
    with TestClient(create_app(unwell)) as client:
        _ready(client)
        until(lambda: publishing.waiting(unwell))
        assert client.post(f"{API}/links/decisions", json=DECISION).status_code == 200
        client.post("/basket/add", data={"address": GOAL})
        node.hang()
        for path, given in (
            (f"{API}/links/decisions", {"json": DECISION}),
            ("/basket/add", {"data": {"address": GOAL}}),
        ):
            started = time.monotonic()
            answer = client.post(path, **given)  # type: ignore[arg-type]
            assert time.monotonic() - started < LONGEST
            assert answer.status_code == 503, answer.text
            assert answer.headers["retry-after"]
            assert "没有保存" in answer.text
        # What people decided is not shown as if there were nothing.
        for path in (f"{API}/links?address={GOAL}", "/basket", "/basket.txt", "/links"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert "没有读到" in answer.text
        page = client.get(f"/clauses/{GOAL}")
        assert page.status_code == 200
        assert "没有读到" in page.text
        assert "备用：" in page.text
        assert '<b class="count">？</b>' in page.text
        assert "备用：" in "".join(client.get(f"{API}/search?q=孕产妇").json()["notes"])
        node.go_on()
        until(lambda: client.get("/basket.txt").status_code == 200)
        assert "孕产妇" in client.get("/basket.txt").text
        assert client.get(f"{API}/links?address={GOAL}").json()["items"][0]["status"] == "confirmed"


def test_a_decision_on_one_machine_shows_on_the_other(machines: list[Settings]) -> None:
    with _client(machines[0]) as one, _client(machines[1]) as two:
        for client in (one, two):
            _ready(client)
            until(
                lambda client=client: (
                    publishing.waiting(machines[0]) and not client.get("/readyz").json()["standing_in"]
                )
            )  # type: ignore[misc]
            client.get(f"{API}/plans")  # from the server, now that the rows are there
        path = f"{API}/links?address={GOAL}"
        before = two.get(path)
        tag = before.headers["etag"]
        assert two.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert one.post(f"{API}/links/decisions", json=DECISION).status_code == 200
        after = two.get(path, headers={"If-None-Match": tag})
        assert after.status_code == 200
        assert "confirmed" in {each["status"] for each in after.json()["items"]}
        one.post("/basket/add", data={"address": GOAL})
        assert "孕产妇" in two.get("/basket.txt").text


def test_two_builders_at_once_put_the_rows_there_once(machines: list[Settings]) -> None:
    bases: list[Base] = []
    wrong: list[BaseException] = []

    def run(settings: Settings) -> None:
        try:
            bases.append(build.build(settings, Silent())[0])
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(each,)) for each in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    one, two = (base.shared for base in bases)
    assert one is not None
    assert two is not None
    assert one.schema == two.schema
    assert _schemas(machines[0]) == [one.schema]
    assert publishing.waiting(machines[0]) == [("index", one.schema)]
    assert publishing.compare(bases[1], machines[1]) == []


def _ask(settings: Settings, statement: str) -> list[Any]:
    stated = settings.database
    assert stated is not None
    given = {"host": stated.host, "port": stated.port, "dbname": stated.name, "user": stated.user}
    with psycopg.connect(**given, password=stated.password, autocommit=True) as made:  # type: ignore[arg-type]
        found = made.execute(statement)
        return found.fetchall() if found.description else []


def _schemas(settings: Settings) -> list[str]:
    return [
        row[0] for row in _ask(settings, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'duibiao_%'")
    ]


@pytest.mark.parametrize("step", ["_note", "_strike_imports"])
def test_who_is_killed_while_filling_leaves_nothing(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, step, killed)
    with pytest.raises(KeyboardInterrupt):
        build.build(machines[0], Silent())
    assert _schemas(machines[0]) == []
    monkeypatch.undo()
    base, made = build.build(machines[0], Silent())
    assert not made
    assert publishing.compare(base, machines[0]) == []


def test_who_is_killed_behind_the_filling_leaves_a_note_that_the_next_one_follows(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "drain", killed)
    with pytest.raises(KeyboardInterrupt):
        build.build(machines[0], Silent())
    monkeypatch.undo()
    base, _ = build.build(machines[1], Silent())
    assert base.shared is not None
    assert publishing.waiting(machines[1]) == [("index", base.shared.schema)]
    asked: list[str] = []
    monkeypatch.setattr(publishing, "share", lambda base, name, tell: asked.append(name) is None)
    monkeypatch.setattr(type(base), "pair", object())
    publishing.drain(base, machines[1])
    assert asked
    assert publishing.waiting(machines[1]) == []


def test_the_two_newest_generations_are_kept(machines: list[Settings]) -> None:
    settings, county = machines[0], machines[0].corpus / "county" / "county.txt"
    names = []
    for rate in "九八七六":
        county.write_text(re.sub("十万分之.", f"十万分之{rate}", county.read_text("utf-8")), "utf-8")
        base, _ = build.build(settings, Silent())
        assert base.shared is not None
        names.append(base.shared.schema)
    assert sorted(_schemas(settings)) == sorted(names[-2:])
    assert {subject for _, subject in publishing.waiting(settings)} == set(names[-2:])


def _failed(findings: list[Finding]) -> dict[str, str]:
    return {finding.check: finding.detail for finding in findings if not finding.ok}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("UPDATE {0}.clauses SET text = text || '。' WHERE address = '" + GOAL + "'", GOAL),
        ("DELETE FROM {0}.clauses WHERE address = '" + GOAL + "'", GOAL),
        ("UPDATE {0}.targets SET value = '7' WHERE place = 1", "指标目标不一致"),
        ("DROP TABLE {0}.headings", "不完整"),
        ("DROP SCHEMA {0} CASCADE", "不完整"),
        ("DELETE FROM generations", "还没有这一版"),
    ],
)
def test_verify_compares_row_by_row_and_mends(machines: list[Settings], spoil: str, told: str) -> None:
    settings = machines[0]
    base, _ = build.build(settings, Silent())
    assert base.shared is not None
    assert _failed(verify(settings, Silent())) == {}
    _ask(settings, spoil.format(base.shared.schema))
    assert told in _failed(verify(settings, Silent()))["数据库"]
    assert _failed(verify(settings, Silent(), repair=True)) == {}


def test_a_server_without_the_rows_is_stood_in_for(machines: list[Settings]) -> None:
    base, _ = build.build(machines[0], Silent())
    shared = base.shared
    assert shared is not None
    assert shared.clause(GOAL) is not None
    assert shared.note == ""
    _ask(machines[0], f"DROP SCHEMA {shared.schema} CASCADE")
    assert len(list(shared.clauses())) == base.manifest.counts["clauses"]
    assert "还没有这一版" in shared.note
    publishing.publish(base, machines[0], anew=True)
    assert shared.clause(GOAL) is not None
    assert shared.note == ""


def test_a_list_that_breaks_off_is_gone_on_with_from_the_file(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, _ = build.build(machines[0], Silent())
    shared = base.shared
    assert shared is not None
    every = [row.row for row in shared.second.clauses()]

    def broken(statement: str, values: object = ()) -> Iterator[Any]:
        for number, row in enumerate(shared.second._each(statement, values)):  # type: ignore[arg-type]
            if number == 3:
                raise psycopg.OperationalError("gone")
            yield row

    monkeypatch.setattr(shared.first, "_each", broken)
    assert [row.row for row in shared.clauses()] == every
    assert "备用" in shared.note


def _client(settings: Settings) -> TestClient:
    """A browser on the machine itself, where all browsers have one basket."""
    return TestClient(create_app(settings), base_url="http://127.0.0.1")
