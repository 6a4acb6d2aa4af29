"""What one word, as the segmenter cut it, gives to the index and to highlights. Worked out once a word.

Takes words as cut and the judgements of ``wordbounds``. Gives Word records through ``WordForms``, a memo that
the segmenter reads at the speed of a dictionary look-up: texts come by the megabyte, words repeat.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from analyzers.marks import Token
from analyzers.normalise import HAN_EVERY
from analyzers.numberwords import canonical
from analyzers.wordbounds import WordBounds

MEMO_SIZE = 300_000  # a memo that grows beyond is emptied
END = "\n"  # stands for whatever is not Chinese where pairs of characters are made
BAR = "\0"  # stands between two characters that look like a word and are none

_HAN = re.compile(f"[{HAN_EVERY}]+")
_IS_WORD = re.compile(r"[^\W_]")
_LATIN_WORD = re.compile(r"[A-Z0-9]+")


class Detail(NamedTuple):
    """The word itself and its tokens, with offsets within the word; ``parts`` ends with the whole."""

    raw: str
    parts: tuple[Token, ...]
    whole: tuple[Token, ...]
    chinese: bool


class Word(NamedTuple):
    """Columns of the index.

    A tuple of few and shared objects, because the segmenter turns rows into columns by the million, and what
    counts then is how many places in memory it touches.
    """

    search: str  # space-joined tokens of search mode
    coarse: str  # space-joined tokens of the one reading
    spelled: str  # its Chinese characters with bars, or END
    head: str  # its first Chinese character, or END
    safe: dict[str, str]  # heads of next words that make no dictionary word with its last character -> ""


class WordForms(dict[str, Word]):
    """Word as cut -> what it gives, worked out where it is met for the first time."""

    def __init__(self, bounds: WordBounds) -> None:
        super().__init__()
        self._bounds = bounds
        self._safe: dict[str, dict[str, str]] = {}  # last character -> Word.safe
        self._bars: dict[tuple[str, str], str] = {}
        self._details: dict[str, Detail] = {}

    def __missing__(self, raw: str) -> Word:
        if len(self) > MEMO_SIZE:
            self.clear()
        word = self[raw] = self._form(raw)
        return word

    def detail(self, raw: str) -> Detail:
        """The tokens of a word as cut."""
        detail = self._details.get(raw)
        if detail is None:
            if len(self._details) > MEMO_SIZE:
                self._details.clear()
            detail = self._details[raw] = self._describe(raw)
        return detail

    def bar(self, left: Word, right: Word) -> str:
        """BAR where the characters that meet between two words only look like a word, else nothing."""
        words = left.coarse, right.coarse
        bar = self._bars.get(words)
        if bar is None:
            if END in (left.head, right.head) or not self._bounds.frequency(words[0][-1] + words[1][0]):
                bar = left.safe[right.head] = ""
            else:
                if len(self._bars) > MEMO_SIZE:
                    self._bars.clear()
                bar = self._bars[words] = "" if self._bounds.likely_across(*words) else BAR
        return bar

    def _form(self, raw: str) -> Word:
        detail = self.detail(raw)
        if not detail.chinese:
            return _columns(detail)
        search = " ".join([token.text for token in detail.parts])
        spelled = BAR.join(self._bounds.pieces(raw)) if len(raw) > 2 else raw
        return Word(search, raw, spelled, intern(raw[0]), self._safe.setdefault(raw[-1], {}))

    def _describe(self, raw: str) -> Detail:
        if not _HAN.fullmatch(raw):
            return foreign(raw)
        whole = (Token(raw, 0, len(raw)),)
        if len(raw) <= 2:
            return Detail(raw, whole, whole, True)
        parts = (Token(raw[a:b], a, b) for a, b in self._bounds.parts(raw))
        return Detail(raw, (*parts, *whole), whole, True)


_AFTER_FOREIGN: dict[str, str] = {}


def foreign(raw: str) -> Detail:
    """A word that is not Chinese, or no word at all: punctuation gives no token."""
    if not _IS_WORD.search(raw):
        return Detail(raw, (), (), False)
    if raw.isascii():  # the two libraries differ on e-mail and a.b: cut at every sign
        tokens = tuple(Token(m[0].lower(), m.start(), m.end()) for m in _LATIN_WORD.finditer(raw))
        return Detail(raw, tokens, tokens, False)
    lower = raw.lower()
    tokens = (Token(lower if len(lower) == len(raw) else raw, 0, len(raw)),)
    return Detail(raw, tokens, tokens, False)


@lru_cache(maxsize=8_192)
def figure(raw: str) -> Detail:
    """A number, or a Latin word with digits: its canonical word, and the bare value beside it."""
    whole, parts = canonical(raw)
    tokens = tuple(Token(text, 0, len(raw)) for text in (*parts, whole))
    return Detail(raw, tokens, tokens[-1:], False)


@lru_cache(maxsize=8_192)
def figure_columns(raw: str) -> Word:
    """The index columns of a number."""
    return _columns(figure(raw))


def _columns(detail: Detail) -> Word:
    search, coarse = (" ".join([token.text for token in tokens]) for tokens in (detail.parts, detail.whole))
    return Word(search, coarse, END, END, _AFTER_FOREIGN)


_BLANK = array("I", " ".encode("utf-32-le"))


def pairs_of(spelled: str) -> str:
    """The pairs of neighbouring characters in runs that END separates, joined by spaces.

    A run of one character gives that character. Where a bar stands between two characters their pair keeps
    it, as ``|``: 女工 is not found in 妇女工作, and yet the pair keeps its place, so that phrases match.

    >>> pairs_of("妇女\\0工作\\n男\\n")
    '妇女 女|工 工作 男'
    """
    # All characters at once, as 32-bit units: a loop over the pairs would take longer than cutting the text.
    units = array("I")
    units.frombytes(f"{END}{spelled}{END}".encode("utf-32-le"))
    pairs = _BLANK * (3 * (len(units) - 1))
    pairs[0::3] = units[:-1]
    pairs[1::3] = units[1:]
    joined = pairs.tobytes().decode("utf-32-le").replace(f"{BAR} {BAR}", "|")
    # Between two ENDs now stand a run's pairs with its outer characters: "X XY Y", or "X X" for a run of one.
    runs = [run[2:-2] or run[:1] for run in joined[1:-2].split(f"{END} {END}")]
    return " ".join(filter(None, runs))
