"""The real corpus and small fictional ones, with their rows on a PostgreSQL."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from service import settings as settings_module
from service.settings import Database, Settings
from service.storage.base import Base
from service.upkeep import build
from service.upkeep.build import Silent

# The fictional corpus is the one that the other tests of the service spoil.
_spec = importlib.util.spec_from_file_location(
    "service_conftest", Path(__file__).parents[1] / "service" / "conftest.py"
)
assert _spec is not None
assert _spec.loader is not None
_of_service = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_of_service)


@pytest.fixture(scope="session")
def plain_settings(tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path) -> Settings:
    """The real corpus in files of this machine."""
    settings = Settings(tmp_path_factory.mktemp("plain"), corpus_dir.resolve())
    build.ensure(settings, Silent())
    return settings


@pytest.fixture(scope="session")
def server_settings(
    tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path, shared_database: Database
) -> Settings:
    """The real corpus with its rows on the server."""
    return Settings(tmp_path_factory.mktemp("server"), corpus_dir.resolve(), database=shared_database)


@pytest.fixture(scope="session")
def server_base(server_settings: Settings) -> Base:
    """Its base."""
    base, made = build.build(server_settings, Silent())
    assert made
    return base


@pytest.fixture
def shipped_machines(machines: list[Settings], monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The same with that corpus in the place of the one that ships, whose imports lie in the data folder."""
    monkeypatch.setattr(settings_module, "packaged_corpus", lambda: machines[0].corpus)
    assert machines[0].imports != machines[1].imports
    return machines


@pytest.fixture
def machines(tmp_path: Path, database: Database) -> list[Settings]:
    """Two machines, each with a data folder of its own, that share one corpus and one empty database."""
    own = _of_service._own(tmp_path / "given")
    return [Settings(tmp_path / name, own.corpus, database=database) for name in ("one", "two")]
