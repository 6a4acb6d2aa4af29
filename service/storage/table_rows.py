"""Tables and past values of plans as rows of the store, and records again. Takes records, gives tuples, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ingest.plan import Baseline, SourceTable, Table, TableCell, TableKind, TableRow

TABLE = 'address, kind, section, caption, notes, head, columns, start, "end", marked, cells, body'
BASELINE = 'clause, plan, indicator, value, value_high, unit, year, source, quote, start, "end", heads'


def table_row(table: Table) -> tuple[Any, ...]:
    """The row that a table is stored as; its cells and rows are lists inside one column each."""
    cells = [(c.row, c.column, c.start, c.end, c.rows, c.columns) for c in table.source.cells]
    rows = [(r.row, r.clause, r.lead, r.support, r.deadline, r.repeats) for r in table.rows]
    return (
        table.address, table.kind.value, table.section, table.caption, table.notes, table.head, _dumped(table.columns),
        table.source.start, table.source.end, table.source.head, _dumped(cells), _dumped(rows),
    )  # fmt: skip


def table_record(row: Sequence[Any]) -> Table:
    """The table of a row."""
    cells = tuple(TableCell(*cell) for cell in json.loads(row[10]))
    rows = tuple(
        TableRow(place, clause, tuple(lead), tuple(support), deadline, tuple(repeats))
        for place, clause, lead, support, deadline, repeats in json.loads(row[11])
    )
    source = SourceTable(row[7], row[8], cells, row[9])
    columns = tuple(json.loads(row[6]))
    return Table(row[0], TableKind(row[1]), row[2], row[3], row[4], row[5], columns, source, rows)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def baseline_row(b: Baseline) -> tuple[Any, ...]:
    """The row that a past value is stored as."""
    value, high = (None if v is None else str(v) for v in (b.value, b.value_high))
    return (
        b.clause, b.plan, b.indicator, value, high, b.unit, b.year, b.source, b.quote, b.start, b.end,
        b.column,
    )  # fmt: skip


def baseline_record(row: Sequence[Any]) -> Baseline:
    """The past value of a row."""
    value, high = (None if text is None else Decimal(text) for text in row[3:5])
    return Baseline(row[0], row[1], row[2], value, high, *row[5:12])
