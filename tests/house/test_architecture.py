"""ARCHITECTURE.md draws the house as it stands: no room and no module is missing, none stands there that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import make_map
import pytest

AGAIN = "ARCHITECTURE.md is not the tree any more: run make architecture"
DRAWN_ROOM = re.compile(r"\*\*(\S+)/\*\*")
DRAWN_MODULE = re.compile(r"- `(\w+)`: ")


def _drawn(page: str) -> set[str]:
    """The modules on the map, as paths."""
    found, room = set(), ""
    for line in page.partition(make_map.START)[2].partition(make_map.END)[0].splitlines():
        if begun := DRAWN_ROOM.match(line):
            room = begun.group(1)
        elif module := DRAWN_MODULE.match(line):
            found.add(f"{room}/{module.group(1)}.py")
    return found


def _standing(root: Path) -> set[str]:
    modules = (path for house in make_map.HOUSES for path in (root / house).rglob("*.py"))
    return {path.relative_to(root).as_posix() for path in modules if path.name != "__init__.py"}


def test_the_map_is_the_tree() -> None:
    page = make_map.PAGE.read_text(encoding="utf-8")
    drawn, standing = _drawn(page), _standing(make_map.ROOT)
    assert (sorted(standing - drawn), sorted(drawn - standing)) == ([], []), AGAIN
    assert page == make_map.drawn_anew(page, make_map.ROOT), AGAIN


def test_the_map_has_the_words_of_the_docstrings(tmp_path: Path) -> None:
    for name, said in {
        "analyzers/__init__.py": "Characters in,\nmarks out. More.",
        "analyzers/years.py": "Reads ``2030年`` of 一、（一）1. as .txt has it. Never guesses.\n\nGives more.",
        "ingest/web/pages.py": "Reads pages",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'"""{said}\n"""\n', "utf-8")
    assert make_map.map_of(tmp_path).strip().split("\n\n") == [
        "**analyzers/** Characters in, marks out.",
        "- `years`: Reads `2030年` of 一、（一）1. as .txt has it.",
        "**ingest/web/**",
        "- `pages`: Reads pages",
    ]
    (tmp_path / "ingest/web/silent.py").write_text("X = 1\n", "utf-8")
    with pytest.raises(SystemExit, match=r"silent\.py does not say what it is for"):
        make_map.map_of(tmp_path)
