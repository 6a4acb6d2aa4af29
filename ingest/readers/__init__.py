"""Door of the readers: which module reads a file, told by its content and not by the ending of its name.

Takes the path or the bytes of a file. Gives SourceTexts, or raises UnreadableFile with one Chinese sentence that says
what to do. A new format is one module with ``read(path, data) -> SourceText``, one Format, its signature in ``formats``
and one row in the table here; and its suffix wherever files are chosen by name (``bundle``, and in the service: folders
without a catalogue, the picker of the import page, downloads, the names under which imports are kept).
The libraries of a format are imported by its module when a file of it is met, because a search must start at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ingest.plan import SCAN, SourceText, UnreadableFile
from ingest.readers import pdf, plain_text, scan
from ingest.readers.bundle import unpack
from ingest.readers.formats import Format, format_of, is_binary, is_page
from ingest.readers.web import pages
from ingest.readers.word import doc, docx

# A plan is well under 1 MB of text; a larger file is a mistake, and refusing it early keeps the PC responsive.
MAX_BYTES = 8 * 1024 * 1024
MAX_PAGE_BYTES = 32 * 1024 * 1024  # saved pages carry their pictures
MAX_BINARY_BYTES = 128 * 1024 * 1024  # and so do documents and scans
SCAN_SUFFIX = ".scan.txt"  # behind the name of a scan: the text that was recognised, which people may correct

_READERS: dict[Format, Callable[[Path, bytes], SourceText]] = {
    Format.TEXT: plain_text.read,
    Format.WEB_PAGE: pages.read,
    Format.WEB_ARCHIVE: pages.read_archive,
    Format.WORD_XML: docx.read,
    Format.WORD_OLD: doc.read,
    Format.PDF: pdf.read,
    Format.IMAGE: scan.read,
}
_SUFFIXES: dict[str, tuple[Format, ...]] = {
    ".html": (Format.WEB_PAGE, Format.WEB_ARCHIVE),
    ".htm": (Format.WEB_PAGE, Format.WEB_ARCHIVE),
    ".docx": (Format.WORD_XML,),
    ".doc": (Format.WORD_OLD,),
    ".wps": (Format.WORD_OLD,),
    ".pdf": (Format.PDF,),
    ".txt": (Format.TEXT,),
}
# What a folder without a catalogue is searched for.
LOOSE_SUFFIXES = (".txt", ".html", ".htm", ".mht", ".mhtml", ".docx", ".doc", ".pdf")


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
    if is_binary(data) and kept.is_file():
        return SourceText(
            path.name, plain_text.read(kept, bytes_of(kept)).text, SCAN, sha256(data).hexdigest()
        )
    return _read(path, data)


def read_files(path: Path) -> tuple[SourceFile, ...]:
    """Every text that a file holds: one, or those inside an archive."""
    data = bytes_of(path)
    if format_of(path.name, data) is not Format.ZIP:
        return (SourceFile(data, _own(path, data)),)
    found: list[SourceFile] = []
    refused: list[str] = []
    for name, part in unpack(path.name, data):
        try:
            found.append(SourceFile(part, _read(Path(name), part)))
        except UnreadableFile as error:
            refused.append(str(error))
    if not found:
        reason = (
            f"其中一个文件的原因：{refused[0]}"
            if refused
            else "请确认其中有 .docx、.pdf、.html 或 .txt 文件。"
        )
        raise UnreadableFile(f"压缩包“{path.name}”里没有可以读取的规划文本，{reason}")
    first = found[0]
    notes = tuple(f"压缩包中有一个文件没有读入：{reason}" for reason in refused)
    return (replace(first, source=replace(first.source, notes=(*first.source.notes, *notes))), *found[1:])


def read_bytes(name: str, data: bytes) -> SourceText:
    """The text of a file that is no archive, by its content; ``name`` is for messages."""
    return _read(Path(name), data)


def _read(path: Path, data: bytes) -> SourceText:
    kind = format_of(path.name, data)
    if kind is Format.ZIP:
        raise UnreadableFile(f"“{path.name}”是压缩包，请解压后再用其中的文件。")
    _check_size(path.name, len(data), data)
    source = _READERS[kind](path, data)
    expected = _SUFFIXES.get(path.suffix.lower())
    if expected and kind not in expected:
        note = f"文件名以 {path.suffix} 结尾，内容却是{kind.value}，已按内容读取。"
        return replace(source, notes=(note, *source.notes))
    return source


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableFile where it cannot be opened or is larger than its kind may be."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"“{path.name}”是文件夹，请指定其中的一个文件。")
        size = path.stat().st_size
        with path.open("rb") as file:
            _check_size(path.name, size, file.read(4096))
            file.seek(0)
            return file.read()
    except FileNotFoundError:
        raise UnreadableFile(f"找不到文件“{path}”，请检查文件名和所在文件夹。") from None
    except PermissionError:
        raise UnreadableFile(f"没有权限读取文件“{path}”，请检查文件的权限设置。") from None
    except (OSError, ValueError):
        raise UnreadableFile(f"无法打开文件“{path}”，请检查文件名，或把文件复制到本机后再试。") from None


def _check_size(name: str, size: int, head: bytes) -> None:
    limit = MAX_BINARY_BYTES if is_binary(head) else MAX_PAGE_BYTES if is_page(head) else MAX_BYTES
    if size > limit:
        raise UnreadableFile(
            f"文件“{name}”有 {size / 1048576:.1f} MB，超过 {limit // 1048576} MB 的上限，"
            "请确认它是规划文本，必要时拆成几个文件。"
        )
