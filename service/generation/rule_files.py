"""Which source files decide what a base holds: found by following imports, so that no list of paths can go stale.

Takes nothing. Gives paths below the program's own folder. Imports are followed from the doors through which a base
is made, into the rooms that read texts (``analyzers``, ``ingest``); inside ``service`` only the doors themselves
count, because everything else there looks at a base and makes none of it. Files are read as text; nothing is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).parents[2]
# A base is what these make: rows and index from files, and the suggested links between its plans.
DOORS = (
    "ingest.reading",
    "service.upkeep.build",
    "service.upkeep.indexing",
    "service.storage.rows",
    "service.storage.store",
    "service.labels",
    "service.citation",
    "service.engines",
    "service.engines.embedded",
    "service.engines.elastic_index",
    "service.linking.link_file",
    "service.linking.link_making",
)
_FOLLOWED = ("analyzers", "ingest")
_DATA = ("analyzers/meaning/wordvectors/about.json",)  # names the vectors by their hash


def program_files() -> list[Path]:
    """Every source file of the program: what a cheap look compares first."""
    rooms = ("analyzers", "ingest", "service")
    return [path for room in rooms for path in sorted((PROGRAM / room).rglob("*.py"))]


@cache
def rule_files() -> tuple[Path, ...]:
    """The files whose change makes a base out of date, in the order of their paths."""
    found: dict[str, Path] = {}
    waiting = list(DOORS)
    while waiting:
        module = waiting.pop()
        path = _file_of(module)
        if path is None or module in found:
            continue
        found[module] = path
        waiting += [each for each in _imported(module, path) if each.split(".")[0] in _FOLLOWED]
    return tuple(sorted([*found.values(), *(PROGRAM / name for name in _DATA)]))


def _file_of(module: str) -> Path | None:
    """The file of a module or package of this program; None for a name inside a module."""
    place = PROGRAM.joinpath(*module.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _imported(module: str, path: Path) -> Iterator[str]:
    """What a module imports, wherever it does so, with the packages on the way there: their doors run as well."""
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))
