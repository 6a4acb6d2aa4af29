"""The links of the base that a service serves: worked out apart from the threads that answer requests.

Takes a Base. Gives its Links, whose questions raise Later where working them out takes longer than a person
waits. Those of a small base take a second and are worked out by a thread; those of a large one by a process
of its own, so that neither its memory nor the interpreter's lock slows down searches. Links that are asked
for are worked out first: those of one plan take seconds, all of them minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

from ingest.catalogue import Couple
from service.errors import EngineFailure, Later
from service.linking.link_file import LinkFile, Links
from service.linking.link_making import LinkMaker
from service.settings import Settings
from service.storage import Base

SMALL = 5_000  # clauses
WAIT = 8.0  # seconds that a question waits for links that are being worked out
WAITING = 4  # questions that wait at a time: the threads that answer are for everyone
_LOOK = 0.03


class Linker:
    """The links of the newest base that was asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._job: _Job | None = None

    def of(self, base: Base, wait: float = WAIT) -> Links:
        """The links of a base; a question waits at most so long for what has not been worked out."""
        with self._lock:
            if self._job is None or self._job.base.folder != base.folder:
                self.stop()
                self._job = _Job(base, self._settings)
            job = self._job
        return Links(job.file, partial(job.have, wait=wait))

    def stop(self) -> None:
        """Ends what is being worked out by another process."""
        if self._job is not None:
            self._job.stop()


class _Worker(Protocol):
    """Whoever works it out."""

    error: Exception | None

    @property
    def ended(self) -> bool: ...
    def order(self, wanted: Sequence[Couple]) -> None: ...
    def stop(self) -> None: ...


class _Job:
    """The working out of the links of one base."""

    def __init__(self, base: Base, settings: Settings) -> None:
        self.base = base
        self.file = LinkFile(base.folder, base.store)
        self._settings = settings
        self._lock = threading.Lock()
        self._places = threading.Semaphore(WAITING)
        self._worker: _Worker | None = None

    def have(self, wanted: Sequence[Couple], wait: float) -> None:
        """Has these couples worked out. Raises Later where that takes longer."""
        worker = self._order(wanted)
        if not self._places.acquire(blocking=False):
            raise self._later()
        try:
            until = time.monotonic() + wait
            while True:
                ended = worker.ended
                if not self.file.lacking(wanted):
                    return
                if ended:  # and it had ended before that was looked at
                    raise EngineFailure("对应关系没有算成") from worker.error
                if time.monotonic() >= until:
                    raise self._later()
                time.sleep(_LOOK)
        finally:
            self._places.release()

    def _order(self, wanted: Sequence[Couple]) -> _Worker:
        with self._lock:
            if self._worker is None or self._worker.ended:
                large = self.base.manifest.counts.get("clauses", 0) > SMALL
                self._worker = _Elsewhere(self.base, self._settings) if large else _Here(self.base, self.file)
            self._worker.order(wanted)
            return self._worker

    def _later(self) -> Later:
        total = len(self.file.couples)
        share = (total - len(self.file.lacking(self.file.couples))) * 100 // max(1, total)
        return Later(
            f"各级规划的对应关系正在计算（全库已算好 {share}%），条目很多时要等一会儿，请稍后再打开。"
        )

    def stop(self) -> None:
        """Ends the other process, where one is at work."""
        if self._worker is not None:
            self._worker.stop()


class _Here:
    """A thread of this process, which works out everything."""

    def __init__(self, base: Base, file: LinkFile) -> None:
        self.error: Exception | None = None
        self._maker = LinkMaker(file, base.store)
        self._wanted = file.couples
        self._thread = threading.Thread(target=self._run, name="links", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return not self._thread.is_alive()

    def order(self, wanted: Sequence[Couple]) -> None:
        """Nothing to say: it takes a second."""

    def stop(self) -> None:
        """It ends with the process."""

    def _run(self) -> None:
        try:
            self._maker.have(self._wanted)
        except Exception as error:  # told to whoever asked
            self.error = error


class _Elsewhere:
    """A process that opens the very same generation and fills its file."""

    def __init__(self, base: Base, settings: Settings) -> None:
        self.error: Exception | None = None
        code = (
            "import sys; from pathlib import Path; from service.generation import generations;"
            "from service.linking.link_making import work; from service.storage.store import SqliteStore;"
            "folder = Path(sys.argv[1]); work(folder, SqliteStore(folder / generations.STORE))"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, str(base.folder)],
            env=os.environ | {"DUIBIAO_HOME": str(settings.home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    @property
    def ended(self) -> bool:
        """Whether the process is at its end."""
        if self._process.poll() is None:
            return False
        self._hang_up()
        return True

    def order(self, wanted: Sequence[Couple]) -> None:
        """Tells it what is asked for now."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):  # it has just ended
            self._process.stdin.write(json.dumps([(couple.one, couple.other) for couple in wanted]) + "\n")
            self._process.stdin.flush()

    def stop(self) -> None:
        """Ends it at once; what it has kept is kept whole."""
        with suppress(OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(timeout=5)
        self._hang_up()

    def _hang_up(self) -> None:
        if self._process.stdin is not None:
            with suppress(OSError):  # what was written and not read any more
                self._process.stdin.close()
