"""First letters of sounds: what narrows the search for a name must leave none out."""

from __future__ import annotations

import pytest
from pypinyin import Style, pinyin

from analyzers import synonyms, typos


def test_no_word_of_the_thesaurus_is_left_out() -> None:
    for row in synonyms.rows():
        for word in (*row.phrases, *(term for terms in row.alternatives for term in terms)):
            assert typos.initials(word)[:1] in typos.first_letters(word), word
            assert typos.spelled(word)[:1] in typos.first_letters(word), word


def test_readings_are_those_of_the_library() -> None:
    """Read from its table, because asking it for four thousand characters takes a quarter of a second."""
    for code in range(0x4E00, 0x9FA6, 7):
        character = chr(code)
        (theirs,) = pinyin(character, style=Style.NORMAL, heteronym=True)
        assert list(typos._readings(character)) == [sound for sound in theirs if sound != character], (
            character
        )


@pytest.mark.parametrize(
    ("word", "letters"),
    [("孕产妇", {"y"}), ("长者", {"c", "z"}), ("GDP", {"g"}), ("5岁", {"5"}), ("", set())],
)
def test_first_letters(word: str, letters: set[str]) -> None:
    assert typos.first_letters(word) == letters
