"""Uploaded files that wait for a person's review: kept until they are imported or dropped, one day at most.

Takes a stream and its name. Gives a token under which the file is found again. The files lie in the data
folder, because a review may take a while and the service may be restarted meanwhile.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from ingest.corrections import Correction, as_record, of_record
from service.atomic_files import replace_file
from service.errors import BadImport, NotFound, Unwritable
from service.settings import Settings

MAX_BYTES = 50_000_000
KEPT = 24 * 3600  # seconds
_CHUNK = 1 << 20
_PENDING = (
    ".corrections.json"  # beside the file; the name of a file that was uploaded never begins with a stop
)
_TOKEN = re.compile(r"[0-9a-f]{24}")
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 100  # characters: 300 bytes, where a file system may allow 255


def keep(settings: Settings, name: str, data: IO[bytes]) -> str:
    """Keeps a file and gives its token. Raises BadImport or Unwritable; then nothing is left behind."""
    sweep(settings)
    token = secrets.token_hex(12)
    folder = _room(settings) / token
    try:
        folder.mkdir(parents=True)
        size = _copy(data, folder / plain_name(name))
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unwritable(
            f"上传的文件无法存到数据文件夹 {settings.home}，请检查磁盘空间和权限后再试。"
        ) from None
    if not 0 < size <= MAX_BYTES:
        shutil.rmtree(folder, ignore_errors=True)
        raise BadImport(
            f"文件超过 {MAX_BYTES // 1_000_000} MB，请确认它是规划文本，必要时拆成几个文件。"
            if size
            else "没有选择文件，或文件是空的，请选择规划文件后再上传。"
        )
    return token


def _copy(data: IO[bytes], path: Path) -> int:
    """Copies until the end, or until there is too much of it; gives how much that is."""
    size = 0
    with path.open("wb") as out:
        while chunk := data.read(_CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                break
            out.write(chunk)
    return size


def waiting(settings: Settings, token: str) -> Path:
    """The file that waits under a token. Raises NotFound."""
    folder = _room(settings) / token
    there = folder.iterdir() if _TOKEN.fullmatch(token) and folder.is_dir() else ()
    files = sorted(path for path in there if path.name != _PENDING)
    if not files:
        raise NotFound("上传的文件已经不在（已入库、已放弃，或放了一天以上），请重新上传。")
    return files[0]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for a person's review."""

    token: str
    name: str
    since: datetime  # when it was uploaded


def every(settings: Settings) -> tuple[Waiting, ...]:
    """All files that wait, the newest first."""
    sweep(settings)
    room, found = _room(settings), []
    for folder in room.iterdir() if room.is_dir() else ():
        try:
            since = datetime.fromtimestamp(folder.stat().st_mtime).astimezone()
            found.append(Waiting(folder.name, waiting(settings, folder.name).name, since))
        except (OSError, NotFound):
            continue  # taken in or dropped at this moment
    return tuple(sorted(found, key=lambda each: (each.since, each.token), reverse=True))


def pending(settings: Settings, token: str) -> tuple[tuple[int, Correction], ...]:
    """What a person corrected in the preview of a waiting file, each with the number of its plan in the file."""
    waiting(settings, token)
    try:
        rows = json.loads((_room(settings) / token / _PENDING).read_bytes())
    except FileNotFoundError:
        return ()
    return tuple((int(part), of_record(record)) for part, record in rows)


def keep_pending(settings: Settings, token: str, held: Sequence[tuple[int, Correction]]) -> None:
    """Keeps what a person corrected in a preview until the file is taken in or dropped. Raises Unwritable."""
    rows = [(part, as_record(correction)) for part, correction in held]
    try:
        replace_file(_room(settings) / token / _PENDING, json.dumps(rows, ensure_ascii=False).encode("utf-8"))
    except OSError:
        raise Unwritable(f"更正无法存到数据文件夹 {settings.home}，请检查磁盘空间和权限后再试。") from None


def drop(settings: Settings, token: str) -> None:
    """Removes a waiting file; does nothing where it is gone already."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_room(settings) / token, ignore_errors=True)


def sweep(settings: Settings) -> None:
    """Lets go what nobody has come back for."""
    room = _room(settings)
    for folder in room.iterdir() if room.is_dir() else ():
        try:
            if time.time() - folder.stat().st_mtime > KEPT:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # another program was quicker


def plain_name(name: str) -> str:
    """The name of a file without its folders and without what a system may forbid; the ending is kept."""
    last = re.split(r"[/\\]", name)[-1]
    last = _UNSAFE.sub("-", last).strip(" .") or "未命名"
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 8:
        return last[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def _room(settings: Settings) -> Path:
    return settings.home / "uploads"
