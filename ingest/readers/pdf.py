"""Reads .pdf: the text layer page by page, and pictures of pages through the optional recognition.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText with the lines as printed and a form
feed between pages; joining lines, telling page numbers and running heads is the work of later steps. Text is read
with PDFium (docs/decisions/0010).
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.plan import SCAN, SourceText, UnreadableFile
from ingest.readers import scan
from ingest.readers.plain_text import is_likely_chinese
from ingest.readers.refusals import damaged, encrypted

_MOST_PAGES = 1500
_MOST_TEXT = 8_000_000  # characters
_EMPTY = 12  # a page with fewer characters has no text layer, at most a page number
_DPI = 200
_POINTS = 72  # per inch
_LOCK = threading.Lock()  # PDFium may be used by one thread at a time
# PDFium writes these for a hyphen at the end of a line.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
# Radicals that fonts without a proper code table give out instead of the characters; only some of them have a
# compatibility mapping in Unicode.
_RADICALS = dict(
    zip(
        map(ord, "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"),
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_RADICALS |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_REPAIRS = _HYPHENS | _RADICALS | {0x0D: None, 0x00: None}


def read(path: Path, data: bytes) -> SourceText:
    """The text of a PDF file; of a scan only where recognition is installed. Raises UnreadableFile."""
    with _LOCK:
        document = _open(path.name, data)
        try:
            pages = list(_texts(path.name, document))
            empty = [place for place, text in enumerate(pages) if _is_empty(text)]
            if len(empty) == len(pages) or not is_likely_chinese("".join(pages)[:100_000]):
                pages = scan.recognise(path.name, _pictures(document, range(len(pages))), len(pages))
                return _source(path, data, pages, SCAN, ())
            return _source(path, data, pages, "pdf", _notes(document, empty))
        finally:
            document.close()


def _source(path: Path, data: bytes, pages: list[str], encoding: str, notes: tuple[str, ...]) -> SourceText:
    text = "\n\f".join(pages)
    if not text.strip():
        raise UnreadableFile(f"PDF 文件“{path.name}”里没有认出文字，请换一份清晰的文件。")
    return SourceText(path.name, text, encoding, hashlib.sha256(data).hexdigest(), notes)


def _open(name: str, data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise (encrypted if "password" in str(error).lower() else damaged)(name) from None
    if not 0 < pages <= _MOST_PAGES:
        document.close()
        if not pages:
            raise damaged(name)
        raise UnreadableFile(
            f"PDF 文件“{name}”有 {pages} 页，超过 {_MOST_PAGES} 页的上限，请只保留规划部分后再试。"
        )
    return document


def _texts(name: str, document: Any) -> Iterator[str]:
    import pypdfium2

    length = 0
    for place in range(len(document)):
        try:
            page = document[place]
            text_page = page.get_textpage()
            text = text_page.get_text_range(errors="ignore").translate(_REPAIRS)
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise damaged(name) from None
        length += len(text)
        if length > _MOST_TEXT:
            raise UnreadableFile(f"PDF 文件“{name}”里的文字太多，不像是一部规划，请只保留规划部分后再试。")
        yield text


def _is_empty(text: str) -> bool:
    return len(text) - sum(map(str.isspace, text)) < _EMPTY


def _notes(document: Any, empty: list[int]) -> tuple[str, ...]:
    """Pages without text that show a picture may hold text that is not read."""
    from pypdfium2 import raw

    pictures = []
    for place in empty:
        page = document[place]
        if any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
            pictures.append(str(place + 1))
        page.close()
    if not pictures:
        return ()
    return (f"第 {'、'.join(pictures[:20])} 页是图片，没有读入，请对照原件。",)


def _pictures(document: Any, places: range) -> Iterator[Any]:
    """Pictures of the pages as arrays, one at a time."""
    for place in places:
        page = document[place]
        yield page.render(scale=_DPI / _POINTS).to_numpy()
        page.close()
