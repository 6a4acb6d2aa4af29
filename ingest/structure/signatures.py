"""Finds the signature of a document: list of annexes, issuer, date, release note.

Takes a Layout and a range of lines. Gives the line at which the signature begins. It stands at the end of a
text or in front of an annex; a date in the middle of a text signs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.normalise import HAN, squash
from analyzers.numerals import CN_DIGIT, CN_TEN
from ingest.structure.layout import Layout
from ingest.structure.lines import Line, Role
from ingest.structure.numbering import Scheme, number_at

_DATE_TAIL = re.compile(
    rf"(?:\d{{4}}|[零{CN_DIGIT}]{{4}})\s*年\s*[\d{CN_TEN}]{{1,3}}\s*月\s*[\d{CN_TEN}]{{1,3}}\s*日"
)
_SIGNED = re.compile(rf"(?P<who>[{HAN}\s]{{0,30}})?(?P<date>{_DATE_TAIL.pattern})\s*(?:\([^()]{{2,20}}\))?")
_RELEASE = re.compile(r"\(此件[^()]{2,20}\)")
_ISSUER = re.compile(rf"[{HAN}\s]{{2,40}}(?:院|府|委|会|厅|局|部|室|处|办|中心|公司)")
_ANNEX_LIST = re.compile(r"附\s*件\s*\d{0,2}\s*:[^。]{2,80}")
_ANNEX_ENTRY = re.compile(r"\d{1,2}\s*[.、][^。]{2,60}")
_MOST_ANNEXES = 30


def closing_line(layout: Layout, first: int, last: int) -> int | None:
    """Where a signature begins: issuer, date and release note at the end or in front of an annex."""
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    for place, index in enumerate(lines):
        if _is_signature(layout, layout.lines[index]):
            rest = place + 1
        elif _matches(layout, layout.lines[index], _ANNEX_LIST):
            rest = _behind_annex_list(layout, lines, place)
        else:
            continue
        while rest < len(lines) and _is_signature(layout, layout.lines[lines[rest]]):
            rest += 1
        if rest == len(lines) or is_annex(layout, layout.lines[lines[rest]]):
            return lines[_signature_start(layout, lines, place)]
    return None


def _behind_annex_list(layout: Layout, lines: Sequence[int], place: int) -> int:
    """Where the list 附件：1.… 2.… and the issuer below it end."""
    rest = place + 1
    while rest < min(len(lines), place + _MOST_ANNEXES):
        line = layout.lines[lines[rest]]
        if not (_matches(layout, line, _ANNEX_ENTRY) or _is_issuer(layout, line)):
            break
        rest += 1
    return rest


def _matches(layout: Layout, line: Line, pattern: re.Pattern[str]) -> bool:
    return line.end - line.start <= 90 and pattern.fullmatch(layout.folded, line.start, line.end) is not None


def _signature_start(layout: Layout, lines: Sequence[int], place: int) -> int:
    """The issuer's line above the date, and the list of annexes above that."""
    start = place
    while start > 0 and _is_issuer(layout, layout.lines[lines[start - 1]]):
        start -= 1
    above = start
    while above > 0 and start - above < _MOST_ANNEXES:
        line = layout.lines[lines[above - 1]]
        text = layout.folded[line.start : line.end]
        if _ANNEX_LIST.fullmatch(text):
            return above - 1
        if not _ANNEX_ENTRY.fullmatch(text):
            break
        above -= 1
    return start


def _is_signature(layout: Layout, line: Line) -> bool:
    if line.end - line.start > 90:
        return False
    text = layout.folded[line.start : line.end]
    return _SIGNED.fullmatch(text) is not None or _RELEASE.fullmatch(squash(text)) is not None


def is_annex(layout: Layout, line: Line) -> bool:
    number = number_at(layout.folded, line.start, line.end)
    return number is not None and number.scheme is Scheme.ANNEX


def _is_issuer(layout: Layout, line: Line) -> bool:
    if line.end - line.start > 60:
        return False
    return _ISSUER.fullmatch(layout.folded, line.start, line.end) is not None
