"""Cuts the text of a section into its paragraphs where each begins with a sentence that names it.

Takes a Layout and a stretch of unnumbered text. Gives Paragraphs in order that cover it: 加强组织领导。建立联席会议… is
a paragraph of its own, text in front of the first one stands alone, and a paragraph without such a sentence
belongs to the one before it. A section in which paragraphs do not begin like that is left whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers.normalise import fold
from ingest.structure.heading_words import head_word
from ingest.structure.layout import Layout
from ingest.structure.lines import Line, Role

# 加强组织领导。…: short, without a date or a value, and not all of its paragraph; or printed bold.
_LEAD = re.compile(r"(?P<words>[^。!?！？;:,\s]{3,28}(?:,[^。!?！？;:,\d\s]{2,18})?)。(?=\S)")
_VALUE = re.compile(r"\d{4}|\d\s*[%‰年月日万亿元人个家所项条]")
_BOLD = re.compile(r"(?:\*\*|__)(?P<words>[^*_\n]{2,60}?)[。:]?(?:\*\*|__)\s*[。:]?\s*(?=\S)")
_PROJECT = re.compile(
    r"(?!(?:责任|牵头|配合|主要|建设)?(?:单位|部门|内容|目标|任务|措施|时限|期限|备注|说明|注))(?P<words>[^。;:,\s]{3,30}):(?=\S)"
)
_LONGEST_LEAD = 80
_ENDS = "。！？!?；;：:”’）)"
_LEAST = 2
_NAMED = 3  # paragraphs that begin with a name and a colon
_SHORTEST_SHOWN = 4
_CLOSES = "。！？：；:;.!?"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``lead`` are the words of its first sentence, None where it has no such sentence."""

    start: int
    end: int
    lead: str | None


def lead_paragraphs(
    layout: Layout, start: int, end: int, least: int = _LEAST, *, projects: bool = False
) -> tuple[Paragraph, ...]:
    """The paragraphs of a section; none where it is to be left whole. With ``projects`` a name and a colon are a lead, too;
    so they are elsewhere where every paragraph begins with them."""
    found = paragraphs(layout, start, end)
    if not any(paragraph.lead for paragraph in found):
        named = [Paragraph(each.start, each.end, _project(layout, each)) for each in found]
        if projects or (len(named) >= _NAMED and all(each.lead for each in named)):
            found = named
    shown = [paragraph for paragraph in found if is_shown_lead(layout, paragraph.start, paragraph.end)]
    if len(shown) >= least:  # where leads are printed apart, no other sentence is one
        own = {paragraph.start for paragraph in shown}
        found = [each if each.start in own else Paragraph(each.start, each.end, None) for each in found]
        return _joined(found)
    leads = sum(1 for paragraph in found if paragraph.lead is not None)
    if leads < least or 2 * leads < len(found):
        return ()
    return _joined(found)


def _project(layout: Layout, paragraph: Paragraph) -> str | None:
    """The name of a project that a paragraph of a box begins with: 疾控中心迁建项目：占地20亩."""
    text = layout.join(paragraph.start, min(paragraph.end, paragraph.start + _LONGEST_LEAD)).text
    match = _PROJECT.match(fold(text))
    return text[: match.end("words")] if match is not None and head_word(match["words"]) is None else None


def _joined(found: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, each without a lead taken into the one before it."""
    joined: list[Paragraph] = []
    for paragraph in found:
        if paragraph.lead is None and joined:
            before = joined.pop()
            paragraph = Paragraph(before.start, paragraph.end, before.lead)
        joined.append(paragraph)
    return tuple(joined)


def paragraphs(layout: Layout, start: int, end: int) -> list[Paragraph]:
    """Every paragraph of a stretch."""
    return [Paragraph(at, to, _lead(layout, at, to)) for at, to in _paragraphs(layout, start, end)]


def is_shown_lead(layout: Layout, start: int, end: int) -> bool:
    """Whether a paragraph begins with words that are printed apart and name it; 严禁 in bold is a word, no lead."""
    stop = layout.apart.get(start, start)
    words = layout.source[start:stop].rstrip()
    if len(words) < _SHORTEST_SHOWN or not layout.source[stop:end].strip(_ENDS):
        return False
    behind = layout.folded[stop : stop + 1]
    return words[-1] in _CLOSES or layout.source[stop - 1].isspace() or behind in _CLOSES or behind.isspace()


def _lead(layout: Layout, start: int, end: int) -> str | None:
    if is_shown_lead(layout, start, end):
        return layout.join(start, layout.apart[start]).text.rstrip(f"{_CLOSES} \u3000")
    text = layout.join(start, min(end, start + 2 * _LONGEST_LEAD)).text[:_LONGEST_LEAD]
    for pattern in (_BOLD, _LEAD):
        match = pattern.match(fold(text))
        if match is not None and not (pattern is _LEAD and _VALUE.search(match["words"])):
            return text[match.start("words") : match.end("words")]
    return None


def _paragraphs(layout: Layout, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = at = -1
    before: Line | None = None
    for row in layout.rows[layout.row_at(start) :]:
        if row.start >= end:
            break
        if row.role is not Role.TEXT:
            continue
        if before is None:
            begin = max(row.start, start)
        elif _begins(layout, before, row):
            yield begin, at
            begin = row.start
        before, at = row, min(row.end, end)
    if before is not None:
        yield begin, at


def _begins(layout: Layout, before: Line, row: Line) -> bool:
    """Whether a row begins a paragraph: the sentence before has ended, and, where lines are wrapped, the row before
    stops short of the edge or this one is indented or begins like a paragraph."""
    if is_shown_lead(layout, row.start, row.end):
        return True
    if layout.folded[before.end - 1] not in _ENDS and layout.source[before.end - 1] not in _ENDS:
        return False
    if not layout.is_full(before):
        return True
    indent = layout.source[max(0, row.start - 2) : row.start]
    return (not indent.strip() and "\n" not in indent) or _lead(layout, row.start, row.end) is not None
