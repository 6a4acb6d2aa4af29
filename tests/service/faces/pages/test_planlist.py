"""Lists of plans: counts by level, narrowed by name and level, cut into pages."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from ingest.plan import Holding, Level, PlanEntry
from service.faces.web.parts.plan_list import PAGE, LevelCount, by_level, listing
from service.storage.rows import StoredPlan


def plan(number: int, level: Level | None, title: str, source: str | None = "0" * 64) -> StoredPlan:
    held = Holding.FULL if source else Holding.NONE
    entry = PlanEntry(f"p{number}", title, level, aliases=(f"简称{number}",), holding=held)
    return StoredPlan(entry, source, 0, 9, (), 10 if source else 0, 3 if source else 0)


PLANS = [
    *(plan(n, Level.COUNTY, f"示例县{n:03}妇女发展规划") for n in range(120)),
    plan(200, Level.CITY, "示例市儿童发展规划"),
    plan(201, Level.CITY, "示例市妇女发展规划", None),
    plan(202, Level.NATION, "示例国妇女发展纲要", None),
]


def test_levels_are_counted_and_what_is_missing_is_told_apart() -> None:
    assert by_level(PLANS) == [
        LevelCount(Level.COUNTY, 120, 1200, 360, 0),
        LevelCount(Level.CITY, 1, 10, 3, 1),
        LevelCount(Level.PROVINCE, 0, 0, 0, 0),
        LevelCount(Level.NATION, 0, 0, 0, 1),
    ]
    assert by_level([plan(1, None, "示例意见")])[-1] == LevelCount(None, 1, 10, 3, 0)


@pytest.mark.parametrize(
    ("q", "level", "total"),
    [
        ("", "", 123),
        ("妇女", "", 122),
        ("示例县 003", "", 1),
        ("简称200", "", 1),
        ("妇女", "city", 1),
        ("妇女", "州市", 1),
        ("妇女", "没有这一级", 122),
        ("老龄", "", 0),
    ],
)
def test_lists_are_narrowed(q: str, level: str, total: int) -> None:
    found = listing(PLANS, "/plans", q, level, 0)
    assert (found.total, found.every) == (total, 123)


def test_pages_follow_one_another() -> None:
    seen: list[str] = []
    offset = 0
    while True:
        found = listing(PLANS, "/plans", "", "", offset)
        seen += [each.entry.id for each in found.plans]
        if found.next is None:
            break
        offset += PAGE
        assert found.next == f"/plans?offset={offset}#plans"
    assert seen == [each.entry.id for each in PLANS]
    assert found.previous == "/plans?offset=50#plans"
    assert listing(PLANS, "/plans", "", "", 10_000) == found, "behind the end is the last page"


def test_home_says_what_each_level_holds(desk: TestClient) -> None:
    strip = desk.get("/").text.split('<ul class="strip">')[1].split("</ul>")[0]
    assert "379 条" in strip
    assert "2 部规划，88 个指标目标" in strip
    assert strip.count("没有文本") == 3
    assert 'href="/imports?level=nation#plans"' in strip


def test_a_level_can_be_looked_at_alone(desk: TestClient) -> None:
    page = desk.get("/imports?level=nation").text
    assert "中国妇女发展纲要" in page
    assert "云南妇女发展规划" not in page.split('id="plans"')[1]
    assert "保山" in desk.get("/imports").text
    assert "没有名称里有“火星”的规划" in desk.get("/plans?q=火星").text
