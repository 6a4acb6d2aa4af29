"""Which plans there are and whose: catalogue, identity, kinship, citations, known figures, what a re-import changes."""

from __future__ import annotations

from ingest.catalogue import entries
from ingest.catalogue.another_plan import another_plan
from ingest.catalogue.editions import (
    SHIPPED,
    EditionRow,
    EditionStep,
    ImportedPlans,
    merged,
    read_imported,
    with_parents,
    write_imported,
)
from ingest.catalogue.entries import (
    FILE_NAME,
    IMPORTED,
    Catalogue,
    check_relations,
    read_entries,
    write_entries,
)
from ingest.catalogue.figures import (
    Figure,
    FigureCheck,
    Outcome,
    compare_figures,
    load_figures,
)
from ingest.catalogue.identity import Stated, identify
from ingest.catalogue.kinship import Couple, Kin, Pairing, couples, pairings
from ingest.catalogue.periods import period_of
from ingest.catalogue.references import resolve
from ingest.catalogue.reimport import Changes, ClauseChange, TargetChange, compare

__all__ = [
    "FILE_NAME",
    "IMPORTED",
    "SHIPPED",
    "Catalogue",
    "Changes",
    "ClauseChange",
    "Couple",
    "EditionRow",
    "EditionStep",
    "Figure",
    "FigureCheck",
    "ImportedPlans",
    "Kin",
    "Outcome",
    "Pairing",
    "Stated",
    "TargetChange",
    "another_plan",
    "check_relations",
    "compare",
    "compare_figures",
    "couples",
    "entries",
    "identify",
    "load_figures",
    "merged",
    "pairings",
    "period_of",
    "read_entries",
    "read_imported",
    "resolve",
    "with_parents",
    "write_entries",
    "write_imported",
]
