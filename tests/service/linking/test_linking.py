"""The links of a served base: a small one's here, a large one's by another process, nobody kept waiting for long."""

from __future__ import annotations

import io
import json
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from places import FAMILIES, ROOT

from ingest.catalogue.kinship import Couple
from service.errors import EngineFailure, Later
from service.linking import background
from service.linking.background import WAITING, Linker
from service.linking.link_file import LinkFile
from service.linking.link_making import LinkMaker, work
from service.settings import Settings
from service.upkeep import build
from service.upkeep.build import Silent

FAMILY = FAMILIES / "tuned"
COUNTY = "example-women-2021"


def test_a_small_base_has_its_links_at_once(own_settings: Settings) -> None:
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    assert any(link.target for link in linker.of(base, wait=20).every())
    assert any(link.target for link in linker.of(base, wait=0).every())


def test_a_large_base_has_them_made_by_another_process(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "SMALL", 0)
    monkeypatch.chdir(ROOT)
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    with pytest.raises(Later, match="请稍后"):
        linker.of(base, wait=0).ready()
    assert any(link.target for link in linker.of(base, wait=40).of_plan(COUNTY))
    file = LinkFile(base.folder, base.store)
    assert not file.lacking(file.couples)
    linker.stop()


def test_what_is_ordered_is_made_first_and_the_small_order_before_the_large(tmp_path: Path) -> None:
    base = build.ensure(Settings(tmp_path, FAMILY.resolve()), Silent())
    file = LinkFile(base.folder, base.store)
    made: list[Couple] = []

    class Orders(io.StringIO):
        """Ends when the last order has been met, as those of a service that is stopped."""

        def __next__(self) -> str:
            line = self.readline()
            if not line:
                while not {tuple(each) for each in small} <= {(one.one, one.other) for one in made}:
                    time.sleep(0.005)
                raise StopIteration
            return line

    keys = [(couple.one, couple.other) for couple in file.couples]
    small, large = keys[-2:], keys
    keep = LinkFile.keep

    def noted(self: LinkFile, couple: Couple, *more: Any) -> None:
        keep(self, couple, *more)
        made.append(couple)

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(LinkFile, "keep", noted)
        work(base.folder, base.store, Orders("".join(json.dumps(each) + "\n" for each in (large, small))))
    # One couple may have been begun before an order was read, and one goes on when they end.
    assert set(small) <= {(one.one, one.other) for one in made[:3]}
    assert len(made) < len(keys)


def test_questions_that_wait_do_not_begin_the_work_again(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[float] = []
    go = threading.Event()
    make = LinkMaker.make

    def slow(self: LinkMaker, couple: Couple) -> None:
        begun.append(time.monotonic())
        assert go.wait(20)
        make(self, couple)

    monkeypatch.setattr(LinkMaker, "make", slow)
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    for _ in range(3):
        with pytest.raises(Later):
            linker.of(base, wait=0.01).ready()
    go.set()
    linker.of(base, wait=20).ready()
    assert len(begun) == 1


def test_only_a_few_questions_wait(own_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(LinkMaker, "make", lambda *_: go.wait(20))
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)

    def ask() -> None:
        with pytest.raises((Later, EngineFailure)):
            linker.of(base, wait=5).ready()

    waiting = [threading.Thread(target=ask) for _ in range(WAITING)]
    for each in waiting:
        each.start()
    time.sleep(0.3)
    before = time.monotonic()
    with pytest.raises(Later):
        linker.of(base, wait=5).ready()
    assert time.monotonic() - before < 1
    go.set()
    for each in waiting:
        each.join(10)


def test_work_that_failed_is_told_and_tried_again(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    with monkeypatch.context() as broken:
        broken.setattr(background, "SMALL", 0)
        broken.setattr(background.sys, "executable", "/bin/false")
        with pytest.raises(EngineFailure):
            linker.of(base, wait=20).ready()
    assert list(linker.of(base, wait=20).every())


def test_stopping_ends_the_other_process(own_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SMALL", 0)
    started = subprocess.Popen
    processes: list[Any] = []

    def sleeping(command: list[str], **more: Any) -> Any:
        processes.append(started([command[0], "-c", "import time; time.sleep(60)"], **more))
        return processes[-1]

    monkeypatch.setattr(background.subprocess, "Popen", sleeping)
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    with pytest.raises(Later):
        linker.of(base, wait=0.2).ready()
    linker.stop()
    assert processes[0].wait(timeout=10) != 0
