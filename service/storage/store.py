"""The store: plans, clauses, targets, warnings and headings as rows, beside the search index.

Derived and disposable: one SQLite file per generation, written once (WAL, synchronous=FULL), then sealed and
only read. Takes Plans. Gives the frozen records of the ingest contract again, together with what the service
adds to a clause: its position among all addresses, its level, citation and hash. Every question is one statement in
words that SQLite and PostgreSQL both understand, so that a server may hold the same rows (service/storage/server_store.py).
Standard library only, because a search must answer within 0.3 s of starting (docs/decisions/0002).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ingest.anchors import Prints
from ingest.corrections import LaidCorrection
from ingest.plan import Baseline, Heading, PlanEntry, ReviewWarning, Table, Target
from service.errors import DamagedBase
from service.query import EVERYWHERE, Known, Scope
from service.storage.rows import (
    CLAUSE,
    FIGURE,
    INDEXES,
    SCHEMA,
    TABLES,
    TARGET,
    StoredClause,
    StoredPlan,
    clause_hash,
    figure_record,
    figure_row,
    outcome_record,
    outcome_row,
    plan_record,
    target_record,
    target_row,
)
from service.storage.table_rows import (
    BASELINE,
    TABLE,
    baseline_record,
    baseline_row,
    table_record,
    table_row,
)

if TYPE_CHECKING:  # no search needs it
    from ingest.catalogue import FigureCheck

# Rows are read from the file's own pages in memory: ten rows in half the time of reading and copying them.
_MAPPED = 1 << 30


class Store(Protocol):
    """What answers may ask a store for."""

    @property
    def note(self) -> str: ...  # what must be said about the answers just now, in Chinese; mostly nothing
    def plans(self) -> tuple[StoredPlan, ...]: ...
    def by_position(self, positions: Sequence[int]) -> list[StoredClause]: ...
    def clause(self, address: str) -> StoredClause | None: ...
    def positions(self, scope: Scope) -> list[int]: ...
    def count(self, scope: Scope) -> int: ...
    def clauses(self, scope: Scope = EVERYWHERE) -> Iterator[StoredClause]: ...
    def targets(self, scope: Scope = EVERYWHERE) -> Iterator[Target]: ...
    def count_targets(self, scope: Scope = EVERYWHERE) -> int: ...
    def targets_of(self, address: str) -> tuple[Target, ...]: ...
    def warnings_of(self, address: str) -> tuple[ReviewWarning, ...]: ...
    def baselines_of(self, address: str) -> tuple[Baseline, ...]: ...
    def plan_tables(self, plan: str) -> tuple[Table, ...]: ...
    def table_of(self, address: str) -> Table | None: ...
    def figures(self) -> tuple[FigureCheck, ...]: ...
    def headings(self, plan: str) -> tuple[Heading, ...]: ...
    def corrections(self) -> tuple[LaidCorrection, ...]: ...
    def prints(self, plan: str) -> Prints: ...
    def indicator_names(self) -> list[str]: ...
    def known(self) -> Known: ...
    def source_text(self, sha256: str) -> str | None: ...
    def hashes(self) -> Iterator[tuple[str, str]]: ...
    def close(self) -> None: ...
    def __hash__(self) -> int: ...  # answers keep what they made of a store


class StoreWriter:
    """Fills the SQLite file of a new generation; nothing is durable before ``finish``."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("BEGIN IMMEDIATE")
        self._choices: set[tuple[str, str]] = set()
        self._names: Counter[str] = Counter()
        for statement in SCHEMA.split(";\n"):
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
        self._insert("clauses", (row.row for row in rows))
        for row in rows:
            self._choices.update(("unit", unit) for unit in row.clause.units)
            if row.clause.domain:
                self._choices.add(("domain", row.clause.domain))

    def add_targets(self, targets: Iterable[Target]) -> None:
        """Keeps targets in the order given."""
        self._insert("targets", ((None, *target_row(target)) for target in targets))

    def add_baselines(self, baselines: Iterable[Baseline]) -> None:
        """Keeps past values in the order given."""
        self._insert("baselines", ((None, *baseline_row(baseline)) for baseline in baselines))

    def add_tables(self, plan: str, tables: Iterable[Table]) -> None:
        """Keeps the tables of a plan in text order."""
        self._insert("plan_tables", ((None, plan, *table_row(table)) for table in tables))

    def add_figures(self, figures: Iterable[FigureCheck]) -> None:
        """Keeps what is known about plans beside what their texts say."""
        self._insert("figures", ((None, *figure_row(figure)) for figure in figures))

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

    def add_corrections(self, outcomes: Iterable[LaidCorrection]) -> None:
        """Keeps the corrections of a plan, with what came of each."""
        self._insert("corrections", ((None, *outcome_row(outcome)) for outcome in outcomes))

    def add_indicators(self, names: Mapping[str, int]) -> None:
        """Counts what the indicators of a plan are called."""
        self._names.update(names)

    def finish(self) -> None:
        """Commits, and seals everything into the one file, so that its hash is the hash of all of it."""
        self._insert("choices", sorted(self._choices))
        self._insert("indicators", sorted(self._names.items()))
        for statement in INDEXES.split(";\n"):
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


