"""Which character is meant by one that only looks like it: radicals, compatibility forms, widths, dashes.

Gives tables from one character to one, so that a text keeps the length of the source and every offset its place. MEANT
serves the matching of patterns and words (``fold``). ``repaired`` changes less: what a text says is read, kept and
searched with the ideographs that are meant and with digits and letters of one width (docs/decisions/0010); the source
itself is never changed. Other characters stay: 臺 is a character of its own (simplifying is the work of ``typos``),
㈠ and ℃ stand for several. Roman numerals stay too, Ⅰ no less than Ⅲ.
"""

from __future__ import annotations

import re
import unicodedata

# Radicals that fonts without a proper code table give out instead of the characters; Unicode has no mapping for them.
_RADICALS = dict(
    zip(
        map(
            ord, "⺁⺇⺊⺌⺒⺜⺝⺠⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰"
        ),
        "厂几卜小巳日月民王目示竹羊月虎西见角贝足车長长门雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
# Stretches of characters that exist only for the sake of older code tables.
_COMPATIBLE = (
    (0x2E9F, 0x2E9F),  # ⺟, the one radical of its row that Unicode maps, with
    (0x2EF3, 0x2EF3),  # ⻳
    (0x2F00, 0x2FD5),  # Kangxi radicals: ⼥ ⽤
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE10, 0xFE19),  # signs of vertical print
    (0xFE35, 0xFE44),
    (0xFE50, 0xFE6B),  # small signs: ﹪ ﹐
    (0xFF01, 0xFF5E),  # full width: ９ Ａ ％
    (0x1D7CE, 0x1D7FF),  # mathematical digits: 𝟗
    (0x2F800, 0x2FA1D),
)
_BLANKS = "\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Dashes and waves that stand between two numbers or years, in all the shapes that print and OCR use.
_DASHES, _WAVES = "—–‐‑‒―－─﹣−ー⸺﹘", "～〜∼˜⁓∽〰"
_SIGNS = {"％": "%", "〇": "零", "○": "零", "∶": ":", "︰": ":", "﹕": ":", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "µ": "μ"}  # fmt: skip

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Zero-width characters, byte order marks and soft hyphens: no part of a word or number, wherever they stand."""


def _compatible(code: int) -> str:
    meant = unicodedata.normalize("NFKC", chr(code))
    return meant if len(meant) == 1 else chr(code)


def _meant() -> dict[int, str]:
    table = dict(_RADICALS)
    table |= {code: _compatible(code) for first, last in _COMPATIBLE for code in range(first, last + 1)}
    table |= dict.fromkeys(map(ord, _BLANKS), " ")
    table |= dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _WAVES), "~")
    table |= {ord(sign): meant for sign, meant in _SIGNS.items()}
    return {code: meant.translate(table) for code, meant in table.items() if chr(code) != meant}


MEANT = _meant()
"""Code point -> the character that is meant by it."""

_FIRST_RADICAL, _IDEOGRAPHS = 0x2E80, (0xF900, 0xFAFF, 0x2F800, 0x2FA1D)
_PLAIN = re.compile(r"[0-9A-Za-z%]")
_POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")


def _is_ideograph(code: int) -> bool:
    first, last, first_rare, last_rare = _IDEOGRAPHS
    return _FIRST_RADICAL <= code < 0x2FE0 or first <= code <= last or first_rare <= code <= last_rare


LOOKALIKES = {code: meant for code, meant in MEANT.items() if _is_ideograph(code)}
"""Radicals and compatibility ideographs, which no text means: code point -> the ideograph that it looks like."""
_REPAIRED = LOOKALIKES | {code: meant for code, meant in MEANT.items() if _PLAIN.fullmatch(meant)}


def repaired(text: str) -> str:
    """The text with the ideographs that are meant, and with digits, letters and % of one width; as long as it was.

    >>> repaired("⼥职⼯达到９．５％（⻓期）")
    '女职工达到9.5%（长期）'
    """
    return _POINT.sub(".", text.translate(_REPAIRED))
