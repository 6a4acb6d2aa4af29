"""From the tables of a plan to its targets: indicators with what they are to be in which year, and what they were."""

from __future__ import annotations

from ingest.targets.tables.find import Findings, find_in_tables
from ingest.targets.tables.repeats import without_repeats
from ingest.targets.tables.times import Horizon, horizon_of

__all__ = ["Findings", "Horizon", "find_in_tables", "horizon_of", "without_repeats"]
