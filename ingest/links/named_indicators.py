"""Indicators that a clause names without a value: 儿童溺水死亡率持续下降, 逐步提高乳腺癌筛查覆盖率.

Takes the words of a clause. Gives their Names. They are no targets; they tell clauses apart that share all their
words but the indicator.
"""

from __future__ import annotations

import re
from functools import cache

from analyzers import lexicon
from analyzers.normalise import fold
from analyzers.wordset import WordSet
from ingest.indicators import Name, read_name

_PIECE = re.compile(r"[^，,。；;：:]+")
_RATE = re.compile(r".{2,30}?(?:(?<![效频概税利速汇])率(?![先领团])|比例|比重|占比|寿命|年限|素养水平)")
_MOST = 6  # of one clause; a longer list is a list of statistics


def mentions(text: str) -> tuple[Name, ...]:
    """The indicators that a text names, each once, in order.

    >>> len(mentions("逐步提高乳腺癌筛查覆盖率，降低死亡率。")), mentions("提高效率。")
    (1, ())
    """
    found: dict[Name, None] = {}
    for piece in _PIECE.findall(fold(text)):
        for match in _RATE.findall(piece):
            name = _bare(match)
            if len(name) > 3 and len(found) < _MOST:
                found[read_name(name)] = None
    return tuple(found)


def _bare(name: str) -> str:
    """Without the verbs and adverbs in front: 逐步提高, 持续降低, 和."""
    while True:
        name = name.lstrip("和与及、的或 ")
        word = _fronts().beginning(name)
        if not word or len(name) - len(word) < 3:
            return name
        name = name[len(word) :]


@cache
def _fronts() -> WordSet:
    classes = {"lead", "action", "adverb", "manner", "change", "level"}
    words = {row["text"] for row in lexicon.table("target_verbs") if row["class"] in classes}
    return WordSet(frozenset(word for word in words if len(word) > 1))
