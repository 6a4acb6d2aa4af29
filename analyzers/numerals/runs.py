"""Reads a run of digits and numeral characters as one whole number: 1亿2千万, 两亿三千万, 十二万八千, 3千多万, 二三十.

Takes folded text and the place where the run begins. Gives a Run with its value, or with two values where two
neighbouring numerals mean “about” (二三十 is 20 to 30). The whole run is read or nothing of it: a run that is no
well-formed number (五三百, 1.5亿3千万, 一二三) has no value, and no piece of it is one. Values are Decimal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

# Pieces for patterns: what stands between [ and ].
CN_DIGIT = "一二三四五六七八九"
CN_TEN = f"{CN_DIGIT}十"
DIGITS = {char: value for value, char in enumerate(f"零{CN_DIGIT}")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
_UNITS = SMALL | LARGE
# The characters of cheques: 壹佰贰拾万. Alone they are ordinary words (陆地, 队伍).
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", f"{CN_TEN}百千", strict=True))
_IS_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖][拾佰仟万亿]")

# At most fifteen digits: longer runs are identifiers, and the cap keeps every search linear.
ARABIC = r"[0-9]{1,3}+(?:,[0-9]{3}(?![0-9]))++(?:\.[0-9]{1,9}+)?|[0-9]{1,15}+(?:\.[0-9]{1,9}+)?"
_ARABIC = re.compile(ARABIC)
_DECIMALS = re.compile(f"点([零{CN_DIGIT}]{{1,9}})(?![十百分半刻钟点])")
_MEASURE = re.compile("千[米克瓦卡伏帕]|百帕")  # 5千米, 2亿千瓦: the unit begins here
_MORE = re.compile("([多余来])(?=[万亿])")
_LONGEST = 40  # tokens; no number of a text is longer
_SURE_PAIRS = {(3, 5)}  # beside those that follow each other


class NumeralRun(NamedTuple):
    """``text[start:end]`` and what it says: ``low`` times ``scale``, up to ``high`` times ``scale`` for a pair.

    ``scale`` is 万, 亿 or 万亿 where the run ends with it and is otherwise one plain number (30万, 三十万, 3千万);
    ``low`` is None where the run is no number. ``more`` is the 多, 余 or 来 in front of the last scale.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None = None
    scale: str = ""
    more: str = ""
    arabic: bool = False


class _Token(NamedTuple):
    text: str
    value: Decimal
    kind: str  # arabic, digit, unit


def read_run(text: str, at: int) -> NumeralRun | None:
    """The run that begins at ``at``, None where no number character stands there.

    >>> read_run("两亿三千万元", 0)[2:5], read_run("30万元", 0)[2:5], read_run("二三十人", 0)[2:4]
    ((Decimal('230000000'), None, ''), (Decimal('30'), None, '万'), (Decimal('20'), Decimal('30')))
    >>> read_run("五三百", 0)
    NumeralRun(start=0, end=3, low=None, high=None, scale='', more='', arabic=False)
    """
    start = at
    tokens, at, more = _tokens(text, at, _FORMAL if _IS_FORMAL.match(text, at) else {})
    if not tokens:
        return None
    arabic = any(token.kind == "arabic" for token in tokens)
    if text[at : at + 1].isdigit() or text[at : at + 1] == "几" or len(tokens) >= _LONGEST:
        return NumeralRun(start, _rest(text, at), None, arabic=arabic)  # 五3, sixteen digits, 3万几千
    low, high, scale = _read(tokens)
    if low is not None and low == low.to_integral_value() and len(tokens) > 1:
        low = low.to_integral_value()  # 2.5千: 2500, not 2500.0
    return NumeralRun(start, at, low, high, scale, more if low is not None else "", arabic)


def whole(text: str) -> Decimal | None:
    """The value of a text that is one number and nothing else, 万 and 亿 multiplied out."""
    run = read_run(text, 0)
    if run is None or run.end != len(text) or run.low is None or run.high is not None:
        return None
    return run.low * scale_of(run.scale)


def scale_of(text: str) -> int:
    """The factor that 万, 亿, 千万, 百 … stand for behind a number.

    >>> scale_of("千万"), scale_of("亿"), scale_of("百"), scale_of("")
    (10000000, 100000000, 100, 1)
    """
    factor = 1
    for char in text:
        factor *= _UNITS[char]
    return factor


def _rest(text: str, at: int) -> int:
    """The end of everything that hangs on a run that cannot be read."""
    while at < len(text) and (
        text[at].isdigit() or text[at] in DIGITS or text[at] in _UNITS or text[at] == "几"
    ):
        at += 1
    return at


def _tokens(text: str, at: int, formal: dict[str, str]) -> tuple[list[_Token], int, str]:
    tokens: list[_Token] = []
    more = ""
    while at < len(text) and len(tokens) < _LONGEST:
        char, last = formal.get(text[at], text[at]), tokens[-1].kind if tokens else ""
        if "0" <= char <= "9":
            if last not in ("", "unit") and tokens[-1].text not in "零〇○":
                break
            found = _ARABIC.match(text, at)
            assert found is not None
            tokens.append(_Token(found.group(), Decimal(found.group().replace(",", "")), "arabic"))
            at = found.end()
            continue
        if char in DIGITS:
            if last in ("arabic", "decimal"):
                break
            tokens.append(_Token(char, Decimal(DIGITS[char]), "digit"))
        elif char in _UNITS:
            if (last in ("arabic", "decimal") or (tokens and tokens[-1].text in LARGE)) and _MEASURE.match(
                text, at
            ):
                break
            tokens.append(_Token(char, Decimal(_UNITS[char]), "unit"))
        elif tokens and (found := _DECIMALS.match(text, at)) and (integer := _value(tokens)) is not None:
            decimals = "".join(str(DIGITS[digit]) for digit in found[1])
            tokens = [_Token("", integer + Decimal(f"0.{decimals}"), "decimal")]
            at = found.end()
            continue
        elif tokens and not more and (found := _MORE.match(text, at)):
            more = found[1]
        else:
            break
        at += 1
    return tokens, at, more


