"""Puts the rows of a generation on the PostgreSQL that several machines share: all of them in one
transaction, or none.

Takes a Base with a server. Gives whether rows were put there. One commit holds the schema with the rows, the
row that lists it, and a note that the search index still has to be filled: after a crash the note is still
there, and the next process that looks fills the index. Of each corpus the two newest generations are kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.decisions import GENERATIONS, IMPORT, OUTBOX, ServerTruth, open_truth
from service.errors import EngineFailure, UserError
from service.postgres.timeouts import LONG
from service.settings import Settings
from service.storage import INDEXES, SCHEMA, TABLES, Base
from service.upkeep.indexing import share

INDEX = "index"  # kind of note: the words of a generation belong on the search index
_KEPT = 2  # generations of one corpus: the newest, and the one that another process may still be using
_SEED = 0x64756962  # of the locks below
_WAIT = "5s"  # for readers of a schema that is to be dropped
_CALLED = {
    "sources": "原文", "plans": "规划", "clauses": "条目", "targets": "指标目标", "baselines": "已有的数", "plan_tables": "表格", "headings": "标题", "warnings": "复核提示",
    "corrections": "人工更正",
    "indicators": "指标名", "figures": "已知数据", "choices": "筛选值",
}  # fmt: skip
Tell = Callable[[int, int], None]


def publish(
    base: Base,
    settings: Settings,
    tell: Tell = lambda done, total: None,
    *,
    anew: bool = False,
    revision: int | None = None,
) -> bool:
    """Puts the rows on the server where they are missing, or ``anew``; whether that was done. Raises UserError.

    ``revision`` is that of the imports which are in them: what was noted of those is done.
    """
    shared = base.shared
    if shared is None:
        return False
    truth = _truth(settings)
    with truth.writing() as db:
        there = not anew and _held(db, truth.corpus, shared.schema, newest=True)
        if there:
            _strike_imports(db, truth.corpus, revision)
    if not there:
        with _long(truth) as db:
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock_of(shared.schema))))
            done = anew or not _held(db, None, shared.schema)
            if done:
                _fill(db, base, tell)
            _note(db, truth.corpus, base, shared.schema)
            _strike_imports(db, truth.corpus, revision)
        _tidy(truth)
    else:
        done = False
    shared.found()
    return done


def drain(base: Base, settings: Settings, tell: Tell = lambda done, total: None) -> bool:
    """Fills the index of a base on the cluster, where there is one, and removes the note that asks for it.

    Gives whether anything had to be filled. Raises EngineFailure. A note that cannot be removed now is
    removed at the next look.
    """
    filled = share(base, settings.base.name, tell)
    if base.pair is not None and base.shared is not None:
        with suppress(UserError):
            strike(base, settings)
    return filled


def strike(base: Base, settings: Settings) -> None:
    """Removes the note that the index of a base has to be filled. Raises UserError."""
    shared = base.shared
    if shared is not None:
        truth = _truth(settings)
        mine = (
            (OUTBOX.c.corpus == truth.corpus) & (OUTBOX.c.kind == INDEX) & (OUTBOX.c.subject == shared.schema)
        )
        with truth.writing() as db:
            if db.execute(sa.select(OUTBOX.c.number).where(mine)).first() is not None:
                db.execute(OUTBOX.delete().where(mine))


def compare(base: Base, settings: Settings) -> list[str]:
    """What the server holds otherwise than the file of this machine: clauses by address, other tables by their keys.

    Empty where all is well. Raises UserError where the server cannot be asked.
    """
    shared, truth = base.shared, _truth(settings)
    if shared is None:
        return []
    with truth.writing() as db:
        if not _held(db, None, shared.schema):
            return ["数据库里还没有这一版知识库的条目"]
    own = {table: _digests(table, rows) for table, rows in base.local.tables()}
    wrong: list[str] = []
    try:
        with truth.server.transaction(LONG) as db:
            db.exec_driver_sql(f'SET LOCAL search_path TO "{shared.schema}"')
            streamed = db.execution_options(stream_results=True, max_row_buffer=2_000)
            for table in TABLES:
                there = _digests(table, streamed.exec_driver_sql(f"SELECT * FROM {table}"))
                differing = sorted(
                    key for key in own[table].keys() | there.keys() if own[table].get(key) != there.get(key)
                )
                if differing:
                    more = f" 等 {len(differing)} 行" if len(differing) > 3 else ""
                    wrong.append(f"{_CALLED.get(table, table)}不一致：{'、'.join(differing[:3])}{more}")
    except sa.exc.ProgrammingError:  # a table or column is gone
        return ["数据库里这一版知识库的表不完整"]
    return wrong


def _digests(table: str, rows: Iterable[Any]) -> dict[str, str]:
    """Each row by what names it, with a hash of all that it holds."""
    named = 1 if table == "clauses" else 0  # the address; else the first column, or for choices all of it
    found = {}
    for row in rows:
        text = "\x1f".join("" if value is None else str(value) for value in row)
        key = text.replace("\x1f", " ") if table == "choices" else str(row[named])
        found[key] = hashlib.blake2b(text.encode("utf-8"), digest_size=10).hexdigest()
    return found


def waiting(settings: Settings) -> list[tuple[str, str]]:
    """What is noted and not done yet: kind and subject, oldest first. Raises UserError."""
    truth = _truth(settings)
    query = sa.select(OUTBOX.c.kind, OUTBOX.c.subject).where(OUTBOX.c.corpus == truth.corpus)
    with truth.writing() as db:
        return [(row[0], row[1]) for row in db.execute(query.order_by(OUTBOX.c.number))]


def _truth(settings: Settings) -> ServerTruth:
    truth = open_truth(settings)
    assert isinstance(truth, ServerTruth)
    return truth


@contextmanager
def _long(truth: ServerTruth) -> Iterator[sa.Connection]:
    """A transaction that may take its time; what the server refuses of the rows is told."""
    import psycopg

    try:
        with truth.server.transaction(LONG) as db:
            yield db
    except (psycopg.DataError, sa.exc.DataError) as error:
        raise EngineFailure("数据库没有收下条目：其中有它不能保存的字符") from error


def _lock_of(schema: str) -> int:
    return (_SEED << 32) + int(schema[-8:], 16)


def _held(db: sa.Connection, corpus: str | None, schema: str, *, newest: bool = False) -> bool:
    """Whether the rows are there; for a corpus, with ``newest``, as its newest ones."""
    query = sa.select(GENERATIONS.c.name).order_by(GENERATIONS.c.number.desc())
    if corpus is not None:
        query = query.where(GENERATIONS.c.corpus == corpus)
    if newest:
        return db.execute(query.limit(1)).scalar() == schema
    return db.execute(query.where(GENERATIONS.c.name == schema)).first() is not None


def _fill(db: sa.Connection, base: Base, tell: Tell) -> None:
    """Makes the schema with all rows of the sealed file, copied table by table."""
    shared = base.shared
    assert shared is not None
    name = shared.schema
    for statement in (f'DROP SCHEMA IF EXISTS "{name}" CASCADE', f'CREATE SCHEMA "{name}"'):
        db.exec_driver_sql(statement)
    db.exec_driver_sql(f'SET LOCAL search_path TO "{name}"')
    for statement in filter(str.strip, _for_server(SCHEMA).split(";\n")):
        db.exec_driver_sql(statement)
    driver: Any = db.connection.driver_connection
    total = base.manifest.counts.get("clauses", 0)
    for table, rows in shared.second.tables():
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for number, row in enumerate(rows, 1):
                copy.write_row(row)
                if table == "clauses" and (number % 1_000 == 0 or number == total):
                    tell(number, total)
    for statement in filter(str.strip, INDEXES.split(";\n")):
        db.exec_driver_sql(statement)
    for table in TABLES:
        db.exec_driver_sql(f"ANALYZE {table}")
    there = db.exec_driver_sql("SELECT count(*) FROM clauses").scalar_one()
    if there != total:
        raise EngineFailure(f"数据库里应有 {total} 个条目，却有 {there} 个")
    db.exec_driver_sql("SET LOCAL search_path TO DEFAULT")


def _for_server(schema: str) -> str:
    """The tables of a generation in the words of PostgreSQL; texts compare byte by byte, as in the file."""
    return re.sub(r"\bTEXT\b", 'text COLLATE "C"', schema.replace(" WITHOUT ROWID", ""))


def _note(db: sa.Connection, corpus: str, base: Base, schema: str) -> None:
    """Says that the rows are there, as the newest of the corpus, and that their words belong on the index."""
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    mine = (GENERATIONS.c.corpus == corpus) & (GENERATIONS.c.name == schema)
    db.execute(GENERATIONS.delete().where(mine))
    made_from = json.dumps(base.manifest.made_from, ensure_ascii=False, sort_keys=True)
    clauses = base.manifest.counts.get("clauses", 0)
    db.execute(
        GENERATIONS.insert().values(
            corpus=corpus, name=schema, made_from=made_from, clauses=clauses, made=now
        )
    )
    db.execute(
        OUTBOX.delete().where(OUTBOX.c.corpus == corpus, OUTBOX.c.kind == INDEX, OUTBOX.c.subject == schema)
    )
    db.execute(OUTBOX.insert().values(corpus=corpus, kind=INDEX, subject=schema, made=now))


def _strike_imports(db: sa.Connection, corpus: str, revision: int | None) -> None:
    if revision is not None:
        mine = (OUTBOX.c.corpus == corpus) & (OUTBOX.c.kind == IMPORT)
        for number, subject in db.execute(sa.select(OUTBOX.c.number, OUTBOX.c.subject).where(mine)).all():
            if int(subject) <= revision:
                db.execute(OUTBOX.delete().where(OUTBOX.c.number == number))


def _tidy(truth: ServerTruth) -> None:
    """Drops generations that nobody needs; one that is being read just now is left for the next time."""
    mine = GENERATIONS.c.corpus == truth.corpus
    with suppress(UserError, sa.exc.DBAPIError), truth.server.transaction(LONG) as db:
        db.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}'")
        names = db.execute(sa.select(GENERATIONS.c.name).where(mine).order_by(GENERATIONS.c.number.desc()))
        for name in names.scalars().all()[_KEPT:]:
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock_of(name))))
            db.execute(GENERATIONS.delete().where(mine, GENERATIONS.c.name == name))
            db.execute(OUTBOX.delete().where(OUTBOX.c.corpus == truth.corpus, OUTBOX.c.subject == name))
            if not _held(db, None, name):
                db.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
