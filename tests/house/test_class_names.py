"""A class name means one thing in the whole program: no two public classes of the three packages share one."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest
from places import ROOT

PACKAGES = ("analyzers", "ingest", "service")
SCHEMAS = "service/faces/records/schemas.py"
# A model of the JSON API is called as the record whose JSON it is, and is only ever written ``schemas.Clause``. That
# record is defined here:
JSON_OF = {
    "Baseline": "ingest/plan.py",
    "Change": "analyzers/wordchanges.py",
    "Cited": "service/answers/lookup.py",
    "Clause": "ingest/plan.py",
    "Comparison": "service/answers/comparison.py",
    "Completion": "service/answers/search/completing.py",
    "Corrected": "ingest/plan.py",
    "Edition": "service/upkeep/editions.py",
    "FieldChange": "ingest/plan.py",
    "FigureCheck": "ingest/catalogue/figures.py",
    "Heading": "ingest/plan.py",
    "Hit": "service/answers/search/hits.py",
    "HitReason": "service/answers/search/hits.py",
    "Ladder": "service/answers/ladder/rungs.py",
    "Link": "ingest/plan.py",
    "Mended": "service/answers/search/did_you_mean.py",
    "PlanEntry": "ingest/plan.py",
    "Rung": "service/answers/ladder/rungs.py",
    "Suggestion": "service/answers/search/suggestions.py",
    "Table": "ingest/plan.py",
    "TableCell": "ingest/plan.py",
    "TableRow": "ingest/plan.py",
    "Target": "ingest/plan.py",
}


def _defined() -> dict[str, set[str]]:
    """Name of a public class -> the modules that define one of that name."""
    found = defaultdict(set)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].add(path.relative_to(ROOT).as_posix())
    return found


DEFINED = _defined()


def test_no_two_classes_share_a_name() -> None:
    shared = {
        name: modules
        for name, modules in DEFINED.items()
        if len(modules) > 1 and modules != {SCHEMAS, JSON_OF.get(name)}
    }
    assert shared == {}


@pytest.mark.parametrize("name", JSON_OF)
def test_a_model_of_the_api_is_called_as_its_record(name: str) -> None:
    assert DEFINED[name] == {SCHEMAS, JSON_OF[name]}


def test_models_of_the_api_are_never_imported_by_name() -> None:
    for path in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "service.faces.records.schemas", path
