"""A clause corrected through the pages: what the form shows is what was read, what it keeps is shown and can be taken back."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

WHERE = "example-women-2021/1.1/goal/1"
NEXT = "example-women-2021/1.1/goal/2"
CITY = """示例市妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之十以下。

2.宫颈癌筛查率达到80%以上。完善服务。
"""


def _form(page: str) -> dict[str, str]:
    """The fields that the form of a clause sends as it stands."""
    form = page[page.index('class="correct"') : page.index("</form>")]
    found = dict(re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)">(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        assert chosen, name
        found[name] = chosen.group(1).replace("&lt;", "<").replace("&gt;", ">")
    return {name: value for name, value in found.items() if not name.startswith(("stated", "over"))}


def _press(client: TestClient, do: str, where: str = WHERE, **typed: str) -> str:
    """Presses a button of the form with what stands in it and what was typed; where that leads."""
    given = _form(client.get(f"/correct/{where}").text) | {"who": "张三", "do": do} | typed
    answer = client.post(f"/correct/{where}", data=given)
    return answer.headers["location"] if answer.status_code == 303 else answer.text


def test_the_form_shows_what_was_read(own_desk: TestClient) -> None:
    fields = _form(own_desk.get(f"/correct/{WHERE}").text)
    assert fields["comparator-1"] == "<="
    assert fields["value-1"] == "9"
    assert "所填的与程序读出的相同" in _press(own_desk, "target-1")


@pytest.mark.parametrize(
    ("do", "typed", "sentence"),
    [
        ("split", {"split_words": "没有的字"}, "没有“没有的字”"),
        ("target-1", {"value-1": "11"}, "没有 11 这个数"),
        ("target-7", {}, "没有第 7 个"),
        ("", {}, "请用页面上的按钮"),
        ("join", {"who": " "}, "更正人"),
        ("kind", {"kind": "goal"}, "本来就是"),
    ],
)
def test_what_makes_no_sense_is_told_with_what_was_typed(
    own_desk: TestClient, do: str, typed: dict[str, str], sentence: str
) -> None:
    page = _press(own_desk, do, **typed)
    assert "没有更正。" in page
    assert sentence in page
    assert all(value.strip() in page for value in typed.values())
    assert "还没有人更正过" in own_desk.get("/corrections").text


def test_a_number_is_corrected_shown_and_taken_back(own_desk: TestClient) -> None:
    assert (
        _press(own_desk, "target-1", **{"value-1": "8", "stated-1": "1", "note": "纸质件"})
        == f"/clauses/{WHERE}"
    )
    page = own_desk.get(f"/clauses/{WHERE}").text
    assert "人工更正" in page
    assert "张三" in page
    assert re.search(r"<del>9</del> → <b>8</b>", page)
    assert "≤ 8" in page
    assert own_desk.get(f"/api/v1/clauses/{WHERE}").json()["targets"][0]["corrected"][0]["who"] == "张三"
    assert 'value="张三"' in own_desk.get(f"/correct/{WHERE}").text
    for marked in ("/targets?level=county", "/ladder?indicator=孕产妇死亡率", "/plans/example-women-2021"):
        assert ("人工更正" in own_desk.get(marked).text) is (marked != "/plans/example-women-2021"), marked
    assert "人工更正" in own_desk.get("/targets.csv?level=county").content.decode("utf-8-sig")
    listed = own_desk.get("/corrections").text
    assert "数值：9 → 8" in listed
    key = re.search(r'name="key" value="(\w+)"', listed)
    assert key
    answer = own_desk.post("/corrections/undo", data={"key": key.group(1)})
    assert answer.headers["location"] == f"/clauses/{WHERE}"
    page = own_desk.get(f"/clauses/{WHERE}").text
    assert "人工更正" not in page
    assert "≤ 9" in page
    assert own_desk.post("/corrections/undo", data={"key": key.group(1)}).status_code == 404


def test_a_target_that_was_not_read_is_added(own_desk: TestClient) -> None:
    words = "孕产妇"
    assert "没有 95 这个数" in _press(
        own_desk, "add-0", **{"add_words": words, "indicator-0": "系统管理率", "value-0": "95", "unit-0": "%"}
    )
    where = _press(
        own_desk,
        "add-0",
        **{"add_words": words, "indicator-0": "系统管理率", "value-0": "95", "unit-0": "%", "stated-0": "1"},
    )
    page = own_desk.get(where).text
    assert "系统管理率" in page
    assert "补上指标" in page
    targets = own_desk.get("/api/v1/targets", params={"plan": "example-women-2021"}).json()["items"]
    assert [each["value"] for each in targets if each["clause"] == WHERE and each["quote"] == words] == [95]


def test_a_heading_that_is_none_is_moved_over_only_where_a_person_says_so(own_desk: TestClient) -> None:
    clauses = own_desk.get("/api/v1/clauses", params={"plan": "example-women-2021", "limit": 200}).json()
    addresses = [each["address"] for each in clauses["items"]]
    last = next(each for each in addresses if 'name="over"' in own_desk.get(f"/correct/{each}").text)
    refused = _press(own_desk, "join", last)
    assert "连同标题一起" in refused
    assert 'name="over"' in refused
    where = _press(own_desk, "join", last, over="1")
    assert where.startswith("/clauses/")
    assert own_desk.get(where).text.count("连同中间的标题") == 0
    assert "连同中间的标题" in own_desk.get("/corrections").text


def test_a_clause_is_joined_and_found_as_one(own_desk: TestClient) -> None:
    assert _press(own_desk, "join") == f"/clauses/{WHERE}"
    assert own_desk.get(f"/clauses/{NEXT}").status_code == 404
    assert "宫颈癌" in own_desk.get(f"/clauses/{WHERE}").text
    assert WHERE in own_desk.get("/search?q=宫颈癌筛查率&level=county").text


def test_a_request_of_another_site_corrects_nothing(own_desk: TestClient) -> None:
    answer = own_desk.post(
        f"/correct/{WHERE}", data={"do": "join", "who": "某"}, headers={"Origin": "http://evil.example"}
    )
    assert answer.status_code == 403


def test_a_preview_is_corrected_and_taken_in_with_it(own_desk: TestClient) -> None:
    answer = own_desk.post("/imports/upload", files={"file": ("市.txt", CITY.encode())})
    token = answer.headers["location"].partition("?")[0]
    page = own_desk.get(token).text
    link = re.search(rf'{token}/correct\?part=0&amp;address=([^"&]*goal/2)', page)
    assert link, page
    where = link.group(1)
    form = own_desk.get(f"{token}/correct?part=0&address={quote(where)}").text
    given = _form(form) | {"who": "李四", "do": "split", "split_words": "完善服务"}
    answer = own_desk.post(f"{token}/correct", data=given)
    assert answer.status_code == 303, answer.text
    page = own_desk.get(token).text
    assert "人工更正（1 处）" in page
    assert own_desk.get("/corrections").text.count("李四") == 0  # nothing is decided before it is taken in
    answer = own_desk.post(f"{token}/publish", data={"level": "city"})
    assert answer.status_code == 303, answer.text
    plan = answer.headers["location"].rpartition("=")[2]
    assert "李四" in own_desk.get(f"/clauses/{plan}/1.1/goal/2-b").text
    assert "李四" in own_desk.get("/corrections").text


def test_a_preview_that_is_dropped_leaves_no_correction(own_desk: TestClient) -> None:
    token = (
        own_desk.post("/imports/upload", files={"file": ("市.txt", CITY.encode())})
        .headers["location"]
        .partition("?")[0]
    )
    page = own_desk.get(token).text
    where = re.search(r"address=([^\"&]*goal/1)", page)
    assert where
    answer = own_desk.post(
        f"{token}/correct",
        data={"who": "李四", "do": "join", "part": "0", "address": where.group(1), "query": ""},
    )
    assert answer.status_code == 303
    own_desk.post(f"{token}/drop")
    assert "还没有人更正过" in own_desk.get("/corrections").text
