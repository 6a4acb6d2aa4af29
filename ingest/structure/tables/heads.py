"""Tells the rows of a table apart: its title, heads of one or several rows, groups, rows with matter, notes.

Takes a TableGrid and how many rows the file itself marks as heads. Gives one RowRole a row. A head is words above numbers;
rows that merged cells of the head reach into belong to it; a head that a page break repeats is a head again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from analyzers import comparators
from analyzers.comparators import Place
from analyzers.lexicon import kept
from analyzers.normalise import HAN, fold, squash
from analyzers.numerals import CN_TEN
from ingest.plan import TableCell
from ingest.structure.tables.columns import is_head_word
from ingest.structure.tables.grid import TableGrid


class RowRole(Enum):
    """What a row is."""

    TITLE = "title"  # the name of the table, over all columns
    HEAD = "head"
    GROUP = "group"  # over all columns: the domain of the rows below
    BODY = "body"
    NOTE = "note"
    EMPTY = "empty"


NOTE = re.compile(
    r"[（(【\[]?(?:备\s*注|说\s*明|附\s*注|注|资料来源|数据来源)\s*\d{0,2}\s*[）)】\]]?\s*[:：.．]|[*＊※]"
)
UNIT_LINE = re.compile(r"[（(【]?\s*(?:计量)?单位\s*[:：].{1,24}")
_GROUP = re.compile(rf"[{CN_TEN}]{{1,3}}[、.]|[（(][{CN_TEN}]{{1,3}}[)）]|[IVXⅠ-Ⅻ]+[、.]")
_GROUP_ENDS = ("领域", "方面", "类", "指标")
_MOST_HEADS = 4
_LONGEST_NAME = 10
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_CLAUSES = re.compile("[,;。]")
_COUNTS = re.compile(rf"[{HAN}]\d[\d.]*[万亿]?(?:[个所座处名人套张家户亩次场条项]|公里|平方米)$")


def row_roles(grid: TableGrid, marked: int = 0, *, headless: bool = False) -> tuple[RowRole, ...]:
    """The role of every row; ``headless``: the table goes on from one before it and prints no head."""
    roles = [RowRole.BODY if grid.row(row) else RowRole.EMPTY for row in range(grid.height)]
    top = 0
    while top < grid.height and (roles[top] is RowRole.EMPTY or _is_title(grid, top)):
        if roles[top] is RowRole.BODY:
            roles[top] = RowRole.TITLE
        top += 1
    heads = 0 if headless else _head_rows(grid, top, marked)
    for row in range(top, top + heads):
        if roles[row] is RowRole.BODY:
            roles[row] = RowRole.HEAD
    printed = {_row_text(grid, row) for row in range(top, top + heads)} - {""}
    for row in range(top + heads, grid.height):
        if roles[row] is RowRole.EMPTY:
            continue
        if _row_text(grid, row) in printed or _is_head_again(grid, row, printed):
            roles[row] = RowRole.HEAD
        elif (only := _only_cell(grid, row)) is not None:
            roles[row] = _alone(grid, only)
    _settle_groups(roles)
    return tuple(roles)


def _is_title(grid: TableGrid, row: int) -> bool:
    """One cell over the whole width at the top: 专栏1　主要指标, or 单位：%."""
    only = _only_cell(grid, row)
    if only is None or grid.width < 2 or row + 1 >= grid.height:
        return False
    words = grid.words(only)
    wide = only.columns == grid.width or UNIT_LINE.fullmatch(words) is not None
    return wide and NOTE.match(words) is None and len(words) <= 80


def _head_rows(grid: TableGrid, top: int, marked: int) -> int:
    """How many rows from ``top`` on are heads."""
    if top >= grid.height - 1:
        return 0
    if not marked > top and any(_is_measured(grid, cell) or _tells(grid, cell) for cell in grid.row(top)):
        return 0
    count = max(1, marked - top)
    reach = max((cell.row + cell.rows - top for cell in grid.row(top)), default=1)
    if count < reach <= _MOST_HEADS and top + reach < grid.height:
        count = reach
    while count < _MOST_HEADS and top + count < grid.height - 1 and _is_second_head(grid, top + count):
        count += 1
    return min(count, grid.height - top - 1)


def _is_second_head(grid: TableGrid, row: int) -> bool:
    """A row of nothing but heads below a head whose cells the file does not join: 2020年, 2025年."""
    cells = grid.row(row)
    if not cells or not any(fold(grid.words(cell))[:2] in ("19", "20", "“十") for cell in cells):
        return False
    return all(is_head_word(grid.words(cell)) for cell in cells)


def _is_measured(grid: TableGrid, cell: TableCell) -> bool:
    """Whether a cell is a number that no head would be; a year is none."""
    text = fold(squash(grid.words(cell)))
    return _measured().fullmatch(text) is not None and not is_head_word(text)


def _tells(grid: TableGrid, cell: TableCell) -> bool:
    """Whether a cell tells something, as no head does: 建设平台1个，服务老年人2万人."""
    text = _IN_BRACKETS.sub("", fold(squash(grid.words(cell))))
    return (len(text) > _LONGEST_NAME and _CLAUSES.search(text) is not None) or _COUNTS.search(
        text
    ) is not None


@kept
def _measured() -> re.Pattern[str]:
    """A number with its unit and what compares it."""
    before, behind = comparators.alternation(Place.NUMBER), comparators.alternation(Place.BEHIND)
    return re.compile(rf"{before}?-?\d[\d,.]*(?:%|‰|[^\d年月\s]{{0,4}})?{behind}?")


def _row_text(grid: TableGrid, row: int) -> str:
    return "\t".join(fold(squash(grid.words(cell))) for cell in grid.row(row))


def _is_head_again(grid: TableGrid, row: int, printed: set[str]) -> bool:
    """The head over a page break, where the cells that reach over two rows were printed in the other one."""
    cells = grid.row(row)
    known = {word for text in printed for word in text.split("\t")}
    return len(cells) > 1 and all(fold(squash(grid.words(cell))) in known for cell in cells)


def _only_cell(grid: TableGrid, row: int) -> TableCell | None:
    cells = grid.row(row)
    return cells[0] if len(cells) == 1 else None


def _alone(grid: TableGrid, cell: TableCell) -> RowRole:
    """What a row is in which one cell alone says something."""
    words = grid.words(cell)
    if NOTE.match(words):
        return RowRole.NOTE
    if grid.width < 3:
        return RowRole.BODY
    if cell.columns >= grid.width - 1:
        return RowRole.GROUP
    covered = any(
        other is not None and other.row < cell.row and other.start < other.end
        for column in range(grid.width)
        if (other := grid.at(cell.row, column)) is not None
    )
    named = _GROUP.match(fold(words)) is not None or (len(words) <= 12 and words.endswith(_GROUP_ENDS))
    return RowRole.GROUP if named and not covered and not any(c.isdigit() for c in words) else RowRole.BODY


def _settle_groups(roles: list[RowRole]) -> None:
    """A group has rows below it; what spans the last row is a note."""
    below: RowRole | None = None
    for row in range(len(roles) - 1, -1, -1):
        if roles[row] is RowRole.EMPTY:
            continue
        if roles[row] is RowRole.GROUP and below in (None, RowRole.NOTE):
            roles[row] = RowRole.NOTE
        below = roles[row]


def rows_of(roles: Sequence[RowRole], role: RowRole) -> tuple[int, ...]:
    """The rows of a role."""
    return tuple(row for row, each in enumerate(roles) if each is role)
