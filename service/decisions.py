"""SOURCE OF TRUTH 2: what people decided; kept for ever, never derived, never lost by a rebuild.

Takes Settings' path of the file and decisions as people make them. Gives them back: which links were confirmed
or rejected, by whom and when, which of them speak of a clause that is no longer there, and what was put into
baskets. Every decision is
a new row and none is ever changed or removed, so that what was decided before can always be read; the newest
row about a pair is the one in force. Standard library SQLite, as in service/store.py; a database server
comes as a second class behind the same protocol.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from service.errors import DamagedDecisions, Unwritable

_BUSY = 10.0  # seconds to wait for another program that is writing
# One step a version of the file; a step that has been released is never edited, only followed by another.
_STEPS = (
    """
    CREATE TABLE links(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL, target TEXT NOT NULL, relation TEXT,
        status TEXT NOT NULL CHECK(status IN ('suggested', 'confirmed', 'rejected')),
        who TEXT, made TEXT NOT NULL, note TEXT,
        source_text TEXT NOT NULL, target_text TEXT NOT NULL
    );
    CREATE INDEX links_by_pair ON links(source, target, number);
    """,
    """
    CREATE TABLE baskets(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        basket TEXT NOT NULL,
        action TEXT NOT NULL CHECK(action IN ('add', 'remove', 'up', 'down', 'note', 'clear')),
        address TEXT NOT NULL, text TEXT NOT NULL, who TEXT, made TEXT NOT NULL
    );
    CREATE INDEX baskets_by_name ON baskets(basket, number);
    """,
)
_COLUMNS = "source, target, relation, status, who, made, note, source_text, target_text"


class LinkStatus(StrEnum):
    """What people say of a link; suggested takes an earlier decision back."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What one person decided about one pair of clauses.

    ``source`` and ``target`` are addresses (``from`` and ``to`` of the link). ``source_text`` and ``target_text``
    are the clauses as they read when the decision was made: a later edition may say something else under the
    same address, and an orphan can still be read.
    """

    source: str
    target: str
    status: LinkStatus
    source_text: str
    target_text: str
    relation: str | None = None  # same, part, topic: where the person corrected it
    who: str | None = None
    note: str | None = None
    made: str = ""  # ISO 8601; filled in when it is kept

    @property
    def pair(self) -> tuple[str, str]:
        """The two addresses."""
        return self.source, self.target


class BasketAction(StrEnum):
    """What a person does with a clause in a basket; clear empties it, whatever the address."""

    ADD = "add"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"
    NOTE = "note"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class BasketChange:
    """One step of filling a basket: what happened to the clause at an address.

    ``text`` is the clause as it read when it was added (it can still be read when the clause has vanished), and
    the note for ``note``.
    """

    action: BasketAction
    address: str = ""
    text: str = ""
    who: str | None = None
    made: str = ""  # ISO 8601; filled in when it is kept


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision in force whose clause has vanished from the texts, or says something else now."""

    decision: LinkDecision
    vanished: tuple[str, ...]  # addresses that no clause has
    changed: tuple[str, ...]  # addresses whose clause reads differently


class Decisions(Protocol):
    """What the service may ask of the decisions; SQLite here, a database server behind the same calls later."""

    def decide(self, *decisions: LinkDecision) -> None:
        """Keeps decisions, all of them or none."""
        ...

    def links(self) -> dict[tuple[str, str], LinkDecision]:
        """The decision in force for every pair that was ever decided about, oldest first."""
        ...

    def history(self, source: str, target: str) -> tuple[LinkDecision, ...]:
        """Everything that was decided about one pair, oldest first."""
        ...

    def fill(self, basket: str, *changes: BasketChange) -> None:
        """Keeps what was done with a basket, all of it or nothing."""
        ...

    def filled(self, basket: str) -> tuple[BasketChange, ...]:
        """What was done with a basket since it was last empty, oldest first."""
        ...


def orphans(
    decisions: Decisions, text_of: Callable[[str], str | None] | Mapping[str, str]
) -> tuple[Orphan, ...]:
    """The decisions in force that do not fit the texts any more.

    ``text_of`` gives the text of the clause at an address, None where there is none. A decision that was taken
    back (suggested) has nothing to lose and is no orphan.
    """
    ask = text_of.get if isinstance(text_of, Mapping) else text_of
    found = []
    for decision in decisions.links().values():
        if decision.status is LinkStatus.SUGGESTED:
            continue
        sides = ((decision.source, decision.source_text), (decision.target, decision.target_text))
        now = {address: ask(address) for address, _ in sides}
        vanished = tuple(address for address, _ in sides if now[address] is None)
        changed = tuple(address for address, then in sides if now[address] not in (None, then))
        if vanished or changed:
            found.append(Orphan(decision, vanished, changed))
    return tuple(found)


