"""The service over small fictional plans and over the real corpus, asked through the test client."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.faces.web.app import create_app
from service.settings import Settings

DEADLINE = 30.0


def wait_ready(client: TestClient) -> None:
    """Returns when the service has a base; fails where that takes too long."""
    until = time.monotonic() + DEADLINE
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until, client.get("/readyz").json()
        time.sleep(0.02)


@pytest.fixture
def own_client(own_settings: Settings) -> Iterator[TestClient]:
    """A service over a small corpus that the test may spoil."""
    with TestClient(create_app(own_settings)) as client:
        wait_ready(client)
        yield client


@pytest.fixture(scope="session")
def client(real_settings: Settings) -> Iterator[TestClient]:
    """A service over the real corpus; read only."""
    with TestClient(create_app(real_settings)) as client:
        wait_ready(client)
        yield client
