"""Takes a .zip of plan texts apart.

Takes the name and bytes of an archive. Gives name and bytes of each file in it that may hold a text. Names are read as
Windows and WPS write them (GB 18030 where the archive does not say UTF-8). Folders, pictures, style sheets and what
systems leave behind are passed over; an archive inside an archive is not opened.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.plan import UnreadableFile
from ingest.readers.formats import BUNDLED
from ingest.readers.packages import Package

MAX_UNPACKED = 256 * 1024 * 1024
_MOST_FILES = 2000
_UTF8_NAMES = 0x800
_WANTED = frozenset(("", *BUNDLED))
_LEFTOVERS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def unpack(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, in the order of their names."""
    package = Package(name, data, MAX_UNPACKED)
    if len(package.parts) > _MOST_FILES:
        raise UnreadableFile(f"压缩包“{name}”里有 {len(package.parts)} 个文件，请只保留规划文本后再试。")
    for shown, part in sorted(((_name(part), part) for part in package.parts), key=lambda each: each[0]):
        path = PurePosixPath(shown.replace("\\", "/"))
        if part.is_dir() or not part.file_size or path.suffix.lower() not in _WANTED:
            continue
        if any(piece in _LEFTOVERS or piece.startswith(".") for piece in path.parts):
            continue
        if any(piece.endswith(("_files", ".files")) for piece in path.parts[:-1]):
            continue  # what a browser saves beside a page
        yield path.name, package.read(part)


def _name(part: zipfile.ZipInfo) -> str:
    if part.flag_bits & _UTF8_NAMES:
        return part.filename
    try:
        raw = part.filename.encode("cp437")
    except UnicodeEncodeError:
        return part.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return part.filename
