"""Finds numbers that the right edge of a wrapped text breaks over two lines: （十|二）, 第|四条, 5|．.

Takes a Layout and the number of a line. Gives the Number that begins at the end of that line and ends in the next, with
its offsets in the text, or None. What stands whole in one line is none of it.
"""

from __future__ import annotations

import re

from analyzers.numerals import CN_TEN
from ingest.structure.layout import Layout
from ingest.structure.lines import Line, Role
from ingest.structure.numbering import Number, Scheme, number_at

_CN = f"[{CN_TEN}百零]"
# The beginning of a number at the end of a line; it may be a sound number of its own, as 1 of 1|2. is.
_BEGINS = re.compile(
    rf"(?:\(\s*(?:{_CN}{{0,4}}|\d{{0,2}})|第\s*(?:{_CN}{{0,4}}|\d{{0,3}})|{_CN}{{1,4}}|\d{{1,3}})\s*$"
)
_REST = 8  # characters of the next line that a number may take
_KINDS = frozenset(
    {
        Scheme.CHAPTER,
        Scheme.SECTION,
        Scheme.ARTICLE,
        Scheme.CN_STOP,
        Scheme.CN_PAREN,
        Scheme.AR_STOP,
        Scheme.AR_PAREN,
    }
)
# 一|、 and 1|2. could be anything in mid-sentence; behind a full stop they are numbers.
_ENDED = "。！？;:)”"


def broken_number(layout: Layout, index: int) -> Number | None:
    """The number that begins in a line and ends in the next."""
    line = layout.lines[index]
    after = _next(layout, index)
    if after is None or not layout.width:
        return None
    folded = layout.folded
    begins = _BEGINS.search(folded, line.start, line.end)
    if begins is None or (begins.start() > line.start and folded[begins.start() - 1] not in _ENDED):
        return None
    head = folded[begins.start() : line.end]
    if head[0] not in "(第" and not layout.is_full(line):
        return None  # 1|2. is a number broken at the edge of the page only
    rest = folded[after.start : min(after.end, after.start + _REST)]
    number = number_at(head + rest, 0, len(head) + len(rest))
    if number is None or number.scheme not in _KINDS or number.bare or number.end <= len(head):
        return None
    end = after.start + number.end - len(head)
    return Number(number.scheme, number.ordinal, number.printed, begins.start(), end)


def _next(layout: Layout, index: int) -> Line | None:
    """The line of text behind one, page marks left out; nothing behind a blank line or a table."""
    line = layout.lines[index]
    for after in layout.lines[index + 1 :]:
        if after.role is Role.PAGE:
            continue
        return after if after.role is Role.TEXT and not layout.is_behind_table(after, line) else None
    return None
