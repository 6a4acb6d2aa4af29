"""Which plans stand beside which: the same plan of another level, and the sister plan of the same level.

Takes the identities of the plans at hand. Gives, for each plan, the plans whose clauses are its counterparts.
A plan's own family are its parents and those that name it a parent; where the catalogue states none, plans of
another level with the same subject, or the same name but for region and years. Where a level has no plan of
the family, its other plans are looked in (a plan for health beside one for women): better some than nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from analyzers.normalise import fold, squash
from ingest.plan import Level, PlanEntry

_YEARS = re.compile(r"[(（]?\d{4}年?[-—–－~至]+\d{4}年?[)）]?|“?十[一二三四五六七八九]五”?")
_KINDS = re.compile("发展纲要|发展规划|实施规划|规划|纲要|实施方案|行动计划|计划|方案|意见")
_REGION = re.compile(
    "^[\u4e00-\u9fff]{2,7}?(?:自治[区州县]|[省市县区州国])(?=..)"
)  # where the catalogue names none
_STATE = re.compile("^(?:中国|国家|全国|中华人民共和国)")


class Kin(IntEnum):
    """How a plan stands to another, closest first."""

    FAMILY = 0  # the same plan of another level
    SISTER = 1  # another plan of the same government
    OTHER = 2  # another plan of a level that has none of the family


@dataclass(frozen=True, slots=True)
class Pairing:
    """``one`` is looked at beside ``other``."""

    one: str
    other: str
    kin: Kin


def pairings(entries: Sequence[PlanEntry]) -> tuple[Pairing, ...]:
    """Every ordered pair of plans whose clauses are linked, in the order of the entries."""
    above = _ancestors(entries)
    found: list[Pairing] = []
    for one in entries:
        family = {other.id for other in entries if other.id != one.id and _family(one, other, above)}
        levels = {other.level for other in entries if other.id in family}
        for other in entries:
            if other.id == one.id:
                continue
            if other.id in family:
                found.append(Pairing(one.id, other.id, Kin.FAMILY))
            elif _sisters(one, other):
                found.append(Pairing(one.id, other.id, Kin.SISTER))
            elif other.level is not one.level and other.level not in levels and _may_serve(one, other):
                found.append(Pairing(one.id, other.id, Kin.OTHER))
    both = {(pairing.one, pairing.other) for pairing in found}
    return tuple(p for p in found if p.kin is not Kin.OTHER or (p.other, p.one) in both or _up(p, entries))


def _ancestors(entries: Sequence[PlanEntry]) -> dict[str, dict[str, PlanEntry]]:
    """The plans above each plan: its parents and theirs."""
    known = {entry.id: entry for entry in entries}
    found: dict[str, dict[str, PlanEntry]] = {}
    for entry in entries:
        above: dict[str, PlanEntry] = {}
        waiting = list(entry.parents)
        while waiting:
            parent = known.get(waiting.pop())
            if parent is not None and parent.id not in above and parent.id != entry.id:
                above[parent.id] = parent
                waiting += parent.parents
        found[entry.id] = above
    return found


def _up(pairing: Pairing, entries: Sequence[PlanEntry]) -> bool:
    """A lower plan may be read beside another plan of a higher level, even where that has its own family."""
    order = list(Level)
    levels = {entry.id: entry.level for entry in entries}
    one, other = levels[pairing.one], levels[pairing.other]
    return one is not None and other is not None and order.index(other) < order.index(one)


def _family(one: PlanEntry, other: PlanEntry, above: Mapping[str, Mapping[str, PlanEntry]]) -> bool:
    if one.level is other.level and one.level is not None:
        return False
    lower, upper = (one, other) if _below(one, other) else (other, one)
    if upper.id in above[lower.id]:
        return True
    if any(parent.level is upper.level for parent in above[lower.id].values()):
        return False  # its plan at that level is named, and is another (another city's)
    return _same_subject(one, other)


def _below(one: PlanEntry, other: PlanEntry) -> bool:
    order = list(Level)
    if one.level is None or other.level is None:
        return other.id in one.parents
    return order.index(one.level) > order.index(other.level)


def _same_subject(one: PlanEntry, other: PlanEntry) -> bool:
    if one.subject and other.subject:
        return one.subject == other.subject
    return bare_title(one) == bare_title(other) != ""


def bare_title(entry: PlanEntry) -> str:
    """The title without region, years and kind of paper: 妇女 of 示例省妇女发展规划（2021—2030年）."""
    title = _YEARS.sub("", fold(squash(entry.title)).strip("《》"))
    region = fold(entry.region) if entry.region else ""
    for name in (region, re.sub("[省市州县区]$", "", region)):
        if name and title.startswith(name):
            title = re.sub("^[省市州县区]", "", title[len(name) :])
            break
    else:
        title = _REGION.sub("", title)
    title = _STATE.sub("", title)
    return re.sub(r"[“”\"《》()（）]", "", _KINDS.sub("", title))


def _sisters(one: PlanEntry, other: PlanEntry) -> bool:
    """Two plans of one government; without a level nothing is known, and any two may be compared."""
    if one.level is None or other.level is None:
        return one.level is other.level
    if one.level is not other.level or one.region != other.region:
        return False
    return not _same_subject(one, other)


def _may_serve(one: PlanEntry, other: PlanEntry) -> bool:
    return one.level is not None and other.level is not None
