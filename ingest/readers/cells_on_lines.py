"""Tables whose cells stand one on a line, as they come when a page is copied into a text file.

Takes the lines of a text. Gives the tables of which it is certain how they are laid out: names of columns that are
known, and behind them rows that a running number counts, or that keep name and values in their places. The first cell
of a row may be left out where one above covers it. Time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ingest.plan import SourceTable, TableCell
from ingest.readers.table_words import Stretch, is_head, is_heading, is_name, is_sentence, is_value

_BLANKS = " \t\u3000\xa0"
_MOST_COLUMNS = 12
_LONG = 80  # characters of a cell
_MOSTLY = 0.7  # of the values of a table without running numbers are values to look at
_WORDS = 12  # a value in words is no longer
_PAGE = re.compile(r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?")
_SHORTEST_HEAD = 4  # characters of a running head; 预期性 is a cell
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_MEANS = re.compile("(?:现状|基期|基数|基准|目标|实际|预期|规划)(?:值|数)?")

_Row = list[Stretch | None]  # None: covered by the cell above


def cells_on_lines(lines: Sequence[Stretch]) -> Iterator[SourceTable]:
    """The tables among lines that are not blank."""
    cells = _without_page_marks([line.stripped(_BLANKS) for line in lines])
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


def _without_page_marks(cells: list[Stretch]) -> list[Stretch]:
    """The lines without the page numbers that print left between the cells, and without the running heads beside them."""
    marks = {place for place, cell in enumerate(cells) if _PAGE.fullmatch(cell.text)}
    if not marks:
        return cells
    beside = Counter(
        cells[near].text
        for place in marks
        for near in (place - 1, place + 1)
        if 0 <= near < len(cells) and len(cells[near].text) > _SHORTEST_HEAD
    )
    left_out = marks | {
        near
        for place in marks
        for near in (place - 1, place + 1)
        if 0 <= near < len(cells) and beside[cells[near].text] > 1
    }
    return [cell for place, cell in enumerate(cells) if place not in left_out]


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
    first = at + width
    rows, end = _rows(cells, list(cells[at:first]), first, number)
    if len(rows) == 2 and (columns := _told_by_second(cells, first, number, width)):
        # More names than a row has cells: a year and what it means count as one, or nothing is certain.
        rows, end = _rows(cells, _joined(cells[at:first]), first, number)
        if len(rows) < 3 or len(rows[0]) != columns:
            return []
    # A single row proves nothing about the width, unless every column has a name that is known.
    is_proven = len(rows) > 2 or (len(rows) == 2 and named == width)
    return rows if is_proven and not (end < len(cells) and is_value(cells[end].text)) else []


def _rows(
    cells: Sequence[Stretch], head: Sequence[Stretch], place: int, number: int
) -> tuple[list[_Row], int]:
    """The head and the rows that count on behind it, each as wide as the head; and where they end."""
    rows: list[_Row] = [list(head)]
    while place < len(cells):
        row = _counted_row(cells[place : place + len(head)], number, len(rows), len(head))
        if row is None:
            break
        rows.append(row)
        place += sum(cell is not None for cell in row)
    return rows, place


def _width(cells: Sequence[Stretch], at: int, number: int) -> int:
    """How many columns there are: the first row begins ``number`` cells before its 1."""
    for place in range(at + 2, min(len(cells), at + _MOST_COLUMNS + number + 1)):
        if cells[place].text == "1":
            return place - number - at
        text = cells[place].text
        if not _is_cell(cells[place]) or (is_value(text) and not is_head(text)):
            break
    return 0


def _told_by_second(cells: Sequence[Stretch], first: int, number: int, width: int) -> int:
    """How many cells the first row has where the number of the second stands inside it, before a name; 0 elsewhere."""
    for place in range(number + 2, width):
        behind = cells[first + place + 1 : first + place + 2]
        if cells[first + place].text == "2" and behind and is_name(behind[0].text) and _is_cell(behind[0]):
            return place - number
    return 0


def _joined(head: Sequence[Stretch]) -> list[Stretch]:
    """The names of a head in which a year stands above what it means: 2020年 and 基期值 are one name."""
    found: list[Stretch] = []
    for cell in head:
        if found and _YEAR.fullmatch(found[-1].text) and _MEANS.fullmatch(cell.text):
            found[-1] = Stretch(cell.source, found[-1].start, cell.end)
        else:
            found.append(cell)
    return found


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
    years = [column for column in range(1, width) if cells[at + column].text[:1].isdigit()] or range(1, width)
    place = at + width
    good = bad = 0
    while place + width <= len(cells):
        row = cells[place : place + width]
        values = [is_value(row[column].text) for column in years]
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
