"""The pages at which people work, in a real browser: targets, basket, import and word tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

NewPage = Callable[..., Page]
PAGES = (
    "/targets",
    "/targets?q=率&domain=妇女与健康",
    "/targets?q=火星",
    "/basket",
    "/imports",
    "/imports?plan=yunnan-women-2021",
    "/lexicon",
    "/lexicon?table=blocked",
    "/lexicon?try=女儿&also=女童",
)
PLAN = """示例市妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之十以下。

策略措施：

1.完善服务体系。加强妇幼保健机构建设。
"""


@pytest.fixture
def uploaded(tmp_path: Path) -> Path:
    """A plan that nobody has taken in yet."""
    file = tmp_path / "示例市规划.txt"
    file.write_text(PLAN, "utf-8")
    return file


@pytest.fixture
def filled(new_page: NewPage) -> Iterator[Page]:
    """A page with three clauses in the basket, which is emptied behind the test."""
    page = new_page(scripts=False)
    page.goto("/search?q=留守儿童")
    for number in range(3):
        page.get_by_role("button", name="放入选条篮").nth(number).click()
    yield page
    page.goto("/basket")
    if page.get_by_text("清空选条篮").count():
        page.get_by_text("清空选条篮").click()
        page.get_by_role("button", name="确定清空").click()
    expect(page.get_by_text("选条篮是空的")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_it(new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.locator("h1").count() == 1
    for width in (360, 390, 768, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_basket_without_scripts(filled: Page) -> None:
    assert filled.url.rpartition("/")[2].startswith("search?q=")
    expect(filled.locator("nav .count")).to_have_text("3")
    filled.goto("/basket")
    names = filled.locator(".basket h2 a").all_inner_texts()
    filled.get_by_role("button", name="上移").nth(2).click()
    filled.get_by_label("备注").nth(1).fill("写进第二部分")
    filled.get_by_role("button", name="保存备注").nth(1).click()
    assert filled.locator(".basket h2 a").all_inner_texts() == [names[0], names[2], names[1]]
    expect(filled.get_by_label("备注").nth(1)).to_have_value("写进第二部分")
    filled.get_by_role("button", name="移出").first.click()
    expect(filled.locator(".basket .hit")).to_have_count(2)


def test_the_full_basket_is_for_everybody_and_for_paper(filled: Page, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/basket")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="移出").first.is_visible()
    assert page.locator(".basket .text").first.is_visible()


def test_the_basket_with_scripts_leaves_the_page_where_it_is(filled: Page, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=控辍保学")
    page.get_by_role("button", name="放入选条篮").first.click()
    expect(page.locator("#told")).to_have_text("已放入选条篮")
    expect(page.locator('nav a[href="/basket"]')).to_contain_text("4")
    assert "/search" in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_looked_at_and_dropped(new_page: NewPage, uploaded: Path, scripts: bool) -> None:
    page = new_page(scripts=scripts)
    page.goto("/imports")
    page.get_by_label("规划文件").set_input_files(uploaded)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="示例市规划.txt")).to_be_visible()
    expect(page.get_by_text("还没有入库").first).to_be_visible()
    page.get_by_role("region", name="拆出的条目").get_by_role("link", name="孕产妇死亡率").click()
    assert page.locator(".raw span:target").count() == 1
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="放弃，不入库").click()
    page.wait_for_url("**/imports")


def test_the_preview_of_a_long_plan_ends_with_its_foot(new_page: NewPage, tmp_path: Path) -> None:
    """What is scrolled inside a pane does not make the page itself longer."""
    items = "\n".join(f"{number}.建设示例设施{number}处。" for number in range(1, 120))
    file = tmp_path / "示例县水利规划.txt"
    file.write_text(f"示例县水利规划（2021—2025年）\n一、主要任务\n{items}\n", "utf-8")
    page = new_page()
    page.goto("/imports")
    page.get_by_label("规划文件").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("region", name="拆出的条目")).to_be_visible()
    below = "document.documentElement.scrollHeight - scrollY - document.querySelector('footer').getBoundingClientRect().bottom"
    assert page.evaluate(below) < 40
    page.get_by_role("button", name="放弃，不入库").click()
    page.wait_for_url("**/imports")


def test_targets_narrow_as_one_types(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/targets")
    page.locator("#q").fill("死亡率")
    expect(page.locator(".summary b")).not_to_have_text("88 个指标目标")
    page.get_by_label("儿童与健康").check()
    expect(page.locator(".targets tbody tr").first.locator(".from")).to_contain_text("儿童与健康")
    with page.expect_download() as saved:
        page.get_by_role("link", name="存为 Excel").click()
    assert saved.value.suggested_filename.startswith("指标目标-")


def test_a_phrase_is_tried_by_keyboard(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/lexicon")
    page.keyboard.press("/")
    page.keyboard.type("家暴")
    page.keyboard.press("Enter")
    expect(page.locator(".bignum").nth(1)).not_to_have_text("0")
