"""Printed numbers of every shape, and look-alikes that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalise import fold
from ingest.structure.damage import damaged_at
from ingest.structure.numbering import Scheme, number_at, numbers_within, ordinal_of, weak_number_at

DIGITS = "零一二三四五六七八九"


def _chinese(value: int) -> str:
    """A number below 100 as print writes it: 十一, 二十, 九十九."""
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones else "")


@given(st.integers(1, 99))
def test_chinese_ordinals(value: int) -> None:
    assert ordinal_of(_chinese(value)) == value


@pytest.mark.parametrize(
    ("printed", "value"), [("一百", 100), ("一百零三", 103), ("一百二十", 120), ("12", 12)]
)
def test_larger_ordinals(printed: str, value: int) -> None:
    assert ordinal_of(printed) == value


@pytest.mark.parametrize(
    ("line", "scheme", "ordinal", "printed", "rest"),
    [
        ("第一篇　总体战略", Scheme.PART, 1, "一", "总体战略"),
        ("第 二 部分 发展领域", Scheme.PART, 2, "二", "发展领域"),
        ("第二十一章　深化改革", Scheme.CHAPTER, 21, "二十一", "深化改革"),
        ("第3章 总则", Scheme.CHAPTER, 3, "3", "总则"),
        ("第十节 监测", Scheme.SECTION, 10, "十", "监测"),
        ("第五条 本办法", Scheme.ARTICLE, 5, "五", "本办法"),
        ("一、总体要求", Scheme.CN_STOP, 1, "一", "总体要求"),
        ("十二．保障措施", Scheme.CN_STOP, 12, "十二", "保障措施"),
        ("（三）合理用药", Scheme.CN_PAREN, 3, "三", "合理用药"),
        ("(十一) 提高能力", Scheme.CN_PAREN, 11, "十一", "提高能力"),
        ("（ 四 ）提高能力", Scheme.CN_PAREN, 4, "四", "提高能力"),
        ("㈡完善体系", Scheme.CN_PAREN, 2, "二", "完善体系"),
        ("1.加强领导", Scheme.AR_STOP, 1, "1", "加强领导"),
        ("12. 加强领导", Scheme.AR_STOP, 12, "12", "加强领导"),
        ("３．加强领导", Scheme.AR_STOP, 3, "3", "加强领导"),
        ("4、加强领导", Scheme.AR_STOP, 4, "4", "加强领导"),
        ("8. 5岁以下儿童", Scheme.AR_STOP, 8, "8", "5岁以下儿童"),
        ("⒉加强领导", Scheme.AR_STOP, 2, "2", "加强领导"),
        ("（5）加强领导", Scheme.AR_PAREN, 5, "5", "加强领导"),
        ("⑶加强领导", Scheme.AR_PAREN, 3, "3", "加强领导"),
        ("6）加强领导", Scheme.AR_HALF, 6, "6", "加强领导"),
        ("②加强领导", Scheme.CIRCLED, 2, "2", "加强领导"),
        ("㉑加强领导", Scheme.CIRCLED, 21, "21", "加强领导"),
        ("㊱加强领导", Scheme.CIRCLED, 36, "36", "加强领导"),
        ("三是加强领导", Scheme.SHI, 3, "三", "加强领导"),
        ("第二，加强领导", Scheme.SHI, 2, "二", "加强领导"),
        ("目标3：筛查率达到90%", Scheme.NAMED, 3, "3", "筛查率达到90%"),
        ("任务二：完善体系", Scheme.NAMED, 2, "任务二", "完善体系"),
        ("【重点任务 3】加强领导", Scheme.NAMED, 3, "重点任务3", "加强领导"),
        ("行动1　加强领导", Scheme.NAMED, 1, "行动1", "加强领导"),
        ("第一批：加强领导", Scheme.NAMED, 1, "第一批", "加强领导"),
        ("第二阶段（2023年）。加强领导", Scheme.NAMED, 2, "第二阶段", "（2023年）。加强领导"),
        ("【专栏2】重点项目", Scheme.BOX, 2, "2", "重点项目"),
        ("(二 十) 加强领导", Scheme.CN_PAREN, 20, "二十", "加强领导"),
        ("二 十一、加强领导", Scheme.CN_STOP, 21, "二十一", "加强领导"),
        ("a. 加强领导", Scheme.LETTER, 1, "a", "加强领导"),
        ("——健康优先。", Scheme.DASH, 0, "", "健康优先。"),
        ("● 健康优先。", Scheme.DASH, 0, "", "健康优先。"),
        ("专栏3　推动减排", Scheme.BOX, 3, "3", "推动减排"),
        ("附件2", Scheme.ANNEX, 2, "2", ""),
        ("附　件", Scheme.ANNEX, 0, "", ""),
        ("## （二）妇女与教育", Scheme.CN_PAREN, 2, "二", "妇女与教育"),
        ("**一、总体要求**", Scheme.CN_STOP, 1, "一", "总体要求**"),
    ],
)
def test_number_at_the_beginning_of_a_line(
    line: str, scheme: Scheme, ordinal: int, printed: str, rest: str
) -> None:
    folded = fold(line)
    number = number_at(folded, 0, len(folded))
    assert number is not None
    assert (number.scheme, number.ordinal, number.printed) == (scheme, ordinal, printed)
    assert line[number.end :].strip() == rest


@pytest.mark.parametrize(
    ("line", "path"),
    [("1.1 总则", (1, 1)), ("2.10.3建设县医院", (2, 10, 3)), ("3.2. 目标", (3, 2))],
)
def test_decimal_numbers(line: str, path: tuple[int, ...]) -> None:
    number = number_at(line, 0, len(line))
    assert number is not None
    assert number.path == path


@pytest.mark.parametrize(
    "line",
    [
        "2020年，全县人口增长。",
        "3岁以下婴幼儿照护服务。",
        "70%以上的妇女。",
        "2.5%以上。",
        "一、二、三产业融合发展。",
        "一、二三产业融合。",
        "二十大精神。",
        "第一条件好。",
        "十分之三。",
        "附件：1.任务分工表",
        "一是否合格。",
        "8.5‰以下。",
    ],
)
def test_no_number(line: str) -> None:
    folded = fold(line)
    assert number_at(folded, 0, len(folded)) is None


def test_a_stop_before_a_digit_is_only_perhaps_a_number() -> None:
    line = "8.5岁以下儿童死亡率"
    weak = weak_number_at(line, 0, len(line))
    assert weak is not None
    assert (weak.weak, weak.ordinal, line[weak.end :]) == (True, 8, "5岁以下儿童死亡率")


def test_numbers_inside_a_line_come_in_order() -> None:
    line = fold("二、主要任务（一）强化保障。1.健全制度。2.加强管理。（二）提高水平。")
    assert [number.printed for number in numbers_within(line, 2, len(line))] == ["一", "1", "2", "二"]


@pytest.mark.parametrize(
    ("line", "scheme", "ordinal", "printed"),
    [
        ("l．加强领导", Scheme.AR_STOP, 1, "1"),
        ("1O、加强领导", Scheme.AR_STOP, 10, "10"),
        ("3。加强领导", Scheme.AR_STOP, 3, "3"),
        ("(=)加强领导", Scheme.CN_PAREN, 2, "二"),
        ("（王）加强领导", Scheme.CN_PAREN, 3, "三"),
        ("(三加强领导", Scheme.CN_PAREN, 3, "三"),
        ("=、加强领导", Scheme.CN_STOP, 2, "二"),
        ("第ニ条　本办法", Scheme.ARTICLE, 2, "二"),
        ("六条　本办法", Scheme.ARTICLE, 6, "六"),
        ("12（三）加强领导", Scheme.CN_PAREN, 3, "三"),
    ],
)
def test_damaged_numbers(line: str, scheme: Scheme, ordinal: int, printed: str) -> None:
    (number,) = damaged_at(fold(line), 0, len(line))
    assert (number.scheme, number.ordinal, number.printed) == (scheme, ordinal, printed)
    assert number.damaged


@pytest.mark.parametrize(
    ("line", "digits"),
    [
        ("2.l.1 新建", "211"),
        ("2。2。1 新建", "221"),
        ("2.13 提升", "213"),
        ("122.1 完善", "1221"),
        ("2.2. 2 工业", "222"),
    ],
)
def test_digits_of_damaged_dotted_numbers(line: str, digits: str) -> None:
    assert [number.digits for number in damaged_at(fold(line), 0, len(line)) if number.digits] == [digits]


@pytest.mark.parametrize("line", ["加强领导", "到2025年", "2025年底", "12345人", "3:1的比例", "一次性补助"])
def test_sound_text_has_no_damaged_number(line: str) -> None:
    assert list(damaged_at(fold(line), 0, len(line))) == []
