"""What changes something through the API: decisions about links, corrections, imports."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

API = "/api/v1"
COUNTY = "example-women-2021/1.1/goal/1"
PROVINCE = "example-province-2021/1.1/goal/2"
CITY_TEXT = """示例市妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之十以下。

2.适龄妇女宫颈癌筛查率达到75%以上。

策略措施：

1.完善保障妇女健康的制度机制。建立健全妇幼健康服务体系。
"""


def _links(client: TestClient, **asked: Any) -> list[Any]:
    answer = client.get(f"{API}/links", params={"address": COUNTY, "rejected": True, **asked})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_a_decision_is_kept_and_changes_the_answer(own_client: TestClient) -> None:
    before = own_client.get(f"{API}/links", params={"address": COUNTY})
    given = {"from": COUNTY, "to": PROVINCE, "status": "confirmed", "who": "示例", "note": "核对过"}
    made = own_client.post(f"{API}/links/decisions", json=given)
    assert made.status_code == 200, made.text
    row = next(row for row in made.json()["items"] if row["to"] == PROVINCE)
    assert (row["status"], row["score"]) == ("confirmed", 1.0)
    after = own_client.get(
        f"{API}/links", params={"address": COUNTY}, headers={"If-None-Match": before.headers["etag"]}
    )
    assert after.status_code == 200  # the tag knows of decisions
    own_client.post(f"{API}/links/decisions", json=given | {"status": "rejected"})
    assert next(row for row in _links(own_client) if row["to"] == PROVINCE)["status"] == "rejected"


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"from": COUNTY, "to": COUNTY, "status": "confirmed"}, 400, "同一部规划"),
        ({"from": COUNTY, "to": "none/1", "status": "confirmed"}, 404, "没有地址为 none/1"),
        ({"from": COUNTY, "to": PROVINCE, "status": "perhaps"}, 422, "status 可以写：suggested"),
        ({"from": COUNTY, "status": "confirmed"}, 422, "to 必须填写"),
        ({"from": COUNTY, "to": PROVINCE, "status": "confirmed", "x": 1}, 422, "x 没有这一项"),
    ],
)
def test_a_wrong_decision_is_refused(
    own_client: TestClient, given: dict[str, Any], status: int, sentence: str
) -> None:
    answer = own_client.post(f"{API}/links/decisions", json=given)
    assert answer.status_code == status
    assert sentence in answer.json()["detail"]


def test_a_correction_is_kept_shown_and_taken_back(own_client: TestClient) -> None:
    assert own_client.get(f"{API}/corrections").json()["items"] == []
    tag = own_client.get(f"{API}/clauses/{COUNTY}").headers["etag"]
    given = {"address": COUNTY, "act": "target", "target": 1, "fields": {"comparator": "="}, "who": "示例"}
    made = own_client.post(f"{API}/corrections", json=given)
    assert made.status_code == 200, made.text
    row = made.json()
    assert (row["address"], row["act"], row["state"], row["who"]) == (COUNTY, "target", "laid", "示例")
    clause = own_client.get(f"{API}/clauses/{COUNTY}", headers={"If-None-Match": tag})
    assert clause.status_code == 200
    assert clause.json()["targets"][0]["comparator"] == "="
    assert [each["key"] for each in own_client.get(f"{API}/corrections").json()["items"]] == [row["key"]]
    assert own_client.get(f"{API}/corrections", params={"open": True}).json()["total"] == 0
    undone = own_client.post(f"{API}/corrections/undo", json={"key": row["key"], "who": "示例"})
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert own_client.get(f"{API}/corrections").json()["total"] == 0
    assert own_client.get(f"{API}/clauses/{COUNTY}").json()["targets"][0]["comparator"] != "="


def test_a_target_is_added(own_client: TestClient) -> None:
    fields = {"indicator": "系统管理率", "value": "95", "unit": "%"}
    given = {"address": COUNTY, "act": "add", "words": "孕产妇", "fields": fields, "who": "示例"}
    refused = own_client.post(f"{API}/corrections", json=given)
    assert refused.status_code == 400
    assert "没有 95 这个数" in refused.json()["detail"]
    made = own_client.post(f"{API}/corrections", json=given | {"stated": True})
    assert made.status_code == 200, made.text
    targets = own_client.get(f"{API}/clauses/{COUNTY}").json()["targets"]
    assert [each["value"] for each in targets if each["quote"] == "孕产妇"] == [95]


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"act": "split", "words": "没有的字"}, 400, "没有“没有的字”"),
        ({"act": "kind", "value": "goal"}, 400, "本来就是"),
        ({"act": "join", "address": "none-2021/1"}, 404, "没有编号为 none-2021"),
        ({"act": "erase"}, 422, "act 可以写：border"),
        ({"act": "join", "who": ""}, 422, "who"),
        ({"act": "target", "target": 1, "fields": {"colour": "3"}}, 422, "没有这一项"),
    ],
)
def test_a_wrong_correction_is_refused(
    own_client: TestClient, given: dict[str, Any], status: int, sentence: str
) -> None:
    answer = own_client.post(f"{API}/corrections", json={"address": COUNTY, "who": "示例"} | given)
    assert (answer.status_code, own_client.get(f"{API}/corrections").json()["total"]) == (status, 0), (
        answer.text
    )
    assert sentence in answer.text


def test_a_decision_must_be_json(own_client: TestClient) -> None:
    """A form of another site can be sent without asking; JSON cannot."""
    answer = own_client.post(
        f"{API}/links/decisions",
        content=f'{{"from":"{COUNTY}","to":"{PROVINCE}","status":"confirmed"}}',
        headers={"Content-Type": "text/plain"},
    )
    assert answer.status_code == 422


def _upload(client: TestClient, *, name: str = "示例市.txt", text: str = CITY_TEXT, **asked: Any) -> Any:
    return client.post(f"{API}/imports", params=asked, files={"file": (name, text.encode())})


def test_an_import_is_looked_at_before_it_is_kept(own_client: TestClient) -> None:
    review = _upload(own_client)
    assert review.status_code == 200, review.text
    (plan,) = review.json()
    assert (plan["plan"], plan["stored"], plan["known"]) == ("example-city-2021", False, True)
    assert plan["clauses"] == 3
    assert own_client.get(f"{API}/imports").json()["items"] == []
    assert own_client.get(f"{API}/plans/example-city-2021").json()["clauses"] == 0


def test_a_kept_import_is_served_at_once(own_client: TestClient) -> None:
    before = own_client.get(f"{API}/plans")
    kept = _upload(own_client, dry_run=False)
    assert kept.status_code == 200, kept.text
    assert kept.json()[0]["stored"] is True
    after = own_client.get(f"{API}/plans", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    found = own_client.get(f"{API}/search", params={"q": "宫颈癌", "plan": "example-city-2021"}).json()
    assert found["items"][0]["address"] == "example-city-2021/1.1/goal/2"
    listed = own_client.get(f"{API}/imports").json()["items"]
    assert [each["plan"] for each in listed] == ["example-city-2021"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("空.txt", "", "空"),
        ("图.txt", "\x00\x01\x02\x03" * 50, ""),
        ("../../../etc/passwd", "", "passwd"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    own_client: TestClient, name: str, text: str, sentence: str
) -> None:
    answer = _upload(own_client, name=name, text=text)
    assert answer.status_code == 400
    detail = answer.json()["detail"]
    assert sentence in detail
    assert "/tmp" not in detail
    assert "etc" not in detail


def test_another_site_cannot_import(own_client: TestClient) -> None:
    answer = own_client.post(
        f"{API}/imports?dry_run=false",
        files={"file": ("a.txt", CITY_TEXT.encode())},
        headers={"Origin": "http://elsewhere.example"},
    )
    assert answer.status_code == 403


def test_a_body_that_is_too_long_is_refused(own_client: TestClient) -> None:
    for content in (
        b"x" * 1_000_001,
        iter([b"x" * 600_000] * 2),
    ):  # told beforehand, and found out on the way
        answer = own_client.post(
            f"{API}/links/decisions", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 413, answer.text
        assert "最多 1 MB" in answer.json()["detail"]
