"""Opens packages (.docx and .zip are zip files) without being drowned by what they unpack to.

Takes the bytes of a package. Gives the bytes of its parts, at most a stated number of them: the sizes that a
package states about itself are not believed.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.plan import UnreadableFile
from ingest.readers.refusals import damaged, encrypted, too_large

_CHUNK = 1 << 20


class Package:
    """One package, whose parts may unpack to ``limit`` bytes together."""

    def __init__(self, name: str, data: bytes, limit: int) -> None:
        self.name = name
        self._limit = limit
        self._left = limit
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise damaged(name) from None
        self.parts = self._zip.infolist()

    def read(self, part: zipfile.ZipInfo | str) -> bytes:
        """The bytes of a part. Raises UnreadableFile for one that is missing, damaged, locked or too large."""
        read: list[bytes] = []
        try:
            info = self._zip.getinfo(part) if isinstance(part, str) else part
            if info.flag_bits & 1:
                raise encrypted(self.name)
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise too_large(self.name, self._limit)
                    read.append(chunk)
        except UnreadableFile:
            raise
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,  # parts that begin before the file does
            OSError,
        ):
            raise damaged(self.name) from None
        return b"".join(read)

    def has(self, part: str) -> bool:
        """Whether there is a part of that name."""
        return part in self._zip.NameToInfo
