"""Deals a list of indicators out: 新生儿、婴儿和5岁以下儿童死亡率 … 分别 …, or A率和B率 with one value.

Takes the printed noun phrase in front of a value. Gives one full name for each indicator: a shared head noun
(死亡率) is given to every item that lacks one, a shared leading group (5岁以下儿童) to every item without its
own.
"""

from __future__ import annotations

import re

from analyzers import segment
from ingest import phrases, vocabulary

_JOINT = re.compile("、|以及|和(?![谐平睦解])|及(?![其以时格])|与(?![会])")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")


def pieces(phrase: str, pattern: re.Pattern[str] = _JOINT) -> list[str]:
    """The items of a list, cut at 、和及与以及 outside brackets."""
    holes = [m.span() for m in _BRACKET.finditer(phrase)]
    items, at = [], 0
    for joint in pattern.finditer(phrase):
        if any(a <= joint.start() < b for a, b in holes):
            continue
        items.append(phrase[at : joint.start()])
        at = joint.end()
    items.append(phrase[at:])
    return [item for item in items if item]


def deal(phrase: str, count: int) -> list[str] | None:
    """The names of ``count`` indicators that one phrase lists, or None where it does not list so many.

    >>> deal("新生儿、婴儿和5岁以下儿童死亡率", 3)
    ['新生儿死亡率', '婴儿死亡率', '5岁以下儿童死亡率']
    >>> deal("5岁以下儿童贫血率和生长迟缓率", 2)
    ['5岁以下儿童贫血率', '5岁以下儿童生长迟缓率']
    """
    for items in _ways(phrase):
        if len(items) == count:
            return share(items)
    return None


def _ways(phrase: str) -> list[list[str]]:
    """Every way to cut the phrase into a list, the most natural first."""
    all_items = pieces(phrase)
    ways = [
        all_items,
        pieces(phrase, re.compile("、")),
        pieces(phrase, re.compile("以及|和(?![谐平睦解])|及(?![其以时格])|与(?![会])")),
    ]
    merged: list[str] = []
    for item in all_items:  # cut only behind a full indicator
        if merged and not phrases.has_head(merged[-1]):
            start = phrase.find(merged[-1])
            merged[-1] = phrase[start : phrase.find(item, start + len(merged[-1])) + len(item)]
        else:
            merged.append(item)
    return [*ways, merged]


def full_names(phrase: str) -> list[str]:
    """The indicators of a phrase with one value: several only where each part is a full indicator.

    >>> full_names("3岁以下儿童系统管理率和7岁以下儿童健康管理率")
    ['3岁以下儿童系统管理率', '7岁以下儿童健康管理率']
    >>> full_names("宫颈癌和乳腺癌筛查覆盖率")
    ['宫颈癌和乳腺癌筛查覆盖率']
    """
    merged = _ways(phrase)[-1]
    if len(merged) > 1 and all(_rate_head(item) for item in merged):
        return share(merged)
    return [phrase]


_RATE_HEAD = re.compile(
    "(?:率|比例|比重|占比|面积|总量|数量|人数|产量|里程|水平|总数|排放量|收入|产值|增加值|规模|浓度|寿命)$"
)


def _rate_head(item: str) -> bool:
    return bool(_RATE_HEAD.search(item)) and len(item) >= 3


def share(items: list[str]) -> list[str]:
    """The items with the shared head and the shared leading group written out."""
    last = items[-1]
    if not all(phrases.has_head(item) for item in items[:-1]) and phrases.has_head(last):
        tail = _shared_tail(items)
        items = [item if phrases.has_head(item) else item + tail for item in items[:-1]] + [last]
    lead = _shared_lead(items)
    if lead:
        items = [items[0], *(item if _own_group(item) else lead + item for item in items[1:])]
    return items


def _shared_tail(items: list[str]) -> str:
    """What the last item has behind its parallel part: 死亡率 of 5岁以下儿童死亡率."""
    last = items[-1]
    end = phrases.population_end(last)
    if end and any(vocabulary.persons().ending(item) for item in items[:-1]):
        return last[end:]
    words = segment.coarse(last)
    offsets = [word.end for word in words][:-1] or [len(last)]
    # The parallel part is as long as its fellow: 种植 | 收获, 城市 | 县城, 化学需氧量 | 氨氮.
    fellow = items[-2]
    fellow_words = segment.coarse(fellow)
    wanted = len(fellow) if len(items) > 2 or len(fellow_words) == 1 else len(fellow_words[-1].text)
    best = min(offsets, key=lambda offset: (abs(offset - wanted), offset))
    return last[best:]


_SHARED_GROUP = re.compile(
    "岁|月龄|适龄|农村|城镇|城乡|困难|残疾|全市|全县|全省|全国|全区|留守|低收入|失能|高龄"
)


def _shared_lead(items: list[str]) -> str:
    first = items[0]
    end = max(phrases.population_end(first), phrases.place_end(first))
    if not end or end >= len(first) - 1:
        return ""
    lead = first[:end]
    return lead if _SHARED_GROUP.search(lead) else ""


def _own_group(item: str) -> bool:
    return bool(phrases.population_end(item) or phrases.place_end(item))
