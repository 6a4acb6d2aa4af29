"""Joining printed lines: nothing but blanks is lost, and every character leads back to its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.characters import MEANT
from analyzers.marks import Span
from analyzers.normalise import fold, join_lines, squash

_PRINTED = st.text(alphabet="妇女儿童规划，。（）％９ab12 \n\t\u3000\u200b\ufeff𠀀—", max_size=120)


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("70%以\n\n 下", "70%以下"),
        ("展望 2035 年", "展望2035年"),
        ("九十\n五", "九十五"),
        ("20\n30年", "2030年"),
        ("妇 女\u3000儿 童", "妇女儿童"),
        ("WTO rules\nand law", "WTO rules and law"),
        ("A级 景区", "A级景区"),
        ("  \n ", ""),
        ("参保率9\u200b5%", "参保率95%"),
        ("妇\u00ad女", "妇女"),
        ("WTO\u200b rules", "WTO rules"),
        ("⼥ ⼯", "⼥⼯"),
        ("两项分别达到９５ ９８％", "两项分别达到９５ ９８％"),
        ("２０\n３０年", "２０３０年"),
    ],
)
def test_lines_are_joined(source: str, joined: str) -> None:
    assert join_lines(source, 0, len(source)).text == joined


@given(_PRINTED)
def test_offsets_map_back(source: str) -> None:
    joined = join_lines(source, 0, len(source))
    assert len(joined.offsets) == len(joined.text)
    assert list(joined.offsets) == sorted(set(joined.offsets))
    for at, char in enumerate(joined.text):
        assert source[joined.offsets[at]] == char or char == " "
    assert squash(joined.text) == squash(source)


@given(_PRINTED, st.data())
def test_any_stretch_maps_back(source: str, data: st.DataObject) -> None:
    joined = join_lines(source, 0, len(source))
    start = data.draw(st.integers(0, len(joined.text)))
    end = data.draw(st.integers(start, len(joined.text)))
    span = joined.to_source(start, end)
    assert squash(source[span.start : span.end]) == squash(joined.text[start:end])


@given(_PRINTED, st.integers(0, 60), st.integers(0, 20))
def test_page_marks_are_left_out(source: str, start: int, length: int) -> None:
    gap = Span(min(start, len(source)), min(start + length, len(source)))
    joined = join_lines(source, 0, len(source), leave_out=[gap])
    assert squash(joined.text) == squash(source[: gap.start] + source[gap.end :])
    assert not any(gap.start <= at < gap.end and source[at].strip() for at in joined.offsets)


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_the_notice_maps_back(corpus_dir: Path) -> None:
    source = next((corpus_dir / "county").glob("*.txt")).read_text(encoding="utf-8")
    joined = join_lines(source, 0, len(source))
    assert squash(joined.text) == squash(source)
    assert all(
        source[at] == char for at, char in zip(joined.offsets, joined.text, strict=True) if char != " "
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("９０％（以上）", "90%(以上)"),
        ("2021—2030", "2021-2030"),
        ("2021～2030", "2021~2030"),
        ("1∶2", "1:2"),
        ("二〇三〇", "二零三零"),
        ("Ａ级、５Ａ级", "A级、5A级"),
        ("９５﹪", "95%"),
        ("⼥职⼯", "女职工"),
        ("⺠⽣、⻓期、⻝品", "民生、长期、食品"),
        ("\uf9d1\uf92c", "六郎"),
        ("12\u00a0000", "12 000"),
        ("𝟗𝟓%", "95%"),
        ("µg", "μg"),
        ("臺灣", "臺灣"),
        ("Ⅰ类、Ⅲ类", "Ⅰ类、Ⅲ类"),
        ("㈠、⑴、①", "㈠、⑴、①"),
        ("28℃、m²", "28℃、m²"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=[chr(code) for code in MEANT] + list("妇女90%"), max_size=60))
def test_what_looks_like_another_character_is_folded_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert not any(ord(char) in MEANT for char in folded)


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("床位增至3.\n\f17张", "床位增至3.17张"),
        ("床位增至 3.\n17张", "床位增至3.17张"),
        ("床位增至3\n.17张", "床位增至3.17张"),
        ("达到90\n%以上", "达到90%以上"),
        ("控制在4.5\n‰以下", "控制在4.5‰以下"),
        ("控制在12/\n10万以下", "控制在12/10万以下"),
        ("控制在12\n/10万以下", "控制在12/10万以下"),
        ("（2021-\n2030年）", "（2021-2030年）"),
        ("1.\n5岁以下儿童", "1. 5岁以下儿童"),
        ("如下。1.\n5岁以下儿童", "如下。1. 5岁以下儿童"),
        ("包括：2.\n3岁以下婴幼儿", "包括：2. 3岁以下婴幼儿"),
        ("1.2.\n3岁以下婴幼儿", "1.2. 3岁以下婴幼儿"),
        ("8. 5岁以下儿童", "8. 5岁以下儿童"),
    ],
)
def test_a_break_inside_a_number_joins_it_and_one_behind_the_number_of_an_item_does_not(
    source: str, joined: str
) -> None:
    assert join_lines(source, 0, len(source)).text == joined
