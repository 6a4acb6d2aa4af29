"""Names of indicators, and how two aims of one indicator stand to each other: stricter, equal, looser, not comparable."""

from __future__ import annotations

from ingest.indicators.likeness import likeness
from ingest.indicators.matching import (
    IndicatorLine,
    NamedAim,
    OtherIndicator,
    PairedBy,
    counterparts,
    fit,
    lines,
)
from ingest.indicators.names import Name, Sameness, compare, difference, implied_by, other_words, read_name
from ingest.indicators.spoken_names import indicator_names
from ingest.indicators.verdicts import (
    Aim,
    Judgement,
    Verdict,
    aim_of,
    alike,
    direction,
    in_unit_of,
    is_total,
    judge,
    one_kind_of_unit,
)

__all__ = [
    "Aim",
    "IndicatorLine",
    "Judgement",
    "Name",
    "NamedAim",
    "OtherIndicator",
    "PairedBy",
    "Sameness",
    "Verdict",
    "aim_of",
    "alike",
    "compare",
    "counterparts",
    "difference",
    "direction",
    "fit",
    "implied_by",
    "in_unit_of",
    "indicator_names",
    "is_total",
    "judge",
    "likeness",
    "lines",
    "one_kind_of_unit",
    "other_words",
    "read_name",
]
