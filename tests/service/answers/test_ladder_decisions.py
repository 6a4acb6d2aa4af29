"""What people say of two indicators in a ladder: kept with their texts, in force for ever, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import FAMILIES

from service.answers.ladder import Ladder
from service.decisions import LinkStatus
from service.desk import Desk, LadderQuestion
from service.errors import NotFound
from service.linking import open_links
from service.settings import Settings
from service.upkeep import build

ASKED = LadderQuestion("妇女参加基本养老保险参保率", plan=("county-women",))
NATION = "nation-women"


def desk_of(home: Path) -> Desk:
    settings = Settings(home, (FAMILIES / "tuned").resolve())
    base = build.ensure(settings, build.Silent())
    return Desk(base, settings, lambda _: open_links(base.folder, base.store))


def paired(ladders: tuple[Ladder, ...]) -> dict[str, str | None]:
    return {rung.plan.entry.id: rung.pairing and rung.pairing.value for rung in ladders[0].rungs}


def test_a_proposal_is_confirmed_rejected_and_taken_back(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    (ladder,) = desk.ladder(ASKED)
    rung = ladder.rungs[-1]
    assert rung.proposed
    assert rung.remark.startswith("疑似同一项，请核对")
    assert rung.said == "低于国家目标"
    assert rung.stated is not None
    address = rung.stated.aim.clause
    assert address is not None
    desk.pair_indicators(*desk.beside_in_ladder(ASKED, address, LinkStatus.CONFIRMED))
    assert paired(desk.ladder(ASKED))[NATION] == "person"
    assert paired(desk_of(tmp_path).ladder(ASKED))[NATION] == "person"
    desk.pair_indicators(*desk.beside_in_ladder(ASKED, address, LinkStatus.SUGGESTED))
    assert paired(desk.ladder(ASKED))[NATION] == "link"
    desk.pair_indicators(*desk.beside_in_ladder(ASKED, address, LinkStatus.REJECTED))
    assert paired(desk.ladder(ASKED))[NATION] is None
    with pytest.raises(NotFound, match="阶梯里没有"):
        desk.beside_in_ladder(ASKED, "nation-women/9", LinkStatus.CONFIRMED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("孕妇死亡", "孕产妇死亡率"),
        ("入园率", "学前三年儿童毛入园（班）率"),
        ("两癌筛查率", "适龄妇女宫颈癌人群筛查率"),
        ("近视", "小学生近视率"),
        ("托位", "每千人口托位数"),
        ("医保参保", "妇女参加基本医疗保险参保率"),
    ],
)
def test_what_people_type_finds_the_indicator_that_is_meant(
    family_desk: Desk, typed: str, meant: str
) -> None:
    answer = family_desk.ladder_answer(LadderQuestion(typed))
    assert answer.ladders[0].indicator == meant
    assert not answer.sure


def test_a_sister_plan_of_the_same_level_is_told(family_desk: Desk) -> None:
    (ladder,) = family_desk.ladder(LadderQuestion("基本养老保险参保率", plan=("county-elderly",)))
    city = ladder.rungs[1]
    assert city.stated is None
    assert city.said == "没有找到同名指标"
    assert city.sister is not None
    assert city.sister.plan.entry.id == "city-women"


@pytest.fixture(scope="module")
def family_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_of(tmp_path_factory.mktemp("home"))
