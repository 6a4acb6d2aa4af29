"""Tells what on a page is no text: page numbers, running heads, the table of contents.

Takes the lines of a text. Gives the same lines with their roles. A bare number is a page number only where it
rises from page to page through prose or cuts a sentence; in a table it stays text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analyzers.normalise import fold, squash
from ingest.structure.heading_words import head_word
from ingest.structure.lines import ENDS_LIKE_TITLE, STOPS, Line, Role
from ingest.structure.numbering import Number, number_at

_PLAIN = re.compile(r"(?:\d\s?){1,4}")
_DRESSED = re.compile(
    r"[-·~.\s]+(?:\d\s?){1,4}[-·~.\s]+|第\s*(?:\d\s?){1,4}页(?:[\s,/]*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|[Pp]age\s*\d{1,4}|-\s*(?:\d\s?){1,4}"
)
_ROMAN = re.compile(r"(?:[IVXL]\s?){1,6}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,2}|[ivxl]{1,5}")
_LONGEST_MARK = 20
_PROSE = 10  # a line with fewer characters may be the cell of a table
_PAGE = 200  # characters that the emptiest run of pages holds on the average
_RUN = 2
_CONTENTS = re.compile(r"(?:#{1,6}\s*)?(?:\*\*|【)?目\s*[录次](?:\*\*|】)?")
_LEADER = re.compile(r"(?:[.·…]\s?){4,}\s*(?:\d\s?){0,4}$|\s{2,}(?:\d\s?){1,4}$|\t\d{1,4}$")
_DIGITS = re.compile(r"\d+")
_SENTENCE_STOPS = "。！？；：!?;:”’》…"
_HEAD_LINES = 2
_TOP_LINES = 5
_NOTICE_END = re.compile("的(?:通知|批复|函)$")
_SENTENCE_END = re.compile(r"[。！？;]")


def mark_page_numbers(folded: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, with those that are page numbers marked."""
    plain: list[tuple[int, int]] = []
    marked: set[int] = set()
    for index, line in enumerate(lines):
        if line.end - line.start > _LONGEST_MARK:
            continue
        text = folded[line.start : line.end]
        if _PLAIN.fullmatch(text):
            if not _is_year(text):
                plain.append((index, int(squash(text))))
        elif _DRESSED.fullmatch(text) or (_ROMAN.fullmatch(text) and _is_behind_prose(lines, index)):
            marked.add(index)
    marked |= _numbers_of_pages(lines, plain)
    marked |= {index for index, _ in plain if _cuts_sentence(folded, lines, index)}
    return [replace(line, role=Role.PAGE) if index in marked else line for index, line in enumerate(lines)]


def _numbers_of_pages(lines: Sequence[Line], plain: Sequence[tuple[int, int]]) -> set[int]:
    """The bare numbers that rise by one from page to page, each a page of text behind the one before."""
    ends: dict[int, tuple[int, int]] = {}  # value -> index of its line, length of the run that ends there
    before: dict[int, int] = {}
    longest: dict[int, int] = {}
    for index, value in plain:
        length = 1
        for step in (1, 2):  # one page number may have been lost
            found = ends.get(value - step)
            if found is not None and lines[index].start - lines[found[0]].end >= _PAGE * step // 2:
                length, before[index] = found[1] + 1, found[0]
                break
        ends[value] = (index, length)
        longest[index] = length
    pages: set[int] = set()
    for index in sorted(longest, key=lambda i: -longest[i]):
        if longest[index] < _RUN or index in pages:
            continue
        run = [index]
        while run[-1] in before:
            run.append(before[run[-1]])
        if lines[run[0]].start - lines[run[-1]].start >= _PAGE * (len(run) - 1):
            pages.update(run)
    return pages


def _is_year(text: str) -> bool:
    return len(text) == 4 and "1900" <= text <= "2100"


def _is_behind_prose(lines: Sequence[Line], index: int) -> bool:
    return index > 0 and lines[index - 1].end - lines[index - 1].start >= _PROSE


def _cuts_sentence(folded: str, lines: Sequence[Line], index: int) -> bool:
    """The sentence before the number goes on behind it."""
    if index == 0 or index + 1 >= len(lines):
        return False
    before, after = lines[index - 1], lines[index + 1]
    return (
        folded[before.end - 1] not in STOPS
        and before.end - before.start >= _PROSE
        and after.end - after.start >= _PROSE
        and number_at(folded, after.start, after.end) is None
    )


