"""A PostgreSQL server as this process reaches it: connections with a limit on every wait, and its errors in
Chinese.

Takes a Database. Gives transactions of SQLAlchemy for what people did, and pools of plain connections for
rows that are read. Never lets a request hang with the server: libpq sets no limit on the wait for an answer,
and none below two seconds on connecting, so both are set here. After a failure the server is not asked for a
while, and then by one caller at a time until it works again (service/breaker.py).
"""

from __future__ import annotations

import logging
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg import errors
from psycopg.abc import PQGen
from sqlalchemy.pool import QueuePool

from service.breaker import PAUSE, Breaker
from service.errors import Unreachable, Unwritable
from service.postgres.timeouts import ANSWER, CHANGE, KNOCK
from service.settings import Database

OLDEST = 13  # of the server: rows are read in order by sorting piece by piece, which came with it
SLOW = 0.4  # seconds after which an answer counts as a failure of the server, though it came
_MOST = 16  # connections of one pool: one a thread, and some for lists that are read while others are asked
_SSL_REQUEST = struct.pack("!II", 8, 80877103)
_R = TypeVar("_R")
_log = logging.getLogger("duibiao")
Row = tuple[Any, ...]


class Connection(psycopg.Connection[Row]):
    """A connection that is given up when an answer takes longer than it may."""

    until: float | None = (
        None  # monotonic: the end of everything that is being done; None: ANSWER for each wait
    )

    def wait(self, gen: PQGen[_R], interval: float = 0.1, timeout: float | None = None) -> _R:
        """Waits for the server. Raises OperationalError where it takes too long, and is closed then."""
        left = ANSWER if self.until is None else max(0.01, self.until - time.monotonic())
        try:
            return super().wait(gen, interval, left)
        except errors._WaitTimeout:
            self.pgconn.finish()  # the answer may come yet, and would be taken for that of the next question
            raise


