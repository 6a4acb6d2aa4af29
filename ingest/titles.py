"""Finds where plans begin in a file: titles, the notice in front of them, and what stands under a title.

Takes a Layout. Gives one PlanStretch a plan; the stretches follow one another and cover the whole file. A new
plan begins at a title line (…规划（2021—2030年）) behind which the numbering starts again; a title that is quoted
inside 《》 or stands in a sentence begins nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.marks import Span
from analyzers.normalise import squash
from ingest.headwords import head_word
from ingest.layout import Layout
from ingest.lines import Line, Role
from ingest.numbering import Scheme, number_at


@dataclass(frozen=True, slots=True)
class PlanStretch:
    """One plan's part of a file. ``first`` and ``last`` are the lines of its body (half open)."""

    start: int
    end: int
    first: int
    last: int
    titles: tuple[Span, ...] = ()  # the last one is the plan's own, earlier ones belong to the notice
    notice: Span | None = None
    masthead: Span | None = None  # document number, date, issuer under the title


_PLAN_ENDING = r"(?:规划纲要|规划|纲要|行动计划|计划|实施方案|方案)"
_BRACKETS = r"(?:\([^()]{2,30}\))*"
_PLAN_TITLE = re.compile(rf"(?:#{{1,6}})?《?[^。;:!?()《》]{{2,50}}{_PLAN_ENDING}》?{_BRACKETS}》?")
_DOC_TITLE = re.compile(
    r"[^。;:!?]{4,100}(?:规划|纲要|计划|方案|通知|意见|决定|决议|办法|条例|规定|细则|报告|公报|公告|批复|令|章程|制度|法|函)"
    + _BRACKETS
)
_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(【]\d{4}[〕\])】]\s*第?\d{1,5}\s*号")
_DATE = re.compile(
    r"\(?(?:\d{4}|[零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?"
    r"(?:[\u4e00-\u9fff]{0,12}(?:通过|发布|印发))?\)?(?:\(此件[^()]*\))?"
)
_BRACKETED = re.compile(r"\([^()]{1,40}\)")
_STOP = re.compile(r"[。！？;:!?]$")
_TITLE_LINES = 5
_TOP_LEVELS = (Scheme.PART, Scheme.CHAPTER, Scheme.CN_STOP)


def find_plans(layout: Layout) -> tuple[PlanStretch, ...]:
    """The plans of a file, at least one."""
    lines = [i for i, line in enumerate(layout.lines) if line.role is Role.TEXT]
    if not lines:
        return (PlanStretch(0, len(layout.source), 0, len(layout.lines)),)
    starts = _plan_starts(layout, lines)
    top = _top_title(layout, lines)
    if not starts or (
        top is not None and top[0] and starts[0] <= lines[top[1] - 1] and not _is_notice(layout, top)
    ):
        starts = [lines[0], *[start for start in starts if top is None or start > lines[top[1] - 1]]]
    bounds = [_annexed(layout, lines, start) for start in starts]
    bounds[0] = 0
    stretches = []
    for place, start in enumerate(starts):
        last = bounds[place + 1] if place + 1 < len(bounds) else len(layout.lines)
        end = layout.lines[last].start if last < len(layout.lines) else len(layout.source)
        begin = layout.lines[bounds[place]].start if place else 0
        stretches.append(_stretch(layout, begin, end, bounds[place], start, last))
    return tuple(stretches)


def _text(layout: Layout, line: Line) -> str:
    return squash(layout.folded[line.start : line.end])


def _is_notice(layout: Layout, top: tuple[Span | None, int]) -> bool:
    span = top[0]
    return span is not None and squash(layout.folded[span.start : span.end]).endswith(
        ("通知", "函", "令", "批复")
    )


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
        if line.end - line.start > 80 or not _PLAN_TITLE.fullmatch(_text(layout, line)):
            continue
        if _numbered(layout, line) or _goes_on(layout, lines, place):
            continue
        at = bisect_left(places, index)
        restarts = at < len(tops) and tops[at][1]
        fronts = any(_is_front(layout, layout.lines[i]) for i in lines[place + 1 : place + 7])
        behind_numbers = not starts or any(
            starts[-1] < place_ < index for place_ in places[max(0, at - 1) : at]
        )
        if (restarts or fronts) and behind_numbers:
            starts.append(index)
    return starts


def _numbered(layout: Layout, line: Line) -> bool:
    number = number_at(layout.folded, line.start, line.end)
    return number is not None


