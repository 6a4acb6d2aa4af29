"""The formats that are read, each with all that is said of it; and which of them a file has, told by its bytes.

Takes the first bytes of a file (and, for packages, what is inside), whatever the ending of its name says. Gives a
Format, or raises UnreadableFile with one Chinese sentence for kinds that this program does not read. A new format is one
module with ``read(path, data) -> SourceText`` and one record in FORMATS; where files are chosen by name (folders,
archives, the picker of a page, downloads, the names under which imports are kept) the endings are read here. The module
of a format is loaded when a file of it is met, because a search starts at once and reads no file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.plan import SourceText
from ingest.readers.refusals import damaged, has_part, strange_file, strange_package

Reader = Callable[[Path, bytes], SourceText]
HEAD = 4096  # bytes by which a file is told
SCAN_SUFFIX = ".scan.txt"  # behind the name of a scan: the text that was recognised, which people may correct
_PDF_WITHIN = 1024  # readers of PDF accept the mark anywhere in the first kilobyte
_MIB = 1024 * 1024
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|meta|title|body|div|table|p)\b", re.IGNORECASE)
# What may stand in front of the first element: how it begins and ends.
_PROLOGUE = ((b"<?", b"?>"), (b"<!--", b"-->"))
_WORD_XML = (b'progid="Word.Document"', b"schemas.microsoft.com/office/2006/xmlPackage", b"<w:wordDocument")
_MIME = re.compile(rb"^(?:From|MIME-Version|Content-Type|Snapshot-Content-Location):", re.IGNORECASE | re.M)
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.M)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. An ending may be that of several kinds: browsers save pages in two ways as .html."""

    name: str  # as people call it
    suffixes: tuple[str, ...]  # how names of such files end, the usual ending first
    tells: Callable[[bytes], bool]  # whether the first bytes are those of such a file
    reader: Callable[[], Reader] | None  # None for what is taken apart and not read
    limit: (
        int  # bytes; a plan is well under 1 MB of text, and a larger file is a mistake that is refused early
    )
    part: str = ""  # of a package: what the name of one of its parts begins with
    rare: tuple[str, ...] = ()  # further endings, of files that people choose and nobody searches for
    searched: bool = True  # for, in a folder without a catalogue
    bundled: bool = True  # taken out of an archive
    pictures: bool = False  # may be a scan, whose recognised text lies beside it

    @property
    def endings(self) -> tuple[str, ...]:
        """Every ending, the usual one first."""
        return (*self.suffixes, *self.rare)


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_markup(head: bytes) -> bool:
    return _MARKUP.match(_first_element(head)) is not None


def _is_word_xml(head: bytes) -> bool:
    plain = _plain(head).lstrip()
    return plain.startswith((b"<?xml", b"<pkg:package", b"<w:wordDocument")) and any(
        mark in plain for mark in _WORD_XML
    )


def _first_element(head: bytes) -> bytes:
    """What begins with the first element, behind declarations and comments."""
    rest = _plain(head).lstrip()
    while True:
        close = next((close for begin, close in _PROLOGUE if rest.startswith(begin)), None)
        if close is None:
            return rest
        rest = rest.partition(close)[2].lstrip()


def _plain(head: bytes) -> bytes:
    """The first bytes without a mark of their encoding, and without what UTF-16 puts between letters."""
    for mark in _BOMS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")


def _is_web_archive(head: bytes) -> bool:
    is_multipart = _MIME.match(head) is not None and _MULTIPART.search(head) is not None
    return is_multipart and not _is_markup(head)


def _docx() -> Reader:
    from ingest.readers.word import docx

    return docx.read


def _word_xml() -> Reader:
    from ingest.readers.word import word_xml

    return word_xml.read


def _doc() -> Reader:
    from ingest.readers.word import doc

    return doc.read


def _rtf() -> Reader:
    from ingest.readers.word import rtf

    return rtf.read


def _odt() -> Reader:
    from ingest.readers.word import odt

    return odt.read


def _pdf() -> Reader:
    from ingest.readers import pdf

    return pdf.read


