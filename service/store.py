"""The store: plans, clauses, targets, warnings and headings as rows, beside the search index.

Derived and disposable: one SQLite file per generation, written once (WAL, synchronous=FULL), then sealed and
only read. Takes Plans. Gives the frozen records of the ingest contract again, together with what the service
adds to a clause: its position among all addresses, its level, citation and hash. Standard library only,
because a search must answer within 0.3 s of starting (docs/decisions/0002).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from ingest.plan import (
    Clause,
    ClauseKind,
    Heading,
    Holding,
    Level,
    Nature,
    PlanEntry,
    ReviewWarning,
    Target,
)
from service.errors import DamagedBase
from service.scope import EVERYWHERE, Known, Scope

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE plans(
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, level TEXT, region TEXT, subject TEXT,
    aliases TEXT NOT NULL, issuer TEXT, number TEXT, date TEXT, start_year INTEGER, end_year INTEGER, file TEXT,
    sha256 TEXT, parents TEXT NOT NULL, official_url TEXT, holding TEXT NOT NULL,
    source TEXT REFERENCES sources(sha256), start INTEGER, end INTEGER, page_marks TEXT NOT NULL
);
CREATE TABLE sources(sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, encoding TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE clauses(
    position INTEGER PRIMARY KEY, address TEXT NOT NULL, plan TEXT NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL,
    section_title TEXT NOT NULL, domain TEXT, number TEXT, title TEXT NOT NULL, text TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, body INTEGER NOT NULL, units TEXT NOT NULL,
    level TEXT, citation TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TABLE targets(
    place INTEGER PRIMARY KEY, clause TEXT NOT NULL, plan TEXT NOT NULL, kind TEXT NOT NULL, domain TEXT, number TEXT,
    indicator TEXT NOT NULL, population TEXT, comparator TEXT NOT NULL, value TEXT, value_high TEXT,
    unit TEXT NOT NULL, base INTEGER, year INTEGER, nature TEXT NOT NULL, baseline_year INTEGER, hedge TEXT,
    quote TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL
);
CREATE TABLE headings(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, depth INTEGER NOT NULL, number TEXT, title TEXT NOT NULL,
    section TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL
);
CREATE TABLE warnings(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, clause TEXT
);
CREATE TABLE choices(field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(field, value)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX clauses_by_address ON clauses(address);
CREATE INDEX targets_by_clause ON targets(clause);
CREATE INDEX warnings_by_clause ON warnings(clause);
CREATE INDEX headings_by_plan ON headings(plan);
"""
_CLAUSE = (
    "position, address, plan, kind, section, section_title, domain, number, title, text, start, end, body, units,"
    " level, citation, hash"
)
_TARGET = (
    "clause, plan, kind, domain, number, indicator, population, comparator, value, value_high, unit, base, year,"
    " nature, baseline_year, hedge, quote, start, end"
)
_KINDS = {kind.value: kind for kind in ClauseKind}
_LEVELS = {level.value: level for level in Level}


