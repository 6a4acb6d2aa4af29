"""Decisions, baskets, corrections and checks from a machine's own file, copied to the server that the machine shares from now on.

Takes a server's truth and the file. Changes the server only, never the file, so that one can go back to it.
Rows are copied once; a file is recognised by its first row, because rows are never changed or removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from service.decisions.tables import (
    ADOPTED,
    BASKETS,
    CHECKS,
    CORRECTIONS,
    LINKS,
    TOLD_BY,
    FileTruth,
    ServerTruth,
    raise_revision,
)

_Rows = Sequence[dict[str, Any]]
_done: set[tuple[ServerTruth, Path]] = set()


def adopt(truth: ServerTruth, file: Path) -> None:
    """Takes over what is new in the file, once in the life of this process. Raises Unreachable."""
    if (truth, file) in _done:
        return
    with FileTruth(file).reading() as own:
        links = [] if own is None else _every(own, LINKS)
        baskets = [] if own is None else _every(own, BASKETS)
        others = [(table, [] if own is None else _every(own, table)) for table in (CORRECTIONS, CHECKS)]
    if links or baskets or any(rows for _, rows in others):
        with truth.writing() as db:
            fresh = [
                (LINKS, _new(db, truth.corpus, LINKS, links)),
                (BASKETS, _since_cleared(_new(db, truth.corpus, BASKETS, baskets))),
                *((table, _new(db, truth.corpus, table, rows)) for table, rows in others),
            ]
            if any(rows for _, rows in fresh):
                raise_revision(db, truth.corpus, "decided")
            standing = _standing(db, truth.corpus, fresh[0][1])
            for table, rows in fresh:
                _add(db, table, truth.corpus, rows)
            _add(db, LINKS, truth.corpus, standing)
    _done.add((truth, file))


def _every(db: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(sa.select(table).order_by(table.c.number)).mappings()]


def _new(db: sa.Connection, corpus: str, table: sa.Table, rows: _Rows) -> _Rows:
    """The rows that were not taken over before; notes that they are now."""
    if not rows:
        return []
    text = json.dumps(list(rows[0].values()), ensure_ascii=False)
    first = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=10).hexdigest()
    mine = (ADOPTED.c.corpus == corpus) & (ADOPTED.c.kind == table.name) & (ADOPTED.c.first == first)
    db.execute(sa.select(sa.func.pg_advisory_xact_lock(int(first[:12], 16))))
    before = db.execute(sa.select(ADOPTED.c.number).where(mine)).scalar()
    last = rows[-1]["number"]
    if before is None:
        db.execute(ADOPTED.insert().values(corpus=corpus, kind=table.name, first=first, number=last))
    else:
        db.execute(ADOPTED.update().where(mine).values(number=last))
    return [row for row in rows if row["number"] > (before or 0)]


def _since_cleared(rows: _Rows) -> _Rows:
    """What lies in baskets now: clearing a basket on this machine must not clear the basket that all machines
    share."""
    last: dict[str, int] = {}
    for row in rows:
        if row["action"] == "clear":
            last[row["basket"]] = row["number"]
    return [row for row in rows if row["number"] > last.get(row["basket"], 0)]


def _standing(db: sa.Connection, corpus: str, rows: _Rows) -> _Rows:
    """Decisions on the server that are newer than the copied ones: written once more after them, so that they
    stay in force."""
    made = {_told_by(row): row["made"] for row in rows}
    if not made:
        return []
    newest = sa.select(sa.func.max(LINKS.c.number)).where(LINKS.c.corpus == corpus)
    newest = newest.group_by(*TOLD_BY)
    held = db.execute(sa.select(LINKS).where(LINKS.c.number.in_(newest)).order_by(LINKS.c.number)).mappings()
    return [dict(row) for row in held if made.get(_told_by(row), "~") <= row["made"]]


def _told_by(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """What tells a decision from those about other texts."""
    return tuple(row[column.name] for column in TOLD_BY)


def _add(db: sa.Connection, table: sa.Table, corpus: str, rows: _Rows) -> None:
    if rows:
        fresh = [{key: value for key, value in row.items() if key != "number"} for row in rows]
        db.execute(table.insert(), [row | {"corpus": corpus} for row in fresh])
