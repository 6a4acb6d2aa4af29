"""Tells tables of a web page that hold data from those that arrange it, and reads the former.

Takes a table element and a way to read the lines of a cell. Gives its Grid, or None for a table that arranges parts of
the page, whose cells are read one after another. A frame of one column around text (专栏) is a table where the page
draws it or it is called so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from analyzers.normalise import squash
from ingest.readers.grids import Grid, Spanned, is_box, is_headed, placed
from ingest.readers.web.elements import is_seen

_BORDER = re.compile(r"border(?:-[a-z-]+)?\s*:\s*[^;]*(?:solid|double|dashed|dotted|[1-9])", re.IGNORECASE)
_BORDER_CLASS = re.compile(r"grid|border", re.IGNORECASE)
_CELL_TEXT = 400  # a cell with more text than this, in more lines, mostly lays out the page …
_CELL_LINES = 6  # … but not below a head
_MOST_SPAN = 1000


def read_table(table: Any, lines_of: Callable[[Any], list[str]]) -> Grid | None:
    """The grid of a table of data; None where it lays out the page, or would not hold all that stands in it."""
    if table.find("table") is not None:
        return None
    rows = [(row, [cell for cell in row.find_all(["td", "th"]) if is_seen(cell)]) for row in _rows(table)]
    rows = [(row, cells) for row, cells in rows if cells]
    texts = [[lines_of(cell) for cell in cells] for _, cells in rows]
    if not _is_data(table, texts) or not _is_whole(table, texts):
        return None
    head = 0
    for row, cells in rows:
        if not (row.find_parent("thead") is not None or all(cell.name == "th" for cell in cells)):
            break
        head += 1
    spanned = [
        [
            Spanned("\n".join(lines), _span(cell, "rowspan", len(rows) - place), _span(cell, "colspan", 1))
            for cell, lines in zip(cells, found, strict=True)
        ]
        for place, ((_, cells), found) in enumerate(zip(rows, texts, strict=True))
    ]
    grid = placed(spanned, head)
    return Grid(grid.cells, 0 if head == len(rows) else head)


def captions(table: Any) -> Iterator[Any]:
    """The captions of a table that are shown."""
    yield from (caption for caption in table.find_all("caption") if is_seen(caption))


def _rows(table: Any) -> list[Any]:
    return [row for row in table.find_all("tr") if is_seen(row)]


def _is_data(table: Any, rows: list[list[list[str]]]) -> bool:
    if not rows:
        return False
    width = max(len(row) for row in rows)
    first = next((line for row in rows for cell in row for line in cell), "")
    if width == 1:
        return is_box(first) or is_bordered(table)
    heavy = any(
        len(cell) > _CELL_LINES and sum(len(line) for line in cell) > _CELL_TEXT
        for row in rows
        for cell in row
    )
    return not heavy or (len(rows) > 1 and is_headed("".join(cell) for cell in rows[0]))


def is_bordered(table: Any) -> bool:
    """Whether the page draws lines around the cells."""
    stated = str(table.get("border") or "").strip()
    classes = table.get("class") or []
    called = " ".join(classes) if isinstance(classes, list) else str(classes)
    if stated not in ("", "0", "0px", "none") or _BORDER_CLASS.search(called):
        return True
    cell = table.find(["td", "th"])
    styles = (str(each.get("style") or "") for each in (table, cell) if each is not None)
    return any(_BORDER.search(style) for style in styles)


def _is_whole(table: Any, rows: list[list[list[str]]]) -> bool:
    """Whether nothing stands in the table outside its cells: broken markup loses nothing."""
    held = sum(len(squash("".join(cell))) for row in rows for cell in row)
    held += sum(len(squash(caption.get_text())) for caption in captions(table))
    outside = sum(
        len(squash(str(text)))
        for text in table.find_all(string=True)
        if type(text).__name__ == "NavigableString" and all(is_seen(p) for p in _parents(text, table))
    )
    return outside <= held


def _parents(text: Any, root: Any) -> Iterator[Any]:
    for parent in text.parents:
        yield parent
        if parent is root:
            return


def _span(cell: Any, name: str, to_the_end: int) -> int:
    stated = str(cell.get(name) or "1").strip()
    if not stated.isdecimal() or len(stated) > 6:
        return 1
    return min(int(stated), _MOST_SPAN) or to_the_end
