"""Vectors that the model has made, kept by the text they were made of: encoding is slow, and done once.

Takes keys (16 bytes that stand for a unit's text) and int8 rows. Gives the row of a key. A cache is one file
that only grows; a record cut short by a power failure is dropped at the next opening. Every cache names what
made it: one made by another model or for another space is set aside, never mixed in. The rows of the plans
that come with the program ship in such a file (``analyzers/meaning/wordvectors/clauses.vec``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analyzers.meaning import DIMENSION, Bytes

_MAGIC = b"DUIBIAO-VECTORS1"
_NAME = 112  # bytes for the fingerprint of what made the vectors
_HEAD = len(_MAGIC) + _NAME
_KEY = 16
_RECORD = np.dtype([("key", f"V{_KEY}"), ("row", np.int8, (DIMENSION,))])


class VectorCache:
    """Key -> row, read from one or more files; new rows go to the last of them."""

    def __init__(self, maker: str, read: Sequence[Path], write: Path | None = None) -> None:
        """``maker`` is the fingerprint that a file must carry to be used."""
        self._maker = maker
        self._write = write
        self._blocks: list[Bytes] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        for path in (*read, *([write] if write else [])):
            self._load(path)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def rows(self, keys: Sequence[bytes]) -> Bytes:
        """The rows of keys that are all held."""
        found = np.empty((len(keys), DIMENSION), np.int8)
        for number, key in enumerate(keys):
            block, row = self._places[key]
            found[number] = self._blocks[block][row]
        return found

    def add(self, new: Mapping[bytes, Bytes]) -> None:
        """Keeps rows for good: they are on disk when this returns."""
        records = np.empty(len(new), _RECORD)
        for number, (key, row) in enumerate(new.items()):
            records[number] = (key, row)
        if self._write is not None:
            _append(self._write, self._maker, records.tobytes())
        self._take(records)

    def _load(self, path: Path) -> None:
        try:
            size = path.stat().st_size
        except OSError:
            return
        whole = (size - _HEAD) // _RECORD.itemsize
        if whole < 1 or read_maker(path) != self._maker:
            return
        self._take(np.memmap(path, _RECORD, "r", offset=_HEAD, shape=(whole,)))

    def _take(self, records: np.ndarray[Any, Any]) -> None:
        keys = records["key"].tobytes()
        block = len(self._blocks)
        self._blocks.append(records["row"])
        for row in range(len(records)):
            self._places[keys[row * _KEY : row * _KEY + _KEY]] = (block, row)


def read_maker(path: Path) -> str | None:
    """The fingerprint that a cache file carries; None for a file that is none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    if not head.startswith(_MAGIC):
        return None
    return head[len(_MAGIC) :].rstrip(b"\0").decode("ascii", "replace")


def _append(path: Path, maker: str, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.is_file() or read_maker(path) != maker
    with path.open("wb" if fresh else "r+b") as file:
        if fresh:
            file.write(_MAGIC + maker.encode("ascii")[:_NAME].ljust(_NAME, b"\0"))
        else:
            # Behind the last whole record: what a killed process left half written is written over.
            end = file.seek(0, os.SEEK_END)
            file.seek(_HEAD + (end - _HEAD) // _RECORD.itemsize * _RECORD.itemsize)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
