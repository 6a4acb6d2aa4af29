"""The JSON records of tables and of past values: as dictionaries with stable names, in a stable order."""

from __future__ import annotations

from typing import Any

from analyzers.normalise import join_lines
from ingest.plan import Baseline, Table, TableCell, TableRow
from service.faces.records.values import Record, number


def table_record(plan: str, table: Table, text: str) -> Record:
    """A table with every cell and what it says; ``text`` is that of its source."""
    return {
        "plan": plan,
        "address": table.address,
        "kind": table.kind.value,
        "section": table.section,
        "caption": table.caption,
        "notes": table.notes,
        "head": table.head,
        "columns": list(table.columns),
        "cells": [_cell(cell, text) for cell in table.source.cells],
        "rows": [_row(row) for row in table.rows],
        "start": table.start,
        "end": table.end,
    }


def _cell(cell: TableCell, text: str) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "rows": cell.rows,
        "columns": cell.columns,
        "text": join_lines(text, cell.start, cell.end).text,
        "start": cell.start,
        "end": cell.end,
    }


def _row(row: TableRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "clause": row.clause,
        "lead": list(row.lead),
        "support": list(row.support),
        "deadline": row.deadline,
        "repeats": list(row.repeats),
    }


def baseline_record(baseline: Baseline) -> Record:
    """A past value of an indicator."""
    return {
        "clause": baseline.clause,
        "plan": baseline.plan,
        "indicator": baseline.indicator,
        "value": number(baseline.value),
        "value_high": number(baseline.value_high),
        "unit": baseline.unit,
        "year": baseline.year,
        "source": baseline.source,
        "quote": baseline.quote,
        "start": baseline.start,
        "end": baseline.end,
        "column": baseline.column,
    }
