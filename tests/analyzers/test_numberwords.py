"""One value in any writing is one word of the index."""

from __future__ import annotations

import re

import pytest

from analyzers.normalise import fold
from analyzers.numberwords import SPECIAL, canonical


@pytest.mark.parametrize(
    ("writings", "word", "parts"),
    [
        (["100%", "百分之百"], "100%", ("100",)),
        (["90%", "９０％", "百分之九十", "90 %", "90.0%"], "90%", ("90",)),
        (["2.5‰", "千分之二点五"], "2.5‰", ("2.5",)),
        (["12/10万", "12/10 万", "十万分之十二", "12/100000"], "12/10万", ("12",)),
        (["1.8万"], "18000", ("1.8",)),
        (["2亿"], "200000000", ("2",)),
        (["3千万", "3000万"], "30000000", None),
        (["1亿2千万", "1亿2000万"], "120000000", ()),
        (["1万5千"], "15000", ()),
        (["百万分之五", "5/百万", "5/100万", "5/1000000"], "5/百万", ("5",)),
        (["3.5‰", "3.5%o", "3.5％ｏ"], "3.5‰", ("3.5",)),
        (["2030"], "2030", ()),
        (["6.50"], "6.5", ()),
        (["PM2.5", "ＰＭ２.５"], "pm2.5", ()),
        (["B12"], "b12", ()),
        (["2:3", "2：3", "2∶3", "2比3", "二比三"], "2:3", ()),
        (["9成", "九成"], "90%", ()),
        (["四成六"], "46%", ()),
        (["一半"], "50%", ("一半",)),
    ],
)
def test_one_word(writings: list[str], word: str, parts: tuple[str, ...]) -> None:
    for writing in writings:
        (number,) = SPECIAL.findall(fold(writing).upper())
        assert canonical(number) == (word, canonical(number)[1] if parts is None else parts), writing


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("未满十六周岁", "十六", "16"),
        ("三周岁以下", "三", "3"),
        ("三百六十学时", "三百六十", "360"),
        ("每年一次", "一", "1"),
        ("二十四小时", "二十四", "24"),
        ("十五年", "十五", "15"),
        ("两亿三千万元", "两亿三千万", "230000000"),
        ("三十万亩", "三十万", "300000"),
        ("十二万八千人", "十二万八千", "128000"),
    ],
)
def test_chinese_numerals_are_values_in_front_of_a_unit(text: str, number: str, word: str) -> None:
    assert SPECIAL.findall(text) == [number]
    assert canonical(number) == (word, (number,))


@pytest.mark.parametrize(
    "text",
    [
        "第一次",
        "一次性",
        "三次产业",
        "五十年代",
        "第十五年",
        "三成员单位",
        "五成果",
        "统一成立",
        "半数据",
        "十几年",
        "几十万人",
        "上百万人次",
        "千家万户",
    ],
)
def test_numerals_that_belong_to_a_word_stay_in_it(text: str) -> None:
    assert SPECIAL.findall(text) == []


@pytest.mark.parametrize("text", ["三农", "第一书记", "十二", "两癌", "百姓", "千万", "万元户", "分之一"])
def test_plain_chinese_numerals_stay_words(text: str) -> None:
    assert SPECIAL.findall(text) == []


def test_a_numeral_that_is_none_stays_as_printed() -> None:
    assert canonical("百分之点") == ("百分之点", ())
    assert canonical("百分之五三百") == ("百分之五三百", ())


def test_only_numbers_are_taken_out() -> None:
    text = "到2030年,PM2.5浓度下降20%,覆盖1.2万人"
    assert SPECIAL.findall(text) == ["2030", "PM2.5", "20%", "1.2万"]
    assert "".join(SPECIAL.split(text)) == text
    assert re.sub(SPECIAL, "", text) == "到年,浓度下降,覆盖人"
