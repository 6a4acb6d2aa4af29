"""How much of the beginning of a paragraph an OpenDocument text prints apart from its rest: bold, or in another typeface.

Takes parsed paragraphs and styles. Gives the words at the beginning that look other than body text, as ``docx_looks`` does
for Word: the lead of an item, or the whole line where it is a heading. Only what the file states counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from ingest.readers.word.elements import child, local, value

_BASED = 12  # styles that are based on one another
_ENDS = ("。", "！", "？", "：", "；", ":", ";")
_BOLD = ("bold", "600", "700", "800", "900")

Look = tuple[bool, str]  # bold, typeface of Chinese characters


class OdtLooks:
    """What the styles of one document say, and how its body text looks."""

    def __init__(self, roots: Collection[Any], skipped: Collection[str]) -> None:
        self._styles = {
            value(each, "name") or "": each
            for root in roots
            for each in root.iter()
            if local(each) == "style"
        }
        self._skipped = skipped
        self._body: Look = (False, "")

    def learn(self, content: Any) -> None:
        """How most paragraphs that are sentences end: that is body text."""
        ends: Counter[Look] = Counter()
        for paragraph in content.iter():
            runs = list(self._runs(paragraph)) if local(paragraph) == "p" else []
            if runs and runs[-1][0].rstrip().endswith(_ENDS):
                ends[runs[-1][1]] += 1
        if ends:
            self._body = ends.most_common(1)[0][0]

    def apart(self, paragraph: Any) -> str:
        """The words at the beginning of a paragraph that are printed apart from body text."""
        runs = list(self._runs(paragraph))
        if local(paragraph) == "h":
            return "".join(text for text, _ in runs)
        if not runs or runs[0][1] == self._body:
            return ""
        words = ""
        for text, look in runs:
            if look != runs[0][1]:
                break
            words += text
        return words

    def _runs(self, paragraph: Any) -> Iterator[tuple[str, Look]]:
        before: Look | None = None
        for text, look in self._texts(paragraph, (False, "")):
            before = (
                before if before and not text.strip() else look
            )  # blanks look like what stands before them
            yield text, before

    def _texts(self, element: Any, around: Look) -> Iterator[tuple[str, Look]]:
        if local(element) in self._skipped:
            return
        look = self._look(value(element, "style-name"), around)
        if element.text:
            yield " ".join(element.text.split("\n")), look
        for each in element:
            if local(each) == "s":
                yield " ", look
            else:
                yield from self._texts(each, look)
            if each.tail:
                yield " ".join(each.tail.split("\n")), look

    def _look(self, named: str | None, around: Look) -> Look:
        """A look with what a style, and those that it is based on, change of it."""
        chain: list[Any] = []
        while named and len(chain) < _BASED and (style := self._styles.get(named)) is not None:
            chain.append(child(style, "text-properties"))
            named = value(style, "parent-style-name")
        bold, face = around
        for properties in reversed(chain):
            if properties is not None:
                weight = value(properties, "font-weight-asian") or value(properties, "font-weight")
                bold = weight in _BOLD if weight else bold
                face = value(properties, "font-name-asian") or value(properties, "font-family-asian") or face
        return bold, face
