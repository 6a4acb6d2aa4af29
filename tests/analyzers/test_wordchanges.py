"""Word by word changes: both texts come back, and a number with its unit is one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.wordchanges import changes, words

TEXTS = st.text("女性儿童死亡率达到下降以上，。；0123456789.%‰万/岁（）-— ", max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("宫颈癌筛查率达到70%以上。", "宫颈癌筛查率达到90%以上。", [("70%", "90%")]),
        ("死亡率下降到9/10万以下。", "死亡率下降到12/10万以下。", [("9/10万", "12/10万")]),
        ("分别降至2‰、3.5‰和5‰以下", "分别降至3‰、5‰和6‰以下", [("2‰", "3‰"), ("3.5‰", "5‰"), ("5‰", "6‰")]),
        ("建成1个中心。", "建成3个中心。", [("1个", "3个")]),
        ("到2025年完成。", "到2030年完成。", [("2025", "2030")]),
        ("加强监测。", "加强监测。", []),
        ("加强监测。", "加强监测，开展评估。", [("", "，开展评估")]),
    ],
)
def test_what_changed(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.one, c.other) for c in changes(one, other) if c.kind != "equal"] == expected


@given(TEXTS, TEXTS)
def test_changes_spell_both_texts(one: str, other: str) -> None:
    found = changes(one, other)
    assert "".join(change.one for change in found) == one
    assert "".join(change.other for change in found) == other


@given(TEXTS)
def test_words_spell_the_text_and_nothing_changes_to_itself(text: str) -> None:
    assert "".join(words(text)) == text
    assert all(change.kind == "equal" for change in changes(text, text))
