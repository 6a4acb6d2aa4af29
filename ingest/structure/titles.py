"""Finds where plans begin in a file: titles, the notice in front of them, and what stands under a title.

Takes a Layout. Gives one PlanStretch a plan; the stretches follow one another and cover the whole file. A new
plan begins at a title line (…规划（2021—2030年）) behind which the numbering starts again; a title that is
quoted inside 《》 or stands in a sentence begins nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.marks import Span
from analyzers.normalise import squash
from ingest.structure.annexes import annex_lines
from ingest.structure.heading_words import head_word
from ingest.structure.layout import Layout
from ingest.structure.lines import DATE, STOPS, Role
from ingest.structure.numbering import Scheme, number_at
from ingest.structure.signatures import closing_line


@dataclass(frozen=True, slots=True)
class PlanStretch:
    """One plan's part of a file. ``first`` and ``last`` are the lines of its body (half open)."""

    start: int
    end: int
    first: int
    last: int
    titles: tuple[Span, ...] = ()  # the last one is the plan's own, earlier ones belong to the notice
    parts: tuple[tuple[str, Span], ...] = ()  # notice, masthead …: what stands around the titles, by address
    contents: tuple[Span, ...] = ()  # lines of a table of contents in front of the title


_PLAN_ENDING = r"(?:规划纲要|规划|纲要|行动计划|计划|实施方案|方案)"
_BRACKETS = r"(?:\([^()]{2,30}\))*"
_PLAN_TITLE = re.compile(
    rf"(?:#{{1,6}}|\*\*)?《?[^。,;:!?()《》#*]{{2,50}}{_PLAN_ENDING}》?{_BRACKETS}》?(?:\*\*)?"
)
_DOC_TITLE = re.compile(
    r"[^。;:!?]{4,100}(?:规划|纲要|计划|方案|通知|意见|决定|决议|办法|条例|规定|细则|报告|公报|公告|批复|令|章程|制度|法|函)"
    + _BRACKETS
    + r"(?:\*\*)?"
)
_REST_OF_TITLE = re.compile(r"[^。,;:!?]{0,40}(?:通知|意见|决定|决议|公告|批复|函|令)")
_NOTICE = re.compile(r"(?:通知|函|令|批复)(?:\*\*)?$")
_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(【]\d{4}[〕\])】]第?\d{1,5}号")
_DATED = re.compile(rf"\(?{DATE}(?:[\u4e00-\u9fff]{{0,12}}(?:通过|发布|印发))?\)?(?:\(此件[^()]*\))?")
_BRACKETED = re.compile(r"\([^()]{1,40}\)")
_STOP = re.compile(r"[。！？;:!?]$")
_ANY_STOP = re.compile(r"[。！？;:!?,]")
_LONGEST_PLAIN_TITLE = 40
_TITLE_LINES = 5
_MASTHEAD_LINES = 6
_SHORTEST_PLAN = 1000
_TOP_LEVELS = (Scheme.PART, Scheme.CHAPTER, Scheme.CN_STOP)


def find_plans(layout: Layout) -> tuple[PlanStretch, ...]:
    """The plans of a file, at least one."""
    lines = [i for i, line in enumerate(layout.lines) if line.role is Role.TEXT]
    if not lines:
        return (PlanStretch(0, len(layout.source), 0, len(layout.lines)),)
    starts = _plan_starts(layout, lines)
    top = _top_title(layout, lines)
    behind_top = lines[top - 1] if top else -1
    if not starts or (top and starts[0] > behind_top and not _is_notice(layout, lines, top)):
        starts = [lines[0], *(start for start in starts if start > behind_top)]
    bounds = [0, *(_annexed(layout, lines, start) for start in starts[1:]), len(layout.lines)]
    stretches = []
    for place, start in enumerate(starts):
        first, last = bounds[place], bounds[place + 1]
        begin = layout.lines[first].start if place else 0
        end = layout.lines[last].start if last < len(layout.lines) else len(layout.source)
        stretches.append(_stretch(layout, Span(begin, end), first, start, last))
    return tuple(stretches)


