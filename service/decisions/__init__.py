"""SOURCE OF TRUTH 2: what people decided, collected and imported; never derived, never lost by a rebuild."""

from __future__ import annotations

from service.decisions import shared_imports
from service.decisions.checks import Check, Checks, KeptChecks, open_checks, read_of, standing_checks
from service.decisions.corrections import (
    KeptCorrections,
    Taken,
    copied,
    copy,
    follow_corrections,
    now,
    open_corrections,
    uncopied,
)
from service.decisions.decisions import (
    BasketAction,
    BasketChange,
    KeptDecisions,
    LinkDecision,
    LinkStatus,
    open_decisions,
)
from service.decisions.shared_imports import IMPORT, compare, follow, revision_of
from service.decisions.standing import LostDecision, Standing, standing
from service.decisions.tables import GENERATIONS, OUTBOX, ServerTruth, open_truth

__all__ = [
    "GENERATIONS",
    "IMPORT",
    "OUTBOX",
    "BasketAction",
    "BasketChange",
    "Check",
    "Checks",
    "KeptChecks",
    "KeptCorrections",
    "KeptDecisions",
    "LinkDecision",
    "LinkStatus",
    "LostDecision",
    "ServerTruth",
    "Standing",
    "Taken",
    "compare",
    "copied",
    "copy",
    "follow",
    "follow_corrections",
    "now",
    "open_checks",
    "open_corrections",
    "open_decisions",
    "open_truth",
    "read_of",
    "revision_of",
    "shared_imports",
    "standing",
    "standing_checks",
    "uncopied",
]
