"""Quantities of real phrases: number, unit, comparator, range, ratio, hedge; and figures that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.normalise import fold
from analyzers.quantities import find_quantities

# phrase, comparator value[..high] unit, printed stretch
TABLE = [
    ("孕产妇死亡率下降到十万分之九以下", "<= 9 per_100000", "十万分之九以下"),
    ("孕产妇死亡率控制在12/10万以内", "<= 12 per_100000", "12/10万以内"),
    ("降至3.5‰", "= 3.5 per_1000", "3.5‰"),
    ("千分之四点五以内", "<= 4.5 per_1000", "千分之四点五以内"),
    ("覆盖率达到９０％及以上", ">= 90 percent", "９０％及以上"),
    ("筛查率不得低于九成五", ">= 95 percent", "不得低于九成五"),
    ("三分之二以上的行政村", ">= 66.67 percent", "三分之二以上"),
    ("1/3以上的村", ">= 33.33 percent", "1/3以上"),
    ("一半以上的领导班子", ">= 50 percent", "一半以上"),
    ("占比过半", "> 50 percent", "过半"),
    ("超过半数", "> 50 percent", "超过半数"),
    ("90%—95%", "range 90..95 percent", "90%—95%"),
    ("20%至30%", "range 20..30 percent", "20%至30%"),
    ("3—5个", "range 3..5 count", "3—5个"),
    ("5—10万人", "range 50000..100000 persons", "5—10万人"),
    ("厕位比例为2:3", "= 2..3 ratio", "2:3"),
    ("师生比不低于1∶18", ">= 1..18 ratio", "不低于1∶18"),
    ("下降5个百分点", "= 5 percentage_points", "5个百分点"),
    ("不少于360学时", ">= 360 credit_hours", "不少于360学时"),
    ("不少于1小时", ">= 1 hours", "不少于1小时"),
    ("人均预期寿命79岁", "= 79 years", "79岁"),
    ("未满十六周岁", "< 16 years", "未满十六周岁"),
    ("1.12名", "= 1.12 persons", "1.12名"),
    ("约5000个", "~ 5000 count", "约5000个"),
    ("近200万人", "~ 2000000 persons", "近200万人"),
    ("300亩左右", "~ 300 other:亩", "300亩左右"),
    ("30多家", "> 30 count", "30多家"),
    ("10余万人", "> 100000 persons", "10余万人"),
    ("20多万亩", "> 20 other:万亩", "20多万亩"),
    ("1.2万个", "= 12000 count", "1.2万个"),
    ("30万元", "= 30 other:万元", "30万元"),
    ("1500元/月", "= 1500 other:元/月", "1500元/月"),
    ("低于20微克/立方米", "< 20 other:微克/立方米", "低于20微克/立方米"),
    ("新增24万吨/日", "= 24 other:万吨/日", "24万吨/日"),
    ("不超过30分钟", "<= 30 other:分钟", "不超过30分钟"),
    ("5G基站1000个", "= 1000 count", "1000个"),
    ("实现全覆盖", "= 100 percent", "全覆盖"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told", "printed"), TABLE, ids=[row[0] for row in TABLE])
def test_one_quantity(text: str, told: str, printed: str) -> None:
    (found,) = find_quantities(fold(text))
    high = f"..{found.value_high:f}" if found.value_high is not None else ""
    assert f"{found.comparator} {found.value:f}{high} {found.unit}" == told
    assert text[found.start : found.end] == printed


def test_a_bracket_between_value_and_comparator() -> None:
    outer, inner = find_quantities(fold(r"27周（或胎儿双顶径$\geq6.5\text{cm}$）以上"))
    assert (outer.comparator, outer.value, outer.unit) == (">=", Decimal(27), "weeks")
    assert (inner.comparator, inner.value, inner.unit) == (">=", Decimal("6.5"), "cm")


@pytest.mark.parametrize(
    "text",
    [
        "两癌筛查", "三农工作", "一站式服务", "第三卫生间", "“三个率先”", "二十大精神", "第二十次会议", "国发〔2021〕16号",
        "《规划（2021—2025年）》", "到2030年", "2022年11月29日", "12月底前", "“十四五”期间", "12338热线", "15分钟生活圈",
        "PM2.5浓度", "4A级景区", "24小时服务热线", "小时候", "一方面", "一体化", "千方百计", "千家万户", "健全覆盖城乡的体系",
        "全覆盖监测", "几十家", "数十个", "上百个", "每天8:30—17:30开放", "(三)完善", "一是加强", "三成立", "零距离",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert find_quantities(fold(text)) == ()


@given(
    st.text(
        alphabet="0123456789.%‰/:-~，、一二三十百千万亿分之成半多余个人每至少以上下不超过（）$", max_size=60
    )
)
def test_marks_stand_in_order_and_in_the_text(text: str) -> None:
    found = find_quantities(fold(text))
    for mark in found:
        assert 0 <= mark.start <= mark.number_start < mark.number_end <= len(text)
        assert mark.number_end <= mark.end <= len(text)
    starts = [mark.number_start for mark in found]
    assert starts == sorted(starts)
