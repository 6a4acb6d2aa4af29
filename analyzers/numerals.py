"""Reads numerals as they stand in Chinese print: 1.2万, １，０００, 二十三, 两千, 三点五, 百分之九十五, 九成, 三分之一.

Takes a folded text (see ``normalise.fold``; its Chinese commas are left as they were) and gives values as
Decimal, never float. Knows numbers only: units and comparators belong to ``quantities``. Rules: GB/T 15835
(numerals in publications) and common office usage.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

# Pieces for patterns: what stands between [ and ].
CN_DIGIT = "一二三四五六七八九"
CN_TEN = f"{CN_DIGIT}十"
_DIGITS = {char: value for value, char in enumerate(f"零{CN_DIGIT}")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
CHINESE = f"零〇{CN_TEN}百千万亿两"
_CN_RUN = f"[{CHINESE}]{{1,24}}+(?:点[零〇{CN_DIGIT}]{{1,9}}+)?"
# At most fifteen digits: longer runs are identifiers, and the cap keeps every search linear.
_ARABIC_RUN = r"\d{1,3}+(?:,\d{3}(?!\d))++(?:\.\d{1,9}+)?|\d{1,15}+(?:\.\d{1,9}+)?"
# 5千米 and 3千瓦 are units, not thousands.
_SCALE = "(?:[十百千]?(?:万亿|[万亿])|[百千](?![米克瓦卡伏帕赫]))"
_DENOMINATOR = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}

NUMBER = rf"(?:{_ARABIC_RUN}|{_CN_RUN})"
"""Pattern of a plain number without 万/亿 behind arabic digits; the run of characters is bounded."""

_FRACTION = re.compile(rf"(?P<low>{NUMBER})分之(?P<high>{NUMBER})")
_TENTHS = re.compile(rf"(?P<n>[两{CN_TEN}]|\d(?:\.\d)?)成(?P<half>半|[{CN_DIGIT}](?![个名家项所成分]))?")
_HALF = re.compile("一半|半数|过半数?")
_SLASHED = re.compile(r"([1-9])/([2-9]|10)(?![0-9/.]| ?[万亿])")
_PLAIN = re.compile(rf"(?P<arabic>{_ARABIC_RUN})(?P<scale>{_SCALE})?|(?P<cn>{_CN_RUN})")


class Numeral(NamedTuple):
    """A number in a text: ``value`` times ``scale``.

    ``per`` is the size it is counted against (100 for 百分之, 1 for a plain number); ``scale`` is 万, 亿, 千万
    … as printed behind the digits, or "".
    """

    start: int
    end: int
    value: Decimal
    per: int
    scale: str


def chinese_integer(text: str) -> int | None:
    """The whole number that Chinese characters write, or None where they write none.

    >>> chinese_integer("一百零五"), chinese_integer("两千"), chinese_integer("三万五千"), chinese_integer("二〇三〇")
    (105, 2000, 35000, 2030)
    >>> chinese_integer("百"), chinese_integer("十二"), chinese_integer("一百五"), chinese_integer("三五")
    (100, 12, 150, 35)
    """
    if not text:
        return None
    if all(char in _DIGITS for char in text):  # 二〇三〇 and 三五: digit by digit
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = 0
    digit: int | None = None
    last = 1
    for char in text:
        if char in _DIGITS:
            if digit:  # 五三百: not a number
                return None
            digit = _DIGITS[char]
            last = 1 if char in "零〇" else last
        elif char in _SMALL:
            section += (1 if digit is None else digit or 1) * _SMALL[char]
            digit, last = None, _SMALL[char]
        elif char in _LARGE:
            base = section + (digit or 0)
            if char == "亿":  # 一万亿: everything so far is counted in 亿
                total = (total + base or 1) * _LARGE[char]
            else:
                total += (base or 1) * _LARGE[char]
            section, digit, last = 0, None, _LARGE[char]
        else:
            return None
    # A last digit right behind 百 or a larger unit stands for the next smaller unit: 一百五 is 150.
    tail = (digit or 0) * (last // 10 if last >= 100 else 1)
    return total + section + tail


def number(text: str) -> Decimal | None:
    """The value of one plain number, arabic or Chinese, with 万/亿 and decimals; None where it is none.

    >>> number("1.2万"), number("1,000"), number("三点五"), number("二十三"), number("万元")
    (Decimal('12000.0'), Decimal('1000'), Decimal('3.5'), Decimal('23'), None)
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    if found["arabic"]:
        value = Decimal(found["arabic"].replace(",", ""))
        return value * scale_of(found["scale"]) if found["scale"] else value
    whole, _, decimals = text.partition("点")
    integer = chinese_integer(whole)
    if integer is None:
        return None
    return Decimal(f"{integer}.{chinese_digits(decimals)}") if decimals else Decimal(integer)