def _goes_on(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """The line is the beginning or the end of a longer title that a line break cuts."""
    after = layout.lines[lines[place + 1]] if place + 1 < len(lines) else None
    if after is not None and re.match(r"(?:的|和|与|及)", layout.folded[after.start : after.end]):
        return True
    return place > 0 and layout.folded[layout.lines[lines[place - 1]].end - 1] in "的和与及发"


def _is_front(layout: Layout, line: Line) -> bool:
    if line.end - line.start > 12:
        return False
    word = head_word(layout.folded[line.start : line.end])
    return word is not None and word.place == "chapter"


def _annexed(layout: Layout, lines: Sequence[int], start: int) -> int:
    """A line 附件1 right above a title belongs to that plan."""
    place = bisect_left(lines, start)
    if place:
        before = layout.lines[lines[place - 1]]
        number = number_at(layout.folded, before.start, before.end)
        if number is not None and number.scheme is Scheme.ANNEX:
            return lines[place - 1]
    return start


def _top_title(layout: Layout, lines: Sequence[int]) -> tuple[Span | None, int] | None:
    """The title at the top of the file and how many lines it takes; None when the text begins with a sentence."""
    joined = ""
    start = layout.lines[lines[0]].start
    for count, index in enumerate(lines[:_TITLE_LINES], 1):
        line = layout.lines[index]
        number = _DOC_NUMBER.search(layout.folded, line.start, min(line.end, line.start + 120))
        if number is not None and number.start() > line.start:
            joined += squash(layout.folded[line.start : number.start()])
            return (Span(start, number.start()), count) if len(joined) < 120 else None
        text = _text(layout, line)
        if number is not None or _STOP.search(text) or len(text) > 80 or _DATE.fullmatch(text):
            return None
        if count > 1 and _numbered(layout, line):
            return None
        joined += text
        if _DOC_TITLE.fullmatch(joined) and not _continues(layout, lines, count):
            return Span(start, line.end), count
    return None


def _continues(layout: Layout, lines: Sequence[int], count: int) -> bool:
    if count >= len(lines):
        return False
    after = layout.lines[lines[count]]
    return _DOC_TITLE.fullmatch(_text(layout, after)) is not None and not _PLAN_TITLE.fullmatch(
        _text(layout, after)
    )


def _stretch(layout: Layout, begin: int, end: int, first: int, title: int, last: int) -> PlanStretch:
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    place = bisect_left(lines, title)
    titles: list[Span] = []
    notice: Span | None = None
    used = 0
    if place:
        titles, notice, used = _before_title(layout, lines, place)
    title_span, count = _own_title(layout, lines[place:])
    if title_span is not None:
        titles.append(title_span)
    used = place + count
    masthead, rows = _masthead(layout, lines[used:], title_span)
    used += rows
    body = lines[used] if used < len(lines) else last
    return PlanStretch(begin, end, body, last, tuple(titles), notice, masthead)


def _before_title(layout: Layout, lines: Sequence[int], place: int) -> tuple[list[Span], Span | None, int]:
    """The notice in front of a plan: its own title, and its text."""
    top = _top_title(layout, lines[:place])
    count = top[1] if top is not None else 0
    titles = [top[0]] if top is not None and top[0] is not None else []
    rest_start = layout.lines[lines[count]].start if count < place else None
    if titles and titles[0].end < layout.lines[lines[count - 1]].end:
        rest_start = titles[0].end
    end = layout.lines[lines[place - 1]].end
    if count == 0 and place == 1 and _numbered(layout, layout.lines[lines[0]]):
        return [Span(layout.lines[lines[0]].start, end)], None, place
    return titles, (Span(rest_start, end) if rest_start is not None and rest_start < end else None), place


def _own_title(layout: Layout, lines: Sequence[int]) -> tuple[Span | None, int]:
    if not lines:
        return None, 0
    first = layout.lines[lines[0]]
    if _PLAN_TITLE.fullmatch(_text(layout, first)):
        count, end = 1, first.end
    else:
        top = _top_title(layout, lines)
        if top is None or top[0] is None:
            return None, 0
        count, end = top[1], top[0].end
        if end < layout.lines[lines[count - 1]].end:
            return top[0], count
    while (
        count < len(lines) and _BRACKETED.fullmatch(_text(layout, layout.lines[lines[count]])) and count < 4
    ):
        if _DATE.fullmatch(_text(layout, layout.lines[lines[count]])):
            break
        end = layout.lines[lines[count]].end
        count += 1
    return Span(first.start, end), count


def _masthead(layout: Layout, lines: Sequence[int], title: Span | None) -> tuple[Span | None, int]:
    """Document number, date and issuer under a title."""
    if title is None or not lines:
        return None, 0
    rows = 0
    start: int | None = None
    for place, index in enumerate(lines[:6]):
        line = layout.lines[index]
        text = _text(layout, line)
        if _DOC_NUMBER.fullmatch(text) or _DATE.fullmatch(text) or _BRACKETED.fullmatch(text):
            rows = place + 1
        elif len(text) > 25 or _STOP.search(text) or _numbered(layout, line) or head_word(text) is not None:
            break
    previous = layout.lines[lines[0] - 1] if lines[0] else None
    if previous is not None and title.end < previous.end and previous.start < title.end:
        start = title.end  # the rest of the title's own line: document number and addressees
        rows = max(rows, 0)
        return Span(start, layout.lines[lines[rows - 1]].end if rows else previous.end), rows
    if not rows:
        return None, 0
    return Span(layout.lines[lines[0]].start, layout.lines[lines[rows - 1]].end), rows
