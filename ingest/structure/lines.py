"""Cuts a text into lines: trimmed stretches that end where a line or a paragraph ends.

Takes the source and its folded form. Gives Lines in order; every character that is not blank belongs to
exactly one. A row of the file is usually one line; it is more where line breaks were lost and left traces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from analyzers.normalise import HAN
from analyzers.numerals import CN_DIGIT, CN_TEN
from ingest.structure.heading_words import label_pattern
from ingest.structure.numbering import number_at


class Role(Enum):
    """What a line is, as far as its looks tell."""

    TEXT = "text"
    PAGE = "page"  # a printed page number or a running head
    CONTENTS = "contents"  # the words 目录 and the lines below them


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the source without outer blanks."""

    start: int
    end: int
    role: Role = Role.TEXT


# Characters with which a sentence or a list's lead ends.
STOPS = "。！？；：!?;:”’）)》…"
BLANKS = (
    "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
    + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
)
DATE = (
    rf"(?:\d{{4}}|[零{CN_DIGIT}]{{4}})\s*年\s*[\d{CN_TEN}]{{1,3}}\s*月"
    rf"(?:\s*[\d{CN_TEN}]{{1,3}}\s*日)?"
)
_ROW = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
# Web pages saved as text lose line breaks and keep the indent of each paragraph: two or more wide blanks.
_WIDE = re.compile(r"[ \u3000\xa0\t]{2,}")
_DATE_ONLY = re.compile(DATE)
ENDS_LIKE_TITLE = re.compile(r"(?:规划|纲要|计划|方案|意见|决定|办法|通知|公告|批复)(?:\([^()]{4,20}\))?$")
_FRONT = r"(?:前\s*言|序\s*言|引\s*言)"
# Plan titles and front words that stand in the middle of a row because line breaks were lost.
_TITLE = (
    r"(?P<title>[^。,;:、《》()\s]{2,30}(?:规划|纲要|计划|方案)\(\d{4}\s*年?-\d{4}\s*年?\))"
    rf"(?=\s*(?:{_FRONT}|一、|第一[章篇编]))\s*(?P<front>{_FRONT})?"
)
_FIRST_TITLE = re.compile(_TITLE)
# The title of a text that stands in one line: 示例区社区食堂建设方案一、总体要求…二、….
_RUN_ON_TITLE = re.compile(
    r"(?P<title>[^。,;:、!?()\s]{4,50}(?:规划|纲要|计划|方案|意见|措施|办法|要点|细则|通知))\s*"
    rf"(?=(?:{_FRONT}\S|一、|第一[章篇编条])[^\n]{{60,}})"
)
_LOST_TITLE = re.compile(rf"(?<=[)。日])\s*{_TITLE}")
# A signature that runs on behind the last sentence.
_LOST_SIGNATURE = re.compile(
    rf"(?<=[。)])\s*(?P<signed>[{HAN}]{{2,24}}(?:院|府|委|会|厅|局|办公室|办)\s*{DATE}\s*(?:\([^()]{{2,20}}\))?)$"
)
_SIGNATURE_LENGTH = 70
_ANNEXES_LENGTH = 100
# The list of annexes that runs on behind the last sentence.
_LOST_ANNEXES = re.compile(r"(?<=[。)])\s*(?=附\s*[件表]\s*\d{0,2}\s*:[^。]{2,80}$|附\s*件\s*:?$)")
_TOP_LENGTH = 150
# A document number that runs on behind the title, and the addressees behind it.
_LOST_NUMBER = re.compile(
    r"(?<=通知|意见|决定|决议|办法|规划|纲要|方案|计划|公告|批复|规定|条例|细则|报告)\s*"
    rf"(?P<number>(?:(?!的|通知|意见|决定)[{HAN}]){{1,8}}[〔\[(]\d{{4}}[〕\])]\s*第?\d{{1,5}}\s*号)"
)
# A date in front of the title of what it dates the notice of.
_LOST_DATE = re.compile(rf"{DATE}\s+(?=[^。,;\s]{{2,40}}(?:规划|纲要|计划|方案)(?:\s|$))")
# A number or date that print left on the line of the next heading.
_BEFORE_FRONT = re.compile(rf"(?:[IVXL]{{1,5}}|\d{{1,3}}|{DATE})\s+(?=(?:目\s*录|{_FRONT})\s*$)")


def print_width(text: str) -> int:
    """How wide a text is in print, in half-width columns: a Chinese character takes two."""
    return 2 * len(text) - sum(1 for char in text if char < "\u0370")


def split_lines(source: str, folded: str) -> Iterator[Line]:
    """The lines of a text, all of role TEXT."""
    opens = True
    for row in _ROW.finditer(source):
        whole = _trim(source, row.start(), row.end())
        if whole is None:
            continue
        at = whole.start
        cuts = sorted(set(_cuts(source, folded, whole, opens)))
        opens = False
        for cut in [*cuts, whole.end]:
            piece = _trim(source, at, cut)
            if piece is not None:
                yield piece
            at = cut


def _trim(source: str, start: int, end: int) -> Line | None:
    row = source[start:end].rstrip(BLANKS)
    end = start + len(row)
    start = end - len(row.lstrip(BLANKS))
    return Line(start, end) if start < end else None


def _cuts(source: str, folded: str, row: Line, opens: bool) -> Iterator[int]:
    """Offsets at which a row holds the end of a paragraph; ``opens``: it is the first of the text."""
    before = row.start
    for wide in _WIDE.finditer(source, row.start, row.end):
        if not wide.group().strip(" "):
            continue  # print spreads the letters of a heading with ordinary blanks
        left = folded[max(before, wide.start() - 60) : wide.start()].strip()
        if _ends_paragraph(left) or _begins_part(folded, wide.end(), row.end):
            yield wide.end()
            before = wide.end()
    if opens:
        run_on = _RUN_ON_TITLE.match(folded, row.start, row.end)
        if run_on is not None:
            yield run_on.end()
    first = _FIRST_TITLE.match(folded, row.start, row.end)
    for title in ([first] if first is not None else []) + list(
        _LOST_TITLE.finditer(folded, row.start, row.end)
    ):
        yield title.start("title")
        yield title.end("title")
        yield title.end()
    signature = _LOST_SIGNATURE.search(folded, max(row.start, row.end - _SIGNATURE_LENGTH), row.end)
    if signature is not None:
        yield signature.start("signed")
    annexes = _LOST_ANNEXES.search(folded, max(row.start, row.end - _ANNEXES_LENGTH), row.end)
    if annexes is not None:
        yield annexes.end()
    number = _LOST_NUMBER.search(folded, row.start, min(row.end, row.start + _TOP_LENGTH))
    if number is not None:
        yield number.start("number")
        yield number.end("number")
    for pattern in (_BEFORE_FRONT, _LOST_DATE):
        front = pattern.match(folded, row.start, row.end)
        if front is not None:
            yield front.end()


def _ends_paragraph(left: str) -> bool:
    return (
        left[-1:] in STOPS
        or ENDS_LIKE_TITLE.search(left) is not None
        or _DATE_ONLY.fullmatch(left) is not None
    )


def _begins_part(folded: str, start: int, end: int) -> bool:
    if label_pattern().match(folded, start, end) is not None:
        return True
    number = number_at(folded, start, min(end, start + 40))
    return number is not None and number.ordinal > 0 and not number.path
