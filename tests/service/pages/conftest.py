"""Sites for the tests of pages: one over the real corpus that is only read, one that a test may change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.faces.app import create_app
from service.settings import Settings


def ready(client: TestClient) -> TestClient:
    """The client, when its service has a base."""
    until = time.monotonic() + 60
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until, client.get("/readyz").json()
        time.sleep(0.02)
    return client


@pytest.fixture(scope="session")
def desk(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over the real corpus."""
    with TestClient(create_app(real_settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield ready(client)


@pytest.fixture
def own_desk(own_settings: Settings) -> Iterator[TestClient]:
    """A service over two small fictional plans, with a data folder of its own."""
    with TestClient(create_app(own_settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield ready(client)


FAMILY = Path(__file__).parent.parent.parent / "families" / "tuned"


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over fictional plans of county, city, province and nation; read only."""
    settings = Settings(tmp_path_factory.mktemp("family"), FAMILY.resolve())
    with TestClient(create_app(settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield ready(client)
