"""Writes the map of the rooms in ARCHITECTURE.md: every package and module, in the words of its own docstring.

Takes the tree of the three houses. Gives the part of the page between the two marks, anew; never a word of its own,
so that what is said of a module is changed in the module. ``make architecture`` runs it; a test compares.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "ARCHITECTURE.md"
HOUSES = ("analyzers", "ingest", "service")
START = "<!-- The map begins: written by `make architecture` from the docstrings, not by hand. -->\n"
END = "<!-- The map ends. -->\n"
_SENTENCE = re.compile(
    r".*?\.(?=\s+[A-Z`]|\s*$)", re.DOTALL
)  # a full stop in “一、（一）1. stands” ends nothing


def rooms(root: Path) -> Iterator[Path]:
    """The folders that hold modules, each before those inside it."""
    for house in HOUSES:
        yield from sorted({path.parent for path in (root / house).rglob("*.py")})


def purpose(module: Path) -> str:
    """The first sentence of its docstring, on one line."""
    said = (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
    if not said:
        raise SystemExit(f"{module} does not say what it is for: give it a docstring.")
    found = _SENTENCE.match(said)
    return " ".join((found.group() if found else said).replace("``", "`").split())


def map_of(root: Path) -> str:
    """The map: what each room is for, and below it a line for each of its modules."""
    blocks = []
    for room in rooms(root):
        door = room / "__init__.py"
        said = f" {purpose(door)}" if door.is_file() else ""
        blocks.append(f"**{room.relative_to(root).as_posix()}/**{said}")
        modules = sorted(path for path in room.glob("*.py") if path != door)
        if modules:
            blocks.append("\n".join(f"- `{path.stem}`: {purpose(path)}" for path in modules))
    return "\n" + "\n\n".join(blocks) + "\n\n"


def drawn_anew(page: str, root: Path) -> str:
    """The page with the map of the tree as it is."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise SystemExit("ARCHITECTURE.md has lost the marks between which its map stands.")
    return f"{before}{start}{map_of(root)}{end}{after}"


if __name__ == "__main__":
    PAGE.write_text(drawn_anew(PAGE.read_text(encoding="utf-8"), ROOT), encoding="utf-8")
