"""The links of a served base: a small one's here, a large one's by another process, nobody kept waiting for long."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from service import build, linking
from service.build import Silent
from service.errors import EngineFailure, Later
from service.linkfile import NAME
from service.linking import Linker
from service.settings import Settings


def test_a_small_base_has_its_links_at_once(own_settings: Settings) -> None:
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    found = linker.of(base, wait=20)
    assert any(link.target for link in found.every())
    assert linker.of(base, wait=0) is found


def test_a_large_base_has_them_made_by_another_process(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "SMALL", 0)
    monkeypatch.chdir(Path(__file__).parents[2])
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    with pytest.raises(Later, match="请稍后"):
        linker.of(base, wait=0)
    assert any(link.target for link in linker.of(base, wait=40).every())
    assert (base.folder / NAME).is_file()


def test_questions_that_wait_do_not_begin_the_work_again(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[float] = []
    go = threading.Event()
    open_links = linking.open_links

    def slow(*given: Any) -> Any:
        begun.append(time.monotonic())
        assert go.wait(20)
        return open_links(*given)

    monkeypatch.setattr(linking, "open_links", slow)
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    for _ in range(3):
        with pytest.raises(Later):
            linker.of(base, wait=0.01)
    go.set()
    assert linker.of(base, wait=20) is linker.of(base)
    assert len(begun) == 1


def test_work_that_failed_is_told_and_tried_again(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    with monkeypatch.context() as broken:
        broken.setattr(linking, "SMALL", 0)
        broken.setattr(linking.sys, "executable", "/bin/false")
        with pytest.raises(EngineFailure):
            linker.of(base, wait=20)
    assert list(linker.of(base, wait=20).every())


def test_stopping_ends_the_other_process(own_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "SMALL", 0)
    started = subprocess.Popen
    processes: list[Any] = []

    def sleeping(command: list[str], **more: Any) -> Any:
        processes.append(started([command[0], "-c", "import time; time.sleep(60)"], **more))
        return processes[-1]

    monkeypatch.setattr(linking.subprocess, "Popen", sleeping)
    base = build.ensure(own_settings, Silent())
    linker = Linker(own_settings)
    with pytest.raises(Later):
        linker.of(base, wait=0.2)
    linker.stop()
    assert processes[0].wait(timeout=10) != 0
