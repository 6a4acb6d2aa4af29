"""Imported files that several machines share: the server holds them, ``imported/`` of each machine is a copy.

Takes Settings with a server. Copies to the folder what the server holds, and to the server what people added
or corrected here: figures, recognised texts, the catalogue. An original is never corrected, only replaced
from the server. A record beside the files says what they were at the last exchange. Where both sides have
changed a file, the server's takes its place, and the local text is kept beside it under another name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from ingest.catalogue import FILE_NAME, merged, read_imported, write_imported
from ingest.readers import SCAN_SUFFIX
from service.atomic_files import replace_file
from service.decisions.tables import CORPORA, FILES, OUTBOX, ServerTruth, open_truth, raise_revision
from service.errors import Later, Unwritable
from service.generation import generations
from service.postgres.timeouts import LONG
from service.settings import Settings

IMPORT = "import"  # kind of note: what was imported belongs into a generation
RECORD = ".shared.json"
_KEPT = ".kept-"  # in the name of a text that the server's took the place of
_CORRECTED = (SCAN_SUFFIX, ".csv")  # endings of what people correct
_SEED = 0x696D7074  # of the lock that imports take turns by
_TURN = "60s"  # that an import waits for one on another machine


@dataclass(slots=True)
class Record:
    """What was brought when: revision of the server, and of each file its hash, size and time."""

    revision: int = 0
    files: dict[str, tuple[str, int, int]] = field(default_factory=dict)


def revision_of(settings: Settings) -> int:
    """The revision of the server that the files of this machine are at."""
    return _read_record(settings.imports).revision


def follow(settings: Settings, *, whole: bool = False) -> bool:
    """Brings the imports of this machine and of the server together; whether anything here was changed.

    Costs one small question where nothing has changed. With ``whole`` every file is hashed. Nothing is done while an
    import is going on here. Raises UserError.
    """
    truth = open_truth(settings)
    if not isinstance(truth, ServerTruth):
        return False
    with truth.writing() as db:
        revision = _revision(db, truth.corpus)
    record = _read_record(settings.imports)
    if revision == record.revision and not whole and not _changed(settings.imports, record):
        return False
    with generations.trying(settings.imports) as mine:
        if not mine:
            return False
        record = _read_record(settings.imports)
        here = _hashed(settings.imports, record, whole=whole)
        with turn(truth) as db:
            return _meet(db, truth, settings.imports, here, record)


@contextmanager
def turn(truth: ServerTruth) -> Iterator[sa.Connection]:
    """A transaction that locks the imports of the corpus for all others. Raises Later where the lock takes
    too long to get."""
    import psycopg

    try:
        with truth.server.transaction(LONG) as db:
            db.exec_driver_sql(f"SET LOCAL lock_timeout = '{_TURN}'")
            key = int(hashlib.blake2b(truth.corpus.encode(), digest_size=4).hexdigest(), 16)
            try:
                db.execute(sa.select(sa.func.pg_advisory_xact_lock((_SEED << 32) + key)))
            except sa.exc.OperationalError as error:
                if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                    raise
                raise Later("另一台机器正在导入，请等它完成后再试。") from None
            yield db
    except psycopg.errors.LockNotAvailable:
        raise Later("另一台机器正在导入，请等它完成后再试。") from None


def bring(db: sa.Connection, truth: ServerTruth, settings: Settings) -> None:
    """Brings the files of this machine to what the server holds, inside ``turn``."""
    record = _read_record(settings.imports)
    _meet(db, truth, settings.imports, _hashed(settings.imports, record), record)


def keep(db: sa.Connection, truth: ServerTruth, settings: Settings) -> None:
    """Takes to the server whatever lies here and not there, as one revision, inside ``turn``."""
    record = _read_record(settings.imports)
    here = _hashed(settings.imports, record)
    _push(db, truth, settings.imports, here, _held(db, truth.corpus))


def note_brought(settings: Settings, truth: ServerTruth) -> None:
    """Notes that what lies here is what the server holds. Raises UserError."""
    with truth.writing() as db:
        revision, held = _revision(db, truth.corpus), _held(db, truth.corpus)
    folder = settings.imports
    here = _hashed(folder, Record())
    if {name: each[0] for name, each in here.items()} == held:
        _write_record(folder, Record(revision, here))


def compare(settings: Settings) -> list[str]:
    """Files of this machine that are otherwise than on the server, as sentences. Raises UserError."""
    truth = open_truth(settings)
    if not isinstance(truth, ServerTruth):
        return []
    with truth.writing() as db:
        held = _held(db, truth.corpus)
        damaged = [name for name in held if _data(db, truth.corpus, name)[1] != held[name]]
    here = {name: each[0] for name, each in _hashed(settings.imports, Record()).items()}
    wrong = [f"数据库里的 {name} 与它的校验和不符" for name in damaged]
    wrong += [f"本机缺少 {name}" for name in sorted(held.keys() - here.keys())]
    wrong += [f"数据库缺少 {name}" for name in sorted(here.keys() - held.keys())]
    wrong += [f"{name} 与数据库里的不同" for name in sorted(held) if here.get(name, held[name]) != held[name]]
    return wrong


def _meet(
    db: sa.Connection,
    truth: ServerTruth,
    folder: Path,
    here: Mapping[str, tuple[str, int, int]],
    record: Record,
) -> bool:
    """Both sides together: what was put or corrected here goes there first, then all of it comes here."""
    held = _held(db, truth.corpus)
    if FILE_NAME in here and FILE_NAME in held and here[FILE_NAME][0] != held[FILE_NAME]:
        before = record.files.get(FILE_NAME, ("",))[0]
        if before not in (held[FILE_NAME], here[FILE_NAME][0]):
            here = dict(here) | {FILE_NAME: _merge(db, truth, folder)}
    going = {name: each for name, each in here.items() if _goes(name, each[0], held, record)}
    if going:
        _push(db, truth, folder, going, held)
        held = _held(db, truth.corpus)
    coming = [name for name in held if here.get(name, ("",))[0] != held[name]]
    for name in sorted(
        coming, key=lambda name: name == FILE_NAME
    ):  # it counts when the catalogue is replaced
        _come(db, truth, folder, name, known=name in here)
    if going or coming or record.revision != _revision(db, truth.corpus):
        folder.mkdir(parents=True, exist_ok=True)
        _write_record(folder, Record(_revision(db, truth.corpus), _hashed(folder, Record())))
    return bool(coming)


def _goes(name: str, digest: str, held: Mapping[str, str], record: Record) -> bool:
    """Whether a file of this machine goes to the server: a new one, or one that was corrected here alone."""
    if name not in held:
        return True
    corrected = name == FILE_NAME or name.endswith(_CORRECTED)
    before = record.files.get(name, ("",))[0]
    return (
        corrected
        and digest != held[name]
        and (before == held[name] or (name == FILE_NAME and before != digest))
    )


def _merge(db: sa.Connection, truth: ServerTruth, folder: Path) -> tuple[str, int, int]:
    """Both catalogues have changed: that of the server, and behind it what only this machine has."""
    path = folder / FILE_NAME
    with TemporaryDirectory(prefix="duibiao-") as theirs:
        replace_file(Path(theirs) / FILE_NAME, _data(db, truth.corpus, FILE_NAME)[0])
        both = merged(read_imported(Path(theirs)), read_imported(folder))
    replace_file(path, write_imported(both).encode("utf-8"))
    return _stat(path, _digest(path))


def _come(db: sa.Connection, truth: ServerTruth, folder: Path, name: str, *, known: bool) -> None:
    """A file of the server takes its place here; another text under that name is kept beside it."""
    data, digest = _data(db, truth.corpus, name)
    stated = _held(db, truth.corpus)[name]
    if digest != stated:
        raise Unwritable(f"数据库里的导入文件 {name} 已损坏（校验和不符），请数据库管理员从备份恢复。")
    path = folder / name
    if known and name.endswith(_CORRECTED):
        path.replace(path.with_name(f"{path.name}{_KEPT}{_digest(path)[:8]}"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise Unwritable(f"文件夹 {folder} 无法写入，请检查权限和磁盘空间后再试。") from error


def _push(
    db: sa.Connection, truth: ServerTruth, folder: Path, here: Mapping[str, Any], held: Mapping[str, str]
) -> None:
    """Files, the catalogue among them, their revision and the note that they are to be built: one transaction."""
    fresh = [name for name, each in here.items() if held.get(name) != each[0]]
    if not fresh:
        return
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    revision = raise_revision(db, truth.corpus, "imported")
    for name in fresh:
        data = (folder / name).read_bytes()
        values = {"sha256": hashlib.sha256(data).hexdigest(), "data": data, "revision": revision, "made": now}
        mine = (FILES.c.corpus == truth.corpus) & (FILES.c.name == name)
        if name in held:
            db.execute(FILES.update().where(mine).values(values))
        else:
            db.execute(FILES.insert().values(corpus=truth.corpus, name=name, **values))
    db.execute(OUTBOX.insert().values(corpus=truth.corpus, kind=IMPORT, subject=str(revision), made=now))


def _revision(db: sa.Connection, corpus: str) -> int:
    return int(db.scalar(sa.select(CORPORA.c.imported).where(CORPORA.c.corpus == corpus)) or 0)


def _held(db: sa.Connection, corpus: str) -> dict[str, str]:
    """The files of the server with their hashes."""
    rows = db.execute(sa.select(FILES.c.name, FILES.c.sha256).where(FILES.c.corpus == corpus))
    return {row[0]: row[1] for row in rows}


def _data(db: sa.Connection, corpus: str, name: str) -> tuple[bytes, str]:
    """A file of the server, and the hash of its bytes as they are now."""
    mine = (FILES.c.corpus == corpus) & (FILES.c.name == name)
    data = bytes(db.execute(sa.select(FILES.c.data).where(mine)).scalar_one())
    return data, hashlib.sha256(data).hexdigest()


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file that machines share, with its name; not what programs leave beside them."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        aside = path.name.startswith((".", "~")) or path.name.endswith(".new") or _KEPT in path.name
        if name != "lock" and not aside and path.is_file():
            yield name, path


def _changed(folder: Path, record: Record) -> bool:
    """Whether a file here has another size or time than when it was brought, or is new or gone."""
    now = {name: _stat(path, "")[1:] for name, path in _paths(folder)}
    return now != {name: each[1:] for name, each in record.files.items()}


def _hashed(folder: Path, record: Record, *, whole: bool = False) -> dict[str, tuple[str, int, int]]:
    """Every file here with hash, size and time; hashed where size or time are not those of the record."""
    found = {}
    for name, path in _paths(folder):
        known = record.files.get(name)
        same = known is not None and _stat(path, "")[1:] == known[1:]
        found[name] = known if same and not whole and known is not None else _stat(path, _digest(path))
    return found


def _stat(path: Path, digest: str) -> tuple[str, int, int]:
    status = path.stat()
    return digest, status.st_size, status.st_mtime_ns


def _digest(path: Path) -> str:
    return generations.file_hash(path)


def _read_record(folder: Path) -> Record:
    try:
        stated = json.loads((folder / RECORD).read_bytes())
        return Record(int(stated["revision"]), {name: tuple(each) for name, each in stated["files"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def _write_record(folder: Path, record: Record) -> None:
    text = json.dumps({"revision": record.revision, "files": record.files}, ensure_ascii=False)
    replace_file(folder / RECORD, text.encode())
