"""A circuit breaker: a server that failed is not asked for a while, and then by one caller at a time.

Takes reports on calls to one server: that a call failed and why, or that it worked. Gives whether the server
may be asked now. Never asks the server itself, and leaves it to the caller what to do without it.
"""

from __future__ import annotations

import threading
import time

PAUSE = 5.0  # seconds that a failed server is left alone


class Breaker:
    """Whether one server may be asked."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._again = 0.0  # when it may be asked again
        self._since = 0.0  # when it failed last
        self._why = ""

    @property
    def why(self) -> str:
        """The reason of the last failure; empty where the server has worked since."""
        return self._why

    def resting(self) -> str:
        """The reason not to ask the server now; empty where it may be asked.

        When a pause is over, one caller is let through to try the server, and a new pause begins for the
        others.
        """
        with self._lock:
            now = time.monotonic()
            if not self._why:
                return ""
            if now < self._again:
                return self._why
            self._again = now + self._pause  # this one tries, the others go on without
            return ""

    def failed(self, why: str) -> bool:
        """Notes a failure and begins a pause. True where the server worked before: only this first failure
        need be logged."""
        with self._lock:
            was_well = not self._why
            self._why = why
            self._since = time.monotonic()
            self._again = self._since + self._pause
            return was_well

    def worked(self, began: float | None = None) -> None:
        """Notes that a call worked; ``began`` is when it was begun.

        A call that was begun before the last failure is ignored: of several nodes one may hang while the
        others answer.
        """
        if self._why:
            with self._lock:
                if began is None or began > self._since:
                    self._why = ""
