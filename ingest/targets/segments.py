"""Cuts a clause into the stretches between its commas, and tells which quantities and years each holds.

Takes folded clause text with its quantities and years. Gives Segments; what stands in brackets becomes
segments of its own behind the one it interrupts. A comma or colon inside a quantity (1,000; 2:3) cuts nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.marks import Numbers, Quantity, YearMark
from analyzers.quantities import find_numbers

_SIGN = re.compile(r"[。！？!?;,:()\n]")
_LONGEST_BRACKET = 300  # a bracket that closes later than this is taken for a slip of the pen
# A stretch of so many characters without a comma is no sentence of a plan (the longest real one has 120; tables run on),
# and reading one takes the square of its length: its numbers are left alone.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch without commas. ``opener`` is the sign in front of it: 。 for the first of a sentence."""

    start: int
    end: int
    opener: str
    quantities: tuple[Quantity, ...] = ()
    years: tuple[YearMark, ...] = ()
    holes: tuple[tuple[int, int], ...] = ()  # brackets inside, signs included

    @property
    def opens_sentence(self) -> bool:
        return self.opener in "。！？!?\n"

    @property
    def bracketed(self) -> bool:
        return self.opener == "("


def numbers_in(text: str) -> tuple[Quantity, ...]:
    """The numbers of a folded text that may be values, places and grades among them (families rank and grade).

    >>> [(q.family, str(q.value)) for q in numbers_in("评价进入全省前5名,覆盖率达到90%")]
    [('rank', '5'), ('rate', '90')]
    """
    return in_order(find_numbers(text))


def in_order(found: Numbers) -> tuple[Quantity, ...]:
    """The quantities and ranks of what was found, in text order."""
    if not found.ranks:
        return found.quantities
    return tuple(sorted((*found.quantities, *found.ranks), key=lambda q: q.number_start))


def cut(
    text: str, quantities: Sequence[Quantity], years: Sequence[YearMark], start: int = 0
) -> tuple[Segment, ...]:
    """The segments of ``text[start:]``.

    >>> [(s.opener, s.start, s.end) for s in cut("到2025年,A(B)达到9人。C", (), ())]
    [('。', 0, 6), (',', 7, 15), ('(', 9, 10), ('。', 16, 17)]
    """
    closed = [(q.start, q.number_end) for q in quantities]
    signs = [m for m in _SIGN.finditer(text, start) if not _inside(closed, m.start())]
    partner = _brackets(signs)
    quantity_starts = [q.number_start for q in quantities]
    year_starts = [y.start for y in years]
    segments: list[Segment] = []

    def emit(begin: int, end: int, opener: str, holes: list[tuple[int, int]]) -> None:
        if not text[begin:end].strip():
            return
        if end - begin > _LONGEST:
            segments.append(Segment(begin, end, opener))
            return
        found = quantities[bisect_left(quantity_starts, begin) : bisect_left(quantity_starts, end)]
        marks = years[bisect_left(year_starts, begin) : bisect_left(year_starts, end)]
        free = [x for x in found if not _inside(holes, x.number_start)]
        dated = [y for y in marks if not _inside(holes, y.start)]
        segments.append(Segment(begin, end, opener, tuple(free), tuple(dated), tuple(holes)))

    begin, opener, holes = start, "。", list[tuple[int, int]]()
    index = 0
    while index < len(signs):
        sign = signs[index]
        if sign.group() in "()":
            closing = partner.get(index)
            if closing is not None:
                holes.append((sign.start(), signs[closing].end()))
                index = closing
        else:
            emit(begin, sign.start(), opener, holes)
            _emit_brackets(text, signs, holes, emit)
            begin, opener, holes = sign.end(), sign.group(), []
        index += 1
    emit(begin, len(text), opener, holes)
    _emit_brackets(text, signs, holes, emit)
    return tuple(segments)


def _emit_brackets(text: str, signs: list[re.Match[str]], holes: list[tuple[int, int]], emit: object) -> None:
    """The stretches inside each bracket, the first with the opener “(”."""
    assert callable(emit)
    for begin, end in holes:
        at, opener = begin + 1, "("
        for found in _SIGN.finditer(text, begin + 1, end - 1):
            if found.group() in ",;:":
                emit(at, found.start(), opener, [])
                at, opener = found.end(), found.group() + "("
        emit(at, end - 1, opener, [])


def _brackets(signs: list[re.Match[str]]) -> dict[int, int]:
    """Index of an outermost opening bracket -> index of its closing one."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    for index, sign in enumerate(signs):
        if sign.group() == "(":
            stack.append(index)
        elif sign.group() == ")" and stack:
            opening = stack.pop()
            if sign.start() - signs[opening].start() <= _LONGEST_BRACKET:
                partner[opening] = index
    return partner


def _inside(spans: Sequence[tuple[int, int]], at: int) -> bool:
    found = bisect_left(spans, (at + 1, 0)) - 1
    return found >= 0 and spans[found][0] <= at < spans[found][1]