def _read(tokens: Sequence[_Token]) -> tuple[Decimal | None, Decimal | None, str]:
    """Low, high and scale."""
    body, scale = _scaled(tokens)
    pair = _pair(body)
    if pair is None:
        low = _value(body)
        return low, None, scale if low is not None else ""
    low, high = _value(pair[0]), _value(pair[1])
    if low is None or high is None or low >= high:
        return None, None, ""
    return low, high, scale


def _scaled(tokens: Sequence[_Token]) -> tuple[Sequence[_Token], str]:
    """The tokens without a 万, 亿 or 万亿 at their end, as far as no other one stands in front: 三十万, 1.5万亿."""
    size = len(tokens)
    while size and tokens[size - 1].text in LARGE:
        size -= 1
    scale = "".join(token.text for token in tokens[size:])
    if not size or scale not in ("万", "亿", "万亿") or any(token.text in LARGE for token in tokens[:size]):
        return tokens, ""
    return tokens[:size], scale


def _pair(tokens: Sequence[_Token]) -> tuple[list[_Token], list[_Token]] | None:
    """Both readings where two neighbouring numerals follow each other: 二三十, 十五六, 两千三四百, 百八十."""
    if len(tokens) == 3 and [token.kind for token in tokens] == ["unit", "digit", "unit"]:
        top, digit, unit = tokens
        if digit.value == 8 and unit.value * 10 == top.value:  # 百八十: eighty to a hundred
            return [digit, unit], [_Token("一", Decimal(1), "digit"), top]
    places = [
        place
        for place in range(len(tokens) - 1)
        if tokens[place].kind == tokens[place + 1].kind == "digit" and tokens[place].value
    ]
    if len(places) != 1:
        return None
    first, second = int(tokens[places[0]].value), int(tokens[places[0] + 1].value)
    if second - first != 1 and (first, second) not in _SURE_PAIRS:
        return None
    front, back = list(tokens[: places[0]]), list(tokens[places[0] + 2 :])
    return [*front, tokens[places[0]], *back], [*front, tokens[places[0] + 1], *back]


def _value(tokens: Sequence[_Token]) -> Decimal | None:
    """The number that tokens write, None where they write none."""
    if len(tokens) > 1 and all(token.kind == "digit" for token in tokens):
        return _digit_by_digit(tokens)
    if sum(token.kind in ("arabic", "decimal") and token.value % 1 != 0 for token in tokens) and (
        sum(token.kind != "unit" for token in tokens) > 1
    ):
        return None  # 1.5亿3千万
    for mark, size in (("亿", LARGE["亿"]), ("万", LARGE["万"])):
        at = max((place for place, token in enumerate(tokens) if token.text == mark), default=-1)
        if at >= 0:
            front = _value(tokens[:at]) if at else None
            rest = _below(tokens[at + 1 :], size)
            return None if front is None or rest is None else front * size + rest
    return _small(tokens)


def _digit_by_digit(tokens: Sequence[_Token]) -> Decimal | None:
    """二零三零 and 一九四九; 一二三 and 三八 are no numbers."""
    text = "".join(str(token.value) for token in tokens)
    year = len(text) == 4 and text.startswith("19")
    return Decimal(text) if year or (len(text) > 2 and "0" in text[1:]) else None


def _below(tokens: Sequence[_Token], size: int) -> Decimal | None:
    """What stands behind 万 or 亿: 两万三千, 1亿2千万, 2万3000, 三万五 (thirty-five thousand), 一万零五."""
    if not tokens:
        return Decimal(0)
    if len(tokens) == 1 and tokens[0].kind == "digit":
        return tokens[0].value * (size // 10)
    zero = tokens[0].kind == "digit" and not tokens[0].value
    rest = tokens[1:] if zero else tokens
    if len(rest) == 1 and rest[0].kind == "arabic":
        printed = rest[0].text.replace(",", "")
        sure = len(printed) == len(str(size)) - 1 or (size == LARGE["万"] and (zero or len(printed) > 1))
        return rest[0].value if sure and rest[0].value < size else None  # 1万5人: 15,000 or a slip?
    value = _value(rest)
    if value is None or value >= size or (size == LARGE["亿"] and not zero and value < LARGE["万"]):
        return None  # 两亿三千: 230,000,000 or 200,003,000?
    return value


def _small(tokens: Sequence[_Token]) -> Decimal | None:
    """A number below ten thousand, or one in digits."""
    total, digit, last, zero = Decimal(0), None, Decimal(0), False
    for token in tokens:
        if token.kind == "unit":
            if (last and token.value >= last) or (digit is None and token.text != "十"):
                return None
            total += (digit if digit is not None else 1) * token.value
            digit, last, zero = None, token.value, False
        elif digit is not None and (digit or token.kind != "digit"):
            return None
        elif token.kind == "digit" and not token.value and (last or len(tokens) > 1):
            zero = True
        else:
            digit = token.value
    if digit is None:
        return total if last or not zero else Decimal(0)
    if tokens[-1].kind == "arabic" and last and (digit >= last or not (zero or len(tokens[-1].text) > 1)):
        return None  # 1千5
    # A last digit right behind 百 or a larger unit stands for the next smaller unit: 一百五 is 150.
    tail = last / 10 if last >= 100 and not zero and tokens[-1].kind == "digit" else 1
    return total + digit * tail
