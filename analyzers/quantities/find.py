"""Goes through a text once and reads every number that may be a value. Linear in the text.

Numbers inside masks, years, ranks and windows of time are no quantities, as are bare Chinese numerals without a unit
(三农, 两癌). What is no well-formed number is passed over whole, so that no piece of it is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from analyzers import comparators, numerals
from analyzers.marks import Numbers, Quantity, Span
from analyzers.non_quantities import find_masks
from analyzers.normalise import HAN
from analyzers.numerals import CN_DIGIT, CN_TEN, MendedText
from analyzers.quantities.comparing import BEFORE_WINDOW, with_comparators
from analyzers.quantities.number_words import find_number_words
from analyzers.quantities.ranks import find_ranks
from analyzers.quantities.values import read_value, unfit
from analyzers.quantities.windows import find_windows
from analyzers.years import find_years

# The first item is a character class on purpose: it lets the regex engine skip ahead quickly.
_START = re.compile(
    rf"[0-9两{CN_TEN}零百千万亿半过壹贰叁肆伍陆柒捌玖](?:(?<=[0-9])"
    rf"|(?:(?<=[两{CN_DIGIT[1:]}])|(?<=一)(?<![统唯专同单逐之其合归划一].)|(?<=十)(?<![几数].))(?![是、一]|方面|步|定|般|律|些|系列|道|体化)"
    rf"|(?<=零)(?=点[零{CN_DIGIT}])|(?<=[壹贰叁肆伍陆柒捌玖])(?=[拾佰仟万亿])|(?<=[百千万亿])分之|(?<=[十百千])万分之|(?<=半)数"
    r"|(?<=过)(?<!超.)半|(?<=[百千万])(?<![几数上每十百千万].)(?:(?=[家个名所])(?!家万户|家争鸣|家灯火)|(?=年一遇))|(?<=百)八十)"
)
_INSIDE_NAME = re.compile("[A-Za-z/+_]")
_OPEN_NUMBER = "几数十百千万亿"  # what stands behind one of these in Chinese is a piece of a number
_NAMES = "《“‘"
_HAN = re.compile(f"[{HAN}]")  # 1 0 with no word near it is the number of a page
_RATES, _MOST = ("rate", "points"), 10_000
_ANY = re.compile(f"[0-9两{CN_TEN}零半百壹贰叁肆伍陆柒捌玖ⅠⅡⅢⅣⅤIVX]|覆盖|翻番|A级")


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a folded text that may be a level, in order, without overlap.

    零增长 says that nothing changes, and is only told by ``find_numbers`` (family growth).

    >>> [(q.comparator, str(q.value), q.unit) for q in find_quantities("死亡率下降到十万分之九以下,覆盖率不低于90%")]
    [('<=', '9', 'per_100000'), ('>=', '90', 'percent')]
    """
    return tuple(quantity for quantity in find_numbers(text).quantities if quantity.family != "growth")


def find_numbers(text: str) -> Numbers:
    """What the numbers of a folded text are: quantities, ranks, windows of time, torn numbers.

    >>> found = find_numbers("近3年内进入前10名的企业占9 5%,研发投入达到12,5%")
    >>> [str(q.value) for q in found.quantities], [str(r.value) for r in found.ranks], len(found.windows), found.torn
    (['95'], ['10'], 1, (Span(start=25, end=29),))
    """
    if _ANY.search(text) is None:
        return Numbers()
    mended = numerals.mend(text)
    found = _read(mended)
    if not mended.places:
        return found
    return Numbers(
        tuple(_back(mended, quantity) for quantity in found.quantities),
        tuple(_back(mended, rank) for rank in found.ranks),
        tuple(Span(*mended.back(span.start, span.end)) for span in found.windows),
        tuple(sorted({*mended.torn, *(Span(*mended.back(span.start, span.end)) for span in found.torn)})),
    )


def _read(mended: MendedText) -> Numbers:
    """The numbers of a mended text, with offsets into it."""
    text = mended.text
    torn = [_forth(mended, span) for span in mended.torn]
    masks = find_masks(text)
    ranks, windows = find_ranks(text), find_windows(text)
    if ranks or windows:
        names = _Closed(mask for mask in masks if text[mask.start] in _NAMES)
        ranks = tuple(rank for rank in ranks if not names.covers(rank.start))
        windows = tuple(window for window in windows if not names.covers(window.start))
    words = tuple(find_number_words(text))
    spans = [Span(mark.start, mark.end) for mark in find_years(text)]
    spans += (Span(mark.start, mark.end) for mark in (*ranks, *words))
    closed = _Closed((*masks, *spans, *windows, *torn))
    found: list[Quantity] = []
    at = 0
    while start := _START.search(text, at):
        at = start.start()
        if skip := closed.end_at(at):
            at = skip
            continue
        if _is_piece(text, at):
            at = numerals.skip(text, at)
            continue
        value = read_value(text, at, closed.covers)
        if value is not None and value.unit.family in _RATES and value.low >= _MOST:
            torn.append(Span(at, value.end))  # cells of a table run together: 131610531354.9%
            at = value.end
        elif value is not None:
            quantity = with_comparators(text, found[-1].number_end if found else 0, value)
            found.append(quantity)
            at = max(quantity.number_end, at + 1)  # a bracket in front of 以上 may hold a quantity of its own
        elif end := unfit(text, at, closed.covers):
            torn.append(Span(at, end))
            at = end
        else:
            end = numerals.skip(text, at)
            if numerals.read(text, at) is None and _is_open(text, at, end):
                torn.append(Span(at, end))
            at = end
    quantities = sorted([*found, *words], key=lambda q: q.start)
    told = (span for span in sorted(torn) if _HAN.search(text, max(0, span.start - 4), span.end + 4))
    return Numbers(tuple(quantities), ranks, windows, tuple(told))


class _Closed:
    """The stretches in which no number counts, joined where they overlap."""

    def __init__(self, spans: Iterable[Span]):
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            elif span.end > span.start:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def end_at(self, at: int) -> int:
        """The end of the closed stretch that covers ``at``, or 0."""
        place = bisect_right(self._starts, at) - 1
        return self._ends[place] if place >= 0 and self._ends[place] > at else 0

    def covers(self, at: int) -> bool:
        """Whether ``at`` lies in a closed stretch."""
        return self.end_at(at) > 0


def _is_piece(text: str, at: int) -> bool:
    """Whether a number stands inside a name or behind the rest of a larger number: B12, 几百五十."""
    if not at:
        return False
    before = text[at - 1]
    if before in ".·・•" and text[at - 2 : at - 1].isdigit():
        return True
    if _INSIDE_NAME.match(before):
        return not comparators.ending(text[max(0, at - BEFORE_WINDOW) : at]).startswith("\\")  # \geq6.5
    return before in _OPEN_NUMBER and not text[at].isdigit()


def _is_open(text: str, at: int, end: int) -> bool:
    """Whether a run that is no number was meant to be one: 1.5亿3千万; 一二三 and 3万几千 were not."""
    printed = text[at:end]
    return printed[0].isdigit() and "几" not in printed and any(char in "十百千万亿" for char in printed)


def _forth(mended: MendedText, span: Span) -> Span:
    """A stretch of the text taken as one of the mended text."""
    if not mended.places:
        return span
    return Span(bisect_left(mended.places, span.start), bisect_left(mended.places, span.end))


def _back(mended: MendedText, mark: Quantity) -> Quantity:
    start, end = mended.back(mark.start, mark.end)
    number_start, number_end = mended.back(mark.number_start, mark.number_end)
    return replace(mark, start=start, end=end, number_start=number_start, number_end=number_end)