class SqliteDecisions:
    """The decisions of one corpus in one SQLite file, which is made with the first decision.

    A connection is opened for each call and closed behind it: decisions are few, several programs may be
    running, and nothing is left locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def decide(self, *decisions: LinkDecision) -> None:
        """Keeps decisions, all of them or none. Raises Unwritable or DamagedDecisions."""
        now = _now()
        rows = [
            (d.source, d.target, d.relation, d.status.value, d.who, d.made or now, d.note, d.source_text,
             d.target_text)
            for d in decisions
        ]  # fmt: skip
        with self._open(writing=True) as db:
            db.executemany(f"INSERT INTO links({_COLUMNS}) VALUES(?,?,?,?,?,?,?,?,?)", rows)

    def links(self) -> dict[tuple[str, str], LinkDecision]:
        """The decision in force for every pair that was ever decided about, oldest first."""
        newest = "SELECT max(number) FROM links GROUP BY source, target"
        rows = self._rows(f"SELECT {_COLUMNS} FROM links WHERE number IN ({newest}) ORDER BY number")
        return {decision.pair: decision for decision in map(_decision, rows)}

    def history(self, source: str, target: str) -> tuple[LinkDecision, ...]:
        """Everything that was decided about one pair, oldest first."""
        statement = f"SELECT {_COLUMNS} FROM links WHERE source = ? AND target = ? ORDER BY number"
        return tuple(map(_decision, self._rows(statement, source, target)))

    def fill(self, basket: str, *changes: BasketChange) -> None:
        """Keeps what was done with a basket, all of it or nothing. Raises Unwritable or DamagedDecisions."""
        now = _now()
        rows = [(basket, c.action.value, c.address, c.text, c.who, c.made or now) for c in changes]
        with self._open(writing=True) as db:
            db.executemany(
                "INSERT INTO baskets(basket, action, address, text, who, made) VALUES(?,?,?,?,?,?)", rows
            )

    def filled(self, basket: str) -> tuple[BasketChange, ...]:
        """What was done with a basket since it was last empty, oldest first."""
        cleared = "SELECT max(number) FROM baskets WHERE basket = ? AND action = 'clear'"
        rows = self._rows(
            "SELECT action, address, text, who, made FROM baskets"
            f" WHERE basket = ? AND number > coalesce(({cleared}), 0) ORDER BY number",
            basket,
            basket,
        )
        return tuple(BasketChange(BasketAction(row[0]), *row[1:]) for row in rows)

    def _rows(self, statement: str, *values: str) -> list[Any]:
        if not self._path.is_file():
            return []
        with self._open(writing=False) as db:
            return db.execute(statement, values).fetchall()

    @contextmanager
    def _open(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction, which is kept where the block ends without an error."""
        try:
            if writing:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None)) as db:
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=FULL")
                _upgrade(db)
                db.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                yield db
                db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise _told(self._path, error) from error
        except OSError as error:
            raise Unwritable(
                f"决定记录文件 {self._path} 无法写入，请检查文件夹权限和磁盘空间后再试。"
            ) from error


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _upgrade(db: sqlite3.Connection) -> None:
    """Brings the file to the newest version, in one transaction; two programs at once do it once."""
    if db.execute("PRAGMA user_version").fetchone()[0] == len(_STEPS):
        return
    db.execute("BEGIN IMMEDIATE")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(_STEPS):
        db.execute("ROLLBACK")
        raise DamagedDecisions(
            "决定记录文件是由更新版本的程序写的，请升级本程序后再打开，以免丢失已作的决定。"
        )
    for step in _STEPS[version:]:
        for statement in filter(str.strip, step.split(";")):
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {len(_STEPS)}")
    db.execute("COMMIT")


def _told(path: Path, error: sqlite3.DatabaseError) -> Exception:
    code = getattr(error, "sqlite_errorname", "")
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DamagedDecisions(f"决定记录文件 {path} 已损坏，请从备份恢复这个文件，不要删除它。")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Unwritable("另一个程序正在写决定记录，请稍后再试。")
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return Unwritable(f"决定记录文件 {path} 无法写入，请检查文件夹权限和磁盘空间后再试。")
    return error


def _decision(row: tuple[Any, ...]) -> LinkDecision:
    source, target, relation, status, who, made, note, source_text, target_text = row
    return LinkDecision(
        source, target, LinkStatus(status), source_text, target_text, relation, who, note, made
    )
