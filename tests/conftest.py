"""Shared settings of the test suite: where the real text lies, a PostgreSQL, and what a skip means in CI."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import postgres_node
import pytest
from places import CORPUS

from service.postgres import timeouts
from service.postgres.database import close_servers
from service.settings import Database

_numbers = itertools.count()


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The corpus that ships with the project."""
    return CORPUS


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres_node.Node]:
    """A running PostgreSQL, made for these tests."""
    lacking = postgres_node.lacking()
    if lacking:
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    with tempfile.TemporaryDirectory(prefix="duibiao-postgres-") as place:
        os.chmod(place, 0o755)  # the server is another user where the tests run as root
        node = postgres_node.make(Path(place) / "node")
        with pytest.MonkeyPatch.context() as patch:
            # Tests that are not about time must not fail because the machine is busy.
            for bound in ("KNOCK", "ANSWER", "CHANGE", "SLOW"):
                patch.setattr(f"service.postgres.connection.{bound}", 20.0)
            yield node
            close_servers()
        node.stop()


@pytest.fixture
def real_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits end when they do for people."""
    for bound in ("KNOCK", "ANSWER", "CHANGE"):
        monkeypatch.setattr(f"service.postgres.connection.{bound}", getattr(timeouts, bound))
    monkeypatch.setattr("service.postgres.connection.SLOW", 0.4)


@pytest.fixture(scope="session")
def shared_database(postgres: postgres_node.Node) -> Database:
    """A database that many tests use, each with a corpus of its own."""
    return postgres_node.address(postgres.make_database("shared"))


@pytest.fixture
def database(postgres: postgres_node.Node) -> Iterator[Database]:
    """An empty database."""
    name = f"own{next(_numbers)}"
    made = postgres_node.address(postgres.make_database(name))
    yield made
    close_servers(made)
    postgres.drop_database(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI every system part is installed, so a skipped test there is a fault of the set-up, not a choice."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"跳过的测试在 CI 中视为失败：{report.longrepr}"
    return report
