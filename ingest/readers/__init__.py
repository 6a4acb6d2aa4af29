"""Door of the readers: the text of a file, told by its content and not by the ending of its name.

Takes the path or the bytes of a file. Gives SourceTexts, or raises UnreadableFile with one Chinese sentence that says
what to do. Which formats there are, and all that is said of each, stands in ``formats``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ingest.plan import SCAN, SourceText, UnreadableFile
from ingest.readers.formats import (
    FORMATS,
    HEAD,
    PICKED,
    SCAN_SUFFIX,
    SEARCHED,
    USUAL,
    ZIP,
    format_of,
    kept_suffix,
    told_by_head,
)
from ingest.readers.watching import Watch, watched_by

__all__ = [
    "PICKED",
    "SCAN_SUFFIX",
    "SEARCHED",
    "USUAL",
    "SourceFile",
    "Watch",
    "kept_suffix",
    "read_bytes",
    "read_files",
    "read_source",
]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that holds text: its bytes as they came, and what was read of them."""

    data: bytes
    source: SourceText


def read_source(path: Path) -> SourceText:
    """The text of one file. A scan that was recognised before is read from the text kept beside it.

    Raises UnreadableFile when the file is missing, a folder, of an unknown kind, too large, empty or no text.
    """
    return _own(path, bytes_of(path))


def _own(path: Path, data: bytes) -> SourceText:
    kept = path.with_name(path.name + SCAN_SUFFIX)
    if told_by_head(data[:HEAD]).pictures and kept.is_file():
        recognised = _read(kept, bytes_of(kept))
        return replace(recognised, name=path.name, encoding=SCAN, sha256=sha256(data).hexdigest())
    return _read(path, data)


def read_files(path: Path, watch: Watch | None = None) -> tuple[SourceFile, ...]:
    """Every text that a file holds: one, or those inside an archive; ``watch`` is told how far the pages are."""
    with watched_by(watch):
        return _files(path)


def _files(path: Path) -> tuple[SourceFile, ...]:
    data = bytes_of(path)
    if format_of(path.name, data) is not ZIP:
        return (SourceFile(data, _own(path, data)),)
    from ingest.readers.bundle import unpack

    found: list[SourceFile] = []
    refused: list[str] = []
    for name, part in unpack(path.name, data):
        try:
            found.append(SourceFile(part, _read(Path(name), part)))
        except UnreadableFile as error:
            refused.append(str(error))
    if not found:
        usual = "、".join(each.suffixes[0] for each in FORMATS if each.bundled)
        reason = f"其中一个文件的原因：{refused[0]}" if refused else f"请确认其中有 {usual} 文件。"
        raise UnreadableFile(f"压缩包“{path.name}”里没有可以读取的规划文本，{reason}")
    first = found[0]
    notes = tuple(f"压缩包中有一个文件没有读入：{reason}" for reason in refused)
    return (replace(first, source=replace(first.source, notes=(*first.source.notes, *notes))), *found[1:])


def read_bytes(name: str, data: bytes) -> SourceText:
    """The text of a file that is no archive, by its content; ``name`` is for messages."""
    return _read(Path(name), data)


def _read(path: Path, data: bytes) -> SourceText:
    kind = format_of(path.name, data)
    if kind.reader is None:
        raise UnreadableFile(f"“{path.name}”是{kind.name}，请解压后再用其中的文件。")
    _check_size(path.name, len(data), data)
    source = kind.reader()(path, data)
    stated = path.suffix.lower()
    if stated in PICKED and stated not in kind.endings:
        note = f"文件名以 {path.suffix} 结尾，内容却是{kind.name}，已按内容读取。"
        return replace(source, notes=(note, *source.notes))
    return source


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableFile where it cannot be opened or is larger than its kind may be."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"“{path.name}”是文件夹，请指定其中的一个文件。")
        size = path.stat().st_size
        with path.open("rb") as file:
            _check_size(path.name, size, file.read(HEAD))
            file.seek(0)
            return file.read()
    except FileNotFoundError:
        raise UnreadableFile(f"找不到文件“{path}”，请检查文件名和所在文件夹。") from None
    except PermissionError:
        raise UnreadableFile(f"没有权限读取文件“{path}”，请检查文件的权限设置。") from None
    except (OSError, ValueError):
        raise UnreadableFile(f"无法打开文件“{path}”，请检查文件名，或把文件复制到本机后再试。") from None


def _check_size(name: str, size: int, head: bytes) -> None:
    limit = told_by_head(head[:HEAD]).limit
    if size > limit:
        raise UnreadableFile(
            f"文件“{name}”有 {size / 1048576:.1f} MB，超过 {limit // 1048576} MB 的上限，"
            "请确认它是规划文本，必要时拆成几个文件。"
        )
