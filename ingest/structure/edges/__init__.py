"""What stands around the body of a plan: letterhead, titles, notice, annexes, signature, imprint; and where plans begin."""

from __future__ import annotations

from ingest.structure.edges.annexes import annex_lines
from ingest.structure.edges.imprint import imprint_line
from ingest.structure.edges.signatures import closing_line
from ingest.structure.edges.stretches import PlanStretch, find_plans

__all__ = ["PlanStretch", "annex_lines", "closing_line", "find_plans", "imprint_line"]
