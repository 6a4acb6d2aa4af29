"""No function of ingest decides so much that nobody can follow it: at most twenty ways through one.

Counted as McCabe does, with each ``and`` and ``or`` as a way of its own: ruff's C901 does not count those, and a rule of
language is mostly made of them. What grows over it is a table of rules that has not been written yet.
"""

from __future__ import annotations

import ast

from places import ROOT

MOST = 20
# Still to be taken apart: the list may only get shorter, and its numbers smaller.
DEBTS: dict[str, int] = {}
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert, ast.match_case)


def ways(function: ast.AST) -> int:
    """How many ways lead through a function.

    >>> ways(ast.parse("if a and b: pass"))
    3
    """
    found = 1
    for node in ast.walk(function):
        if isinstance(node, _BRANCHES):
            found += 1
        elif isinstance(node, ast.BoolOp):
            found += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            found += 1 + len(node.ifs)
    return found


def test_functions_of_ingest_can_be_followed() -> None:
    tangled = {
        f"{path.relative_to(ROOT).as_posix()} {node.name}": ways(node)
        for path in sorted((ROOT / "ingest").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(tangled) > 500
    assert {name: count for name, count in tangled.items() if count > MOST} == DEBTS
