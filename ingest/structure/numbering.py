"""Recognises the number that a heading or item of a Chinese official text begins with.

Takes folded text (``analyzers.normalise.fold``) and a position. Gives the scheme, the ordinal and where the
number ends. Knows nothing of sequence or level: whether a number really begins an item is for ``outline`` to
say. Schemes and their usual order of nesting follow GB/T 9704-2012 section 7.3.3 (一、 （一） 1. （1）) and
the drafting rules for laws (编 章 节 条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN


class Scheme(IntEnum):
    """Families of numbers, in their usual order of nesting, outermost first."""

    ANNEX = 0  # 附件 附件1
    FRONT = 1  # 前言 总则: a chapter without number
    PART = 2  # 第一篇 第一编 第一部分
    CHAPTER = 3  # 第一章
    SECTION = 4  # 第一节
    ARTICLE = 5  # 第一条
    CN_STOP = 6  # 一、
    CN_PAREN = 7  # （一）
    AR_STOP = 8  # 1. 1、 1．
    DOT2 = 9  # 1.1
    DOT3 = 10  # 1.1.1
    DOT4 = 11  # 1.1.1.1
    AR_PAREN = 12  # （1）
    AR_HALF = 13  # 1）
    CIRCLED = 14  # ①
    SHI = 15  # 一是  第一，
    DASH = 16  # ——  ●
    BOX = 17  # 专栏1
    LABEL = 18  # 主要目标：  策略措施
    CONTINUED = 19  # text of a section that goes on behind a box
    CLOSING = 20  # signature, date, closing words
    HEAD = 22  # a title without number above labels
    CONTENTS = 21  # 目录 and its lines


# Numbers of these schemes name parts of a document and are never items themselves.
PARTS = frozenset({Scheme.ANNEX, Scheme.FRONT, Scheme.PART, Scheme.CHAPTER, Scheme.SECTION})
# Schemes whose numbers stand for an order; the others have none.
NUMBERED = frozenset(range(Scheme.PART, Scheme.DASH)) | {Scheme.BOX, Scheme.ANNEX}


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: ``folded[start:end]`` is the number with its brackets and stop."""

    scheme: Scheme
    ordinal: int
    printed: str
    start: int
    end: int
    weak: bool = False  # could as well be part of a figure: 8.5岁
    path: tuple[int, ...] = ()  # 1.1.2 -> (1, 1, 2)
    bare: bool = False  # 1 总则: without a stop; as well the first column of a table


_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CN = f"[{CN_TEN}百零]"
_B = r"[ \t\u3000\xa0]"
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "di",
        rf"第{_B}*(?P<di_n>{_CN}{{1,5}}|\d{{1,3}}){_B}*(?P<di_u>编|篇|部{_B}*分|章|节|条)(?![件约款理例文目])",
    ),
    ("annex", rf"附{_B}*[件录表]{_B}*(?P<annex_n>{_CN}{{1,3}}|\d{{1,2}})?(?={_B}*[:.、]?{_B}*$)"),
    (
        "box",
        rf"专{_B}*栏{_B}*(?P<box_n>{_CN}{{1,3}}|\d{{1,3}})?(?=[ \t\u3000\xa0:、.]|[^\w]|[{HAN}“])",
    ),
    ("cn_paren", rf"\({_B}*(?P<cn_paren_n>{_CN}{{1,5}}){_B}*\)[、.]?"),
    ("cn_stop", rf"(?P<cn_stop_n>{_CN}{{1,5}}){_B}*[、.,](?!{_B}*{_CN}+[、，,和产])"),
    ("ar_paren", rf"\({_B}*(?P<ar_paren_n>\d{{1,3}}){_B}*\)[、.]?"),
    ("dotted", r"(?P<dotted_n>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.、](?!\d))?(?![\d%‰])"),
    ("ar_half", rf"(?P<ar_half_n>\d{{1,3}}){_B}*\)"),
    ("ar_stop", rf"(?P<ar_stop_n>\d{{1,3}}){_B}*[.、](?![\d])"),
    ("circled", r"(?P<circled_n>[①-⑳㉑-㉟㊱-㊿])"),
    ("sign", r"(?P<sign_n>[㈠-㈩⑴-⒇⒈-⒛])"),
    ("bare", rf"(?P<bare_n>\d{{1,2}}){_B}+(?=[{HAN}]|\d{{1,3}}[{HAN}%])"),
    ("bare_cn", rf"(?P<bare_cn_n>{_CN}{{1,3}}){_B}+(?=[{HAN}])"),
)
_AT_LINE_ONLY: tuple[tuple[str, str], ...] = (
    ("shi", rf"(?P<shi_n>{_CN}{{1,2}})是(?=[^否不])"),
    (
        "named",
        rf"(?:目标|任务|措施|举措|行动|工程|项目|指标|专题){_B}*(?P<named_n>{_CN}{{1,3}}|\d{{1,3}}){_B}*[:、.](?!\d)",
    ),
    ("di_comma", rf"第(?P<di_comma_n>{_CN}{{1,2}})[,、:]"),
    ("dash", rf"(?:--+|[●•·■▪◆◇※★☆◎►▶➢➤✓√✦]){_B}*(?=[^\s-])|[-*]{_B}+(?=[^\s-])"),
)
_DECORATION = rf"(?:#{{1,6}}{_B}*)?(?:\*\*|__)?[【〖]?{_B}*"


