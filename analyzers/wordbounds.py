"""Tells words from look-alikes: 女儿 stands in 妇女儿童 as letters only, 平等 in 和平等 may be meant.

Takes words as they were cut, a dictionary (word -> frequency, 0 for no word) and the pairs that staff have
blocked. Gives which dictionary words stand inside a word, and whether a word across a boundary is a likely
other reading. The measure is jieba's own: the log probability of the best path against that of the best
path that holds the word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf, log

# How much less likely (natural logarithm) a reading may be and still count as one. Real alternatives
# (和平|等 / 和|平等) lie below 4, accidents (妇|女儿|童) above 8.
TOLERANCE = 5.0
_LOG_TOTAL = log(60_101_967)  # sum of all frequencies in jieba's dictionary
_LONGEST = 8  # no dictionary word that matters here is longer
# Characters that stand alone in a sentence, so that what is left beside a word may be one of them: 和|平等 in
# 和平|等. Any other character that another reading leaves alone is a scrap of a word: 别 in 先进性|别.
_ALONE = frozenset(
    "的地得了着过和与及或等并而且在于对以为将把被由从向到至各每其之又也不是有使让给按经自因如若能可应要会须"
)
# Of two words that overlap in a word of three characters, the first is mostly what it is made of (工作|者), the
# last more seldom (孕|产妇): it takes so many times its frequency in texts for one to rule out the other.
_FIRST_OVER_LAST, _LAST_OVER_FIRST = 2, 20
_NEGATIONS = "未非"  # what follows turns into its opposite: 未成年人 holds no 成年


class WordBounds:
    """Judgements about parts of words and words across words, under one dictionary."""

    def __init__(self, frequency: Callable[[str], int], blocked: Collection[tuple[str, str]] = ()) -> None:
        self.frequency = lru_cache(maxsize=65_536)(frequency)
        self._blocked = frozenset(blocked)
        self._made_of = lru_cache(maxsize=16_384)(self._split)

    def weight(self, word: str) -> float:
        """The log probability of one word; what the dictionary lacks counts as seen once."""
        return log(self.frequency(word) or 1) - _LOG_TOTAL

    def best(self, text: str, *, whole: bool = True) -> tuple[float, list[int]]:
        """Weight and inner boundaries of the likeliest reading of ``text``.

        ``whole=False`` forbids the reading of the text as one word: it tells what a word is made of.
        """
        size = len(text)
        score = [0.0] + [-inf] * size
        back = [0] * (size + 1)
        for end in range(1, size + 1):
            for start in range(max(0, end - _LONGEST), end):
                if not whole and end - start == size > 1:
                    continue
                piece = text[start:end]
                if end - start > 1 and not self.frequency(piece):
                    continue
                value = score[start] + self.weight(piece)
                if value > score[end]:
                    score[end], back[end] = value, start
        bounds: list[int] = []
        at = back[size]
        while at > 0:
            bounds.append(at)
            at = back[at]
        return score[size], bounds[::-1]

    def likely(self, words: Sequence[str], start: int, end: int) -> bool:
        """Whether ``"".join(words)[start:end]`` may be a word although ``words`` is the best reading.

        A boundary drawn next to a word that the dictionary lacks is a guess, and is judged the same way.
        """
        return not any(self._scraps(words, start, end)) and self._as_likely(words, start, end)

    def _as_likely(self, words: Sequence[str], start: int, end: int) -> bool:
        text = "".join(words)
        found = text[start:end]
        if not self.frequency(found):
            return False
        best = sum(map(self.weight, words))
        other = self.best(text[:start])[0] + self.weight(found) + self.best(text[end:])[0]
        return best - other <= TOLERANCE

    def _scraps(self, words: Sequence[str], start: int, end: int) -> tuple[bool, bool]:
        """Whether ``[start:end]`` as a word takes a known word apart and leaves a character that is none: on
        its left, on its right."""
        text = "".join(words)
        left, right = text[:start], text[end:]
        return (
            len(left) == 1 and left not in _ALONE and self.frequency(words[0]) > 0,
            len(right) == 1 and right not in _ALONE and self.frequency(words[-1]) > 0,
        )

    def _outweighed(self, word: str, start: int) -> bool:
        """Whether two characters of a word of three are not what it is made of, since the other two are."""
        first, last = self.frequency(word[:2]), self.frequency(word[1:])
        return last > first * _LAST_OVER_FIRST if start == 0 else first > last * _FIRST_OVER_LAST

    def is_part(self, word: str, start: int, end: int) -> bool:
        """Whether ``word[start:end]`` is a part that the word is really made of.

        女儿 in 妇女儿童 is not, 妇女 and 儿童 are; a part of a part
        (联合 in 妇女联合会) is judged in that part, and so is what staff have blocked there.
        """
        if start and word[start - 1] in _NEGATIONS:
            return False
        while end - start < len(word):
            if (word[start:end], word) in self._blocked or (len(word) == 3 and self._outweighed(word, start)):
                return False
            bounds = self._made_of(word)
            if start in bounds and end in bounds:
                return True
            left = max(bound for bound in bounds if bound <= start)
            right = min(bound for bound in bounds if bound >= end)
            pieces = [word[a:b] for a, b in pairwise(bounds) if left <= a and b <= right]
            if len(pieces) > 1:
                left, right = start - left, end - left
                return not all(self._scraps(pieces, left, right)) and self._as_likely(pieces, left, right)
            word, start, end = pieces[0], start - left, end - left
        return True

    def parts(self, word: str) -> list[tuple[int, int]]:
        """The places of the dictionary words inside a word as jieba's search mode lists them, pairs first."""
        return [
            (start, start + size)
            for size in (2, 3)
            if len(word) > size
            for start in range(len(word) - size + 1)
            if self.frequency(word[start : start + size]) and self.is_part(word, start, start + size)
        ]

    def pieces(self, word: str) -> list[str]:
        """The word cut wherever two neighbouring characters look like a word that does not stand there."""
        cuts = [
            at
            for at in range(1, len(word))
            if len(word) > 2
            and self.frequency(word[at - 1 : at + 1])
            and not self.is_part(word, at - 1, at + 1)
        ]
        return [word[a:b] for a, b in pairwise((0, *cuts, len(word)))]

    def likely_across(self, left: str, right: str) -> bool:
        """Whether the last character of one word and the first of the next are likely to be a word."""
        return self.likely((left, right), len(left) - 1, len(left) + 1)

    def _split(self, word: str) -> tuple[int, ...]:
        return (0, *self.best(word, whole=False)[1], len(word))
