"""Recognises numbers that scanning, typing or a page number spoilt: l．, （=）, 2。2。1, 122.1, 12（三）, 六条, 4推广良种.

Takes folded text and a position. Gives Numbers marked as damaged, read as what they may have been. They count only
where the sequence asks for them: that is for ``outline`` to say. The digits of a dotted number (``digits``) are
compared with what the sequence expects, because its dots may be lost, doubled or misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from ingest.structure.numbering import Number, Scheme, number_at, ordinal_of

_B = r"[ \t\u3000\xa0]"
_CN = f"{CN_TEN}百零"
_HAN = rf"(?=\s*[{HAN}“《\"])"
# What OCR and typing make of a Chinese or arabic digit.
_SIGNS = {"=": "二", "ニ": "二", "王": "三", "-": "一", "ー": "一", "+": "十"}
_LETTERS = str.maketrans({"l": "1", "I": "1", "|": "1", "i": "1", "O": "0", "o": "0"})
_ODD = "".join(map(re.escape, _SIGNS))
_FORMS = (
    (Scheme.CN_PAREN, re.compile(rf"\({_B}*(?P<n>[{_CN}{_ODD}]{{1,4}}){_B}*\)[、.]?")),
    (Scheme.CN_PAREN, re.compile(rf"\({_B}*(?P<n>[{_CN}]{{1,4}})(?=[{HAN}])")),
    (Scheme.CN_PAREN, re.compile(rf"(?P<n>[{_CN}]{{1,4}}){_B}*\)")),
    (Scheme.CN_STOP, re.compile(rf"(?P<n>[{_CN}{_ODD}]{{1,3}}){_B}*[、.]{_HAN}")),
    (Scheme.AR_PAREN, re.compile(rf"\({_B}*(?P<n>(?=\d*[lIO])[\dlIO]{{1,3}}){_B}*\)")),
    (Scheme.AR_STOP, re.compile(rf"(?P<n>(?=\d*[lIO|])[\dlIO|]{{1,3}}){_B}*[.、,。·](?![\dA-Za-z.])")),
    (Scheme.AR_STOP, re.compile(rf"(?P<n>\d{{1,2}}){_B}*[·。:;,]{_HAN}")),
)
_DOTLESS = re.compile(rf"(?P<n>[1-9]\d?)(?=[{HAN}“《])")
_PARTS = {"章": Scheme.CHAPTER, "节": Scheme.SECTION, "条": Scheme.ARTICLE}
_PART = re.compile(
    rf"(?:第{_B}*(?P<odd>[{_CN}{_ODD}\dlIO]{{1,5}}){_B}*|(?P<n>[{_CN}]{{1,5}}|\d{{1,3}}))(?P<unit>章|节|条)(?={_B}|{_HAN})"
)
# 2。2。1, 2,2,3, 2.2. 2, 2.l.1, 2.13: digits of a dotted number, and digits of a page number in front of it.
_DOTTED = re.compile(
    rf"(?P<n>[\dlIO]{{1,6}}(?:{_B}*[.。,、·:-]{_B}*[\dlIO]{{1,3}}){{1,3}})[.。、]?(?![\d%‰]){_HAN}"
)
_MARKS = re.compile(r"[.。,、·:-]")
_PAUSES = re.compile(r"[,、:-]")
# A page number that print left on the line of the next heading: 12（三）加强监测.
_PAGE = re.compile(
    rf"[-·]?{_B}*\d{{1,4}}{_B}*[-·]?{_B}*(?=\(|第|[{_CN}])|(?:-{_B}*\d{{1,4}}{_B}*-|\d{{1,4}}{_B}){_B}*(?=\d+\.\d)"
)
_BEHIND_PAGE = frozenset(
    {Scheme.PART, Scheme.CHAPTER, Scheme.SECTION, Scheme.ARTICLE, Scheme.CN_STOP, Scheme.CN_PAREN}
)
_INSIDE = re.compile(r"[。;](?=\d{1,6}\.\d)")


def damaged_at(folded: str, start: int, end: int) -> Iterator[Number]:
    """What the beginning of the line ``folded[start:end]`` may be the rest of."""
    dotted = _dotted(folded, start, end)
    if dotted is not None:
        yield dotted
    for scheme, form in _FORMS:
        match = form.match(folded, start, end)
        if match is not None:
            sound = _sound(match["n"], scheme)
            yield Number(scheme, ordinal_of(sound), sound, start, match.end(), damaged=True)
            return
    part = _PART.match(folded, start, end)
    if part is not None:
        sound = _sound(part["odd"] or part["n"], Scheme.CN_STOP)
        yield Number(_PARTS[part["unit"]], ordinal_of(sound), sound, start, part.end(), damaged=True)
        return
    dotless = _DOTLESS.match(folded, start, end)
    if dotless is not None:
        yield Number(
            Scheme.AR_STOP, int(dotless["n"]), dotless["n"], start, dotless.end(), bare=True, damaged=True
        )
        return
    page = _PAGE.match(folded, start, end)
    if page is not None:
        number = number_at(folded, page.end(), end)
        if number is not None and not number.bare and (number.path or number.scheme in _BEHIND_PAGE):
            yield replace(number, start=start, damaged=True)


def damaged_within(folded: str, start: int, end: int) -> Iterator[Number]:
    """2.1 behind the end of a sentence, a page number before it or not: 实施三大任务。122.1 完善服务."""
    for stop in _INSIDE.finditer(folded, start, end):
        dotted = _dotted(folded, stop.end(), end)
        if dotted is not None:
            yield dotted


def _dotted(folded: str, start: int, end: int) -> Number | None:
    match = _DOTTED.match(folded, start, end)
    if match is None:
        return None
    if len(_MARKS.findall(match["n"])) == 1 and _PAUSES.search(match["n"]):
        return None  # 3:1, 1,200
    digits = "".join(char for char in match["n"].translate(_LETTERS) if char.isdigit())
    return Number(Scheme.DOT2, 0, match["n"], start, match.end(), damaged=True, digits=digits)


def _sound(printed: str, scheme: Scheme) -> str:
    """The number as it must have been printed."""
    if scheme in (Scheme.AR_STOP, Scheme.AR_PAREN) or any(char in "lIO" for char in printed):
        return printed.translate(_LETTERS)
    return "".join(_SIGNS.get(char, char) for char in printed)
