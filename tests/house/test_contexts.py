"""A template and its context say the same: every variable is a field of the dataclass that the page gives, and back."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from jinja2 import Environment, StrictUndefined, meta, nodes
from jinja2.exceptions import UndefinedError
from places import CORPUS, ROOT

from service.faces.web.app import create_app
from service.faces.web.parts import rendering
from service.faces.web.parts.rendering import Shared, draw
from service.settings import Settings

TEMPLATES = ROOT / "service/faces/web/templates"
SHARED = {field.name for field in fields(Shared)}


def _environment() -> Environment:
    return rendering._templates().env


# What a template asks for


def _template(environment: Environment, name: str) -> nodes.Template:
    assert environment.loader is not None
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _own_names(tree: nodes.Template) -> set[str]:
    """What the top of a template imports or makes: its blocks know it, which Jinja's look at variables leaves out."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            found |= {name if isinstance(name, str) else name[1] for name in node.names}
        elif isinstance(node, nodes.Macro):
            found.add(node.name)
        elif isinstance(node, nodes.Import):
            found.add(node.target)
        elif isinstance(node, nodes.Assign):
            found |= {name.name for name in node.find_all(nodes.Name) if name.ctx == "store"}
    return found


def _asked_for(environment: Environment, name: str) -> set[str]:
    """The variables of a template and of all that it extends, includes or imports."""
    tree = _template(environment, name)
    found = meta.find_undeclared_variables(tree) - _own_names(tree)
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        assert isinstance(node.template, nodes.Const), f"{name} does not name what it takes in"
        more = _asked_for(environment, node.template.value)
        if isinstance(node, nodes.Import | nodes.FromImport) and not node.with_context:
            assert not more, f"{name} imports {node.template.value} without the context that it needs"
        found |= more
    return found


# What a page gives


@dataclass(frozen=True)
class Drawn:
    """One call of ``draw``: where it stands, its template, and the class of its context."""

    place: str
    template: str
    context: type[Any] | None


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _classes(module: ModuleType, function: ast.AST, given: ast.expr) -> set[Any]:
    """The classes that an expression can have: of a call what it gives, of a name whatever is put in it."""
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
        if given.func.id == "replace":
            return _classes(module, function, given.args[0]) if not _is_name(given.args[0]) else set()
        called = getattr(module, given.func.id, None)
        return {called if inspect.isclass(called) else get_type_hints(called).get("return")}
    if isinstance(given, ast.Name):
        put = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and any(_is_name(each, given.id) for each in node.targets)
        ]
        return set().union(*(_classes(module, function, value) for value in put)) if put else {None}
    return {None}


def _is_name(node: ast.expr, name: str = "") -> bool:
    return isinstance(node, ast.Name) and (not name or node.id == name)


@cache
def _calls() -> tuple[Drawn, ...]:
    found = []
    for path in sorted((ROOT / "service").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "draw(" not in text:
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for function in _functions(ast.parse(text)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _is_name(node.func, "draw"):
                    _, template, given = node.args
                    assert isinstance(template, ast.Constant)
                    classes = _classes(module, function, given)
                    context = classes.pop() if len(classes) == 1 else None
                    found.append(Drawn(f"{path.name}:{node.lineno}", template.value, context))
    return tuple(found)


@pytest.mark.parametrize("drawn", _calls(), ids=lambda drawn: drawn.place)
def test_every_page_is_drawn_from_a_frozen_dataclass(drawn: Drawn) -> None:
    assert drawn.context is not None, "it cannot be seen which class the context has"
    assert is_dataclass(drawn.context)
    assert drawn.context.__dataclass_params__.frozen
    assert "__slots__" in vars(drawn.context)


@pytest.mark.parametrize("name", sorted({drawn.template for drawn in _calls()}))
def test_a_template_asks_for_what_its_context_gives(name: str) -> None:
    asked = _asked_for(_environment(), name) - SHARED
    for context in {drawn.context for drawn in _calls() if drawn.template == name}:
        given = {field.name for field in fields(context)}
        assert (sorted(asked - given), sorted(given - asked)) == ([], []), "nobody gives; nobody uses"
        assert not given & SHARED


def test_no_page_and_no_shared_name_is_left_over() -> None:
    environment = _environment()
    drawn = {each.template for each in _calls()}
    assert drawn == {path.name for path in TEMPLATES.glob("*.html")} - {"base.html"} - {
        path.name for path in TEMPLATES.glob("*parts.html")
    }
    assert set().union(*(_asked_for(environment, name) for name in drawn)) >= SHARED


@pytest.mark.parametrize("name", sorted({drawn.template for drawn in _calls()}))
def test_every_field_says_what_it_is(name: str) -> None:
    context = next(each.context for each in _calls() if each.template == name)
    assert context is not None
    lines = inspect.getsource(context).splitlines()
    for field in fields(context):
        line = next(line for line in lines if line.strip().startswith(f"{field.name}: "))
        assert "  # " in line, line


# What becomes of a name that nobody gave


@pytest.mark.parametrize(
    "used", ["{{ nothing }}", "{% if nothing %}{% endif %}", "{% for x in nothing %}{% endfor %}"]
)
def test_a_missing_name_is_an_error(used: str) -> None:
    assert _environment().undefined is StrictUndefined
    with pytest.raises(UndefinedError, match="nothing"):
        _environment().from_string(used).render()


def test_a_page_without_a_field_is_not_drawn(tmp_path: Path) -> None:
    @dataclass(frozen=True, slots=True)
    class Half:
        heading: str

    app = create_app(Settings(tmp_path, CORPUS))

    @app.get("/half")
    def half(request: Request) -> object:
        return draw(request, "message.html", Half("标题"), here="")

    with pytest.raises(UndefinedError, match="is undefined"):
        TestClient(app, base_url="http://127.0.0.1").get("/half")
