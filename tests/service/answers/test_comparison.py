"""Two plans beside each other: pairs with changes, what only one says, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from places import FAMILIES

from ingest.plan import Level
from service.answers.comparison import compare_plans, two_plans
from service.errors import BadFilter
from service.faces.terminal.cli import main
from service.linking.link_making import links_between, open_links
from service.query.filters import Scope
from service.settings import Settings
from service.storage.base import Base
from service.upkeep import build

FAMILY = FAMILIES / "tuned"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return build.ensure(Settings(tmp_path_factory.mktemp("home"), FAMILY.resolve()), build.Silent())


def test_every_clause_is_in_a_pair_or_in_a_list(base: Base) -> None:
    left, right = two_plans(base.store, Scope(plans=("county-children",)), Scope(plans=("nation-children",)))
    found = compare_plans(
        base.store, left, right, links_between(open_links(base.folder, base.store), base.store, left, right)
    )
    for side, only, plan in (("left", found.only_left, left), ("right", found.only_right, right)):
        paired = {getattr(pair, side).clause.address for pair in found.pairs}
        alone = {row.clause.address for row in only}
        every = {row.clause.address for row in base.store.clauses(Scope(plans=(plan.entry.id,)))}
        assert paired | alone == every
        assert not paired & alone
    rows = [row.clause.start for row in (pair.left for pair in found.pairs)]
    assert rows == sorted(rows)


def test_one_changed_value_is_one_change(base: Base) -> None:
    left, right = two_plans(base.store, Scope(plans=("county-women",)), Scope(plans=("nation-women",)))
    found = compare_plans(
        base.store, left, right, links_between(open_links(base.folder, base.store), base.store, left, right)
    )
    pair = next(pair for pair in found.pairs if pair.left.clause.address == "county-women/2.3/goal/2")
    assert ("41%", "40%") in [(change.one, change.other) for change in pair.changes]


def test_plans_that_no_level_sets_beside_each_other_can_be_compared(base: Base) -> None:
    left, right = two_plans(base.store, Scope(plans=("county-women",)), Scope(plans=("city-children",)))
    assert compare_plans(
        base.store, left, right, links_between(open_links(base.folder, base.store), base.store, left, right)
    ).only_left


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (("county-women", "county-children"), ("city-women",), "2 部规划"),
        (("county-women",), ("county-women",), "同一部"),
    ],
)
def test_refusals(base: Base, one: tuple[str, ...], other: tuple[str, ...], told: str) -> None:
    with pytest.raises(BadFilter, match=told):
        two_plans(base.store, Scope(plans=one), Scope(plans=other))


def test_a_plan_without_text_is_refused(real_base: Base) -> None:
    with pytest.raises(BadFilter, match="没有《保山市妇女发展规划"):
        two_plans(
            real_base.store, Scope(plans=("tengchong-women-2021",)), Scope(plans=("baoshan-women-2021",))
        )
    assert real_base.store.plans()[0].entry.level is Level.COUNTY


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path))
    words = ["compare", "county-children", "nation-children", "--corpus", str(FAMILY)]
    assert main([*words, "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["row"] for row in rows} == {"pair", "only_left", "only_right"}
    assert {tuple(row) for row in rows} == {
        (
            "row",
            "left",
            "right",
            "left_text",
            "right_text",
            "relation",
            "score",
            "equal",
            "changes",
            "nearest",
        )
    }
    assert main(words) == 0
    assert "在《示例国儿童发展纲要" in capsys.readouterr().out
    assert main(["compare", "county-women", "没有这部", "--corpus", str(FAMILY)]) == 2
