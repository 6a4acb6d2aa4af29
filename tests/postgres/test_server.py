"""How a server is named, and what is said where it cannot be used: one sentence each, in time."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from service.errors import BadSettings, Unreachable, Unwritable
from service.postgres import connection, database
from service.postgres.connection import PAUSE, Server
from service.settings import Database, read_database


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", None),
        ("postgresql+psycopg://u:p%40ss@db:5433/policy", Database("db", 5433, "policy", "u", "p@ss")),
        ("postgresql://db/policy", Database("db", 5432, "policy")),
        ("postgres://u@[::1]/%E5%BA%93", Database("::1", 5432, "库", "u")),
        (
            "postgresql+psycopg://db/x?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            Database("db", 5432, "x", options=(("sslmode", "verify-full"), ("sslrootcert", "/etc/ca.pem"))),
        ),
    ],
)
def test_addresses(url: str, found: Database | None) -> None:
    assert read_database({"DUIBIAO_DATABASE_URL": url}) == found


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://u:secret@db/x", "不是 PostgreSQL 的地址"),
        ("postgresql://u:secret@db", "不是 PostgreSQL 的地址"),
        ("postgresql:///x", "不是 PostgreSQL 的地址"),
        ("postgresql://u:secret@db:port/x", "不是 PostgreSQL 的地址"),
        ("postgresql://u:secret@db/x?options=-c", "options"),
        ("sqlite:///x.sqlite", "去掉"),
        ("db.example.gov.cn", "不是 PostgreSQL 的地址"),
    ],
)
def test_what_is_no_address(url: str, told: str) -> None:
    with pytest.raises(BadSettings, match=told) as caught:
        read_database({"DUIBIAO_DATABASE_URL": url})
    assert "secret" not in str(caught.value)


def test_no_password_is_shown(shared_database: Database) -> None:
    assert shared_database.password not in repr(shared_database)
    assert shared_database.password not in shared_database.shown


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "service.postgres.connection", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadSettings, match=r"pip install '\.\[postgres\]'"):
        database.server_of(Database("nowhere", 1, "x"))


Make = Callable[..., Server]


@pytest.fixture
def serve(real_bounds: None) -> Iterator[Make]:
    """Makes servers that are closed behind the test."""
    made: list[Server] = []

    def make(given: Database, pause: float = PAUSE) -> Server:
        made.append(Server(given, pause=pause))
        return made[-1]

    yield make
    for server in made:
        server.close()


Change = Callable[[Database], Database]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda given: replace(given, password="wrong"), "用户名或密码"),
        (lambda given: replace(given, user="nobody-here"), "用户名或密码"),
        (lambda given: replace(given, name="nothing"), "不存在"),
        (lambda given: replace(given, port=1), "连接不上"),
        (lambda given: replace(given, host="nowhere.invalid"), "主机名"),
        (lambda given: replace(given, options=(("sslmode", "require"),)), "加密"),
    ],
)
def test_what_is_said_where_it_cannot_be_reached(
    serve: Make, shared_database: Database, change: Change, told: str
) -> None:
    server = serve(change(shared_database))
    started = time.monotonic()
    with pytest.raises(Unreachable, match=told), server.transaction():
        pass
    assert time.monotonic() - started < 2.5
    assert told in server.failing
    with pytest.raises(Unreachable, match=told), server.transaction():
        pass


def test_an_old_server_is_refused(
    serve: Make, shared_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "OLDEST", 99)
    with pytest.raises(Unreachable, match="太旧"), serve(shared_database).transaction():
        pass


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_something_else_at_that_port(serve: Make, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answering() -> None:
            wire, _ = other.accept()
            with wire:
                wire.recv(8)
                wire.sendall(answer)
                if not answer:
                    time.sleep(2.0)  # takes the question and says nothing

        thread = threading.Thread(target=answering)
        thread.start()
        started = time.monotonic()
        with (
            pytest.raises(Unreachable, match=r"连接不上|不是 PostgreSQL"),
            serve(Database("127.0.0.1", other.getsockname()[1], "x")).transaction(),
        ):
            pass
        assert time.monotonic() - started < 1.5
        thread.join()


def test_a_change_that_takes_too_long_is_given_up(serve: Make, shared_database: Database) -> None:
    server = serve(shared_database, pause=0.05)
    started = time.monotonic()
    with pytest.raises(Unreachable, match="没有按时回答"), server.transaction(0.5) as db:
        db.exec_driver_sql("SELECT pg_sleep(30)")
    assert time.monotonic() - started < 1.5
    time.sleep(0.1)
    with server.transaction() as db:  # the connection that was given up is not used again
        assert db.exec_driver_sql("SELECT 1").scalar() == 1
    assert server.failing == ""


def test_who_may_not_write_is_told(serve: Make, shared_database: Database) -> None:
    with pytest.raises(Unwritable, match="只能读"), serve(shared_database).transaction() as db:
        db.exec_driver_sql("SET TRANSACTION READ ONLY; CREATE TABLE x(y int)")


def test_mistakes_of_the_program_come_out_as_they_are(serve: Make, shared_database: Database) -> None:
    with pytest.raises(sa.exc.ProgrammingError), serve(shared_database).transaction() as db:
        db.exec_driver_sql("SELECT nothing FROM nowhere")
    with pytest.raises(ZeroDivisionError), serve(shared_database).transaction():
        raise ZeroDivisionError


def test_a_slow_server_is_left_alone_by_readers_only(serve: Make, shared_database: Database) -> None:
    server = serve(shared_database)
    server.worked(3.0)
    assert "太慢" in server.resting(reading=True)
    assert server.resting() == ""
