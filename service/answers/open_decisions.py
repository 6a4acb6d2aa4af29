"""待重看: decisions and checks whose texts have changed or are gone, with then and now, until a person settles them.

Takes a store, the decisions and the checks. Gives OpenDecisions and OpenChecks, oldest first. None of them is in force: they are counted nowhere and
stand beside no clause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.anchors import Anchor, became
from service.decisions import Check, Checks, LinkDecision, LinkStatus, Standing
from service.query import Scope
from service.storage import Store, StoredClause


@dataclass(frozen=True, slots=True)
class OpenSide:
    """One text of a decision: as it read then, and the clause that it is or seems to have become."""

    anchor: Anchor
    now: StoredClause | None  # None: the text is gone
    same: bool  # it reads as it did


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision that waits for a person."""

    decision: LinkDecision
    source: OpenSide
    target: OpenSide

    @property
    def orphan(self) -> bool:
        """Whether one of its texts is gone, so that it can only be let go."""
        return self.source.now is None or self.target.now is None


def open_decisions_of(store: Store, standing: Standing) -> tuple[OpenDecision, ...]:
    """The decisions that are in force nowhere, but for those about which somebody has decided anew since."""
    found = []
    for lost in standing.lost:
        source = _side(store, lost.decision.source_anchor, lost.source)
        target = _side(store, lost.decision.target_anchor, lost.target)
        each = OpenDecision(lost.decision, source, target)
        if not _decided_since(each, standing):
            found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check that waits for a person: its clause reads otherwise, or is gone (``now`` None)."""

    check: Check
    now: StoredClause | None


def open_checks_of(store: Store, checks: Checks) -> tuple[OpenCheck, ...]:
    """The checks that are in force nowhere."""
    return tuple(OpenCheck(each, _side(store, each.anchor, None).now) for each in checks.lost)


def settled(decision: LinkDecision) -> LinkDecision:
    """What is kept when a person lets an open decision go: it is taken back for the texts that it was made for."""
    return replace(decision, status=LinkStatus.SUGGESTED, relation=None, who=None, note=None, made="")


def _side(store: Store, anchor: Anchor, address: str | None) -> OpenSide:
    if address is not None:
        return OpenSide(anchor, store.clause(address), True)
    rows = {row.clause.address: row for row in store.clauses(Scope(plans=(anchor.plan,)))}
    seems = became(anchor, (row.clause for row in rows.values()))
    return OpenSide(anchor, rows[seems.address] if seems else None, False)


def _decided_since(each: OpenDecision, standing: Standing) -> bool:
    if each.source.now is None or each.target.now is None:
        return False
    one, other = each.source.now.clause.address, each.target.now.clause.address
    newer = (standing.decided.get((one, other)), standing.decided.get((other, one)))
    return any(decision is not None and decision.made >= each.decision.made for decision in newer)
