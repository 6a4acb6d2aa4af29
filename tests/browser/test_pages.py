"""Every page in a real browser: with and without scripts, by keyboard, narrow, printed, and for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

NewPage = Callable[..., Page]
PAGES = (
    "/",
    "/search",
    "/search?q=留守儿童",
    "/search?q=小孩玩水淹死",
    "/search?q=女儿",
    "/search?q=领域:火星 水",
    "/plans",
    "/plans/tengchong-women-2021",
    "/plans/tengchong-children-2021?warnings=1",
    "/clauses/tengchong-children-2021/2.1/goal/3",
    "/clauses/nothing/1",
)
FOUND = [path for path in PAGES if "nothing" not in path]
FIRST_LOAD = 60_000  # bytes beside fonts


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_it(new_page: NewPage, path: str) -> None:
    page = new_page(missing=path not in FOUND)
    answer = page.goto(path)
    assert answer is not None
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.title().endswith("对标")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("path", FOUND)
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_no_page_is_wider_than_its_window(new_page: NewPage, path: str, width: int) -> None:
    page = new_page(width=width)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", FOUND)
def test_pages_say_the_same_without_scripts(new_page: NewPage, path: str) -> None:
    with_scripts, without = new_page(), new_page(scripts=False)
    with_scripts.goto(path)
    without.goto(path)
    strip = "h1, h2, table, .text, .para p"
    assert without.locator(strip).count() == with_scripts.locator(strip).count() > 0


@pytest.mark.parametrize("path", ["/search?q=留守儿童", "/plans/tengchong-women-2021"])
def test_pages_can_be_printed(new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(path)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert not page.locator(".side").first.is_visible()


def test_typing_shows_results_and_the_address_can_be_sent_on(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search")
    page.locator("#q").fill("留守儿童")
    expect(page.locator(".hit mark").first).to_have_text("留守儿童")
    expect(page).to_have_url(re.compile("q="))
    page.get_by_label("主要目标").check()
    expect(page.locator(".summary")).to_contain_text("1 条，")
    again = new_page()
    again.goto(page.url)
    expect(again.locator(".summary")).to_contain_text("1 条，")
    expect(again.get_by_label("主要目标")).to_be_checked()
    page.go_back()
    expect(page.locator(".summary")).to_contain_text("10 条，")


def test_search_by_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/plans")
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.keyboard.type("控辍保学")
    page.keyboard.press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".clause .full")).to_contain_text("控辍保学")


def test_search_and_facets_work_without_scripts(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("/")
    page.get_by_label("检索词").fill("留守儿童")
    page.get_by_role("button", name="检索").click()
    page.get_by_label("主要目标").check()
    page.get_by_role("button", name="按所选筛选").click()
    expect(page.locator(".summary")).to_contain_text("1 条，")
    page.get_by_role("link", name="在原文中看").first.click()
    assert page.locator(".para:target").count() == 1


def test_a_clause_is_copied_with_its_citation(new_page: NewPage) -> None:
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/clauses/tengchong-women-2021/2.1/goal/2")
    page.get_by_role("button", name="复制出处和原文").click()
    expect(page.locator("#told")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        "《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条：2.孕产妇死亡率下降到十万分之九以下。"
    )


def test_the_first_page_is_light(new_page: NewPage) -> None:
    page = new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) <= FIRST_LOAD


def test_a_table_of_targets_fits_on_few_sheets(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/targets")
    rows = page.locator(".targets tbody tr").count()
    with PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as printed:
        assert len(printed) <= rows // 12 + 1
