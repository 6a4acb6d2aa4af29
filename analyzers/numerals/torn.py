"""Mends numbers that a blank, a wrong sign or a typed ‰ has torn: 9 5%, 1 500个, 3·5‰, 12. 5%, 3.5%o, 3.2 0/00.

Takes folded text. Gives the text in which they stand whole, the way back to the text taken, and the stretches of those
that cannot be told for certain (12,5%; 95 98%): those are left as they stand, and no number inside them is to be read.
Certain is only what stands right behind a word, in front of a unit, and is a number in one reading alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from analyzers.characters import INVISIBLE
from analyzers.marks import Span
from analyzers.normalise import HAN
from analyzers.numerals.runs import CN_DIGIT, CN_TEN, DIGITS, whole
from analyzers.units import unit_at

_DOTS = "·・‧∙•⋅"
_MARKS = "'’"  # 1'500
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
# ‰ typed with letters or digits: %o and 0/00; %0 where the number can be one in a thousand.
_SUSPECT_SIGN = re.compile("[%/][oO0]")
_PER_MILLE = re.compile(
    r"(?<![0-9.])(?P<n>[0-9]{1,9}(?:\.[0-9]{1,6})?)(?P<sign> ?%[oO](?![a-zA-Z])| ?%0(?![0-9.%])| ?[0oO]/[0oO]{2}(?![0-9])|/00(?![0-9]))"
)
_MOST_PER_MILLE = 50  # a rate above is given in percent
_LONGEST = 15  # characters of a number
_CLUSTER = re.compile(rf"[0-9](?<![0-9].)[0-9]*+(?:(?: *[.,{_DOTS}{_MARKS}] *| +)[0-9]++)+")
_PIECE = re.compile(rf"(?P<sep>[ .,{_DOTS}{_MARKS}]*)(?P<digits>[0-9]+)")
_PLAIN = re.compile(r"[0-9]+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+){2,}")
_DAY = re.compile(f"[0-9]{{1,2}}[{_DOTS}][0-9]{{1,2}}")  # 3·15, 12·4: days of the year
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_AS_YEAR = re.compile("(?:19|20)[0-9]{2}(?= ?年|[-~至到](?:19|20)[0-9]{2} ?年)")
_OPENS = re.compile(r"(?:^|[。;:!?\n])[ ]*$")
_BEHIND_WORD = re.compile(f"[{HAN}≥≤<>≈~(]")
_LATIN = re.compile("[A-Za-zα-ωΑ-Ω]")
_SCALE = re.compile(" ?[多余]?[十百千万亿]")
# A full stop for the point, and letters for digits: what is meant can only be guessed.
_GUESS = re.compile(
    "[0-9](?<![0-9].)[0-9]*+(?:。[0-9]++(?=[%‰])|[OoIl][0-9OoIl.]{0,15}(?=[%‰]|[个名人家户岁年亩元万]))"
)
# 三、四名 for 三四名; not 二、三级 and not 一、二、三.
_PARTED_PAIR = re.compile(
    f"(?<![第、零{CN_TEN}百千万])(?P<low>[二两{CN_DIGIT[2:8]}])(?P<sign>、)(?P<high>[{CN_DIGIT[2:]}])(?=[十百千]{{0,2}}万?(?:个(?!百)|[名家户次位所天岁元亩]|人(?!均)|小时))"
)
_CN = f"零两{CN_TEN}百千万亿"
_CN_TORN = re.compile(f" +(?=[{_CN}])")


class MendedText(NamedTuple):
    """A text with its numbers whole; ``places`` are the offsets of its characters in the text taken (empty: the same)."""

    text: str
    places: tuple[int, ...]
    torn: tuple[Span, ...]  # in the text taken

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the mended text as a stretch of the text taken."""
        if not self.places or end <= start:
            return start, end
        return self.places[start], self.places[end - 1] + 1


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Piece(NamedTuple):
    start: int
    end: int
    sep: str  # what stands in front of it


