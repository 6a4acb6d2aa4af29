"""Who says something at a terminal."""

from __future__ import annotations

import getpass


def who_says(stated: str | None) -> str | None:
    """As stated, else the name of the account; None where that is not to be had."""
    if stated:
        return stated
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
