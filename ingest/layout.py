"""Sees how a text is laid out: lines, page numbers and running heads, the table of contents.

Takes the source text. Gives a Layout: the folded text, its lines (trimmed stretches of the source, in order)
and which of them are page marks or contents. Nothing is changed or dropped: every character that is not blank
belongs to exactly one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from analyzers.marks import Span
from analyzers.normalise import fold, squash
from ingest.numbering import Number, number_at


class Role(Enum):
    """What a line is, as far as its looks tell."""

    TEXT = "text"
    PAGE = "page"  # a printed page number or a running head
    CONTENTS = "contents"  # the words 目录 and the lines below them


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the source without outer blanks; it ends where a line or a paragraph ends."""

    start: int
    end: int
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Layout:
    """``folded`` has the length of the source. ``width`` is the length at which lines were wrapped, 0 if not.

    ``cut`` says that line breaks stand in the middle of sentences here and there, as page breaks leave them.
    """

    source: str
    folded: str
    lines: tuple[Line, ...]
    width: int
    cut: bool

    def page_marks(self, start: int, end: int) -> tuple[Span, ...]:
        """The page marks inside a stretch of the source."""
        return tuple(
            Span(x.start, x.end) for x in self.lines if x.role is Role.PAGE and start <= x.start < end
        )


_BLANKS = (
    "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
    + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
)
_ROW = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
# Web pages saved as text lose their line breaks and keep the indent of each paragraph: two or more wide blanks.
_WIDE = re.compile(r"[ \u3000\xa0\t]{2,}")
_STOPS = "。！？；：!?;:”’）)》…"
_DATE = r"(?:\d{4}|[零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?"
_DATE_ONLY = re.compile(_DATE)
_ENDS_LIKE_TITLE = re.compile(r"(?:规划|纲要|计划|方案|意见|决定|办法)(?:\([^()]{4,20}\))?$")
# Plan titles and front words that stand in the middle of a line because line breaks were lost.
_LOST_BREAK = re.compile(
    r"(?<=[)。日])(?P<title>[^。,;:、《》()\s]{2,30}(?:规划|纲要|计划|方案)\(\d{4}\s*年?-\d{4}\s*年?\))"
    r"(?=\s*(?:前\s*言|序\s*言|引\s*言|一、|第一[章篇编]))(?P<front>\s*(?:前\s*言|序\s*言|引\s*言))?"
)
_NUMBER_BEFORE_FRONT = re.compile(r"(?P<page>[IVXL]{1,5}|\d{1,3})\s+(?=(?:目\s*录|前\s*言)\s*$)")
_DATE_BEFORE_FRONT = re.compile(rf"(?P<date>{_DATE})\s+(?=(?:目\s*录|前\s*言|序\s*言)\s*$)")


def lay_out(source: str) -> Layout:
    """Lines of the text with their roles."""
    folded = fold(source)
    lines = [
        line for row in _ROW.finditer(source) for line in _pieces(source, folded, row.start(), row.end())
    ]
    width = _wrap_width(lines)
    lines = _mark_page_numbers(folded, lines)
    lines = _mark_running_heads(source, lines)
    lines = _mark_contents(folded, lines)
    return Layout(source, folded, tuple(lines), width, width > 0 or _is_cut(source, lines))


def _trim(source: str, start: int, end: int) -> Line | None:
    row = source[start:end].rstrip(_BLANKS)
    end = start + len(row)
    start = end - len(row.lstrip(_BLANKS))
    return Line(start, end) if start < end else None


def _pieces(source: str, folded: str, start: int, end: int) -> Iterator[Line]:
    """The paragraphs that one row of text holds: usually one."""
    row = _trim(source, start, end)
    if row is None:
        return
    cuts = sorted(set(_cuts(source, folded, row.start, row.end)))
    at = row.start
    for cut in [*cuts, row.end]:
        piece = _trim(source, at, cut)
        if piece is not None:
            yield piece
        at = cut


def _cuts(source: str, folded: str, start: int, end: int) -> Iterator[int]:
    before = start
    for wide in _WIDE.finditer(source, start, end):
        if not wide.group().strip(" "):
            continue  # print spreads the letters of a heading with ordinary blanks
        at = wide.end()
        left = folded[max(before, wide.start() - 60) : wide.start()]
        if (
            left[-1:] in _STOPS
            or _ENDS_LIKE_TITLE.search(left)
            or _DATE_ONLY.fullmatch(left.strip())
            or (number := number_at(folded, at, min(end, at + 40))) is not None
            and number.ordinal > 0
            and number.scheme is not None
            and not number.path
        ):
            yield at
            before = at
    for lost in _LOST_BREAK.finditer(folded, start, end):
        yield lost.start()
        yield lost.end("title")
        yield lost.end()
    for pattern in (_NUMBER_BEFORE_FRONT, _DATE_BEFORE_FRONT):
        match = pattern.match(folded, start, end)
        if match is not None:
            yield match.end()


def _is_cut(source: str, lines: Sequence[Line]) -> bool:
    prose = [line for line in lines if line.role is Role.TEXT and line.end - line.start > 60]
    open_ended = sum(1 for line in prose if source[line.end - 1] not in _STOPS)
    return open_ended > 0.03 * len(prose)


def _wrap_width(lines: Sequence[Line]) -> int:
    """The line length of hard-wrapped text: most characters stand in lines of nearly the same, short length."""
    lengths = Counter(line.end - line.start for line in lines)
    if not lengths:
        return 0
    total = sum(length * count for length, count in lengths.items())
    best = max(lengths, key=lambda size: sum(size * lengths.get(size + step, 0) for step in range(-3, 4)))
    near = sum((best + step) * lengths.get(best + step, 0) for step in range(-4, 5))
    return best if best <= 90 and near >= 0.5 * total and len(lines) >= 6 else 0


