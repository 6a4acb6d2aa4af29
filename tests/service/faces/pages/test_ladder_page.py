"""目标阶梯 page: one unit, verdicts that say whose they are, status and source of figures, filters."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def ladders(page: str) -> list[str]:
    """The indicators that a page shows."""
    return re.findall(r'<h2 id="ladder-\d+"><a [^>]*>([^<]+)<', page)


def rows(page: str) -> list[list[str]]:
    """The cells of the first table."""
    table = re.search(r'<table class="grid rungs">.*?</table>', page, re.S)
    assert table is not None
    found = re.findall(r"<tr(?: [^>]*)?>(.*?)</tr>", table.group(), re.S)[1:]
    return [
        [text_of(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in found
    ]


def test_one_indicator_at_four_levels(family: TestClient) -> None:
    page = family.get("/ladder?indicator=孕产妇死亡率&plan=county-women").text
    found = rows(page)
    assert [row[0] for row in found] == ["● 县", "■ 州市", "▲ 省", "◆ 国家"]
    assert [row[1] for row in found] == ["≤ 9/10万", "≤ 10/10万", "≤ 11/10万", "≤ 12/10万"]
    assert [row[3] for row in found] == [
        "本级", "要求高于市定目标（数值更低）", "要求高于省定目标（数值更低）", "要求高于国家目标（数值更低）",
    ]  # fmt: skip
    assert {row[4].split()[0] for row in found} == {"程序识别"}
    assert "“孕产妇死亡率下降到十万分之九以下”" in found[0][5]
    assert 'href="/clauses/county-women/2.1/goal/2"' in page


def test_the_plot_says_the_same_as_the_table(family: TestClient) -> None:
    page = family.get("/ladder?indicator=孕产妇死亡率&plan=county-women").text
    told = re.search(r"<desc [^>]*>([^<]+)</desc>", page)
    assert told is not None
    assert told.group(1) == "县 ≤ 9/10万；州市 ≤ 10/10万；省 ≤ 11/10万；国家 ≤ 12/10万"


@pytest.mark.parametrize(
    ("verdict", "called", "shown"),
    [
        ("更严", "要求高于上级", "高于.{2}目标(<|（数值更低）)"),
        ("相同", "与上级持平", "与.{2}目标持平"),
        ("更宽", "要求低于上级", "低于.{2}目标(<|（数值更高）)"),
        ("不可比", "不可比", "不可比"),
        ("本级缺", "本级没有找到", "没有在本级找到"),
        ("上级缺", "上级没有找到", "没有在这部规划里找到|只写了方向"),
    ],
)
def test_a_filter_keeps_ladders_with_that_verdict(
    family: TestClient, verdict: str, called: str, shown: str
) -> None:
    page = family.get(f"/ladder?plan=county-women&verdict={verdict}").text
    count = re.search(rf"<span>{called}</span> <b>(\d+)</b>", page)
    assert count is not None
    assert len(ladders(page)) == int(count.group(1)) > 0
    assert page.count('class="grid rungs"') == len(
        re.findall(rf'<table class="grid rungs">(?:(?!</table>).)*(?:{shown})', page, re.S)
    )


def test_filters_hold_together(family: TestClient) -> None:
    every = family.get("/ladder?plan=county-women&domain=妇女与健康").text
    both = family.get("/ladder?plan=county-women&domain=妇女与健康&verdict=更宽").text
    assert set(ladders(both)) < set(ladders(every))
    assert "去掉筛选" in both


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("indicator=孕产妇死亡律", "没有正好叫“孕产妇死亡律”的指标，下面是最接近的"),
        ("indicator=火星登陆数", "没有名称为“火星登陆数”的指标"),
        ("indicator=<script>alert(1)</script>", "没有名称为“&lt;script&gt;"),
        ("verdict=最严", "没有叫“最严”的结论"),
        ("plan=火星", "没有叫“火星”的规划"),
        (
            "plan=county-women&domain=妇女与健康&verdict=本级缺&indicator=孕产妇死亡率",
            "没有符合所选条件的指标",
        ),
    ],
)
def test_empty_states_say_what_to_do(family: TestClient, query: str, told: str) -> None:
    answer = family.get(f"/ladder?{query}")
    assert answer.status_code == 200
    assert told in answer.text
    assert "<script>alert" not in answer.text


def test_near_names_can_be_followed(family: TestClient) -> None:
    page = family.get("/ladder?indicator=孕产妇死亡律").text
    assert "孕产妇死亡率</a>" in page
    assert "duibiao" not in page


def test_long_lists_are_leafed(family: TestClient) -> None:
    first = family.get("/ladder").text
    assert len(ladders(first)) == 25
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    second = ladders(family.get(more.group(1).replace("&amp;", "&")).text)
    assert second
    assert second != ladders(first)


def test_htmx_gets_the_block_alone(family: TestClient) -> None:
    part = family.get("/ladder", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="results"')


def test_with_the_county_alone_figures_say_how_far_they_were_checked(desk: TestClient) -> None:
    page = desk.get("/ladder?indicator=孕产妇死亡率&plan=tengchong-women-2021").text
    found = rows(page)
    reported = next(row for row in found if row[4] == "据报道")
    assert reported[0] == "◆ 国家"
    assert "出处" in reported[5]
    assert "未核对原文" in page
    assert {"没有文本"} == {row[3] for row in found if row[0] in ("■ 州市", "▲ 省")}
    assert "导入" in found[1][5]


def test_every_page_of_the_real_corpus_can_be_drawn(desk: TestClient) -> None:
    for offset in (0, 25, 50, 75, 5000):
        assert desk.get(f"/ladder?offset={offset}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/ladder?plan=county-women&verdict=更宽",
        "/coverage?q=心理",
        "/coverage",
        "/compare?left=county-women&right=nation-women",
    ],
)
def test_what_is_on_the_screen_can_be_saved(family: TestClient, address: str) -> None:
    page = family.get(address).text
    path = address.partition("?")[0]
    for suffix in ("xlsx", "csv"):
        link = re.search(rf'href="({path}\.{suffix}[^"]*)"', page)
        assert link is not None
        saved = family.get(link.group(1).replace("&amp;", "&"))
        assert saved.status_code == 200
        assert "attachment" in saved.headers["content-disposition"]


def test_what_is_printed_says_what_was_asked_for(family: TestClient) -> None:
    ladder = family.get("/ladder?plan=county-women&verdict=更宽").text
    table = family.get("/links?plan=county-women&domain=妇女与健康").text
    assert re.search(r'class="print-only">[^<]*要求低于上级', ladder)
    assert re.search(r'class="print-only">[^<]*示例县妇女发展规划[^<]*妇女与健康', table)


def test_a_missing_indicator_offers_what_to_look_at(family: TestClient) -> None:
    page = family.get("/ladder?verdict=本级缺").text
    assert "没有在本级找到同名指标，请核对" in page
    assert "没有写这项指标" not in page
    assert re.search('相近的：</span><a href="/clauses/[^"]+">[^<]+</a>', page)
