"""The rows of a generation on a PostgreSQL, with the sealed file of this machine behind them.

Takes a Database, the name of the schema that holds the rows, and the SqliteStore over the same rows. Gives a Store. A
schema is named by what its rows were made from, and there is one only when all rows are in it: the answers are the
same wherever they come from. What the server cannot answer whole and in time, the file answers, and ``note`` says so.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from service.breaker import Breaker
from service.errors import DamagedBase
from service.postgres.database import server_of
from service.settings import Database
from service.storage.rows import StoredClause
from service.storage.store import RowStore, SqliteStore

if TYPE_CHECKING:
    from sqlalchemy.pool import QueuePool

    from service.postgres.connection import Server

_FIRST = 500  # rows of a list that are asked for at once; longer ones are read piece by piece
_PIECE = 2_000
_T = TypeVar("_T")
_NO_ROWS = "数据库里还没有这一版知识库的条目"


class ServerRows(RowStore):
    """The rows on the server alone; raises whatever the driver raises."""

    def __init__(self, server: Server, schema: str) -> None:
        self._server = server
        self._schema = schema

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._asked(lambda made: made.execute(_placed(statement), values).fetchall())

    def _each(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        first = self._all(f"{statement} LIMIT {_FIRST + 1}", values)
        yield from first[:_FIRST]
        if len(first) > _FIRST:
            yield from self._pieces(statement, values)

    def _pieces(self, statement: str, values: Sequence[Any]) -> Iterator[Any]:
        """What follows the first rows, by a cursor of the server."""
        lent = self._pool.connect()
        try:
            made: Any = lent.driver_connection
            with made.transaction():
                cursor = made.cursor(name="list")
                cursor.itersize = _PIECE
                cursor.execute(_placed(statement), values)
                cursor.scroll(_FIRST)
                yield from cursor
                cursor.close()
        except GeneratorExit:
            raise
        except BaseException:
            lent.invalidate()
            raise
        finally:
            lent.close()

    def _asked(self, ask: Callable[[Any], _T]) -> _T:
        """One answer. A connection that broke since it was last used is replaced once."""
        for attempt in (1, 2):
            lent = self._pool.connect()
            made: Any = lent.driver_connection
            fresh = lent.info.setdefault("used", 0) == 0
            lent.info["used"] += 1
            try:
                return ask(made)
            except Exception as error:
                lent.invalidate()
                if fresh or attempt == 2 or not _cut(error):
                    raise
                self._pool.dispose()
            finally:
                lent.close()
        raise AssertionError

    @cached_property
    def _pool(self) -> QueuePool:
        pool = self._server.pool(self._schema)
        weakref.finalize(self, self._server.drop, pool)  # a base that was replaced leaves no connection open
        return pool

    def close(self) -> None:
        """Closes its connections."""
        if "_pool" in self.__dict__:
            self._server.drop(self._pool)


def _cut(error: Exception) -> bool:
    """Whether the connection was broken off, not the answer late."""
    import psycopg

    late = isinstance(error, psycopg.errors._WaitTimeout)
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not late


def _placed(statement: str) -> str:
    """A statement with the driver's mark for a value; no statement of ours holds either sign otherwise."""
    return statement.replace("?", "%s")


class ServerStore(RowStore):
    """The rows on the server, and the file of this machine for when it fails."""

    def __init__(self, database: Database, schema: str, second: SqliteStore) -> None:
        self.schema = schema
        self.second = second
        self._server = server_of(database)
        self.first = ServerRows(self._server, schema)
        self._why = ""
        self._absent = Breaker()

    @property
    def note(self) -> str:
        """That the file stands in, and why; empty where the server gave what was asked last."""
        return f"备用：{self._why}，内容来自本机保存的同一份，完全相同。" if self._why else ""

    def found(self) -> None:
        """The rows have just been put on the server."""
        self._absent.worked()

    def look(self) -> None:
        """Asks the server again after a failure, so that an answer which is kept for long does not keep the
        note."""
        if self._why:
            self._all("SELECT count(*) FROM choices")

    def by_position(self, positions: Sequence[int]) -> list[StoredClause]:
        """The clauses at these positions, in the order asked for."""
        try:
            return super().by_position(positions)
        except DamagedBase:  # on the server there are others than on this machine
            self._why = "数据库里的条目与本机不一致，请运行 duibiao verify"
            return self.second.by_position(positions)

    def close(self) -> None:
        """Closes its connections, and this thread's to the file."""
        self.first.close()
        self.second.close()

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        if not self._resting():
            started = time.perf_counter()
            try:
                found = self.first._all(statement, values)
            except Exception as error:
                self._failed(error)
            else:
                self._worked(time.perf_counter() - started)
                return found
        return self.second._all(statement, values)

    def _each(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        given = 0
        if not self._resting():
            started = time.perf_counter()
            seconds: float | None = None
            try:
                for row in self.first._each(statement, values):
                    seconds = (
                        seconds or time.perf_counter() - started
                    )  # what follows is the reader's time too
                    yield row
                    given += 1
            except Exception as error:
                self._failed(error)
            else:
                self._worked(seconds)
                return
        # The same rows in the same order: those that were given are passed over.
        for place, row in enumerate(self.second._each(statement, values)):
            if place >= given:
                yield row

    def _resting(self) -> bool:
        why = self._server.resting(reading=True) or self._absent.resting()
        if why:
            self._why = why
        return bool(why)

    def _worked(self, seconds: float | None) -> None:
        self._server.worked(seconds)
        self._absent.worked()
        self._why = ""

    def _failed(self, error: Exception) -> None:
        """Notes why; a mistake of the program is raised again."""
        import psycopg
        import sqlalchemy as sa

        if isinstance(error, psycopg.errors.UndefinedTable):
            self._why = _NO_ROWS
            self._absent.failed(_NO_ROWS)
        elif isinstance(error, psycopg.Error | sa.exc.TimeoutError | OSError):
            self._why = self._server.reason(error)
            self._server.failed(self._why)
        else:
            raise error
