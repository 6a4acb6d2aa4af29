"""The tables of decisions, baskets and shared imports, with transactions and versions: in SQLite or on
PostgreSQL.

Takes Settings. Gives a Truth: connections of SQLAlchemy inside a transaction, the same tables in either
place. The tables are made and changed by the steps of service/decisions/migrations, under a lock, by
whichever process opens them first; never by hand. Alembic is loaded only where a step is due.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from service.errors import DamagedDecisions, Unwritable
from service.postgres.database import server_of
from service.postgres.timeouts import LONG
from service.settings import Database, Settings

HEAD = "0004"  # the newest step
BUSY = 10.0  # seconds to wait for another program that is writing
_STEPS = Path(__file__).with_name("migrations")
_FILE_VERSION = 4  # what the newest step notes in a file, for programs that know nothing of steps
_LOCK = 0x647569626961  # of migrations on a server
_NEWER = "决定记录是由更新版本的程序写的，请升级本程序后再打开，以免丢失已作的决定。"

TABLES = sa.MetaData()
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str, *, needed: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=not needed)


LINKS = sa.Table(
    "links", TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _text("source"), _text("target"), _text("relation", needed=False), _text("status"), _text("who", needed=False),
    _text("made"), _text("note", needed=False), _text("source_text"), _text("target_text"),
    sa.Column("corpus", sa.Text, nullable=False, server_default=""),
    _text("source_around", needed=False), _text("target_around", needed=False),
    sa.Index("links_by_pair", "corpus", "source", "target", "number"),
)  # fmt: skip
# What tells the decisions about one pair of texts from those about another: an address alone may have another text later.
TOLD_BY = (LINKS.c.source, LINKS.c.target, LINKS.c.source_text, LINKS.c.target_text)
BASKETS = sa.Table(
    "baskets", TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _text("basket"), _text("action"), _text("address"), _text("text"), _text("who", needed=False), _text("made"),
    sa.Column("corpus", sa.Text, nullable=False, server_default=""),
    _text("around", needed=False),
    sa.Index("baskets_by_name", "corpus", "basket", "number"),
)  # fmt: skip
# Corrections of what was read, and rows that take one back: they have its key and the act "undo".
CORRECTIONS = sa.Table(
    "corrections", TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _text("key"), _text("act"), _text("plan"), _text("address"), _text("text"), _text("details"),
    _text("who", needed=False), _text("made"),
    sa.Column("corpus", sa.Text, nullable=False, server_default=""),
    sa.Index("corrections_by_key", "corpus", "key", "number"),
)  # fmt: skip
# What people compared with the original: a clause, or (``target``) what was read of one of its targets.
CHECKS = sa.Table(
    "checks", TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _text("address"), _text("text"), _text("around", needed=False), _text("target"),
    sa.Column("holds", sa.Integer, nullable=False), _text("who", needed=False), _text("made"),
    sa.Column("corpus", sa.Text, nullable=False, server_default=""),
    sa.Index("checks_by_address", "corpus", "address", "number"),
)  # fmt: skip
# One row a corpus: how often its decisions and its imports have changed. Whoever changes them raises the number first,
# and so waits for the one before; numbers of rows are not given in the order of commits, these are.
CORPORA = sa.Table(
    "corpora", TABLES,
    sa.Column("corpus", sa.Text, primary_key=True),
    sa.Column("decided", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("imported", sa.BigInteger, nullable=False, server_default="0"),
)  # fmt: skip
# How far the files of single machines have been taken over by a server; a file is known by its first row.
ADOPTED = sa.Table(
    "adopted", TABLES,
    sa.Column("corpus", sa.Text, primary_key=True), sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("first", sa.Text, primary_key=True), sa.Column("number", sa.BigInteger, nullable=False),
)  # fmt: skip

# What machines share of ``imported/``: every file byte for byte, its catalogue among them.
FILES = sa.Table(
    "files", TABLES,
    sa.Column("corpus", sa.Text, primary_key=True), sa.Column("name", sa.Text, primary_key=True),
    _text("sha256"), sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False), _text("made"),
)  # fmt: skip
# The rows that were put on the server, each generation in a schema of this name; the highest number is the newest.
GENERATIONS = sa.Table(
    "generations", TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _text("corpus"), _text("name"), _text("made_from"),
    sa.Column("clauses", sa.BigInteger, nullable=False), _text("made"),
    sa.UniqueConstraint("corpus", "name", name="generations_by_name"),
)  # fmt: skip
# What a change makes necessary elsewhere, noted with the change and struck out when it is done.
OUTBOX = sa.Table(
    "outbox", TABLES,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _text("corpus"), _text("kind"), _text("subject"), _text("made"),
)  # fmt: skip


class Truth(Protocol):
    """A place where what people did about one corpus is kept."""

    @property
    def corpus(self) -> str:
        """What its rows are marked with."""
        ...

    def reading(self) -> AbstractContextManager[sa.Connection | None]:
        """A connection inside a transaction; None where nothing has been kept yet."""
        ...

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A connection inside a transaction, which is kept where the block ends without an error."""
        ...

    def mark(self) -> str:
        """A text that changes whenever anything kept changes, in any process. Raises Unreachable."""
        ...


def open_truth(settings: Settings) -> Truth:
    """The truth of a corpus: on the server where one is stated, else in its file."""
    if settings.database is None:
        return FileTruth(settings.decisions)
    return server_truth(settings.database, settings.decisions.stem)


