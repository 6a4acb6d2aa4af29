"""Counts Word's automatic numbers: what 一、（一）1. stands in front of a paragraph that holds none of it.

Takes the definitions of lists (levels with format, text, start, restart) and the paragraphs in order. Gives the
printed number of each. Rules: ISO/IEC 29500-1, 17.9 (numbering): lists that share an abstract definition share
its counters; a deeper level begins again behind a higher one unless ``restart`` says otherwise; a start override
holds for the first paragraph of its list at that level.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.readers.word.number_forms import print_number

_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CLOSED = "、．）)】]：》〉，。"


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered."""

    form: str = "decimal"  # name of the number format
    text: str = ""  # 第%1章, （%2）, %1.%2
    start: int = 1
    restart: int | None = None  # 0: never; n: only behind level n (1 is the top); None: behind any higher one
    legal: bool = False  # numbers of higher levels are printed 1, 2, 3 whatever their own format
    spaced: bool = True  # a tab or blank stands behind the number


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """One list as paragraphs name it: whose counters it uses, its levels, and where it begins anew."""

    counters: str
    levels: Mapping[int, ListLevel]
    starts: Mapping[int, int] = field(default_factory=dict)  # level -> start override


class ListCounter:
    """Counts through one document."""

    def __init__(self, lists: Mapping[str, ListDefinition]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()  # lists and levels whose start override was used

    def number(self, name: str, level: int) -> str:
        """The number in front of the next paragraph of this list, "" where the list prints none."""
        found = self._lists.get(name)
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.counters, {})
        start = found.levels[level].start
        for higher in range(level):  # a list that begins with a deeper level has begun its higher ones
            if higher in found.levels:
                counts.setdefault(higher, found.levels[higher].start)
        if level in found.starts and (name, level) not in self._begun:
            self._begun.add((name, level))
            counts[level] = found.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [each for each in counts if each > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]
        return _printed(found, counts, level)


def _printed(found: ListDefinition, counts: Mapping[int, int], level: int) -> str:
    own = found.levels[level]
    if own.form == "bullet":
        return ""

    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        definition = found.levels.get(at, ListLevel())
        form = "decimal" if own.legal and at != level else definition.form
        if own.legal and at == level:
            form = "decimal"
        return print_number(counts.get(at, definition.start), form)

    text = _PRIVATE.sub("", _PLACE.sub(place, own.text)).strip("\t")
    return behind_number(text) if own.spaced else text


def behind_number(number: str) -> str:
    """A printed number and what parts it from the words: a blank keeps "8." and "5岁以下" apart; behind 、 or ）
    print has none.

    >>> behind_number("8."), behind_number("（一）")
    ('8. ', '（一）')
    """
    return number + " " if number and number.rstrip()[-1:] not in _CLOSED else number
