"""A file in, Plans out: source text to outline, clauses, targets and review warnings.

This house knows no store, no engine and no web. Its door is ``read_file`` and ``read_text``; the pipeline behind them
is loaded when one of them is first asked for, because a search starts in a third of a second and reads no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.reading import read_file, read_text

__all__ = ["read_file", "read_text"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ingest import reading

    return getattr(reading, name)
