"""Says what an indicator of a table is called, and which unit its name carries.

Takes the words of the columns that name it. Gives the name without its unit: 学前教育毛入园率 of 学前教育毛入园率（%）. What
tells it apart stays: 九年义务教育巩固率（女）, 化肥施用量（折纯）. A row 其中：水电 belongs to the indicator above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.normalise import squash
from ingest.targets import vocabulary
from ingest.targets.tables.unit_text import StatedUnit, unit_of_text

_LAST_BRACKET = re.compile(
    r"(?:[（(]((?:[^（）()]|[（(][^（）()]*[）)])*)[）)]|[【\[［〔]([^【】\[\]［］〔〕]*)[】\]］〕])(?=[*①-⑳]*$)"
)
_BARE_SHARE = re.compile(r"[,，、/:：]?([%％‰])$")
_NUMBER = re.compile(r"^\s*(?:\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[）)]|[①-⑳])\s*")
_FOOTNOTE = re.compile(r"(?:[*＊①-⑳¹²³]|[\[［〔【]\d{1,2}[\]］〕】])+$")
_YEAR = re.compile(r"^(?:到?20\d{2}年(?:底|末)?)|20\d{2}年(?:底|末)?$")
_AIM = re.compile("(?:目标|任务|计划|规划)?(?:目标值?|任务数?|计划数?|现状值?|基期值?|值)$")
_PART = re.compile(r"(?:其中|#|＃)\s*[:：]?\s*(.+)")


def split_name(words: str) -> tuple[str, StatedUnit | None]:
    """The name and the unit in the brackets behind it.

    >>> split_name("每万人口拥有量（件）")[0], split_name("化肥施用量（折纯）"), split_name("1.床位数（万张）")[1].name
    ('每万人口拥有量', ('化肥施用量（折纯）', None), 'count')
    >>> split_name("体质合格率，%")[0], split_name("人均场地面积[平方米]")[0], split_name("受教育年限[女]")
    ('体质合格率', '人均场地面积', ('受教育年限[女]', None))
    """
    name = _FOOTNOTE.sub("", _NUMBER.sub("", squash(words)))
    found = _LAST_BRACKET.search(name)
    found = found or _BARE_SHARE.search(name)
    unit = unit_of_text(_unit_words(found[found.lastindex or 0])) if found is not None else None
    if found is None or unit is None or found.start() < 2:
        return name, None
    return name[: found.start()], unit


def _unit_words(text: str) -> str:
    return re.sub("^(?:计量)?单位[:：]", "", text)


def name_in_heads(heads: Sequence[str]) -> tuple[str, StatedUnit | None]:
    """The indicator that the heads of a column name, with its unit; years and aims are none of it.

    >>> name_in_heads(["人工造林和封山育林（亩）", "2025年"])[0], name_in_heads(["2025年森林覆盖率目标（%）"])[0]
    ('人工造林和封山育林', '森林覆盖率')
    """
    found: tuple[str, StatedUnit | None] = ("", None)
    for head in heads:
        name, unit = split_name(head)
        name = _AIM.sub("", _YEAR.sub("", name))
        if len(name) > 1 and (unit is not None or found[1] is None):
            found = (name, unit or found[1])
    return found


def joined(parts: Sequence[str]) -> str:
    """The name of an indicator that two columns name: the inner one, with the outer where it says not what is measured.

    >>> joined(["森林资源", "森林覆盖率"]), joined(["每千人口", "医师"]), joined(["床位数"])
    ('森林覆盖率', '每千人口医师', '床位数')
    """
    said = [part for part in dict.fromkeys(squash(part) for part in parts) if part]
    if len(said) < 2:
        return said[0] if said else ""
    inner = split_name(said[-1])[0]
    return said[-1] if vocabulary.heads().ending(inner) and not said[0].startswith("每") else "".join(said)


def part_of(name: str, above: str) -> str:
    """The name of a row that is a part of the indicator above it.

    >>> part_of("其中：水电", "装机容量"), part_of("水电", "装机容量")
    ('装机容量（其中：水电）', '水电')
    """
    found = _PART.fullmatch(name)
    return f"{above}（其中：{found[1]}）" if found is not None and above else name


def is_part(name: str) -> bool:
    """Whether a row names a part of the indicator above it."""
    return _PART.fullmatch(name) is not None
