"""Which plans stand beside which: the same plan of another level, and the sister plan of the same level.

Takes the identities of the plans at hand. Gives, for each plan, the plans whose clauses are its counterparts.
A plan's own family are its parents and those that name it a parent; where the catalogue states none, plans of
another level with the same subject, or the same name but for region and years, whose government may be the one above.
Where a level has no plan of the family, its other plans are looked in (a plan for health beside one for women):
better some than nothing. Plans of two governments of one level (two counties) are never linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from analyzers.normalise import fold, squash
from ingest.catalogue.governments import Governments, ancestors, place_of, printed_place, without_place
from ingest.levels import REGION_ENDS
from ingest.plan import PlanEntry

_YEARS = re.compile(r"[(（]?\d{4}年?[-—–－~至]+\d{4}年?[)）]?|“?十[一二三四五六七八九]五”?")
_KINDS = re.compile("发展纲要|发展规划|实施规划|规划|纲要|实施方案|行动计划|计划|方案|意见")
_END = re.compile(rf"(?:{REGION_ENDS}|[市区])$")
_START = re.compile(rf"^(?:{REGION_ENDS}|[市区])")
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


@dataclass(frozen=True, slots=True)
class Couple:
    """Two plans that are linked in one go; ``both`` says whether each is looked at beside the other."""

    one: str
    other: str
    kin: Kin
    both: bool


def couples(entries: Sequence[PlanEntry]) -> tuple[Couple, ...]:
    """Every two plans that are linked, once, in the order of the entries."""
    wanted = pairings(entries)
    both = {(pairing.one, pairing.other) for pairing in wanted}
    found: dict[frozenset[str], Couple] = {}
    for pairing in wanted:
        back = (pairing.other, pairing.one) in both
        found.setdefault(
            frozenset((pairing.one, pairing.other)), Couple(pairing.one, pairing.other, pairing.kin, back)
        )
    return tuple(found.values())


def pairings(entries: Sequence[PlanEntry]) -> tuple[Pairing, ...]:
    """Every ordered pair of plans whose clauses are linked, in the order of the entries."""
    return _pairings(tuple(entries))


@lru_cache(maxsize=8)  # every answer about a base asks for those of the same plans
def _pairings(entries: tuple[PlanEntry, ...]) -> tuple[Pairing, ...]:
    above, governments = ancestors(entries), Governments(entries)
    found: list[Pairing] = []
    for one in entries:
        family = {other.id for other in entries if _family(one, other, above, governments)}
        levels = {other.level for other in entries if other.id in family}
        for other in entries:
            if other.id == one.id:
                continue
            if other.id in family:
                found.append(Pairing(one.id, other.id, Kin.FAMILY))
            elif _sisters(one, other):
                found.append(Pairing(one.id, other.id, Kin.SISTER))
            elif other.level not in levels and _may_serve(one, other, governments):
                found.append(Pairing(one.id, other.id, Kin.OTHER))
    both = {(pairing.one, pairing.other) for pairing in found}
    order = {entry.id: _height(entry) for entry in entries}
    # A lower plan may be read beside another plan of a higher level, even where that has its own family.
    return tuple(
        p
        for p in found
        if p.kin is not Kin.OTHER or (p.other, p.one) in both or order[p.other] < order[p.one]
    )


def _height(entry: PlanEntry) -> int:
    """0 for the nation; more, the lower a plan stands."""
    return entry.level.rank if entry.level else 0


def _family(
    one: PlanEntry,
    other: PlanEntry,
    above: Mapping[str, Mapping[str, PlanEntry]],
    governments: Governments,
) -> bool:
    if one.id == other.id or (one.level is other.level and one.level is not None):
        return False
    lower, upper = (one, other) if _below(one, other) else (other, one)
    if upper.id in above[lower.id]:
        return True
    if any(parent.level is upper.level for parent in above[lower.id].values()):
        return False  # its plan at that level is named, and is another (another city's)
    return _same_subject(one, other) and governments.may_rule(upper, lower)


def _below(one: PlanEntry, other: PlanEntry) -> bool:
    if one.level is None or other.level is None:
        return other.id in one.parents
    return _height(one) > _height(other)


def _same_subject(one: PlanEntry, other: PlanEntry) -> bool:
    if one.subject and other.subject:
        return one.subject == other.subject
    return bare_title(one) == bare_title(other) != ""


@lru_cache(maxsize=4096)
def bare_title(entry: PlanEntry) -> str:
    """The title without region, years and kind of paper: 妇女 of 示例省妇女发展规划（2021—2030年）."""
    title = _YEARS.sub("", fold(squash(entry.title)).strip("《》"))
    region = fold(entry.region) if entry.region else ""
    for name in (region, _END.sub("", region)):
        if name and title.startswith(name):
            title = _START.sub("", title[len(name) :])
            break
    else:
        title = without_place(title)
    title = _STATE.sub("", title)
    return re.sub(r"[“”\"《》()（）]", "", _KINDS.sub("", title))


def _sisters(one: PlanEntry, other: PlanEntry) -> bool:
    """Two plans of one government; without a level nothing is known, and any two may be compared."""
    if one.level is None or other.level is None:
        return one.level is other.level
    if one.level is not other.level or _same_subject(one, other):
        return False
    if one.region is None and other.region is None:
        printed = {place for place in (printed_place(one), printed_place(other)) if place}
        return len(printed) < 2
    return one.region is not None and other.region is not None and place_of(one) == place_of(other)


def _may_serve(one: PlanEntry, other: PlanEntry, governments: Governments) -> bool:
    """Two levels, and the one government may stand above the other."""
    if one.level is None or other.level is None or one.level is other.level:
        return False
    lower, upper = (one, other) if _below(one, other) else (other, one)
    return governments.may_rule(upper, lower)
