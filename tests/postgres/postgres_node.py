"""A PostgreSQL of the system, started in a temporary folder and stopped again; a program too: ``python postgres_node.py``.

Debian's server refuses to run as root and its tools are not on the PATH, so both are looked after here.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.settings import Database

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")
PASSWORD = "示例密码 @/:%1"


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest one."""
    found = [path for place in _PLACES for path in Path("/").glob(f"{place[1:]}/initdb")]
    on_path = shutil.which("initdb")
    every = sorted(found, key=lambda path: [int(part) for part in path.parts if part.isdigit()])
    return every[-1].parent if every else Path(on_path).parent if on_path else None


def lacking() -> str:
    """What is missing to start one, in words; empty where nothing is."""
    if programs() is None:
        return "没有装 PostgreSQL（Debian：apt-get install postgresql），跳过用真的 PostgreSQL 做的测试。"
    if os.name == "posix" and os.getuid() == 0 and _user() is None:
        return "PostgreSQL 不能以 root 运行，系统里也没有 postgres 或 nobody 用户，跳过。"
    return ""


def _user() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


@dataclass
class Node:
    """A server and where it is reached."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """As DUIBIAO_DATABASE_URL, without the name of a database behind it."""
        from urllib.parse import quote

        return f"postgresql+psycopg://duibiao:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        bin_folder = programs()
        assert bin_folder is not None
        options = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off",
            "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB", "max_connections": 80,
            "logging_collector": "off", "log_min_messages": "fatal", "jit": "off",
        }  # fmt: skip
        given = [f"-c{key}={value}" for key, value in options.items()]
        command = [bin_folder / "postgres", "-D", self.folder / "data", *given]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, **_as_nobody())
        log.close()
        until = time.monotonic() + 30
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")
            assert time.monotonic() < until, "PostgreSQL does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(
                host="127.0.0.1", port=self.port, user="duibiao", password=PASSWORD, dbname="postgres"
            ):
                return True
        except psycopg.OperationalError:
            return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops it: at once by default, SIGQUIT as by a crash."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def hang(self) -> None:
        """Lets it hold its ports and answer nothing."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets it answer again."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, what: signal.Signals) -> None:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for process in (self.process.pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, what)

    def make_database(self, name: str) -> str:
        """An empty database; gives its address for DUIBIAO_DATABASE_URL."""
        self._admin(f'CREATE DATABASE "{name}"')
        return f"{self.url}/{name}"

    def drop_database(self, name: str) -> None:
        """Removes a database with whoever is connected to it."""
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _admin(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="duibiao",
            password=PASSWORD,
            dbname="postgres",
            autocommit=True,
        ) as made:
            made.execute(statement)


def address(url: str) -> Database:
    """The settings of an address."""
    from service.settings import read_database

    found = read_database({"DUIBIAO_DATABASE_URL": url})
    assert found is not None
    return found


def _as_nobody() -> dict[str, int]:
    user = _user() if os.getuid() == 0 else None
    return {"user": user.pw_uid, "group": user.pw_gid} if user is not None else {}


def make(folder: Path) -> Node:
    """A new server in a folder, running."""
    bin_folder = programs()
    assert bin_folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secret = folder / "secret"
    secret.write_text(PASSWORD + "\n", "utf-8")
    user = _user() if os.getuid() == 0 else None
    if user is not None:
        for path in (folder, secret):
            os.chown(path, user.pw_uid, user.pw_gid)
    command = [bin_folder / "initdb", "-D", folder / "data", "-U", "duibiao", "-E", "UTF8", "--locale=C.UTF-8",
               "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_as_nobody())
    assert done.returncode == 0, done.stderr
    node = Node(folder, port)
    node.start()
    return node


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="duibiao-pg-", dir="/tmp") as place:
        os.chmod(place, 0o755)
        running = make(Path(place) / "node")
        print(running.make_database("duibiao"), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
        running.stop()
