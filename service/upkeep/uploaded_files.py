"""Uploaded files that are being read, or were read: one reading a file, in a thread of its own, with how far it is.

Takes the token of a file that waits (service/upkeep/uploads.py). Gives its FileReading: the texts in it, or why there are
none, or how many pages are done. The last few readings are kept, because to read a scan takes minutes and the same file
is looked at several times.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from ingest.readers import SourceFile, read_files
from service.settings import Settings
from service.upkeep import uploads
from service.upkeep.readings import plans_of

_KEPT = 3


@dataclass(slots=True)
class FileReading:
    """One file: how far it is, and what came of it."""

    path: Path
    done: int = 0  # pages
    total: int = 0  # pages; 0 while nobody knows, and for files that have none
    plans: int = 0  # that it holds
    _files: tuple[SourceFile, ...] = ()
    _error: Exception | None = None
    _ended: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the reading has ended, after so many seconds at most."""
        return self._ended.wait(seconds)

    def files(self) -> tuple[SourceFile, ...]:
        """What the file holds, when it has been read. Raises what kept it from being read."""
        self.wait()
        if self._error is not None:
            raise self._error
        return self._files

    def run(self) -> None:
        """Reads the file."""
        try:
            self._files = read_files(self.path, self._watch)
            self.plans = sum(len(plans_of(file.source)) for file in self._files)
        except Exception as error:  # told to whoever asks for the file, faults of the program too
            self._error = error
        finally:
            self._ended.set()

    def _watch(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class UploadedFiles:
    """The readings of this service, the last few of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readings: OrderedDict[str, FileReading] = OrderedDict()

    def reading(self, settings: Settings, token: str) -> FileReading:
        """The reading of a file that waits; begins where it has not begun. Raises NotFound."""
        path = uploads.waiting(settings, token)
        with self._lock:
            found = self._readings.get(token)
            if found is None:
                found = self._readings[token] = FileReading(path)
                threading.Thread(target=found.run, name="reading", daemon=True).start()
                self._let_go()
        return found

    def forget(self, token: str) -> None:
        """Lets a reading go."""
        with self._lock:
            self._readings.pop(token, None)

    def _let_go(self) -> None:
        """Keeps the last few; what is still being read stays, or it would begin anew."""
        ended = [token for token, each in self._readings.items() if each.wait(0)]
        for token in ended[: max(0, len(self._readings) - _KEPT)]:
            del self._readings[token]
