"""Makes a SourceText with tables out of lines and grids: for tests of what happens to tables behind their readers.

A grid is a list of rows, a row a list of cells as text: ``领域^2`` covers two rows, ``目标值>2`` two columns, ``\\n`` is a
line break. Covered places are left out, as in a web page. The text is laid out as readers do it: a row a line, each cell
behind as many tabs as its column.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pytest

from ingest.plan import SourceTable, SourceText, TableCell
from ingest.readers import plain_text

_SPANS = re.compile(r"^(.*?)(?:\^(\d+))?(?:>(\d+))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GridOf:
    """A table on its way into a text."""

    rows: tuple[tuple[str, ...], ...]
    head: int = 0


def grid(rows: Iterable[Sequence[str] | str], head: int = 0) -> GridOf:
    """A grid; a row may be one string with `` | `` between its cells."""
    return GridOf(tuple(tuple(split(row)) if isinstance(row, str) else tuple(row) for row in rows), head)


def split(row: str) -> list[str]:
    """The cells of a row written in one line."""
    return [cell.strip() for cell in re.split(r" \|(?: |$)", row)] if " |" in row else [row.strip()]


def source_of(parts: Iterable[str | GridOf], name: str = "示例.docx") -> SourceText:
    """The text of a document and its tables."""
    text = ""
    tables: list[SourceTable] = []
    for part in parts:
        if isinstance(part, str):
            text += part + "\n"
        else:
            printed, table = _printed(part, len(text))
            text += printed
            tables.append(table)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return SourceText(name, text, "docx", digest, (), tuple(tables))


def _printed(made: GridOf, start: int) -> tuple[str, SourceTable]:
    text = ""
    cells: list[TableCell] = []
    covered: set[tuple[int, int]] = set()
    wide = _width(made)
    for row, written in enumerate(made.rows):
        column = 0
        tabs = 0
        for cell in written:
            while (row, column) in covered:
                column += 1
            words, rows, columns = _cell(cell)
            text += "\t" * (column - tabs) if words else ""
            tabs = max(tabs, column) if words else tabs
            words = words.replace("\\n", "\n" if columns == wide else " ")
            at = start + len(text)
            cells.append(TableCell(row, column, at, at + len(words), rows, columns))
            text += words
            covered |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            column += columns
        text += "\n"
    return text, SourceTable(start, start + len(text) - 1, tuple(cells), made.head)


def _cell(written: str) -> tuple[str, int, int]:
    found = _SPANS.match(written)
    assert found is not None
    return found[1], int(found[2] or 1), int(found[3] or 1)


def _width(made: GridOf) -> int:
    return sum(_cell(cell)[2] for cell in made.rows[0]) if made.rows else 0


def tabbed(source: SourceText) -> SourceText:
    """The same text with each run of lines that hold tabs as a table, where its reader found none."""
    if source.tables:
        return source
    tables: list[SourceTable] = []
    cells: list[TableCell] = []
    at = 0
    for line in [*source.text.split("\n"), ""]:
        if "\t" in line:
            row = cells[-1].row + 1 if cells else 0
            start = at
            for column, words in enumerate(line.split("\t")):
                cells.append(TableCell(row, column, start, start + len(words)))
                start += len(words) + 1
        elif cells:
            tables.append(SourceTable(cells[0].start, cells[-1].end, tuple(cells)))
            cells = []
        at += len(line) + 1
    return replace(source, tables=tuple(tables))


def read_tabs(patch: pytest.MonkeyPatch) -> None:
    """Has text files with tabs read as tables."""
    real = plain_text.read
    patch.setattr(plain_text, "read", lambda path, data: tabbed(real(path, data)))
