"""Reads numerals as they stand in Chinese print: 1.2万, １，０００, 二十三, 1亿2千万, 三点五, 百分之九十五, 九成, 三分之一.

Takes a folded text (see ``normalise.fold``; its Chinese commas are left as they were) and gives values as
Decimal, never float. Knows numbers only: units and comparators belong to ``quantities``. Rules: GB/T 15835
(numerals in publications) and common office usage. ``torn`` mends numbers that a blank or a slip has torn.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from analyzers.numerals.runs import CN_DIGIT, CN_TEN, DIGITS, SMALL, NumeralRun, read_run, scale_of, whole
from analyzers.numerals.torn import MendedText, mend

__all__ = [
    "CHINESE",
    "CN_DIGIT",
    "CN_TEN",
    "MendedText",
    "Numeral",
    "chinese_integer",
    "mend",
    "number",
    "read",
    "scale_of",
    "skip",
]

CHINESE = f"零〇{CN_TEN}百千万亿两壹贰叁肆伍陆柒捌玖"
_BASES = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_BASE = re.compile("(十万|百万|千万|[百千万亿])分之")
_TENTHS = re.compile(
    rf"(?P<n>[两{CN_TEN}]|\d(?:\.\d)?)(?P<to>[{CN_DIGIT[1:]}])?成(?P<half>半|[{CN_DIGIT}](?![个名家项所成分]))?"
)
_NOT_TENTHS = set("立员功果就为分本长都群熟品交绩效型")  # 三成立, 五成员 … are not tenths
_HALF = re.compile("一半|半数|过半数?")
_SLASHED = re.compile(r"([1-9]) ?/ ?([2-9]|10)(?![0-9/.]| ?[万亿])")
_ALONE = re.compile("[百千万](?=[家个名所]|年一遇)")  # 百家企业, 百年一遇


class Numeral(NamedTuple):
    """A number in a text: ``value`` times ``scale``, up to ``high`` times ``scale`` for 二三十 and 七八成.

    ``per`` is the size it is counted against (100 for 百分之, 1 for a plain number); ``scale`` is 万, 亿 or 万亿 as
    printed behind a plain number, or ""; ``more`` is the 多, 余 or 来 in 3千多万.
    """

    start: int
    end: int
    value: Decimal
    per: int
    scale: str
    high: Decimal | None = None
    more: str = ""


def chinese_integer(text: str) -> int | None:
    """The whole number that Chinese characters write, or None where they write none.

    >>> chinese_integer("一百零五"), chinese_integer("两千"), chinese_integer("三万五千"), chinese_integer("二〇三〇")
    (105, 2000, 35000, 2030)
    >>> chinese_integer("十二"), chinese_integer("一百五"), chinese_integer("三五"), chinese_integer("五三百")
    (12, 150, None, None)
    """
    value = whole(text) if text and not any("0" <= char <= "9" for char in text) else None
    return int(value) if value is not None and value == value.to_integral_value() else None


def number(text: str) -> Decimal | None:
    """The value of one number, arabic or Chinese, with 万/亿 and decimals; None where it is none.

    >>> number("1.2万"), number("1,000"), number("三点五"), number("1亿2千万"), number("万元")
    (Decimal('12000.0'), Decimal('1000'), Decimal('3.5'), Decimal('120000000'), None)
    """
    return whole(text)


def read(text: str, at: int) -> Numeral | None:
    """The whole numeral that begins at ``at``: fraction (三分之一, 1/3), tenths, half, or plain number.

    None where none begins there, and where what stands there is no well-formed number.

    >>> read("百分之九十五以上", 0)[:4], read("三分之一", 0)[:4], read("九成半", 0)[:4]
    ((0, 6, Decimal('95'), 100), (0, 4, Decimal('33.33'), 100), (0, 3, Decimal('95'), 100))
    """
    if found := _BASE.match(text, at):
        return _fraction(at, _BASES[found[1]], read_run(text, found.end()), text)
    if found := _TENTHS.match(text, at):
        return _tenths(found)
    if found := _HALF.match(text, at):
        return Numeral(at, found.end(), Decimal(50), 100, "")
    if (found := _SLASHED.match(text, at)) and int(found[1]) < int(found[2]):
        return Numeral(at, found.end(), _percent(Decimal(found[1]), Decimal(found[2])), 100, "")
    if found := _ALONE.match(text, at):
        return Numeral(at, found.end(), Decimal(scale_of(found.group())), 1, "")
    run = read_run(text, at)
    if run is None or run.low is None:
        return None
    if text.startswith("分之", run.end):
        low = run.low * scale_of(run.scale)
        high = read_run(text, run.end + 2)
        if run.high is not None or not low or high is None or high.low is None or high.high is not None:
            return None
        if int(low) in _BASES.values():
            return _fraction(at, int(low), high, text)
        share = _percent(high.low * scale_of(high.scale), low)
        return Numeral(at, high.end, share, 100, "") if share >= 1 else None
    return Numeral(at, run.end, run.low, 1, run.scale, run.high, run.more)


def skip(text: str, at: int) -> int:
    """Where reading goes on behind what stands at ``at`` and is no number: behind the whole run."""
    run = read_run(text, at)
    return max(run.end if run else 0, at + 1)


def _fraction(at: int, per: int, run: NumeralRun | None, text: str) -> Numeral | None:
    if run is None:
        return None
    if run.low is None:  # 百分之百: the run is a unit alone
        value = SMALL.get(text[run.start : run.end])
        return Numeral(at, run.end, Decimal(value), per, "") if value else None
    scale = scale_of(run.scale)
    high = run.high * scale if run.high is not None else None
    return Numeral(at, run.end, run.low * scale, per, "", high)


def _tenths(found: re.Match[str]) -> Numeral | None:
    if found.string[found.end() : found.end() + 1] in _NOT_TENTHS:
        return None
    tenths = whole(found["n"])
    if tenths is None:
        return None
    rest = found["half"]
    value = tenths * 10 + (5 if rest == "半" else DIGITS[rest] if rest else 0)
    high = Decimal(DIGITS[found["to"]] * 10) if found["to"] else None
    if high is not None and (rest or high <= value):
        return None
    return Numeral(found.start(), found.end(), value, 100, "", high)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """A fraction as percent with two places; 四分之三 is 75, not 75.00."""
    percent = (part / whole * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return percent.to_integral_value() if percent == percent.to_integral_value() else percent.normalize()
