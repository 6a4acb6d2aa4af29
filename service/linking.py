"""The links of the base that a service serves: worked out once, away from the threads that answer.

Takes a Base. Gives its LinkFile, or Later where working them out takes longer than a person waits. Those of a
small base take a second and are worked out here; those of a large one by a process of its own, so that neither
its memory nor its hold on the interpreter is felt by whoever searches meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress

from service.base import Base
from service.errors import EngineFailure, Later
from service.linkfile import NAME, LinkFile, open_links
from service.settings import Settings

SMALL = 5_000  # clauses
WAIT = 8.0  # seconds that a question waits for links that are being worked out


class Linker:
    """The links of the newest base that was asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._job: _Job | None = None

    def of(self, base: Base, wait: float = WAIT) -> LinkFile:
        """The links of a base. Raises Later while they are being worked out."""
        with self._lock:
            if self._job is None or self._job.base.folder != base.folder or self._job.failed:
                self.stop()
                self._job = _Job(base, self._settings)
            job = self._job
        if not job.done.wait(wait):
            raise Later("各级规划的对应关系正在计算，条目很多时第一次要几分钟，请稍后再打开。")
        if job.found is None:
            raise EngineFailure("对应关系没有算成") from job.error
        return job.found

    def stop(self) -> None:
        """Ends what is being worked out by another process."""
        if self._job is not None:
            self._job.stop()


class _Job:
    """The working out of the links of one base."""

    def __init__(self, base: Base, settings: Settings) -> None:
        self.base = base
        self.found: LinkFile | None = None
        self.error: Exception | None = None
        self.done = threading.Event()
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        if self._is_at_hand():
            self._run()
        else:
            threading.Thread(target=self._run, name="links", daemon=True).start()

    @property
    def failed(self) -> bool:
        """Whether it came to nothing, so that the next question begins anew."""
        return self.done.is_set() and self.found is None

    def stop(self) -> None:
        """Ends the other process, where one is at work."""
        self._stopped = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()

    def _is_at_hand(self) -> bool:
        return (self.base.folder / NAME).is_file()

    def _run(self) -> None:
        try:
            large = self.base.manifest.counts.get("clauses", 0) > SMALL
            if large and not self._is_at_hand():
                self._have_them_made()
            self.found = open_links(self.base.folder, self.base.store)
        except Exception as error:  # told to whoever asked
            self.error = error
        finally:
            self.done.set()

    def _have_them_made(self) -> None:
        """Another process makes the file beside the store; it opens the very same generation."""
        code = (
            "import sys; from pathlib import Path; from service import generations;"
            "from service.linkfile import open_links; from service.store import SqliteStore;"
            "folder = Path(sys.argv[1]); open_links(folder, SqliteStore(folder / generations.STORE))"
        )
        command = [sys.executable, "-c", code, str(self.base.folder)]
        home = os.environ | {"DUIBIAO_HOME": str(self._settings.home)}
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, env=home, stdout=quiet, stderr=quiet)
        if self._stopped:
            self.stop()
        if self._process.wait() or not self._is_at_hand():
            raise EngineFailure("对应关系没有算成")