@dataclass(frozen=True, slots=True)
class StoredClause:
    """A clause with what the service knows about it beyond the text."""

    position: int  # its place among all clauses of the base, sorted by address
    clause: Clause
    level: Level | None
    citation: str
    hash: str


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with the stretch of its source, or without one where its text is not at hand."""

    entry: PlanEntry
    source: str | None  # SHA-256 of the source text
    start: int
    end: int
    page_marks: tuple[tuple[int, int], ...]
    clauses: int
    targets: int


class Store(Protocol):
    """What answers may ask a store for; SQLite here, a database server behind the same calls later."""

    def plans(self) -> tuple[StoredPlan, ...]: ...
    def by_position(self, positions: Sequence[int]) -> list[StoredClause]: ...
    def clause(self, address: str) -> StoredClause | None: ...
    def clauses(self, scope: Scope = EVERYWHERE) -> Iterator[StoredClause]: ...
    def targets(self, scope: Scope = EVERYWHERE) -> Iterator[Target]: ...
    def targets_of(self, address: str) -> tuple[Target, ...]: ...
    def warnings_of(self, address: str) -> tuple[ReviewWarning, ...]: ...
    def headings(self, plan: str) -> tuple[Heading, ...]: ...
    def known(self) -> Known: ...
    def source_text(self, sha256: str) -> str | None: ...
    def hashes(self) -> Iterator[tuple[str, str]]: ...


def clause_hash(clause: Clause, level: str | None) -> str:
    """What changes when anything changes that the index holds of a clause."""
    parts = (
        clause.address, clause.plan, clause.kind.value, clause.domain or "", clause.title, clause.text,
        str(clause.body), level or "", *clause.units,
    )  # fmt: skip
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8"), digest_size=10).hexdigest()


class StoreWriter:
    """Fills the SQLite file of a new generation; nothing is durable before ``finish``."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("BEGIN IMMEDIATE")
        self._choices: set[tuple[str, str]] = set()
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                self._db.execute(statement)

    def add_source(self, sha256: str, name: str, encoding: str, text: str) -> None:
        """Keeps the whole text of a file once, whatever number of plans it holds."""
        self._db.execute("INSERT OR IGNORE INTO sources VALUES(?,?,?,?)", (sha256, name, encoding, text))

    def add_plan(
        self,
        entry: PlanEntry,
        source: str | None,
        start: int,
        end: int,
        page_marks: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Keeps the identity of a plan, whether or not its text is at hand."""
        self._insert(
            "plans",
            [(
                None, entry.id, entry.title, entry.level and entry.level.value, entry.region, entry.subject,
                json.dumps(entry.aliases, ensure_ascii=False), entry.issuer, entry.number, entry.date,
                entry.start_year, entry.end_year, entry.file, entry.sha256,
                json.dumps(entry.parents, ensure_ascii=False), entry.official_url, entry.holding.value,
                source, start, end, json.dumps(list(page_marks)),
            )],
        )  # fmt: skip

    def add_clauses(self, rows: Iterable[StoredClause]) -> None:
        """Keeps clauses; positions must be the order of their addresses."""
        rows = list(rows)
        self._insert("clauses", (_clause_row(row) for row in rows))
        for row in rows:
            self._choices.update(("unit", unit) for unit in row.clause.units)
            if row.clause.domain:
                self._choices.add(("domain", row.clause.domain))

    def add_targets(self, targets: Iterable[Target]) -> None:
        """Keeps targets in the order given."""
        self._insert("targets", ((None, *_target_row(target)) for target in targets))

    def add_headings(self, plan: str, headings: Iterable[Heading]) -> None:
        """Keeps the headings of a plan in text order."""
        self._insert(
            "headings",
            ((None, plan, h.level, h.number, h.title, h.section, h.start, h.end) for h in headings),
        )

    def add_warnings(self, plan: str, warnings: Iterable[ReviewWarning]) -> None:
        """Keeps the review warnings of a plan."""
        self._insert(
            "warnings", ((None, plan, w.code, w.message, w.start, w.end, w.clause) for w in warnings)
        )

    def finish(self) -> None:
        """Commits, and seals everything into the one file, so that its hash is the hash of all of it."""
        self._insert("choices", sorted(self._choices))
        for statement in _INDEXES.split(";\n"):
            if statement.strip():
                self._db.execute(statement)
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.execute("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Closes; what was not finished is not kept."""
        self._db.close()

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        statement = f"INSERT INTO {table} VALUES({','.join('?' * len(first))})"
        self._db.execute(statement, first)
        self._db.executemany(statement, rows)


class SqliteStore:
    """Reads the sealed store of a generation; every thread gets its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        try:
            self._one("SELECT count(*) FROM plans")
        except sqlite3.Error as error:
            raise DamagedBase("条目库文件无法打开") from error

    def plans(self) -> tuple[StoredPlan, ...]:
        """All plans, in the order of the catalogue."""
        rows = self._all(
            "SELECT id, title, level, region, subject, aliases, issuer, number, date, start_year, end_year, file,"
            " sha256, parents, official_url, holding, source, start, end, page_marks,"
            " (SELECT count(*) FROM clauses WHERE plan = id), (SELECT count(*) FROM targets WHERE plan = id)"
            " FROM plans ORDER BY place"
        )
        return tuple(_plan(row) for row in rows)

    def by_position(self, positions: Sequence[int]) -> list[StoredClause]:
        """The clauses at these positions, in the order asked for."""
        marks = ",".join("?" * len(positions))
        rows = self._all(f"SELECT {_CLAUSE} FROM clauses WHERE position IN ({marks})", positions)
        found = {row[0]: row for row in rows}
        try:
            return [_clause(found[position]) for position in positions]
        except KeyError as error:
            raise DamagedBase("条目库与检索索引不一致") from error

    def clause(self, address: str) -> StoredClause | None:
        """The clause at an address."""
        row = self._one(f"SELECT {_CLAUSE} FROM clauses WHERE address = ?", (address,))
        return _clause(row) if row else None

    def clauses(self, scope: Scope = EVERYWHERE) -> Iterator[StoredClause]:
        """The clauses of a scope: plan by plan as the catalogue has them, each in the order of its text."""
        where, values = _where(scope, "c.")
        names = ", ".join(f"c.{name.strip()}" for name in _CLAUSE.split(","))
        order = "ORDER BY p.place, c.start, c.position"
        statement = f"SELECT {names} FROM clauses c JOIN plans p ON p.id = c.plan {where} {order}"
        return (_clause(row) for row in self._db.execute(statement, values))

    def targets(self, scope: Scope = EVERYWHERE) -> Iterator[Target]:
        """The targets of a scope: plan by plan, each in the order of its text."""
        where, values = _where(scope, "c.")
        names = ", ".join(f"t.{name.strip()}" for name in _TARGET.split(","))
        statement = (
            f"SELECT {names} FROM targets t JOIN clauses c ON c.address = t.clause {where} ORDER BY t.place"
        )
        return (_target(row) for row in self._db.execute(statement, values))

    def targets_of(self, address: str) -> tuple[Target, ...]:
        """The targets that a clause states."""
        rows = self._all(f"SELECT {_TARGET} FROM targets WHERE clause = ? ORDER BY place", (address,))
        return tuple(_target(row) for row in rows)

    def warnings_of(self, address: str) -> tuple[ReviewWarning, ...]:
        """What a person should look at in a clause."""
        statement = "SELECT code, message, start, end, clause FROM warnings WHERE clause = ? ORDER BY place"
        return tuple(ReviewWarning(*row) for row in self._all(statement, (address,)))

    def headings(self, plan: str) -> tuple[Heading, ...]:
        """The headings of a plan, in text order."""
        statement = (
            "SELECT depth, number, title, section, start, end FROM headings WHERE plan = ? ORDER BY place"
        )
        return tuple(Heading(*row) for row in self._all(statement, (plan,)))

    def known(self) -> Known:
        """The values that filters can take."""
        plans = self._all("SELECT id, title, aliases FROM plans ORDER BY place")
        choices = self._all("SELECT field, value FROM choices")
        return Known(
            plans=tuple((row[0], row[1], *json.loads(row[2])) for row in plans),
            domains=tuple(value for field, value in choices if field == "domain"),
            units=tuple(value for field, value in choices if field == "unit"),
        )

    def source_text(self, sha256: str) -> str | None:
        """The text of a source file, as decoded."""
        row = self._one("SELECT text FROM sources WHERE sha256 = ?", (sha256,))
        return str(row[0]) if row else None

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Address and hash of every clause, the hash computed from the row as it is now."""
        for row in self._db.execute(f"SELECT {_CLAUSE} FROM clauses ORDER BY position"):
            stored = _clause(row)
            yield stored.clause.address, clause_hash(stored.clause, row[14])

    def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when all is well."""
        try:
            found = [str(row[0]) for row in self._all("PRAGMA integrity_check")]
        except sqlite3.Error as error:
            return [str(error)]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Closes this thread's connection."""
        db = getattr(self._local, "db", None)
        if db is not None:
            db.close()
            del self._local.db

    @property
    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            # Sealed and never written again, so SQLite need not lock it nor look for a journal.
            db = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
            self._local.db = db
        return db

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._db.execute(statement, values).fetchall()

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return self._db.execute(statement, values).fetchone()


def _where(scope: Scope, prefix: str) -> tuple[str, list[str]]:
    """The condition that a scope sets on clauses; ``unit`` is a list inside one column."""
    conditions: list[str] = []
    values: list[str] = []
    for name, allowed in scope.fields():
        if name == "unit":
            conditions.append(" OR ".join([f"instr(char(10)||{prefix}units||char(10), ?)"] * len(allowed)))
            values += [f"\n{unit}\n" for unit in allowed]
        else:
            conditions.append(f"{prefix}{name} IN ({','.join('?' * len(allowed))})")
            values += allowed
    return ("WHERE " + " AND ".join(f"({each})" for each in conditions) if conditions else ""), values


def _clause_row(row: StoredClause) -> tuple[Any, ...]:
    c = row.clause
    return (
        row.position, c.address, c.plan, c.kind.value, c.section, c.section_title, c.domain, c.number, c.title, c.text,
        c.start, c.end, c.body, "\n".join(c.units), row.level and row.level.value, row.citation, row.hash,
    )  # fmt: skip


def _clause(row: Sequence[Any]) -> StoredClause:
    units = tuple(row[13].split("\n")) if row[13] else ()
    clause = Clause(row[1], row[2], _KINDS[row[3]], *row[4:13], units)
    return StoredClause(row[0], clause, _LEVELS.get(row[14]), row[15], row[16])


def _target_row(t: Target) -> tuple[Any, ...]:
    return (
        t.clause, t.plan, t.kind.value, t.domain, t.number, t.indicator, t.population, t.comparator,
        None if t.value is None else str(t.value), None if t.value_high is None else str(t.value_high), t.unit,
        t.base, t.year, t.nature.value, t.baseline_year, t.hedge, t.quote, t.start, t.end,
    )  # fmt: skip


def _target(row: Sequence[Any]) -> Target:
    value, high = (None if text is None else Decimal(text) for text in row[8:10])
    return Target(
        row[0], row[1], _KINDS[row[2]], *row[3:8], value, high, *row[10:13], Nature(row[13]), *row[14:19]
    )


def _plan(row: Sequence[Any]) -> StoredPlan:
    entry = PlanEntry(
        row[0], row[1], _LEVELS.get(row[2]), row[3], row[4], tuple(json.loads(row[5])), *row[6:13],
        tuple(json.loads(row[13])), row[14], Holding(row[15]),
    )  # fmt: skip
    marks = tuple((start, end) for start, end in json.loads(row[19]))
    return StoredPlan(entry, row[16], row[17], row[18], marks, row[20], row[21])
