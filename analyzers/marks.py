"""The marks that analysis leaves on a text: frozen, with offsets into the text they were read from.

Takes nothing, gives the dataclasses that every other analyzers module returns. Offsets are character
(code point) offsets, half open: ``text[mark.start:mark.end]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of characters, ``text[start:end]``."""

    start: int
    end: int

    def shift(self, by: int) -> Span:
        """The same stretch in a text that begins ``by`` characters earlier."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text as the segmenter cut it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and the comparator and softening words that stand directly at it.

    ``start``/``end`` cover all of it (至少90%以上), ``number_start``/``number_end`` the number and unit alone.
    ``unit`` is a stable name (percent, per_1000, count, persons, …, or ``other:`` and the printed unit);
    ``family`` tells what kind of unit that is (rate, points, count, people, times, volume, thing, money, measure, span,
    age, fold, score, ratio, coverage, growth (零增长), bare; rank and grade for ``Numbers.ranks``); ``value_high`` is set for ranges and
    ratios only.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    value_high: Decimal | None
    comparator: str  # >= <= > < = ~ range
    unit: str
    family: str
    base: int | None = None
    hedge: str | None = None
    bare_scale: str = ""  # 万, 亿 as printed between number and unit


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the numbers of a text are.

    ``quantities`` may be values. ``ranks`` tell a place or a grade (前10名, 前1%, Ⅲ类, 二级以上, 5A级): a value where the
    sentence is about it, else part of a name. ``windows`` are stretches of time in which something counts (近5年内,
    5年以上 of 5年以上工作经验). ``torn`` are the stretches of numbers that cannot be told for certain (12,5%; 95 98%): no
    quantity is read there, and somebody should look.
    """

    quantities: tuple[Quantity, ...] = ()
    ranks: tuple[Quantity, ...] = ()
    windows: tuple[Span, ...] = ()
    torn: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class YearMark:
    """A year that a text states, and what for: by, plain, from, base, past, period."""

    start: int
    end: int
    year: int
    role: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a text names another text, or itself.

    ``kind``: title (《…》), number (国发〔2021〕16号), alias (国家“两纲”), self (本规划), part (前款, 第三条第二款).
    ``name`` is what is cited in one writing: the title without 《》 and blanks, the number with 〔〕 and plain
    digits, the alias without quotation marks, the self or part reference as printed.
    """

    start: int
    end: int
    kind: str
    name: str
