"""Derived data on disk: generations that are built beside each other, of which one is the current one.

    <base>/current          one line: the name of the generation that is served
    <base>/lock             held by the process that builds
    <base>/g-…/manifest.json, store.sqlite, index/

A generation is complete before ``current`` names it, and that file is replaced in one step: whoever reads
it gets the old generation or the new one, whatever was killed when. Takes folders, gives folders and
manifests; knows neither store nor engine.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from service.atomic_files import replace_file, write_file
from service.errors import DamagedBase, Unwritable

MANIFEST = "manifest.json"
STORE = "store.sqlite"
INDEX = "index"
# Up to this size every file is hashed when a generation is opened (a few milliseconds); a larger one is
# checked by the sizes of its files, and by ``verify`` in full.
HASHED_ON_OPENING = 8_000_000
_CHUNK = 1 << 20
_ROWS_FORMAT = 1  # of the tables on a server: another one makes another schema


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and what its files must be."""

    fingerprint: dict[str, str]  # what it depends on -> hash
    stamp: str  # sizes and times of the same inputs: equal stamps spare the hashing
    sources: dict[str, str]  # source file relative to the corpus -> SHA-256
    counts: dict[str, int]
    seconds: float
    made: str  # ISO 8601
    files: dict[str, dict[str, Any]] = field(default_factory=dict)  # relative path -> size, sha256

    @property
    def made_from(self) -> dict[str, Any]:
        """What names its rows elsewhere: equal ones make equal rows, on whichever machine."""
        return dict(self.fingerprint) or {name: file["sha256"] for name, file in self.files.items()}


def schema_of(manifest: Manifest) -> str:
    """The name of the schema that holds the rows of a generation on a PostgreSQL."""
    text = json.dumps([_ROWS_FORMAT, manifest.made_from], sort_keys=True, ensure_ascii=False)
    return f"duibiao_{hashlib.blake2b(text.encode(), digest_size=10).hexdigest()}"


def current(base: Path) -> Path | None:
    """The folder of the current generation, or None where there is none yet."""
    try:
        name = (base / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return None
    folder = base / name
    return folder if name and folder.parent == base and (folder / MANIFEST).is_file() else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation. Raises DamagedBase where it cannot be read."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedBase("知识库的清单文件无法读取") from error


def check_files(folder: Path, manifest: Manifest, *, full: bool) -> list[str]:
    """What is wrong with the files of a generation, as Chinese sentences; empty when all is well."""
    wrong: list[str] = []
    total = sum(int(file["size"]) for file in manifest.files.values())
    hashing = full or total <= HASHED_ON_OPENING
    for name, stated in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
            if size != stated["size"]:
                wrong.append(f"文件 {name} 的大小是 {size} 字节，应为 {stated['size']} 字节")
            elif hashing and file_hash(path) != stated["sha256"]:
                wrong.append(f"文件 {name} 的内容与建库时不同（校验和不符）")
        except FileNotFoundError:
            wrong.append(f"缺少文件 {name}")
        except OSError:
            wrong.append(f"文件 {name} 无法读取")
    return wrong


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new_generation(base: Path) -> Path:
    """An empty folder for the next generation. Only the holder of the lock may ask for one."""
    folder = base / f"g-{time.time_ns():x}-{os.getpid()}"
    (folder / INDEX).mkdir(parents=True)
    return folder


def publish(base: Path, folder: Path, manifest: Manifest) -> Manifest:
    """Seals a finished generation and makes it the current one; gives the manifest with the files' hashes.

    Order matters: data, then manifest, then the folder's entries are forced to disk; only then does
    ``current`` change, and that is forced to disk before anything old may be removed.
    """
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".tantivy-")]
    names = sorted(path.relative_to(folder).as_posix() for path in paths)
    files = {
        name: {"size": (folder / name).stat().st_size, "sha256": file_hash(folder / name)} for name in names
    }
    sealed = Manifest(**{**asdict(manifest), "files": files})
    for name in names:
        _sync(folder / name)
    write_file(folder / MANIFEST, json.dumps(asdict(sealed), ensure_ascii=False, indent=1).encode("utf-8"))
    _sync(folder / INDEX)
    _sync(folder)
    _point(base, folder.name)
    return sealed


def restamp(folder: Path, manifest: Manifest, stamp: str) -> None:
    """Notes new file times of unchanged inputs, so that the next start need not hash them again."""
    try:
        _replace(
            folder / MANIFEST, json.dumps(asdict(manifest) | {"stamp": stamp}, ensure_ascii=False, indent=1)
        )
    except OSError:
        return  # it only saves time; a folder that cannot be written is no reason to fail


def remove_others(base: Path, keep: Path) -> None:
    """Removes every generation but one: those replaced, and those that a killed process left half made."""
    for left in base.glob("current.*.new"):
        left.unlink(missing_ok=True)
    for folder in base.glob("g-*"):
        if folder != keep:
            shutil.rmtree(
                folder, ignore_errors=True
            )  # on Windows a reader may hold it; the next build tries again


@contextmanager
def building(base: Path, *, waiting: Any = None) -> Iterator[None]:
    """Holds the lock for building. Where another process holds it, calls ``waiting`` once and waits."""
    try:
        base.mkdir(parents=True, exist_ok=True)
        lock = (base / "lock").open("a+b")
    except OSError as error:
        raise Unwritable(unwritable(base, full=error.errno == errno.ENOSPC)) from error
    with lock:
        if not _lock(lock.fileno(), wait=False):
            if waiting is not None:
                waiting()
            _lock(lock.fileno(), wait=True)
        try:
            yield
        finally:
            _unlock(lock.fileno())


@contextmanager
def trying(base: Path) -> Iterator[bool]:
    """Holds the same lock where nobody else does, without waiting; whether it is held."""
    try:
        base.mkdir(parents=True, exist_ok=True)
        lock = (base / "lock").open("a+b")
    except OSError as error:
        raise Unwritable(unwritable(base, full=error.errno == errno.ENOSPC)) from error
    with lock:
        mine = _lock(lock.fileno(), wait=False)
        try:
            yield mine
        finally:
            if mine:
                _unlock(lock.fileno())


def unwritable(base: Path, *, full: bool) -> str:
    """The sentence for a data folder that cannot be written."""
    if full:
        return f"存储空间不足，知识库没有建成，请清理 {base} 所在的磁盘后再试。"
    return f"数据文件夹 {base} 无法写入，请检查权限，或用环境变量 DUIBIAO_HOME 另选一个文件夹。"


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _lock(file: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)

    def _unlock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _point(base: Path, name: str) -> None:
    _replace(base / "current", name + "\n")


def _replace(path: Path, text: str) -> None:
    """Replaces a file, and forces the folder's entry to disk as well."""
    replace_file(path, text.encode("utf-8"))
    _sync(path.parent)


def _sync(path: Path) -> None:
    """Forces a file or the entries of a folder to disk."""
    if os.name == "nt" and path.is_dir():  # pragma: no cover
        return  # Windows has no handle for that, and its journal keeps the order
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
