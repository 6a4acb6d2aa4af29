"""Values of two clauses beside each other: the same indicator, kind of unit, nature and year, or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analyzers.wordchanges import changes
from ingest.plan import ClauseKind, Target
from service.answers.value_changes import told_by_words, value_changes
from service.settings import Settings
from service.storage.base import Base
from service.storage.rows import StoredPlan
from service.upkeep import build

_ENTRY = (
    '[[plan]]\nid = "{0}"\ntitle = "{1}"\nlevel = "{2}"\nsubject = "{3}"\nend_year = 2030\n'
    'file = "{0}.txt"\nholding = "full"\n'
)
COUNTY = """示例县妇女发展规划（2021—2030年）
二、发展领域
（一）妇女与健康
主要目标：
1.孕产妇死亡率下降到9/10万以下。
2.农村妇女培训人数达到200名。
3.女性参加职业培训的比例达到45%。
4.到2025年妇女体检率达到60%。
"""
NATION = """示例国健康规划纲要（2016—2030年）
二、战略目标
健康水平主要指标：
领域：健康水平　指标：孕产妇死亡率（1/10万）　2015年：20.1　2020年：18.0　2030年：12.0
（一）普及健康
主要目标：
1.女性参加职业培训的比例达到40%。
2.到2030年妇女体检率达到80%。
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "county.txt").write_text(COUNTY, encoding="utf-8")
    (corpus / "nation.txt").write_text(NATION, encoding="utf-8")
    (corpus / "catalogue.toml").write_text(
        _ENTRY.format("county", "示例县妇女发展规划（2021—2030年）", "county", "妇女")
        + _ENTRY.format("nation", "示例国健康规划纲要（2016—2030年）", "nation", "健康"),
        encoding="utf-8",
    )
    return build.ensure(Settings(tmp_path_factory.mktemp("home"), corpus.resolve()), build.Silent())


def plans(base: Base) -> tuple[StoredPlan, StoredPlan]:
    found = {plan.entry.id: plan for plan in base.store.plans()}
    return found["county"], found["nation"]


def stated(base: Base, plan: str, words: str) -> list[Target]:
    return [each for each in base.store.targets() if each.plan == plan and words in each.indicator]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("孕产妇死亡率", [Decimal(12)]), ("职业培训的比例", [Decimal(40)]), ("体检率", []), ("培训人数", [])],
)
def test_the_value_of_the_same_year_stands_against_it(
    base: Base, words: str, expected: list[Decimal]
) -> None:
    """A baseline and a stage on the way are no counterpart of an aim for the end."""
    mine = stated(base, "county", words)
    assert mine
    every = [each for each in base.store.targets() if each.plan == "nation"]
    assert len([each for each in every if each.indicator == "孕产妇死亡率"]) > 1
    assert [each.other_value.value for each in value_changes(mine, every, plans(base))] == expected


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("培训妇女200名以上。", "培训妇女40%以上。", False),
        ("培训妇女200名以上。", "培训妇女300名以上。", True),
        ("发生率下降到3‰。", "发生率下降到0.5%。", True),
        ("投入增长5个百分点。", "投入增长5%。", False),
        ("服务3年。", "服务3次。", False),
    ],
)
def test_numbers_of_two_kinds_are_no_change_of_a_value(one: str, other: str, shown: bool) -> None:
    assert any(told_by_words(each, (), ()) for each in changes(one, other)) is shown


def test_two_values_that_were_read_are_paired_by_their_indicators_alone(base: Base) -> None:
    mine, its = stated(base, "county", "职业培训的比例"), stated(base, "nation", "体检率")
    assert (mine[0].kind, its[0].kind) == (ClauseKind.GOAL, ClauseKind.GOAL)
    (change,) = [each for each in changes("比例达到45%。", "比例达到80%。") if each.kind != "equal"]
    assert not told_by_words(change, mine, its)
    assert told_by_words(change, mine, ())