def _page() -> Reader:
    from ingest.readers.web import pages

    return pages.read


def _web_archive() -> Reader:
    from ingest.readers.web import pages

    return pages.read_archive


def _image() -> Reader:
    from ingest.readers import scan

    return scan.read


def _text() -> Reader:
    from ingest.readers import plain_text

    return plain_text.read


ZIP = Format(
    "压缩包", (".zip",), _is_zip, None, 128 * _MIB, searched=False, bundled=False
)  # an archive inside an archive is not opened
TEXT = Format("文本文件", (".txt",), lambda _: True, _text, 8 * _MIB, rare=(".text", ".md"))
# In the order in which they are told; text is what is left. Documents and scans carry pictures, and so do saved pages.
FORMATS = (
    Format("Word 文档（.docx）", (".docx",), _is_zip, _docx, 128 * _MIB, part="word/"),
    Format(
        "Word 97-2003 文档（.doc）",
        (".doc",),
        lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        _doc,
        128 * _MIB,
        rare=(".wps",),
    ),
    Format("OpenDocument 文档（.odt）", (".odt",), _is_zip, _odt, 128 * _MIB, part="content.xml"),
    Format("RTF 文档", (".rtf",), lambda head: head.startswith(b"{\\rtf"), _rtf, 64 * _MIB, rare=(".doc",)),
    # In front of pages, which may begin with the same declaration.
    Format("Word 的 XML 文档", (".xml",), _is_word_xml, _word_xml, 64 * _MIB, rare=(".doc",), searched=False),
    Format(
        "PDF 文件", (".pdf",), lambda head: b"%PDF-" in head[:_PDF_WITHIN], _pdf, 128 * _MIB, pictures=True
    ),
    Format("网页", (".html", ".htm"), _is_markup, _page, 32 * _MIB),
    Format(
        "单个文件网页", (".mhtml", ".mht"), _is_web_archive, _web_archive, 32 * _MIB, rare=(".html", ".htm")
    ),
    Format(
        "图片",
        (".jpg", ".jpeg", ".png", ".tif", ".tiff"),
        lambda head: head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")),
        _image,
        128 * _MIB,
        searched=False,
        bundled=False,
        pictures=True,
    ),
    ZIP,
    TEXT,
)


def _endings(formats: list[Format], *, rare: bool) -> tuple[str, ...]:
    """The endings of formats, each once."""
    return tuple(dict.fromkeys(e for each in formats for e in (each.endings if rare else each.suffixes)))


PICKED = _endings(list(FORMATS), rare=True)  # what a person may choose
SEARCHED = _endings(
    [each for each in FORMATS if each.searched], rare=False
)  # in a folder without a catalogue
BUNDLED = _endings([each for each in FORMATS if each.bundled], rare=True)  # in an archive
USUAL = " ".join(each.suffixes[0] for each in FORMATS)  # for sentences that say what may be imported


def format_of(name: str, data: bytes) -> Format:
    """The kind of a file. ``name`` is for messages only. Raises UnreadableFile for kinds that are not read."""
    found = told_by_head(data[:HEAD])
    if found is TEXT and (strange := strange_file(name, data[:HEAD])) is not None:
        raise strange
    if not _is_zip(data):
        return found
    members = _members(name, data)
    for each in FORMATS:
        if each.part and each.tells(data[:HEAD]) and has_part(members, each.part):
            return each
    if (strange := strange_package(name, members)) is not None:
        raise strange
    return ZIP


def told_by_head(head: bytes) -> Format:
    """The kind of a file by its first bytes: of a package the first kind that it may be."""
    return next(each for each in FORMATS if each.tells(head))


def kept_suffix(name: str, data: bytes) -> str:
    """The ending under which a file is kept: its own where such files have it, else the usual one of its kind."""
    found, stated = format_of(name, data), PurePath(name).suffix.lower()
    return stated if stated in found.endings else found.suffixes[0]


def _members(name: str, data: bytes) -> list[str]:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged(name) from None
