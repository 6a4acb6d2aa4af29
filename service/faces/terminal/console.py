"""How answers look on a terminal: one console, the colours, and the parts that several tables share.

Colours only where a person looks at a terminal (and never with NO_COLOR); a pipe gets the same words plain.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from analyzers.marks import Span
from service.labels import in_one_line

MARK = "bold yellow"
CITATION = "bold"
FAINT = "dim"
GOOD, BAD = "green", "bold red"
_NO_START = "，。、；：？！）》”’」』】…%％‰,.;:?!)"
_PIPE_WIDTH = 120  # a pipe has no width of its own


@cache
def console() -> Console:
    """The console on stdout."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


def paragraph(text: str, marks: Iterable[Span] = (), *, indent: int = 0) -> Text:
    """Running Chinese text with its marks lit; no line begins with a stop or a closing bracket."""
    text = in_one_line(text)
    shown = Text(text)
    for mark in marks:
        shown.stylize(MARK, mark.start, mark.end)
    width = max(console().width - indent - 1, 20)
    lines = [Text(" " * indent) + line for line in shown.divide(_breaks(text, width))]
    return Text("\n").join(lines)


def _breaks(text: str, width: int) -> list[int]:
    """Where the lines end, as offsets."""
    breaks: list[int] = []
    used = 0
    for at, char in enumerate(text):
        size = cell_len(char)
        if used + size > width:
            start = at
            while text[start] in _NO_START and start - 1 > (breaks[-1] if breaks else 0):
                start -= 1
            breaks.append(start)
            used = cell_len(text[start:at])
        used += size
    return breaks


def excerpt(text: str, marks: tuple[Span, ...], width: int) -> tuple[str, tuple[Span, ...]]:
    """A stretch of the text, about ``width`` characters, around its first mark, with the marks inside it.

    >>> excerpt("甲乙丙丁戊己庚辛", (Span(6, 7),), 4)
    ('…戊己庚辛', (Span(start=3, end=4),))
    """
    if len(text) <= width:
        return text, marks
    first = marks[0].start if marks else 0
    start = 0 if first < width * 2 // 3 else min(first - width // 3, len(text) - width)
    stop = _after_stop(text, start) if start else 0
    start = stop if stop <= first else start
    end = min(start + width, len(text))
    head, tail = ("…" if start else ""), ("…" if end < len(text) else "")
    inside = tuple(
        Span(mark.start - start + len(head), min(mark.end, end) - start + len(head))
        for mark in marks
        if start <= mark.start < end
    )
    return head + text[start:end] + tail, inside


def _after_stop(text: str, start: int) -> int:
    """The beginning of the next sentence or part of one, so that an excerpt does not begin inside a word."""
    for at in range(start, min(start + 25, len(text))):
        if text[at] in "。；，、：":
            return at + 1
    return start
