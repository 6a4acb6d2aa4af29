"""The lists of an OpenDocument text: what their numbers look like, and which list goes on with the count of which.

Takes the parsed content and styles. Gives definitions for the counter of Word's lists, and the way from a list element
to its definition. Layout: ISO/IEC 26300-1, 5.3 (lists), 16.30 (list styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word.elements import child, local, value
from ingest.readers.word.list_counters import ListDefinition, ListLevel

_FORMS = {
    "1": "decimal", "01": "decimalZero", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "一, 十, 一百": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional", "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth", "〇, 一, 二, ...": "ideographDigital",
}  # fmt: skip
_PLACE = re.compile(r"%(\d{1,2})%")
_OUTLINE = "\x00outline"


@dataclass(slots=True)
class Lists:
    """The lists of one document; ``names`` leads from the id of a list element to the definition it counts in."""

    definitions: dict[str, ListDefinition]
    levels: dict[str, dict[int, ListLevel]]
    names: dict[str, str] = field(default_factory=dict)
    outline: str = _OUTLINE
    _last: dict[str, str] = field(default_factory=dict)  # style -> the list that used it last
    _latest: str = ""

    def name_of(self, element: Any, outer: str | None) -> str:
        """The definition in which a list counts; ``outer`` is that of the list that holds it."""
        style = value(element, "style-name")
        if outer is not None:  # a list inside a list counts with it
            name = outer if style is None else self.styled(outer, style)
        else:
            style = style or ""
            before = value(element, "continue-list")
            counted = self._last.get(style) if value(element, "continue-numbering") == "true" else None
            if before is not None:  # LibreOffice names lists there that it wrote into another one
                counted = self.names.setdefault(before, self._latest) if self._latest else None
            name = self._new(style, None) if counted is None else self.styled(counted, style)
        self._last[style or ""] = self._latest = name
        if own := value(element, "id"):
            self.names[own] = name
        return name

    def styled(self, name: str, style: str) -> str:
        """The definition that counts with another and looks like a style."""
        if name.startswith(f"{style}\x00"):
            return name
        counters = self.definitions[name].counters
        known = (each for each in self.definitions if each.startswith(f"{style}\x00"))
        same = next((each for each in known if self.definitions[each].counters == counters), None)
        return same or self._new(style, counters)

    def _new(self, style: str, counters: str | None) -> str:
        name = f"{style}\x00{len(self.definitions)}"
        self.definitions[name] = ListDefinition(counters or name, self.levels.get(style, {}))
        return name

    def starting(self, item: Any, name: str, level: int) -> str:
        """The definition for an item that states its own number, else that of its list."""
        stated = value(item, "start-value")
        if stated is None or not stated.isdecimal():
            return name
        like = self.definitions[name]
        again = f"{name}\x00{len(self.definitions)}"
        self.definitions[again] = ListDefinition(like.counters, like.levels, {level: int(stated[:6])})
        return again


def read_lists(content: Any, styles: Any) -> Lists:
    """The lists of a document."""
    levels: dict[str, dict[int, ListLevel]] = {}
    for root in (styles, content):
        for style in () if root is None else root.iter():
            if local(style) in ("list-style", "outline-style"):
                name = (value(style, "name") or "") if local(style) == "list-style" else _OUTLINE
                levels[name] = dict(_levels(style))
    return Lists({_OUTLINE: ListDefinition(_OUTLINE, levels.get(_OUTLINE, {}))}, levels)


def _levels(style: Any) -> Iterator[tuple[int, ListLevel]]:
    for level in style:
        stated = value(level, "level") or ""
        if not stated.isdecimal() or not 0 < int(stated[:3]) <= 10:
            continue
        depth = int(stated) - 1
        if local(level) not in ("list-level-style-number", "outline-level-style"):
            yield depth, ListLevel(form="bullet")
            continue
        form = value(level, "num-format") or ""
        start = value(level, "start-value") or "1"
        yield (
            depth,
            ListLevel(
                form=_FORMS.get(form, "decimal") if form else "none",
                text=_text(level, depth) if form else "",
                start=int(start[:6]) if start.isdecimal() else 1,
                spaced=_is_spaced(level),
            ),
        )


def _text(level: Any, depth: int) -> str:
    printed = value(level, "num-list-format")
    if printed is not None:
        return _PLACE.sub(r"%\1", printed)
    shown = value(level, "display-levels") or "1"
    first = depth - (min(int(shown), depth + 1) if shown.isdecimal() else 1) + 1
    numbers = ".".join(f"%{place + 1}" for place in range(first, depth + 1))
    return f"{value(level, 'num-prefix') or ''}{numbers}{value(level, 'num-suffix') or ''}"


def _is_spaced(level: Any) -> bool:
    alignment = child(level, "list-level-properties", "list-level-label-alignment")
    return alignment is None or value(alignment, "label-followed-by") != "nothing"
