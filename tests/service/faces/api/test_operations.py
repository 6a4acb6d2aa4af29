"""Every operation answers with the same records as the command line, and with what it promises in its description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.plan import ClauseKind, Level
from service.answers.search import search
from service.faces.records import schemas
from service.faces.records import search as records
from service.labels import KINDS, LEVELS, kind_named, level_named
from service.query.query import read_query
from service.storage.base import Base

API = "/api/v1"
GOAL = "tengchong-women-2021/2.1/goal/2"


def get(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(API + path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def without_empty(record: Any) -> Any:
    """A record without the values that the API states as null and the command line leaves out."""
    if isinstance(record, dict):
        return {name: without_empty(value) for name, value in record.items() if value is not None}
    return [without_empty(each) for each in record] if isinstance(record, list) else record


@pytest.mark.parametrize(
    "words", ["留守儿童", "宫颈癌 筛查", "“控辍保学”", "老公打老婆", "类型:目标", "ycfswl"]
)
def test_search_gives_the_records_of_the_command_line(
    client: TestClient, real_base: Base, words: str
) -> None:
    found = get(client, "/search", q=words, limit=5)
    answer = search(real_base.store, real_base.engine, read_query(words, limit=5), real_base.nearness)
    expected = [records.hit_record(hit) for hit in answer.hits]
    assert without_empty(found["items"]) == without_empty(expected)
    for name, value in records.counts_record(answer).items():
        assert found[name] == value, name
    assert found["total"] == answer.total


def test_search_filters_by_english_and_chinese_names(client: TestClient) -> None:
    one = get(client, "/search", q="儿童", kind="goal", level="county")
    other = get(client, "/search", q="儿童", kind="主要目标", level="县")
    assert one["items"] == other["items"]
    assert {hit["kind"] for hit in one["items"]} == {"goal"}
    both = get(client, "/search", q="儿童", kind=["goal", "measure"], limit=100)
    assert {hit["kind"] for hit in both["items"]} == {"goal", "measure"}


def test_search_pages_hold_together(client: TestClient) -> None:
    """Pages laid together are the long list; the last says that none follows."""
    whole = get(client, "/search", q="留守儿童 心理", limit=60)
    address: str | None = f"{API}/search?q=留守儿童 心理&limit=7"
    collected = []
    while address and len(collected) < 60:
        page = client.get(address).json()
        assert page["items"]
        collected += [hit["address"] for hit in page["items"]]
        address = page["next"]
    assert collected[:60] == [hit["address"] for hit in whole["items"]][: len(collected)]
    assert len(set(collected)) == len(collected)


def test_literal_search_looks_for_nothing_else(client: TestClient) -> None:
    assert get(client, "/search", q="老公打老婆", literal=True)["items"] == []


def test_nothing_found_offers_ways_on(client: TestClient) -> None:
    found = get(client, "/search", q="儿童", domain="妇女与教育", kind="principle")
    assert found["items"] == []
    assert found["suggestions"][0]["query"] == "儿童"


def test_clauses_and_targets_page_by_page(client: TestClient, real_base: Base) -> None:
    for path, total in (
        ("/clauses", real_base.manifest.counts["clauses"]),
        ("/targets", real_base.manifest.counts["targets"]),
    ):
        address: str | None = f"{API}{path}?limit=100"
        seen: list[str] = []
        while address:
            page = client.get(address).json()
            assert page["total"] == total
            seen += [
                str((row.get("address"), row.get("clause"), row["start"], row["end"]))
                for row in page["items"]
            ]
            address = page["next"]
        assert len(seen) == total


def test_lists_take_the_filters(client: TestClient) -> None:
    goals = get(client, "/clauses", kind="goal", plan="tengchong-women-2021", limit=200)
    assert goals["total"] == 73
    targets = get(client, "/targets", domain="妇女与健康", limit=200)
    assert targets["total"] == len(targets["items"]) > 5
    assert {row["domain"] for row in targets["items"]} == {"妇女与健康"}


def test_one_clause_with_everything_about_it(client: TestClient) -> None:
    clause = get(client, f"/clauses/{GOAL}")
    assert clause["address"] == GOAL
    assert clause["citation"].endswith("主要目标第2条")
    assert clause["targets"][0]["indicator"]


def test_filters_are_the_values_that_filters_take(client: TestClient) -> None:
    values = get(client, "/filters")
    assert set(values["level"]) == {level.value for level in Level}
    assert set(values["kind"]) == {kind.value for kind in ClauseKind}
    for domain in values["domain"]:
        assert get(client, "/clauses", domain=domain)["total"] > 0


def test_names_of_filters_are_those_of_the_glossary() -> None:
    levels, kinds = schemas.LevelWord.__args__, schemas.KindWord.__args__  # type: ignore[attr-defined]
    assert all(level_named(word) for word in levels)
    assert all(kind_named(word) for word in kinds)
    assert {*LEVELS.values(), *Level} <= set(levels)
    assert {*KINDS.values(), *ClauseKind} <= set(kinds)


@pytest.mark.parametrize(
    ("typed", "first"), [("孕产", "孕产妇死亡率"), ("ycfs", "孕产妇死亡率"), ("妇女与健", "妇女与健康")]
)
def test_suggestions_begin_with_what_was_typed(client: TestClient, typed: str, first: str) -> None:
    assert get(client, "/suggestions", q=typed)["items"][0]["text"] == first


def test_plans_with_and_without_text(client: TestClient) -> None:
    plans = get(client, "/plans")
    assert {plan["holding"] for plan in plans["items"]} >= {"full", "figures"}
    county = get(client, "/plans", level="county")
    assert {plan["level"] for plan in county["items"]} == {"county"}
    full = get(client, "/plans/tengchong-women-2021")
    assert full["clauses"] > 150
    assert any(heading["title"] == "妇女与健康" for heading in full["headings"])
    assert full["parents"]


def test_ladder_of_one_and_of_all(client: TestClient) -> None:
    one = get(client, "/ladder", indicator="孕产妇死亡率")
    assert one["items"][0]["rungs"][0]["value"] is not None
    assert {rung["checked"] for ladder in one["items"] for rung in ladder["rungs"]} - {None}
    assert get(client, "/ladder", limit=2)["total"] > 50


def test_coverage_and_matrix(client: TestClient) -> None:
    rows = get(client, "/coverage", q="留守儿童")["items"]
    assert {"said", "silent", "no_text"} == {row["status"] for row in rows}
    table = get(client, "/coverage/matrix")["items"]
    assert all(row["total"] > 0 for row in table)


def test_compare_counts_what_it_lists(client: TestClient) -> None:
    asked = {"left": "tengchong-women-2021", "right": "tengchong-children-2021", "limit": 200}
    first = get(client, "/compare", **asked)
    rows = first["items"]
    while first["next"]:
        first = client.get(first["next"]).json()
        rows += first["items"]
    for name, row in (("pairs", "pair"), ("only_left", "only_left"), ("only_right", "only_right")):
        assert first[name] == sum(each["row"] == row for each in rows)
    assert len(rows) == first["total"]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/search?q=的", 400, "没有实际意义"),
        ("/search?q=" + "长" * 201, 422, "最多 200 个字"),
        ("/search?q=儿童&offset=9999", 400, "10000"),
        ("/search?q=儿童&domain=没有的", 400, "没有叫“没有的”的领域，可以写"),
        ("/search?q=儿童&level=村", 422, "level 可以写：nation、province"),
        ("/search?q=领域:没有的", 400, "没有叫"),
        ("/search", 422, "q 必须填写"),
        ("/search?q=儿童&levels=县", 422, "没有 levels 这个参数，可以写：domain、has"),
        ("/filters?x=1", 422, "这里没有参数"),
        ("/clauses?limit=201", 422, "limit 不能大于 200"),
        ("/clauses?limit=x", 422, "limit 应是一个整数"),
        ("/clauses?offset=-1", 422, "offset 不能小于 0"),
        (f"/clauses/{GOAL}9", 404, "相近的有：tengchong-women-2021/2.1/goal/"),
        ("/plans/none", 404, "没有编号为 none 的规划"),
        ("/links?address=none", 404, "没有地址为 none 的条目"),
        ("/ladder?indicator=没有的", 404, "没有名称为"),
        ("/compare?left=tengchong-women-2021&right=tengchong-women-2021", 400, "同一部规划"),
        ("/compare?left=nation-women-2021&right=tengchong-women-2021", 400, "请先导入"),
    ],
)
def test_mistakes_are_one_sentence_that_says_what_to_do(
    client: TestClient, path: str, status: int, sentence: str
) -> None:
    answer = client.get(API + path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = schemas.Problem.model_validate(answer.json())
    assert sentence in problem.detail
    assert problem.request_id == answer.headers["x-request-id"]


def test_an_answer_is_not_sent_twice(client: TestClient) -> None:
    first = client.get(f"{API}/search?q=留守儿童")
    tag = first.headers["etag"]
    again = client.get(f"{API}/search?q=留守儿童", headers={"If-None-Match": f'"x", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    other = client.get(f"{API}/search?q=留守妇女", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert "etag" not in client.get(f"{API}/search?q=的").headers


def test_long_answers_are_sent_compressed(client: TestClient) -> None:
    answer = client.get(f"{API}/clauses?limit=50", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_docs_ask_no_other_host(client: TestClient) -> None:
    page = client.get("/docs")
    assert "http" not in page.text.replace("http://www.w3.org", "")
    assert "sha256-" in page.headers["content-security-policy"]
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert client.get(f"/vendor/docs/{name}").status_code == 200


def test_every_operation_is_told_in_chinese(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    operations = [each for path in schema["paths"].values() for each in path.values()]
    assert len(operations) >= 15
    for operation in operations:
        assert not operation["summary"].isascii()
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["schema"].get("examples"), parameter


def test_metrics_count_by_route_and_hold_no_words(client: TestClient) -> None:
    client.get(f"{API}/search?q=秘密的词")
    client.get(f"{API}/clauses/{GOAL}")
    text = client.get("/metrics").text
    assert 'route="/api/v1/search"' in text
    assert 'duibiao_base{what="clauses"}' in text
    assert "goal/2" not in text
    assert "秘密" not in text


def test_only_schemas_know_pydantic() -> None:
    faces = Path(schemas.__file__).parents[1]
    known = [
        path.name
        for path in faces.rglob("*.py")
        if "import pydantic" in path.read_text() or "from pydantic" in path.read_text()
    ]
    assert known == ["schemas.py"]
