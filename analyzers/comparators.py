"""Comparison words: the sign that each stands for, and what it may stand in front of. Their one owner.

Takes ``lexicon/comparators.tsv``. Gives the word that a text ends or begins with, its sign, and the words as a piece
of a pattern. Every other module asks here and never spells such a word itself: then a row that staff add to the table
is understood in every sentence. What a word compares is for ``quantities`` and for ``ingest`` to tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum

from analyzers import lexicon
from analyzers.lexicon import LexiconError
from analyzers.wordset import WordSet

SIGNS = (">=", "<=", ">", "<", "~", "=")


class Place(StrEnum):
    """Where a comparison word stands."""

    NUMBER = "number"  # 不低于90%, 至少90%, 近90%
    VERB = "verb"  # 至少建成2家, 不少于建成2家
    NOUN = "noun"  # 不低于低保标准的1.3倍, 高于低保标准的1.3倍
    NAME = "name"  # 最低生活保障, 最高人民法院: the word compares nothing there
    BEHIND = "behind"  # 90%以上


@lexicon.kept
def words(place: Place) -> WordSet:
    """The words that may stand at a place. Raises LexiconError where a row of the table cannot be read."""
    return WordSet(word for word, _, places in _rows() if place in places)


def ending(text: str, place: Place = Place.NUMBER) -> str:
    """The longest word that the text ends with, as far as it may stand there; "" for none.

    >>> ending("覆盖率不得低于"), ending("每个街道至少", Place.VERB), ending("每个街道高于", Place.VERB)
    ('不得低于', '至少', '')
    """
    return words(place).ending(text)


def beginning(text: str, at: int = 0, place: Place = Place.BEHIND) -> str:
    """The longest word that stands at ``at``, as far as it may stand there; "" for none, and inside another word.

    >>> beginning("90%及以上", 3), beginning("不得低于90%", 0, Place.NUMBER), beginning("上下游企业")
    ('及以上', '不得低于', '')
    """
    word = words(place).beginning(text, at)
    behind = text[at + len(word) : at + len(word) + 1]
    return "" if word and behind and behind in _not_before().get(word, "") else word


def sign_of(word: str) -> str:
    """What a word stands for, "" where it is no comparison word.

    >>> sign_of("不低于"), sign_of("以内"), sign_of("达到")
    ('>=', '<=', '')
    """
    return _signs().get(word, "")


@lexicon.kept
def alternation(place: Place, *signs: str) -> str:
    """The words that may stand at a place, of these signs or of any, as a piece of a pattern."""
    found = words(place).words
    return WordSet(word for word in found if not signs or sign_of(word) in signs).alternation


@lexicon.kept
def _signs() -> dict[str, str]:
    return {word: sign for word, sign, _ in _rows()}


@lexicon.kept
def _not_before() -> dict[str, str]:
    """Word -> the characters that make another word of it: 上下 of 上下游 compares nothing."""
    return {row["text"]: row["not_before"] for row in lexicon.table("comparators") if row["not_before"]}


def _rows() -> Iterator[tuple[str, str, Collection[Place]]]:
    for row in lexicon.table("comparators"):
        if row["sign"] not in SIGNS:
            raise _fault(row["text"], "sign", "、".join(SIGNS))
        yield row["text"], row["sign"], _places(row)


def _places(row: dict[str, str]) -> Collection[Place]:
    if row["place"] == "after":
        return (Place.BEHIND,)
    if row["place"] != "before":
        raise _fault(row["text"], "place", "before、after")
    anywhere = (Place.NUMBER, Place.VERB, Place.NOUN)
    written = row["in_front_of"].split()
    if not set(written) <= {*anywhere, Place.NAME}:
        raise _fault(
            row["text"], "in_front_of", "、".join((*anywhere, Place.NAME)) + "，几项之间用空格隔开，或空着"
        )
    return [Place(place) for place in written] or anywhere


def _fault(word: str, column: str, known: str) -> LexiconError:
    return LexiconError(f"词表 comparators.tsv 里“{word}”的 {column} 一栏只能写 {known}，请改正。")
