"""The word tables and what they do: every number on the page is that of a search."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from analyzers import synonyms
from analyzers.lexicon import LexiconError
from service.answers.lexicon_trial import effect, matching
from service.answers.search import search
from service.errors import BadQuery
from service.query.query import read_query
from service.settings import Settings
from service.storage.base import Base


@pytest.mark.parametrize(
    "phrase", ["家暴", "女儿", "留守儿童", "老公打老婆", "孕产妇死亡率", "两癌", "总书记"]
)
def test_the_numbers_are_those_of_searches(real_base: Base, phrase: str) -> None:
    found = effect(real_base.store, real_base.engine, phrase)
    for each, literal in ((found.literal, True), (found.known, False)):
        answer = search(real_base.store, real_base.engine, read_query(phrase, literal=literal))
        assert each.count == (answer.total if answer.every or answer.match else 0)
    assert found.tried is None


def test_a_new_row_finds_what_its_words_find(real_base: Base) -> None:
    found = effect(real_base.store, real_base.engine, "甲乙丙丁", "女童 | 留守儿童 + 心理")
    assert found.known.count == 0
    assert found.tried is not None
    texts = [row.clause.text for row in found.tried.more]
    assert texts
    assert all("女童" in text or ("留守" in text and "心理" in text) for text in texts)
    assert found.row is not None
    assert found.row.alternatives == (("女童",), ("留守儿童", "心理"))
    more = effect(real_base.store, real_base.engine, "家暴", "溺水")
    assert more.tried is not None
    assert more.tried.count > more.known.count > more.literal.count
    assert all("溺水" in row.clause.text for row in more.tried.more)


def test_letters_that_are_no_word_are_shown_as_such(real_base: Base) -> None:
    found = effect(real_base.store, real_base.engine, "女儿")
    assert found.literal.count == 0
    assert found.scrap_count > 0
    assert all(scrap.letters == "女儿" and scrap.behind.startswith("童") for scrap in found.scraps)
    assert effect(real_base.store, real_base.engine, "妇女").scrap_count == 0


def test_rows_are_found_by_any_of_their_words() -> None:
    assert matching("") == synonyms.rows()
    found = matching("家庭暴力")
    assert any("家暴" in row.phrases for row in found)
    assert matching("没有这样的词啊") == ()


@pytest.mark.parametrize(
    ("phrase", "added", "kind"),
    [
        ("的", "", BadQuery),
        ("家暴", " + ", BadQuery),
        ("家暴", "的", BadQuery),
        ("家暴", "|", LexiconError),
        ("暴", "家庭暴力", LexiconError),
    ],
)
def test_what_the_table_would_refuse_is_refused(
    real_base: Base, phrase: str, added: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        effect(real_base.store, real_base.engine, phrase, added)


def test_the_page_shows_the_effect_and_offers_to_keep_the_row(desk: TestClient) -> None:
    page = desk.get("/lexicon?try=家暴&also=溺水 | 欺凌").text
    numbers = [int(each) for each in re.findall(r'bignum">(\d+)<', page)]
    assert numbers[0] < numbers[1] < numbers[2]
    assert "也查：家庭暴力" in page
    assert '<input type="hidden" name="from" value="家暴">' in page
    assert '<input type="hidden" name="to" value="溺水 | 欺凌">' in page


def test_own_rows_are_added_shown_and_taken_away(own_desk: TestClient) -> None:
    """This process has read its tables already: the row is on its way, not in force."""
    kept = own_desk.post(
        "/lexicon/add", data={"table": "synonyms", "from": "示例口语", "to": "宫颈癌｜ 乳腺癌 "}
    )
    assert (kept.status_code, kept.headers["location"]) == (303, "/lexicon?table=synonyms#own")
    page = own_desk.get("/lexicon").text
    own = page.split('<section id="own"')[1].split("</section>")[0]
    assert "示例口语" in own
    assert "<td>宫颈癌 | 乳腺癌</td>" in own
    assert "等待生效" in own
    (row,) = map(html.unescape, re.findall('name="row" value="([^"]+)"', own))
    gone = own_desk.post("/lexicon/remove", data={"table": "synonyms", "row": row})
    assert gone.status_code == 303
    assert "示例口语" not in own_desk.get("/lexicon").text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"table": "synonyms", "from": "癌", "to": "宫颈癌"}, "一个字的说法"),
        ({"table": "blocked", "sub": "书记", "word": "主任"}, "要含有“书记”"),
        ({"table": "units", "from": "甲乙", "to": "丙丁"}, "不能在这里增加"),
    ],
)
def test_a_row_that_would_be_refused_is_told(own_desk: TestClient, data: dict[str, str], told: str) -> None:
    answer = own_desk.post("/lexicon/add", data=data)
    assert answer.status_code == 400
    assert told in answer.text


def test_a_file_that_somebody_spoilt_is_told(own_desk: TestClient, own_settings: Settings) -> None:
    folder = own_settings.home / "lexicon"
    folder.mkdir()
    (folder / "synonyms.tsv").write_bytes("没有栏名\n".encode("gbk"))
    page = own_desk.get("/lexicon")
    assert page.status_code == 200
    assert "不是 UTF-8 编码" in page.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "synonyms.tsv"),
        ("table=blocked", "总书记"),
        ("table=nothing", "同义词表"),
        ("q=家暴", "含“家暴”"),
        ("q=没有这样的词啊", "表里没有“没有这样的词啊”"),
        ("offset=100", "上一页"),
        ("offset=999999", "上一页"),
        ("try=的", "没有实际意义"),
        ("try=暴&also=家庭暴力", "一个字的说法"),
        ("try=<b>&also=<i>", "检索"),
    ],
)
def test_the_page_tells(desk: TestClient, query: str, says: str) -> None:
    answer = desk.get(f"/lexicon?{query}")
    assert answer.status_code == 200
    assert says in answer.text
    assert "<i>" not in answer.text
