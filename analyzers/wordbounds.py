"""Tells words from look-alikes: 女儿 stands in 妇女儿童 as letters only, 平等 in 和平等 may well be meant.

Takes stretches of text and a dictionary (word -> frequency, 0 for no word). Gives whether a word that cuts
through the boundaries of the best segmentation is still a likely reading. The measure is jieba's own: the
log probability of the best path against that of the best path that holds the word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, log

# How much less likely (natural logarithm) a reading may be and still count as one. Real alternatives
# (和平|等 / 和|平等) lie below 4, accidents (妇|女儿|童) above 8.
TOLERANCE = 5.0
_LOG_TOTAL = log(60_101_967)  # sum of all frequencies in jieba's dictionary
_LONGEST = 8  # no dictionary word that matters here is longer

Frequency = Callable[[str], int]


class Lattice:
    """Readings of short stretches of text under one dictionary."""

    def __init__(self, frequency: Frequency) -> None:
        self._frequency = frequency

    def weight(self, word: str) -> float:
        """The log probability of one word; a character or word the dictionary lacks counts as seen once."""
        return log(self._frequency(word) or 1) - _LOG_TOTAL

    def best(self, text: str, *, whole: bool = True) -> tuple[float, list[int]]:
        """Weight and inner boundaries of the likeliest reading of ``text``.

        ``whole=False`` forbids the reading of the text as one word: it tells what a word is made of.
        """
        size = len(text)
        score = [0.0] + [-inf] * size
        back = [0] * (size + 1)
        for end in range(1, size + 1):
            for start in range(max(0, end - _LONGEST), end):
                if not whole and start == 0 and end == size and size > 1:
                    continue
                piece = text[start:end]
                if end - start > 1 and not self._frequency(piece):
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
        """Whether ``"".join(words)[start:end]`` may be a word although ``words`` is the best reading."""
        text = "".join(words)
        found = text[start:end]
        if not self._frequency(found):
            return False
        best = sum(map(self.weight, words))
        other = self.best(text[:start])[0] + self.weight(found) + self.best(text[end:])[0]
        return best - other <= TOLERANCE

    def stands_in(self, word: str, start: int, end: int) -> bool:
        """Whether ``word[start:end]`` is a part the dictionary word is really made of.

        女儿 in 妇女儿童 is not, 妇女 and 儿童 are; a part of a part (联合 in 妇女联合会) is judged in that part.
        """
        while (start, end) != (0, len(word)):
            _, inner = self.best(word, whole=False)
            bounds = [0, *inner, len(word)]
            if start in bounds and end in bounds:
                return True
            left = max(bound for bound in bounds if bound <= start)
            right = min(bound for bound in bounds if bound >= end)
            if right - left == len(word) or any(left < bound < right for bound in inner):
                words = [
                    word[a:b] for a, b in zip(bounds, bounds[1:], strict=False) if a >= left and b <= right
                ]
                return self.likely(words, start - left, end - left)
            word, start, end = word[left:right], start - left, end - left
        return True
