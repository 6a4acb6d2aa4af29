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
from ingest.plan import Level, PlanEntry


def resolve(
    citation: Citation, entries: Sequence[PlanEntry], *, within: PlanEntry | None = None
) -> list[PlanEntry]:
    """The plans that the citation names, in catalogue order."""
    if citation.kind == "title":
        wanted = _plain(citation.name)
        return [one for one in entries if any(_plain(name) == wanted for name in _titles(one))]
    if citation.kind == "number":
        return [one for one in entries if one.number and _plain(one.number) == _plain(citation.name)]
    if citation.kind == "alias":
        return _by_alias(citation.name, entries, within)
    if citation.kind == "self" and within is not None:
        return [within]
    return []


def _titles(entry: PlanEntry) -> tuple[str, ...]:
    return (entry.title, *(alias for alias in entry.aliases if len(alias) >= 8))


def _plain(title: str) -> str:
    return re.sub(r"[《》〈〉“”\"\-()\[\]〔〕]", "", fold(squash(title)))


def _by_alias(name: str, entries: Sequence[PlanEntry], within: PlanEntry | None) -> list[PlanEntry]:
    row = next((row for row in lexicon.table("aliases") if row["alias"] == name), None)
    if row is None:
        return []
    level = Level(row["level"]) if row["level"] else within.level if within else None
    return [
        one
        for one in entries
        if level is not None
        and one.level is level
        and one.subject in ((row["subject"],) if row["subject"] else ("妇女", "儿童"))
    ]
