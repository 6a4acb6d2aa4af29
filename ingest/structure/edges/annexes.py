"""Finds the lines at which annexes begin: 附件1 alone, 附件1 任务分工表, 附件任务分工表 where the text announced it.

Takes a Layout and a range of lines. Gives the lines, which ``signatures`` and ``number_candidates`` ask for. A list
of annexes (附件：1.… 2.…) announces them and begins none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzers.normalise import HAN, squash
from ingest.structure.layout import Layout
from ingest.structure.lines import DATE, Role
from ingest.structure.numbering import PARTS, Number, Scheme, annex_at, number_at

_LIST = re.compile(r"附\s*件\s*\d{0,2}\s*:\s*(?P<title>[^。]{2,80})")
_ENTRY = re.compile(r"(?:\d{1,2}\s*[.、]|附\s*件\s*\d{1,2}\s*:)\s*(?P<title>[^。]{2,60})")
_MOST = 30
_LONGEST = 60
_STOP = re.compile(r"[。；;！？]")
_SENTENCE = re.compile(r"\s*(?:[所的中和与及、,)]|规定|要求)")
_SIGNED = re.compile(rf"[{HAN}\s]{{0,40}}{DATE}.{{0,20}}|[{HAN}\s]{{2,40}}(?:府|委|会|厅|局|部|办|室)")
_NAMES = re.compile(
    r"(?:表|清单|名单|目录|方案|办法|标准|指标|分工|任务|说明|规范|图|细则|体系|要点|模板|样式|格式|流程|计划|规划)(?:\([^()]{2,20}\))?$"
)
_TABLES = re.compile(r"(?:表|清单|名单|目录)(?:\([^()]{2,20}\))?$")
_LONGEST_NAME = 40
_ENDS = "。！？）)；;"
_FIRST = re.compile(r"1\s*[.、]\s*")


def annex_lines(layout: Layout, first: int, last: int) -> frozenset[int]:
    """The lines of ``first`` to ``last`` (half open) at which an annex begins."""
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    announced = frozenset(_announced(layout, lines))
    tables_until = _last_part(layout, lines)
    return frozenset(
        index
        for place, index in enumerate(lines)
        if _begins_annex(layout, lines, place, announced, tables_until)
    )


def announced_list_end(layout: Layout, lines: Sequence[int], place: int) -> int:
    """Where the list of annexes that begins at a line ends (half open); ``place`` where none begins."""
    if not _fits(_LIST, layout, lines[place]):
        return place
    end = place + 1
    while end < min(len(lines), place + _MOST) and _fits(_ENTRY, layout, lines[end]):
        end += 1
    return end


def _announced(layout: Layout, lines: Sequence[int]) -> Iterator[str]:
    """The titles of the annexes that lists name."""
    for place in range(len(lines)):
        for at in range(place, announced_list_end(layout, lines, place)):
            match = _fits(_LIST if at == place else _ENTRY, layout, lines[at])
            if match is not None:
                yield squash(_FIRST.sub("", match["title"])).strip("《》")


def _begins_annex(
    layout: Layout, lines: Sequence[int], place: int, announced: frozenset[str], tables_until: int
) -> bool:
    line = layout.lines[lines[place]]
    folded = layout.folded
    number = number_at(folded, line.start, line.end)
    if number is not None:
        return number.scheme is Scheme.ANNEX and place + 1 < len(lines)  # else a link to a file
    annex = annex_at(folded, line.start, line.end)
    if annex is None and squash(folded[line.start : line.end]).strip("《》") in announced:
        return place > 0 and _stands_behind_text(layout, lines, place)
    if annex is None or line.end - line.start > _LONGEST or _STOP.search(folded, line.start, line.end):
        return False
    title = squash(folded[annex.end : line.end]).strip("《》")
    if not annex.ordinal:
        named = title in announced or _is_named_like_annex(layout, lines, place, annex)
        return named and (_fits(_LIST, layout, lines[place]) is None or _is_above_table(layout, lines, place))
    if _SENTENCE.match(folded, annex.end, line.end) or (
        folded[line.start + 1] == "表" and place < tables_until
    ):
        return False
    return not _is_in_list(layout, lines, place, annex)


def _stands_behind_text(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """Whether a line with nothing but the title that a list announced stands behind that list, a signature, a table or
    text that has ended."""
    line, before = layout.lines[lines[place]], layout.lines[lines[place - 1]]
    listed = any(_fits(pattern, layout, lines[place - 1]) for pattern in (_LIST, _ENTRY, _SIGNED))
    return listed or layout.source[before.end - 1] in _ENDS or layout.is_behind_table(line, before)


def _is_named_like_annex(layout: Layout, lines: Sequence[int], place: int, annex: Number) -> bool:
    """附件 任务分工表 and 附表 重点任务分工, behind text that has ended."""
    line, before = layout.lines[lines[place]], layout.lines[lines[place - 1]]
    title = squash(layout.folded[annex.end : line.end])
    parted = layout.folded[annex.end - 1].isspace()
    named = (_NAMES if parted else _TABLES).search(title) is not None and len(title) <= _LONGEST_NAME
    signed = _SIGNED.fullmatch(layout.folded, before.start, before.end) is not None
    ended = signed or layout.source[before.end - 1] in _ENDS or layout.is_behind_table(line, before)
    return named and place > 0 and ended


def _is_in_list(layout: Layout, lines: Sequence[int], place: int, annex: Number) -> bool:
    """附件1：甲 right above 附件2：乙, the issuer or the date is an entry of a list; above a table it is none."""
    if _is_above_table(layout, lines, place):
        return False
    if place + 1 == len(lines):
        return True
    after = layout.lines[lines[place + 1]]
    following = annex_at(layout.folded, after.start, after.end)
    if following is not None and following.ordinal == annex.ordinal + 1:
        return True
    if _fits(_LIST, layout, lines[place]) is None:
        return False
    return any(_fits(pattern, layout, lines[place + 1]) for pattern in (_SIGNED, re.compile(r"2\s*[.、].*")))


def _is_above_table(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """Whether nothing stands between a line and a table below it."""
    behind = layout.lines[lines[place + 1]].start if place + 1 < len(lines) else len(layout.source)
    return layout.holds_table(layout.lines[lines[place]].end, behind)


def _fits(pattern: re.Pattern[str], layout: Layout, index: int) -> re.Match[str] | None:
    line = layout.lines[index]
    if line.end - line.start > 90:
        return None
    return pattern.fullmatch(layout.folded, line.start, line.end)


def _last_part(layout: Layout, lines: Sequence[int]) -> int:
    """The last line that opens a chapter or a section: 附表1 in front of it is a table in the text."""
    for place in range(len(lines) - 1, -1, -1):
        line = layout.lines[lines[place]]
        number = number_at(layout.folded, line.start, line.end)
        if number is not None and number.scheme in PARTS - {Scheme.ANNEX}:
            return place
    return -1
