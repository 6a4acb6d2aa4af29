"""人工更正: what people correct of what was read, laid over a Plan; the source and the reading stay as they are.

Those who only keep corrections, or show them, need the records alone: what reads texts is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.corrections.records import Correction, LaidCorrection, Laying, as_record, of_record, rebound

if TYPE_CHECKING:
    from ingest.corrections.lay import laid_over
    from ingest.corrections.making import Wanted, make
    from ingest.corrections.pieces import in_tables, running_text
    from ingest.corrections.targets import TARGET_FIELDS

__all__ = [
    "TARGET_FIELDS",
    "Correction",
    "LaidCorrection",
    "Laying",
    "Wanted",
    "as_record",
    "in_tables",
    "laid_over",
    "make",
    "of_record",
    "rebound",
    "running_text",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ingest.corrections import lay, making, pieces, targets

    held: dict[str, object] = {
        "laid_over": lay.laid_over,
        "Wanted": making.Wanted,
        "make": making.make,
        "in_tables": pieces.in_tables,
        "running_text": pieces.running_text,
        "TARGET_FIELDS": targets.TARGET_FIELDS,
    }
    return held[name]
