"""How alike two names of indicators are that are not one by the rules: 户厕普及率 and 卫生厕所普及率, 治理中小河流 and 中小河流治理长度.

Takes names taken apart. Gives a number between 0 and 1, and 0 for two that exclude each other (婴儿, 新生儿; 10万元以上,
100万元以上). A likeness is a reason to ask a person, never to say that two indicators are one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzers import lexicon
from ingest.indicators.names import Name

# Words by which names say how something is measured; they are shared by names that have nothing else in common.
_MEASURED = re.compile(
    "覆盖比例|普及比例|完成比例|达标比例|比例|水平|总量|总数|数量|人数|指数|长度|面积|个数|次数|时间|数$"
)
_PLACE = re.compile("(?:行政)?(省|市|县|乡镇|村|社区)级|乡镇|(?:行政)?村|社区")
_BARE = 0.85  # what names are worth without those words
_HELD = 0.8  # what the shorter name is worth where the longer one holds all of it


def likeness(one: Name, other: Name) -> float:
    """How much of two names is the same.

    >>> from ingest.indicators.names import read_name as n
    >>> likeness(n("农村户厕普及率"), n("农村卫生厕所普及率")) > 0.5
    True
    >>> likeness(n("婴儿死亡率"), n("新生儿死亡率")), likeness(n("秸秆综合利用率"), n("残膜回收率")) < 0.3
    (0.0, True)
    """
    if (one.groups - other.groups) and (other.groups - one.groups):
        return 0.0
    if _numbers(one) != _numbers(other) or _excludes(_places(one), _places(other)):
        return 0.0
    if any(_excludes(mine, its) for mine, its in _contrasts(one, other)):
        return 0.0
    mine, its = _near(one.plain), _near(other.plain)
    if not mine or not its:
        return 0.0
    bare, its_bare = _MEASURED.sub("", mine), _MEASURED.sub("", its)
    return (
        max(_shared(mine, its), 0.95 * _shared(bare, its_bare)) if bare and its_bare else _shared(mine, its)
    )


def _numbers(name: Name) -> frozenset[str]:
    """The limits that say a number."""
    return frozenset(limit for limit in name.limits if re.search(r"\d|[百千万]", limit))


def _places(name: Name) -> frozenset[str]:
    """Which kinds of places a name speaks of: 县级, 乡镇, 村."""
    return frozenset(found[1] or found[0].removeprefix("行政") for found in _PLACE.finditer(name.plain))


def _contrasts(one: Name, other: Name) -> list[tuple[frozenset[str], frozenset[str]]]:
    """What the two say of each subject of which classes exclude each other (宫颈癌, 乳腺癌)."""
    return [(_said(one.plain, classes), _said(other.plain, classes)) for classes in _classes().values()]


def _said(text: str, classes: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(name for name, words in classes.items() if any(word in text for word in words))


def _excludes(mine: frozenset[str], its: frozenset[str]) -> bool:
    return bool(mine and its) and not mine & its


@lexicon.kept
def _classes() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in lexicon.table("contrasts"):
        words = tuple(filter(None, map(str.strip, row["words"].split("|"))))
        classes = found.setdefault(row["group"], {})
        classes[row["class"]] = (*classes.get(row["class"], ()), *words)
    return found


def _shared(one: str, other: str) -> float:
    mine, its = _pieces(one), _pieces(other)
    both = sum(min(count, its.get(piece, 0)) for piece, count in mine.items())
    sizes = sum(mine.values()), sum(its.values())
    if not both or 0 in sizes:
        return 0.0
    return max(2 * both / sum(sizes), _HELD * both / min(sizes) if min(len(one), len(other)) > 2 else 0.0)


@lru_cache(maxsize=65_536)
def _pieces(text: str) -> dict[str, float]:
    """Pairs of characters, and the characters by themselves for half: words change their places in names."""
    found: dict[str, float] = {}
    for at, char in enumerate(text):
        found[char] = found.get(char, 0) + 0.5
        if at + 1 < len(text):
            pair = text[at : at + 2]
            found[pair] = found.get(pair, 0) + 1
    return found


@lru_cache(maxsize=65_536)
def _near(text: str) -> str:
    """With one word for words that mean nearly the same (``lexicon/indicator_near.tsv``)."""
    for word, written in _words():
        text = text.replace(word, written)
    return text


@lexicon.kept
def _words() -> tuple[tuple[str, str], ...]:
    rows = {
        word: row["as"]
        for row in lexicon.table("indicator_near")
        for word in map(str.strip, row["words"].split("|"))
        if word
    }
    return tuple(sorted(rows.items(), key=lambda row: -len(row[0])))
