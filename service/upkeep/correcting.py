"""人工更正, from a person's wish to a base that holds it: checked, kept as a decision, and laid over the texts by a build.

Takes a Base as the person saw it, and a Wanted. Gives the new Base. What makes no sense is refused before anything is kept;
where no base can be built with it, it is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.corrections import Correction, Wanted, make
from ingest.plan import Plan, SourceText
from service.decisions import copy, now, open_corrections
from service.errors import NotFound
from service.query import Scope
from service.settings import Settings
from service.storage import Base, Store
from service.upkeep import build


def plan_of(store: Store, plan_id: str) -> Plan:
    """A plan as it stands in a base, with what people corrected so far. Raises NotFound where there is no text of it."""
    stored = next((each for each in store.plans() if each.entry.id == plan_id), None)
    text = store.source_text(stored.source) if stored is not None and stored.source else None
    if stored is None or text is None:
        raise NotFound(f"库里没有编号为 {plan_id[:80]} 的规划的全文，没有可以更正的条目。")
    scope = Scope(plans=(plan_id,))
    return Plan(
        entry=stored.entry,
        source=SourceText(stored.entry.file or plan_id, text, "utf-8", stored.source or ""),
        start=stored.start,
        end=stored.end,
        headings=store.headings(plan_id),
        clauses=tuple(row.clause for row in store.clauses(scope)),
        targets=tuple(store.targets(scope)),
        page_marks=stored.page_marks,
        tables=store.plan_tables(plan_id),
    )


def correct(
    base: Base, settings: Settings, wanted: Wanted, progress: build.Progress
) -> tuple[Base, Correction]:
    """Keeps a correction and gives the base that holds it. Raises BadCorrection, NotFound, Unwritable …"""
    plan = plan_of(base.store, wanted.address.partition("/")[0])
    made = make(plan, wanted, now())
    keep((made,), settings)
    try:
        return build.build(settings, progress)[0], made
    except BaseException:
        take_back((made,), settings)
        raise


def undo(settings: Settings, key: str, who: str | None, progress: build.Progress) -> tuple[Base, Correction]:
    """Takes a correction back, and gives the base without it. Raises NotFound, Unwritable …"""
    found = open_corrections(settings).undo(key, who)
    copy(settings)
    return build.build(settings, progress)[0], found


def keep(made: Sequence[Correction], settings: Settings) -> None:
    """Keeps corrections, all of them or none. Raises Unwritable, Unreachable or DamagedDecisions."""
    if made:
        open_corrections(settings).keep(*made)
        copy(settings)


def take_back(made: Sequence[Correction], settings: Settings) -> None:
    """Takes back what was kept a moment ago, because no base can be built with it."""
    if made:
        kept = open_corrections(settings)
        for each in made:
            kept.undo(each.key)
        copy(settings)
