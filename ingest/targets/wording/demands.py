"""Finds a comparison word that stands away from its number: 每个街道至少建成2家, 集中配送点至多设置2处.

Takes the text in front of a number, folded or printed. Gives the Demand, or None. The words are those of
``comparators`` that may stand in front of a verb. 最低 and 最高 begin names as well (最低生活保障, 最高人民法院): they
count only where a verb or a number stands right behind them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.numerals import CN_TEN
from analyzers.wordset import WordSet
from ingest.targets import vocabulary

_MODAL = "(?:各|要|应|需|再|主动|集中|定期)*"  # 至少应建成, 至少各建成
_NUMBER = f"[0-9两{CN_TEN}百千万]"
_NOUNS = "保障"  # 最低保障 is what is paid
_NAMED = "[^,。;]{0,4}(?:标准|年限|要求|限额|限价|额度|水平|底线)"  # 最低服务年限, 最低建设标准


@dataclass(frozen=True, slots=True)
class Demand:
    """A comparison word, with what stands between it and its verb; offsets into the text."""

    start: int
    end: int
    sign: str


def ending(text: str) -> Demand | None:
    """The demand that a text ends with, whose verb or number has been cut off.

    >>> ending("每个街道至少要"), ending("发放最低生活保障")
    (Demand(start=4, end=7, sign='>='), None)
    """
    return _demand(_at_end().search(text))


def inside(text: str) -> Demand | None:
    """The demand in front of the last words of a text.

    >>> inside("至少上门服务"), inside("最高设置"), inside("最低生活保障")
    (Demand(start=0, end=2, sign='>='), Demand(start=0, end=2, sign='<='), None)
    """
    return _demand(_in_front_of_words().search(text))


def leading(text: str, at: int, end: int) -> str:
    """最低 of 最低建设监测站, but not of the name 最低服务年限; "" for none.

    >>> leading("最低建设监测站", 0, 7), leading("最低服务年限", 0, 6), leading("最低生活保障", 0, 6)
    ('最低', '', '')
    """
    found = _word_of_names().match(text, at, end)
    return found.group() if found else ""


def near(text: str) -> bool:
    """Whether a demand stands among the last words of a text: 至少建成."""
    return bool(_among_last_words().search(text))


@lexicon.kept
def pattern() -> str:
    """A demand as a piece of a pattern; the word itself is its only group."""
    names = comparators.words(Place.NAME)
    plain = WordSet(comparators.words(Place.VERB).words - names.words)
    return f"({plain.alternation}|{names.alternation}(?={_MODAL}(?:{_verbs()}|{_NUMBER}|$)))"


def _verbs() -> str:
    """Verbs that a demand governs, where they are no part of a name."""
    verbs = WordSet(vocabulary.build_verbs().words | vocabulary.level_verbs().words)
    return f"(?!{_NOUNS}){verbs.alternation}(?!{_NAMED})"


@lexicon.kept
def _word_of_names() -> re.Pattern[str]:
    return re.compile(f"{comparators.words(Place.NAME).alternation}(?={_MODAL}{_verbs()})")


def _demand(found: re.Match[str] | None) -> Demand | None:
    return Demand(found.start(), found.end(), comparators.sign_of(found[1])) if found else None


@lexicon.kept
def _at_end() -> re.Pattern[str]:
    return re.compile(f"{pattern()}{_MODAL}$")


@lexicon.kept
def _in_front_of_words() -> re.Pattern[str]:
    return re.compile(f"{pattern()}(?=.{{2,6}}$)")


@lexicon.kept
def _among_last_words() -> re.Pattern[str]:
    return re.compile(f"{pattern()}[^,。]{{0,6}}$")
