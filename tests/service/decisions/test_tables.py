"""The tables of what people did: made and changed by the program itself, whoever comes first, nothing lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.decisions import tables
from service.decisions.decisions import (
    BasketAction,
    BasketChange,
    LinkDecision,
    LinkStatus,
    file_decisions,
    open_decisions,
)
from service.decisions.tables import HEAD, TABLES, FileTruth, Truth, server_truth
from service.errors import DamagedDecisions, Unwritable
from service.settings import Database, Settings

YES = LinkDecision(
    "county/1", "nation/1", LinkStatus.CONFIRMED, "县文", "国文", who="张三", made="2026-01-02"
)
ADD = BasketChange(BasketAction.ADD, "county/1", "县文")
# The file as the program made it before it knew of steps.
VERSION_1 = """
CREATE TABLE links(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL, target TEXT NOT NULL, relation TEXT,
    status TEXT NOT NULL CHECK(status IN ('suggested', 'confirmed', 'rejected')),
    who TEXT, made TEXT NOT NULL, note TEXT,
    source_text TEXT NOT NULL, target_text TEXT NOT NULL
);
CREATE INDEX links_by_pair ON links(source, target, number);
"""
VERSION_2 = """
CREATE TABLE baskets(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    basket TEXT NOT NULL,
    action TEXT NOT NULL CHECK(action IN ('add', 'remove', 'up', 'down', 'note', 'clear')),
    address TEXT NOT NULL, text TEXT NOT NULL, who TEXT, made TEXT NOT NULL
);
CREATE INDEX baskets_by_name ON baskets(basket, number);
"""


def _old_file(path: Path, version: int) -> None:
    with sqlite3.connect(path) as db:
        db.executescript(VERSION_1 + (VERSION_2 if version == 2 else ""))
        db.execute(f"PRAGMA user_version = {version}")
        rows = [(f"a{n}", "b", "confirmed", "", "", "") for n in range(500)]
        columns = "source, target, status, made, source_text, target_text"
        db.executemany(f"INSERT INTO links({columns}) VALUES(?,?,?,?,?,?)", rows)
        if version == 2:
            db.execute(
                "INSERT INTO baskets(basket, action, address, text, made) VALUES('默认','add','x','文','')"
            )
    db.close()


@pytest.mark.parametrize("version", [1, 2])
def test_files_of_before_are_taken_over_whole(tmp_path: Path, version: int) -> None:
    path = tmp_path / "decisions.sqlite"
    _old_file(path, version)
    kept = file_decisions(path)
    assert [each.pair for each in kept.links()] == [(f"a{n}", "b") for n in range(500)]
    kept.fill("默认", ADD)
    kept.decide(YES)
    assert [each.address for each in kept.filled("默认")] == ["x", "county/1"][2 - version :]
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT max(number), count(*) FROM links").fetchone() == (501, 501)
        assert db.execute("PRAGMA user_version").fetchone() == (3,)  # older programs leave it alone
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE links SET status = 'maybe'")
    db.close()


def test_a_step_that_is_broken_off_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "decisions.sqlite"
    _old_file(path, 2)
    migrate = tables._migrate

    def killed(db: sa.Connection) -> None:
        migrate(db)
        raise KeyboardInterrupt

    monkeypatch.setattr(tables, "_migrate", killed)
    with pytest.raises(KeyboardInterrupt):
        file_decisions(path).links()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert "corpus" not in db.execute("SELECT sql FROM sqlite_master WHERE name = 'links'").fetchone()[0]
    db.close()
    monkeypatch.undo()
    assert len(file_decisions(path).links()) == 500


def _at_once(places: list[Truth]) -> list[Exception]:
    wrong: list[Exception] = []

    def ask(place: Truth) -> None:
        try:
            with place.writing() as db:
                tables.raise_revision(db, place.corpus, "decided")
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_several_programs_at_once_make_the_tables_once(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "decisions.sqlite"
    _old_file(path, 1)
    assert _at_once([FileTruth(path) for _ in range(6)]) == []
    servers: list[Truth] = [tables.ServerTruth(database, "x") for _ in range(6)]
    assert _at_once(servers) == []
    for place in (FileTruth(path), servers[0]):
        with place.reading() as db:
            assert db is not None
            assert db.scalar(sa.select(tables.CORPORA.c.decided)) == 6


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_steps_lead_to_the_tables_of_the_program(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place: Truth = FileTruth(tmp_path / "new.sqlite")
    if kind == "postgresql":
        place = server_truth(request.getfixturevalue("shared_database"), "tables")
    with place.writing() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, TABLES) == []
    script = ScriptDirectory(str(Path(tables.__file__).with_name("migrations")))
    assert script.get_current_head() == HEAD


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_tables_of_a_newer_program_are_refused(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place: Truth = FileTruth(tmp_path / "new.sqlite")
    if kind == "postgresql":
        place = tables.ServerTruth(request.getfixturevalue("database"), "newer")
    with place.writing() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    fresh: Truth = (
        place if kind == "sqlite" else tables.ServerTruth(request.getfixturevalue("database"), "newer")
    )
    with pytest.raises(DamagedDecisions, match="升级"), fresh.reading():
        pass


def test_alembic_is_loaded_only_where_a_step_is_due(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    file_decisions(path).decide(YES)
    code = (
        "import sys; from pathlib import Path; from service.decisions.decisions import file_decisions;"
        f"print(len(file_decisions(Path({str(path)!r})).links()), 'alembic' in sys.modules, 'psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False", "False"]


def test_who_waits_too_long_for_another_program_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "decisions.sqlite"
    kept = file_decisions(path)
    kept.decide(YES)
    monkeypatch.setattr(tables, "BUSY", 0.05)
    with sqlite3.connect(path, isolation_level=None) as db:
        db.execute("BEGIN IMMEDIATE")
        assert [each.pair for each in kept.links()] == [YES.pair]
        with pytest.raises(Unwritable, match="另一个程序"):
            kept.decide(YES)
    db.close()


def test_what_a_machine_had_decided_comes_along_once(tmp_path: Path, database: Database) -> None:
    homes = [Settings(tmp_path / name, tmp_path / "corpus") for name in ("one", "two")]
    file_decisions(homes[0].decisions).decide(YES, replace(YES, source="county/2"))
    file_decisions(homes[0].decisions).fill(
        "默认", ADD, BasketChange(BasketAction.CLEAR), replace(ADD, address="y")
    )
    newer = replace(YES, status=LinkStatus.REJECTED, made="2026-02-03")
    file_decisions(homes[1].decisions).decide(newer, replace(YES, source="county/3"))
    on = [replace(home, database=database) for home in homes]
    second = open_decisions(on[1])
    first = open_decisions(on[0])
    for kept in (first, second):
        assert {each.source: each.status for each in kept.links()} == {
            "county/1": LinkStatus.REJECTED,  # the newer decision stands, whichever machine came first
            "county/2": LinkStatus.CONFIRMED,
            "county/3": LinkStatus.CONFIRMED,
        }
    assert [each.address for each in first.filled("默认")] == ["y"]
    number = len(first.history(*YES.pair))
    file_decisions(homes[0].decisions).decide(replace(YES, source="county/4"))
    again = _again(on[0])
    assert len(again.history(*YES.pair)) == number
    assert ("county/4", "nation/1") in [each.pair for each in again.links()]


def _again(settings: Settings) -> object:
    from service.decisions import take_over

    take_over._done.clear()
    return open_decisions(settings)
