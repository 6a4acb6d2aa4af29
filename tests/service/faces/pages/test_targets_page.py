"""The table of targets: what is shown, counted and narrowed."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from service.answers.target_list import FIELDS, TargetQuery, list_targets
from service.storage.base import Base


@pytest.mark.parametrize(
    "query",
    [
        TargetQuery(),
        TargetQuery("死亡率"),
        TargetQuery(domain=("妇女与健康",)),
        TargetQuery(plan=("腾冲儿童",), unit=("%",)),
        TargetQuery("率", domain=("健康",), nature=("level",)),
    ],
)
def test_a_count_is_what_choosing_gives(real_base: Base, query: TargetQuery) -> None:
    found = list_targets(real_base.store, real_base.known, query)
    for field in FIELDS:
        for value, count in found.counts[field].items():
            chosen = list_targets(
                real_base.store, real_base.known,
                TargetQuery(query.q, **{each: getattr(query, each) for each in FIELDS} | {field: (value,)}),
            )  # fmt: skip
            assert len(chosen.rows) == count, (field, value)


def test_all_targets_are_there(desk: TestClient, real_base: Base) -> None:
    page = desk.get("/targets").text
    total = real_base.manifest.counts["targets"]
    assert f"{total} 个指标目标" in page
    assert page.count("<tr>") == total + 1
    assert 'href="/clauses/tengchong-women-2021/2.1/goal/2"' in page
    assert 'href="/ladder?indicator=%E5%AD%95%E4%BA%A7%E5%A6%87%E6%AD%BB%E4%BA%A1%E7%8E%87"' in page


def test_words_stand_in_any_part_and_all_are_wanted(desk: TestClient) -> None:
    page = desk.get("/targets?q=宫颈癌 筛查").text
    quotes = re.findall(r'<td class="quote"><a[^>]*>([^<]+)', page)
    assert quotes
    assert all("宫颈癌" in quote and "筛查" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("q=火星", "没有符合这些条件的指标目标"),
        ("domain=火星", "没有叫“火星”的领域"),
        ("q=<script>", "没有符合这些条件"),
    ],
)
def test_nothing_found_says_what_to_do(desk: TestClient, query: str, says: str) -> None:
    answer = desk.get(f"/targets?{query}")
    assert answer.status_code == 200
    assert says in answer.text
    assert "<script>" not in answer.text


def test_only_the_results_for_htmx(desk: TestClient) -> None:
    part = desk.get("/targets?q=率", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="results"')
