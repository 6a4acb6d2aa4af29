"""Editions in a real browser: files dropped on the page, old beside new, the alarm, the second question; for everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

NewPage = Callable[..., Page]
ROAD = """示例县慢行道路规划（2026—2030年）
一、主要目标
1. 新建步行道{length}公里以上。
2. 自行车道连通率达到{share}%以上。
3. 拆除占道广告牌，恢复盲道畅通，方便视障人士出行。
"""
CATALOGUE = """
[[plan]]
id = "roads"
title = "示例县慢行道路规划（2026—2030年）"
level = "county"
region = "示例县"
subject = "慢行道路"
file = "roads.txt"
holding = "full"
"""
NEXT = (
    ROAD.format(length=45, share=80)
    .replace("1. 新建", "1. 增设夜间照明路灯。\n2. 新建")
    .replace("2. 自", "3. 自")
)
NOTICE = "关于召开会议的通知\n\n定于下周召开会议。\n\n请准时参加。\n\n会期半天。\n\n特此通知。\n"
DROP = """text => {
  const files = new DataTransfer();
  for (const name of ["甲.txt", "乙.txt"]) files.items.add(new File([text + name], name, {type: "text/plain"}));
  const zone = document.querySelector("form[data-drop]");
  for (const kind of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a service over one plan."""
    corpus = tmp_path_factory.mktemp("roads")
    (corpus / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (corpus / "roads.txt").write_text(ROAD.format(length=30, share=60), "utf-8")
    return serve(corpus)


def _for_everybody(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.locator("h1").count() == 1
    for width in (360, 390, 1366):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def _upload(page: Page, folder: Path, text: str, plan: str = "") -> None:
    file = folder / "新版.txt"
    file.write_text(text, "utf-8")
    page.goto("/imports" + (f"?plan={plan}" if plan else ""))
    page.get_by_label("规划文件").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="新版.txt")).to_be_visible()


def test_files_are_dropped_and_wait(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/imports")
    page.evaluate(DROP, NEXT)
    expect(page.get_by_role("heading", name="等待预览的文件（2 个）")).to_be_visible()
    _for_everybody(page)
    for left in (1, 0):
        page.locator(".waiting-files").get_by_role("button").first.click()
        expect(page.locator(".waiting-files li")).to_have_count(left)


@pytest.mark.parametrize("scripts", [True, False])
def test_another_plan_has_to_be_ticked(new_page: NewPage, tmp_path: Path, scripts: bool) -> None:
    page = new_page(scripts=scripts)
    _upload(page, tmp_path, NOTICE, "roads")
    expect(page.get_by_text("这份文件看来是另一部规划")).to_be_visible()
    page.get_by_role("button", name="仍要入库").click()
    expect(page.get_by_role("heading", name="新版.txt")).to_be_visible()  # the tick is asked for
    if scripts:
        _for_everybody(page)
    page.get_by_role("button", name="放弃，不入库").click()
    page.wait_for_url("**/imports")


def test_from_a_new_edition_to_the_old_one_by_keyboard(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page()
    _upload(page, tmp_path, NEXT)
    for words in ("2 条改动", "1 条新增", "1 条换址"):
        assert words in " ".join(page.locator(".story-counts li").all_inner_texts()).replace(
            "条", " 条"
        ).replace("  ", " ")
    expect(page.locator("ins.number", has_text="45公里")).to_be_visible()
    _for_everybody(page)
    page.get_by_label("经手人").focus()
    page.keyboard.type("张三")
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports?done=roads")
    page.get_by_role("link", name="各版、移除").click()
    expect(page.get_by_text("张三").first).to_be_visible()
    _for_everybody(page)
    page.get_by_role("link", name="与现行版比较").click()
    expect(page.locator("del.number", has_text="30公里")).to_be_visible()
    _for_everybody(page)
    page.go_back()
    page.get_by_role("link", name="恢复这一版").click()
    _for_everybody(page)
    page.get_by_label("确定恢复原有文本").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/roads/editions?done=restored")
    page.get_by_role("link", name="移除这部规划").click()
    page.get_by_label("确定移除").check()
    page.get_by_role("button", name="移除").click()
    page.wait_for_url("**/plans/roads/editions?done=removed")
    _for_everybody(page)
    page.goto("/imports")
    expect(page.get_by_role("heading", name="已移除的规划（1 部）")).to_be_visible()
    _for_everybody(page)
    page.get_by_role("link", name="查看各版、恢复").click()
    page.get_by_role("link", name="恢复这一版").first.click()
    page.get_by_label("确定恢复").check()
    page.get_by_role("button", name="恢复").click()
    page.wait_for_url("**/plans/roads/editions?done=restored")
