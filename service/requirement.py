"""What a target asks for, as a table shows it: ≥ 90%, ≤ 9/10万, 2:3, 变化 20%, 完成.

Takes a target, an aim, or a comparator with value and unit. Gives text; the value is the one stated, never converted.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from analyzers.units import UNITS, without_group
from ingest.plan import Nature, Target

if TYPE_CHECKING:  # no search needs it
    from ingest.indicators import Aim

_COMPARATORS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "约 ", "=": "", "range": ""}
# 每千名儿童床位增至3.17张 is read as it is written, 3.17张/每千名: staffing, not a rate of events.
_PER_THOUSAND = re.compile("每(?:一)?千(名|人)?")
_COUNTER = re.compile(r"\d\s*(名|人|张|个|位|所)|（(名|人|张|个|位|所)）")


def requirement(target: Target) -> str:
    """What a target asks for, as a table shows it: ≥ 90%, ≤ 9/10万, 2:3, 变化 20%, 完成."""
    change = target.nature is Nature.CHANGE_FROM_BASE
    return asked_for(
        target.comparator, target.value, target.value_high, target.unit, target.quote, change=change
    )


def requirement_of(aim: Aim) -> str:
    """What an aim of a text or a figure asks for; a figure without a quote has its unit's words in its name."""
    return asked_for(
        aim.comparator or "",
        aim.value,
        aim.value_high,
        aim.unit or "",
        aim.quote or aim.indicator,
        change=aim.nature == "change_from_base",
    )


def asked_for(
    comparator: str,
    value: Decimal | None,
    high: Decimal | None,
    unit: str,
    quote: str,
    *,
    change: bool = False,
) -> str:
    """A comparator, value and unit as a table shows them; ``quote`` tells 岁 from 年 and ‰ from 每千名."""
    if unit == "milestone" or value is None:
        return "完成" if unit == "milestone" else "—"
    if unit == "ratio":
        return f"{value:f}:{high:f}" if high is not None else f"{value:f}"
    span = f"{value:f}–{high:f}" if high is not None else f"{value:f}"
    return f"{_COMPARATORS.get(comparator, '')}{'变化 ' if change else ''}{span}{_printed_unit(unit, quote)}"


def unit_name(unit: str | None, quote: str) -> str:
    """A unit in a column of its own: %, /10万, 人; 比 for a ratio, nothing for a milestone or a bare count."""
    if unit in (None, "milestone"):
        return ""
    return _printed_unit(unit or "", quote).strip()


def _printed_unit(unit: str, quote: str) -> str:
    per_thousand = without_group(unit) == "per_1000"
    staffing = _PER_THOUSAND.search(quote) if per_thousand else None
    if staffing is not None:
        counter = _COUNTER.search(quote)
        return f"{(counter[1] or counter[2]) if counter else ''}/每千{staffing[1] or '人'}"
    if unit.startswith("per_1000_") or (unit == "per_1000" and quote and not re.search("‰|千分之", quote)):
        return "/千"  # staffing whose people the quote does not name, not a rate of events
    if unit == "years":
        return " 岁" if "岁" in quote else UNITS[unit].printed
    return UNITS[unit].printed if unit in UNITS else " " + unit.removeprefix("other:")
