"""Puts the rows of any sealed file on a PostgreSQL, to be read from there alone."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, cast

from service.generation.generations import Manifest, schema_of
from service.settings import Database, Settings
from service.storage.base import Base
from service.storage.server_store import ServerRows, ServerStore
from service.storage.store import SqliteStore
from service.upkeep import publishing

_numbers = itertools.count()


def on_server(file: Path, database: Database, clauses: int) -> ServerRows:
    """The rows of a file as the server gives them, without the file behind them."""
    number = next(_numbers)
    manifest = Manifest({"test": f"{file}{number}"}, "", {}, {"clauses": clauses}, 0.0, "")
    store = ServerStore(database, schema_of(manifest), SqliteStore(file))
    base = Base(file.parent, manifest, store, cast(Any, None), file.parent)
    settings = Settings(file.parent, file.parent / f"corpus{number}", database=database)
    assert publishing.publish(base, settings)
    return store.first
