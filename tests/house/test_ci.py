"""A run in CI proves something: no golden file is written anew in it, and a test that is skipped fails."""

from __future__ import annotations

import os
from collections.abc import Mapping

from places import ROOT


def _proves_nothing(environment: Mapping[str, str]) -> bool:
    """Golden files that are written anew agree with whatever the program does."""
    return bool(environment.get("CI")) and "DUIBIAO_GOLDEN" in environment


def test_golden_files_are_compared_in_ci_and_not_written() -> None:
    assert not _proves_nothing(os.environ), "DUIBIAO_GOLDEN 在 CI 里不能设置：新写的对照文件总与自己相符。"
    assert _proves_nothing({"CI": "true", "DUIBIAO_GOLDEN": "write"})
    assert not _proves_nothing({"DUIBIAO_GOLDEN": "write"})


def test_the_run_in_ci_says_that_it_is_one() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "export CI=true" in run
    assert "DUIBIAO_GOLDEN" not in run
