"""What is said at a cell of a table that makes no row: a number that is not certain, words, a head without a time.

Takes the kind of doubt, the cell and what it says. Gives a ReviewWarning at the cell.
"""

from __future__ import annotations

from ingest.plan import ReviewWarning, TableCell

_MESSAGES = {
    "value": "表中“{name}”{time}一格写的是“{cell}”，拿不准是什么数值，没有计入指标目标，请人工核对。",
    "unit": "表中“{name}”{time}一格的数“{cell}”没有写明单位，没有计入指标目标，请人工核对。",
    "words": "表中“{name}”{time}写的是“{cell}”，没有数值，没有计入指标目标。",
    "span": "表头“{cell}”看不出是每年的变化还是几年的变化，这一栏的数没有计入指标目标，请人工核对。",
    "year": "表头“{cell}”看不出是目标还是已有的数，这一栏的数没有计入指标目标，请人工核对。",
}
_CODES = {
    "value": "table_value_unsure",
    "unit": "table_value_unsure",
    "words": "target_in_words",
    "span": "table_year_unsure",
    "year": "table_year_unsure",
}


def unsure_cell(
    kind: str, cell: TableCell, said: str, name: str = "", year: int | None = None, clause: str | None = None
) -> ReviewWarning:
    """The warning at a cell; ``name`` and ``year`` are those of its row and column."""
    time = f"{year}年" if year is not None else ""
    message = _MESSAGES[kind].format(name=name, time=time, cell=said)
    return ReviewWarning(_CODES[kind], message, cell.start, cell.end, clause)
