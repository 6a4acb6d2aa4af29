"""A set of words in a form that answers quickly: which of them does a text begin with, end with, or hold?

Takes words. Gives the longest that fits, or "". Never looks at what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class WordSet:
    """A set of words, asked at the ends of a text.

    >>> words = WordSet(["低于", "不低于"])
    >>> words.ending("比例不低于"), words.beginning("低于10%"), words.beginning("10%低于", 3), words.ending("比例")
    ('不低于', '低于', '低于', '')
    """

    __slots__ = ("_first", "_last", "_longest", "_search", "words")

    def __init__(self, words: Iterable[str]):
        self.words = frozenset(words)
        # Most texts begin and end with none of the words: their characters tell at once.
        self._first = frozenset(word[:1] for word in self.words)
        self._last = frozenset(word[-1:] for word in self.words)
        self._longest = max(map(len, self.words), default=0)
        self._search = re.compile(self.alternation)

    @property
    def alternation(self) -> str:
        """The words as one piece of a pattern, the longest first; of no words, what never fits."""
        by_length = sorted(self.words, key=lambda word: (-len(word), word))
        return f"(?:{'|'.join(map(re.escape, by_length))})" if by_length else "(?!)"

    def ending(self, text: str) -> str:
        """The longest word that the text ends with, or ""."""
        if text[-1:] not in self._last:
            return ""
        for size in range(min(self._longest, len(text)), 0, -1):
            if text[-size:] in self.words:
                return text[-size:]
        return ""

    def beginning(self, text: str, at: int = 0) -> str:
        """The longest word that stands at ``at``, or ""."""
        if text[at : at + 1] not in self._first:
            return ""
        for size in range(min(self._longest, len(text) - at), 0, -1):
            if text[at : at + size] in self.words:
                return text[at : at + size]
        return ""

    def search(self, text: str, at: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first word of the set in the text from ``at`` on, in front of ``end``."""
        return self._search.search(text, at, len(text) if end is None else end)
