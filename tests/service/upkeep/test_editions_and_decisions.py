"""A new edition with other numbers: what was confirmed, corrected and collected stands at its texts, or waits for a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.catalogue import Stated
from ingest.corrections import Wanted
from ingest.plan import Act, Level
from ingest.readers import SourceFile, read_bytes
from service.answers import basket
from service.decisions import BasketAction, LinkStatus
from service.desk import Desk, Said
from service.linking import open_links
from service.settings import Settings
from service.upkeep import build, imports
from service.upkeep.verify import verify

COUNTY = "example-women-2021/1.1/goal/1"
CITY = """示例市妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之十以下。

2.宫颈癌筛查率达到80%以上。

3.妇女常见病筛查率达到90%以上。

4.妇女健康素养水平达到30%。
"""
# The first is deleted, the others are renumbered, the last one is reworded.
NEXT = """示例市妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.宫颈癌筛查率达到80%以上。

2.妇女常见病筛查率达到90%以上。

3.妇女健康素养水平达到35%。
"""


def _desk(settings: Settings) -> Desk:
    base = build.ensure(settings, build.Silent())
    return Desk(base, settings, lambda _: open_links(base.folder, base.store))


def _import(settings: Settings, text: str) -> imports.Import:
    data = text.encode()
    made = imports.prepare(
        (SourceFile(data, read_bytes("city.txt", data)),), settings, [Stated("example-city-2021", level=Level.CITY)], build.Silent()
    )  # fmt: skip
    imports.store(made, settings, build.Silent())
    return made


def _goal(number: int) -> str:
    return f"example-city-2021/1.1/goal/{number}"


@pytest.fixture
def own(own_settings: Settings) -> Settings:
    _import(own_settings, CITY)
    return own_settings


def test_three_confirmed_links_and_an_edition_with_one_item_less(own: Settings) -> None:
    desk = _desk(own)
    desk.decide(
        *(Said(COUNTY, _goal(n), LinkStatus.CONFIRMED) for n in (1, 2, 4)),
        Said(COUNTY, _goal(3), LinkStatus.REJECTED),
    )
    desk.collect("篮", BasketAction.ADD, [_goal(3)], "")
    made = _import(own, NEXT)
    assert {(each.vanished, each.changed) for each in made.reviews[0].orphans} == {
        ((_goal(1),), ()),
        ((), (_goal(4),)),
    }
    desk = _desk(own)
    said = {pair[1]: each.status.value for pair, each in desk.decided.items()}
    assert said == {_goal(1): "confirmed", _goal(2): "rejected"}
    waiting = desk.open_decisions()
    assert [(each.decision.target, each.orphan) for each in waiting] == [(_goal(1), True), (_goal(4), False)]
    assert waiting[1].target.now is not None
    assert waiting[1].target.now.clause.address == _goal(3)
    (row,) = desk.basket("篮")
    assert row.stored is not None
    assert (row.stored.clause.address, row.trouble) == (_goal(2), "")
    assert "待重看" in next(each.detail for each in verify(own, build.Silent()) if each.check == "人工决定")
    # A person settles them: the one is decided about anew, the other is let go.
    desk.decide(Said(COUNTY, _goal(3), LinkStatus.CONFIRMED))
    assert desk.let_go(COUNTY, _goal(1))
    assert desk.open_decisions() == ()
    assert all(each.ok for each in verify(own, build.Silent()))


def test_corrections_follow_their_texts(own: Settings) -> None:
    desk = _desk(own)
    for wanted in (
        Wanted(Act.TARGET, _goal(3), target=1, fields={"indicator": "常见病筛查率"}, who="张三"),
        Wanted(Act.STRIKE, _goal(4), target=1, who="张三"),
        Wanted(Act.KIND, _goal(1), value="measure", who="张三"),
    ):
        base, _ = desk.correct(wanted, build.Silent())
        desk = Desk(base, own, lambda _, base=base: open_links(base.folder, base.store))  # type: ignore[misc]
    _import(own, NEXT)
    desk = _desk(own)
    outcomes = {each.correction.act: each for each in desk.corrections()}
    assert outcomes[Act.TARGET].address == _goal(2)
    assert [each.indicator for each in desk.store.targets_of(_goal(2))] == ["常见病筛查率"]
    assert "改动" in outcomes[Act.STRIKE].trouble
    assert outcomes[Act.STRIKE].address == _goal(3)
    assert desk.store.targets_of(_goal(3))
    assert "不在" in outcomes[Act.KIND].trouble
    assert desk.waiting() == 2
    finding = next(each for each in verify(own, build.Silent()) if each.check == "人工更正")
    assert finding.ok
    assert "2 处因原文已变待重看" in finding.detail


def test_the_source_is_untouched_and_a_lost_copy_is_made_again(own: Settings) -> None:
    kept = {path: path.read_bytes() for path in own.imports.rglob("*.txt")}
    desk = _desk(own)
    before = [each.clause.text for each in desk.store.clauses()]
    base, key = desk.correct(Wanted(Act.JOIN, _goal(1), who="张三"), build.Silent())
    assert {path: path.read_bytes() for path in own.imports.rglob("*.txt")} == kept
    own.corrections.unlink()
    base, _ = build.build(own, build.Silent())
    assert [each.correction.key for each in base.store.corrections()] == [key]
    base, _ = desk.undo_correction(key, "李四", build.Silent())
    assert [each.clause.text for each in base.store.clauses()] == before
    assert base.store.corrections() == ()


def test_where_no_base_can_be_built_nothing_is_corrected(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = _desk(own)

    def broken(*_: object, **__: object) -> Path:
        raise OSError(28, "voll")

    monkeypatch.setattr(build, "_make", broken)
    with pytest.raises(OSError, match="voll"):
        desk.correct(Wanted(Act.JOIN, _goal(1), who="张三"), build.Silent())
    monkeypatch.undo()
    assert build.ensure(own, build.Silent()).store.corrections() == ()


def test_a_basket_never_shows_another_text(own: Settings) -> None:
    desk = _desk(own)
    desk.collect("篮", BasketAction.ADD, [_goal(1)], "")
    _import(own, NEXT)
    (row,) = _desk(own).basket("篮")
    assert row.stored is None
    assert "孕产妇" in basket.as_text((row,))