def chinese_digits(text: str) -> str:
    """Digits written one by one.

    >>> chinese_digits("零五")
    '05'
    """
    return "".join(str(_DIGITS[char]) for char in text)


def scale_of(text: str) -> int:
    """The factor that 万, 亿, 千万, 百 … stand for behind a number.

    >>> scale_of("千万"), scale_of("亿"), scale_of("百")
    (10000000, 100000000, 100)
    """
    factor = 1
    for char in text:
        factor *= _SMALL.get(char) or _LARGE[char]
    return factor


def read(text: str, at: int) -> Numeral | None:
    """The longest numeral that begins at ``at``: fraction (三分之一, 1/3), tenths, half, or plain number.

    >>> read("百分之九十五以上", 0), read("三分之一", 0), read("九成半", 0)
    (Numeral(start=0, end=6, value=Decimal('95'), per=100, scale=''),\
 Numeral(start=0, end=4, value=Decimal('33.33'), per=100, scale=''),\
 Numeral(start=0, end=3, value=Decimal('95'), per=100, scale=''))
    """
    if found := _FRACTION.match(text, at):
        return _fraction(found)
    if found := _TENTHS.match(text, at):
        if text[found.end() : found.end() + 1] in _NOT_TENTHS:
            return None
        tenths = number(found["n"])
        if tenths is not None:
            rest = found["half"]
            value = tenths * 10 + (5 if rest == "半" else _DIGITS[rest] if rest else 0)
            return Numeral(at, found.end(), value, 100, "")
    if found := _HALF.match(text, at):
        return Numeral(at, found.end(), Decimal(50), 100, "")
    if (found := _SLASHED.match(text, at)) and int(found[1]) < int(found[2]):
        return Numeral(at, found.end(), _percent(Decimal(found[1]), Decimal(found[2])), 100, "")
    if found := _PLAIN.match(text, at):
        body, scale = found["arabic"] or found["cn"], found["scale"] or ""
        if len(body) == 1 and body in "百千万" and text[found.end() : found.end() + 1] in "家个名所":
            return Numeral(at, found.end(), Decimal(_SMALL.get(body) or _LARGE[body]), 1, "")  # 百家企业
        if body[0] in "百千万亿":  # 万元, 百姓, 千家万户: no number stands in front
            return None
        if found["cn"] and len(body) > 1 and body[-1] in _LARGE:  # 三十万元 is printed like 30万元
            body, scale = body[:-1], body[-1]
        value_or_none = number(body)
        if value_or_none is None:
            return None
        return Numeral(at, found.end(), value_or_none, 1, scale)
    return None


# 三成立, 五成员 … are not tenths.
_NOT_TENTHS = set("立员功果就为分本长都")


def _fraction(found: re.Match[str]) -> Numeral | None:
    high = number(found["high"])
    if high is None:
        return None
    if (per := _DENOMINATOR.get(found["low"])) is not None:
        return Numeral(found.start(), found.end(), high, per, "")
    low = number(found["low"])
    if not low:
        return None
    return Numeral(found.start(), found.end(), _percent(high, low), 100, "")


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction as percent with two places; 四分之三 is 75, not 75.00."""
    percent = (part / whole * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return percent.to_integral_value() if percent == percent.to_integral_value() else percent.normalize()
