"""Door of the readers: which module reads a file, by the ending of its name.

Takes the path of a file. Gives its SourceText, or raises UnreadableFile with one Chinese sentence that says
what to do. A new format is one module with ``read(path, data) -> SourceText`` and one row in the table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.plan import SourceText, UnreadableFile
from ingest.readers import plaintext

# A plan is well under 1 MB; a larger file is a mistake, and refusing it early keeps the PC responsive.
MAX_BYTES = 8 * 1024 * 1024

_READERS: dict[str, Callable[[Path, bytes], SourceText]] = {
    ".txt": plaintext.read,
    ".text": plaintext.read,
    ".md": plaintext.read,
    ".markdown": plaintext.read,
    "": plaintext.read,
}


def read_source(path: Path) -> SourceText:
    """The text of one file, decoded and otherwise untouched.

    Raises UnreadableFile when the file is missing, a folder, of an unknown type, too large, empty or no text.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = "、".join(suffix for suffix in _READERS if suffix)
        raise UnreadableFile(f"不能读取“{path.name}”这种文件，请另存为文本文件（{known}）后再试。")
    return reader(path, _bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFile(f"“{path.name}”是文件夹，请指定其中的一个文件。")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"文件“{path.name}”有 {size / 1048576:.1f} MB，超过 {MAX_BYTES // 1048576} MB 的上限，"
                "请确认它是规划文本，必要时拆成几个文件。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"找不到文件“{path}”，请检查文件名和所在文件夹。") from None
    except PermissionError:
        raise UnreadableFile(f"没有权限读取文件“{path}”，请检查文件的权限设置。") from None
    except (OSError, ValueError):
        raise UnreadableFile(f"无法打开文件“{path}”，请检查文件名，或把文件复制到本机后再试。") from None
