"""Tables that are printed without lines, where they are certain: rows of words apart below names of columns.

Takes the lines of a page with their characters. Gives the lines, with a table in the place of those that are one: a row
of names that are known, and two or more rows below it that have one stretch of words in each column. Where a row has
fewer, a cell is empty or goes on in the next line, which nothing tells: such a table stays lines, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.printed.characters import Character
from ingest.readers.printed.frames import Box
from ingest.readers.printed.lines import joined
from ingest.readers.table_words import is_head

_APART = 1.2  # sizes between two words that stand in two columns
_SAME_BASE = 0.5
_MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class _Words:
    """A stretch of words of one row."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one height."""

    lines: tuple[int, ...]  # places of the lines that it is made of
    words: tuple[_Words, ...]
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table without lines: the lines that it takes the place of, and its cells."""

    lines: tuple[int, ...]
    cells: tuple[tuple[Box, str], ...]
    xs: tuple[float, ...]
    high: float
    low: float


def unruled_tables(lines: Sequence[Sequence[Character]]) -> tuple[list[Unruled], bool]:
    """The tables among lines that follow one another, and whether there is one that is not certain."""
    rows = list(_rows(lines))
    found: list[Unruled] = []
    doubtful = False
    at = 0
    while at < len(rows):
        if not _is_head(rows[at]):
            at += 1
            continue
        end = at + 1
        while end < len(rows) and _fits(rows[at], rows[end]):
            end += 1
        # A row with fewer words between rows of the table is the rest of a cell, or has an empty one.
        cut = end + 1 < len(rows) and len(rows[end].words) > 1 and _within(rows[at], rows[end])
        if end - at > 2 and not cut:
            found.append(_table(rows[at:end]))
        else:
            doubtful = doubtful or len(rows[at].words) > 2
        at = end
    return found, doubtful


def _rows(lines: Sequence[Sequence[Character]]) -> Iterator[_Row]:
    group: list[int] = []
    for place in range(len(lines) + 1):
        if group and (place == len(lines) or not _same_height(lines[group[0]], lines[place])):
            characters = [char for each in group for char in lines[each]]
            size = max(char.size for char in characters)
            yield _Row(tuple(group), tuple(_words(characters)), characters[0].base, size)
            group = []
        group.append(place)


def _same_height(line: Sequence[Character], other: Sequence[Character]) -> bool:
    return abs(line[0].base - other[0].base) <= _SAME_BASE * max(line[0].size, other[0].size)


def _words(characters: Sequence[Character]) -> Iterator[_Words]:
    stretch: list[Character] = []
    for char in sorted(characters, key=lambda each: each.left):
        if not char.text.strip():
            continue
        if stretch and char.left - stretch[-1].right > _APART * max(char.size, stretch[-1].size):
            yield _Words(joined(stretch), stretch[0].left, stretch[-1].right)
            stretch = []
        stretch.append(char)
    if stretch:
        yield _Words(joined(stretch), stretch[0].left, stretch[-1].right)


def _is_head(row: _Row) -> bool:
    named = sum(is_head(words.text) for words in row.words)
    return 1 < len(row.words) <= _MOST_COLUMNS and named > 1 and named >= len(row.words) / 2


def _fits(head: _Row, row: _Row) -> bool:
    """Whether each column of a head has its words in a row."""
    return len(row.words) == len(head.words) and all(
        (a.left <= b.right and b.left <= a.right) or _nearest(head, b) == place
        for place, (a, b) in enumerate(zip(head.words, row.words, strict=True))
    )


def _within(head: _Row, row: _Row) -> bool:
    return len(row.words) < len(head.words) and len({_nearest(head, words) for words in row.words}) == len(
        row.words
    )


def _nearest(head: _Row, words: _Words) -> int:
    middle = (words.left + words.right) / 2
    return min(
        range(len(head.words)),
        key=lambda place: abs((head.words[place].left + head.words[place].right) / 2 - middle),
    )


def _table(rows: Sequence[_Row]) -> Unruled:
    width = len(rows[0].words)
    lefts = [min(row.words[column].left for row in rows) for column in range(width)]
    rights = [max(row.words[column].right for row in rows) for column in range(width)]
    xs = (
        lefts[0],
        *((right + left) / 2 for right, left in zip(rights[:-1], lefts[1:], strict=True)),
        rights[-1],
    )
    ys = [row.base + row.size for row in rows] + [rows[-1].base]
    cells = tuple(
        (Box(number, column, 1, 1, xs[column], ys[number + 1], xs[column + 1], ys[number]), words.text)
        for number, row in enumerate(rows)
        for column, words in enumerate(row.words)
    )
    return Unruled(tuple(place for row in rows for place in row.lines), cells, xs, ys[0], ys[-1])
