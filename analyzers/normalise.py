"""Joins printed lines into running text, and folds character widths, without losing the way back.

Takes a stretch of source text. Gives the joined text together with the source offset of every character
of it. Never changes a character other than leaving out blanks; folding is a separate, length-keeping step
that is used for pattern matching only and is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.marks import Span

# Pieces for patterns, to stand between [ and ]: the characters of print, with the rare ones, with all there are.
HAN = "\u4e00-\u9fff"
HAN_EXTENDED = f"\u3400-\u4dbf{HAN}"
HAN_EVERY = f"{HAN_EXTENDED}\uf900-\ufaff\U00020000-\U0003134f"
# Han characters, CJK punctuation, full-width forms, and the general punctuation that Chinese print uses.
_CJK = f"\u2014\u2018\u2019\u201c\u201d\u2026\u3001-\u303f{HAN_EVERY}\uff01-\uff60\uffe0-\uffe6"
_IS_CJK = re.compile(f"[{_CJK}]")
# Zero-width characters and byte order marks are as invisible in print as blanks are.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_OPEN_NUMBER = re.compile(r"[^\s。；;：:！？!?、)）\d.][0-9]+(?:\.|[/~-])$")
_BLANKS = re.compile(rf"[\s\u3000{_INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Joined:
    """Running text and, for each character of it, the offset it has in the source."""

    text: str
    offsets: tuple[int, ...]

    def to_source(self, start: int, end: int) -> Span:
        """The source stretch that covers ``text[start:end]``; a blank stretch gives an empty span."""
        if end <= start:
            at = (
                self.offsets[start]
                if start < len(self.offsets)
                else (self.offsets[-1] + 1 if self.offsets else 0)
            )
            return Span(at, at)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def squash(text: str) -> str:
    """The text without any blank or invisible character: the form in which loss is checked.

    >>> squash("70%以\\n\\n 下")
    '70%以下'
    """
    return _BLANKS.sub("", text)


def join_lines(source: str, start: int, end: int, *, leave_out: Sequence[Span] = ()) -> Joined:
    """Joins the lines of ``source[start:end]`` into running text.

    Blanks (spaces, line and page breaks) are left out where a Chinese character or Chinese punctuation
    stands on either side, and where a line break cuts a number; between two Latin words one space stays.
    Nothing else is changed. ``leave_out`` are source stretches that are no part of the sentence, such as
    page numbers printed in the middle of it.

    >>> join_lines("展望 2035 年，70%以\\n\\n下", 0, 18).text
    '展望2035年，70%以下'
    """
    stretches: list[Span] = []
    at = start
    for gap in sorted(leave_out):
        if gap.end <= at or gap.start >= end:
            continue
        if gap.start > at:
            stretches.append(Span(at, gap.start))
        at = max(at, gap.end)
    if at < end:
        stretches.append(Span(at, end))

    parts: list[str] = []
    offsets: list[int] = []
    blank_at = -1  # source offset of a blank waiting for its right-hand neighbour
    broke = False  # that blank holds a line break
    for stretch in stretches:
        at = stretch.start
        for blank in _BLANKS.finditer(source, stretch.start, stretch.end):
            if blank.start() > at:
                blank_at, broke = _place(source, at, blank.start(), parts, offsets, blank_at, broke)
            if blank_at < 0:
                blank_at, broke = blank.start(), False
            broke = broke or "\n" in blank.group() or "\f" in blank.group() or "\r" in blank.group()
            at = blank.end()
        if at < stretch.end:
            blank_at, broke = _place(source, at, stretch.end, parts, offsets, blank_at, broke)
    return Joined("".join(parts), tuple(offsets))


def _place(
    source: str, start: int, end: int, parts: list[str], offsets: list[int], blank_at: int, broke: bool
) -> tuple[int, bool]:
    """Appends one blank-free run, with a single space before it where two Latin words would touch."""
    if blank_at >= 0 and parts:
        left, right = parts[-1][-1], source[start]
        cut = broke and _cuts_number("".join(part[-8:] for part in parts[-2:]), source[start : start + 2])
        if not (_IS_CJK.match(left) or _IS_CJK.match(right) or cut):
            parts.append(" ")
            offsets.append(blank_at)
    parts.append(source[start:end])
    offsets.extend(range(start, end))
    return -1, False


def _cuts_number(left: str, right: str) -> bool:
    """Whether a line break between the two stands inside a number: 20|30, 3.|17, 3|.17, 90|%, 12/|10.

    A number with a stop that opens a line or follows a sentence is the number of an item: 1.|5岁以下.
    """
    if left[-1].isdigit():
        return right[0].isdigit() or right[0] in "%‰" or (right[0] in "./" and right[1:].isdigit())
    return right[0].isdigit() and _OPEN_NUMBER.search(left) is not None


def _fold_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    # Dashes that stand between two numbers or years, in all the shapes print and OCR use.
    for dash in "—–‐‑‒―－─﹣−":
        table[ord(dash)] = "-"
    for tilde in "～〜∼˜":
        table[ord(tilde)] = "~"
    table |= {ord("％"): "%", ord("﹪"): "%", ord("〇"): "零", ord("○"): "零", ord("Ｏ"): "O"}
    table |= {
        ord("∶"): ":",
        ord("﹕"): ":",
        ord("︰"): ":",
        ord("≧"): "≥",
        ord("≦"): "≤",
        ord("⩾"): "≥",
        ord("⩽"): "≤",
    }
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """The text with full-width letters, digits and signs made half-width; its length stays the same.

    Chinese commas, stops and brackets become their ASCII counterparts too, so that one pattern reads both.

    >>> fold("９０％（以上）")
    '90%(以上)'
    """
    return text.translate(_FOLD)
