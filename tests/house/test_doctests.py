"""Every example in a docstring of the three rooms is run, and gives what it says.

Modules without examples are not imported: what they need (a server's driver, a model's runtime) may be missing.
"""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("analyzers", "ingest", "service")
PROMPT = ">>> "


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


EXAMPLES = {
    module_name(path): said
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if (said := path.read_text(encoding="utf-8").count(PROMPT))
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_true(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)  # not an installed copy
    outcome = doctest.testmod(module)
    assert outcome.failed == 0, capsys.readouterr().out
    assert outcome.attempted == EXAMPLES[name]  # one that is not in a docstring is found by nobody


def test_every_room_has_examples() -> None:
    assert {name.partition(".")[0] for name in EXAMPLES} == set(ROOMS)
    assert sum(EXAMPLES.values()) >= 60
