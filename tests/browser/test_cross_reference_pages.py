"""The pages that set plans beside each other, in a real browser, over fictional plans of four levels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from places import FAMILIES
from playwright.sync_api import Page, expect

NewPage = Callable[..., Page]
FAMILY = FAMILIES / "tuned"
PAGES = (
    "/links?plan=county-women&domain=妇女与健康",
    "/links/county-women/2.1/goal/3",
    "/clauses/county-women/2.1/goal/3",
    "/ladder?plan=county-women",
    "/ladder?indicator=没有这一项",
    "/coverage",
    "/coverage?q=心理",
    "/compare",
    "/compare?left=county-women&right=nation-women",
    "/compare?left=county-women&right=nation-women&show=right",
)


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str]) -> str:
    """The address of the service over the fictional plans."""
    return serve(FAMILY)


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_it_on_any_screen(new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.locator("h1").count() == 1
    for width in (360, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_is_confirmed_and_taken_back_with_and_without_scripts(new_page: NewPage) -> None:
    for scripts in (True, False):
        page = new_page(scripts=scripts)
        page.goto("/links/county-women/2.1/goal/5")
        city = page.locator(".column.city")
        city.get_by_role("button", name="确认对应").click()
        expect(city).to_contain_text("经人工确认")
        city.get_by_role("button", name="撤回确认").click()
        expect(city.get_by_role("button", name="确认对应")).to_be_visible()
        assert page.url.endswith("/links/county-women/2.1/goal/5")


def test_filters_change_the_results_and_the_address(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/ladder?plan=county-women")
    before = page.locator(".ladder").count()
    page.get_by_label("要求低于上级").check()
    expect(page.locator(".ladder")).not_to_have_count(before)
    assert "verdict=" in page.url
    page.goto("/links?plan=county-women&domain=妇女与健康")
    page.get_by_label("领域").select_option("妇女与经济")
    expect(page.locator("table.aligned tbody tr")).to_have_count(10)


def test_what_is_printed_is_a_table_and_no_menu(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/links?plan=county-women&domain=妇女与健康")
    page.emulate_media(media="print")
    assert not page.locator("form.choose").is_visible()
    assert page.locator("table.aligned thead").is_visible()