# --- page numbers and running heads ---------------------------------------------------------------------------

_PLAIN_PAGE = re.compile(r"(?:\d\s?){1,4}")
_DRESSED_PAGE = re.compile(
    r"[-·~.\s]+(?P<a>(?:\d\s?){1,4})[-·~.\s]+|第\s*(?P<b>(?:\d\s?){1,4})\s*页(?:[\s,/]*共\s*\d+\s*页)?"
    r"|(?P<c>\d{1,4})\s*/\s*\d{1,4}|[Pp]age\s*(?P<d>\d{1,4})|-\s*(?P<e>(?:\d\s?){1,4})"
)
_ROMAN_PAGE = re.compile(r"(?:[IVXL]\s?){1,6}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,2}|[ivxl]{1,5}")
_PROSE = 10  # a line with fewer characters may be the cell of a table


def _mark_page_numbers(folded: str, lines: list[Line]) -> list[Line]:
    """Bare numbers count as page numbers when they rise by one through prose, so that table cells stay text."""
    plain: list[tuple[int, int]] = []
    marked: set[int] = set()
    for index, line in enumerate(lines):
        if line.end - line.start > 20:
            continue
        text = folded[line.start : line.end]
        if _PLAIN_PAGE.fullmatch(text) and not _is_year(text) and _behind_prose(lines, index):
            plain.append((index, int(squash(text))))
        elif _DRESSED_PAGE.fullmatch(text) or (_ROMAN_PAGE.fullmatch(text) and _behind_prose(lines, index)):
            marked.add(index)
    values = dict(plain)
    ordered = [index for index, _ in plain]
    for place, index in enumerate(ordered):
        value = values[index]
        before = values[ordered[place - 1]] if place else None
        after = values[ordered[place + 1]] if place + 1 < len(ordered) else None
        rises = (before is not None and 0 < value - before <= 3) or (
            after is not None and 0 < after - value <= 3
        )
        if rises or (len(ordered) == 1 and _cuts_sentence(folded, lines, index)):
            marked.add(index)
    return [replace(line, role=Role.PAGE) if index in marked else line for index, line in enumerate(lines)]


def _is_year(text: str) -> bool:
    return len(text) == 4 and "1900" <= text <= "2100"


def _behind_prose(lines: Sequence[Line], index: int) -> bool:
    """The line before it is no cell of a table."""
    return index > 0 and lines[index - 1].end - lines[index - 1].start >= _PROSE


def _cuts_sentence(folded: str, lines: Sequence[Line], index: int) -> bool:
    """A single number alone on its line is a page number when the sentence before it goes on behind it."""
    if index == 0 or index + 1 >= len(lines):
        return False
    before, after = lines[index - 1], lines[index + 1]
    return folded[before.end - 1] not in _STOPS and number_at(folded, after.start, after.end) is None


def _mark_running_heads(source: str, lines: list[Line]) -> list[Line]:
    """The same short line beside page numbers again and again is a running head; its first print is the title."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        beside = any(0 <= i < len(lines) and lines[i].role is Role.PAGE for i in (index - 1, index + 1))
        if beside and line.role is Role.TEXT and 4 <= line.end - line.start <= 40:
            places.setdefault(squash(source[line.start : line.end]), []).append(index)
    heads = {index for found in places.values() if len(found) >= 3 for index in found}
    return [replace(line, role=Role.PAGE) if index in heads else line for index, line in enumerate(lines)]


# --- the table of contents ------------------------------------------------------------------------------------

_CONTENTS = re.compile(r"(?:#{1,6}\s*)?(?:\*\*|【)?目\s*[录次](?:\*\*|】)?")
_LEADER = re.compile(r"(?:[.·…]\s?){4,}\s*(?:\d\s?){0,4}$|\s{2,}(?:\d\s?){1,4}$|\t(?:\d){1,4}$")
_SENTENCE_END = re.compile(r"[。！？;]")


def _mark_contents(folded: str, lines: list[Line]) -> list[Line]:
    """The word 目录 alone on a line opens the contents; they end where their first entry is printed again."""
    marked = {
        index
        for index, line in enumerate(lines)
        if line.role is Role.TEXT
        and _LEADER.search(folded, max(line.start, line.end - 120), line.end)
        and number_at(folded, line.start, line.end) is not None
    }
    for index, line in enumerate(lines):
        if (
            line.role is Role.TEXT
            and line.end - line.start <= 12
            and _CONTENTS.fullmatch(folded, line.start, line.end)
        ):
            marked |= set(range(index, _contents_end(folded, lines, index)))
    return [
        replace(line, role=Role.CONTENTS) if index in marked and line.role is Role.TEXT else line
        for index, line in enumerate(lines)
    ]


def _contents_end(folded: str, lines: Sequence[Line], opening: int) -> int:
    first: str | None = None
    first_number: Number | None = None
    for index in range(opening + 1, len(lines)):
        line = lines[index]
        if line.role is Role.PAGE:
            continue
        text = folded[line.start : line.end]
        number = number_at(folded, line.start, line.end)
        leader = _LEADER.search(text) is not None
        entry = squash(_LEADER.sub("", text))
        if first is None:
            first, first_number = entry, number
            continue
        again = entry == first or (
            number is not None
            and first_number is not None
            and (number.scheme, number.ordinal) == (first_number.scheme, first_number.ordinal)
        )
        if not leader and (again or _SENTENCE_END.search(text)):
            return index
    return opening + 1
