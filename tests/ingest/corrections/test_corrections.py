"""What people correct is laid over the reading: whole, in order, told, and only where the text is the one it was made for."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from decimal import Decimal

import grids
import pytest

from analyzers.normalise import squash
from ingest.corrections import Wanted, as_record, laid_over, make, of_record, rebound
from ingest.plan import Act, BadCorrection, Clause, ClauseKind, Plan
from ingest.reading import read_text

Read = Callable[..., tuple[Plan, ...]]
TEXT = """示例县妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到9/10万以下，乳腺癌筛查率达到70%以上。完善妇幼健康服务，到2025年建成3个服务中心。

2.减少艾滋病母婴传播，

3.新生儿死亡率控制在3‰以下。

策略措施：

1.加强服务。开展孕产妇系统管理。

二、组织实施

1.加强领导。坚持党的领导。
"""
GOALS = "1/goal"
MADE = "2026-01-05T09:00:00+08:00"


@pytest.fixture
def plan(read: Read) -> Plan:
    return read(TEXT)[0]


def address(plan: Plan, words: str) -> str:
    return next(each.address for each in plan.clauses if words in each.text)


def at(plan: Plan, where: str) -> Clause:
    return next(each for each in plan.clauses if each.address == where)


def wanted(plan: Plan, act: Act, text: str, **more: object) -> Wanted:
    return Wanted(act, address(plan, text), who="李四", **more)  # type: ignore[arg-type]


def corrected(plan: Plan, *asked: Wanted) -> Plan:
    """The plan with corrections made one after another, each laid from the beginning as a rebuild does."""
    kept = []
    now = plan
    for each in asked:
        kept.append(make(now, each, MADE))
        laying = laid_over(plan, [of_record(json.loads(json.dumps(as_record(one)))) for one in kept])
        assert [outcome.trouble for outcome in laying.outcomes] == [""] * len(kept)
        now = laying.plan
    return now


def whole(plan: Plan, was: Plan) -> None:
    """Nothing is lost, doubled or moved: the clauses hold the same characters of the same source."""
    assert plan.source is was.source
    clauses = plan.clauses
    assert all(one.end <= other.start for one, other in itertools.pairwise(clauses))
    assert "".join(squash(each.text) for each in clauses) == "".join(
        squash(each.text) for each in was.clauses
    )
    assert len({each.address for each in clauses}) == len(clauses)
    held = {each.address for each in clauses}
    assert {each.clause for each in plan.targets} <= held
    for each in plan.targets:
        mine = at(plan, each.clause)
        assert mine.start <= each.start < each.end <= mine.end


def test_split(plan: Plan) -> None:
    now = corrected(plan, wanted(plan, Act.SPLIT, "孕产妇死亡率", words="完善妇幼"))
    whole(now, plan)
    one, two = at(now, address(now, "孕产妇死亡率")), at(now, address(now, "完善妇幼"))
    assert one.text.endswith("70%以上。")
    assert two.text.startswith("完善妇幼健康服务")
    assert two.address == f"{one.address}-b"
    assert two.number is None
    assert two.kind is ClauseKind.GOAL
    assert two.title == "完善妇幼健康服务，到2025年建成3个服务中心"
    assert one.corrected[0].who == "李四"
    assert one.corrected[0].changes[0].before == at(plan, one.address).text
    assert {each.clause for each in now.targets if "服务中心" in each.quote} <= {two.address}


def test_past_values_and_warnings_follow_the_pieces(read: Read) -> None:
    """A past value and a doubtful number stand with the piece that states them now, once."""
    text = TEXT.replace("坚持党的领导。", "坚持党的领导。2020年，产前筛查率达到62.5%。新建托育床位1 200张。")
    plan = read(text)[0]
    assert [each.indicator for each in plan.baselines] == ["产前筛查率"]
    now = corrected(plan, wanted(plan, Act.SPLIT, "坚持党的领导", words="2020年，"))
    whole(now, plan)
    piece = at(now, address(now, "产前筛查率"))
    assert [each.clause for each in now.baselines] == [piece.address]
    assert len(now.warnings) == len(plan.warnings)
    assert {each.clause for each in now.warnings} - {None} <= {each.address for each in now.clauses}


def test_a_piece_with_a_number_is_called_by_it(plan: Plan) -> None:
    where = address(plan, "艾滋病")
    one, two = Wanted(Act.JOIN, where), Wanted(Act.SPLIT, where, words="3.新生儿")
    now = corrected(plan, one, two)
    whole(now, plan)
    again = at(now, address(plan, "新生儿"))
    assert again.number == "3"
    assert again.text == at(plan, again.address).text


def test_join(plan: Plan) -> None:
    now = corrected(plan, wanted(plan, Act.JOIN, "艾滋病"))
    whole(now, plan)
    joined = at(now, address(now, "艾滋病"))
    assert "3‰" in joined.text
    assert joined.address == address(plan, "艾滋病")
    assert [each.clause for each in now.targets if "3‰" in each.quote] == [joined.address]
    assert all(each.address != address(plan, "新生儿") for each in now.clauses)


@pytest.mark.parametrize(
    ("more", "first", "second"),
    [
        ({"words": "母婴传播"}, "2.减少艾滋病", "母婴传播，3.新生儿死亡率控制在3‰以下。"),
        ({"words": "控制在", "behind": True}, "2.减少艾滋病母婴传播，3.新生儿死亡率", "控制在3‰以下。"),
    ],
)
def test_border(plan: Plan, more: Mapping[str, object], first: str, second: str) -> None:
    now = corrected(plan, wanted(plan, Act.BORDER, "艾滋病", **more))
    whole(now, plan)
    assert at(now, address(plan, "艾滋病")).text == first
    assert at(now, address(plan, "新生儿")).text == second
    assert [each.corrected[0].act for each in now.clauses if each.corrected] == [Act.BORDER, Act.BORDER]


def test_kind_and_domain(plan: Plan) -> None:
    now = corrected(
        plan,
        wanted(plan, Act.KIND, "加强领导", value="measure"),
        wanted(plan, Act.DOMAIN, "加强领导", value="妇女与环境"),
    )
    whole(now, plan)
    clause = at(now, address(plan, "加强领导"))
    assert (clause.kind, clause.domain) == (ClauseKind.MEASURE, "妇女与环境")
    assert [(c.field, c.before, c.after) for each in clause.corrected for c in each.changes] == [
        ("kind", "organisation", "measure"),
        ("domain", None, "妇女与环境"),
    ]
    assert corrected(plan, wanted(plan, Act.DOMAIN, "艾滋病", value="")).clauses


def place_of(plan: Plan, where: str, quote: str) -> int:
    own = [each for each in plan.targets if each.clause == where]
    return next(place for place, each in enumerate(own, 1) if quote in each.quote)


def test_target(plan: Plan) -> None:
    where = address(plan, "孕产妇死亡率")
    ask = wanted(
        plan,
        Act.TARGET,
        "孕产妇死亡率",
        target=place_of(plan, where, "70%"),
        fields={"indicator": "乳腺癌早诊率", "value": "9", "unit": "/10万", "comparator": "≤"},
    )
    now = corrected(plan, ask)
    whole(now, plan)
    target = next(each for each in now.targets if "70%" in each.quote)
    assert (target.indicator, target.value, target.unit, target.base) == (
        "乳腺癌早诊率",
        Decimal(9),
        "per_100000",
        100_000,
    )
    assert target.corrected[0].changes[0].before == "乳腺癌筛查率"
    assert len(now.targets) == len(plan.targets)


def test_strike(plan: Plan) -> None:
    where = address(plan, "孕产妇死亡率")
    now = corrected(plan, wanted(plan, Act.STRIKE, "孕产妇死亡率", target=place_of(plan, where, "70%")))
    assert len(now.targets) == len(plan.targets) - 1
    told = at(now, where).corrected[0]
    assert told.act is Act.STRIKE
    assert told.changes[0].field == "quote"


def test_a_target_that_was_corrected_stays_so_when_its_clause_is_cut(plan: Plan) -> None:
    where = address(plan, "孕产妇死亡率")
    now = corrected(
        plan,
        wanted(
            plan, Act.TARGET, "孕产妇死亡率", target=place_of(plan, where, "70%"), fields={"comparator": "="}
        ),
        wanted(plan, Act.SPLIT, "孕产妇死亡率", words="乳腺癌"),
    )
    target = next(each for each in now.targets if "70%" in each.quote)
    assert target.comparator == "="
    assert target.corrected
    assert target.clause == f"{where}-b"


def held(plan: Plan) -> str:
    """Every character that is no blank of headings and clauses, in the order of the text."""
    parts = [(h.start, h.end) for h in plan.headings] + [(c.start, c.end) for c in plan.clauses]
    return "".join(squash(plan.source.text[start:end]) for start, end in sorted(parts))


@pytest.mark.parametrize(
    ("act", "more", "text"),
    [
        (Act.JOIN, {}, "3.新生儿死亡率控制在3‰以下。策略措施：1.加强服务。开展孕产妇系统管理。"),
        (
            Act.BORDER,
            {"words": "开展孕产妇", "behind": True},
            "3.新生儿死亡率控制在3‰以下。策略措施：1.加强服务。",
        ),
        (Act.BORDER, {"words": "控制在3‰"}, "3.新生儿死亡率"),
    ],
)
def test_what_is_no_heading_goes_to_a_clause(
    plan: Plan, act: Act, more: Mapping[str, object], text: str
) -> None:
    now = corrected(plan, wanted(plan, act, "新生儿", over=True, **more))
    assert held(now) == held(plan)
    assert at(now, address(now, "新生儿")).text == text
    assert "策略措施" not in [each.title.strip("：") for each in now.headings]
    assert len({each.address for each in now.clauses}) == len(now.clauses)
    assert len(now.headings) == len(plan.headings) - 1


def test_a_target_that_was_not_read_is_added(plan: Plan) -> None:
    before = [each for each in plan.targets if "服务中心" in each.quote]
    where = address(plan, "系统管理")
    assert not [each for each in plan.targets if each.clause == where]
    fields = {"indicator": "孕产妇系统管理率", "comparator": "≥", "value": "95", "unit": "%", "year": "2030"}
    now = corrected(
        plan, wanted(plan, Act.ADD, "系统管理", words="开展孕产妇系统管理", fields=fields, stated=True)
    )
    (added,) = [each for each in now.targets if each.clause == where]
    assert (added.indicator, added.comparator, added.value, added.unit, added.year) == (
        "孕产妇系统管理率", ">=", Decimal(95), "percent", 2030,
    )  # fmt: skip
    assert added.quote == "开展孕产妇系统管理"
    assert plan.source.text[added.start : added.end] == "开展孕产妇系统管理"
    assert added.corrected[0].act is Act.ADD
    assert [each for each in now.targets if "服务中心" in each.quote] == before
    assert [each.value for each in now.targets if each is not added] == [each.value for each in plan.targets]


def test_a_target_that_was_added_is_corrected_and_struck_like_others(plan: Plan) -> None:
    fields = {"indicator": "孕产妇系统管理率", "value": "95", "unit": "%"}
    add = wanted(plan, Act.ADD, "系统管理", words="孕产妇系统管理", fields=fields, stated=True)
    change = wanted(plan, Act.TARGET, "系统管理", target=1, fields={"value": "96"}, stated=True)
    now = corrected(plan, add, change)
    assert [each.value for each in now.targets if "系统管理" in each.quote] == [Decimal(96)]
    now = corrected(plan, add, change, wanted(plan, Act.STRIKE, "系统管理", target=1))
    assert now.targets == plan.targets


def test_a_target_that_is_read_by_now_is_not_counted_twice(plan: Plan) -> None:
    target = next(each for each in plan.targets if "3‰" in each.quote)
    struck = wanted(plan, Act.STRIKE, "新生儿", target=1)
    fields = {"indicator": "新生儿死亡率", "comparator": "<=", "value": "3", "unit": "‰"}
    added = wanted(plan, Act.ADD, "新生儿", words="新生儿死亡率控制在3‰以下", fields=fields)
    without = corrected(plan, struck)
    made = make(without, added, MADE)
    again = [each for each in laid_over(without, [made]).plan.targets if "3‰" in each.quote]
    assert [(each.value, each.unit) for each in again] == [(Decimal(3), "per_1000")]
    assert laid_over(plan, [made]).plan.targets == plan.targets
    assert target in plan.targets


@pytest.mark.parametrize(
    ("act", "words", "more", "sentence"),
    [
        (Act.ADD, "艾滋病", {"words": "", "fields": {"indicator": "甲", "value": "5"}}, "说这个指标的几个字"),
        (Act.ADD, "艾滋病", {"words": "减少", "fields": {"indicator": "甲", "value": "5"}}, "没有 5 这个数"),
        (Act.ADD, "艾滋病", {"words": "减少", "fields": {"value": "5"}}, "指标名称"),
        (Act.ADD, "新生儿", {"words": "控制在3‰", "fields": {"indicator": "甲"}}, "不能空着"),
        (Act.JOIN, "加强服务", {}, "--over"),
        (Act.SPLIT, "艾滋病", {"words": "乳腺癌"}, "没有“乳腺癌”"),
        (Act.SPLIT, "艾滋病", {"words": "减少"}, "开头"),
        (Act.SPLIT, "孕产妇死亡率", {"words": "率"}, "出现 2 次"),
        (Act.SPLIT, "艾滋病", {"words": " "}, "从哪几个字开始"),
        (Act.JOIN, "新生儿", {}, "标题“策略措施"),
        (Act.JOIN, "加强领导", {}, "最后一条"),
        (Act.BORDER, "新生儿", {"words": "控制"}, "标题"),
        (Act.KIND, "艾滋病", {"value": "goal"}, "本来就是"),
        (Act.KIND, "艾滋病", {"value": "目的"}, "没有叫“目的”的类型"),
        (Act.DOMAIN, "艾滋病", {"value": "妇女与健康"}, "本来就在"),
        (Act.TARGET, "艾滋病", {"target": 1, "fields": {"value": "5"}}, "没有读出指标"),
        (Act.TARGET, "新生儿", {"target": 2, "fields": {"value": "5"}}, "没有第 2 个"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"value": "5"}}, "没有 5 这个数"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"value": "三"}}, "不是数"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"year": "2042"}}, "没有 2042 年"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"year": "42"}}, "四位"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"comparator": "不"}}, "比较符"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"comparator": "范围"}}, "下限和上限"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"value": ""}}, "不能空着"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"value": "3"}}, "相同"),
        (Act.TARGET, "新生儿", {"target": 1, "fields": {"colour": "3"}}, "没有“colour”"),
    ],
)
def test_what_makes_no_sense_is_refused(
    plan: Plan, act: Act, words: str, more: Mapping[str, object], sentence: str
) -> None:
    with pytest.raises(BadCorrection, match=sentence):
        make(plan, wanted(plan, act, words, **more), MADE)


def test_a_number_that_a_person_answers_for(plan: Plan) -> None:
    now = corrected(plan, wanted(plan, Act.TARGET, "新生儿", target=1, fields={"value": "5"}, stated=True))
    assert [each.value for each in now.targets if "3‰" in each.quote] == [Decimal(5)]


def test_a_thing_to_be_done_becomes_a_number_with_its_unit(read: Read) -> None:
    plan = read(TEXT.replace("3‰以下", "3‰以下。到2030年，建成妇幼保健院"))[0]
    where = address(plan, "新生儿")
    at_place = place_of(plan, where, "建成")
    with pytest.raises(BadCorrection, match="单位"):
        make(plan, Wanted(Act.TARGET, where, target=at_place, fields={"value": "3"}), MADE)
    now = corrected(plan, Wanted(Act.TARGET, where, target=at_place, fields={"value": "3", "unit": "所"}))
    target = next(each for each in now.targets if "建成" in each.quote)
    assert (target.unit, target.nature.value) == ("other:所", "level")


def test_it_follows_the_text_to_another_number(plan: Plan, read: Read) -> None:
    asked = wanted(plan, Act.STRIKE, "新生儿", target=1)
    kept = make(plan, asked, MADE)
    other = read(TEXT.replace("1.孕产妇", "1.新的一条。\n\n2.孕产妇").replace("2.减少", "3.减少").replace("3.新生儿", "4.新生儿"))[0]  # fmt: skip
    laying = laid_over(other, [kept])
    assert laying.outcomes[0].trouble == ""
    assert laying.outcomes[0].address == address(other, "新生儿")
    assert not [each for each in laying.plan.targets if "3‰" in each.quote]


def test_a_changed_text_is_left_alone(plan: Plan, read: Read) -> None:
    kept = [
        make(plan, wanted(plan, Act.STRIKE, "新生儿", target=1), MADE),
        make(plan, wanted(plan, Act.DOMAIN, "艾滋病", value="别的"), MADE),
    ]
    other = read(TEXT.replace("控制在3‰", "控制在2‰").replace("2.减少艾滋病母婴传播，\n\n", ""))[0]
    laying = laid_over(other, kept)
    assert laying.plan == other
    changed, gone = laying.outcomes
    assert "改动" in changed.trouble
    assert changed.address == address(other, "新生儿")
    assert "不在" in gone.trouble
    assert gone.address is None


def test_of_a_plan_that_got_another_id(plan: Plan) -> None:
    kept = rebound(make(plan, wanted(plan, Act.JOIN, "艾滋病"), MADE), "other-plan")
    assert kept.made_for.address.startswith("other-plan/")
    assert kept.beside
    assert kept.beside.plan == "other-plan"
    assert laid_over(plan, [kept]).plan is plan


TABLE = grids.grid(
    [
        "领域^2 | 序号^2 | 指标^2 | 单位^2 | 现状 | 目标值>2 | 属性^2",
        "2020年 | 2023年 | 2025年",
        "示例服务^2 | 1 | 示例养老床位 | 张 | 100 | 180 | 260 | 约束性",
        "2 | 示例入园率 | % | 80 | 88 | ≥95 | 预期性",
    ]
)


def test_a_row_of_a_table_is_not_cut_but_its_figures_are_corrected() -> None:
    parts = (line for line in TEXT.replace("2021—2030年", "2021—2025年").splitlines() if line)
    (plan,) = read_text(grids.source_of([*parts, "表1　主要指标", TABLE]))
    where = next(
        each.clause for each in plan.targets if each.source == "table" and "入园率" in each.indicator
    )
    with pytest.raises(BadCorrection, match="表格里的一行"):
        make(plan, Wanted(Act.JOIN, where), MADE)
    with pytest.raises(BadCorrection, match="没有 77 这个数"):
        make(plan, Wanted(Act.TARGET, where, target=1, fields={"value": "77"}), MADE)
    now = corrected(
        plan,
        Wanted(Act.TARGET, where, target=1, fields={"indicator": "示例学前入园率"}),
        Wanted(Act.DOMAIN, where, value="教育"),
        Wanted(Act.STRIKE, next(e.clause for e in plan.targets if "床位" in e.indicator), target=1),
        Wanted(Act.JOIN, address(plan, "艾滋病")),
    )
    assert now.tables == plan.tables
    mine = [each for each in now.targets if each.clause == where]
    assert [(each.indicator, each.domain, each.year) for each in mine] == [
        ("示例学前入园率", "教育", 2023),
        ("示例入园率", "教育", 2025),
    ]
    assert [each.year for each in now.targets if "床位" in each.indicator] == [2025]
    assert now.baselines == plan.baselines