def mend(text: str) -> MendedText:
    """The text with torn numbers whole where that is certain.

    >>> mend("参保率9 5%,床位1 500张").text, mend("死亡率3.5%o").text
    ('参保率95%,床位1500张', '死亡率3.5‰')
    >>> mend("两项达到95 98%").torn
    (Span(start=4, end=9),)
    """
    mended = MendedText(text, (), ())
    if _INVISIBLE.search(text):
        mended = _rewrite(mended, [_Edit(*found.span(), "") for found in _INVISIBLE.finditer(text)])
    torn: list[Span] = []
    if _SUSPECT_SIGN.search(mended.text):
        edits, unsure = _per_mille(mended.text)
        torn += (Span(*mended.back(*span)) for span in unsure)
        mended = _rewrite(mended, edits)
    if "、" in mended.text:
        pairs = [
            _Edit(*found.span("sign"), "") for found in _PARTED_PAIR.finditer(mended.text) if _next(found)
        ]
        mended = _rewrite(mended, pairs)
    if " " in mended.text:
        blanks = [found for found in _CN_TORN.finditer(mended.text) if _one_numeral(found)]
        mended = _rewrite(mended, [_Edit(*found.span(), "") for found in blanks])
    torn += (Span(*mended.back(*found.span())) for found in _GUESS.finditer(mended.text))
    edits = []
    for found in _CLUSTER.finditer(mended.text):
        if _PLAIN.fullmatch(found.group()):
            continue
        for pieces in _groups(found):
            edit = _whole(mended.text, pieces)
            if edit is not None:
                edits.append(edit)
            elif not _DAY.fullmatch(mended.text, pieces[0].start, pieces[-1].end):
                torn.append(Span(*mended.back(pieces[0].start, pieces[-1].end)))
    mended = _rewrite(mended, edits)
    return mended._replace(torn=tuple(sorted(torn)))


def _rewrite(mended: MendedText, edits: Sequence[_Edit]) -> MendedText:
    """The text with stretches replaced; a replacement is no longer than what it stands for."""
    if not edits:
        return mended
    text, places = mended.text, mended.places or range(len(mended.text))
    parts: list[str] = []
    kept: list[int] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        kept += places[at : edit.start]
        kept += places[edit.start : edit.start + len(edit.text)]
        if edit.text:
            kept[-1] = places[edit.end - 1]  # the last sign stands for all that it replaces
        at = edit.end
    parts.append(text[at:])
    kept += places[at:]
    return MendedText("".join(parts), tuple(kept), mended.torn)


def _per_mille(text: str) -> tuple[list[_Edit], list[tuple[int, int]]]:
    """Typed signs to be ‰, and the stretches of those that may as well be a slip for percent."""
    edits: list[_Edit] = []
    unsure: list[tuple[int, int]] = []
    for found in _PER_MILLE.finditer(text):
        sign, start = found["sign"], found.start("sign")
        if sign == "/00":  # 0.90/00: the last zero belongs to the sign
            if not found["n"].endswith("0") or len(found["n"]) == 1:
                continue
            start -= 1
        if sign.endswith("%0") and Decimal(found["n"]) > _MOST_PER_MILLE:
            unsure.append(found.span())
        else:
            edits.append(_Edit(start, found.end(), "‰"))
    return edits, unsure


def _one_numeral(blank: re.Match[str]) -> bool:
    """Whether two Chinese numerals with a blank between them are one: 九 十, 三 百二十."""
    text, start, end = blank.string, blank.start(), blank.end()
    if not start or text[start - 1] not in _CN:
        return False
    if text[start - 1] not in "十百千万亿" and text[end] not in "十百千万亿":
        return False
    while start and text[start - 1] in _CN and blank.start() - start < 20:
        start -= 1
    while end < len(text) and text[end] in _CN and end - blank.end() < 20:
        end += 1
    return whole(text[start : blank.start()] + text[blank.end() : end]) is not None


