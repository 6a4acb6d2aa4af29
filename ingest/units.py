"""Reads the responsible bodies that the end of an item names: （民政局、财政局负责）, 责任单位：民政局。

Takes a clause's text. Gives the names as printed, in order. The text itself is left as it is.
"""

from __future__ import annotations


def units_of(text: str) -> tuple[str, ...]:
    """The responsible bodies named at the end of ``text``."""
    return ()
