"""对标 pages: counterparts level by level, decisions of people, honest gaps."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

GOAL, CITY = "county-women/2.1/goal/2", "city-women/2.1/goal/1"
SMALL, UPPER = "example-women-2021/1.1/goal/1", "example-province-2021/1.1/goal/1"
HTMX = {"HX-Request": "true"}


def column(page: str, level: str) -> str:
    """The part of a page that shows one level."""
    found = re.search(
        f'aria-labelledby="level-{level}".*?(?=<section class="column|<details class="add)', page, re.S
    )
    assert found is not None
    return found.group()


def test_a_clause_stands_beside_its_counterparts(family: TestClient) -> None:
    page = family.get(f"/links/{GOAL}").text
    assert "孕产妇死亡率下降到十万分之九以下" in column(page, "county")
    city = column(page, "city")
    assert "部分对应" in city
    assert "很有把握" in city
    assert "≤ 9/10万 → <b>≤ 10/10万</b>" in city
    assert "有同一项指标" in city
    assert [column(page, level).count("确认对应") for level in ("city", "province", "nation")] == [1, 1, 1]


def test_only_what_differs_is_marked(family: TestClient) -> None:
    page = column(family.get("/links/county-women/2.1/measure/4").text, "city")
    assert re.search(r'<ins class="number">(?:<[^>]+>[^<]*</span>)?[^<]*92%', page)
    assert "<script" not in page


@pytest.mark.parametrize("level", ["city", "province"])
def test_no_counterpart_is_said(family: TestClient, level: str) -> None:
    page = column(family.get("/links/county-women/2.1/measure/1").text, level)
    assert "没有找到对应" in page
    assert "没有文本" not in page


def test_a_level_without_a_text_offers_the_import(own_desk: TestClient) -> None:
    page = own_desk.get(f"/links/{SMALL}").text
    assert "没有文本" in column(page, "city")
    assert 'href="/imports?plan=example-city-2021"' in column(page, "city")
    assert "没有找到对应" not in column(page, "city")
    assert "目录里没有这一级" in column(page, "nation")


def test_a_decision_is_kept_and_taken_back(own_desk: TestClient) -> None:
    def said(do: str) -> str:
        answer = own_desk.post(f"/links/{SMALL}", data={"target": UPPER, "do": do}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/links/{SMALL}")
        return column(own_desk.get(f"/links/{SMALL}").text, "province")

    page = said("confirm")
    assert "经人工确认" in page
    assert "撤回确认" in page
    assert "已确认" in page
    page = said("reject")
    assert "没有找到对应" in page
    assert "已否定的 1 条" in page
    page = said("undo")
    assert "确认对应" in page
    assert "已否定" not in page
    assert [line.split()[0] for line in [page] if line]


def test_a_decision_counts_from_both_sides_and_on_the_clause_page(own_desk: TestClient) -> None:
    own_desk.post(f"/links/{SMALL}", data={"target": UPPER, "do": "reject"})
    assert "已否定的 1 条" in column(own_desk.get(f"/links/{UPPER}").text, "county")
    assert "没有找到对应" in own_desk.get(f"/clauses/{SMALL}").text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"target": UPPER, "do": "drop"}, "请用“确认”"),
        ({"target": "", "do": "confirm"}, "请写出对应条目的地址"),
        ({"target": "nothing/1", "do": "confirm"}, "没有这个地址的条目"),
        ({"target": "example-women-2021/1.1/goal/2", "do": "confirm"}, "在同一部规划里"),
    ],
)
def test_a_wrong_decision_is_refused_and_nothing_kept(
    own_desk: TestClient, data: dict[str, str], told: str
) -> None:
    answer = own_desk.post(f"/links/{SMALL}", data=data)
    assert answer.status_code in (400, 404)
    assert told in answer.text
    assert "已确认" not in own_desk.get(f"/links/{SMALL}").text


def test_a_decision_from_another_site_is_refused(own_desk: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = own_desk.post(f"/links/{SMALL}", data={"target": UPPER, "do": "confirm"}, headers=headers)
    assert answer.status_code == 403
    assert "已确认" not in own_desk.get(f"/links/{SMALL}").text


def test_an_unknown_clause_is_not_found(family: TestClient) -> None:
    answer = family.get("/links/county-women/<script>")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "没有地址为" in answer.text


def test_htmx_gets_the_block_alone(family: TestClient) -> None:
    part = family.get(f"/links/{GOAL}", headers=HTMX).text
    assert part.lstrip().startswith('<div id="aligned">')
    assert "<html" not in part


def test_the_table_of_a_domain(family: TestClient) -> None:
    page = family.get("/links?plan=county-women&domain=妇女与健康").text
    assert page.count('<th scope="row"') == 15
    assert "12 条有对应" in page
    assert "3 条没有找到" in page
    assert "70% → <b>≥ 75%" in page or "≥ 70% → <b>≥ 75%</b>" in page


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("plan=county-women&domain=妇女与健康&kind=目标", 7),
        ("plan=county-women&domain=妇女与健康&level=县&level=国家", 15),
        ("plan=county-women&domain=妇女与健康&level=国家&show=gaps", 0),
        ("plan=county-women&domain=妇女与健康&level=州市&show=gaps", 3),
        ("plan=county-women&domain=没有的领域", 15),
        ("plan=county-women&domain=全部", 40),
        ("plan=county-women&domain=全部&offset=40", 11),
    ],
)
def test_the_table_is_narrowed(family: TestClient, query: str, rows: int) -> None:
    assert family.get(f"/links?{query}").text.count('<th scope="row"') == rows


def test_the_table_without_choice_shows_the_lowest_plan(family: TestClient) -> None:
    page = family.get("/links").text
    assert '<option value="county-women" selected>' in page
    assert "<option selected>妇女与健康" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("plan=没有这部", "没有叫“没有这部”的规划"),
        ("plan=county-women&kind=火星", "没有叫“火星”的类型"),
        ("plan=county-women&domain=妇女与健康&level=国家&show=gaps", "都找到了对应"),
    ],
)
def test_empty_states_say_what_to_do(family: TestClient, query: str, told: str) -> None:
    answer = family.get(f"/links?{query}")
    assert answer.status_code == 200
    assert told in answer.text


def test_nobody_has_confirmed_yet(own_desk: TestClient) -> None:
    assert "还没有人确认过" in own_desk.get("/links?show=confirmed").text
    own_desk.post(f"/links/{SMALL}", data={"target": UPPER, "do": "confirm"})
    assert own_desk.get("/links?show=confirmed").text.count('<th scope="row"') == 1


def test_a_base_with_the_county_alone_says_what_is_missing(own_desk: TestClient) -> None:
    page = own_desk.get("/links").text
    assert "1 部规划还没有文本" in page
    assert 'href="/imports?plan=example-city-2021"' in page


def test_the_clause_page_shows_counterparts_in_short(family: TestClient) -> None:
    page = family.get(f"/clauses/{GOAL}").text
    assert f'href="/links/{GOAL}"' in page
    assert f'href="/clauses/{CITY}"' in page
    assert "确认对应" not in page


def test_a_mistyped_address_stays_in_its_field_with_what_is_near(own_desk: TestClient) -> None:
    typed = "example-province-2021/1.1/goal/9"
    page = own_desk.post(f"/links/{SMALL}", data={"target": typed, "do": "confirm"}).text
    assert "孕产妇死亡率下降到十万分之九以下" in column(page, "county")
    assert f'value="{typed}"' in page
    assert "条目页的最下面" in page
    assert "duibiao" not in re.sub("<[^>]*>", "", page)
    near = re.search(r'href="(/links/[^"?]+\?target=[^"#]+)#target">', page)
    assert near is not None
    assert f'value="{UPPER.rpartition("/")[0]}' in own_desk.get(near.group(1)).text


def test_an_unknown_domain_is_told(family: TestClient) -> None:
    page = family.get("/links?plan=county-women&domain=火星").text
    assert "没有叫“火星”的领域，下面是“" in page
    assert "没有叫" not in family.get("/links?plan=county-women&domain=全部").text


@pytest.mark.parametrize(
    "path",
    [
        "/links?plan=county-women&domain=全部",
        "/ladder",
        "/targets?x=1",
        "/compare?left=county-women&right=nation-women",
        "/coverage",
    ],
)
def test_behind_the_end_stands_the_last_page(family: TestClient, path: str) -> None:
    found = family.get(f"{path}{'&' if '?' in path else '?'}offset=99999")
    assert found.status_code == 200
    assert re.search('<article class="ladder"|<tr>|<div class="two', found.text)


def test_only_a_person_says_that_there_is_none(own_desk: TestClient) -> None:
    """都不是 is kept for the clause and the plan, and taken back; from the upper plan it reads 上级有本级无."""

    def post(address: str, target: str, do: str) -> None:
        answer = own_desk.post(f"/links/{address}", data={"target": target, "do": do}, follow_redirects=False)
        assert answer.status_code == 303

    post(SMALL, UPPER, "reject")
    province, county = UPPER.partition("/")[0], SMALL.partition("/")[0]
    page = column(own_desk.get(f"/links/{SMALL}").text, "province")
    assert "没有找到对应" in page
    assert "本级特有" not in page
    post(SMALL, province, "none")
    page = column(own_desk.get(f"/links/{SMALL}").text, "province")
    assert "本级特有" in page
    assert "没有找到对应" not in page
    assert "撤回“都不是”" in page
    post(UPPER, county, "none")
    assert "上级有本级无" in column(own_desk.get(f"/links/{UPPER}").text, "county")
    post(SMALL, province, "undo")
    assert "没有找到对应" in column(own_desk.get(f"/links/{SMALL}").text, "province")
    answer = own_desk.post(f"/links/{SMALL}", data={"target": county, "do": "none"})
    assert answer.status_code == 400
    assert "另一部规划" in answer.text


def test_where_nothing_was_found_the_nearest_stand_with_their_reasons(family: TestClient) -> None:
    page = column(family.get("/links/county-women/2.1/measure/1").text, "city")
    assert 1 <= page.count("就是它") <= 3
    assert page.count("依据：") >= page.count("就是它")
    assert "都不是" in page
