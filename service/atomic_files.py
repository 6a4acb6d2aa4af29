"""Files that are replaced in one step: a reader sees the old content or the new one, never a part of either.

Takes a path and bytes. Gives nothing. Raises OSError where the file cannot be replaced; the old one is then
unchanged.
"""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Replaces a file and forces it to disk. Forcing the folder's entry is left to the caller, who may
    replace several."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        write_file(fresh, data)
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def write_file(path: Path, data: bytes) -> None:
    """Writes a file and forces it to disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
