"""Numerals as plans print them, read as exact decimals, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import numerals
from analyzers.normalise import fold

_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"), ("90", "90"), ("1.12", "1.12"), ("1,000", "1000"), ("12,345,678", "12345678"), ("２３", "23"),
        ("1.2万", "12000"), ("1.5亿", "150000000"), ("3百", "300"), ("三", "3"), ("十", "10"), ("十五", "15"),
        ("二十", "20"), ("二十三", "23"), ("两百", "200"), ("一百零五", "105"), ("一百一十", "110"), ("一百五", "150"),
        ("三千六", "3600"), ("一千零一", "1001"), ("两千", "2000"), ("三万五千", "35000"), ("三十万", "300000"),
        ("两亿三千万", "230000000"), ("一万亿", "1000000000000"), ("二〇三〇", "2030"), ("三点五", "3.5"),
        ("九十九点零九", "99.09"),
    ],
)  # fmt: skip
def test_number(text: str, value: str) -> None:
    assert numerals.number(fold(text)) == Decimal(value)


@pytest.mark.parametrize("text", ["万元", "百姓", "五三百", "1,00", "廿", "", "三农", "-3", "1.2.3"])
def test_no_number(text: str) -> None:
    assert numerals.number(text) is None


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [
        ("百分之九十五以上", "95", 100), ("百分之百", "100", 100), ("百分之二点五", "2.5", 100), ("百分之1.5", "1.5", 100),
        ("千分之四点五", "4.5", 1000), ("万分之三", "3", 10_000), ("十万分之九", "9", 100_000), ("百万分之一", "1", 1_000_000),
        ("三分之一", "33.33", 100), ("三分之二", "66.67", 100), ("四分之三", "75", 100), ("二分之一", "50", 100),
        ("1/3以上", "33.33", 100), ("2/3的村", "66.67", 100), ("九成", "90", 100), ("九成半", "95", 100),
        ("七成五", "75", 100), ("一半", "50", 100), ("半数", "50", 100), ("过半", "50", 100),
    ],
)  # fmt: skip
def test_fractions(text: str, value: str, per: int) -> None:
    found = numerals.read(text, 0)
    assert found is not None
    assert (found.value, found.per) == (Decimal(value), per)


@pytest.mark.parametrize("text", ["五成员", "三成立", "一成本", "百姓", "万户", "千方百计"])
def test_no_fraction(text: str) -> None:
    assert numerals.read(text, 0) is None


@pytest.mark.parametrize(
    ("text", "value"), [("9/10万", "9"), ("24/7", "24"), ("1/100", "1"), ("2020/12", "2020")]
)
def test_a_slash_is_not_always_a_fraction(text: str, value: str) -> None:
    found = numerals.read(text, 0)
    assert found is not None
    assert (found.value, found.per) == (Decimal(value), 1)


def _chinese(value: int) -> str:
    """A number below ten thousand in its full Chinese writing."""
    text = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            text += _DIGITS[digit] + unit
        elif text and not text.endswith("零") and value % place:
            text += "零"
    return text or "零"


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_full_writing_reads_back(high: int, low: int) -> None:
    assert numerals.chinese_integer(_chinese(low)) == low
    if high and low >= 1000:
        assert numerals.chinese_integer(f"{_chinese(high)}万{_chinese(low)}") == high * 10_000 + low


@given(st.decimals(0, 999_999, places=2))
def test_arabic_reads_back(value: Decimal) -> None:
    found = numerals.read(f"{value}%", 0)
    assert found is not None
    assert found.value == value
    assert isinstance(found.value, Decimal)