class Server:
    """One PostgreSQL, and whether it is well."""

    def __init__(self, database: Database, *, pause: float = PAUSE) -> None:
        self.database = database
        self._broken = Breaker(pause)
        self._slow = Breaker(pause)
        self._lock = threading.Lock()
        self._pools: list[QueuePool] = []
        self._engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=self._connect,
            pool_pre_ping=True,
            pool_size=4,
            max_overflow=_MOST,
            pool_timeout=KNOCK,
            use_native_hstore=False,
        )

    # --- whether it is well ---

    @property
    def failing(self) -> str:
        """The reason of the last failure, in Chinese; empty where the server has worked since."""
        return self._broken.why or self._slow.why

    def resting(self, *, reading: bool = False) -> str:
        """The reason not to ask the server now; empty where it may be asked.

        A server that answers too slowly is not asked for what can be read elsewhere (``reading``).
        """
        return self._broken.resting() or (self._slow.resting() if reading else "")

    def failed(self, why: str) -> None:
        """Leaves it alone for a while."""
        if self._broken.failed(why):
            _log.warning("postgresql: %s", why)
        self._slow.worked()

    def worked(self, seconds: float | None = None) -> None:
        """Notes that the server answered, in so many seconds; where that was too slow, readers do not ask it
        for a while.

        Without ``seconds`` nothing is concluded about its speed.
        """
        self._broken.worked()
        if seconds is not None and seconds > SLOW:
            self._slow.failed("数据库回答太慢")
        elif seconds is not None:
            self._slow.worked(time.monotonic() - seconds)

    # --- connections ---

    def pool(self, schema: str) -> QueuePool:
        """Connections that find their tables in this schema; each statement is a transaction of its own."""

        def connect() -> Any:
            made = self._connect()
            made.autocommit = True
            made.execute(f'SET search_path TO "{schema}"')
            return made

        pool = QueuePool(connect, pool_size=6, max_overflow=_MOST, timeout=KNOCK, reset_on_return=None)
        with self._lock:
            self._pools.append(pool)
        return pool

    def drop(self, pool: QueuePool) -> None:
        """Closes the connections of a pool that are not in use."""
        pool.dispose()
        with self._lock:
            if pool in self._pools:
                self._pools.remove(pool)

    @contextmanager
    def transaction(self, seconds: float | None = None) -> Iterator[sa.Connection]:
        """A transaction, kept where the block ends without an error. Raises Unreachable or Unwritable.

        All of it, connecting included, takes ``seconds`` at most (CHANGE, where nothing is stated). What the block itself raises comes out as it is.
        """
        why = self.resting()
        if why:
            raise Unreachable(f"{why}，没有保存也没有读到，请稍后再试。")
        until = time.monotonic() + (CHANGE if seconds is None else seconds)
        try:
            with self._engine.connect() as made:
                driver: Any = made.connection.driver_connection
                driver.until = until
                try:
                    with made.begin():
                        yield made
                finally:
                    driver.until = None
            self.worked()
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, psycopg.Error, OSError) as error:
            raise self.told(error) from error

    def told(self, error: BaseException) -> Exception:
        """The error as a person is told of it, or itself where it is a mistake of the program."""
        original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        state = getattr(original, "sqlstate", None) or ""
        if state in ("53100", "25006", "42501"):  # full, read-only, no right
            why = {"53100": "磁盘已满", "25006": "只能读", "42501": "没有给这个用户写的权限"}[state]
            return Unwritable(f"数据库 {self.database.shown} {why}，没有保存，请告诉数据库管理员。")
        fault = isinstance(original, psycopg.OperationalError | psycopg.InterfaceError | OSError)
        if not fault and not isinstance(original, sa.exc.TimeoutError):
            return error if isinstance(error, Exception) else RuntimeError()
        why = self.reason(original)
        self.failed(why)
        return Unreachable(f"{why}，没有保存也没有读到，请稍后再试；如果一直这样，请告诉数据库管理员。")

    def reason(self, error: BaseException | None) -> str:
        """Why the server could not be asked, in Chinese, without a full stop."""
        where = f"数据库 {self.database.shown}"
        if isinstance(error, errors._WaitTimeout | errors.QueryCanceled | errors.LockNotAvailable):
            return f"{where} 没有按时回答"
        text = str(error)
        for pattern, sentence in _REASONS:
            if re.search(pattern, text):
                return f"{where} {sentence}"
        return f"{where} 连接不上"

    def close(self) -> None:
        """Closes every connection."""
        for pool in list(self._pools):
            self.drop(pool)
        self._engine.dispose()

    def _connect(self) -> Connection:
        database = self.database
        self._knock()
        stated = {"host": database.host, "port": database.port, "dbname": database.name}
        stated |= {"user": database.user} if database.user else {}
        stated |= {"password": database.password} if database.password else {}
        defaults: dict[str, Any] = {
            "application_name": "duibiao",
            "connect_timeout": 2,
            "client_encoding": "utf8",
        }
        made = Connection.connect(**(defaults | stated | dict(database.options)))
        if made.info.server_version < OLDEST * 10_000:
            version = made.info.server_version // 10_000
            made.close()
            raise psycopg.OperationalError(f"too old: {version}")
        return made

    def _knock(self) -> None:
        """Whether anybody answers at that place: one byte to the question for encryption, within KNOCK."""
        with closing(socket.create_connection((self.database.host, self.database.port), KNOCK)) as wire:
            wire.sendall(_SSL_REQUEST)
            if wire.recv(1) not in (b"S", b"N"):
                raise OSError("not a PostgreSQL")


_REASONS = (
    ("too old", f"的版本太旧，至少要 PostgreSQL {OLDEST}"),
    ("password authentication failed|no password supplied|authentication|认证|密码", "不接受这个用户名或密码，请核对 DUIBIAO_DATABASE_URL"),
    ('database ".*" does not exist|数据库.*不存在', "不存在，请先建库"),
    ('role ".*" does not exist|角色.*不存在', "没有这个用户，请核对 DUIBIAO_DATABASE_URL"),
    ("too many|remaining connection slots|QueuePool", "的连接已用完"),
    ("starting up|shutting down|recovery", "正在启动或关闭"),
    ("SSL|certificate", "的加密设置不符，请核对 sslmode 和证书"),
    ("not a PostgreSQL", "那里不是 PostgreSQL"),
    ("translate host|Name or service|resolve", "的主机名找不到"),
)  # fmt: skip
