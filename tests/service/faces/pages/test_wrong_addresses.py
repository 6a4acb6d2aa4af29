"""What a person reads who opens a page under a wrong address: a plain sentence and a way back, no names of parameters."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("path", "again"),
    [
        ("/search?q=水&view=rows", "/search"),
        ("/links?offset=abc", "/links"),
        ("/targets?offset=1.5", "/targets"),
        ("/ladder.pdf?indicator=水", "/ladder"),
        ("/coverage?literal=perhaps", "/coverage"),
    ],
)
def test_a_wrong_address_is_told_in_plain_words(desk: TestClient, path: str, again: str) -> None:
    answer = desk.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    main = re.sub("<[^>]+>", "", answer.text.split("<main")[1].split("</main>")[0])
    assert "网址里有一处写法不对，请从页面上重新打开" in main
    assert not re.search("offset|view|suffix|literal|levels|/docs|整数", main)
    assert f'<a href="{again}">重新打开这一页</a>' in answer.text


def test_the_interface_keeps_the_exact_words(desk: TestClient) -> None:
    told = desk.get("/api/v1/search?q=水&offset=abc").json()["detail"]
    assert "offset" in told
    assert "整数" in told
