"""The word tables that target reading asks, in a form that answers quickly.

Takes the tables of ``analyzers/lexicon``. Gives WordSets: which of their words does a text begin with, end
with, or hold? Longest word first.
"""

from __future__ import annotations

import re
from functools import cache

from analyzers import lexicon


class WordSet:
    """A set of words, asked at the ends of a text."""

    __slots__ = ("_longest", "_search", "words")

    def __init__(self, words: frozenset[str]):
        self.words = words
        self._longest = max(map(len, words), default=0)
        by_length = sorted(words, key=len, reverse=True)
        self._search = re.compile("|".join(map(re.escape, by_length))) if words else re.compile("(?!)")

    def ending(self, text: str) -> str:
        """The longest word that the text ends with, or ""."""
        for size in range(min(self._longest, len(text)), 0, -1):
            if text[-size:] in self.words:
                return text[-size:]
        return ""

    def beginning(self, text: str, at: int = 0) -> str:
        """The longest word that stands at ``at``, or ""."""
        for size in range(min(self._longest, len(text) - at), 0, -1):
            if text[at : at + size] in self.words:
                return text[at : at + size]
        return ""

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        """The first word of the set in the text from ``at`` on."""
        return self._search.search(text, at)


@cache
def words(table: str, *classes: str) -> WordSet:
    """The words of a table, of the given classes where it has classes."""
    rows = lexicon.table(table)
    return WordSet(frozenset(row["text"] for row in rows if not classes or row["class"] in classes))


def level_verbs() -> WordSet:
    return words("target_verbs", "level")


def change_verbs() -> WordSet:
    return words("target_verbs", "change")


def build_verbs() -> WordSet:
    return words("target_verbs", "build")


def adverbs() -> WordSet:
    return words("target_verbs", "adverb")


def leads() -> WordSet:
    return words("target_verbs", "lead")


def actions() -> WordSet:
    return words("target_verbs", "action")


def heads() -> WordSet:
    return words("indicator_heads", "strong")


def persons() -> WordSet:
    return words("populations", "person")


def places() -> WordSet:
    return words("populations", "org", "area")


def hedges() -> WordSet:
    return words("hedges")