def _pattern(forms: tuple[tuple[str, str], ...]) -> str:
    return "|".join(f"(?P<{name}>{form})" for name, form in forms)


_LINE = re.compile(f"{_DECORATION}(?:{_pattern(_FORMS + _AT_LINE_ONLY)})", re.MULTILINE)
# Inside a line a number is looked for only behind the end of a sentence or behind a title: bare numbers,
# dotted numbers and dashes occur in running text too often to mean anything there.
_WEAK_INSIDE = ("weak", r"(?<=[。;])(?P<weak_n>\d{1,3})[.、](?=\d)")
_INLINE = re.compile(
    _pattern(
        (_WEAK_INSIDE, *(form for form in _FORMS if form[0] not in {"annex", "bare", "bare_cn", "dotted"}))
    )
)
_WEAK = re.compile(r"(?P<n>\d{1,3})[.、](?=\d)")
_UNITS = {
    "编": Scheme.PART,
    "篇": Scheme.PART,
    "章": Scheme.CHAPTER,
    "节": Scheme.SECTION,
    "条": Scheme.ARTICLE,
}
_SCHEMES = {
    "annex": Scheme.ANNEX,
    "box": Scheme.BOX,
    "cn_paren": Scheme.CN_PAREN,
    "cn_stop": Scheme.CN_STOP,
    "ar_paren": Scheme.AR_PAREN,
    "ar_half": Scheme.AR_HALF,
    "ar_stop": Scheme.AR_STOP,
    "bare": Scheme.AR_STOP,
    "bare_cn": Scheme.CN_STOP,
    "circled": Scheme.CIRCLED,
    "shi": Scheme.SHI,
    "di_comma": Scheme.SHI,
}


def ordinal_of(printed: str) -> int:
    """The value of a printed ordinal, arabic or Chinese up to 999; 0 when it is none.

    >>> ordinal_of("二十一"), ordinal_of("十"), ordinal_of("7"), ordinal_of("一百零三")
    (21, 10, 7, 103)
    """
    if printed.isdigit():
        return int(printed)
    total = unit = 0
    for char in printed:
        if char == "百":
            total += (unit or 1) * 100
            unit = 0
        elif char == "十":
            total += (unit or 1) * 10
            unit = 0
        elif char in _DIGITS:
            unit = _DIGITS[char]
        else:
            return 0
    return total + unit


def number_at(folded: str, start: int, end: int) -> Number | None:
    """The number at the beginning of the line ``folded[start:end]``, or None."""
    match = _LINE.match(folded, start, end)
    return None if match is None else _number(match, start)


def numbers_within(folded: str, start: int, end: int) -> Iterator[Number]:
    """Every stretch inside a line that has the shape of a number, in order."""
    for match in _INLINE.finditer(folded, start, end):
        number = _number(match, match.start())
        if number is not None:
            yield number


def weak_number_at(folded: str, start: int, end: int) -> Number | None:
    """``8.5岁以下`` at a line start: item 8 that begins with 5岁, or the figure 8.5."""
    match = _WEAK.match(folded, start, end)
    if match is None:
        return None
    printed = match["n"]
    return Number(Scheme.AR_STOP, int(printed), printed, start, match.end(), weak=True)


def _number(match: re.Match[str], start: int) -> Number | None:
    name = match.lastgroup  # the outermost group closes last
    if name is None:
        return None
    end = match.end()
    if name == "dash":
        return Number(Scheme.DASH, 0, "", start, end)
    printed = (match[f"{name}_n"] or "").strip()
    if name == "named":
        scheme = Scheme.AR_STOP if printed.isdigit() else Scheme.CN_PAREN
        return Number(scheme, ordinal_of(printed), printed, start, end)
    if name == "di":
        scheme = Scheme.PART if match["di_u"].startswith("部") else _UNITS[match["di_u"]]
        return Number(scheme, ordinal_of(printed), printed, start, end)
    if name == "dotted":
        path = tuple(int(part) for part in printed.split("."))
        scheme = (Scheme.DOT2, Scheme.DOT3, Scheme.DOT4)[len(path) - 2]
        return Number(scheme, path[-1], printed, start, end, path=path)
    if name == "weak":
        return Number(Scheme.AR_STOP, int(printed), printed, start, end, weak=True)
    if name == "circled":
        value = _circled(printed)
        return Number(Scheme.CIRCLED, value, str(value), start, end)
    if name == "sign":
        return _sign(printed, start, end)
    return Number(
        _SCHEMES[name],
        ordinal_of(printed) if printed else 0,
        printed,
        start,
        end,
        bare=name in ("bare", "bare_cn"),
    )


def _circled(char: str) -> int:
    code = ord(char)
    if code <= 0x2473:
        return code - 0x245F
    return code - 0x3250 + 20 if code < 0x32B1 else code - 0x32B0 + 35


def _sign(char: str, start: int, end: int) -> Number:
    """Numbers that are one character: ㈠ is （一）, ⑴ is （1）, ⒈ is 1."""
    code = ord(char)
    if code >= 0x3220:
        return Number(Scheme.CN_PAREN, code - 0x321F, CN_TEN[code - 0x3220], start, end)
    if code >= 0x2488:
        return Number(Scheme.AR_STOP, code - 0x2487, str(code - 0x2487), start, end)
    return Number(Scheme.AR_PAREN, code - 0x2473, str(code - 0x2473), start, end)
