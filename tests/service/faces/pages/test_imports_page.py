"""A plan taken in through the pages: looked at first, published whole, served at once; nothing left behind."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
import tables
from fastapi.testclient import TestClient

from ingest.plan import UnreadableFile
from ingest.readers import SourceFile, Watch
from service.faces.web.pages import imports
from service.settings import Settings
from service.upkeep import uploaded_files, uploads

CITY = """示例市妇女发展规划（2021—2030年）

前言

妇女是社会进步的推动者。

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之十以下。

策略措施：

1.完善服务体系。加强妇幼保健机构建设 and 管理<b>。
"""
OTHER = CITY.replace("示例市妇女", "示例市某某")


def _upload(client: TestClient, text: str = CITY, name: str = "市.txt", **fields: str) -> str:
    answer = client.post("/imports/upload", files={"file": (name, text.encode())}, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def _settings(client: TestClient) -> Settings:
    return client.app.state.settings  # type: ignore[attr-defined,no-any-return]


def _hidden(page: str) -> dict[str, list[str]]:
    """The fields that the button 入库 sends."""
    form = page[page.index("/publish") :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def test_what_is_missing_is_offered(own_desk: TestClient) -> None:
    page = own_desk.get("/imports?plan=example-city-2021").text
    assert "还有 1 部没有全文" in page
    assert "上传文件：示例市妇女发展规划（2021—2030年）" in page
    assert '<input type="hidden" name="plan" value="example-city-2021">' in page


def test_looked_at_then_taken_in_and_served_at_once(own_desk: TestClient) -> None:
    place = _upload(own_desk)
    page = own_desk.get(place).text
    assert "目录里的《示例市妇女发展规划（2021—2030年）》" in page
    assert "将新增" in page
    assert "中文里夹着英文单词" in page
    assert "管理&lt;b&gt;" in page
    anchors = re.findall(r'href="#(p0-\d+)"', page)
    assert anchors
    assert all(f'<span id="{anchor}">' in page for anchor in anchors)
    assert "/clauses/example-city-2021" not in own_desk.get("/search?q=十万分之十").text
    answer = own_desk.post(f"{place.split('?')[0]}/publish", data=_hidden(page))
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/imports?done=example-city-2021"
    assert "已入库" in own_desk.get(answer.headers["location"]).text
    assert "/clauses/example-city-2021" in own_desk.get("/search?q=十万分之十").text
    assert own_desk.get(place).status_code == 404
    assert list((_settings(own_desk).home / "uploads").iterdir()) == []


def test_stated_identity_goes_into_review_and_base(own_desk: TestClient) -> None:
    token = _upload(own_desk, OTHER, "某某.txt").split("?")[0]
    page = own_desk.get(token).text
    assert "<b>新的规划</b>" in page
    told = f"{token}?plan=&title={quote('示例州某某规划')}&level=city&region={quote('示例州')}&subject=&issuer=&number="
    page = own_desk.get(told).text
    assert "示例州某某规划" in page
    assert _hidden(page)["level"] == ["city"]
    done = own_desk.post(f"{token}/publish", data=_hidden(page)).headers["location"]
    assert "示例州某某规划" in own_desk.get(done).text
    assert '<span class="level city">' in own_desk.get(done).text


def test_nothing_is_taken_in_without_a_level(own_desk: TestClient) -> None:
    """It would stand beside no level, and count as silent everywhere."""
    text = "示例某某发展规划（2021—2025年）\n\n一、总体要求\n\n1.提高水平。\n"
    place = _upload(own_desk, text, "某某.txt")
    page = own_desk.get(place).text
    assert "没有认出是哪一级的规划" in page
    assert "--level" not in page
    assert "/publish" not in page
    answer = own_desk.post(f"{place.split('?')[0]}/publish", data={})
    assert answer.status_code == 400
    assert "请在预览页选好层级" in answer.text
    stated = own_desk.get(f"{place.split('?')[0]}?level=county").text
    assert own_desk.post(f"{place.split('?')[0]}/publish", data=_hidden(stated)).status_code == 303


def test_a_chosen_plan_holds_where_the_file_has_one(own_desk: TestClient) -> None:
    assert _upload(own_desk, OTHER, plan="example-city-2021").endswith("?plan=example-city-2021")
    two = CITY + "\n\n" + CITY.replace("妇女", "儿童")
    assert "?" not in _upload(own_desk, two, plan="example-city-2021")


def test_two_plans_taken_for_one_can_be_told_apart(own_desk: TestClient) -> None:
    """A file that cannot be reviewed as it stands still asks whose its plans are."""
    token = _upload(own_desk, CITY + "\n\n" + CITY.replace("妇女", "儿童"))
    answer = own_desk.get(f"{token}?plan=example-city-2021&plan=example-city-2021")
    assert answer.status_code == 400
    assert "还不能入库" in answer.text
    assert answer.text.count('<select name="plan">') == 2


def test_dropped_leaves_nothing(own_desk: TestClient) -> None:
    token = _upload(own_desk)
    assert own_desk.post(f"{token}/drop").headers["location"] == "/imports"
    assert own_desk.get(token, headers={"Accept": "text/html"}).status_code == 404
    assert not _settings(own_desk).imports.exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.txt", b"", "没有选择文件，或文件是空的"),
        ("图.xlsx", b"PK\x03\x04junk", "没有导入"),
        ("乱.pdf", b"%PDF-1.4 broken", "没有导入"),
        ("二进制.txt", bytes(range(256)) * 40, "没有导入"),
    ],
)
def test_files_that_cannot_be_read(own_desk: TestClient, name: str, data: bytes, says: str) -> None:
    answer = own_desk.post("/imports/upload", files={"file": (name, data)})
    assert answer.status_code == 400
    assert says in answer.text
    room = _settings(own_desk).home / "uploads"
    assert not room.exists() or list(room.iterdir()) == []


def test_mistakes_are_told(own_desk: TestClient) -> None:
    assert "没有选择文件" in own_desk.post("/imports/upload").text
    for token in ("0" * 24, "%2e%2e", "nowhere"):
        assert own_desk.get(f"/imports/{token}", headers={"Accept": "text/html"}).status_code == 404
        assert own_desk.post(f"/imports/{token}/publish").status_code == 404
    token = _upload(own_desk)
    assert "没有叫“火星”的层级" in own_desk.get(f"{token}?level=火星").text
    assert own_desk.post("/imports/fetch", data={"plan": "nowhere"}).status_code == 404
    answer = own_desk.post("/imports/fetch", data={"plan": "example-city-2021"})
    assert (answer.status_code, "没有《示例市妇女发展规划" in answer.text) == (400, True)


# The waiting room


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\规划.docx", "规划.docx"),
        ("a<b>:c?.txt", "a-b-c-.txt"),
        ("", "未命名"),
        ("..", "未命名"),
        ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_names_stay_inside(name: str, kept: str) -> None:
    assert uploads.plain_name(name) == kept


def test_what_nobody_comes_back_for_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from service.errors import BadImport, NotFound

    settings = Settings(home=tmp_path, corpus=tmp_path)
    old = uploads.keep(settings, "a.txt", io.BytesIO(b"x"))
    folder = uploads.waiting(settings, old).parent
    past = time.time() - uploads.KEPT - 1
    os.utime(folder, (past, past))
    fresh = uploads.keep(settings, "b.txt", io.BytesIO(b"y"))
    assert uploads.waiting(settings, fresh).read_bytes() == b"y"
    with pytest.raises(NotFound):
        uploads.waiting(settings, old)
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(BadImport):
        uploads.keep(settings, "c.txt", io.BytesIO(b"z" * 11))
    assert len(list((tmp_path / "uploads").iterdir())) == 1


@pytest.mark.parametrize("sound", [True, False])
def test_a_file_of_many_pages_shows_how_far_it_is(
    own_desk: TestClient, monkeypatch: pytest.MonkeyPatch, *, sound: bool
) -> None:
    go_on, read = threading.Event(), uploaded_files.read_files

    def slowly(path: Path, watch: Watch | None = None) -> tuple[SourceFile, ...]:
        assert watch is not None
        watch(3, 200)
        assert go_on.wait(20)
        if not sound:
            raise UnreadableFile("文件坏了，请换一份。")
        return read(path, watch)

    monkeypatch.setattr(uploaded_files, "read_files", slowly)
    monkeypatch.setattr(imports, "PATIENCE", 0.0)
    place = _upload(own_desk, plan="example-city-2021")
    assert place.endswith("/reading?plan=example-city-2021")
    page = own_desk.get(place).text
    assert '<progress max="200" value="3">' in page
    assert '<meta http-equiv="refresh"' in page
    token = place.removesuffix("/reading?plan=example-city-2021")
    assert own_desk.get(token).headers["location"].startswith(f"{token}/reading")
    go_on.set()
    monkeypatch.setattr(imports, "PATIENCE", 20.0)
    until = time.monotonic() + 20
    while (answer := own_desk.get(place)).status_code == 200 and time.monotonic() < until:
        time.sleep(0.02)
    if sound:
        assert answer.headers["location"] == f"{token}?plan=example-city-2021"
        assert "将新增" in own_desk.get(answer.headers["location"]).text
    else:
        assert answer.status_code == 400
        assert "文件坏了，请换一份。" in answer.text
        assert own_desk.get(token).status_code == 404


def _links(page: str) -> set[str]:
    return set(re.findall(r'href="#([^"]+)"', page)) - {"main"}


def test_every_line_of_the_review_leads_to_its_words(own_desk: TestClient) -> None:
    page = own_desk.get(_upload(own_desk)).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert _links(page) <= set(ids)
    assert "孕产妇死亡率下降到十万分之十以下</a>" in page  # the quote of the target
    assert '<td class="asked">≤ 10/10万</td>' in page
    assert "<b>一、（一）妇女与健康 策略措施第1条</b>：" in page
    assert '<mark class="odd">' in page
    assert '<mark class="value">孕产妇死亡率下降到十万分之十以下</mark>' in page
    assert "先不要入库" not in page


def test_tables_are_shown_as_tables(own_desk: TestClient) -> None:
    answer = own_desk.post("/imports/upload", files={"file": ("示例县表.docx", tables.in_docx())})
    page = own_desk.get(answer.headers["location"]).text
    assert "表格（2 个）" in page
    assert re.search(r'<th scope="colgroup"[^>]* colspan="2">目标<', page)
    assert re.search(r'<td[^>]* rowspan="3">健康</td>', page)
    assert "/clauses/" not in page  # its rows have no pages before it is taken in
    assert "已有的数 4 个" in page
    assert '<td class="asked">3.96‰</td>' in page
    assert "1.托位建设项目。新增托位500个。\n2.近视防控项目。" in page
    assert _links(page) <= set(re.findall(r' id="([^"]+)"', page))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("规划在附件里，请下载。", "文件里只有 11 个字"),
        ("示例县发展情况。" + "坚持示例原则，健全服务体系，提高服务水平。" * 60, "只拆出 1 个条目"),
        ("示例县发展规划（2021—2030年）\n一、原则\n1.坚持一。\n2.坚持二。\n3." + "统筹推进示例工作，健全示例服务体系。" * 300, "大部分内容没有拆开"),
    ],
)  # fmt: skip
def test_where_almost_nothing_was_split_an_alarm_says_so(own_desk: TestClient, text: str, says: str) -> None:
    page = own_desk.get(_upload(own_desk, text, "县.txt") + "?level=county").text
    alarm = page[page.index('class="alarm" role="alert"') :]
    assert says in alarm[: alarm.index("</p>")]
    assert "仍要入库" in page