class RowStore:
    """Every question of a Store, put to whatever gives rows for a statement."""

    _plans: tuple[StoredPlan, ...] | None = None
    _corrections: tuple[LaidCorrection, ...] | None = None
    _prints: dict[str, Prints] | None = None

    @property
    def note(self) -> str:
        """Nothing: the file is what was asked for."""
        return ""

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement finds; ``?`` stands for a value."""
        raise NotImplementedError

    def _each(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The same rows one after another, for lists that may be long."""
        raise NotImplementedError

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return next(iter(self._all(statement, values)), None)

    def plans(self) -> tuple[StoredPlan, ...]:
        """All plans, in the order of the catalogue. Read once: the file is sealed, and every answer asks for them."""
        if self._plans is None:
            self._plans = self._read_plans()
        return self._plans

    def _read_plans(self) -> tuple[StoredPlan, ...]:
        rows = self._all(
            "SELECT id, title, level, region, subject, aliases, issuer, number, date, start_year, end_year,"
            ' file, sha256, parents, official_url, holding, source, start, "end", page_marks,'
            " (SELECT count(*) FROM clauses WHERE plan = id), (SELECT count(*) FROM targets WHERE plan = id)"
            " FROM plans ORDER BY place"
        )
        return tuple(plan_record(row) for row in rows)

    def by_position(self, positions: Sequence[int]) -> list[StoredClause]:
        """The clauses at these positions, in the order asked for."""
        if not positions:
            return []
        found = {row[0]: row for row in self._all(_select(len(positions)), positions)}
        try:
            return [StoredClause(found[position]) for position in positions]
        except KeyError as error:
            raise DamagedBase("条目库与检索索引不一致") from error

    def clause(self, address: str) -> StoredClause | None:
        """The clause at an address."""
        row = self._one(f"SELECT {CLAUSE} FROM clauses WHERE address = ?", (address,))
        return StoredClause(row) if row else None

    def clauses(self, scope: Scope = EVERYWHERE) -> Iterator[StoredClause]:
        """The clauses of a scope: plan by plan as the catalogue has them, each in the order of its text."""
        where, values = _where(scope, "c.")
        names = ", ".join(f"c.{name.strip()}" for name in CLAUSE.split(","))
        # CROSS JOIN has SQLite keep the order of the tables: plan after plan, each from its index, nothing to sort.
        joined = f"{where} AND c.plan = p.id" if where else "WHERE c.plan = p.id"
        tables = "plans p CROSS JOIN clauses c"
        statement = f"SELECT {names} FROM {tables} {joined} ORDER BY p.place, c.start, c.position"
        return (StoredClause(row) for row in self._each(statement, values))

    def positions(self, scope: Scope = EVERYWHERE) -> list[int]:
        """The positions of the clauses of a scope, in order."""
        where, values = _where(scope, "")
        return [
            row[0] for row in self._all(f"SELECT position FROM clauses {where} ORDER BY position", values)
        ]

    def count(self, scope: Scope = EVERYWHERE) -> int:
        """How many clauses a scope has."""
        where, values = _where(scope, "")
        return int(self._one(f"SELECT count(*) FROM clauses {where}", values)[0])

    def targets(self, scope: Scope = EVERYWHERE) -> Iterator[Target]:
        """The targets of a scope: plan by plan, each in the order of its text."""
        where, values = _where(scope, "c.")
        names = ", ".join(f"t.{name.strip()}" for name in TARGET.split(","))
        statement = (
            f"SELECT {names} FROM targets t JOIN clauses c ON c.address = t.clause {where} ORDER BY t.place"
        )
        return (target_record(row) for row in self._each(statement, values))

    def count_targets(self, scope: Scope = EVERYWHERE) -> int:
        """How many targets a scope has."""
        where, values = _where(scope, "c.")
        statement = f"SELECT count(*) FROM targets t JOIN clauses c ON c.address = t.clause {where}"
        return int(self._one(statement, values)[0])

    def targets_of(self, address: str) -> tuple[Target, ...]:
        """The targets that a clause states."""
        rows = self._all(f"SELECT {TARGET} FROM targets WHERE clause = ? ORDER BY place", (address,))
        return tuple(target_record(row) for row in rows)

    def baselines_of(self, address: str) -> tuple[Baseline, ...]:
        """The past values that a clause states."""
        rows = self._all(f"SELECT {BASELINE} FROM baselines WHERE clause = ? ORDER BY place", (address,))
        return tuple(baseline_record(row) for row in rows)

    def plan_tables(self, plan: str) -> tuple[Table, ...]:
        """The tables of a plan, in text order."""
        rows = self._all(f"SELECT {TABLE} FROM plan_tables WHERE plan = ? ORDER BY place", (plan,))
        return tuple(table_record(row) for row in rows)

    def table_of(self, address: str) -> Table | None:
        """The table of which a clause is a row or a note; None for any other clause."""
        outer, inner, _ = address.rpartition("/row/") if "/row/" in address else address.rpartition("/note/")
        row = self._one(f"SELECT {TABLE} FROM plan_tables WHERE address = ?", (outer,)) if inner else None
        return table_record(row) if row else None

    def figures(self) -> tuple[FigureCheck, ...]:
        """The figures known about plans, in the order of their tables, beside what the texts say."""
        return tuple(figure_record(row) for row in self._all(f"SELECT {FIGURE} FROM figures ORDER BY place"))

    def warnings_of(self, address: str) -> tuple[ReviewWarning, ...]:
        """What a person should look at in a clause."""
        statement = 'SELECT code, message, start, "end", clause FROM warnings WHERE clause = ? ORDER BY place'
        return tuple(ReviewWarning(*row) for row in self._all(statement, (address,)))

    def headings(self, plan: str) -> tuple[Heading, ...]:
        """The headings of a plan, in text order."""
        statement = (
            'SELECT depth, number, title, section, start, "end" FROM headings WHERE plan = ? ORDER BY place'
        )
        return tuple(Heading(*row) for row in self._all(statement, (plan,)))

    def corrections(self) -> tuple[LaidCorrection, ...]:
        """The corrections in force when the base was built, as they were made, with what came of each. Read once."""
        if self._corrections is None:
            rows = self._all("SELECT plan, details, address, trouble FROM corrections ORDER BY place")
            self._corrections = tuple(outcome_record(row) for row in rows)
        return self._corrections

    def prints(self, plan: str) -> Prints:
        """What the clauses of a plan are known by, in the order of its text. Read once."""
        held = self._prints = {} if self._prints is None else self._prints
        if plan not in held:
            rows = self._all(
                "SELECT address, print FROM clauses WHERE plan = ? ORDER BY start, position", (plan,)
            )
            held[plan] = Prints(tuple(row[0] for row in rows), tuple(row[1] for row in rows))
        return held[plan]

    def indicator_names(self) -> list[str]:
        """What indicators are called in the base, the most frequent first."""
        return [row[0] for row in self._all("SELECT name FROM indicators ORDER BY times DESC, name")]

    def known(self) -> Known:
        """The values that filters can take."""
        plans = self._all("SELECT id, title, aliases FROM plans ORDER BY place")
        choices = self._all("SELECT field, value FROM choices ORDER BY field, value")
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
        for row in self._each(f"SELECT {CLAUSE} FROM clauses ORDER BY position"):
            stored = StoredClause(row)
            yield stored.clause.address, clause_hash(stored.clause, row[14], row[17])


