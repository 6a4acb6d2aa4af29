"""What a clause is compared by: words that mean the same in the names of indicators."""

from __future__ import annotations

import pytest

from ingest.links.profiles import words_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("女性占比达到40%", "妇女"),
        ("女性占比达到40%", "比例"),
        ("省人大代表中女性所占比重达到28%", "比例"),
        ("农村留守老人得到关爱", "老年人"),
        ("儿科医师配备", "医生"),
        ("选拔年轻女干部", "妇女干部"),
        ("床位占比重较大", "比例"),
    ],
)
def test_a_clause_has_the_words_that_indicators_are_compared_by(text: str, word: str) -> None:
    assert 0 < words_of(text).get(word, 0) < 1  # it does not say so itself


def test_what_a_clause_says_itself_counts_no_less() -> None:
    assert words_of("女性比例、妇女占比")["妇女"] == 1
    assert words_of("女性比例、妇女占比")["比例"] == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("发展学前教育", "三年"),  # 学前教育 is 学前三年 in a name; 三年 alone says something else
        ("家长学校建有率", "建成"),
        ("发展中医师承教育", "医生"),
    ],
)
def test_pieces_of_other_names_are_no_words_of_a_clause(text: str, word: str) -> None:
    assert word not in words_of(text)
