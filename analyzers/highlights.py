"""Finds where words stand in a text that has been cut: the offsets behind highlights.

Takes a Cut (the text with its word boundaries) and words. Gives spans, merged and in order. Looks the letters
up first and asks for word boundaries only where they occur, so that a clause takes microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from analyzers.marks import Span, Token


@dataclass(frozen=True, slots=True)
class Cut:
    """One text with its word boundaries, ready for marking."""

    text: str  # folded and lower-cased, as long as the original
    words: tuple[str, ...]  # as cut; they join to the text (but for case)
    starts: tuple[int, ...]  # where each word starts, and last the end of the text
    owner: tuple[int, ...]  # character -> index of its word
    figures: tuple[Token, ...]  # numbers and Latin words: matched by their canonical text, not by letters


def find(
    cut: Cut,
    words: Iterable[str],
    is_part: Callable[[str, int, int], bool],
    likely: Callable[[tuple[str, ...], int, int], bool],
) -> list[Span]:
    """Where the words stand: as whole words, as true parts of a word, or as a likely other reading."""
    found: list[tuple[int, int]] = []
    for word in words:
        if not word:
            continue
        if word[0].isascii():
            found += [(token.start, token.end) for token in cut.figures if token.text == word]
            continue
        at = cut.text.find(word)
        while at >= 0:
            end = at + len(word)
            first, last = cut.owner[at], cut.owner[end - 1]
            left, right = cut.starts[first], cut.starts[last + 1]
            if (
                (left == at and right == end)
                or (first == last and end - at > 1 and is_part(cut.words[first], at - left, end - left))
                or (first < last and likely(cut.words[first : last + 1], at - left, end - left))
            ):
                found.append((at, end))
            at = cut.text.find(word, at + 1)
    return merge(found)


def merge(found: Collection[tuple[int, int]]) -> list[Span]:
    """The stretches in order; those that touch or overlap become one."""
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1].end:
            if end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return merged
