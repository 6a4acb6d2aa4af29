"""The file of the suggested links of a base: what has been worked out so far, two plans at a time.

Takes the folder of a generation and its store. Gives and keeps Links. Derived and disposable: the file lies
in the generation it belongs to and is removed with it, so it never holds links of other texts or other rules.
Several processes may fill it at once: the links of two plans are kept in one step, and only by the first
process that has them. Where the folder cannot be written, the links are kept in memory and worked out again
by the next process (docs/decisions/0008-links.md).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from ingest.catalogue import Couple, couples
from ingest.plan import Link, NearClause, Reason, Relation
from service.storage import Store, StoredPlan

NAME = "links.sqlite"
_VERSION = 3
_TABLES = """
CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE clauses(
    plan INTEGER NOT NULL, row INTEGER NOT NULL, address TEXT NOT NULL, PRIMARY KEY(plan, row)
) WITHOUT ROWID;
CREATE UNIQUE INDEX clauses_by_address ON clauses(address);
CREATE TABLE done(one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY(one, other)) WITHOUT ROWID;
CREATE TABLE links(
    plan INTEGER NOT NULL, row INTEGER NOT NULL, other INTEGER NOT NULL, nth INTEGER NOT NULL,
    its_row INTEGER, relation TEXT NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL,
    nearest TEXT,
    PRIMARY KEY(plan, row, other, nth)
) WITHOUT ROWID
"""
# ``links.other`` is the place of the other plan, with its kin above it: in their order the closest kin come first.
_KIN = 1 << 20
_SELECT = (
    f"SELECT c.address, l.other % {_KIN}, t.address, l.relation, l.score, l.reasons, l.nearest FROM links l"
    " JOIN clauses c ON c.plan = l.plan AND c.row = l.row"
    f" LEFT JOIN clauses t ON t.plan = l.other % {_KIN} AND t.row = l.its_row"
)
_PATIENCE = 30.0  # seconds that one process waits for another's writing
_BATCH = 1_000  # rows that are read at a time
_ANSWERS = tuple(relation.value for relation in Relation if relation.answers)


class LinkFile:
    """The links of one base as far as they have been worked out."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.plans: tuple[StoredPlan, ...] = tuple(plan for plan in store.plans() if plan.clauses)
        self._ids = [plan.entry.id for plan in self.plans]
        self._place = {plan: place for place, plan in enumerate(self._ids)}
        self._lock = threading.RLock()
        self._db = _opened(folder / NAME)

    @cached_property
    def couples(self) -> tuple[Couple, ...]:
        """Every two plans that are linked, in the order in which they are worked out.

        Plan by plan, those with the fewest partners first: a county's links to all plans above it are soon
        complete, and the nation's plan with its hundred counties does not hold them up.
        """
        every = couples(tuple(plan.entry for plan in self.plans))
        others = Counter(plan for couple in every for plan in (couple.one, couple.other))
        return tuple(
            sorted(
                every,
                key=lambda each: min((others[plan], self._place[plan]) for plan in (each.one, each.other)),
            )
        )

    @cached_property
    def _of_plan(self) -> Mapping[str, list[Couple]]:
        found: dict[str, list[Couple]] = {plan: [] for plan in self._ids}
        for couple in self.couples:
            found[couple.one].append(couple)
            if couple.both:
                found[couple.other].append(couple)
        return found

    def couples_of(self, plans: Collection[str]) -> list[Couple]:
        """The couples in which the clauses of these plans are looked at."""
        return list(dict.fromkeys(couple for plan in plans for couple in self._of_plan.get(plan, ())))

    def lacking(self, wanted: Sequence[Couple]) -> list[Couple]:
        """Those that have not been worked out yet."""
        if not wanted:
            return []
        done = set(self._all("SELECT one, other FROM done"))
        return [couple for couple in wanted if self._key(couple) not in done]

    def _key(self, couple: Couple) -> tuple[int, int]:
        return self._place[couple.one], self._place[couple.other]

    # --- reading ---

    def of(self, address: str) -> list[Link]:
        """The links of one clause."""
        row = self._all("SELECT plan, row FROM clauses WHERE address = ?", (address,))
        return list(self._links("WHERE l.plan = ? AND l.row = ?", row[0])) if row else []

    def of_plan(self, plan: str) -> Iterator[Link]:
        """The links of the clauses of a plan, in the order of its text, the closest kin first."""
        return self._links("WHERE l.plan = ?", (self._place[plan],))

    def between(self, one: str, other: str) -> list[Link]:
        """The links of the clauses of one plan into another."""
        values = (self._place[one], self._place[other])
        return list(self._links(f"WHERE l.plan = ? AND l.other % {_KIN} = ?", values))

    def answered(self, plan: str) -> dict[str, set[str]]:
        """Clause -> the plans in which something answers it."""
        found: dict[str, set[str]] = {}
        for address, other in self._all(
            f"SELECT DISTINCT c.address, l.other % {_KIN} FROM links l"
            " JOIN clauses c ON c.plan = l.plan AND c.row = l.row"
            f" WHERE l.plan = ? AND l.relation IN ({', '.join('?' * len(_ANSWERS))})",
            (self._place[plan], *_ANSWERS),
        ):
            found.setdefault(address, set()).add(self._ids[other])
        return found

    def counts(self, plan: str) -> dict[tuple[str, str], int]:
        """Clause and other plan -> how many links."""
        rows = self._all(
            f"SELECT c.address, l.other % {_KIN}, count(*) FROM links l"
            " JOIN clauses c ON c.plan = l.plan AND c.row = l.row"
            " WHERE l.plan = ? GROUP BY l.row, l.other",
            (self._place[plan],),
        )
        return {(address, self._ids[other]): number for address, other, number in rows}

    def fact(self, name: str) -> str | None:
        """What was kept beside the links under a name."""
        rows = self._all("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def _links(self, where: str, values: Sequence[int]) -> Iterator[Link]:
        statement = f"{_SELECT} {where} ORDER BY l.plan, l.row, l.other, l.nth"
        with self._lock:
            cursor = self._db.execute(statement, values)
        while True:
            with self._lock:
                rows = cursor.fetchmany(_BATCH)
            if not rows:
                return
            for source, other, target, relation, score, reasons, nearest in rows:
                said = _reasons(json.loads(reasons))
                near = tuple(
                    NearClause(address, sure, _reasons(why))
                    for address, sure, why in json.loads(nearest or "[]")
                )
                yield Link(source, target, self._ids[other], Relation(relation), score, said, near)

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    # --- writing ---

    def keep(
        self,
        couple: Couple,
        clauses: tuple[Sequence[str], Sequence[str]],
        links: tuple[Sequence[Link], Sequence[Link]],
    ) -> None:
        """Keeps the links of two plans there and back; ``clauses`` are the addresses of each in order."""
        one, other = self._key(couple)
        with self._writing() as db:
            if db.execute("SELECT 1 FROM done WHERE one = ? AND other = ?", (one, other)).fetchone():
                return
            for place, addresses in ((one, clauses[0]), (other, clauses[1])):
                db.executemany(
                    "INSERT OR IGNORE INTO clauses VALUES(?,?,?)",
                    ((place, row, address) for row, address in enumerate(addresses)),
                )
            rows = [{address: row for row, address in enumerate(each)} for each in clauses]
            ways = [(one, other, rows[0], rows[1], links[0])]
            ways += [(other, one, rows[1], rows[0], links[1])] if couple.both else []
            for mine, its, my_rows, its_rows, found in ways:
                made = _rows(mine, couple.kin * _KIN + its, my_rows, its_rows, found)
                db.executemany("INSERT INTO links VALUES(?,?,?,?,?,?,?,?,?)", made)
            db.execute("INSERT INTO done VALUES(?,?)", (one, other))

    def keep_fact(self, name: str, value: str) -> None:
        """Keeps something beside the links."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES(?,?)", (name, value))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing. Where the folder cannot be written (any more), from then on in memory."""
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                self._db = _in_memory(self._db)
                self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Closes the file; the last one who does so leaves nothing beside it."""
        with self._lock:
            self._db.close()


class Links:
    """The links of a base; what is asked for is worked out first where that has not been done.

    ``have`` sees to it that these couples have been worked out. It may raise Later.
    """

    def __init__(self, file: LinkFile, have: Callable[[Sequence[Couple]], None]) -> None:
        self._file = file
        self._have = have

    def __eq__(self, other: object) -> bool:
        """Links of one file are the same links."""
        return isinstance(other, Links) and other._file is self._file

    def __hash__(self) -> int:
        return hash(self._file)

    def ready(self, plans: Collection[str] | None = None) -> None:
        """Has everything about these plans (all of them) worked out, before any of it is read."""
        wanted = self._file.couples if plans is None else self._file.couples_of(plans)
        lacking = self._file.lacking(wanted)
        if lacking:
            self._have(lacking)

    def of(self, address: str) -> list[Link]:
        """The links of one clause, the closest kin first and the surest of each plan first."""
        self.ready([address.partition("/")[0]])
        return self._file.of(address)

    def of_plan(self, plan: str) -> Iterator[Link]:
        """The links of all clauses of a plan, in the order of its text."""
        self.ready([plan])
        return self._file.of_plan(plan)

    def every(self) -> Iterator[Link]:
        """All links, plan by plan; each plan is worked out when its turn has come."""
        for plan in self._file.plans:
            yield from self.of_plan(plan.entry.id)

    def between(self, one: str, other: str) -> list[Link] | None:
        """The links of one plan into another; None where these two are not set beside each other by themselves."""
        couple = next(
            (each for each in self._file.couples_of([one]) if other in (each.one, each.other)), None
        )
        if couple is None:
            return None
        lacking = self._file.lacking([couple])
        if lacking:
            self._have(lacking)
        return self._file.between(one, other)

    def answered(self, plan: str) -> dict[str, set[str]]:
        """Clause -> the plans in which something answers it (同一主题 does not)."""
        self.ready([plan])
        return self._file.answered(plan)

    def counts(self, plan: str) -> dict[tuple[str, str], int]:
        """Clause and other plan -> how many links, "none" being one."""
        self.ready([plan])
        return self._file.counts(plan)


def _rows(
    plan: int, other: int, rows: Mapping[str, int], its_rows: Mapping[str, int], links: Sequence[Link]
) -> Iterator[tuple[object, ...]]:
    write = partial(json.dumps, ensure_ascii=False)
    nth, before = 0, ""
    for link in links:
        nth = nth + 1 if link.source == before else 0
        before = link.source
        its = its_rows[link.target] if link.target is not None else None
        said = write(_pairs(link.reasons))
        near = [[each.address, each.score, _pairs(each.reasons)] for each in link.nearest]
        yield (
            plan, rows[link.source], other, nth, its, link.relation.value, link.score, said,
            write(near) if near else None,
        )  # fmt: skip


def _pairs(reasons: Sequence[Reason]) -> list[list[str]]:
    return [[reason.kind, reason.text] for reason in reasons]


def _reasons(pairs: Sequence[Sequence[str]]) -> tuple[Reason, ...]:
    return tuple(Reason(kind, text) for kind, text in pairs)


def _opened(path: Path) -> sqlite3.Connection:
    """The file, made anew where it is damaged or of another shape; in memory where the folder cannot be written."""
    for _ in range(2):
        try:
            return _of_file(path)
        except sqlite3.OperationalError:
            break
        except sqlite3.DatabaseError:
            for behind in ("", "-wal", "-shm"):
                with suppress(OSError):
                    path.with_name(path.name + behind).unlink(missing_ok=True)
    with suppress(sqlite3.Error):
        readable = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        if readable.execute("PRAGMA user_version").fetchone() == (_VERSION,):
            return _in_memory(readable)
    return _in_memory(None)


def _of_file(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("BEGIN IMMEDIATE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            if db.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise sqlite3.DatabaseError("made by another version")
            _make_tables(db)
        db.execute("COMMIT")
        db.execute("SELECT count(*) FROM done")
    except BaseException:
        db.close()
        raise
    return db


def _in_memory(before: sqlite3.Connection | None) -> sqlite3.Connection:
    """The same links in memory, as far as they can be read."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if before is None:
        _make_tables(db)
    else:
        with closing(before):
            before.backup(db)
    return db


def _make_tables(db: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";\n"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {_VERSION}")
