"""Where each node of an outline stands: its section, its kind, its domain, and whether it is an item."""

from __future__ import annotations

from ingest.structure.sections.places import NodePlace, Places
from ingest.structure.sections.rules import subject_of_rules

__all__ = ["NodePlace", "Places", "subject_of_rules"]
