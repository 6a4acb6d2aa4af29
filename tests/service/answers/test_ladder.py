"""The ladder over whole families, with known figures, and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from places import FAMILIES
from score_ladder import read_verdicts, wrong

from ingest.catalogue.figures import Figure, FigureCheck, Outcome
from ingest.plan import Checked
from service.answers.ladder import Ladder, ladders
from service.errors import NotFound
from service.faces.terminal.cli import main
from service.query.filters import EVERYWHERE, Scope
from service.settings import Settings
from service.storage.base import Base
from service.upkeep import build


@pytest.fixture(scope="module", params=["tuned", "kept", "third", "fourth"])
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Base]:
    folder = FAMILIES / request.param
    return request.param, build.ensure(
        Settings(tmp_path_factory.mktemp("home"), folder.resolve()), build.Silent()
    )


FIGURE = Figure(
    "nation-women-2021", None, None, None, "孕产妇死亡率", "孕产妇", "<=", Decimal(12), "per_100000", 2030, "level", None, None,
    Checked.REPORTED, None, "示例日报",
)  # fmt: skip


def known(figure: Figure = FIGURE) -> list[FigureCheck]:
    return [FigureCheck(figure, Outcome.NO_TEXT)]


def verdicts(ladder: Ladder) -> list[tuple[str, str | None, str]]:
    return [(r.plan.entry.id, r.verdict and r.verdict.value, r.reason) for r in ladder.rungs]


def test_floors_of_the_verdicts(family: tuple[str, Base]) -> None:
    name, base = family
    rows = read_verdicts(FAMILIES / name)
    right = 1 - len(wrong(base, rows)) / len(rows)
    assert right >= {"tuned": 0.98, "kept": 0.95, "third": 0.83, "fourth": 0.89}[name]


def test_known_figures_stand_in_with_how_far_they_were_checked(real_base: Base) -> None:
    (ladder,) = ladders(real_base.store, "孕产妇死亡率", scope=EVERYWHERE, figures=known())
    rung = ladder.rungs[-1]
    assert (rung.plan.entry.id, rung.verdict) == ("nation-women-2021", "更严")
    assert rung.stated is not None
    assert rung.stated.checked == "reported"
    assert rung.stated.aim.clause is None


def test_a_text_that_is_not_at_hand_lacks_nothing(real_base: Base, tmp_path: Path) -> None:
    """上级缺 is said of plans that were read; of one that nobody has, only that it is not there."""
    (ladder,) = ladders(real_base.store, "孕产妇死亡率", scope=EVERYWHERE, figures=known())
    told = {rung.plan.entry.level: rung.outcome for rung in ladder.rungs}
    assert told == {"county": None, "city": "没有文本", "province": "没有文本", "nation": "更严"}
    base = build.ensure(Settings(tmp_path, (FAMILIES / "tuned").resolve()), build.Silent())
    read = [rung for each in ladders(base.store, None, scope=EVERYWHERE) for rung in each.rungs]
    assert all(rung.outcome == (rung.verdict and rung.verdict.value) for rung in read)
    assert "上级缺" in {rung.outcome for rung in read}


def test_a_baseline_is_no_aim_and_a_trend_has_no_value(real_base: Base) -> None:
    past = replace(FIGURE, nature="baseline", value=Decimal("16.9"), year=2020)
    (ladder,) = ladders(real_base.store, "孕产妇死亡率", scope=EVERYWHERE, figures=known(past))
    assert ladder.rungs[-1].stated is None
    trend = replace(FIGURE, nature="trend", value=None, comparator=None)
    (ladder,) = ladders(real_base.store, "孕产妇死亡率", scope=EVERYWHERE, figures=known(trend))
    assert (ladder.rungs[-1].verdict, ladder.rungs[-1].reason) == ("上级缺", "上级只写了方向，没有数值")


def test_a_plan_that_is_not_at_hand_is_told_from_one_that_is_silent(real_base: Base) -> None:
    (ladder,) = ladders(real_base.store, "新生儿死亡率", scope=EVERYWHERE)
    assert [reason for _, _, reason in verdicts(ladder)[1:]] == [
        "库里还没有这部规划的文本", "库里还没有这部规划的文本", "库里没有这部规划的全文，已知数据里没有这项"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "unit", "verdict", "clause"),
    [
        ("宫颈癌患者治疗率", 90, "percent", "相同", None),
        ("35—45岁妇女接受高质量宫颈癌筛查的比例", 70, "percent", "相同", None),
        ("乡镇卫生院专业从事儿童保健的医生", 2, "count", "不可比", None),
        ("网络直播发布者账号注册服务的最低年龄", 16, "years", "本级缺", "2.2/measure/11"),
        ("每千名儿童床位", 3, "per_1000", "本级缺", "2.1/measure/2"),
    ],
)
def test_what_was_not_found_is_no_assertion(
    real_base: Base, name: str, value: int, unit: str, verdict: str, clause: str | None
) -> None:
    """The county text has each of these, in other words or without a number."""
    women = unit == "percent"
    plan = "nation-women-2021" if women else "nation-children-2021"
    figure = replace(
        FIGURE, plan=plan, indicator=name, population=None, comparator=">=", value=Decimal(value), unit=unit
    )
    (ladder,) = ladders(real_base.store, name, scope=EVERYWHERE, figures=known(figure))
    assert ladder.rungs[-1].verdict == verdict
    own = ladder.rungs[0]
    if clause:
        assert own.reason == "没有在本级找到同名指标，请核对"
        assert f"tengchong-children-2021/{clause}" in [each.clause for each in own.near]
        assert clause in own.remark
    else:
        assert own.stated is not None
        assert not own.near


def test_any_plan_can_be_the_lower_one(family: tuple[str, Base]) -> None:
    name, base = family
    if name == "tuned":
        (ladder,) = ladders(base.store, "婴儿死亡率", scope=Scope(plans=("city-children",)))
        assert [plan for plan, _, _ in verdicts(ladder)] == [
            "city-children",
            "province-children",
            "nation-children",
        ]


def test_an_unknown_indicator_is_refused_with_those_that_come_near(real_base: Base) -> None:
    with pytest.raises(NotFound, match="孕产妇死亡率"):
        ladders(real_base.store, "孕产妇死忘率", scope=EVERYWHERE)


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path))
    corpus = ["--corpus", str(FAMILIES / "tuned")]
    assert main(["ladder", "新生儿死亡率", "--json", *corpus]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert list(rows[0])[:12] == [
        "indicator", "population", "level", "plan", "clause", "comparator", "value", "unit", "year", "verdict",
        "reason", "checked",
    ]  # fmt: skip
    assert [(row["level"], row["verdict"]) for row in rows] == [
        ("county", None), ("city", "更严"), ("province", "上级缺"), ("nation", "更严")
    ]  # fmt: skip
    assert main(["ladder", "--all", *corpus]) == 0
    shown = capsys.readouterr().out
    assert "没有找到同名指标" in shown
    assert "本级缺" not in shown
    assert main(["ladder", *corpus]) == 2
    assert main(["ladder", "没有的东西", *corpus]) == 2


def test_a_higher_plan_of_another_kind_stands_beside_and_has_no_ladders_of_its_own(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    head = "二、发展领域\n（一）健康\n主要目标：\n"
    (corpus / "county.txt").write_text(
        f"示例县妇女发展规划（2021—2030年）\n{head}1.孕产妇死亡率下降到9/10万以下。\n", encoding="utf-8"
    )
    (corpus / "nation.txt").write_text(
        f"示例国健康规划纲要（2016—2030年）\n{head}1.孕产妇死亡率下降到12/10万以下。\n2.居民健康素养水平达到30%。\n",
        encoding="utf-8",
    )
    entry = '[[plan]]\nid = "{0}"\ntitle = "{1}"\nlevel = "{2}"\nsubject = "{3}"\nfile = "{4}.txt"\nholding = "full"\n'
    (corpus / "catalogue.toml").write_text(
        entry.format("a-women-2021", "示例县妇女发展规划（2021—2030年）", "county", "women", "county")
        + entry.format("b-health-2016", "示例国健康规划纲要（2016—2030年）", "nation", "health", "nation"),
        encoding="utf-8",
    )
    base = build.ensure(Settings(tmp_path / "home", corpus.resolve()), build.Silent())
    every = ladders(base.store, None, scope=EVERYWHERE)
    assert [(ladder.indicator, [rung.plan.entry.id for rung in ladder.rungs]) for ladder in every] == [
        ("孕产妇死亡率", ["a-women-2021", "b-health-2016"])
    ]
    (asked,) = ladders(base.store, "居民健康素养水平", scope=EVERYWHERE)
    assert asked.rungs[0].plan.entry.id == "b-health-2016"
