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
    "FigureCheck": "ingest/catalogue/figures.py",
    "Heading": "ingest/plan.py",
    "Hit": "service/answers/search/hits.py",
    "HitReason": "service/answers/search/hits.py",
    "Ladder": "service/answers/ladder.py",
    "Link": "ingest/plan.py",
    "Mended": "service/answers/search/did_you_mean.py",
    "PlanEntry": "ingest/plan.py",
    "Rung": "service/answers/ladder.py",
    "Suggestion": "service/answers/search/suggestions.py",
    "Table": "ingest/plan.py",
    "TableCell": "ingest/plan.py",
    "TableRow": "ingest/plan.py",
    "Target": "ingest/plan.py",
}
# To be renamed; a name that is no longer shared has to leave this list.
STILL_SHARED = {
    "Asked": "an encoded query in analyzers.meaning; what the links page was asked",
    "Block": "a block of a saved web page; a block of a plan's page",
    "Candidate": "a place where a number may begin; a quantity that may be a value",
    "Cell": "a cell of a table of figures; a cell of the coverage page",
    "Coverage": "whether a plan speaks of a subject; in the JSON API, a row of coverage",
    "CoveragePage": "the page that people look at; in the JSON API, a page of the list",
    "Frame": "a frame of a sentence; a frame of ruled lines on a page",
    "Joined": "lines joined into running text; a table joined over pages",
    "Filters": "what limits a question; in the JSON API, the values that filters can take",
    "Line": "a line of a text; a row of the links page",
    "Paragraph": "a paragraph of a section; one of a .doc file",
    "Run": "a run of numerals; neighbouring words of a query",
    "Token": "a word as it was cut; a token of an RTF file",
    "Place": "where a comparator stands to its number; a position in the outline",
    "SearchPage": "the page that people look at; in the JSON API, a page of the list",
    "Unit": "a unit of measurement; a stretch of text that gets one vector",
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
    assert shared.keys() == STILL_SHARED.keys(), {
        name: shared.get(name, "no longer shared") for name in shared.keys() ^ STILL_SHARED.keys()
    }


@pytest.mark.parametrize("name", JSON_OF)
def test_a_model_of_the_api_is_called_as_its_record(name: str) -> None:
    assert DEFINED[name] == {SCHEMAS, JSON_OF[name]}


def test_models_of_the_api_are_never_imported_by_name() -> None:
    for path in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "service.faces.records.schemas", path
