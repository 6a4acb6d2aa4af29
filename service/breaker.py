"""A server that failed is left alone for a while; then one caller tries it, and the others go on without.

Takes what callers tell of a server: that it failed and why, that it worked. Says whether it may be asked now. What is
done in its place is the business of whoever asks.
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
        """Why it failed when it was asked last; empty where it did not."""
        return self._why

    def resting(self) -> str:
        """Why it is left alone just now; empty where it may be asked."""
        with self._lock:
            now = time.monotonic()
            if not self._why:
                return ""
            if now < self._again:
                return self._why
            self._again = now + self._pause  # this one tries, the others go on without
            return ""

    def failed(self, why: str) -> bool:
        """Leaves it alone for a while. Gives whether it was well until now: then there is something to tell."""
        with self._lock:
            was_well = not self._why
            self._why = why
            self._since = time.monotonic()
            self._again = self._since + self._pause
            return was_well

    def worked(self, began: float | None = None) -> None:
        """It gave something that was begun at this time.

        What was begun before it failed last says nothing: of several nodes one hangs, and the others answer.
        """
        if self._why:
            with self._lock:
                if began is None or began > self._since:
                    self._why = ""
