"""Finds where plans begin in a file: titles, the notice in front of them, and what stands under a title.

Takes a Layout. Gives one PlanStretch a plan; the stretches follow one another and cover the whole file. A new
plan begins at a title line (…规划（2021—2030年）) behind which the numbering starts again, and at a title that
the notice or order above quotes (《示例县公租房管理办法》).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analyzers.marks import Span
from ingest.structure.edges import titles
from ingest.structure.edges.annexes import annex_lines
from ingest.structure.edges.signatures import closing_line
from ingest.structure.layout import Layout
from ingest.structure.lines import Role
from ingest.structure.numbering import Scheme, number_at


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


_SHORTEST_PLAN = 1000
_NOTICE_LINES = 60  # lines at the top in which a notice quotes what it carries
_TOP_LEVELS = (Scheme.PART, Scheme.CHAPTER, Scheme.CN_STOP)


def find_plans(layout: Layout) -> tuple[PlanStretch, ...]:
    """The plans of a file, at least one."""
    lines = [i for i, line in enumerate(layout.lines) if line.role is Role.TEXT]
    if not lines:
        return (PlanStretch(0, len(layout.source), 0, len(layout.lines)),)
    above = titles.letterhead(layout, lines)
    top = titles.top_title(layout, lines[above:]) if above < len(lines) else 0
    above = above if top else 0
    behind_top = lines[above + top - 1] if top else -1
    carries = top > 0 and titles.is_notice(layout, behind_top)
    quoted = titles.quoted_titles(layout, lines[:_NOTICE_LINES]) if carries else frozenset[str]()
    starts = _plan_starts(layout, lines)
    starts = _with_quoted(layout, lines, above + top, quoted, starts)
    if not starts or (top and starts[0] > behind_top and not carries):
        starts = [lines[above], *(start for start in starts if start > behind_top)]
    bounds = [0, *(_annexed(layout, lines, start) for start in starts[1:]), len(layout.lines)]
    stretches = []
    for place, start in enumerate(starts):
        first, last = bounds[place], bounds[place + 1]
        begin = layout.lines[first].start if place else 0
        end = layout.lines[last].start if last < len(layout.lines) else len(layout.source)
        stretches.append(_stretch(layout, Span(begin, end), first, start, last, quoted))
    return tuple(stretches)


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
        if not titles.is_plan_title(layout, lines, place):
            continue
        at = bisect_left(places, index)
        restarts = at < len(tops) and tops[at][1]
        fronts = any(titles.is_front(layout, i) for i in lines[place + 1 : place + 7])
        far = not starts or (fronts and line.start - layout.lines[starts[-1]].end > _SHORTEST_PLAN)
        if (restarts or fronts) and (far or (at > 0 and places[at - 1] > starts[-1])):
            starts.append(index)
    return starts


def _with_quoted(
    layout: Layout, lines: Sequence[int], first: int, quoted: Collection[str], starts: list[int]
) -> list[int]:
    """The starts, with the lines behind the notice that are a title which it quotes, each title once."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for place in range(first, len(lines)) if quoted else ():
        count = titles.quoted_title(layout, lines[place:], quoted)
        if count and not any(line in taken for line in lines[place : place + count]):
            title = "".join(titles.text_of(layout, i) for i in lines[place : place + count])
            if title not in found:
                found[title] = lines[place]
                taken |= set(lines[place : place + count])
    again = {start for start in starts if titles.text_of(layout, start) in found and start not in taken}
    return sorted({*found.values(), *(start for start in starts if start not in taken | again)})


def _annexed(layout: Layout, lines: Sequence[int], start: int) -> int:
    """A line 附件1 right above a title belongs to that plan."""
    place = bisect_left(lines, start)
    return lines[place - 1] if place and titles.is_annex_line(layout, lines[place - 1]) else start


def _stretch(
    layout: Layout, span: Span, first: int, title: int, last: int, quoted: Collection[str]
) -> PlanStretch:
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    place = bisect_left(lines, title)
    spans, parts = _before_title(layout, lines[:place])
    count = titles.own_title(layout, lines[place:], quoted)
    if count:
        spans.append(_span(layout, lines[place : place + count]))
    used = place + count
    rows = titles.masthead(layout, lines[used:]) if count else 0
    if rows:
        parts = (*parts, ("masthead", _span(layout, lines[used : used + rows])))
    used += rows
    body = lines[used - 1] + 1 if used else first
    taken = [*spans, *(piece for _, piece in parts)]
    contents = tuple(
        Span(line.start, line.end)
        for line in layout.lines[first:body]
        if line.role is Role.CONTENTS and not any(piece.start <= line.start < piece.end for piece in taken)
    )
    return PlanStretch(span.start, span.end, body, last, tuple(spans), parts, contents)


def _span(layout: Layout, lines: Sequence[int]) -> Span:
    return Span(layout.lines[lines[0]].start, layout.lines[lines[-1]].end)


def _before_title(layout: Layout, lines: Sequence[int]) -> tuple[list[Span], tuple[tuple[str, Span], ...]]:
    """What stands in front of a plan: titles (a line 附件1 counts as one), and the parts of the notice."""
    if not lines:
        return [], ()
    above = titles.letterhead(layout, lines)
    head, lines = lines[:above], lines[above:]
    if not lines:
        return [], (("masthead", _span(layout, head)),)
    count = titles.top_title(layout, lines)
    annex = len(lines) > count and titles.is_annex_line(layout, lines[-1])
    below = lines[-1:] if annex else []
    lines = lines[:-1] if annex else lines
    body = count + (titles.masthead(layout, lines[count:]) if count else 0)
    signed = _signed(layout, lines[0], lines[-1] + 1) if lines else None
    end = max(body, lines.index(signed) if signed is not None else len(lines))
    parts = (
        ("notice-masthead", head),
        ("notice-masthead", lines[count:body]),
        ("notice", lines[body:end]),
        ("notice-closing", lines[end:]),
    )
    found = [_span(layout, rows) for rows in (lines[:count], below) if rows]
    return found, tuple((tail, _span(layout, rows)) for tail, rows in parts if rows)


def _signed(layout: Layout, first: int, last: int) -> int | None:
    return closing_line(layout, first, last, annex_lines(layout, first, last))
