"""The JSON records of coverage: of a subject, and of all domains; docs/json.md describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingest.plan import ClauseKind
from service.answers.coverage import CoverageRow, Covered, MatrixRow
from service.faces.records.links import near_records

Record = dict[str, Any]


def coverage_record(row: CoverageRow, found: Covered, topic: str) -> Record:
    """One domain of one plan and what it says of the subject, with what was looked for."""
    level = row.plan.entry.level
    return {
        "topic": topic,
        "level": level.value if level else None,
        "plan": row.plan.entry.id,
        "domain": row.domain,
        "status": row.status.value,
        "total": row.total,
        "kinds": _kinds(row.kinds),
        "gap": row.gap.value if row.gap else None,
        "clauses": [stored.clause.address for stored in row.clauses],
        "by_heading": list(row.by_heading),
        "named": list(row.named),
        "nearest": near_records(row.nearest),
        "apart": row.apart,
        "also": list(found.also),
        "mended": [
            {"typed": each.typed, "meant": each.meant, "others": list(each.others)} for each in found.mended
        ],
    }


def matrix_record(row: MatrixRow) -> Record:
    """One domain of one plan and how many of its clauses other levels answer."""
    level = row.plan.entry.level
    return {
        "level": level.value if level else None,
        "plan": row.plan.entry.id,
        "domain": row.domain,
        "total": sum(row.kinds.values()),
        "kinds": _kinds(row.kinds),
        "answered": {other.value: count for other, count in row.answered.items()},
        "beside": {other.value: count for other, count in row.beside.items()},
    }


def _kinds(counts: Mapping[ClauseKind, int]) -> Record:
    return {kind.value: counts[kind] for kind in ClauseKind if counts.get(kind)}
