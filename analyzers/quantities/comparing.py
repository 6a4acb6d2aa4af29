"""Puts the comparison words around a number to it: 不低于90%, 90%以上, 约5亿元, 27周(或…)以上, 30多家.

Takes folded text and the place of a number with its unit. Gives the Quantity. The words are those of ``comparators``; one
that is the end or the beginning of a longer word (签约80%, 30家上下游企业) says nothing of the number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from analyzers.quantities.word_edges import begins_inside
from analyzers.units import UnitMark

BEFORE_WINDOW = 16  # a comparator word with 每百户 or 每人每月 behind it is no longer
_PER_GROUP = re.compile(
    "(?:每(?:百|千|万|十万|10万)?(?:名|人|户|生|位|亩|天|日|月|年|季度|周|次|床)(?:口)?){1,2}$"
)
_SOME_MORE = re.compile("[0-9十百千万亿] ?(?:多|余)|^过半")
_SOME = re.compile("[0-9十百千万亿] ?来")
_BRACKET = re.compile(r"[ $]*(?:\([^()]{0,60}\)[ $]*)?")
_BEHIND_MORE = re.compile(f"[{HAN}]")  # 3公里多 ends there; 3个多功能厅 does not
# 内 behind a length of time compares where the time is asked for: 压缩至3天内. Other times are ``windows``.
_TIMES = ("rate", "points", "span")
_BREAKS_THROUGH = re.compile("[^,。;]{0,12}(?:技术|瓶颈|难题|难点|堵点|卡点|短板)")


class Value(NamedTuple):
    """A number with its unit: ``text[start:end]`` and what it says."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    unit: UnitMark
    name: str  # of the unit, with 万 or 亿 where they were not multiplied out
    scale: str = ""
    comparator: str = "="


def with_comparators(text: str, floor: int, value: Value) -> Quantity:
    """The quantity; words in front of ``floor`` belong to another number."""
    start, end, unit = value.start, value.end, value.unit
    comparator, hedge = value.comparator, None
    if value.high is not None and unit.family != "ratio":
        comparator = "range"
    window_start = max(floor, start - BEFORE_WINDOW)
    left = _PER_GROUP.sub("", text[window_start:start].rstrip(" $"))
    begin = start
    if before := _before(text, left, window_start, value):
        begin = window_start + len(left) - len(before)
        sign = comparators.sign_of(before)
        comparator = sign if comparator != "range" else comparator
        hedge = before if sign == "~" else None
    tail = _behind_brackets(text, end)
    if (after := comparators.beginning(text, tail)) and _compares(text, after, tail, unit):
        sign = comparators.sign_of(after)
        comparator = sign if comparator != "range" else comparator
        hedge = after if sign == "~" else hedge
        end = tail + len(after)
    if text[begin - 1 : begin] == "$" and text[end : end + 1] == "$":  # left over from a formula
        begin, end = begin - 1, end + 1
    if comparator == "=":
        printed = text[start:end]
        comparator = ">" if _SOME_MORE.search(printed) else "~" if _SOME.search(printed) else "="
    return Quantity(
        begin, end, start, value.end, value.low, value.high, comparator, value.name, unit.family, unit.base,
        hedge, value.scale,
    )  # fmt: skip


def _before(text: str, left: str, offset: int, value: Value) -> str:
    """The comparison word that the text in front of a number ends with."""
    word = comparators.ending(left)
    if len(word) == 1 and begins_inside(text, offset + len(left) - 1):
        return ""
    if value.unit.family == "count" and word in _deeds() and _BREAKS_THROUGH.match(text, value.end):
        return ""  # 突破10项关键技术
    return word


@lexicon.kept
def _deeds() -> frozenset[str]:
    """Comparison words that are as well what somebody does (see ``target_verbs.tsv``)."""
    return (
        frozenset(row["text"] for row in lexicon.table("target_verbs"))
        & comparators.words(Place.NUMBER).words
    )


def _behind_brackets(text: str, at: int) -> int:
    """Where a comparator may stand: behind blanks, or behind a remark in brackets (27周(或…)以上)."""
    found = _BRACKET.match(text, at)
    if found and comparators.beginning(text, found.end()):
        return found.end()
    return at


def _compares(text: str, word: str, at: int, unit: UnitMark) -> bool:
    """Whether a word behind the number compares: 3个多功能厅 does not."""
    if word == "内":
        return unit.family in _TIMES
    if word in ("多", "余"):
        family = unit.family in ("measure", "money", "span", "count")
        return family and not _BEHIND_MORE.match(text, at + len(word))
    return True
