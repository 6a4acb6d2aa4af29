"""Which indicators of two plans are one, and how they stand: sentences as plans write them, and names that are only alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.indicators import (
    Aim,
    Name,
    PairedBy,
    Verdict,
    aim_of,
    counterparts,
    difference,
    judge,
    likeness,
    lines,
    read_name,
)
from ingest.levels import Level
from ingest.plan import SourceText
from ingest.reading import read_text

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith(("#", "county"))
]


@dataclass(frozen=True)
class Stated:
    aim: Aim
    name: Name
    kind: str = "goal"


def stated(name: str, value: str = "90", unit: str = "percent", **more: object) -> Stated:
    aim = Aim(
        "p",
        f"p/{name}",
        name,
        None,
        ">=",
        Decimal(value),
        None,
        unit,
        None,
        None,
        "level",
        None,
        end_year=2030,
    )
    return Stated(replace(aim, **more), read_name(name))  # type: ignore[arg-type]


def read(sentence: str, level: Level) -> list[Stated]:
    text = f"示例规划（2021—2025年）\n\n一、事业发展\n\n主要目标：\n\n1. {sentence}\n"
    (plan,) = read_text(SourceText("示例.txt", text, "utf-8", "0" * 64))
    return [Stated(aim_of(each, 2025, level), read_name(each.indicator)) for each in plan.targets]


@pytest.mark.parametrize(("county", "upper", "expected"), CASES)
def test_a_county_aim_beside_one_of_the_level_above(county: str, upper: str, expected: str) -> None:
    mine, its = (
        lines(read(county, Level.COUNTY), frozenset()),
        lines(read(upper, Level.PROVINCE), frozenset()),
    )
    assert len(mine) == len(its) == 1
    found = counterparts(mine, its, frozenset())[0]
    one, other = mine[0].main, found.stated
    judged = judge(one.aim, other.aim, found.sameness, difference(one.name, other.name))
    assert judged.verdict == expected.split()[0], judged.reason


def test_stages_and_repeats_are_one_line_and_the_outlook_is_not_what_counts() -> None:
    every = [
        stated("厕所普及率", "80", year=2025),
        stated("厕所普及率", "88", year=2030),
        stated("厕所普及率", "95", year=2035),
        replace(stated("厕所普及率", "88"), kind="measure"),
    ]
    (line,) = lines(every, frozenset())
    assert line.main.aim.value == 88
    assert [one.aim.value for one in line.others] == [80, 95]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("农村户厕普及率", "农村卫生厕所普及率"),
        ("农产品加工业产值增速", "农产品加工业产值增长"),
        ("畜禽粪污综合利用率", "畜禽粪污资源化利用率"),
        ("公共图书馆覆盖率", "公共图书馆普及率"),
        ("治理中小河流", "中小河流治理长度"),
    ],
)
def test_names_that_are_alike_are_proposed_where_their_clauses_are_linked(one: str, other: str) -> None:
    mine, its = lines([stated(one)], frozenset()), lines([stated(other)], frozenset())
    found = counterparts(mine, its, frozenset(), linked=lambda *_: True)
    assert found[0].pairing is PairedBy.LINK
    told = counterparts(mine, its, frozenset(), lambda *_: True, said=lambda *_: True)
    assert told[0].pairing is PairedBy.PERSON
    assert not counterparts(mine, its, frozenset(), lambda *_: True, said=lambda *_: False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("婴儿死亡率", "新生儿死亡率"),
        ("宫颈癌筛查率", "乳腺癌筛查率"),
        ("养老保险参保率", "医疗保险参保率"),
        ("县级文化馆达标率", "乡镇文化站达标率"),
        ("污水处理率", "垃圾回收率"),
    ],
)
def test_names_that_exclude_each_other_are_never_proposed(one: str, other: str) -> None:
    assert likeness(read_name(one), read_name(other)) < 0.4
    mine, its = lines([stated(one)], frozenset()), lines([stated(other)], frozenset())
    assert not counterparts(mine, its, frozenset(), linked=lambda *_: True)


def test_a_proposal_takes_no_indicator_from_one_that_has_its_name() -> None:
    mine = lines([stated("农村户厕普及率"), stated("农村卫生厕所普及率")], frozenset())
    its = lines([stated("农村卫生厕所普及率", "95")], frozenset())
    found = counterparts(mine, its, frozenset(), linked=lambda *_: True)
    assert set(found) == {1}
    assert found[1].pairing is PairedBy.NAME


def test_two_rivals_as_much_alike_are_no_proposal() -> None:
    mine = lines([stated("甲类企业利用率")], frozenset())
    its = lines([stated("乙类企业利用率"), stated("丙类企业利用率")], frozenset())
    assert not counterparts(mine, its, frozenset(), linked=lambda *_: True)


def test_a_verdict_of_a_proposal_is_that_of_its_values() -> None:
    one, other = stated("农村户厕普及率"), stated("农村卫生厕所普及率", "95")
    found = counterparts(lines([one], frozenset()), lines([other], frozenset()), frozenset())[0]
    assert judge(one.aim, found.stated.aim, found.sameness).verdict is Verdict.LOOSER
