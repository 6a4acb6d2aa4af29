"""From clauses to targets: which numbers a plan aims at, of which indicator, until when."""

from __future__ import annotations

from ingest.targets import vocabulary
from ingest.targets.aim_or_report import reference_year
from ingest.targets.explain import Explained, explain_targets
from ingest.targets.find import InText, find_in_text
from ingest.targets.tables import Findings, Horizon, find_in_tables, horizon_of, without_repeats

__all__ = [
    "Explained",
    "Findings",
    "Horizon",
    "InText",
    "explain_targets",
    "find_in_tables",
    "find_in_text",
    "horizon_of",
    "reference_year",
    "vocabulary",
    "without_repeats",
]
