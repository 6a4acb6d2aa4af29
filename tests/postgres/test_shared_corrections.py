"""What is corrected or decided on one machine holds on every other: at its text, in one base, and taken along from a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.catalogue import Stated
from ingest.corrections import Wanted
from ingest.plan import Act, Level
from ingest.readers import SourceFile, read_bytes
from service.decisions import LinkStatus, open_corrections
from service.desk import Desk, Said
from service.linking import open_links
from service.settings import Settings
from service.upkeep import build, imports
from service.upkeep.build import Silent
from service.upkeep.verify import verify

SILENT = Silent()
COUNTY = "example-women-2021/1.1/goal/1"
OWN = "example-women-2021/1.1/goal/2"
CITY = """示例市妇女发展规划（2021—2030年）

一、发展领域

（一）妇女与健康

主要目标：

1.孕产妇死亡率下降到十万分之十以下。

2.宫颈癌筛查率达到80%以上。

3.妇女健康素养水平达到30%。
"""


@pytest.fixture
def machines(shipped_machines: list[Settings]) -> list[Settings]:
    return shipped_machines


def _desk(settings: Settings) -> Desk:
    build.follow(settings)
    base = build.ensure(settings, SILENT)
    return Desk(base, settings, lambda _: open_links(base.folder, base.store))


def _import(settings: Settings, text: str) -> None:
    data = text.encode()
    file = SourceFile(data, read_bytes("city.txt", data))
    imports.store(
        imports.prepare((file,), settings, [Stated("example-city-2021", level=Level.CITY)], SILENT),
        settings,
        SILENT,
    )


def _goal(number: int) -> str:
    return f"example-city-2021/1.1/goal/{number}"


def test_a_correction_on_one_machine_is_laid_on_the_other(machines: list[Settings]) -> None:
    one, two = machines
    _, key = _desk(one).correct(Wanted(Act.DOMAIN, OWN, value="别的领域", who="张三"), SILENT)
    found = _desk(two).store.clause(OWN)
    assert found is not None
    assert found.clause.domain == "别的领域"
    assert found.clause.corrected[0].who == "张三"
    assert one.corrections.read_bytes() == two.corrections.read_bytes()
    bases = [build.ensure(each, SILENT) for each in machines]
    assert bases[0].manifest.made_from == bases[1].manifest.made_from
    assert all(each.ok for each in verify(one, SILENT))
    _desk(two).undo_correction(key, "李四", SILENT)
    assert _desk(one).corrections() == ()
    assert [each.undone_by for each in open_corrections(one).every()] == ["李四"]


def test_an_edition_with_other_numbers_moves_what_was_decided(machines: list[Settings]) -> None:
    one, two = machines
    _import(one, CITY)
    desk = _desk(two)
    desk.decide(*(Said(COUNTY, _goal(n), LinkStatus.CONFIRMED) for n in (1, 2, 3)))
    desk.correct(Wanted(Act.STRIKE, _goal(3), target=1, who="张三"), SILENT)
    renumbered = CITY.replace("1.孕产妇死亡率下降到十万分之十以下。\n\n", "").replace("2.宫颈", "1.宫颈").replace("3.妇女", "2.妇女")  # fmt: skip
    _import(one, renumbered.replace("80%", "85%"))
    desk = _desk(two)
    assert {pair[1] for pair in desk.decided} == {_goal(2)}
    assert sorted((each.decision.target, each.orphan) for each in desk.open_decisions()) == [
        (_goal(1), True),
        (_goal(2), False),
    ]
    (laid,) = desk.corrections()
    assert (laid.address, laid.trouble) == (_goal(2), "")
    assert all(each.ok for each in verify(two, SILENT))


def test_corrections_of_a_machine_are_taken_along_once(machines: list[Settings]) -> None:
    one, two = machines
    alone = replace(one, database=None)
    _, key = _desk(alone).correct(Wanted(Act.JOIN, COUNTY, who="张三"), SILENT)
    for _ in range(2):
        assert [each.correction.key for each in _desk(one).corrections()] == [key]
    assert [each.correction.key for each in _desk(two).corrections()] == [key]
