"""Changes what is imported, in one step: the catalogue of imported plans with their editions, and a base built with it.

Takes a function from what was imported to what is to be. Gives the new Base. The replacement of the catalogue is the moment
that counts; where no base can be built with the new one, that of before is put back, byte for byte. With a server the
change is there and here, or nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.catalogue import (
    FILE_NAME,
    IMPORTED,
    ImportedPlans,
    check_relations,
    read_imported,
    write_imported,
)
from service.atomic_files import replace_file
from service.errors import Unwritable
from service.generation import generations
from service.settings import Settings
from service.storage import Base
from service.upkeep import build

Edit = Callable[[ImportedPlans], ImportedPlans]


def change(
    settings: Settings, progress: build.Progress, edit: Edit, undo: Callable[[], None] = lambda: None
) -> Base:
    """Makes a change, one at a time; ``undo`` is called where it fails."""
    waiting = lambda: progress.say("另一个程序正在导入，等它完成……")  # noqa: E731
    try:
        with generations.building(settings.imports, waiting=waiting):
            if settings.database is None:
                return _changed(settings, progress, edit)
            base = _changed_for_all(settings, progress, edit)
    except BaseException:
        undo()
        raise
    return build.share_out(base, settings, progress)


def _changed(settings: Settings, progress: build.Progress, edit: Edit, *, sharing: bool = True) -> Base:
    """The catalogue and a new base; where that base cannot be built, the catalogue of before."""
    path = settings.imports / FILE_NAME
    before = _catalogue(path)
    try:
        held = edit(read_imported(settings.imports))
        _check(settings, held)
        replace_file(path, write_imported(held).encode("utf-8"))
    except OSError as error:
        raise Unwritable(
            f"文件夹 {settings.imports} 无法写入，没有改动，请检查权限和磁盘空间后再试。"
        ) from error
    try:
        return build.build(settings, progress, sharing=sharing)[0]
    except BaseException:
        _put_back(path, before)
        raise


def _changed_for_all(settings: Settings, progress: build.Progress, edit: Edit) -> Base:
    """The same behind what others have changed, and kept on the server: there and here, or neither."""
    from service.decisions import ServerTruth, open_truth, shared_imports

    truth = open_truth(settings)
    assert isinstance(truth, ServerTruth)
    truth.mark()  # whether the server answers at all is known at once
    path = settings.imports / FILE_NAME
    taken, before = False, None
    try:
        with shared_imports.turn(truth) as db:
            shared_imports.bring(db, truth, settings)
            before = _catalogue(path)
            base = _changed(settings, progress, edit, sharing=False)
            taken = True
            shared_imports.keep(db, truth, settings)
    except BaseException:
        if taken:
            _put_back(path, before)
        raise
    shared_imports.note_brought(settings, truth)
    return base


def _catalogue(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _check(settings: Settings, held: ImportedPlans) -> None:
    """Whether the new entries fit those of the corpus. Raises CatalogueError."""
    every = {entry.id: entry for entry in build.own_entries(settings)}
    every |= {entry.id: replace(entry, file=entry.file and IMPORTED + entry.file) for entry in held.entries}
    check_relations(FILE_NAME, tuple(every.values()))


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, before)
