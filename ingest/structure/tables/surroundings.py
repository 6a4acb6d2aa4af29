"""Finds what belongs to a table outside of its grid: the caption above it, the notes below it.

Takes the folded text, its lines and where the table stands among them. Gives the lines. A numbered heading, a known
heading and the title of an annex name their section and are no captions; 专栏1, 表2, 附表 and 续表 always are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ingest.structure.heading_words import head_word
from ingest.structure.lines import STOPS, Line, print_width
from ingest.structure.numbering import Scheme, number_at
from ingest.structure.tables.heads import NOTE, UNIT_LINE

LABEL = re.compile(
    r"[【\[(]?(?:附\s*表|续\s*表|专\s*栏|表\s*格?(?=\s*[\d一二三四五六七八九十]))\s*[\d一二三四五六七八九十]{0,3}(?:[-.][\d]{1,2})?"
)
CONTINUED = re.compile(
    r"[【\[(]?(?:续\s*(?:表|上表|专栏)|表.{0,8}\(续\)|\(?续\)?$)|.{0,60}\(续(?:表|上表)?\)$"
)
_ENDS = re.compile(
    r"(?:表|指标|指标体系|目标|一览|清单|名录|目录|分工|分解|安排|情况|布局|标准|计划)(?:\([^()]{1,20}\))?$"
)
_STOP = re.compile(r"[。;!?]|[:,]$")
_LONGEST = 60
_LONGEST_UNLABELLED = 45
_NOTE_LINES = 12
_POINT = re.compile(r"\(?(\d{1,2})\)?[.、)]|([①-⑳])")


def caption_lines(folded: str, lines: Sequence[Line], first: int) -> list[int]:
    """The lines above line ``first`` that are a table's caption, in text order."""
    found: list[int] = []
    at = first - 1
    while at >= 0 and len(found) < 2 and UNIT_LINE.fullmatch(_text(folded, lines[at])):
        found.append(at)
        at -= 1
    while at > 0 and len(found) < 3 and _is_caption(folded, lines, at):
        found.append(at)
        at -= 1
        if LABEL.match(_text(folded, lines[at + 1])):
            break
    return found[::-1]


def _is_caption(folded: str, lines: Sequence[Line], at: int) -> bool:
    text = _text(folded, lines[at])
    if len(text) > _LONGEST or _STOP.search(text):
        return False
    number = number_at(folded, lines[at].start, lines[at].end)
    if number is not None and number.scheme is not Scheme.BOX and not (LABEL.match(text) and len(text) > 6):
        return False
    if LABEL.match(text):
        return True
    if len(text) > _LONGEST_UNLABELLED or not _ENDS.search(text) or head_word(text) is not None:
        return False
    above = number_at(folded, lines[at - 1].start, lines[at - 1].end)
    if above is not None and above.scheme is Scheme.ANNEX:
        return False
    return folded[lines[at - 1].end - 1] in STOPS or above is not None


def note_lines(folded: str, lines: Sequence[Line], first: int, end: int) -> list[int]:
    """The lines from line ``first`` on, up to an offset, that are the notes of the table above them."""
    lines = lines[: bisect_left(lines, end, key=lambda line: line.start)]
    if first >= len(lines) or not NOTE.match(_text(folded, lines[first])):
        return []
    found = [first]
    points = [_point(_text(folded, lines[first])[1:])]
    width = print_width(folded[lines[first].start : lines[first].end])
    for at in range(first + 1, min(len(lines), first + _NOTE_LINES)):
        text = _text(folded, lines[at])
        point = _point(text)
        listed = point is not None and points[-1] is not None and point == points[-1] + 1
        open_end = folded[lines[at - 1].end - 1] not in STOPS and width >= 50
        goes_on = open_end and number_at(folded, lines[at].start, lines[at].end) is None
        if not (NOTE.match(text) or listed or goes_on):
            break
        found.append(at)
        points.append(point if point is not None else points[-1])
    return found


def _point(text: str) -> int | None:
    """The number of a note: 2 of 2.特殊困难老年人指…; that of the first may stand behind 注：."""
    found = _POINT.search(text, 0, 6)
    if found is None:
        return None
    return int(found[1]) if found[1] else ord(found[2]) - 0x245F


def _text(folded: str, line: Line) -> str:
    return folded[line.start : line.end]
