"""The JSON records of an import: one for each plan of the file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ingest.catalogue import FigureCheck
from service.faces.records.editions import edited_records
from service.upkeep.imports import PlanReview


def review_record(review: PlanReview, *, stored: bool) -> dict[str, Any]:
    """What was read of one plan and what keeping it changes."""
    plan, entry, changes = review.plan, review.plan.entry, review.changes
    return {
        "plan": entry.id,
        "title": entry.title,
        "level": entry.level.value if entry.level else None,
        "region": entry.region,
        "subject": entry.subject,
        "issuer": entry.issuer,
        "number": entry.number,
        "date": entry.date,
        "parents": list(entry.parents),
        "known": review.known,
        "file": plan.source.name,
        "format": plan.source.encoding,
        "scanned": plan.source.scanned,
        "sha256": plan.source.sha256,
        "headings": len(plan.headings),
        "clauses": len(plan.clauses),
        "kinds": dict(Counter(clause.kind.value for clause in plan.clauses)),
        "domains": list(dict.fromkeys(clause.domain for clause in plan.clauses if clause.domain)),
        "targets": len(plan.targets),
        "warnings": len(plan.warnings),
        "held": review.held,
        "new": list(changes.new),
        "changed": list(changes.changed),
        "moved": [list(pair) for pair in changes.moved],
        "removed": list(changes.removed),
        "unchanged": changes.unchanged,
        "edits": list(edited_records(changes)) if review.held else [],
        "another": list(review.another),
        "figures": [figure_record(check) for check in review.figures],
        "orphans": [
            {"from": each.decision.source, "to": each.decision.target, "status": each.decision.status.value,
             "vanished": list(each.vanished), "changed": list(each.changed)}
            for each in review.orphans
        ],
        "notes": list(review.notes),
        "alarm": review.alarm or None,
        "stored": stored,
    }  # fmt: skip


def figure_record(check: FigureCheck) -> dict[str, Any]:
    """A known figure beside what the text says."""
    figure = check.figure
    return {
        "plan": figure.plan,
        "indicator": figure.indicator,
        "population": figure.population,
        "comparator": figure.comparator,
        "value": None if figure.value is None else str(figure.value),
        "unit": figure.unit,
        "year": figure.year,
        "outcome": check.outcome.value,
        "clause": check.clause,
        "quote": check.quote,
        "checked": check.checked.label,
        "source": figure.source,
    }
