"""From clauses to targets: which numbers a plan aims at, of which indicator, until when."""

from __future__ import annotations

from ingest.targets import vocabulary
from ingest.targets.explain import Explained, explain_targets
from ingest.targets.find import find_targets

__all__ = ["Explained", "explain_targets", "find_targets", "vocabulary"]
