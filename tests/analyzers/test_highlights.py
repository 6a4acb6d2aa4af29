"""Highlights: words stand where the text was cut so, stretches merge, and every mark shows what it marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import highlights, segment
from analyzers.marks import Span


def _shown(text: str, *words: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in segment.find_marks(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("提高妇女就业率，促进妇女创业", ["妇女"], ["妇女", "妇女"]),
        ("妇女儿童工作", ["妇女", "儿童"], ["妇女儿童"]),
        ("留守儿童关爱", ["留守", "儿童", "留守儿童"], ["留守儿童"]),
        ("Ｂ超检查和b超复查", ["b超"], ["Ｂ超", "b超"]),
        ("下降到十万分之九以下", ["9/10万"], ["十万分之九"]),
        ("达到９０％以上", ["90%"], ["９０％"]),
        ("到2030年，达到30%", ["30"], ["30%"]),
        ("普惠托育服务", ["托育"], ["托育"]),
        ("和平等理念", ["平等"], ["平等"]),
        ("妇女儿童", ["女儿"], []),
        ("妇女儿童", [], []),
        ("妇女儿童", [""], []),
        ("", ["妇女"], []),
    ],
)
def test_marks(text: str, words: list[str], shown: list[str]) -> None:
    assert _shown(text, *words) == shown


@given(st.text(alphabet="妇女儿童工作留守，。 9０%", max_size=60))
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    for token in segment.coarse(text):
        marks = segment.find_marks(text, [token.text])
        assert any(mark.start <= token.start and token.end <= mark.end for mark in marks), token


@given(
    st.text(alphabet="妇女儿童工作人民政府", max_size=40),
    st.sampled_from(["妇女", "女儿", "儿童", "工作", "民政", "人民"]),
)
def test_marks_show_the_word_and_nothing_else(text: str, word: str) -> None:
    for mark in segment.find_marks(text, [word]):
        assert text[mark.start : mark.end].replace(word, "") == ""


_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair))))


@given(_SPANS)
def test_merged_spans_cover_the_same_characters_and_do_not_touch(spans: list[tuple[int, int]]) -> None:
    merged = highlights.merge(spans)
    assert {at for start, end in spans for at in range(start, end)} == {
        at for span in merged for at in range(span.start, span.end)
    }
    assert all(left.end < right.start for left, right in pairwise(merged))


def test_merging() -> None:
    assert highlights.merge([(4, 6), (0, 2), (2, 3), (5, 9)]) == [Span(0, 3), Span(4, 9)]