def mark_running_heads(source: str, lines: Sequence[Line]) -> list[Line]:
    """The same short line at the edges of pages three times or more is a running head, whatever number is in it.

    An edge is where a page number stands beside it or, in a text taken from pages, a form feed; a head of two
    lines has an edge beside the line that was found before.
    """
    marked = list(lines)
    for _ in range(_HEAD_LINES):
        places: dict[str, list[int]] = {}
        for index, line in enumerate(marked):
            if line.role is not Role.TEXT or not 4 <= line.end - line.start <= 40:
                continue
            if not _is_at_edge(source, marked, index):
                continue
            text = source[line.start : line.end]
            if text[-1] not in _SENTENCE_STOPS and head_word(text) is None:
                places.setdefault(_DIGITS.sub("0", squash(text)), []).append(index)
        heads = {index for found in places.values() if len(found) >= 3 for index in found}
        heads -= {index for index in heads if _is_title_of_all(source, marked, index)}
        if not heads:
            break
        marked = [replace(line, role=Role.PAGE) if i in heads else line for i, line in enumerate(marked)]
    return marked


def _is_title_of_all(source: str, lines: Sequence[Line], index: int) -> bool:
    """The heads of the pages repeat the title of the text: it is the line at the top that is like them, the last one
    where the head of the first page stands above it."""
    if index >= _TOP_LINES:
        return False
    words = squash(source[lines[index].start : lines[index].end])
    below = [squash(source[line.start : line.end]) for line in lines[index + 1 : _TOP_LINES]]
    if words in below or any(_NOTICE_END.search(text) for text in below):
        return False  # a notice carries the plan: its title stands first, and this is the head above it
    if not ENDS_LIKE_TITLE.search(fold(words)) and any(ENDS_LIKE_TITLE.search(fold(text)) for text in below):
        return False  # a stamp or the name of a gazette above the title: 内部资料
    return all(_is_head_like(source, line, words) for line in lines[:index])


def _is_head_like(source: str, line: Line, words: str) -> bool:
    return line.role is Role.PAGE or squash(source[line.start : line.end]) == words


def _is_at_edge(source: str, lines: Sequence[Line], index: int) -> bool:
    if any(0 <= i < len(lines) and lines[i].role is Role.PAGE for i in (index - 1, index + 1)):
        return True
    if "\f" not in source:
        return False
    before = lines[index - 1].end if index else 0
    after = lines[index + 1].start if index + 1 < len(lines) else len(source)
    breaks = "\f" in source[before : lines[index].start] or "\f" in source[lines[index].end : after]
    return breaks or index in (0, len(lines) - 1)


def mark_contents(folded: str, lines: Sequence[Line]) -> list[Line]:
    """The word 目录 alone on a line opens the contents; dotted leaders give away a single line of them."""
    marked: set[int] = set()
    for index, line in enumerate(lines):
        if line.role is not Role.TEXT or index in marked:
            continue
        if line.end - line.start <= 12 and _CONTENTS.fullmatch(folded, line.start, line.end):
            marked |= set(range(index, _contents_end(folded, lines, index)))
        elif _has_leader(folded, line) and number_at(folded, line.start, line.end) is not None:
            marked.add(index)
    return [
        replace(line, role=Role.CONTENTS) if index in marked and line.role is Role.TEXT else line
        for index, line in enumerate(lines)
    ]


def _has_leader(folded: str, line: Line) -> bool:
    return _LEADER.search(folded, max(line.start, line.end - 120), line.end) is not None


def _contents_end(folded: str, lines: Sequence[Line], opening: int) -> int:
    """The contents end where their first entry is printed again, or at the first sentence."""
    first = ""
    first_number: Number | None = None
    for index in range(opening + 1, len(lines)):
        line = lines[index]
        if line.role is Role.PAGE:
            continue
        number = number_at(folded, line.start, line.end)
        leader = _has_leader(folded, line)
        entry = squash(_LEADER.sub("", folded[line.start : line.end]))
        if first:
            again = entry == first or (number is not None and _same(number, first_number))
            if not leader and (again or _SENTENCE_END.search(folded, line.start, line.end)):
                return index
        elif entry:
            first, first_number = entry, number
    return opening + 1


def _same(number: Number, other: Number | None) -> bool:
    return other is not None and (number.scheme, number.ordinal) == (other.scheme, other.ordinal)