def _text(layout: Layout, index: int) -> str:
    line = layout.lines[index]
    return squash(layout.folded[line.start : line.end])


def _is_notice(layout: Layout, lines: Sequence[int], count: int) -> bool:
    return _NOTICE.search(_text(layout, lines[count - 1])) is not None


def _plan_starts(layout: Layout, lines: Sequence[int]) -> list[int]:
    """Lines that are a plan's title and behind which the numbering begins with one."""
    tops: list[tuple[int, bool]] = []
    for index in lines:
        line = layout.lines[index]
        number = number_at(layout.folded, line.start, line.end)
        if number is not None and number.scheme in _TOP_LEVELS:
            tops.append((index, number.ordinal == 1))
    places = [index for index, _ in tops]
    starts: list[int] = []
    for place, index in enumerate(lines):
        line = layout.lines[index]
        if line.end - line.start > 80 or not _PLAN_TITLE.fullmatch(_text(layout, index)):
            continue
        if _is_numbered(layout, index) or _is_in_sentence(layout, lines, place):
            continue
        at = bisect_left(places, index)
        restarts = at < len(tops) and tops[at][1]
        fronts = any(_is_front(layout, i) for i in lines[place + 1 : place + 7])
        far = not starts or (fronts and line.start - layout.lines[starts[-1]].end > _SHORTEST_PLAN)
        if (restarts or fronts) and (far or (at > 0 and places[at - 1] > starts[-1])):
            starts.append(index)
    return starts


def _is_numbered(layout: Layout, index: int) -> bool:
    line = layout.lines[index]
    return number_at(layout.folded, line.start, line.end) is not None


