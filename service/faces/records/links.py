"""The JSON records of links between clauses; docs/json.md describes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.answers.alignment import AlignedRow, NearRow
from service.answers.open_decisions import OpenDecision

Record = dict[str, Any]


def link_record(row: AlignedRow) -> Record:
    """One clause and one counterpart; ``to`` is null where the plan has none."""
    link = row.link
    level = row.plan.entry.level
    return {
        "from": link.source,
        "to": link.target,
        "relation": link.relation.value,
        "score": link.score,
        "reasons": [{"kind": reason.kind, "text": reason.text} for reason in link.reasons],
        "status": row.status.value,
        "plan": link.plan,
        "level": level.value if level else None,
        "from_citation": row.source.citation,
        "to_citation": row.target.citation if row.target else None,
        "kin": row.kin.name.lower(),
        "nothing": row.nothing if row.target is None else None,
        "nearest": near_records(row.nearest),
    }


def near_records(rows: Sequence[NearRow]) -> list[Record]:
    """What comes nearest to a clause without a counterpart."""
    return [
        {
            "address": each.stored.clause.address,
            "citation": each.stored.citation,
            "score": each.score,
            "reasons": [{"kind": reason.kind, "text": reason.text} for reason in each.reasons],
        }
        for each in rows
    ]


def open_record(each: OpenDecision) -> Record:
    """A decision that is in force nowhere, because a text has changed or is gone."""
    decision = each.decision
    return {
        "from": decision.source,
        "to": decision.target,
        "status": decision.status.value,
        "state": "orphan" if each.orphan else "changed",
        "from_then": decision.source_text,
        "from_now": each.source.now.clause.address if each.source.now else None,
        "from_text": each.source.now.clause.text if each.source.now else None,
        "to_then": decision.target_text,
        "to_now": each.target.now.clause.address if each.target.now else None,
        "to_text": each.target.now.clause.text if each.target.now else None,
        "who": decision.who,
        "made": decision.made,
        "note": decision.note,
    }
