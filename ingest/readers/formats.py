"""Tells by its bytes what kind of file it is, whatever the ending of its name says.

Takes the first bytes of a file (and, for packages, what is inside). Gives a Format, or raises UnreadableFile with
one Chinese sentence for kinds that this program does not read. Signatures are those that the formats define.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

from ingest.plan import UnreadableFile


class Format(Enum):
    """The kinds of file that can be read."""

    TEXT = "文本文件"
    WEB_PAGE = "网页"
    WEB_ARCHIVE = "单个文件网页"
    WORD_XML = "Word 文档（.docx）"
    WORD_OLD = "Word 97-2003 文档（.doc）"
    PDF = "PDF 文件"
    IMAGE = "图片"
    ZIP = "压缩包"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_PDF_WITHIN = 1024  # readers of PDF accept the mark anywhere in the first kilobyte
_OTHERS = (
    (b"Rar!\x1a\x07", "是 RAR 压缩包，请解压后再导入其中的文件"),
    (b"7z\xbc\xaf\x27\x1c", "是 7z 压缩包，请解压后再导入其中的文件"),
    (b"\x1f\x8b", "是 gzip 压缩文件，请解压后再导入其中的文件"),
    (b"{\\rtf", "是 RTF 文档，请用 Word 或 WPS 打开，另存为 .docx 后再导入"),
    (b"MZ", "是程序文件，不是规划文本，请不要运行它，并检查文件来源"),
)
_IN_PACKAGE = (
    ("word/", ""),
    ("xl/", "是 Excel 表格，请把需要的内容另存为 .docx 或 .txt 后再导入"),
    ("ppt/", "是演示文稿，请把需要的内容另存为 .docx 或 .txt 后再导入"),
    ("OFD.xml", "是 OFD 版式文件，请用 WPS 或 OFD 阅读器另存为 PDF 后再导入"),
    ("content.xml", "是 OpenDocument 文档，请用 Word 或 WPS 打开，另存为 .docx 后再导入"),
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|meta|title|body|div|table|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_MIME = re.compile(rb"^(?:From|MIME-Version|Content-Type|Snapshot-Content-Location):", re.IGNORECASE | re.M)
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.M)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def format_of(name: str, data: bytes) -> Format:
    """The kind of a file. ``name`` is for messages only. Raises UnreadableFile for kinds that are not read."""
    head = data[: _PDF_WITHIN * 4]
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Format.PDF
    if head.startswith(_ZIP):
        return _package(name, data)
    if head.startswith(_OLE):
        return Format.WORD_OLD
    if head.startswith(_IMAGES):
        return Format.IMAGE
    for mark, sentence in _OTHERS:
        if head.startswith(mark):
            raise UnreadableFile(f"“{name}”{sentence}。")
    if is_page(head) and not _is_markup(head):
        return Format.WEB_ARCHIVE
    return Format.WEB_PAGE if _is_markup(head) else Format.TEXT


def is_binary(head: bytes) -> bool:
    """Whether a file is a document, an archive or a picture rather than text, by its first bytes."""
    return b"%PDF-" in head[:_PDF_WITHIN] or head.startswith((*_ZIP, _OLE, *_IMAGES))


def is_page(head: bytes) -> bool:
    """Whether a file is a web page, alone or in an archive, by its first bytes."""
    return _is_markup(head) or (_MIME.match(head) is not None and _MULTIPART.search(head) is not None)


def _is_markup(head: bytes) -> bool:
    for mark in _BOMS:
        head = head.removeprefix(mark)
    return _MARKUP.match(head.replace(b"\0", b"")) is not None


def _package(name: str, data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged(name) from None
    for start, sentence in _IN_PACKAGE:
        if any(member.startswith(start) for member in members) and _is_office(start, members):
            if sentence:
                raise UnreadableFile(f"“{name}”{sentence}。")
            return Format.WORD_XML
    return Format.ZIP


def _is_office(start: str, members: list[str]) -> bool:
    """A folder named word in an ordinary archive makes no document."""
    return not start.endswith("/") or "[Content_Types].xml" in members


def damaged(name: str) -> UnreadableFile:
    """The sentence for a file whose content contradicts its format."""
    return UnreadableFile(f"文件“{name}”已损坏或没有下载完整，请重新下载或向提供者要一份完好的文件。")


def encrypted(name: str) -> UnreadableFile:
    """The sentence for a file that needs a password."""
    return UnreadableFile(f"文件“{name}”设有密码，请打开后取消密码，另存一份再导入。")


def with_macros(name: str) -> UnreadableFile:
    """The sentence for a document that carries programs."""
    return UnreadableFile(
        f"文件“{name}”含有宏，为安全起见不导入，请用 Word 或 WPS 打开，另存为不含宏的 .docx 后再试。"
    )


def too_large(name: str, limit: int) -> UnreadableFile:
    """The sentence for a file that unpacks to more than a plan can be."""
    return UnreadableFile(
        f"文件“{name}”解开后超过 {limit // 1048576} MB，不像是规划文本，请只保留需要的部分后再试。"
    )
