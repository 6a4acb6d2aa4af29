"""A room's ``__init__`` is its door: what others need of it stands there, and nobody reaches past it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from places import ROOT

HOUSES = ("analyzers", "ingest", "service")
MOST = 20  # modules of a room, its door not counted


def _doors() -> dict[str, set[str]]:
    """Each room with a door, and the names that stand there."""
    found = {}
    for house in HOUSES:
        for path in (ROOT / house).rglob("__init__.py"):
            for node in _tree(path).body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                    found[_module(path)] = set(ast.literal_eval(node.value))
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _reached_past(door: str, names: set[str]) -> Iterator[str]:
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            module = _module(path)
            if module == door or module.startswith(f"{door}."):
                continue
            for node in ast.walk(_tree(path)):
                if isinstance(node, ast.ImportFrom) and node.module:
                    if node.module.startswith(f"{door}."):
                        yield f"{module} takes {node.module}"
                    if node.module == door:
                        yield from (f"{module} takes {a.name}" for a in node.names if a.name not in names)


def test_rooms_have_doors() -> None:
    assert {"ingest", "ingest.targets", "service.query", "service.storage"} <= set(_doors())


@pytest.mark.parametrize("door", sorted(set(_doors()) - {"ingest"}))
def test_nobody_reaches_past_a_door(door: str) -> None:
    assert list(_reached_past(door, _doors()[door])) == []


def test_no_room_is_too_full() -> None:
    rooms = [path.parent for house in HOUSES for path in (ROOT / house).rglob("__init__.py")]
    full = {_module(room / "__init__.py"): len(list(room.glob("*.py"))) - 1 for room in rooms}
    assert {room: count for room, count in full.items() if count > MOST} == {}
