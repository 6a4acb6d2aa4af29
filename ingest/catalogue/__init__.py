"""Which plans there are and whose: catalogue, identity, kinship, citations, known figures, what a re-import changes."""

from __future__ import annotations

from ingest.catalogue import entries
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
from ingest.catalogue.reimport import Changes, compare

__all__ = [
    "FILE_NAME",
    "IMPORTED",
    "Catalogue",
    "Changes",
    "Couple",
    "Figure",
    "FigureCheck",
    "Kin",
    "Outcome",
    "Pairing",
    "Stated",
    "check_relations",
    "compare",
    "compare_figures",
    "couples",
    "entries",
    "identify",
    "load_figures",
    "pairings",
    "period_of",
    "read_entries",
    "resolve",
    "write_entries",
]
