"""No face puts store, engine, scope, links and decisions together: that is done in one place, service/desk.

Nor does a face ask another: what they share are the records and the sheets. The terminal alone starts others.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from faces import FACES, between_faces
from places import ROOT

# What an answer is made of: a function that takes one of them is for the desk to call.
MAKINGS = {"Store", "SearchEngine", "Links", "Decided", "Nearness"}
OF_THE_DESK = {
    "service.query": {"narrow", "narrowed", "plan_search", "read_query", "read_scope"},
    "service.decisions": {"open_decisions", "open_truth"},
    "service.storage": {"open_current", "open_generation"},
}


def _annotated(function: ast.FunctionDef) -> set[str]:
    words = [ast.unparse(each.annotation) for each in function.args.args if each.annotation is not None]
    return {name for word in words for name in MAKINGS if name in word.replace("[", " ").split()}


def _of_answers() -> dict[str, set[str]]:
    """Module -> its functions that need what only the desk has."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "service" / "answers").rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        body = ast.parse(path.read_text(encoding="utf-8")).body
        found[module] = {each.name for each in body if isinstance(each, ast.FunctionDef) and _annotated(each)}
    return found


FORBIDDEN = _of_answers() | OF_THE_DESK


def wired(text: str) -> Iterator[str]:
    """What a module does that is the desk's to do."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                if name.name in FORBIDDEN.get(node.module, ()) or f"{node.module}.{name.name}" in FORBIDDEN:
                    yield f"imports {node.module}.{name.name}"
        if isinstance(node, ast.Attribute) and node.attr in ("engine", "nearness"):
            holder = ast.unparse(node.value)
            if holder.rpartition(".")[2] == "base":
                yield f"uses {holder}.{node.attr}"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called == "Scope" or called.endswith("keeper.links"):
                yield f"calls {called}"


@pytest.mark.parametrize("path", sorted(FACES.rglob("*.py")), ids=lambda path: str(path.relative_to(FACES)))
def test_no_face_wires(path: Path) -> None:
    assert list(wired(path.read_text(encoding="utf-8"))) == []


def test_what_only_the_desk_may_call_is_known() -> None:
    assert "search" in FORBIDDEN["service.answers.search"]
    assert {"align", "family"} <= FORBIDDEN["service.answers.alignment"]
    assert "ladders" in FORBIDDEN["service.answers.ladder"]


@pytest.mark.parametrize(
    "text",
    [
        "from service.answers.search import search",
        "from service.answers import basket",
        "from service.query import read_scope",
        "from service.decisions import LinkStatus, open_decisions",
        "found = desk.base.nearness",
        "found = request.app.state.keeper.links(base)",
        "scope = Scope(plans=('a',))",
    ],
)
def test_wiring_is_seen(text: str) -> None:
    assert list(wired(text))


def test_no_face_asks_another() -> None:
    assert list(between_faces()) == []


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("mcp", "from service.faces.web.parts import paging"),
        ("mcp", "import service.faces.terminal.cli"),
        ("records", "from service.faces.sheets import targets"),
    ],
)
def test_a_face_that_asks_another_is_told(tmp_path: Path, room: str, line: str) -> None:
    for name in ("terminal", "web", "records", "sheets", "mcp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("from service.desk import Desk\n", "utf-8")
    assert list(between_faces(tmp_path)) == []
    (tmp_path / room / "own.py").write_text(f"{line}\n", "utf-8")
    (told,) = between_faces(tmp_path)
    assert told.startswith(f"{room}/own.py asks")
