"""The basket as a person fills it: without JavaScript, back to where one was, nothing of other sites."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from service.settings import Settings


def _add(client: TestClient, *addresses: str) -> None:
    for address in addresses:
        assert client.post("/basket/add", data={"address": address}).status_code == 303


def _order(client: TestClient) -> list[str]:
    return re.findall(
        r'<span class="place">\d+</span> <a href="/clauses/([^"]+)"', client.get("/basket").text
    )


@pytest.fixture
def addresses(own_desk: TestClient) -> list[str]:
    """Addresses of three clauses of two plans."""
    found = re.findall(r'<h2><a href="/clauses/([^"]+)"', own_desk.get("/search?q=孕产妇").text)
    assert len(set(found)) >= 3
    return list(dict.fromkeys(found))[:3]


def test_empty_says_how_to_fill_it(own_desk: TestClient) -> None:
    page = own_desk.get("/basket").text
    assert "选条篮是空的" in page
    assert 'href="/search"' in page


def test_collect_reorder_note_and_take_out(own_desk: TestClient, addresses: list[str]) -> None:
    one, two, three = addresses
    _add(own_desk, one, two, three, one)
    assert _order(own_desk) == [one, two, three]
    assert own_desk.post("/basket/up", data={"address": three}).headers["location"].startswith("/basket#c-")
    assert _order(own_desk) == [one, three, two]
    own_desk.post("/basket/note", data={"address": three, "note": "  写进 <b>第二部分</b>\n"})
    page = own_desk.get("/basket").text
    assert "写进 &lt;b&gt;第二部分&lt;/b&gt;" in page
    assert 'class="count">3<' in page
    text = own_desk.get("/basket.txt").text
    assert text.index("2. 《") < text.index("备注：写进 <b>第二部分</b>") < text.index("3. 《")
    own_desk.post("/basket/remove", data={"address": one})
    assert _order(own_desk) == [three, two]
    own_desk.post("/basket/clear")
    assert _order(own_desk) == []


def test_the_button_of_a_page_goes_back_to_it(own_desk: TestClient, addresses: list[str]) -> None:
    came = {"referer": "http://127.0.0.1/search?q=%E5%A6%87&level=county"}
    answer = own_desk.post("/basket/add", data={"address": addresses[0]}, headers=came)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=%E5%A6%87&level=county"
    for elsewhere in ("http://evil.example/x", "http://testserver//evil.example/", "junk", "javascript:1"):
        answer = own_desk.post("/basket/add", data={"address": addresses[0]}, headers={"referer": elsewhere})
        assert re.match("/(?!/)", answer.headers["location"])


def test_quietly_the_new_size_is_told(own_desk: TestClient, addresses: list[str]) -> None:
    sizes = [
        own_desk.post("/basket/add", data={"address": each}, headers={"X-Quiet": "1"}).text
        for each in addresses
    ]
    assert sizes == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("action", "data", "status"),
    [
        ("add", {"address": "nowhere/1"}, 404),
        ("add", {}, 400),
        ("note", {"address": "a", "note": "长" * 501}, 400),
        ("steal", {"address": "a"}, 422),
    ],
)
def test_mistakes_change_nothing(
    own_desk: TestClient, action: str, data: dict[str, str], status: int
) -> None:
    assert own_desk.post(f"/basket/{action}", data=data).status_code == status
    assert _order(own_desk) == []


def test_other_sites_cannot_fill_it(own_desk: TestClient, addresses: list[str]) -> None:
    answer = own_desk.post(
        "/basket/add", data={"address": addresses[0]}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert _order(own_desk) == []


def test_the_size_is_that_of_the_file_whoever_wrote_it(own_desk: TestClient, addresses: list[str]) -> None:
    from service.decisions.decisions import BasketAction, BasketChange, open_decisions

    _add(own_desk, addresses[0])
    own_desk.get("/")
    settings = own_desk.app.state.settings  # type: ignore[attr-defined]
    open_decisions(settings).fill("默认", BasketChange(BasketAction.ADD, addresses[1], "x"))
    assert 'class="count">2<' in own_desk.get("/").text


def test_a_damaged_file_stops_no_page_but_the_basket(own_desk: TestClient) -> None:
    settings = own_desk.app.state.settings  # type: ignore[attr-defined]
    settings.decisions.parent.mkdir(parents=True)
    settings.decisions.write_bytes(b"not a database, but long enough to be taken for one" * 50)
    assert own_desk.get("/").status_code == 200
    answer = own_desk.get("/basket", headers={"Accept": "text/html"})
    assert answer.status_code == 507
    assert "从备份恢复" in answer.text


def test_each_browser_has_its_own_where_many_reach_the_service(
    own_desk: TestClient, own_settings: Settings, addresses: list[str]
) -> None:
    """Nobody sees or empties another's; on this machine itself there is one for all browsers."""
    own_desk.post("/basket/add", data={"address": addresses[0]})

    def visitor() -> TestClient:
        return TestClient(own_desk.app, base_url="http://duibiao.example.gov.cn", follow_redirects=False)

    one, other = visitor(), visitor()
    assert "选条篮是空的" in one.get("/basket").text
    assert "set-cookie" not in one.get("/basket").headers
    kept = one.post("/basket/add", data={"address": addresses[1]}, headers={"X-Quiet": "1"})
    assert kept.text == "1"
    assert "HttpOnly" in kept.headers["set-cookie"]
    assert "SameSite=lax" in kept.headers["set-cookie"]
    one.post("/basket/add", data={"address": addresses[2]})
    page = one.get("/basket").text
    assert addresses[1] in page
    assert addresses[2] in page
    assert addresses[0] not in page
    assert "只有这个浏览器看得到" in page
    assert "选条篮是空的" in other.get("/basket").text
    other.post("/basket/clear", data={})
    assert addresses[1] in one.get("/basket").text
    mine = own_desk.get("/basket").text
    assert addresses[0] in mine
    assert "只有这个浏览器看得到" not in mine
    other.cookies.set("duibiao-basket", "../../etc")
    assert "选条篮是空的" in other.get("/basket").text
