"""From the lines of a text to its headings and clauses: numbering, titles, outline, sections, addresses, review."""

from __future__ import annotations

from ingest.structure.clauses import build_clauses
from ingest.structure.closing_words import with_closing
from ingest.structure.edges import PlanStretch, find_plans
from ingest.structure.layout import Layout, lay_out
from ingest.structure.lines import DATE
from ingest.structure.lists import with_lists
from ingest.structure.numbering import number_at
from ingest.structure.outline import build_outline
from ingest.structure.past import past_spans
from ingest.structure.responsible_bodies import units_of
from ingest.structure.review import review
from ingest.structure.table_records import ReadTable, looks_back
from ingest.structure.tables.columns import ColumnRole, TableColumn, has_year, said_of
from ingest.structure.tables.found import FoundTable
from ingest.structure.tables.grid import TableGrid
from ingest.structure.tables.heads import RowRole

__all__ = [
    "DATE",
    "ColumnRole",
    "FoundTable",
    "Layout",
    "PlanStretch",
    "ReadTable",
    "RowRole",
    "TableColumn",
    "TableGrid",
    "build_clauses",
    "build_outline",
    "find_plans",
    "has_year",
    "lay_out",
    "looks_back",
    "number_at",
    "past_spans",
    "review",
    "said_of",
    "units_of",
    "with_closing",
    "with_lists",
]
