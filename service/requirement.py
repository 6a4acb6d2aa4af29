"""What a target asks for, as a table shows it: ≥ 90%, ≤ 9/10万, 2:3, 变化 20%, 完成.

Takes a target, an aim, or a comparator with value and unit. Gives text; the value is the one stated, never converted.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzers.normalise import fold
from analyzers.numerals import CN_TEN
from analyzers.quantities import find_quantities
from analyzers.units import UNITS, without_group
from ingest.plan import Baseline, Nature, Target

if TYPE_CHECKING:  # no search needs it
    from ingest.indicators import Aim

_EITHER_WAY = "变化"
_DIRECTIONS = {"up": "提高", "down": "下降"}
_COMPARATORS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "约 ", "=": "", "range": ""}
# 每千名儿童床位增至3.17张 is read as it is written, 3.17张/每千名: staffing, not a rate of events.
_PER_THOUSAND = re.compile("每(?:一)?千(名|人)?")
_COUNTER = re.compile(r"\d\s*(名|人|张|个|位|所)|（(名|人|张|个|位|所)）")


_AGES = re.compile("寿命|年龄")
_TO_ONE = re.compile("[:：∶比][ ]?[1一](?![0-9.])")
_MEASURE_WORD = re.compile(f"[^0-9.,两零〇{CN_TEN}百千万亿多余来几半 ]+$")


def requirement(target: Target) -> str:
    """What a target asks for, as a table shows it: ≥ 90%, ≤ 9/10万, 2:3, 每年下降 0.5 个百分点, 变化 20%, 完成."""
    change = target.nature is Nature.CHANGE_FROM_BASE
    often = "每年" if target.period == "year" else ""
    way = often + _DIRECTIONS.get(target.direction or "", _EITHER_WAY)
    words = _unit_words(target.source, target.indicator, target.unit, target.quote)
    return asked_for(
        target.comparator, target.value, target.value_high, target.unit, words, change=change, way=way
    )


def past_value(past: Baseline) -> str:
    """What an indicator had reached, as a table shows it: 3.96‰."""
    words = _unit_words(past.source, past.indicator, past.unit, past.quote)
    return asked_for("=", past.value, past.value_high, past.unit, words)


def unit_of(target: Target) -> str:
    """The unit of a target in a column of its own."""
    words = _unit_words(target.source, target.indicator, target.unit, target.quote)
    return unit_name(target.unit, words)


def unit_of_aim(aim: Aim) -> str:
    """The unit of an aim in a column of its own."""
    return unit_name(aim.unit, _words_of_aim(aim))


def _words_of_aim(aim: Aim) -> str:
    return _unit_words(aim.source, aim.indicator, aim.unit or "", aim.quote or aim.indicator)


def _unit_words(source: str, indicator: str, unit: str, quote: str) -> str:
    """What tells 岁 from 年 and ‰ from 每千名: the quote; of a cell, which names neither, the indicator."""
    if source != "table":
        return quote
    if _PER_THOUSAND.search(indicator):
        return indicator
    if unit == "years":
        return "岁" if _AGES.search(indicator) else ""
    return ""


def requirement_of(aim: Aim) -> str:
    """What an aim of a text or a figure asks for; a figure without a quote has its unit's words in its name."""
    return asked_for(
        aim.comparator or "",
        aim.value,
        aim.value_high,
        aim.unit or "",
        _words_of_aim(aim),
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
    way: str = _EITHER_WAY,
) -> str:
    """A comparator, value and unit as a table shows them; ``quote`` tells 岁 from 年 and ‰ from 每千名."""
    if unit == "milestone" or value is None:
        return "完成" if unit == "milestone" else "—"
    if unit == "ratio":
        other = f":{high:f}" if high is not None else ":1" if _TO_ONE.search(quote) else ""
        return f"{_COMPARATORS.get(comparator, '')}{value:f}{other}"
    span = f"{value:f}–{high:f}" if high is not None else f"{value:f}"
    return f"{_COMPARATORS.get(comparator, '')}{f'{way} ' if change else ''}{span}{_printed_unit(unit, quote, value)}"


@lru_cache(maxsize=4096)
def _measure_word(quote: str, value: Decimal | None) -> str:
    """张 of 发放2.8万张: what things are counted by, as the text has it; "" where the quote does not say.

    >>> _measure_word("发放2.8万张", Decimal(28000)), _measure_word("建成3个站点、5座桥梁", Decimal(5)), _measure_word("建成", None)
    ('张', '座', '')
    """
    counts = (q for q in find_quantities(fold(quote)) if q.unit == "count")
    found = next((q for q in counts if value in (None, q.value)), None)
    word = _MEASURE_WORD.search(fold(quote)[found.number_start : found.number_end]) if found else None
    return word.group() if word else ""


def unit_name(unit: str | None, quote: str) -> str:
    """A unit in a column of its own: %, /10万, 人; 比 for a ratio, nothing for a milestone or a bare count."""
    if unit in (None, "milestone"):
        return ""
    return _printed_unit(unit or "", quote).strip()


def _printed_unit(unit: str, quote: str, value: Decimal | None = None) -> str:
    if unit == "count":
        return _measure_word(quote, value)
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
