"""How much of the beginning of a paragraph Word prints apart from its rest: bold, or in another typeface.

Takes parsed paragraphs and styles. Gives a number of characters: the lead of an item whose number is no number but its
looks, or the whole line where it is a heading. Compares only what the file states, never what a reader would guess from the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ingest.readers.word.elements import child, is_on, local, value

_SKIPPED = frozenset("pPr rPr del moveFrom txbxContent pict drawing Fallback".split())
_BASED = 12  # styles that are based on one another
_ENDS = "。！？：；:;.!?"

Look = tuple[bool, str]  # bold, typeface of Chinese characters


class Looks:
    """What the styles of one document say, and how its body text looks."""

    def __init__(self, styles: Any, inline: Callable[[Any], str]) -> None:
        found = () if styles is None else (each for each in styles if local(each) == "style")
        self._styles = {value(each, "styleId") or "": each for each in found}
        self._inline = inline
        self._body: Look = (False, "")

    def learn(self, document: Any) -> None:
        """How most paragraphs that are sentences end: that is body text."""
        ends: Counter[Look] = Counter()
        for paragraph in document.iter():
            if local(paragraph) != "p":
                continue
            runs = list(self._runs(paragraph))
            if runs and runs[-1][0].rstrip().endswith(tuple(_ENDS)):
                ends[runs[-1][1]] += 1
        if ends:
            self._body = ends.most_common(1)[0][0]

    def apart(self, paragraph: Any) -> int:
        """So many characters at the beginning of a paragraph are printed apart from body text."""
        runs = list(self._runs(paragraph))
        if not runs:
            return 0
        if self._is_heading(paragraph):
            return sum(len(text) for text, _ in runs)
        first, size = runs[0][1], 0
        if first == self._body:
            return 0
        for text, look in runs:
            if look != first:
                break
            size += len(text)
        return size

    def _runs(self, paragraph: Any) -> Iterator[tuple[str, Look]]:
        around = self._of_style(child(paragraph, "pPr", "pStyle"))
        before: Look | None = None
        for run in _runs_of(paragraph):
            text = "" if is_on(run, "rPr", "vanish") else self._inline(run)
            if text:  # blanks look like what stands before them
                before = before if before and not text.strip() else self._look(run, around)
                yield text, before

    def _look(self, run: Any, around: Look) -> Look:
        bold, face = around
        styled = child(run, "rPr", "rStyle")
        if styled is not None:
            own = self._of_style(styled)
            bold, face = bold or own[0], own[1] or face
        return _stated(child(run, "rPr"), (bold, face))

    def _of_style(self, named: Any) -> Look:
        """What a style says, with the styles that it is based on."""
        chain: list[Any] = []
        while named is not None and len(chain) < _BASED:
            style = self._styles.get(value(named) or "")
            if style is None:
                break
            chain.append(child(style, "rPr"))
            named = child(style, "basedOn")
        look: Look = (False, "")
        for properties in reversed(chain):
            look = _stated(properties, look)
        return look

    def _is_heading(self, paragraph: Any) -> bool:
        """Whether Word itself lists the paragraph in its outline."""
        if child(paragraph, "pPr", "outlineLvl") is not None:
            return value(child(paragraph, "pPr", "outlineLvl")) != "9"
        named = child(paragraph, "pPr", "pStyle")
        style = None if named is None else self._styles.get(value(named) or "")
        return style is not None and child(style, "pPr", "outlineLvl") is not None


def _stated(properties: Any, look: Look) -> Look:
    """A look with what properties change of it."""
    if properties is None:
        return look
    bold = look[0] if child(properties, "b") is None else is_on(properties, "b")
    fonts = child(properties, "rFonts")
    face = look[1] if fonts is None else value(fonts, "eastAsia") or look[1]
    return bold, face


def _runs_of(parent: Any) -> Iterator[Any]:
    for element in parent:
        name = local(element)
        if name == "r":
            yield element
        elif name not in _SKIPPED:
            yield from _runs_of(element)
