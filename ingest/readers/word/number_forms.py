"""Prints a number as Word prints it: 三, 十二, 甲, ①, iv, 08.

Takes a number and the name of a number format (ST_NumberFormat of ISO/IEC 29500-1, 17.18.59; the codes of old
.doc files, [MS-OSHARED] MSONFC, lead to the same names). Gives the printed form, "" for formats that print none.
"""

from __future__ import annotations

from collections.abc import Callable

from analyzers.numerals import CN_DIGIT

_DIGITS = f"〇{CN_DIGIT}"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def print_number(value: int, form: str) -> str:
    """How a list number is printed.

    >>> print_number(12, "chineseCounting"), print_number(3, "decimalEnclosedCircle"), print_number(4, "lowerRoman")
    ('十二', '③', 'iv')
    """
    return _FORMS.get(form, str)(value)


def _chinese(value: int, digits: str, ranks: tuple[str, str, str]) -> str:
    """In words, up to 9999; beyond that digit by digit, which no list of a plan reaches."""
    if not 0 < value < 10_000:
        return "".join(digits[int(digit)] for digit in str(value)) if value >= 0 else str(value)
    words, gap = "", False
    for rank, name in zip((1000, 100, 10, 1), (*reversed(ranks), ""), strict=True):
        digit = value // rank % 10
        if digit:
            words += ("零" if gap else "") + digits[digit] + name
        gap = bool(words) and not digit and value % rank != 0
    return words


def _counting(value: int) -> str:
    words = _chinese(value, _DIGITS, ("十", "百", "千"))
    return words[1:] if 10 <= value < 20 else words


def _legal(value: int) -> str:
    return _chinese(value, _LEGAL, ("拾", "佰", "仟"))


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    printed = ""
    for size, letters in _ROMAN:
        printed += letters * (value // size)
        value %= size
    return printed


def _letters(value: int) -> str:
    """A … Z, AA, BB …: Word repeats the letter."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else str(value)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value > 0 else str(value)


def _enclosed(first: int, count: int) -> Callable[[int], str]:
    """Characters that hold number and ring, bracket or stop in one, as far as there are any."""
    return lambda value: chr(first + value - 1) if 0 < value <= count else str(value)


def _full_width(value: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(abs(value)))


_circled = _enclosed(0x2460, 20)
_FORMS: dict[str, Callable[[int], str]] = {
    "bullet": lambda value: "",
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "koreanDigital2": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
