"""How a lower plan's aim stands to a higher one's: values, units, years, natures, and which way is better."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.indicators.names import Sameness
from ingest.indicators.verdicts import Aim, Verdict, in_unit_of, judge
from ingest.levels import Level

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
        (aim("覆盖率", ">=", "85", year=2025), aim("覆盖率", ">=", "90", year=2030), "年份"),
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
    assert verdict(AIM, replace(AIM, year=2025, value=Decimal(85))) is Verdict.INCOMPARABLE


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (("90", 2025), ("90", 2030), "更严"),
        (("95", 2025), ("90", 2030), "更严"),
        (("85", 2025), ("90", 2030), "不可比"),
        (("90", 2030), ("90", 2025), "更宽"),
        (("85", None), ("90", 2025), "更宽"),
        (("95", 2030), ("90", 2025), "不可比"),
    ],
)
def test_an_earlier_year_with_the_same_or_a_harder_value_is_stricter(
    lower: tuple[str, int | None], upper: tuple[str, int | None], expected: str
) -> None:
    one, other = (aim("覆盖率", ">=", value, year=year) for value, year in (lower, upper))
    assert verdict(one, other) == expected


def other(unit: str) -> str:
    return f"other:{unit}"


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (aim("人均可支配收入", "=", "2.4", other("万元")), aim("人均可支配收入", "=", "23000", other("元")), "更严"),
        (aim("每日锻炼时间", ">=", "1", "hours_per_day"), aim("每日锻炼时间", ">=", "60", other("分钟"), period="day"), "相同"),
        (aim("低保标准", ">=", "8400", other("元/年")), aim("低保标准", ">=", "700", other("元/月")), "相同"),
        (aim("低保标准", ">=", "8000", other("元"), period="year"), aim("低保标准", ">=", "700", other("元/月")), "更宽"),
        (aim("稻谷单产", ">=", "600", other("公斤/亩")), aim("稻谷单产", ">=", "8.4", other("吨/公顷")), "更严"),
        (aim("人均公园绿地面积", ">=", "15", other("平方米")), aim("人均公园绿地面积", ">=", "14.5", other("平方米")), "更严"),
        (aim("每千人口护士", ">=", "4", "persons"), aim("每万人口护士", ">=", "38", "per_10000"), "更严"),
        (aim("产假天数", ">=", "14", other("天")), aim("产假天数", ">=", "3", "weeks"), "更宽"),
        (aim("平均用时", "<=", "20", other("分钟")), aim("平均用时", "<=", "0.5", "hours"), "更严"),
        (aim("服务期限", ">=", "2", "years"), aim("服务期限", ">=", "36", other("个月")), "更宽"),
        (aim("恩格尔系数", "=", "0.3", other("系数")), aim("恩格尔系数", "=", "0.28", other("系数")), "更宽"),
        (aim("收入比", "=", "2.4", "ratio", value_high=Decimal(1)), aim("收入比", "<=", "2.5", "ratio", value_high=Decimal(1)), "更严"),
        (aim("医护比", "=", "1", "ratio", value_high=Decimal(2)), aim("医护比", "=", "0.5", "ratio", value_high=Decimal(1)), "相同"),
        (aim("就业率", "range", "96", value_high=Decimal(98)), aim("就业率", "range", "90", value_high=Decimal(95)), "更严"),
        (aim("就业率", "=", "88"), aim("就业率", "range", "90", value_high=Decimal(95)), "更宽"),
        (aim("就业率", "=", "93"), aim("就业率", "range", "90", value_high=Decimal(95)), "不可比"),
    ],
)  # fmt: skip
def test_units_convert_and_ranges_are_judged_beyond_their_ends(lower: Aim, upper: Aim, expected: str) -> None:
    assert verdict(lower, upper) == expected


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [
        ("农业总产值", other("亿元")),
        ("高标准农田面积", other("万亩")),
        ("粮食产量", other("万吨")),
        ("旅游收入", other("亿元")),
        ("接待游客", other("万人次")),
        ("新增公路里程", other("公里")),
        ("体育场地", "count"),
        ("培训农民", "persons"),
    ],
)
def test_totals_of_areas_of_different_size_are_never_compared(indicator: str, unit: str) -> None:
    for value in ("3", "30"):
        judged = judge(aim(indicator, "=", value, unit), aim(indicator, "=", "30", unit), Sameness.SAME)
        assert judged.verdict is Verdict.INCOMPARABLE
        assert "总量" in judged.reason


@pytest.mark.parametrize(
    ("level", "quota", "expected"),
    [
        (Level.COUNTY, "每个县", "更宽"),
        (Level.CITY, "每个县", "不可比"),
        (Level.CITY, "每个州市", "更宽"),
        (Level.COUNTY, "每个乡镇", "不可比"),
    ],
)
def test_a_quota_for_each_county_is_compared_with_what_the_county_has(
    level: Level, quota: str, expected: str
) -> None:
    lower = aim("科普馆", "=", "1", "count", level=level)
    assert verdict(lower, aim("科普馆", ">=", "2", "count", population=quota)) == expected


def test_quotas_for_two_kinds_of_places_are_two_things() -> None:
    one = aim("科普馆", "=", "1", "count", population="每个乡镇")
    assert verdict(one, replace(one, population="每个村")) is Verdict.INCOMPARABLE


@pytest.mark.parametrize(
    "more",
    [{"direction": "up"}, {"period": "year"}, {"baseline_year": 2015}, {"unit": "percentage_points"}],
)
def test_a_change_is_compared_with_a_change_of_the_same_base_only(more: dict[str, object]) -> None:
    change = aim("耗水量", "=", "16", nature="change_from_base", baseline_year=2020, direction="down")
    assert verdict(change, replace(change, value=Decimal(15))) is Verdict.STRICTER
    assert verdict(change, replace(change, **more)) is Verdict.INCOMPARABLE  # type: ignore[arg-type]


def test_a_value_told_in_another_unit_says_so() -> None:
    lower, upper = aim("人均收入", "=", "2.4", other("万元")), aim("人均收入", "=", "23000", other("元"))
    told = in_unit_of(upper, lower)
    assert (told.value, told.unit, told.converted) == (Decimal("2.3"), other("万元"), True)
    assert not in_unit_of(lower, lower).converted


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
