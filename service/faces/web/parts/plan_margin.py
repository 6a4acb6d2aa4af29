"""What stands in the margin of a plan: for each clause, its counterparts at the other levels.

Takes a request, a base and a plan. Gives the surest counterpart of each level by address of the clause, or a sentence
why there are none yet: the text itself waits for nothing.
"""

from __future__ import annotations

from fastapi import Request

from ingest.levels import LOWEST_FIRST, Level
from service.answers.alignment import AlignedRow, align
from service.decisions import LinkStatus
from service.errors import Later, Unreachable
from service.faces.web.parts.of_request import decisions_of, links_of
from service.query import Scope
from service.storage import Base, StoredPlan

Beside = tuple[AlignedRow, ...]
_WAIT = 0.5  # seconds for links that are being worked out


def margin(request: Request, base: Base, plan: StoredPlan) -> tuple[dict[str, Beside], str]:
    """The counterparts by address, county first; and why there are none, where they are not to be had now."""
    try:
        decided = decisions_of(request).links()
        links = links_of(request, base, _WAIT)
        rows = list(align(base.store, links, decided, scope=Scope(plans=(plan.entry.id,))))
    except (Later, Unreachable) as error:
        return {}, str(error)
    best: dict[str, dict[Level, AlignedRow]] = {}
    for row in rows:
        level = row.plan.entry.level
        if row.target is None or level is None or level is plan.entry.level:
            continue
        if row.link.relation.answers and row.status is not LinkStatus.REJECTED:
            best.setdefault(row.source.clause.address, {}).setdefault(level, row)
    return {
        address: tuple(found[level] for level in LOWEST_FIRST if level in found)
        for address, found in best.items()
    }, ""
