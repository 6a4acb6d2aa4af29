"""CHANGING.md sends nobody to a place that is not there: every path exists, every name stands in a file of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

PAGE = (ROOT / "CHANGING.md").read_text(encoding="utf-8")
SAID = re.findall("`([^`]+)`", PAGE)
ROWS = re.findall(r"^\| (?!request|the two|---)([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
# Places and names that are being made; each is taken off this list when it is there.
COMING: set[str] = set()


def _paths(said: str) -> Iterator[str]:
    """The places that a piece of code names: a path, or those behind ``pytest`` and ``python``."""
    words = said.split()
    yield from (word for word in words if "/" in word or word.endswith((".md", ".toml")))


def _is_there(path: str) -> bool:
    """Whether there is such a file or folder; ``<name>`` stands for one of several."""
    return any(ROOT.glob(re.sub("<[a-z]+>", "*", path)))


def _source(path: Path) -> str:
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_path_is_there() -> None:
    named = {path for said in SAID for path in _paths(said)}
    assert len(named) > 60
    assert sorted(path for path in named - COMING if not _is_there(path)) == []
    assert named | set(SAID) >= COMING


@pytest.mark.parametrize(("request_", "place", "check"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_what_stands_in_its_places(request_: str, place: str, check: str) -> None:
    names = [
        said.partition("(")[0] for said in re.findall("`([^`]+)`", place) if re.match(r"\w+(\(|$)", said)
    ]
    places = [path for said in re.findall("`([^`]+)`", place) for path in _paths(said)]
    if {*places, *names} & COMING or not places:
        return
    text = "\n".join(_source(ROOT / path) for path in places)
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []
    assert check.strip()


def test_the_usual_requests_stand_there() -> None:
    usual = [
        "comparison word", "file format", "column of the targets sheet", "field of `Target`", "relation", "face", "level",
        "domain word", "number that ranks", "department by another name", "Word file", "sentence frame", "review warning",
        "command", "page", "operation of the API",
    ]  # fmt: skip
    asked = [row[0] for row in ROWS]
    assert [each for each in usual if not any(each in row for row in asked)] == []