def _next(found: re.Match[str]) -> bool:
    """Whether the second numeral of a pair follows the first."""
    return DIGITS[found["high"]] - DIGITS[found["low"]] == 1


def _groups(found: re.Match[str]) -> Iterator[list[_Piece]]:
    """The pieces of a cluster that may be one number: years and the number of an item stand apart, as PM2.5 does."""
    text, base = found.string, found.start()
    pieces = [
        _Piece(base + piece.start("digits"), base + piece.end(), piece["sep"])
        for piece in _PIECE.finditer(found.group())
    ]
    if base and _LATIN.match(text[base - 1]):
        while len(pieces) > 1 and pieces[1].sep == ".":
            del pieces[0]
        del pieces[0]
    elif (
        len(pieces) > 1
        and pieces[1].sep.rstrip() == "." != pieces[1].sep
        and _OPENS.search(text[max(0, base - 4) : base])
    ):
        del pieces[0]  # 1. 5岁以下
    last = pieces[-1] if pieces else None
    if last and (year := _AS_YEAR.match(text, last.start)) and year.end() == last.end:
        pieces = pieces[:-1] if not {*last.sep} & {".", *_DOTS} else []
    yield from _several(text, pieces)


def _several(text: str, group: list[_Piece]) -> Iterator[list[_Piece]]:
    """The group where it is more than one plain number; two decimals with a blank between them are two numbers."""
    parted = [
        place
        for place in range(2, len(group) - 1)
        if "." not in group[place].sep and group[place - 1].sep == group[place + 1].sep == "."
    ]
    for start, end in pairwise([0, *parted, len(group)]):
        part = group[start:end]
        if len(part) > 1 and not _PLAIN.fullmatch(text, part[0].start, part[-1].end):
            yield part


def _whole(text: str, pieces: list[_Piece]) -> _Edit | None:
    """The number that the pieces are for certain, None where they may be something else."""
    start, end = pieces[0].start, pieces[-1].end
    digits = [text[piece.start : piece.end] for piece in pieces]
    if len("".join(digits)) == 4 and _YEAR.fullmatch("".join(digits)) and re.compile(" ?年").match(text, end):
        return _Edit(start, end, "".join(digits))  # 20 30年
    unit = unit_at(text, end + (text[end : end + 1] == " "))
    if not (unit or _SCALE.match(text, end)) or not (start and _BEHIND_WORD.match(text[start - 1])):
        return None
    number = _joined(digits, [piece.sep for piece in pieces[1:]])
    if (
        number is None
        or len(number) > _LONGEST
        or (unit and unit.name == "percent" and Decimal(number) > 100)
    ):
        return None
    return _Edit(start, end, number)


def _joined(digits: list[str], seps: list[str]) -> str | None:
    """The pieces as one number in digits: decimals, thousands, or digits set apart one by one."""
    if len(digits) == 2 and seps[0].strip() and seps[0].strip() in f".{_DOTS}":
        return ".".join(digits) if len(digits[1]) <= 2 else None
    decimals = ""
    if len(digits) > 2 and seps[-1].strip() == ".":
        digits, seps, decimals = digits[:-1], seps[:-1], f".{digits[-1]}"
    if digits[0].startswith("0") or len({sep.strip() for sep in seps}) > 1:
        return None
    grouped = seps[0].strip() in ("", ",", *_MARKS) and all(len(piece) == 3 for piece in digits[1:])
    if grouped and len(digits[0]) <= (2 if len(digits) == 2 else 3):
        return "".join(digits) + decimals
    alone = not seps[0].strip() and all(len(piece) == 1 for piece in digits)
    # 2 3 may be 23 or 2 to 3 whose dash is lost.
    if alone and (len(digits) > 2 or decimals or digits[0] >= digits[1]):
        return "".join(digits) + decimals
    return None
