"""How far the reading of a file is, told to whoever waits: pages that are done, and pages in all.

Takes a Watch for the time that a file is being read. Gives readers ``tell``, which they call after each page that takes
time (print, pictures); other readers are done before anybody could look. Never changes what is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watch = Callable[[int, int], None]
_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched_by(watch: Watch | None) -> Iterator[None]:
    """What is read meanwhile, in this thread, is told to ``watch``."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def tell(done: int, total: int) -> None:
    """So many pages of so many are done."""
    watch = _watch.get()
    if watch is not None:
        watch(done, total)
