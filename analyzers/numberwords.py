"""Which words a number is indexed as, so that one value is found in any writing.

Takes text whose widths are folded. Gives the stretches that are numbers, and for each its canonical
word with the parts a reader may search for alone. ``90%`` and ``百分之九十`` both become ``90%``,
``12/10万`` and ``十万分之十二`` both ``12/10万``, ``1.8万`` becomes ``18000`` with the part ``1.8``, 九成 is
``90%``, 一半 ``50%``, 二比三 ``2:3``. Chinese numerals are values in front of a unit of measure (三周岁, 三百六十学时);
elsewhere (三, 第一, 十二) they stay ordinary words: they are parts of names far more often than values.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from analyzers.numerals import CN_DIGIT, CN_TEN

_CN = f"两{CN_DIGIT}"
_NO_SHARE = (
    "[员果本立绩效为功长就熟分都品型交套批因语见真不像人年]"  # 三成员, 五成果: 成 begins the next word
)
_UNITS = "周岁|岁|学时|课时|小时|分钟|人次|个月|次(?![性产数要级日序])"
_MORE_UNITS = f"{_UNITS}|年(?![代级])|[天名人所家项处户万亿亩米公]|个"
_CN_NUMBER = f"[零两{CN_TEN}百千点0-9.]+"
# The first item of the pattern is a character class on purpose: it lets the regex engine skip ahead quickly.
SPECIAL = re.compile(
    rf"""(
    [0-9A-Z十百千万{_CN}半](?:
        (?<=[0-9])(?<![A-Z.].)[0-9]*(?:\.[0-9]+)?\s*[:∶比]\s*[0-9]+(?:\.[0-9]+)?   # 2:3
      | (?<=[1-9])(?<![0-9.].)成(?!{_NO_SHARE})                  # 9成
      | (?<=[0-9])(?<![A-Z.].)[0-9]*(?:\.[0-9]+)?               # 12  6.5
            (?:\s*[%‰]|\s*/\s*(?:10\s*万|100000)(?![0-9])|[万亿](?!分之))?   # 90%  2.5‰  12/10万  1.8万
      | (?<=[A-Z])[A-Z]*[0-9][0-9A-Z]*(?:\.[0-9]+)?             # PM2.5, B12
      | (?<=[百千万])分之{_CN_NUMBER}                            # 百分之九十
      | (?<=十)万分之{_CN_NUMBER}                                # 十万分之九
      | (?<=[{_CN}])比[{_CN}](?![{_CN}十百千万])                 # 二比三
      | (?<=[两{CN_DIGIT[1:]}])(?<![第十百千万].)成(?!{_NO_SHARE})[{_CN}半]?   # 九成, 四成六
      | (?<=一)半(?![天会月年夜晌])|(?<=半)数(?![据字学])        # 一半, 半数
      | (?<=[{_CN}十百])(?<![第几数{_CN}十百千].)(?:
            (?={_UNITS})                                         # 三周岁
          | (?<=[{_CN}十百])[{_CN}十百千零]+(?={_MORE_UNITS})    # 三百六十学时
        )
    ))""",
    re.VERBOSE,
)
_ARABIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(.*)", re.DOTALL)
_RATIO = re.compile(rf"([0-9.]+|[{_CN}])\s*[:∶比]\s*([0-9.]+|[{_CN}])")
_TENTHS = re.compile(rf"([1-9{_CN}])成([{_CN}半]?)")
_FRACTION = re.compile(r"(十万|[百千万])分之(.+)", re.DOTALL)
_FRACTION_SIGN = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万"}
_SCALE = {"万": 10_000, "亿": 100_000_000}
_DIGIT = {char: value for value, char in enumerate(f"零{CN_DIGIT}")} | {"两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}


def _plain(value: Decimal) -> str:
    """The shortest writing of a value: no exponent, no trailing zeros.

    >>> _plain(Decimal("90.50"))
    '90.5'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chinese_value(text: str) -> Decimal | None:
    """The value of a Chinese or arabic numeral below ten thousand, or None where it is none.

    >>> _chinese_value("九十五点五")
    Decimal('95.5')
    """
    if text.replace(".", "", 1).isdigit():
        return Decimal(text.strip("."))
    whole, _, decimals = text.partition("点")
    total = digit = 0
    seen_digit = False
    for char in whole:
        if char in _DIGIT:
            if seen_digit and digit:
                return None  # digits in a row (二零三零): a year, not a value
            digit, seen_digit = _DIGIT[char], True
        elif char in _UNIT:
            total += (digit if seen_digit else 1) * _UNIT[char]
            digit, seen_digit = 0, False
        else:
            return None
    if any(char not in _DIGIT for char in decimals) or text.endswith("点"):
        return None
    return Decimal(total + digit) + Decimal("0." + ("".join(str(_DIGIT[char]) for char in decimals) or "0"))


@lru_cache(maxsize=8192)
def canonical(number: str) -> tuple[str, tuple[str, ...]]:
    """The canonical word of one SPECIAL stretch, and the words inside it that are indexed beside it.

    >>> canonical("12/10 万"), canonical("百分之九十"), canonical("1.8万"), canonical("PM2.5")
    (('12/10万', ('12',)), ('90%', ('90',)), ('18000', ('1.8',)), ('pm2.5', ()))
    """
    if fraction := _FRACTION.fullmatch(number):
        value = _chinese_value(fraction[2])
        if value is None:
            return number, ()
        plain = _plain(value)
        return plain + _FRACTION_SIGN[fraction[1]], (plain,)
    if number in ("一半", "半数"):
        return "50%", (number,)
    if ratio := _RATIO.fullmatch(number):
        low, high = (_chinese_value(each) for each in ratio.groups())
        return (number, ()) if low is None or high is None else (f"{_plain(low)}:{_plain(high)}", ())
    if tenths := _TENTHS.fullmatch(number):
        share = _chinese_value(tenths[1]) or Decimal(0)
        rest = Decimal(5) if tenths[2] == "半" else _chinese_value(tenths[2] or "零") or Decimal(0)
        return _plain(share * 10 + rest) + "%", ()
    if (value := _chinese_value(number)) is not None and not number[0].isascii():
        return _plain(value), (number,)
    arabic = _ARABIC.fullmatch(number)
    if arabic is None:
        return number.lower(), ()
    value, sign = Decimal(arabic[1]), arabic[2]
    plain = _plain(value)
    if not sign:
        return plain, ()
    if sign in _SCALE:
        return _plain(value * _SCALE[sign]), (plain,)
    return plain + ("/10万" if sign.startswith("/") else sign), (plain,)
