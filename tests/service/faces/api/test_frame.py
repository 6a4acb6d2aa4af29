"""What stands around every answer: headers, request ids, same-site check, problems, readiness."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_every_answer_keeps_the_browser_at_home(client: TestClient) -> None:
    for path in ("/", "/healthz", "/readyz", "/nothing", "/api/v1/nothing", "/vendor/htmx/htmx.min.js"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.headers["x-request-id"]) >= 16


def test_a_stated_request_id_is_kept_unless_it_could_forge_a_log(client: TestClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    for bad in ("a b", "x" * 65, "<script>"):
        assert client.get("/healthz", headers={"X-Request-ID": bad}).headers["x-request-id"] != bad


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),  # no browser at all
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "http://elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, True),
    ],
)
def test_other_sites_cannot_change_anything(
    client: TestClient, headers: dict[str, str], refused: bool
) -> None:
    answer = client.post("/api/v1/nothing", headers=headers)
    assert (answer.status_code == 403) is refused
    if refused:
        assert "别的网站" in answer.json()["detail"]


def test_unknown_addresses_are_told_in_chinese(client: TestClient) -> None:
    page = client.get("/nothing", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "没有这个地址" in page.text
    problem = client.get("/api/v1/nothing")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404
    assert problem.json()["request_id"] == problem.headers["x-request-id"]


def test_ready_tells_what_is_held(client: TestClient) -> None:
    facts = client.get("/readyz").json()
    assert facts["ready"] is True
    assert facts["counts"]["clauses"] > 300
