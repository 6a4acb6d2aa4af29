"""Files that are replaced in one step: a reader sees what was there or what is there now, and never a half.

Takes a path and bytes. Gives nothing; what it could not do is an OSError, and then the old file stands.
"""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Replaces a file and forces it to disk; its folder's entry is the caller's, who knows whether more follows."""
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
