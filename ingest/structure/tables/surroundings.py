"""Finds what belongs to a table outside of its grid: the caption above it, the notes below it.

Takes the folded text and the lines above or below a table. Gives those that are its own. A numbered heading, a known
heading and the title of an annex name their section and are no captions; 专栏1, 表2, 附表 and 续表 always are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.numerals import CN_TEN
from ingest.structure.heading_words import head_word
from ingest.structure.lines import STOPS, Line, print_width
from ingest.structure.numbering import Scheme, number_at
from ingest.structure.tables.heads import NOTE, UNIT_LINE

LABEL = re.compile(
    rf"[【\[(]?(?:附\s*表|续\s*表|专\s*栏|表\s*格?(?=\s*[\d{CN_TEN}]))\s*[\d{CN_TEN}]{{0,3}}(?:[-.][\d]{{1,2}})?"
)
CONTINUED = re.compile(
    r"[【\[(]?(?:续\s*(?:表|上表|专栏)|表.{0,8}\(续\)|\(?续\)?$)|.{0,60}\(续(?:表|上表)?\)$"
)
_ENDS = re.compile(
    r"(?:表|指标|指标体系|目标|一览|清单|名录|目录|分工|分解|安排|情况|布局|标准|计划)(?:\([^()]{1,20}\))?$"
)
_STOP = re.compile(r"[。;!?]|[:,]$")
_ANNEX = re.compile(r"附\s*件")
_LONGEST = 60
_LONGEST_UNLABELLED = 45
_NOTE_LINES = 12
_WRAPPED = 50  # columns: a shorter line is not broken by print
_POINT = re.compile(r"\(?(\d{1,2})\)?[.、)]|([①-⑳])")


def caption_lines(folded: str, above: Sequence[Line], *, first: bool) -> list[Line]:
    """Those of the lines above a table that are its caption, in text order.

    ``first`` says that the text begins with these lines: then the first of them is its title.
    """
    found: list[Line] = []
    at = len(above) - 1
    while at >= 0 and len(found) < 2 and UNIT_LINE.fullmatch(_text(folded, above[at])):
        found.append(above[at])
        at -= 1
    while at >= int(first) and len(found) < 3 and _is_caption(folded, above, at):
        found.append(above[at])
        at -= 1
        if LABEL.match(_text(folded, found[-1])):
            break
    return found[::-1]


def _is_caption(folded: str, lines: Sequence[Line], at: int) -> bool:
    text = _text(folded, lines[at])
    if len(text) > _LONGEST or _STOP.search(text) or _ANNEX.match(text):
        return False
    number = number_at(folded, lines[at].start, lines[at].end)
    if number is not None and number.scheme is not Scheme.BOX and not (LABEL.match(text) and len(text) > 6):
        return False
    if LABEL.match(text):
        return True
    if len(text) > _LONGEST_UNLABELLED or not _ENDS.search(text) or head_word(text) is not None:
        return False
    if not at:  # right below another table
        return True
    above = number_at(folded, lines[at - 1].start, lines[at - 1].end)
    if above is not None and above.scheme is Scheme.ANNEX:
        return False
    return folded[lines[at - 1].end - 1] in STOPS or above is not None


def note_lines(folded: str, below: Sequence[Line]) -> list[Line]:
    """Those of the lines below a table that are its notes."""
    if not below or not NOTE.match(_text(folded, below[0])):
        return []
    found = [below[0]]
    point = _point(_text(folded, below[0])[1:])
    width = print_width(_text(folded, below[0]))
    for line in below[1:_NOTE_LINES]:
        text = _text(folded, line)
        number = _point(text)
        listed = number is not None and number == (point or 0) + 1 and (point or len(found) == 1)
        open_end = folded[found[-1].end - 1] not in STOPS and width >= _WRAPPED
        goes_on = open_end and number_at(folded, line.start, line.end) is None
        if not (NOTE.match(text) or listed or goes_on):
            break
        found.append(line)
        point = number if number is not None else point
    return found


def _point(text: str) -> int | None:
    """The number of a note: 2 of 2.特殊困难老年人指…; that of the first may stand behind 注：."""
    found = _POINT.search(text, 0, 6)
    if found is None:
        return None
    return int(found[1]) if found[1] else ord(found[2]) - 0x245F


def _text(folded: str, line: Line) -> str:
    return folded[line.start : line.end]
