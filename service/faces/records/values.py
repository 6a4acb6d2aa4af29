"""What the JSON records share: their type, and how a number is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Record = dict[str, Any]


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole, otherwise the shortest decimal that reads back the same."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
