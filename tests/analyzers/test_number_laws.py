"""Laws of reading numbers: any writing of a value reads back, no piece is ever read, and the time is linear."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers import numerals, segment
from analyzers.characters import INVISIBLE
from analyzers.normalise import fold
from analyzers.quantities import find_numbers, find_quantities

segment.warm()  # the first look into the dictionary takes longer than an example may

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_YI, _WAN = 100_000_000, 10_000


def _section(value: int) -> str:
    """A number below ten thousand in its full Chinese writing."""
    text = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            text += _DIGITS[digit] + unit
        elif text and not text.endswith("零") and value % size:
            text += "零"
    return text


def chinese(value: int) -> str:
    """A whole number below a hundred thousand million in its full Chinese writing."""
    parts = []
    for size, unit in ((_YI, "亿"), (_WAN, "万"), (1, "")):
        section, value = divmod(value, size)
        if section:
            gap = "零" if parts and section < 1000 else ""
            parts.append(gap + _section(section) + unit)
    return "".join(parts)


def mixed(value: int) -> str:
    """Digits with 亿, 万 and 千 between them: 3亿2000万, 1万5千."""
    parts = []
    for size, unit in ((_YI, "亿"), (_WAN, "万")):
        section, value = divmod(value, size)
        if section:
            parts.append(f"{section}{unit}")
    if value and value % 1000 == 0:
        parts.append(f"{value // 1000}千")
    elif value:
        parts.append(f"零{value}" if parts and value < 1000 else str(value))
    return "".join(parts)


def writings(value: int) -> list[str]:
    """The writings of a whole number that official texts use."""
    digits = f"{value:,}"
    several = [mixed(value)] if value >= _WAN and value // _WAN % _WAN * _WAN + value % _WAN else []
    scaled = [f"{Decimal(value) / _WAN:f}万"] if value >= _WAN else []
    return [
        str(value), digits, digits.translate(_WIDE), str(value).translate(_WIDE), chinese(value),
        chinese(value).translate(_FORMAL) if value >= 10 else chinese(value), *several, *scaled,
        "\u200b".join(str(value)), digits.replace(",", ",\u00ad"),
    ]  # fmt: skip


@given(st.integers(1, 99_999_999_999), st.data())
def test_every_writing_reads_back(value: int, data: st.DataObject) -> None:
    writing = data.draw(st.sampled_from(writings(value)))
    text = f"带动就业{writing}人以上，其他不计。"
    (found,) = find_quantities(fold(text))
    assert (found.value, found.unit, found.comparator) == (value, "persons", ">="), writing
    assert text[found.number_start : found.number_end] == f"{writing}人"


@given(st.decimals(0, 100, places=2), st.sampled_from(["%", " %", "％", "﹪"]), st.booleans())
def test_every_rate_reads_back(value: Decimal, sign: str, wide: bool) -> None:
    digits = f"{value:f}".translate(_WIDE) if wide else f"{value:f}"
    (found,) = find_quantities(fold(f"覆盖率达到{digits}{sign}以上。"))
    assert (found.value, found.unit, found.comparator) == (value, "percent", ">=")


@given(st.integers(1, 100), st.sampled_from(["百", "千", "万", "十万", "百万"]))
def test_every_fraction_reads_back(value: int, base: str) -> None:
    (found,) = find_quantities(f"发生率控制在{base}分之{chinese(value)}以内。")
    assert found.value == value
    assert found.family == "rate"


@given(
    st.integers(10, 99_999_999), st.data(), st.sampled_from([" ", "，", ",", "  ", "\u200b", "\u00ad", ", "])
)
def test_a_torn_number_is_whole_or_told(value: int, data: st.DataObject, tear: str) -> None:
    digits = str(value)
    at = data.draw(st.integers(1, len(digits) - 1))
    text = f"参加人数达到{digits[:at]}{tear}{digits[at:]}人，其他不计。"
    numbers = find_numbers(fold(text))
    assert [found.value for found in numbers.quantities] in ([value], [])
    assert len(numbers.torn) == 1 - len(numbers.quantities)
    for mark in (*numbers.quantities, *numbers.torn):
        assert text[mark.start : mark.end].startswith(digits[:at])
        assert digits[at:] in text[mark.start : mark.end]


@given(
    st.decimals(Decimal("0.01"), 100, places=2), st.data(), st.sampled_from([" ", "  ", "\u200b", "\ufeff"])
)
def test_a_torn_rate_is_whole_or_told(value: Decimal, data: st.DataObject, tear: str) -> None:
    digits = f"{value:f}"
    at = data.draw(st.integers(1, len(digits) - 1))
    numbers = find_numbers(f"参保率提高到{digits[:at]}{tear}{digits[at:]}%以上。")
    assert [found.value for found in numbers.quantities] in ([value], [])
    assert len(numbers.torn) == 1 - len(numbers.quantities)


@given(
    st.text(
        alphabet="0123456789.,，· %‰/:-~一二三十百千万亿分之成半多余几个人每至约两年内前级Ⅲ±×\u200b",
        max_size=60,
    )
)
@settings(max_examples=400)
def test_no_piece_of_a_number_is_read(printed: str) -> None:
    text = fold(printed)
    numbers = find_numbers(text)
    for mark in (*numbers.quantities, *numbers.ranks):
        assert 0 <= mark.start <= mark.number_start < mark.number_end <= mark.end <= len(text)
        before, behind = (
            text[: mark.number_start].rstrip(INVISIBLE),
            text[mark.number_end :].lstrip(INVISIBLE),
        )
        if text[mark.number_start].isdigit():
            assert not before[-1:].isdigit()
            assert not (before[-1:] in (".", "·") and before[-2:-1].isdigit())
        elif text[mark.number_start] in numerals.CHINESE:
            assert before[-1:] not in "几十百千亿" or not before
        if mark.unit == "" and text[mark.number_end - 1].isdigit():
            assert not behind[:1].isdigit()
    closed = [(span.start, span.end) for span in numbers.torn]
    assert not [q for q in numbers.quantities for start, end in closed if start <= q.number_start < end]


@pytest.mark.parametrize(
    "piece",
    [
        "1", "1 ", "1,", "1.1 ", "1,234 ", "1·", "0/00", "3%0", "亿", "1亿", "一", "一二", "二三十", "百分之", "百分之九 ", "前1", "近5年",
        "签约1", "5-", "1:", "3±", "(", "每", "Ⅲ", "零增长", "A", "1小时", "10、", "两万", "壹佰", "1\u200b", "三点", "x5", "第一", "2030年",
    ],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = fold(piece * (size // len(piece)))
        start = time.process_time()
        find_numbers(text)
        return time.process_time() - start

    seconds(2_000)
    small, large = (min(seconds(size) for _ in range(3)) for size in (8_000, 32_000))
    assert large < 12 * small + 0.1, f"{small:.4f} s, {large:.4f} s"
    assert large < 3
