"""How a lower plan's aim stands to a higher one's: values, units, years, natures, and which way is better."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.indicators.names import Sameness
from ingest.indicators.verdicts import Aim, Verdict, in_unit_of, judge

AIM = Aim(
    "p", None, "覆盖率", None, ">=", Decimal(90), None, "percent", None, None, "level", None, end_year=2030
)


def aim(indicator: str, comparator: str, value: str | None, unit: str = "percent", **more: object) -> Aim:
    number = Decimal(value) if value is not None else None
    return replace(AIM, indicator=indicator, comparator=comparator, value=number, unit=unit, **more)  # type: ignore[arg-type]


def verdict(lower: Aim, upper: Aim, sameness: Sameness = Sameness.SAME) -> Verdict:
    return judge(lower, upper, sameness).verdict


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (aim("死亡率", "<=", "9", "per_100000"), aim("死亡率", "<=", "12", "per_100000"), "更严"),
        (aim("死亡率", "<=", "0.009", "percent"), aim("死亡率", "<=", "9", "per_100000"), "相同"),
        (aim("死亡率", "<=", "3.5", "per_1000"), aim("死亡率", "<=", "0.3", "percent"), "更宽"),
        (aim("覆盖率", ">=", "95"), aim("覆盖率", ">=", "90"), "更严"),
        (aim("覆盖率", "=", "90"), aim("覆盖率", ">=", "90"), "相同"),
        (aim("覆盖率", "=", "85"), aim("覆盖率", "=", "90"), "更宽"),
        (aim("近视率", "=", "36"), aim("近视率", "=", "38"), "更严"),
        (aim("参保率", "~", "95"), aim("参保率", ">=", "95"), "更宽"),
        (aim("参保率", ">", "95"), aim("参保率", ">=", "95"), "更严"),
        (aim("就业人员中的女性比例", "~", "46"), aim("就业人员中的女性比例", "~", "45"), "更严"),
        (aim("某种水平", "=", "5"), aim("某种水平", "=", "6"), "不可比"),
        (aim("某种水平", "=", "6"), aim("某种水平", "=", "6"), "相同"),
        (aim("某种水平", "=", "6", quote="提高到6%"), aim("某种水平", "=", "5"), "更严"),
    ],
)
def test_by_value(lower: Aim, upper: Aim, expected: str) -> None:
    assert verdict(lower, upper) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "reason"),
    [
        (aim("伤害死亡率", "=", "20", nature="change_from_base"), aim("伤害死亡率", "<=", "9"), "变化幅度"),
        (
            aim("死亡率", "=", "20", nature="change_from_base", baseline_year=2020),
            aim("死亡率", "=", "20", nature="change_from_base", baseline_year=2015),
            "基期",
        ),
        (aim("覆盖率", ">=", "90", year=2025), aim("覆盖率", ">=", "90", year=2030), "年份"),
        (aim("覆盖率", "range", "90", value_high=Decimal(95)), aim("覆盖率", ">=", "90"), "区间"),
        (aim("床位", ">=", "90"), aim("床位", ">=", "3", "count", population="每县"), "单位"),
        (aim("无障碍改造", ">=", "120", "count"), aim("无障碍改造", ">=", "30000", "count"), "总量"),
        (aim("女性比例", "~", "55"), aim("女性比例", "~", "50"), "方向"),
        (aim("覆盖率", "<=", "90"), aim("覆盖率", ">=", "95"), "方向"),
    ],
)
def test_not_to_be_compared_and_why(lower: Aim, upper: Aim, reason: str) -> None:
    judged = judge(lower, upper, Sameness.SAME)
    assert judged.verdict is Verdict.INCOMPARABLE
    assert reason in judged.reason


def test_other_people_are_not_compared() -> None:
    judged = judge(AIM, AIM, Sameness.POPULATION, "适龄 / 35-64岁")
    assert judged.verdict is Verdict.INCOMPARABLE
    assert "35-64岁" in judged.reason


def test_an_aim_without_a_year_is_for_the_end_of_its_plan() -> None:
    assert verdict(AIM, replace(AIM, year=2030)) is Verdict.EQUAL
    assert verdict(AIM, replace(AIM, year=2025)) is Verdict.INCOMPARABLE


def test_per_unit_counts_and_milestones_are_compared() -> None:
    one = aim("专职社会工作者", ">=", "2", "persons", population="每个乡镇")
    assert verdict(one, replace(one, value=Decimal(1))) is Verdict.STRICTER
    built = replace(AIM, unit="milestone", value=None, comparator="=", nature="dated_milestone", year=2025)
    assert verdict(built, replace(built, year=2030)) is Verdict.STRICTER


def test_changes_of_one_base_year_go_by_their_size() -> None:
    change = aim("伤害死亡率", "=", "22", nature="change_from_base", baseline_year=2020)
    assert verdict(replace(change, value=Decimal(20)), change) is Verdict.LOOSER


@given(st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2), st.sampled_from((">=", "<=")))
def test_a_verdict_read_the_other_way_is_the_opposite(one: Decimal, other: Decimal, comparator: str) -> None:
    opposite = {
        Verdict.STRICTER: Verdict.LOOSER,
        Verdict.LOOSER: Verdict.STRICTER,
        Verdict.EQUAL: Verdict.EQUAL,
    }
    lower, upper = (replace(AIM, value=value, comparator=comparator) for value in (one, other))
    assert verdict(upper, lower) is opposite[verdict(lower, upper)]


@given(st.decimals(0, 1000, places=3), st.sampled_from(("percent", "per_1000", "per_10000", "per_100000")))
def test_conversion_keeps_the_value(value: Decimal, unit: str) -> None:
    one = replace(AIM, value=value, unit=unit)
    assert verdict(in_unit_of(one, AIM), one) is Verdict.EQUAL
