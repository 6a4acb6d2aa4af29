"""The marks that analysis leaves on a text: frozen, with offsets into the text they were read from.

Takes nothing, gives the dataclasses that every other analyzers module returns. Offsets are character
(code point) offsets, half open: ``text[mark.start:mark.end]``.
"""

from __future__ import annotations

from dataclasses import dataclass


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
