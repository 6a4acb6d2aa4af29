"""人工更正: what people correct of what was read, laid over a Plan; the source and the reading stay as they are."""

from __future__ import annotations

from ingest.corrections.lay import laid_over
from ingest.corrections.make import Wanted, make
from ingest.corrections.records import Correction, Laying, Outcome, as_record, of_record, rebound
from ingest.corrections.targets import TARGET_FIELDS

__all__ = [
    "TARGET_FIELDS",
    "Correction",
    "Laying",
    "Outcome",
    "Wanted",
    "as_record",
    "laid_over",
    "make",
    "of_record",
    "rebound",
]
