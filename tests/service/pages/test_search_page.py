"""检索: the list by level, and facets."""

from __future__ import annotations

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
    monkeypatch.setattr("service.faces.pages.search.OPEN", 2)
    page = family.get("/search?q=儿童").text
    domains = page.split("<legend>领域</legend>")[1].split("</fieldset>")[0]
    seen, folded = domains.split("<details><summary>还有 ")
    assert seen.count('class="pick"') == 2
    assert folded.startswith(str(folded.count('class="pick')) + " 项")
    chosen = family.get("/search?q=儿童&domain=儿童与安全").text.split("<legend>领域</legend>")[1]
    assert 'value="儿童与安全" checked' in chosen.split("<details>")[0]
