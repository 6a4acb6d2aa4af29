"""Tables in plain text, where they are certain: rows parted by tabs, strokes or wide blanks, and cells on lines.

Takes a text. Gives its SourceTables, whose offsets point into the text as it stands; nothing in it is changed. What only
looks like a table is left alone: the lines of a contents list, an indented sentence, a column of names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.plan import SourceTable, TableCell
from ingest.readers.cells_on_lines import cells_on_lines
from ingest.readers.table_words import Stretch, is_head, is_heading, is_sentence

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BLANKS = " \t\u3000\xa0"
_TABS = re.compile(r"\t")
_WIDE = re.compile(r"[ \xa0]{2,}|\u3000+")
_BLANK = re.compile(r"[ \xa0\u3000]")
_BETWEEN = re.compile(r"[ \xa0]*[|│┃║｜][ \xa0]*")
_STROKES = re.compile(r"[|│┃║｜]")
_RULE = re.compile(r"[-+|=:─━═│┃║┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬\s]{3,}")
_PAGE = re.compile(r"\d{1,4}")
_MOST_COLUMNS = 30
_FEWEST = 3  # cells of a line whose cells one blank parts
_LONG = 200  # characters of a cell


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as cells."""

    line: Stretch
    cells: tuple[Stretch, ...]

    @property
    def filled(self) -> int:
        """How many cells hold text."""
        return sum(cell.start < cell.end for cell in self.cells)


def text_tables(text: str) -> tuple[SourceTable, ...]:
    """The tables of a text, in order; none inside another."""
    lines = [Stretch(text, found.start(), found.end()) for found in _LINE.finditer(text)]
    lines = [line for line in lines if line.text.strip(_BLANKS)]
    found = [*_stroked(lines), *_parted(lines, _TABS), *_parted(lines, _WIDE), *_parted(lines, _BETWEEN)]
    found += [*cells_on_lines(lines), *_spaced(lines)]
    kept: list[SourceTable] = []  # by where they begin
    for table in found:  # the surest way of reading first
        place = bisect_left(kept, table.start, key=lambda each: each.start)
        is_clear = place == len(kept) or table.end <= kept[place].start
        if is_clear and (not place or kept[place - 1].end <= table.start):
            kept.insert(place, table)
    return tuple(kept)


def _stroked(lines: Sequence[Stretch]) -> Iterator[SourceTable]:
    """Rows between strokes: | 指标 | 2025年 |, with or without rules between them."""
    run: list[_Row] = []
    rules = 0
    for line in [*lines, None]:
        row = None if line is None else _stroked_row(line)
        if line is not None and row is None and _RULE.fullmatch(line.text) and _drawn(line.text):
            rules += 1
            continue
        if row is not None and (not run or len(run[-1].cells) == len(row.cells)):
            run.append(row)
            continue
        # Rules between all rows part rows of several lines from one another: those are not read.
        if len(run) > 1 and (rules <= 3 or rules == len(run) + 1):
            yield _table(run)
        run, rules = ([row] if row is not None else []), 0


def _drawn(text: str) -> bool:
    return sum(not char.isspace() for char in text) > 2


def _stroked_row(line: Stretch) -> _Row | None:
    inner = line.stripped(_BLANKS)
    if len(_STROKES.findall(inner.text)) < 3 or not _STROKES.match(inner.text) or _RULE.fullmatch(inner.text):
        return None
    if not _STROKES.match(inner.text[-1]):
        return None
    cells = inner.parts(_STROKES)[1:-1]
    return _Row(line, tuple(cells)) if len(cells) <= _MOST_COLUMNS else None


def _parted(lines: Sequence[Stretch], separator: re.Pattern[str]) -> Iterator[SourceTable]:
    """Rows whose cells are parted by tabs or wide blanks, the same number in each."""
    run: list[_Row] = []
    for line in [*lines, None]:
        row = None if line is None else _parted_row(line, separator)
        if row is not None and (not run or len(run[0].cells) == len(row.cells)):
            run.append(row)
            continue
        if _is_certain(run, sure=separator is _TABS):
            yield _table(run)
        run = [row] if row is not None else []


