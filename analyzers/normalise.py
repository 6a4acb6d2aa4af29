"""Joins printed lines into running text, and folds character widths, without losing the way back.

Takes a stretch of source text. Gives the joined text together with the source offset of every character
of it. Never changes a character other than leaving out blanks; folding is a separate, length-keeping step
that is used for pattern matching only and is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.characters import INVISIBLE, MEANT
from analyzers.marks import Span

# Pieces for patterns, to stand between [ and ]: the characters of print, with the rare ones, with all there are.
HAN = "\u4e00-\u9fff"
HAN_EXTENDED = f"\u3400-\u4dbf{HAN}"
HAN_EVERY = f"{HAN_EXTENDED}\uf900-\ufaff\U00020000-\U0003134f"
# Han characters and radicals, CJK punctuation, full-width forms, and the general punctuation that Chinese print uses.
_CJK = f"\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u2fdf\u3001-\u303f{HAN_EVERY}\uff01-\uff60\uffe0-\uffe6"
_IS_CJK = re.compile(f"[{_CJK}]")
_OPEN_NUMBER = re.compile(r"[^\s。；;：:！？!?、)）\d.][0-9]+(?:\.|[/~-])$")
_BLANKS = re.compile(rf"[\s\u3000{INVISIBLE}]+")


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
    stands on either side, and where a line break cuts a number; between two Latin words and between two digits one
    space stays. Zero-width characters are left out wherever they stand. Nothing else is changed. ``leave_out`` are source stretches that are no part of the sentence, such as
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
            if blank_at < 0 and blank.group().strip(INVISIBLE):
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
        apart = (
            left.isdigit() and right.isdigit()
        )  # ９５ ９８ are two numbers, or one that is torn: for others to tell
        if not cut and (apart or not (_IS_CJK.match(left) or _IS_CJK.match(right))):
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


def fold(text: str) -> str:
    """The text with every character that only looks like another made that other; its length stays the same.

    Full-width letters, digits and signs become half-width, Chinese commas, stops and brackets their ASCII
    counterparts, radicals and compatibility forms the characters that are meant.

    >>> fold("９０％（以上）"), fold("⼥职⼯")
    ('90%(以上)', '女职工')
    """
    return text.translate(MEANT)
