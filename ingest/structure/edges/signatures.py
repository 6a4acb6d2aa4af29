"""Finds the signature of a document: list of annexes, issuer, date, release note.

Takes a Layout and a range of lines. Gives the line at which the signature begins. It stands at the end of a
text or in front of an annex; a date in the middle of a text signs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from analyzers.normalise import HAN, squash
from analyzers.numerals import CN_DIGIT, CN_TEN
from ingest.structure.edges.annexes import announced_list_end
from ingest.structure.layout import Layout
from ingest.structure.lines import Line, Role

_DATE_TAIL = re.compile(
    rf"(?:\d{{4}}|[零{CN_DIGIT}]{{4}})\s*年\s*[\d{CN_TEN}]{{1,3}}\s*月\s*[\d{CN_TEN}]{{1,3}}\s*日"
)
_SIGNED = re.compile(rf"(?P<who>[{HAN}\s]{{0,30}})?(?P<date>{_DATE_TAIL.pattern})\s*(?:\([^()]{{2,20}}\))?")
_RELEASE = re.compile(r"\(此件[^()]{2,20}\)")
_ISSUER = re.compile(rf"[{HAN}\s]{{2,40}}(?:院|府|委|会|厅|局|部|室|处|办|中心|公司)")
_ANNEX_LIST = re.compile(r"附\s*件\s*\d{0,2}\s*:[^。]{2,80}")
_ANNEX_ENTRY = re.compile(r"\d{1,2}\s*[.、][^。]{2,60}")
# Who signs an order: 省长　示例名.
_SIGNER = re.compile(
    rf"(?:代\s*)?(?:[省市州县区盟旗乡镇部厅局会院]\s*长|主\s*[席任])[\s:]*[{HAN}·\s]{{2,10}}"
)
_BARE_ANNEX = re.compile(r"附\s*件\s*:?")  # the link to a file, which a page prints last
_MOST_ANNEXES = 30


def closing_line(layout: Layout, first: int, last: int, annexes: Collection[int]) -> int | None:
    """Where a signature begins: issuer, date and release note at the end or in front of an annex.

    ``annexes`` are the lines at which annexes begin.
    """
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    for place, index in enumerate(lines):
        line = layout.lines[index]
        bare = index == lines[-1] and _BARE_ANNEX.fullmatch(layout.folded, line.start, line.end) is not None
        if bare or _is_signature(layout, line):
            rest = place + 1
        elif (rest := announced_list_end(layout, lines, place)) > place:
            while rest < len(lines) and _is_issuer(layout, layout.lines[lines[rest]]):
                rest += 1
        else:
            continue
        while rest < len(lines) and _is_signature(layout, layout.lines[lines[rest]]):
            rest += 1
        if rest == len(lines) or lines[rest] in annexes:
            return lines[_signature_start(layout, lines, place)]
    return None


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


def _is_issuer(layout: Layout, line: Line) -> bool:
    if line.end - line.start > 60:
        return False
    return any(who.fullmatch(layout.folded, line.start, line.end) for who in (_ISSUER, _SIGNER))