def _parted_row(line: Stretch, separator: re.Pattern[str]) -> _Row | None:
    """A line as cells; with tabs an empty cell stands between two of them."""
    if ("\t" in line.text) != (separator is _TABS) or (separator is _BETWEEN and _STROKES.match(line.text)):
        return None
    inner = line if separator is _TABS else line.stripped(_BLANKS)
    if separator.search(inner.source, inner.start, inner.end) is None:
        return None
    cells = inner.parts(separator)
    if not 1 < len(cells) <= _MOST_COLUMNS or any(len(cell.text) > _LONG for cell in cells):
        return None
    row = _Row(line, tuple(cells))
    return row if row.filled > len(cells) / 2 else None


def _spaced(lines: Sequence[Stretch]) -> Iterator[SourceTable]:
    """Rows whose cells one blank parts: certain only where a running number counts them, and each fills its line."""
    cells: list[Stretch] = []
    line_of: dict[int, int] = {}  # where a cell begins -> its line
    count: list[int] = []  # cells of each line
    for number, line in enumerate(lines):
        inner = line.stripped(_BLANKS)
        parted = _BLANK.search(inner.source, inner.start, inner.end) is not None
        parts = inner.parts(_BLANK) if parted else [line]
        if not 1 < len(parts) <= _MOST_COLUMNS or is_heading(line.text):
            parts = [line]
        line_of |= {part.start: number for part in parts}
        count.append(len(parts))
        cells += parts
    if max(count, default=0) < _FEWEST:
        return
    for table in cells_on_lines(cells):
        rows: dict[int, list[int]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(line_of[cell.start])
        if all(len(set(at)) == 1 and len(at) == count[at[0]] for at in rows.values()):
            yield table


def _is_certain(rows: Sequence[_Row], *, sure: bool) -> bool:
    if len(rows) < 2:
        return False
    head = [cell.text for cell in rows[0].cells]
    named = sum(map(is_head, head))
    if _is_contents(rows) or any(is_heading(row.cells[0].text) for row in rows):
        return False
    if named > 1 or (named and len(head) == 2):
        return True
    if not sure:
        return False
    texts = [cell.text for row in rows for cell in row.cells]
    return len(head) > 2 and len(rows) > 2 and not any(is_sentence(text) for text in texts)


def _is_contents(rows: Sequence[_Row]) -> bool:
    """Headings with the numbers of their pages."""
    pages = [row.cells[-1].text for row in rows]
    return all(_PAGE.fullmatch(page) for page in pages) and [int(p) for p in pages] == sorted(map(int, pages))


def _table(rows: Sequence[_Row]) -> SourceTable:
    """The table of rows; an empty cell in the first column goes on from the cell above where its row is full."""
    cells: list[TableCell] = []
    above: int | None = None  # the cell of the first column that may cover the next row
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            is_empty = cell.start == cell.end
            if not column and is_empty and above is not None and row.filled == len(row.cells) - 1:
                begin = cells[above]
                cells[above] = TableCell(begin.row, 0, begin.start, begin.end, begin.rows + 1)
                continue
            if not column:
                above = len(cells) if number and not is_empty else None
            cells.append(TableCell(number, column, cell.start, cell.end))
    first, last = rows[0].line.stripped(_BLANKS), rows[-1].line.stripped(_BLANKS)
    return SourceTable(first.start, last.end, tuple(cells))


def doubts(text: str, tables: Iterable[SourceTable]) -> str | None:
    """The sentence for names of columns that stand on lines of their own and belong to no table that was found."""
    covered = [(table.start, table.end) for table in tables]
    run: list[Stretch] = []
    for found in _LINE.finditer(text):
        line = Stretch(text, found.start(), found.end()).stripped(_BLANKS)
        if is_head(line.text) and not any(start <= line.start < end for start, end in covered):
            run.append(line)
            if len(run) == 3:
                return f"文中“{run[0].text}”一行起像是表格，但行列不能确定，已按行读入，请核对。"
        elif line.text:
            run = []
    return None
