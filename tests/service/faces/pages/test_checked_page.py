"""已核对: one click on a clause or a target, with who and when, taken back by another; never beside another text."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from service.decisions import Check, open_checks
from service.settings import Settings


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
    assert "checked person" in own_desk.get("/targets").text
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


def test_what_was_checked_of_another_text_waits_and_can_be_let_go(
    own_desk: TestClient, own_settings: Settings
) -> None:
    address = _clause_with_targets(own_desk)
    open_checks(own_settings).keep([Check(address, "示例：以前的文字。", None, who="示例")])
    assert own_desk.get(f"/api/v1/clauses/{address}").json()["checked"] == "程序识别"
    page = own_desk.get("/waiting").text
    assert "已核对过的条目" in page
    assert "示例：以前的文字。" in page
    (made,) = re.findall(r'name="made" value="([^"]+)"', page)
    assert own_desk.post("/waiting/checks", data={"address": address, "made": made}).status_code == 303
    assert "没有待重看的" in own_desk.get("/waiting").text
    assert own_desk.post("/waiting/checks", data={"address": address, "made": made}).status_code == 404


def test_a_ladder_says_what_a_person_compared(own_desk: TestClient) -> None:
    target = own_desk.get("/api/v1/targets").json()["items"][0]
    asked = {"indicator": target["indicator"], "plan": target["plan"]}
    rungs = own_desk.get("/api/v1/ladder", params=asked).json()["items"][0]["rungs"]
    assert rungs[0]["checked"] == "程序识别"
    own_desk.post(f"/api/v1/clauses/{target['clause']}/checked", json={"targets": [1]})
    rungs = own_desk.get("/api/v1/ladder", params=asked).json()["items"][0]["rungs"]
    assert rungs[0]["checked"] == "已核对"


def test_a_row_of_a_ladder_is_checked_where_it_stands(own_desk: TestClient) -> None:
    target = own_desk.get("/api/v1/targets").json()["items"][0]
    said = {"source": target["clause"], "source_indicator": target["indicator"], "quote": target["quote"]}
    answer = own_desk.post("/ladder", data=said | {"do": "check", "back": f"plan={target['plan']}"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ladder?plan={target['plan']}")
    assert "checked person" in own_desk.get(answer.headers["location"]).text
    own_desk.post("/ladder", data=said | {"do": "uncheck"})
    assert "checked person" not in own_desk.get(answer.headers["location"]).text
    assert own_desk.post("/ladder", data=said | {"do": "check", "quote": "没有的话"}).status_code == 404
    assert own_desk.post("/ladder", data={"do": "什么"}).status_code == 400