def _is_in_sentence(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """The line is part of a longer title or of a sentence that a line break cuts."""
    after = layout.lines[lines[place + 1]] if place + 1 < len(lines) else None
    if after is not None and layout.folded[after.start] in "的和与及、,。;":
        return True
    if not place:
        return False
    before = layout.lines[lines[place - 1]]
    last = layout.folded[before.end - 1]
    # Web pages print the notice's title right above the plan's.
    if last in STOPS or _NOTICE.search(_text(layout, lines[place - 1])):
        return False
    return last in "的和与及发、," or before.end - before.start > 25 or layout.is_full(before)


def _is_front(layout: Layout, index: int) -> bool:
    word = head_word(_text(layout, index)) if len(_text(layout, index)) <= 12 else None
    return word is not None and word.place == "chapter"


def _annexed(layout: Layout, lines: Sequence[int], start: int) -> int:
    """A line 附件1 right above a title belongs to that plan."""
    place = bisect_left(lines, start)
    return lines[place - 1] if place and _annex_line(layout, lines[place - 1]) else start


def _annex_line(layout: Layout, index: int) -> bool:
    line = layout.lines[index]
    number = number_at(layout.folded, line.start, line.end)
    return number is not None and number.scheme is Scheme.ANNEX


def _top_title(layout: Layout, lines: Sequence[int]) -> int:
    """How many lines the title at the top takes; 0 when the text begins with something else."""
    joined = ""
    for count, index in enumerate(lines[:_TITLE_LINES], 1):
        text = _text(layout, index)
        if len(text) > 80 or _STOP.search(text) or _DATED.fullmatch(text) or _DOC_NUMBER.fullmatch(text):
            break
        if count > 1 and _is_numbered(layout, index):
            break
        joined += text
        goes_on = count < len(lines) and _is_rest_of_title(_text(layout, lines[count]))
        if _DOC_TITLE.fullmatch(joined) and not goes_on:
            return count
    return 1 if _is_plain_title(layout, lines) else 0


def _is_plain_title(layout: Layout, lines: Sequence[int]) -> bool:
    """A short first line without any stop is a title whatever its words: 2023年妇女儿童工作要点."""
    line = layout.lines[lines[0]]
    text = _text(layout, lines[0])
    if not 4 <= len(text) <= _LONGEST_PLAIN_TITLE or layout.is_full(line) or _is_numbered(layout, lines[0]):
        return False
    return _ANY_STOP.search(text) is None and head_word(text) is None and len(lines) > 1


def _is_rest_of_title(text: str) -> bool:
    """A line that ends like a title and cannot begin one: 规划的通知, 试点工作方案的通知."""
    return _REST_OF_TITLE.fullmatch(text) is not None and not _PLAN_TITLE.fullmatch(text)


def _stretch(layout: Layout, span: Span, first: int, title: int, last: int) -> PlanStretch:
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    place = bisect_left(lines, title)
    titles, parts = _before_title(layout, lines[:place])
    count = _own_title(layout, lines[place:])
    if count:
        titles.append(_span(layout, lines[place : place + count]))
    used = place + count
    rows = _masthead(layout, lines[used:]) if count else 0
    if rows:
        parts = (*parts, ("masthead", _span(layout, lines[used : used + rows])))
    used += rows
    body = lines[used - 1] + 1 if used else first
    taken = [*titles, *(piece for _, piece in parts)]
    contents = tuple(
        Span(line.start, line.end)
        for line in layout.lines[first:body]
        if line.role is Role.CONTENTS and not any(piece.start <= line.start < piece.end for piece in taken)
    )
    return PlanStretch(span.start, span.end, body, last, tuple(titles), parts, contents)


def _span(layout: Layout, lines: Sequence[int]) -> Span:
    return Span(layout.lines[lines[0]].start, layout.lines[lines[-1]].end)


def _before_title(layout: Layout, lines: Sequence[int]) -> tuple[list[Span], tuple[tuple[str, Span], ...]]:
    """What stands in front of a plan: titles (a line 附件1 counts as one), and the parts of the notice."""
    if not lines:
        return [], ()
    count = _top_title(layout, lines)
    annex = len(lines) > count and _annex_line(layout, lines[-1])
    above = lines[-1:] if annex else []
    lines = lines[:-1] if annex else lines
    body = count + (_masthead(layout, lines[count:]) if count else 0)
    signed = _signed(layout, lines[0], lines[-1] + 1) if lines else None
    end = max(body, lines.index(signed) if signed is not None else len(lines))
    parts = (
        ("notice-masthead", lines[count:body]),
        ("notice", lines[body:end]),
        ("notice-closing", lines[end:]),
    )
    titles = [_span(layout, rows) for rows in (lines[:count], above) if rows]
    return titles, tuple((tail, _span(layout, rows)) for tail, rows in parts if rows)


def _signed(layout: Layout, first: int, last: int) -> int | None:
    return closing_line(layout, first, last, annex_lines(layout, first, last))


def _own_title(layout: Layout, lines: Sequence[int]) -> int:
    """How many lines the plan's title takes, years and state (草案) below it included."""
    if not lines:
        return 0
    count = 1 if _PLAN_TITLE.fullmatch(_text(layout, lines[0])) else _top_title(layout, lines)
    while 0 < count < min(len(lines), _TITLE_LINES):
        text = _text(layout, lines[count])
        if not _BRACKETED.fullmatch(text) or _DATED.fullmatch(text):
            break
        count += 1
    return count


def _masthead(layout: Layout, lines: Sequence[int]) -> int:
    """How many lines under a title are document number, date and issuer."""
    rows = 0
    for place, index in enumerate(lines[:_MASTHEAD_LINES], 1):
        text = _text(layout, index)
        if _DOC_NUMBER.fullmatch(text) or _DATED.fullmatch(text) or _BRACKETED.fullmatch(text):
            rows = place
        elif (
            len(text) > 25 or _STOP.search(text) or _is_numbered(layout, index) or head_word(text) is not None
        ):
            break
    return rows
