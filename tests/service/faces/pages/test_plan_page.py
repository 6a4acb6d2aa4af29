"""原文: what the margin says of the other levels, and what the text cites."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from service.errors import Later
from service.live.live_base import Keeper


def margins(page: str) -> dict[str, str]:
    """Anchor of a clause -> what its margin says of other levels."""
    found = re.findall(r'<div class="para" id="([^"]+)">(.*?)</div><p>', page, re.S)
    return {
        place: re.sub(r"<[^>]+>", " ", other)
        for place, rest in found
        for other in re.findall("others.*", rest)
    }


def test_the_margin_leads_to_the_counterparts(family: TestClient) -> None:
    page = family.get("/plans/county-women").text
    said = margins(page)
    link = re.search(r'href="/links/county-women/2.1/goal/2" aria-label="([^"]+)"', page)
    assert link is not None
    assert link.group(1) == "对应条目：州市主要目标 1，省主要目标 1，国家主要目标 2"
    assert "■1" in said["c-2.1-goal-2"]
    assert "◆2" in said["c-2.1-goal-2"]
    assert "●" not in "".join(said.values()), "its own level stands in the text"


def test_rejected_links_leave_the_margin(family: TestClient) -> None:
    other = family.get("/api/v1/links?address=county-women/2.1/goal/2&level=nation").json()["items"][0]["to"]
    pair = "/links/county-women/2.1/goal/2"
    try:
        assert family.post(pair, data={"target": other, "do": "reject"}).status_code == 303
        assert "◆2" not in margins(family.get("/plans/county-women").text)["c-2.1-goal-2"]
    finally:
        family.post(pair, data={"target": other, "do": "undo"})
    assert "◆2" in margins(family.get("/plans/county-women").text)["c-2.1-goal-2"]


def test_a_level_without_text_leaves_the_margin_empty(desk: TestClient) -> None:
    page = desk.get("/plans/tengchong-women-2021").text
    assert margins(page) == {}
    assert "页边是各级" not in page


def test_what_is_cited_is_marked_and_what_is_held_is_a_link_away(desk: TestClient) -> None:
    page = desk.get("/plans/tengchong-women-2021").text
    assert '<a class="cited" href="/plans/tengchong-children-2021">《腾冲市儿童发展规划' in page
    assert re.search('<span class="cited">《腾冲县妇女发展规划', page)


def test_the_text_does_not_wait_for_links(family: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def later(*_: object) -> None:
        raise Later("对应关系正在计算，请稍后再打开。")

    monkeypatch.setattr(Keeper, "links", later)
    answer = family.get("/plans/county-women")
    assert answer.status_code == 200
    assert "对应关系正在计算" in answer.text
    assert margins(answer.text) == {}
    assert "孕产妇死亡率" in answer.text


def test_a_hint_in_the_margin_is_told_from_a_counterpart(family: TestClient) -> None:
    rows, asked = [], "/api/v1/links?plan=county-women&limit=200"
    while asked:
        page = family.get(asked).json()
        rows, asked = rows + page["items"], page["next"]
    weak = {row["from"] for row in rows if row["relation"] in ("same", "part") and row["score"] < 0.7}
    said = margins(family.get("/plans/county-women").text)
    marked = {place for place, words in said.items() if "？" in words}
    assert marked
    assert marked <= {"c-" + address.split("/", 1)[1].replace("/", "-") for address in weak}
    assert "？" not in said["c-2.1-goal-2"]
