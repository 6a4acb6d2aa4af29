"""Recognises the number that a heading or item of a Chinese official text begins with.

Takes folded text (``analyzers.normalise.fold``) and a position. Gives the scheme, the ordinal and where the
number ends. Knows nothing of sequence or level: whether a number really begins an item is for ``outline`` to
say. Schemes and their usual order of nesting follow GB/T 9704-2012 section 7.3.3 (一、 （一） 1. （1）) and
the drafting rules for laws (编 章 节 条). The names of 任务一 and 行动2 are in
``analyzers/lexicon/number_names.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from analyzers.lexicon import kept, table
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
    CONTENTS = 21  # 目录 and its lines
    HEAD = 22  # a title without number above labels
    NAMED = 23  # 任务一  行动2  【重点任务3】  第一批: a run for each name
    LETTER = 24  # a.  b)
    IMPRINT = 25  # 抄送：…  …印发


# Numbers of these schemes name parts of a document and are never items themselves.
PARTS = frozenset({Scheme.ANNEX, Scheme.FRONT, Scheme.PART, Scheme.CHAPTER, Scheme.SECTION})
# Schemes whose numbers stand for an order; the others have none.
NUMBERED = frozenset(range(Scheme.PART, Scheme.DASH)) | {
    Scheme.BOX,
    Scheme.ANNEX,
    Scheme.NAMED,
    Scheme.LETTER,
}


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
    name: str = ""  # 行动 of 行动2: runs of different names have nothing to do with each other
    damaged: bool = False  # counts only where the sequence asks for it, see ``damage``
    digits: str = ""  # of a dotted number whose dots cannot be trusted
    unsure: bool = False  # a name that no table knows: a run of it has to begin with one and two


_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CN_CHAR = f"[{CN_TEN}百零]"
_B = r"[ \t\u3000\xa0]"
_CN = rf"{_CN_CHAR}(?:{_B}{{0,2}}{_CN_CHAR}){{0,4}}"  # print and OCR leave blanks inside: 二 十
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "di",
        rf"第{_B}*(?P<di_n>{_CN}|\d{{1,3}}){_B}*(?P<di_u>编|篇|部{_B}*分|章|节|条)(?![件约款理例文目])",
    ),
    ("annex", rf"附{_B}*[件录表]{_B}*(?P<annex_n>{_CN_CHAR}{{1,3}}|\d{{1,2}})?(?={_B}*[:.、]?{_B}*$)"),
    (
        "box",
        rf"专{_B}*栏{_B}*(?P<box_n>{_CN_CHAR}{{1,3}}|\d{{1,3}})?(?=[ \t\u3000\xa0:、.]|[^\w]|[{HAN}“])[】〗]?",
    ),
    ("cn_paren", rf"\({_B}*(?P<cn_paren_n>{_CN}){_B}*\)[、.]?"),
    ("cn_stop", rf"(?P<cn_stop_n>{_CN}){_B}*[、.,](?!{_B}*{_CN_CHAR}+[、，,和产])"),
    ("ar_paren", rf"\({_B}*(?P<ar_paren_n>\d{{1,3}}){_B}*\)[、.]?"),
    ("dotted", r"(?P<dotted_n>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.、](?!\d))?(?![\d%‰])"),
    ("ar_half", rf"(?P<ar_half_n>\d{{1,3}}){_B}*\)"),
    ("ar_stop", rf"(?P<ar_stop_n>\d{{1,3}}){_B}*[.、](?!\d|[lIO]\s)"),
    ("circled", r"(?P<circled_n>[①-⑳㉑-㉟㊱-㊿])"),
    ("sign", r"(?P<sign_n>[㈠-㈩⑴-⒇⒈-⒛])"),
    ("bare", rf"(?P<bare_n>\d{{1,2}}){_B}+(?=[{HAN}]|\d{{1,3}}[{HAN}%]|(?:19|20)\d\d年)"),
    ("bare_cn", rf"(?P<bare_cn_n>{_CN_CHAR}{{1,3}}){_B}+(?=[{HAN}])"),
)
_AT_LINE_ONLY: tuple[tuple[str, str], ...] = (
    ("shi", rf"(?P<shi_n>{_CN_CHAR}{{1,2}})是(?=[^否不])"),
    ("di_comma", rf"第(?P<di_comma_n>{_CN_CHAR}{{1,2}})[,、:]"),
    ("letter", r"\(?(?P<letter_n>[a-k])(?:[.、](?![A-Za-z.])|\))"),
    ("dash", rf"(?:--+|[●•·■▪◆◇※★☆◎►▶➢➤✓√✦]){_B}*(?=[^\s-])|[-*]{_B}+(?=[^\s-])"),
)
_DECORATION = rf"(?:#{{1,6}}{_B}*)?(?:\*\*|__)?[【〖]?{_B}*"


def _pattern(forms: tuple[tuple[str, str], ...]) -> str:
    return "|".join(f"(?P<{name}>{form})" for name, form in forms)


@kept
def _named() -> re.Pattern[str]:
    """任务一：, 行动2　, 【重点工程3】, 第一批：: a name that the tables know, with its number."""
    rows = [row["words"] for row in table("number_names") if not row["counted"]]
    names = "|".join(sorted(rows, key=len, reverse=True))
    steps = "|".join(row["words"] for row in table("number_names") if row["counted"])
    number = rf"{_CN_CHAR}{{1,3}}|\d{{1,3}}"
    return re.compile(
        rf"(?:#{{1,6}}{_B}*)?(?:\*\*)?(?:(?P<open>[【〖\[(]){_B}*)?"
        rf"(?:(?P<name>{names}){_B}*(?:(?P<n>{number})|\({_B}*(?P<in_n>{number}){_B}*\)(?={_B}*\S))"
        rf"|第{_B}*(?P<step_n>{number}){_B}*(?P<step>{steps}))"
        rf"(?(open){_B}*(?:[】〗\])](?:{_B}*[:、.])?|[:、.\s]{_B}*(?=[^】〗\])]{{2,40}}[】〗\])]))"
        rf"|(?(in_n)|(?:{_B}*(?::|[、.](?!\d))|{_B}+|(?=[(“《]))))"
    )


# 板块一：, 【应用场景2】: a name that no table knows counts where the sequence has a one and a two of it.
_ANY_NAME = re.compile(
    rf"(?:\*\*)?(?:(?P<open>[【〖\[]){_B}*)?"
    rf"(?P<name>(?!附[件表录图]|专栏|图表|表格|公式|备注|第)[{HAN}]{{2,6}}?){_B}*(?P<n>{_CN_CHAR}{{1,3}}|\d{{1,2}})"
    rf"(?(open){_B}*[】〗\]](?:{_B}*[:、.])?|{_B}*(?::|[、.](?!\d)))"
)
_LINE = re.compile(f"{_DECORATION}(?:{_pattern(_FORMS + _AT_LINE_ONLY)})", re.MULTILINE)
# Inside a line a number is looked for only behind the end of a sentence or behind a title: bare numbers,
# dotted numbers and dashes occur in running text too often to mean anything there.
_WEAK_INSIDE = ("weak", r"(?:(?<=[。;:)])|(?<=[。;:)]\s))(?P<weak_n>\d{1,3})[.、](?=\d)")
_BEGINS_NUMBER = rf"(?=[第专(\d①-⑳㉑-㉟㊱-㊿㈠-㈩⑴-⒇⒈-⒛百零{CN_TEN}])"  # a first look, for speed alone
_INLINE = re.compile(
    _BEGINS_NUMBER
    + "(?:"
    + _pattern(
        (_WEAK_INSIDE, *(form for form in _FORMS if form[0] not in {"annex", "bare", "bare_cn", "dotted"}))
    )
    + ")"
)
_BRACKETED_INSIDE = re.compile(r"(?<=[。;])[【〖]")
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
    "letter": Scheme.LETTER,
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
    named = _named().match(folded, start, end)
    if named is not None and named.end() < end:
        return _named_number(named)
    match = _LINE.match(folded, start, end)
    return None if match is None else _number(match, start)


_ANNEX_TITLE = re.compile(
    rf"附{_B}*[件录表](?:{_B}*(?P<n>{_CN_CHAR}{{1,3}}|\d{{1,2}}))?(?:{_B}*[:.、]{_B}*|{_B}+|(?=[{HAN}《“]))(?=\S)"
)


def annex_at(folded: str, start: int, end: int) -> Number | None:
    """附件1 in front of its title on the same line, or 附件 with a title and no number (ordinal 0)."""
    match = _ANNEX_TITLE.match(folded, start, end)
    if match is None:
        return None
    printed = match["n"] or ""
    return Number(Scheme.ANNEX, ordinal_of(printed) if printed else 0, printed, start, match.end())


def any_named_at(folded: str, start: int, end: int) -> Number | None:
    """A number with a name that no table knows, at the beginning of a line."""
    match = _ANY_NAME.match(folded, start, end)
    if match is None or match.end() >= end:
        return None
    printed = _without_blanks(match["n"])
    return Number(
        Scheme.NAMED,
        ordinal_of(printed),
        match["name"] + printed,
        start,
        match.end(),
        name=match["name"],
        unsure=True,
    )


def numbers_within(folded: str, start: int, end: int) -> Iterator[Number]:
    """Every stretch inside a line that has the shape of a number, in order."""
    found = [_number(match, match.start()) for match in _INLINE.finditer(folded, start, end)]
    for opening in _BRACKETED_INSIDE.finditer(folded, start, end):
        named = _named().match(folded, opening.start(), end)
        found.append(None if named is None else _named_number(named))
    yield from sorted((number for number in found if number is not None), key=lambda number: number.start)


def weak_number_at(folded: str, start: int, end: int) -> Number | None:
    """``8.5岁以下`` at a line start: item 8 that begins with 5岁, or the figure 8.5."""
    match = _WEAK.match(folded, start, end)
    if match is None:
        return None
    printed = match["n"]
    return Number(Scheme.AR_STOP, int(printed), printed, start, match.end(), weak=True)


def _dotted(printed: str, start: int, end: int) -> Number:
    path = tuple(int(part) for part in printed.split("."))
    scheme = (Scheme.DOT2, Scheme.DOT3, Scheme.DOT4)[len(path) - 2]
    return Number(scheme, path[-1], printed, start, end, path=path)


def _named_number(match: re.Match[str]) -> Number:
    bare = _without_blanks(match["n"] or match["in_n"] or match["step_n"])
    name = match["name"] or match["step"]
    printed = bare
    if name in _cited_names():
        printed = f"{name}{bare}" if match["name"] else f"第{bare}{name}"
    return Number(Scheme.NAMED, ordinal_of(bare), printed, match.start(), match.end(), name=name)


@kept
def _cited_names() -> frozenset[str]:
    return frozenset(row["words"] for row in table("number_names") if row["cited"])


def _without_blanks(printed: str) -> str:
    return "".join(printed.split())


def _number(match: re.Match[str], start: int) -> Number | None:
    name = match.lastgroup  # the outermost group closes last
    if name is None:
        return None
    end = match.end()
    if name == "dash":
        return Number(Scheme.DASH, 0, "", start, end)
    printed = _without_blanks(match[f"{name}_n"] or "")
    if name == "di":
        scheme = Scheme.PART if match["di_u"].startswith("部") else _UNITS[match["di_u"]]
        return Number(scheme, ordinal_of(printed), printed, start, end)
    if name == "dotted":
        return _dotted(printed, start, end)
    if name == "weak":
        return Number(Scheme.AR_STOP, int(printed), printed, start, end, weak=True)
    if name == "circled":
        value = _circled(printed)
        return Number(Scheme.CIRCLED, value, str(value), start, end)
    if name == "letter":
        return Number(Scheme.LETTER, ord(printed) - ord("a") + 1, printed, start, end)
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
