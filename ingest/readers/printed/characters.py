"""The characters of a printed page with their places, in the order in which the page draws them.

Takes a page of PDFium and its text. Gives Characters turned as the page is read, and what is set aslant (a watermark);
how many characters have no place in Unicode is counted. PDFium guesses where lines and words end; where it ends a line
in the middle of one, as it does when a font is cut in parts, the guess is put right by the places of the characters.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_ASLANT = 3.0  # degrees; what is turned further from the edges of the page is a watermark
_SAME_BASE = 0.35  # parts of a character's size; characters whose feet differ less stand on one line
_NEXT_LINE = 0.8  # and if they differ more, and the second stands further left, there is a line break
_TOGETHER, _APART = 1.0, 2.0  # sizes between two characters of one line that are one word; that are two lines
_BACK = 0.5  # so far a character may reach into the one before it


@dataclass(frozen=True, slots=True)
class Character:
    """One character: its edges, its foot and its middle, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    base: float
    middle: float
    size: float
    before: str = ""  # what parts it from the character before it: nothing, a blank, a line break


@dataclass(slots=True)
class PageText:
    """The characters of one page."""

    characters: list[Character] = field(default_factory=list)
    aslant: list[str] = field(default_factory=list)  # each run of characters that are set aslant
    unknown: int = 0  # characters without Unicode
    turn: int = 0  # quarters that the text is turned by, against the clock


def page_text(text_page: Any) -> PageText:
    """The characters of a page by its text page."""
    from pypdfium2 import raw

    found = PageText()
    upright: list[tuple[int, str, int, str]] = []  # place in the page, character, turn, separator
    before, was_aslant = "", False
    for place in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, place)
        char = chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else ""
        if raw.FPDFText_IsGenerated(text_page, place) == 1 and char in "\r\n ":
            before = "\n" if char in "\r\n" or before == "\n" else " "
            continue
        angle = math.degrees(raw.FPDFText_GetCharAngle(text_page, place))
        if not char:
            continue
        if _ASLANT < angle % 90 < 90 - _ASLANT:
            if was_aslant and not before:
                found.aslant[-1] += char
            elif char.strip():
                found.aslant.append(char)
            before, was_aslant = "", bool(char.strip()) or (was_aslant and not before)
            continue
        if was_aslant:
            before, was_aslant = "\n" if upright else "", False
        found.unknown += raw.FPDFText_HasUnicodeMapError(text_page, place) == 1
        upright.append((place, char, round(angle / 90) % 4, before))
        before = ""
    turns = Counter(turn for _, char, turn, _ in upright if char.strip())
    found.turn = turns.most_common(1)[0][0] if turns else 0
    found.characters = list(_placed(text_page, _apart(upright), found.turn))
    return found


def _apart(upright: list[tuple[int, str, int, str]]) -> list[tuple[int, str, int, str]]:
    """The same; what is set across the page, a stamp in its margin, begins a line of its own and ends with it."""
    turns = [upright[0][2] if upright else 0, *(turn for _, _, turn, _ in upright)]
    return [
        (place, char, turn, "\n" if turn != last and char.strip() else before)
        for (place, char, turn, before), last in zip(upright, turns, strict=False)
    ]


def turned(
    turn: int, left: float, low: float, right: float, high: float
) -> tuple[float, float, float, float]:
    """A box as it lies when the page is turned so that its text is upright."""
    if turn == 1:  # the text runs down the page
        return -high, left, -low, right
    if turn == 2:
        return -right, -high, -left, -low
    if turn == 3:  # up the page
        return low, -right, high, -left
    return left, low, right, high


def _placed(text_page: Any, upright: Iterable[tuple[int, str, int, str]], turn: int) -> Iterable[Character]:
    from pypdfium2 import raw

    left, right, low, high, x, y = (ctypes.c_double() for _ in range(6))
    last: Character | None = None
    for place, char, own_turn, before in upright:
        raw.FPDFText_GetCharBox(text_page, place, left, right, low, high)
        raw.FPDFText_GetCharOrigin(text_page, place, x, y)
        box = turned(turn, left.value, low.value, right.value, high.value)
        base = turned(turn, x.value, y.value, x.value, y.value)[1] if turn else y.value
        size = raw.FPDFText_GetFontSize(text_page, place)
        if size <= 1:
            size = max(1.0, box[3] - box[1])
        if last is not None and own_turn == turn:
            before = _separator(last, before, box[0], base, size)
        last = Character(char, box[0], box[2], base, (box[1] + box[3]) / 2, size, before)
        yield last


def _separator(last: Character, stated: str, left: float, base: float, size: float) -> str:
    """What parts a character from the last one, where PDFium says that it is ``stated``."""
    size = size if size > last.size else last.size
    gap = left - last.right
    rise = abs(base - last.base)
    if stated != "\n":
        return "\n" if rise > _NEXT_LINE * size and left < last.left else stated
    if rise > _SAME_BASE * size or gap < -_BACK * size or gap > _APART * size:
        return "\n"
    return "" if gap < _TOGETHER * size else " "