@lru_cache(maxsize=16)
def server_truth(database: Database, corpus: str) -> ServerTruth:
    """The truth of a corpus on a server; the same object for the same names."""
    return ServerTruth(database, corpus)


def raise_revision(db: sa.Connection, corpus: str, what: str) -> int:
    """Counts a change of the decisions or imports of a corpus; other writers wait from here on."""
    insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    column = CORPORA.c[what]
    raised = insert(CORPORA).values({"corpus": corpus, what: 1})
    raised = raised.on_conflict_do_update(index_elements=["corpus"], set_={what: column + 1})
    return int(db.execute(raised.returning(column)).scalar_one())


class FileTruth:
    """One SQLite file, made with the first thing that is kept.

    A connection is opened for each call and closed behind it: changes are few, several programs may be running,
    and nothing is left locked. The file is the corpus, so its rows need no name: who renames it finds them again.
    """

    corpus = ""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def reading(self) -> Iterator[sa.Connection | None]:
        """A connection inside a transaction; None where there is no file yet."""
        if not self._path.is_file():
            yield None
            return
        with self._open(writing=False) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection inside a transaction that no other program can write beside. Raises Unwritable."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unwritable(_unwritable(self._path)) from error
        with self._open(writing=True) as db:
            yield db

    def mark(self) -> str:
        """Sizes and times of the file and of what has not been moved into it yet."""
        return "-".join(_times(f"{self._path}{end}") for end in ("", "-wal"))

    @contextmanager
    def _open(self, *, writing: bool) -> Iterator[sa.Connection]:
        try:
            with _engine(self._path).connect() as db:
                _bring_up(db)
                db.execution_options(writing=writing)
                with db.begin():
                    yield db
        except (sa.exc.DBAPIError, sqlite3.DatabaseError) as error:
            raise _told(self._path, error) from error
        except OSError as error:
            raise Unwritable(_unwritable(self._path)) from error


@lru_cache(maxsize=16)
def _engine(path: Path) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=BUSY, isolation_level=None)

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)

    @sa.event.listens_for(engine, "connect")
    def settle(made: sqlite3.Connection, _: object) -> None:
        try:
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error:
            made.close()
            raise

    @sa.event.listens_for(engine, "begin")
    def begin(db: sa.Connection) -> None:
        # The driver would begin without a lock, and two writers would find out about each other too late.
        writing = db.get_execution_options().get("writing", False)
        db.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _bring_up(db: sa.Connection) -> None:
    """Brings a file to the newest version, in one transaction; two programs at once do it once."""
    with db.begin():
        due = _due(db)
    if not due:
        return
    db.execution_options(writing=True)
    with db.begin():
        if _due(db):
            _migrate(db)


def _due(db: sa.Connection) -> bool:
    """Whether a step is to be done. Raises DamagedDecisions where a newer program has done more."""
    if db.dialect.name == "sqlite":
        if db.exec_driver_sql("PRAGMA user_version").scalar_one() > _FILE_VERSION:
            raise DamagedDecisions(_NEWER)
        look = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    else:
        look = "SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL"
    if db.exec_driver_sql(look).scalar() is None:
        return True
    version = db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if version == HEAD:
        return False
    if version is not None and not (_STEPS / "versions" / f"step_{version}.py").is_file():
        raise DamagedDecisions(_NEWER)
    return True


def _migrate(db: sa.Connection) -> None:
    """Does every step that is due, inside the transaction of the caller."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


class ServerTruth:
    """The tables of a server that several processes share, for one corpus."""

    def __init__(self, database: Database, corpus: str) -> None:
        self.corpus = corpus
        self.server = server_of(database)
        self._lock = threading.Lock()
        self._ready = False

    @contextmanager
    def reading(self) -> Iterator[sa.Connection | None]:
        """A connection inside a transaction. Raises Unreachable."""
        with self.writing() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection inside a transaction. Raises Unreachable or Unwritable."""
        if not self._ready:
            self._prepare()
        with self.server.transaction() as db:
            yield db

    def mark(self) -> str:
        """How often anything has changed. Raises Unreachable."""
        with self.writing() as db:
            row = db.execute(
                sa.select(CORPORA.c.decided, CORPORA.c.imported).where(CORPORA.c.corpus == self.corpus)
            ).first()
        return "0.0" if row is None else f"{row[0]}.{row[1]}"

    def _prepare(self) -> None:
        """Makes or changes the tables where that is due."""
        with self._lock:
            if self._ready:
                return
            with self.server.transaction() as db:
                due = _due(db)
            if due:
                with self.server.transaction(LONG) as db:
                    db.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                    if _due(db):
                        _migrate(db)
            self._ready = True


def _unwritable(path: Path) -> str:
    return f"决定记录文件 {path} 无法写入，请检查文件夹权限和磁盘空间后再试。"


def _told(path: Path, error: Exception) -> Exception:
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    code = getattr(original, "sqlite_errorname", "")
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DamagedDecisions(f"决定记录文件 {path} 已损坏，请从备份恢复这个文件，不要删除它。")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Unwritable("另一个程序正在写决定记录，请稍后再试。")
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return Unwritable(_unwritable(path))
    return error


def _times(path: str) -> str:
    """Size and time of a file; nothing where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return ""
    return f"{status.st_size}.{status.st_mtime_ns}"
