"""检索: the list by level, and facets."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


def test_the_page_by_level(family: TestClient) -> None:
    page = family.get("/search?q=就业&view=levels&kind=goal").text
    assert page.index('id="level-county"') < page.index('id="level-nation"')
    assert 'name="view" value="levels"' in page
    assert "view=levels" not in page.split('id="level-county"')[1].split("看县一级的全部")[0]
    assert family.get("/search?q=就业&view=columns").status_code == 422


def test_a_level_without_text_is_told_apart(desk: TestClient) -> None:
    page = desk.get("/search?q=留守儿童&view=levels").text
    assert page.count("没有文本") == 3


def test_the_box_for_numbers(desk: TestClient) -> None:
    page = desk.get("/search?q=死亡率").text
    assert 'name="has" value="value"' in page
    narrowed = desk.get("/search?q=死亡率&has=value").text
    assert 'name="has" value="value" checked' in narrowed
    assert "/search.xlsx?q=%E6%AD%BB%E4%BA%A1%E7%8E%87&amp;has=value" in narrowed


def test_rare_values_are_folded_away(family: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.faces.web.pages.search.OPEN", 2)
    page = family.get("/search?q=儿童").text
    domains = page.split("<legend>领域</legend>")[1].split("</fieldset>")[0]
    seen, folded = domains.split("<details><summary>还有 ")
    assert seen.count('class="pick"') == 2
    assert folded.startswith(str(folded.count('class="pick')) + " 项")
    chosen = family.get("/search?q=儿童&domain=儿童与安全").text.split("<legend>领域</legend>")[1]
    assert 'value="儿童与安全" checked' in chosen.split("<details>")[0]


def test_a_part_is_never_counted_as_found(family: TestClient) -> None:
    """A word that nothing holds whole: what holds a piece of it is said to be just that."""
    page = family.get("/search?q=公共交通").text
    assert re.search("没有条目含“公共交通”，[0-9]+ 条只含其中一部分", page)


def test_no_page_is_offered_behind_the_last(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = desk.get("/api/v1/search?q=领域:妇女与法律&limit=100").json()["total"]
    monkeypatch.setattr("service.faces.web.pages.search.PAGE", whole // 2 if whole % 2 == 0 else whole)
    following: str | None = "/search?q=领域:妇女与法律"
    seen = 0
    while following:
        page = desk.get(following).text
        count = page.count('<li class="hit')
        assert count > 0
        seen += count
        found = re.search('rel="next" href="([^"]+)"', page)
        following = found[1].replace("&amp;", "&") if found else None
    assert seen == whole
    behind = desk.get("/search?q=领域:妇女与法律&offset=500").text
    assert "已经到最后了" in behind
    assert "库中没有这些词" not in behind


def test_going_back_brings_the_whole_page(desk: TestClient) -> None:
    """What htmx asks for when its history is empty takes the place of everything."""
    for path in ("/search?q=儿童", "/targets?q=率"):
        asked = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        assert desk.get(path, headers=asked).text.startswith("<!doctype html>")
        assert not desk.get(path, headers={"HX-Request": "true"}).text.startswith("<!doctype html>")


def test_no_id_stands_twice(family: TestClient) -> None:
    for path in ("/search?q=儿童&view=levels", "/targets", "/plans/county-women", "/lexicon"):
        ids = re.findall(r'\sid="([^"]+)"', family.get(path).text)
        assert sorted(ids) == sorted(set(ids)), path
