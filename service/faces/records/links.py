"""The JSON records of links between clauses; docs/json.md describes them."""

from __future__ import annotations

from typing import Any

from service.answers.alignment import AlignedRow

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
    }