class SqliteStore(RowStore):
    """Reads the sealed store of a generation; every thread gets its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        try:
            self._one("SELECT count(*) FROM plans")
        except sqlite3.Error as error:
            raise DamagedBase("条目库文件无法打开") from error

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
            db.execute(f"PRAGMA mmap_size={_MAPPED}")
            self._local.db = db
        return db

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._db.execute(statement, values).fetchall()

    def _each(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        return self._db.execute(statement, values)

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        return self._db.execute(statement, values).fetchone()

    def tables(self) -> Iterator[tuple[str, Iterator[Any]]]:
        """Every table with all its rows, in an order in which they can be filled: for a copy elsewhere."""
        for table in TABLES:
            yield table, self._each(f"SELECT * FROM {table}")


_LISTS = {"unit": "units", "has": "has"}  # filter -> the column that holds several values, a line each


@cache
def _select(number: int) -> str:
    return f"SELECT {CLAUSE} FROM clauses WHERE position IN ({','.join('?' * number)})"


def _where(scope: Scope, prefix: str) -> tuple[str, list[str]]:
    """The condition that a scope sets on clauses; units and what a clause has are lists inside one column."""
    conditions: list[str] = []
    values: list[str] = []
    for name, allowed in scope.fields():
        if name in _LISTS:
            # A line holds what is looked for where taking it out makes a difference; most lists are empty.
            column = prefix + _LISTS[name]
            lines = f"'\n' || {column} || '\n'"
            held = " OR ".join([f"replace({lines}, ?, '') <> {lines}"] * len(allowed))
            conditions.append(f"{column} <> '' AND ({held})")
            values += [f"\n{each}\n" for each in allowed]
        else:
            conditions.append(f"{prefix}{name} IN ({','.join('?' * len(allowed))})")
            values += allowed
    return ("WHERE " + " AND ".join(f"({each})" for each in conditions) if conditions else ""), values
