"""Reads which list a paragraph of a .docx belongs to: ``numbering.xml`` and the numbering in ``styles.xml``.

Takes the two parts as parsed XML (either may be missing). Gives a Numbering: the definitions of all lists, and the
list and level of a paragraph by its style and its own properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.word.elements import child, local, value
from ingest.readers.word.list_counters import ListDefinition, ListLevel

_DEEPEST = 8
_LINKS = 20  # a chain of styles that is longer runs in a circle


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says about numbering."""

    based_on: str | None
    number: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Numbering:
    """All lists of a document, and the way from a paragraph to its list."""

    lists: Mapping[str, ListDefinition]
    styles: Mapping[str, _Style]
    style_levels: Mapping[tuple[str, str], int]  # list, style -> level that is linked to the style
    default_style: str | None

    def list_of(self, style: str | None, number: str | None, level: str | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own properties before those of its style; None for no list."""
        chain = self._chain(style if style is not None else self.default_style)
        named = number
        if named is None:
            named = next((each.number for _, each in chain if each.number is not None), None)
        if named is None or named == "0" or named not in self.lists:
            return None
        if level is not None:
            return named, _depth(level)
        for name, each in chain:
            if (named, name) in self.style_levels:
                return named, self.style_levels[named, name]
            if each.level is not None:
                return named, each.level
        return named, 0

    def _chain(self, style: str | None) -> list[tuple[str, _Style]]:
        chain: list[tuple[str, _Style]] = []
        while style is not None and style in self.styles and len(chain) < _LINKS:
            chain.append((style, self.styles[style]))
            style = self.styles[style].based_on
        return chain


def read_numbering(numbering: Any, styles: Any) -> Numbering:
    """The lists of a document."""
    found, default = _styles(styles)
    abstract: dict[str, Any] = {}
    numbers: dict[str, Any] = {}
    for element in () if numbering is None else numbering:
        if local(element) == "abstractNum":
            abstract[value(element, "abstractNumId") or ""] = element
        elif local(element) == "num":
            numbers[value(element, "numId") or ""] = element
    lists: dict[str, ListDefinition] = {}
    linked: dict[tuple[str, str], int] = {}
    for name, element in numbers.items():
        key = _abstract_of(element, abstract, numbers, found)
        if key is None:
            continue
        levels = {_depth(value(level, "ilvl")): level for level in abstract[key] if local(level) == "lvl"}
        starts: dict[int, int] = {}
        for override in element:
            if local(override) != "lvlOverride":
                continue
            depth = _depth(value(override, "ilvl"))
            for each in override:
                if local(each) == "startOverride":
                    starts[depth] = _number(each)
                elif local(each) == "lvl":
                    levels[depth] = each
        lists[name] = ListDefinition(key, {depth: _level(level) for depth, level in levels.items()}, starts)
        for depth, level in levels.items():
            style = _text_of(level, "pStyle")
            if style:
                linked[name, style] = depth
    return Numbering(lists, found, linked, default)


def _abstract_of(
    number: Any, abstract: Mapping[str, Any], numbers: Mapping[str, Any], styles: Mapping[str, _Style]
) -> str | None:
    """The abstract definition behind a list, through a list style where it only points to one."""
    for _ in range(_LINKS):
        key = _text_of(number, "abstractNumId")
        if key is None or key not in abstract:
            return None
        link = _text_of(abstract[key], "numStyleLink")
        style = styles.get(link) if link else None
        if style is None or style.number is None or style.number not in numbers:
            return key
        number = numbers[style.number]
    return None


def _level(element: Any) -> ListLevel:
    form = _text_of(element, "numFmt") or "decimal"
    restart = _text_of(element, "lvlRestart")
    level = ListLevel(
        form=form,
        text=_text_of(element, "lvlText") or "",
        start=int(start) if (start := _text_of(element, "start")) and start.isdigit() else 1,
        restart=int(restart) if restart and restart.isdigit() else None,
        spaced=_text_of(element, "suff") != "nothing",
    )
    legal = next((each for each in element if local(each) == "isLgl"), None)
    return replace(level, legal=legal is not None and value(legal) not in ("0", "false", "off"))


def _styles(root: Any) -> tuple[dict[str, _Style], str | None]:
    found: dict[str, _Style] = {}
    default = None
    for style in () if root is None else root:
        name = value(style, "styleId")
        if local(style) != "style" or name is None:
            continue
        if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
            default = name
        number = level = None
        for part in style:
            for each in part if local(part) == "pPr" else ():
                if local(each) == "numPr":
                    number = _text_of(each, "numId")
                    depth = _text_of(each, "ilvl")
                    level = _depth(depth) if depth is not None else None
        found[name] = _Style(_text_of(style, "basedOn"), number, level)
    return found, default


def _text_of(element: Any, name: str) -> str | None:
    """The value of the child of that name."""
    found = child(element, name)
    return None if found is None else value(found)


def _number(element: Any) -> int:
    stated = value(element) or "1"
    return int(stated) if stated.isdigit() else 1


def _depth(text: str | None) -> int:
    return min(int(text), _DEEPEST) if text and text.isdigit() else 0
