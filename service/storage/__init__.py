"""Plans, clauses and targets as rows, in a sealed file or on a server; and the base that a question is asked of."""

from __future__ import annotations

from service.storage.base import Base, NoBase, open_current, open_generation, outdated
from service.storage.rows import INDEXES, SCHEMA, SCHEMA_VERSION, TABLES, StoredClause, StoredPlan
from service.storage.store import SqliteStore, Store, StoreWriter

__all__ = [
    "INDEXES",
    "SCHEMA",
    "SCHEMA_VERSION",
    "TABLES",
    "Base",
    "NoBase",
    "SqliteStore",
    "Store",
    "StoreWriter",
    "StoredClause",
    "StoredPlan",
    "open_current",
    "open_generation",
    "outdated",
]
