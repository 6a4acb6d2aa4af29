"""Finds the imprint of a paper, 版记: who gets a copy, who printed it and when, whether it is open to the public.

Takes a Layout and a range of lines. Gives the line at which the imprint begins. It is the last thing of a paper or
of what stands in front of its annexes: every line from there on belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.normalise import HAN, squash
from ingest.structure.layout import Layout
from ingest.structure.lines import DATE, Role

_COPIES = re.compile(r"(?:抄\s*[送报]|分\s*送|主\s*送|发\s*送|报\s*送)\s*:")
_PRINTED = re.compile(rf"[{HAN}\s·、]{{0,50}}{DATE}\s*印\s*发?")
_FACTS = re.compile(
    r"\(?(?:(?:政府)?信息公开(?:选项|类别|属性|形式|方式)?|公开(?:选项|类别|属性|形式|方式|范围))\s*:?.{0,20}"
    r"|(?:主动公开|依申请公开|不予公开|免予公开)"
    r"|\(?(?:联系人|联系电话|联系方式|咨询电话|传真|电子邮箱|校对|打字|打印|审核|核稿|拟稿|承办单位|承办人)\s*:.{1,60}"
    r"|\(?共?印\s*\d+\s*份\)?"
    r"|.{0,40}(?:电话|传真)\s*:\s*[\d—\-()]+.{0,20}"
)
_PLACE_OF_PRINT = re.compile(rf"[{HAN}\s]{{2,30}}(?:办公室|秘书处|秘书科|厅|局|委员会)")
_LONGEST = 120


def imprint_line(layout: Layout, first: int, last: int) -> int | None:
    """The first line of the imprint that the lines ``first`` to ``last`` (half open) end with."""
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    start: int | None = None
    copies = False  # a line of a list of copies may belong to a list that begins above it
    for place in range(len(lines) - 1, -1, -1):
        text = _text(layout, lines[place])
        if _COPIES.match(text):
            start, copies = place, False
        elif not copies and (_PRINTED.fullmatch(text) or _FACTS.fullmatch(text)):
            start = place
        elif _goes_on(layout, lines, place):
            copies = True
        elif start == place + 1 and _is_place_of_print(layout, lines, place):
            start = place
        else:
            break
    return None if start is None else lines[start]


def _text(layout: Layout, index: int) -> str:
    line = layout.lines[index]
    return layout.folded[line.start : line.end] if line.end - line.start <= 400 else ""


def _goes_on(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """A line of a list of copies that begins at most three lines above."""
    if (
        squash(_text(layout, lines[place])) == ""
        or layout.lines[lines[place]].end - layout.lines[lines[place]].start > _LONGEST
    ):
        return False
    for above in range(place - 1, max(-1, place - 4), -1):
        text = _text(layout, lines[above])
        if _COPIES.match(text):
            return all("。" not in _text(layout, lines[i]) for i in range(above, place))
        if "。" in text:
            return False
    return False


def _is_place_of_print(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """The office of the line 2022年3月18日印发 may stand on a line of its own above it, behind the list of copies."""
    if not _PLACE_OF_PRINT.fullmatch(_text(layout, lines[place])) or not place:
        return False
    return re.match(rf"\s*{DATE}\s*印", _text(layout, lines[place + 1])) is not None
