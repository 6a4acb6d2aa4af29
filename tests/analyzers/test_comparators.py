"""Comparison words: one table, its signs and places, and a unit's own rows, also those written before a column came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.lexicon import LexiconError
from analyzers.quantities import find_quantities


@pytest.fixture
def use(tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Has a unit's own table follow the shipped one."""

    def _use(text: str) -> None:
        folder = tmp_path / "lexicon"
        folder.mkdir()
        (folder / "comparators.tsv").write_text(text, "utf-8")
        lexicon.use_own(folder)

    yield _use
    lexicon.use_own(tmp_path / "nowhere")


def test_each_word_stands_once() -> None:
    texts = [row["text"] for row in lexicon.table("comparators")]
    assert sorted(texts) == sorted(set(texts))


def test_every_word_has_a_sign_and_a_place() -> None:
    for row in lexicon.table("comparators"):
        assert comparators.sign_of(row["text"]) == row["sign"]
        places = [place for place in Place if row["text"] in comparators.words(place).words]
        assert (places == [Place.BEHIND]) == (row["place"] == "after")
        assert Place.NUMBER in places or row["place"] == "after"


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("覆盖率不得低于", Place.NUMBER, "不得低于"),
        ("覆盖率低于", Place.NUMBER, "低于"),
        ("每个街道最低", Place.VERB, "最低"),
        ("每个街道不少于", Place.VERB, "不少于"),
        ("每个街道超过", Place.VERB, ""),
        ("供养标准不小于", Place.NOUN, "不小于"),
        ("供养标准高于", Place.NOUN, "高于"),
        ("供养标准至少", Place.NOUN, ""),
        ("供养标准近", Place.NOUN, ""),
        ("覆盖率", Place.NUMBER, ""),
    ],
)
def test_ending(text: str, place: Place, word: str) -> None:
    assert comparators.ending(text, place) == word


def test_target_verbs_hold_no_comparison_words() -> None:
    known = comparators.words(Place.NUMBER).words | comparators.words(Place.BEHIND).words
    ours = {row["text"] for row in lexicon.table("target_verbs")} & known
    # 突破 is what research does, too (突破关键技术100项); 约 softens a verb as it softens a number (约建成2家).
    assert ours == {"突破", "约"}


@pytest.mark.parametrize("header", ["text\tsign\tplace", "text\tsign\tplace\tin_front_of"])
def test_own_words_stand_everywhere(use: Callable[[str], None], header: str) -> None:
    assert find_quantities("备案率不亚于90%")[0].comparator == "="
    use(f"# 本单位\n{header}\n不亚于\t>=\tbefore\n")
    assert [comparators.ending("不亚于", place) for place in Place] == ["不亚于"] * 3 + [""] * 2
    assert find_quantities("备案率不亚于90%")[0].comparator == ">="


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("不亚于\t≥\tbefore", "“不亚于”的 sign 一栏只能写 >=、<="),
        ("不亚于\t>=\t前", "“不亚于”的 place 一栏只能写 before、after"),
        ("不亚于\t>=\tbefore\tnumber、verb", "“不亚于”的 in_front_of 一栏只能写 number、verb、noun、name"),
    ],
)
def test_a_wrong_cell_is_named(use: Callable[[str], None], row: str, told: str) -> None:
    use(f"text\tsign\tplace\tin_front_of\n{row}\n")
    with pytest.raises(LexiconError, match=told):
        find_quantities("备案率不亚于90%")
