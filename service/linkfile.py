"""The suggested links of a base: worked out when they are first asked for, then kept beside its store.

Takes the folder of a generation and its store. Gives Links by clause. Derived and disposable: the file lies in
the generation it belongs to and goes with it, so it can never speak of other texts or other rules. Building
a base does not wait for it (docs/decisions/0008-links.md); where the folder cannot be written, the links are
worked out again each time.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from ingest.links import Held, find_links, link_pair
from ingest.plan import Link, Reason, Relation
from service.rows import StoredPlan
from service.scope import Scope
from service.store import Store

NAME = "links.sqlite"
_TABLE = """
CREATE TABLE links(
    place INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT, plan TEXT NOT NULL, relation TEXT NOT NULL,
    score REAL NOT NULL, reasons TEXT NOT NULL
);
CREATE INDEX links_by_source ON links(source);
CREATE INDEX links_by_target ON links(target)
"""
_COLUMNS = "source, target, plan, relation, score, reasons"


class LinkFile:
    """The links of one base, in the order of plans and clauses, the surest of a clause first."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of(self, address: str) -> list[Link]:
        """The links of one clause."""
        return list(self._select("WHERE source = ?", (address,)))

    def every(self) -> Iterator[Link]:
        """All links."""
        return self._select("", ())

    def between(self, one: str, other: str) -> list[Link]:
        """The links of the clauses of one plan into another."""
        return list(
            self._select("WHERE source >= ? AND source < ? AND plan = ?", (f"{one}/", f"{one}0", other))
        )

    def _select(self, where: str, values: Sequence[str]) -> Iterator[Link]:
        statement = f"SELECT {_COLUMNS} FROM links {where} ORDER BY place"
        return map(_link, self._db.execute(statement, values))


def links_between(folder: Path, store: Store, one: StoredPlan, other: StoredPlan) -> list[Link]:
    """The links of one plan into another; also of two plans that no command sets beside each other by itself."""
    kept = open_links(folder, store).between(one.entry.id, other.entry.id)
    if kept:
        return kept
    return link_pair(held_plan(store, one), held_plan(store, other))


def open_links(folder: Path, store: Store) -> LinkFile:
    """The links of a generation, worked out first where that has not been done."""
    path = folder / NAME
    if path.is_file():
        with suppress(sqlite3.Error):
            db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            db.execute("SELECT count(*) FROM links")
            return LinkFile(db)
    links = find_links(held_plans(store))
    fresh = path.with_name(f"{NAME}.{os.getpid()}.new")
    try:
        with closing(sqlite3.connect(fresh)) as db:
            _fill(db, links)
        os.replace(fresh, path)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(memory, links)
        return LinkFile(memory)
    return LinkFile(
        sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    )


def held_plans(store: Store) -> list[Held]:
    """The plans of a base whose text is at hand."""
    return [held_plan(store, plan) for plan in store.plans() if plan.clauses]


def held_plan(store: Store, plan: StoredPlan) -> Held:
    """One plan with its clauses and targets."""
    scope = Scope(plans=(plan.entry.id,))
    return Held(plan.entry, [row.clause for row in store.clauses(scope)], list(store.targets(scope)))


def _fill(db: sqlite3.Connection, links: Sequence[Link]) -> None:
    for statement in _TABLE.split(";\n"):
        db.execute(statement)
    write = partial(json.dumps, ensure_ascii=False)
    db.executemany(
        f"INSERT INTO links({_COLUMNS}) VALUES(?,?,?,?,?,?)",
        (
            (one.source, one.target, one.plan, one.relation.value, one.score,
             write([[reason.kind, reason.text] for reason in one.reasons]))
            for one in links
        ),
    )  # fmt: skip
    db.commit()


def _link(row: tuple[str, str | None, str, str, float, str]) -> Link:
    source, target, plan, relation, score, reasons = row
    said = tuple(Reason(kind, text) for kind, text in json.loads(reasons))
    return Link(source, target, plan, Relation(relation), score, said)
