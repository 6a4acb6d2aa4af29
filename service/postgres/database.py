"""The one PostgreSQL of this process, opened when it is first asked for.

Takes a Database of the settings. Gives a Server; knows nothing of what is kept there. The driver is an extra and
SQLAlchemy takes a sixth of a second to load, so neither is imported before.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from service.errors import BadSettings
from service.settings import Database

if TYPE_CHECKING:
    from service.postgres.connection import Server

_lock = threading.Lock()
_servers: dict[Database, Server] = {}


def server_of(database: Database) -> Server:
    """The server; the same object for the same settings, so that all know at once when it fails."""
    with _lock:
        if database not in _servers:
            try:
                from service.postgres.connection import Server
            except ModuleNotFoundError as error:
                if (error.name or "").partition(".")[0] != "psycopg":
                    raise
                raise BadSettings(
                    "连接 PostgreSQL 要另装组件，请运行：pip install '.[postgres]'；"
                    "或去掉环境变量 DUIBIAO_DATABASE_URL，改用本机文件。"
                ) from None
            _servers[database] = Server(database)
        return _servers[database]


def close_servers(*only: Database) -> None:
    """Closes every connection of this process, or those to the servers named."""
    with _lock:
        for database in only or tuple(_servers):
            server = _servers.pop(database, None)
            if server is not None:
                server.close()
