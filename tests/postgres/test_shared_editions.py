"""Editions on a server: what one machine puts back or takes out is so on every other; two that grew apart lose nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.catalogue import Stated
from ingest.plan import Level
from ingest.readers import SourceFile, read_bytes
from service.decisions import shared_imports
from service.settings import Settings
from service.upkeep import build, editions, imports
from service.upkeep.build import Silent
from service.upkeep.verify import verify

SILENT = Silent()
TEXT = """示例市夜间照明规划（2026—2030年）
一、主要目标
1. 新装路灯{lamps}盏以上。
2. 背街小巷亮灯率达到{share}%以上。
"""


@pytest.fixture
def machines(shipped_machines: list[Settings]) -> list[Settings]:
    return shipped_machines


def _import(settings: Settings, lamps: int, who: str) -> None:
    data = TEXT.format(lamps=lamps, share=95).encode()
    source = SourceFile(data, read_bytes("灯.txt", data))
    made = imports.prepare((source,), settings, [Stated("lamps", level=Level.CITY)], SILENT)
    imports.store(made, settings, SILENT, who)


def _first(settings: Settings) -> str:
    base = build.ensure(settings, SILENT)
    return next((row.clause.text for row in base.store.clauses() if row.clause.plan == "lamps"), "")


def _editions(settings: Settings) -> list[tuple[int, str | None, bool]]:
    build.ensure(settings, SILENT)
    return [(each.number, each.who, each.in_force) for each in editions.history(settings, "lamps").editions]


def test_put_back_and_taken_out_on_every_machine(machines: list[Settings]) -> None:
    one, two = machines
    _import(one, 100, "张三")
    assert "100盏" in _first(two)
    _import(two, 200, "李四")
    assert _editions(one) == _editions(two) == [(1, "张三", False), (2, "李四", True)]
    editions.restore(one, "lamps", None, SILENT)
    assert "100盏" in _first(two)
    build.follow(two)
    editions.remove(two, "lamps", SILENT, "王五")
    assert _first(one) == ""
    (held,) = editions.bin_of(one)
    assert held.steps[0].who == "王五"
    editions.restore(one, "lamps", 2, SILENT)
    assert "200盏" in _first(two)
    assert [each.detail for each in verify(two, SILENT) if not each.ok] == []


def test_a_change_that_does_not_reach_the_server_is_none(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = machines
    _import(one, 100, "张三")
    _import(one, 200, "张三")
    before = _editions(one)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for act in (
        lambda: editions.restore(one, "lamps", 1, SILENT),
        lambda: editions.remove(one, "lamps", SILENT),
        lambda: _import(one, 300, "李四"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(shared_imports, "keep", killed)
            with pytest.raises(KeyboardInterrupt):
                act()
        assert _editions(one) == _editions(two) == before
        assert "200盏" in _first(one)


def test_histories_of_two_machines_before_they_shared_a_server(machines: list[Settings]) -> None:
    for machine, lamps, who in zip(machines, (100, 200), ("张三", "李四"), strict=True):
        _import(replace(machine, database=None), lamps, who)
    for machine in machines:
        build.ensure(machine, SILENT)
    assert _editions(machines[0]) == _editions(machines[1])
    assert {who for _, who, _ in _editions(machines[0])} == {"张三", "李四"}
    assert [number for number, _, _ in _editions(machines[0])] == [1, 2]
    assert sum(in_force for _, _, in_force in _editions(machines[0])) == 1
