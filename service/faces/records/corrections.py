"""The JSON records of corrections: what a clause or target carries of them, and what came of each; docs/json.md describes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.corrections import Correction, LaidCorrection
from ingest.plan import Corrected

Record = dict[str, Any]


def traces(corrected: Sequence[Corrected]) -> Record:
    """What people corrected of a clause or target; nothing where nobody did."""
    return {"corrected": [trace_record(each) for each in corrected]} if corrected else {}


def trace_record(trace: Corrected) -> Record:
    """One correction of a clause or target, with what was read before."""
    return {
        "key": trace.key,
        "act": trace.act.value,
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in trace.changes],
        "who": trace.who,
        "made": trace.made,
        "note": trace.note,
    }


def outcome_record(outcome: LaidCorrection) -> Record:
    """A correction in force, and where it was laid, or why not; ``text`` is what it was made for."""
    correction = outcome.correction
    return {
        "key": correction.key,
        "act": correction.act.value,
        "plan": correction.made_for.plan,
        "address": outcome.address,
        "made_at": correction.made_for.address,
        "text": correction.made_for.text,
        "state": "open" if outcome.trouble else "laid",
        "trouble": outcome.trouble or None,
        "who": correction.who,
        "made": correction.made,
        "note": correction.note,
    }


def undone_record(correction: Correction) -> Record:
    """A correction that was just taken back."""
    return outcome_record(LaidCorrection(correction, None)) | {"state": "undone"}
