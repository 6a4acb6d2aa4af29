"""Editions on the pages: looked at, compared, put back, taken out; asked twice, several files at once, and nothing replaced unasked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

ROAD = """示例市慢行道路规划（2026—2030年）

一、主要目标

1.新建步行道{length}公里以上。

2.自行车道连通率达到{share}%以上。

3.拆除占道广告牌，恢复盲道畅通，方便视障人士出行。
"""
NOTICE = "关于召开会议的通知\n\n定于下周召开会议。\n\n请准时参加。\n\n会期半天。\n\n特此通知。"
SEA = ROAD.replace("慢行道路", "海洋牧场").replace("步行道", "鱼礁区").replace("自行车道连通率", "良种覆盖率")


def road(length: int = 30, share: int = 60) -> str:
    return ROAD.format(length=length, share=share)


def upload(client: TestClient, *texts: str, names: tuple[str, ...] = (), **fields: str) -> Any:
    files = [
        ("file", (names[number] if names else f"{number}.txt", text.encode()))
        for number, text in enumerate(texts)
    ]
    return client.post("/imports/upload", files=files, data=fields)


def hidden(page: str) -> dict[str, list[str]]:
    """The fields that the button 入库 sends, without what a person ticks."""
    form = page[page.index("/publish") :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def take_in(client: TestClient, text: str, **more: Any) -> Any:
    place = upload(client, text, **({"plan": more.pop("plan")} if "plan" in more else {})).headers["location"]
    page = client.get(
        place + ("&" if "?" in place else "?") + "level=city" if "plan=" not in place else place
    ).text
    return client.post(f"{place.split('?')[0]}/publish", data=hidden(page) | more)


@pytest.fixture
def desk(own_desk: TestClient) -> TestClient:
    """With two editions of one plan."""
    assert take_in(own_desk, road(), who="张三").status_code == 303
    assert take_in(own_desk, road(45, 80), who="李四").status_code == 303
    return own_desk


def plan_of(client: TestClient) -> str:
    found = re.search(
        r"/plans/([a-z0-9-]+)/editions\">各版[^<]*<span class=\"hidden\">：示例市慢行道路",
        client.get("/imports").text,
    )
    assert found
    return found[1]


def test_the_preview_tells_old_and_new_words_and_numbers(desk: TestClient) -> None:
    text = (
        road(45, 90)
        .replace("1.新建", "1.增设夜间照明路灯，保障行人安全通行。\n\n2.新建")
        .replace("2.自行", "3.自行")
    )
    text = text.replace("3.拆除占道广告牌，恢复盲道畅通，方便视障人士出行。\n", "")
    page = desk.get(upload(desk, text).headers["location"]).text
    for words in (
        "<b>1</b>条改动",
        "<b>1</b>条换址",
        "<b>1</b>条新增",
        "<b>1</b>条删除",
        "<b>1</b>个指标目标变化",
    ):
        assert words in page
    assert re.search(r'<del class="number">.{0,60}80%</del>', page)
    assert re.search(r'<ins class="number">.{0,60}90%</ins>', page)
    assert "≥ 80%" in page
    assert "≥ 90%" in page
    assert "恢复盲道畅通" in page
    assert "看来是另一部规划" not in page


@pytest.mark.parametrize("text", [NOTICE, SEA.format(length=1, share=2)])
def test_another_plan_replaces_nothing_unless_it_is_ticked(desk: TestClient, text: str) -> None:
    plan = plan_of(desk)
    place = upload(desk, text, plan=plan).headers["location"]
    page = desk.get(place).text
    assert "这份文件看来是另一部规划，不是《示例市慢行道路规划" in page
    assert f'<input type="checkbox" name="replace" value="{plan}" required>' in page
    refused = desk.post(f"{place.split('?')[0]}/publish", data=hidden(page))
    assert refused.status_code == 400
    assert "请勾选“确认替换”" in refused.text
    assert "自行车道连通率" in desk.get(f"/plans/{plan}").text
    taken = desk.post(f"{place.split('?')[0]}/publish", data=hidden(page) | {"replace": plan})
    assert taken.status_code == 303
    assert "自行车道连通率" not in desk.get(f"/plans/{plan}").text


def test_of_two_plans_one_is_taken(own_desk: TestClient) -> None:
    text = road() + "\n\n" + SEA.format(length=3, share=50)
    place = upload(own_desk, text).headers["location"]
    page = own_desk.get(f"{place}?level=city&level=city").text
    assert page.count('<input type="checkbox" name="take"') == 2
    refused = own_desk.post(f"{place}/publish", data=hidden(page))
    assert (refused.status_code, "请至少选一部" in refused.text) == (400, True)
    done = own_desk.post(f"{place}/publish", data=hidden(page) | {"take": "1"}).headers["location"]
    shown = own_desk.get(done).text
    assert "海洋牧场规划" in shown
    assert "慢行道路规划" not in shown


def test_several_files_wait_in_a_list(own_desk: TestClient) -> None:
    answer = upload(own_desk, road(), SEA.format(length=3, share=50), names=("路.txt", "海.txt"))
    assert answer.status_code == 303
    page = own_desk.get(answer.headers["location"]).text
    assert "等待预览的文件（2 个）" in page
    assert page.count('<li class="fresh">') == 2
    places = re.findall(r'<a href="(/imports/[0-9a-f]{24})">', page)
    assert "步行道" in own_desk.get(places[0]).text + own_desk.get(places[1]).text
    own_desk.post(f"{places[0]}/drop")
    assert "等待预览的文件（1 个）" in own_desk.get("/imports").text


def test_a_file_of_several_that_cannot_be_read_is_named(own_desk: TestClient) -> None:
    answer = upload(own_desk, road(), "\x00\x01\x02\x03" * 50, "", names=("路.txt", "坏.txt", "空.txt"))
    assert answer.status_code == 400
    assert "坏.txt：" in answer.text
    assert "空.txt：" in answer.text
    assert "等待预览的文件（1 个）" in answer.text
    many = upload(own_desk, *[road()] * 21)
    assert (many.status_code, "一次最多上传 20 个文件" in many.text) == (400, True)


def test_the_editions_are_listed_with_date_and_who(desk: TestClient) -> None:
    page = desk.get(f"/plans/{plan_of(desk)}/editions").text
    assert page.index("第2版") < page.index("第1版")
    assert "张三" in page
    assert "李四" in page
    assert page.count("现行</span>") == 1
    assert desk.get("/plans/nowhere/editions", headers={"Accept": "text/html"}).status_code == 404


def test_two_editions_stand_beside_each_other(desk: TestClient) -> None:
    plan = plan_of(desk)
    page = desk.get(f"/plans/{plan}/editions/compare?left=1&right=2").text
    assert "第1版 → 第2版" in page
    assert re.search(r'<del class="number">.{0,60}30公里</del>', page)
    assert re.search(r'<ins class="number">.{0,60}45公里</ins>', page)
    assert "左右对调" in page
    for suffix in ("xlsx", "csv"):
        file = desk.get(f"/plans/{plan}/editions/compare.{suffix}?left=1&right=2")
        assert file.status_code == 200
    assert "“30公里”→“45公里”" in file.content.decode("utf-8-sig")
    chosen = desk.get("/compare").text
    assert f'<option value="{plan}@1">' in chosen
    answer = desk.get(f"/compare?left={plan}@1&right={plan}")
    assert answer.headers["location"] == f"/plans/{plan}/editions/compare?left=1&right=2"
    part = desk.get(f"/compare?left={plan}@1&right={plan}", headers={"HX-Request": "true"})
    assert part.headers["hx-redirect"] == f"/plans/{plan}/editions/compare?left=1&right=2"
    for wrong, says in (
        (f"left={plan}@1&right=example-women-2021", "版次只能在同一部规划之内比"),
        (f"left={plan}@x&right={plan}", "版次应写成数字"),
        (f"left={plan}@7&right={plan}", "没有第 7 版"),
        (f"left={plan}@2&right={plan}", "请写两个不同的版次"),
    ):
        assert says in desk.get(f"/compare?{wrong}").text


def test_the_edition_before_is_put_back_after_a_second_question(desk: TestClient) -> None:
    plan = plan_of(desk)
    place = f"/plans/{plan}/editions/1/restore"
    page = desk.get(place).text
    assert f'<input type="checkbox" name="sure" value="{plan}" required>' in page
    assert "<b>2</b>条改动" in page
    refused = desk.post(place, data={"who": "王五"})
    assert (refused.status_code, "没有勾选规划的名称" in refused.text) == (400, True)
    assert "45公里" in desk.get(f"/plans/{plan}").text
    done = desk.post(place, data={"who": "王五", "sure": plan}).headers["location"]
    assert "已恢复：</b>现在用的是第1版" in desk.get(done).text
    assert "30公里" in desk.get(f"/plans/{plan}").text
    assert desk.get(place).status_code == 400


def test_a_plan_is_taken_out_and_comes_back(desk: TestClient) -> None:
    plan = plan_of(desk)
    place = f"/plans/{plan}/remove"
    assert "随时可以恢复" in desk.get(place).text
    assert desk.post(place, data={"sure": "another"}).status_code == 400
    assert "45公里" in desk.get(f"/plans/{plan}").text
    done = desk.post(place, data={"sure": plan, "who": "张三"}).headers["location"]
    assert "已移除：" in desk.get(done).text
    assert f"/clauses/{plan}" not in desk.get("/search?q=步行道").text
    gone = desk.get(f"/plans/{plan}", headers={"Accept": "text/html"})
    assert (gone.status_code, "这部规划已移除" in gone.text) == (404, True)
    page = desk.get("/imports").text
    assert "已移除的规划（1 部）" in page
    assert f"/plans/{plan}/editions" in page
    assert desk.get(place, headers={"Accept": "text/html"}).status_code == 404
    desk.post(f"/plans/{plan}/editions/2/restore", data={"sure": plan})
    assert f"/clauses/{plan}" in desk.get("/search?q=步行道").text
    assert "已移除的规划" not in desk.get("/imports").text


def test_the_preview_shows_decisions_that_would_have_to_be_looked_at_again(desk: TestClient) -> None:
    plan = plan_of(desk)
    mine = re.search(rf"/clauses/({plan}/[^\"]+)", desk.get(f"/plans/{plan}").text)
    its = re.search(r"/clauses/(example-women-2021/[^\"]+)", desk.get("/plans/example-women-2021").text)
    assert mine
    assert its
    said = {"from": its[1], "to": mine[1], "status": "confirmed"}
    assert desk.post("/api/v1/links/decisions", json=said).status_code == 200
    page = desk.get(upload(desk, road(99, 80)).headers["location"]).text
    part = page[page.index("要重看的决定 1 个") :]
    assert "45公里" in part
    assert "99公里" in part
    assert "有 1 个确认或否定过的对应关系" in desk.get(f"/plans/{plan}/remove").text
