"""To which plans of a catalogue a citation leads.

Takes a Citation, the catalogue's entries and the plan it stands in. Gives the entries it names, [] where it
names none of them. An alias that says no level (两规) leads to the plans at the level of its own plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers import lexicon
from analyzers.marks import Citation
from analyzers.normalise import fold, squash
from ingest.levels import REGION_ENDS, Level
from ingest.plan import PlanEntry

_SUBJECTS = ("妇女", "儿童")  # whom the plans behind 两纲 and 两规 are for
_YEARS = re.compile(r"\(?[12][0-9]{3}-[0-9]{2,4}\)?$")
_REGION_END = re.compile(rf"(?<=..)(?:{REGION_ENDS}|[市区])$")
_NOTICE = re.compile(r"印发(.+?)的?通知$")
_LISTED = re.compile(r"[〉》]?[和与及、][〈《]?|[〉》][〈《]")


def resolve(
    citation: Citation, entries: Sequence[PlanEntry], *, within: PlanEntry | None = None
) -> list[PlanEntry]:
    """The plans that the citation names, in catalogue order."""
    if citation.kind == "title":
        return _by_title(citation.name, entries, within)
    if citation.kind == "number":
        return [one for one in entries if one.number and _plain(one.number) == _plain(citation.name)]
    if citation.kind == "alias":
        return _by_alias(citation.name, entries, within)
    if citation.kind == "self" and within is not None:
        return [within]
    return []


def _by_title(title: str, entries: Sequence[PlanEntry], within: PlanEntry | None) -> list[PlanEntry]:
    """By the plan's own name; else by what a notice says it publishes (关于印发甲和乙的通知)."""
    if any(row["alias"] == title for row in lexicon.table("aliases")):
        return _by_alias(title, entries, within)
    wanted = _plain(title)
    found = [one for one in entries if wanted in _names(one)]
    if found or _YEARS.search(wanted):
        return found
    undated = [one for one in entries if wanted in {_YEARS.sub("", name) for name in _names(one)}]
    if undated:
        return _of_one_period(undated, within)
    notice = _NOTICE.search(title)
    parts = _LISTED.split(notice[1]) if notice else []
    named = {one.id for part in parts for one in _by_title(part, entries, within)}
    return [one for one in entries if one.id in named]


def _of_one_period(found: list[PlanEntry], within: PlanEntry | None) -> list[PlanEntry]:
    """A title without years means the plan of the same years, where there are several editions."""
    same = [one for one in found if within is not None and one.start_year == within.start_year]
    return same or found


def _names(entry: PlanEntry) -> set[str]:
    """Title and aliases as they are compared, with the region in full and in short: 保山市, 保山."""
    names = {_plain(name) for name in (entry.title, *entry.aliases)}
    if entry.region and (short := _REGION_END.sub("", entry.region)) != entry.region:
        bare = {name.replace(entry.region, short, 1) for name in names}
        names |= bare | {name.replace(short, entry.region, 1) for name in bare}
    return names


def _plain(name: str) -> str:
    """A name without marks, blanks, width and the shape of dashes; 2021年—2030年 as 2021-2030."""
    return re.sub(r"[《》〈〉“”\"()\[\]〔〕﹝﹞]|(?<=[0-9])年", "", fold(squash(name)))


def _by_alias(name: str, entries: Sequence[PlanEntry], within: PlanEntry | None) -> list[PlanEntry]:
    row = next((row for row in lexicon.table("aliases") if row["alias"] == name), None)
    if row is None:
        return []
    level = Level(row["level"]) if row["level"] else within.level if within else None
    subjects = (row["subject"],) if row["subject"] else _SUBJECTS
    found = [one for one in entries if level is not None and one.level is level and one.subject in subjects]
    return _of_one_period(found, within)
