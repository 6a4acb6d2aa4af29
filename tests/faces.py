"""Which face asks which: the one rule about faces that import contracts cannot say of rooms nobody has named yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from places import ROOT

FACES = ROOT / "service" / "faces"
SHARED = {"records", "sheets"}  # not faces themselves: what an answer is called in JSON, and as a table


def between_faces(folder: Path = FACES) -> Iterator[str]:
    """Imports of one face by another. A room that is new is a face: nobody has to say so."""
    rooms = {path.parent.name for path in folder.glob("*/__init__.py")}
    for path in sorted(folder.glob("*/**/*.py")):
        room = path.relative_to(folder).parts[0]
        may = {room} | SHARED if room not in SHARED else {room}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            asked = {name.split(".")[2] for name in named if name.startswith("service.faces.")}
            if room != "terminal" and asked & (rooms - may):
                yield f"{path.relative_to(folder)} asks {', '.join(sorted(asked - may))}"
