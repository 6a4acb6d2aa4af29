"""Tables whose cells stand one on a line, as they come when a page is copied into a text file.

Takes the lines of a text. Gives the tables of which it is certain how they are laid out: names of columns that are
known, and behind them rows that a running number counts, or that keep name and values in their places. The first cell
of a row may be left out where one above covers it. Time grows with the length of the text only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ingest.plan import SourceTable, TableCell
from ingest.readers.table_words import Stretch, is_head, is_heading, is_name, is_sentence, is_value

_BLANKS = " \t\u3000\xa0"
_MOST_COLUMNS = 12
_LONG = 80  # characters of a cell
_MOSTLY = 0.7  # of the values of a table without running numbers are values to look at
_WORDS = 12  # a value in words is no longer

_Row = list[Stretch | None]  # None: covered by the cell above


def cells_on_lines(lines: Sequence[Stretch]) -> Iterator[SourceTable]:
    """The tables among lines that are not blank."""
    cells = [line.stripped(_BLANKS) for line in lines]
    at = 0
    while at < len(cells):
        if not _begins_head(cells, at):
            at += 1
            continue
        head = list(takewhile(lambda cell: is_head(cell.text), cells[at : at + _MOST_COLUMNS + 1]))
        rows = _counted(cells, at, len(head)) or _aligned(cells, at, len(head))
        if rows:
            yield _table(rows)
            at += sum(cell is not None for row in rows for cell in row)
        else:
            at += max(1, len(head))


def _begins_head(cells: Sequence[Stretch], at: int) -> bool:
    return at + 1 < len(cells) and (
        is_head(cells[at].text) and (is_head(cells[at + 1].text) or _is_number(cells[at]))
    )


def _is_number(cell: Stretch) -> bool:
    """Whether a cell names the column of running numbers."""
    return cell.text.replace(" ", "").replace("\u3000", "") in ("序号", "编号")


def _is_cell(cell: Stretch) -> bool:
    text = cell.text
    return len(text) <= _LONG and not is_sentence(text) and not is_heading(text)


def _counted(cells: Sequence[Stretch], at: int, named: int) -> list[_Row]:
    """Rows with a running number; the head with it, [] where that is not how the lines are laid out."""
    number = next((place for place in range(min(named, 2)) if _is_number(cells[at + place])), None)
    if number is None:
        return []
    width = _width(cells, at, number)
    if not named <= width <= _MOST_COLUMNS:
        return []
    rows: list[_Row] = [list(cells[at : at + width])]
    place = at + width
    while place < len(cells):
        row = _counted_row(cells[place : place + width], number, len(rows), width)
        if row is None:
            break
        rows.append(row)
        place += sum(cell is not None for cell in row)
    # A single row proves nothing about the width, unless every column has a name that is known.
    is_proven = len(rows) > 2 or (len(rows) == 2 and named == width)
    return rows if is_proven and not (place < len(cells) and is_value(cells[place].text)) else []


def _width(cells: Sequence[Stretch], at: int, number: int) -> int:
    """How many columns there are: the first row begins ``number`` cells before its 1."""
    for place in range(at + 2, min(len(cells), at + _MOST_COLUMNS + number + 1)):
        if cells[place].text == "1":
            return place - number - at
        text = cells[place].text
        if not _is_cell(cells[place]) or (is_value(text) and not is_head(text)):
            break
    return 0


def _counted_row(found: Sequence[Stretch], number: int, expected: int, width: int) -> _Row | None:
    """The row of a running number, its first cell None where the row begins with the number."""
    if len(found) > number and found[number].text == str(expected) and len(found) == width:
        row: _Row = list(found)
    elif number and expected > 1 and len(found) >= width - 1 and found[0].text == str(expected):
        row = [None, *found[: width - 1]]
    else:
        return None
    return row if all(cell is None or _is_cell(cell) for cell in row) else None


def _aligned(cells: Sequence[Stretch], at: int, width: int) -> list[_Row]:
    """Rows of a name and values without running numbers; the head with them."""
    if not 2 <= width <= _MOST_COLUMNS or not any(
        cells[at + place].text[:1].isdigit() for place in range(width)
    ):
        return []
    rows: list[_Row] = [list(cells[at : at + width])]
    place = at + width
    good = bad = 0
    while place + width <= len(cells):
        row = cells[place : place + width]
        values = [is_value(cell.text) for cell in row[1:]]
        words = [is_value(cell.text) or len(cell.text) <= _WORDS for cell in row[1:]]
        if not is_name(row[0].text) or not all(map(_is_cell, row)) or not all(words) or not any(values):
            break
        good, bad = good + sum(values), bad + len(values) - sum(values)
        rows.append(list(row))
        place += width
    is_clean = place >= len(cells) or not is_value(cells[place].text)
    return rows if len(rows) > 2 and is_clean and good >= _MOSTLY * (good + bad) else []


def _table(rows: Sequence[_Row]) -> SourceTable:
    found: list[TableCell] = []
    first = 0  # the cell of the first column that covers the rows below it
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None:
                above = found[first]
                found[first] = TableCell(above.row, above.column, above.start, above.end, above.rows + 1)
                continue
            if not column:
                first = len(found)
            found.append(TableCell(number, column, cell.start, cell.end))
    begin, end = rows[0][0], rows[-1][-1]
    assert begin is not None
    assert end is not None
    return SourceTable(begin.start, end.end, tuple(found))
