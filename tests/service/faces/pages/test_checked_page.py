"""已核对: one click on a clause or a target, with who and when, taken back by another; never beside another text."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

PLAN = "county-women"


def _clause_with_targets(desk: TestClient) -> str:
    items = desk.get("/api/v1/targets").json()["items"]
    return str(items[0]["clause"])


def test_a_clause_and_a_target_are_checked_and_taken_back(own_desk: TestClient) -> None:
    address = _clause_with_targets(own_desk)
    page = own_desk.get(f"/clauses/{address}").text
    assert "程序识别" in page
    assert not re.search(r'class="checked person"', page)
    assert own_desk.post(f"/checked/{address}", data={"do": "check"}).status_code == 303
    assert own_desk.post(f"/checked/{address}", data={"do": "check", "target": "1"}).status_code == 303
    page = own_desk.get(f"/clauses/{address}").text
    assert page.count('class="checked person"') == 2
    told = own_desk.get(f"/api/v1/clauses/{address}").json()
    assert told["checked"] == told["targets"][0]["checked"] == "已核对"
    assert told["checked_on"]
    assert "已核对" in own_desk.get("/targets").text
    own_desk.post(f"/checked/{address}", data={"do": "undo", "target": "1"})
    told = own_desk.get(f"/api/v1/clauses/{address}").json()
    assert (told["checked"], told["targets"][0]["checked"]) == ("已核对", "程序识别")


def test_the_api_keeps_who_and_refuses_what_is_not_there(own_desk: TestClient) -> None:
    address = _clause_with_targets(own_desk)
    told = own_desk.post(f"/api/v1/clauses/{address}/checked", json={"targets": [1], "who": "示例"}).json()
    assert (told["targets"][0]["checked"], told["targets"][0]["checked_by"]) == ("已核对", "示例")
    refused = own_desk.post(f"/api/v1/clauses/{address}/checked", json={"targets": [99]})
    assert refused.status_code == 400
    assert "没有第 99 个指标" in refused.json()["detail"]
    assert own_desk.post("/api/v1/clauses/no/such/checked", json={}).status_code == 404
    assert own_desk.post(f"/checked/{address}", data={"do": "什么"}).status_code == 400


def test_a_checked_answer_has_another_tag(own_desk: TestClient) -> None:
    address = _clause_with_targets(own_desk)
    before = own_desk.get(f"/api/v1/clauses/{address}").headers["etag"]
    own_desk.post(f"/api/v1/clauses/{address}/checked", json={})
    assert own_desk.get(f"/api/v1/clauses/{address}").headers["etag"] != before
