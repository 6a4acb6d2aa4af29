"""While the embedded index stands in for an Elasticsearch, people, programs and monitoring are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.faces.terminal.cli import main
from service.faces.web.app import create_app
from service.settings import Cluster, Settings
from tests.service.faces.api.conftest import wait_ready

NOWHERE = "http://127.0.0.1:9"
SPARE = "备用检索：连不上检索服务器"


@pytest.fixture
def alone(own_settings: Settings) -> Iterator[TestClient]:
    """A service whose cluster is not there."""
    with TestClient(create_app(replace(own_settings, cluster=Cluster((NOWHERE,))))) as client:
        wait_ready(client)
        yield client


def test_coverage_says_so(alone: TestClient) -> None:
    answer = alone.get("/api/v1/coverage", params={"q": "儿童"}).json()
    assert answer["notes"][0].startswith(SPARE)
    assert SPARE in alone.get("/coverage", params={"q": "儿童"}).text
    book = openpyxl.load_workbook(BytesIO(alone.get("/coverage.xlsx", params={"q": "儿童"}).content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(SPARE in cell for cell in cells)


def test_ready_and_metrics_say_so(alone: TestClient) -> None:
    before = alone.get("/readyz").json()["search"]["stood_in"]
    alone.get("/api/v1/search", params={"q": "儿童"})
    told = alone.get("/readyz").json()["search"]
    assert told["engine"] == "elastic"
    assert told["spare"] is True
    assert "连不上检索服务器" in told["why"]
    assert told["stood_in"] > before
    text = alone.get("/metrics").text
    assert "duibiao_search_spare 1.0" in text
    assert "duibiao_search_stood_in_total" in text


def test_without_a_cluster_there_is_nothing_to_say(own_client: TestClient) -> None:
    assert own_client.get("/readyz").json()["search"]["engine"] == "embedded"
    assert own_client.get("/api/v1/coverage", params={"q": "儿童"}).json()["notes"] == []
    assert "duibiao_search_spare" not in own_client.get("/metrics").text


def test_the_command_line_says_so(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(own_settings.home))
    monkeypatch.setenv("DUIBIAO_ELASTICSEARCH_URL", NOWHERE)
    assert main(["coverage", "儿童", "--json", "--corpus", str(own_settings.corpus)]) == 0
    out, told = capsys.readouterr()
    assert SPARE in told
    assert SPARE not in out
