"""Which words a number is indexed as, so that one value is found in any writing.

Takes text whose widths are folded. Gives the stretches that are numbers, and for each its canonical
word with the parts a reader may search for alone. ``90%`` and ``百分之九十`` both become ``90%``,
``12/10万`` and ``十万分之十二`` both ``12/10万``, ``1.8万`` becomes ``18000`` with the part ``1.8``, ``1亿2千万`` and 一亿两千万
``120000000``, 九成 is ``90%``, 一半 ``50%``, 二比三 ``2:3``. Chinese numerals are values in front of a unit of measure (三周岁, 三百六十学时);
elsewhere (三, 第一, 十二) they stay ordinary words: they are parts of names far more often than values.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from analyzers import numerals
from analyzers.numerals import CN_DIGIT, CN_TEN

_CN = f"两{CN_DIGIT}"
_NO_SHARE = (
    "[员果本立绩效为功长就熟分都品型交套批因语见真不像人年]"  # 三成员, 五成果: 成 begins the next word
)
_UNITS = "周岁|岁|学时|课时|小时|分钟|人次|个月|次(?![性产数要级日序])"
_MORE_UNITS = f"{_UNITS}|年(?![代级])|[天名人所家项处户万亿亩米公]|个"
_COUNTED = "[元人名户亩个家所项处吨株头只公平立千米]"
_CN_NUMBER = f"[零两{CN_TEN}百千点0-9.]+"
# The first item of the pattern is a character class on purpose: it lets the regex engine skip ahead quickly.
SPECIAL = re.compile(
    rf"""(
    [0-9A-Z十百千万{_CN}半](?:
        (?<=[0-9])(?<![A-Z.].)[0-9]*(?:\.[0-9]+)?\s*[:：∶比]\s*[0-9]+(?:\.[0-9]+)?   # 2:3
      | (?<=[1-9])(?<![0-9.].)成(?!{_NO_SHARE})                  # 9成
      | (?<=[0-9])(?<![A-Z.].)[0-9]*(?:\.[0-9]+)?               # 12  6.5
            (?:\s*[%‰](?:(?<=%)O(?![A-Z]))?|\s*/\s*(?:100?\s*万|百万|1000000?)(?![0-9])   # 90%  2.5‰  12/10万
              |[百千]?[万亿](?!分之)(?:[0-9]+千?万?|[零{_CN}][{_CN}十百千零]*万?)?)?   # 1.8万  3千万  1亿2千万
      | (?<=[A-Z])[A-Z]*[0-9][0-9A-Z]*(?:\.[0-9]+)?             # PM2.5, B12
      | (?<=[百千万])分之{_CN_NUMBER}                            # 百分之九十
      | (?<=[十百])万分之{_CN_NUMBER}                            # 十万分之九
      | (?<=[{_CN}])比[{_CN}](?![{_CN}十百千万])                 # 二比三
      | (?<=[两{CN_DIGIT[1:]}])(?<![第十百千万].)成(?!{_NO_SHARE})[{_CN}半]?   # 九成, 四成六
      | (?<=一)半(?![天会月年夜晌])|(?<=半)数(?![据字学])        # 一半, 半数
      | (?<=[{_CN}十百])(?<![第几数{_CN}十百千].)(?:
            (?={_UNITS})                                         # 三周岁
          | (?<=[{_CN}十])[{_CN}十百千零]*[万亿](?!分之)(?:[{_CN}零][{_CN}十百千零]*万?)?(?={_COUNTED})   # 两亿三千万元
          | (?<=[{_CN}十百])[{_CN}十百千零]+(?={_MORE_UNITS})    # 三百六十学时
        )
    ))""",
    re.VERBOSE,
)
_ARABIC = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(.*)", re.DOTALL)
_RATIO = re.compile(rf"([0-9.]+|[{_CN}])\s*[:：∶比]\s*([0-9.]+|[{_CN}])")
_YEAR = re.compile(f"[零{_CN}]{{2,}}")
_TENTHS = re.compile(rf"([1-9{_CN}])成([{_CN}半]?)")
_FRACTION = re.compile(r"(十万|百万|[百千万])分之(.+)", re.DOTALL)
_FRACTION_SIGN = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万", "百万": "/百万"}
_SCALES = ("万", "亿", "千万", "百万", "千亿", "百亿")
_SIGN = {"%": "%", "‰": "‰", "%O": "‰"}


def _plain(value: Decimal) -> str:
    """The shortest writing of a value: no exponent, no trailing zeros.

    >>> _plain(Decimal("90.50"))
    '90.5'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _value(text: str) -> Decimal | None:
    """The value of a Chinese or arabic numeral, or None where it is none (二零三零 is a year).

    >>> _value("九十五点五"), _value("95."), _value("1亿2千万"), _value("二零三零")
    (Decimal('95.5'), Decimal('95'), Decimal('120000000'), None)
    """
    if _YEAR.fullmatch(text):
        return None
    return numerals.number(text.strip(".") if text[:1].isascii() else text)


@lru_cache(maxsize=8192)
def canonical(number: str) -> tuple[str, tuple[str, ...]]:
    """The canonical word of one SPECIAL stretch, and the words inside it that are indexed beside it.

    >>> canonical("12/10 万"), canonical("百分之九十"), canonical("1.8万"), canonical("PM2.5")
    (('12/10万', ('12',)), ('90%', ('90',)), ('18000', ('1.8',)), ('pm2.5', ()))
    """
    if fraction := _FRACTION.fullmatch(number):
        value = Decimal(100) if fraction[2] == "百" else _value(fraction[2])
        if value is None:
            return number, ()
        plain = _plain(value)
        return plain + _FRACTION_SIGN[fraction[1]], (plain,)
    if number in ("一半", "半数"):
        return "50%", (number,)
    if ratio := _RATIO.fullmatch(number):
        low, high = (_value(each) for each in ratio.groups())
        return (number, ()) if low is None or high is None else (f"{_plain(low)}:{_plain(high)}", ())
    if tenths := _TENTHS.fullmatch(number):
        share = _value(tenths[1]) or Decimal(0)
        rest = Decimal(5) if tenths[2] == "半" else _value(tenths[2] or "零") or Decimal(0)
        return _plain(share * 10 + rest) + "%", ()
    if (value := _value(number)) is not None and not number[0].isascii():
        return _plain(value), (number,)
    arabic = _ARABIC.fullmatch(number)
    if arabic is None:
        return number.lower(), ()
    plain, sign = _plain(Decimal(arabic[1])), re.sub(r"\s", "", arabic[2])
    if not sign or sign in _SIGN:
        return (plain + _SIGN[sign], (plain,)) if sign else (plain, ())
    if sign.startswith("/"):
        return plain + ("/10万" if sign in ("/10万", "/100000") else "/百万"), (plain,)
    value = _value(number)
    if value is None:
        return number, (plain,)
    return _plain(value), (plain,) if sign in _SCALES else ()
