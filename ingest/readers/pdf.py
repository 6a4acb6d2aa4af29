"""Reads .pdf: the text layer page by page with its ruled tables, and pictures of pages through the optional recognition.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText with the lines as printed and a form
feed between pages, its tables, and what was left out; joining lines, telling page numbers and running heads is the work
of later steps. Text and lines are read with PDFium (docs/decisions/0010).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analyzers.characters import LOOKALIKES
from ingest.plan import SCAN, SourceText, UnreadableFile
from ingest.readers import scan
from ingest.readers.grids import Part, compose
from ingest.readers.plain_text import is_likely_chinese
from ingest.readers.printed.characters import page_text, turned
from ingest.readers.printed.frames import frames
from ingest.readers.printed.over_pages import JoinedTable, join_pages
from ingest.readers.printed.page import PrintedPage, read_page
from ingest.readers.printed.rulings import TooManyLines, page_rulings
from ingest.readers.refusals import damaged, encrypted, without_unicode
from ingest.readers.watching import tell

_MOST_PAGES = 1500
_AT_ONCE = 50  # pages that are read before the file is opened anew
_MOST_TEXT = 8_000_000  # characters
_UNKNOWN = 0.1  # a text in which more characters have no place in Unicode is none
_SOME = 0.001  # and this many are said
_LARGE = 0.15  # a picture of this part of a page may hold text
_EMPTY = 12  # a page with fewer characters has no text layer, at most a page number
_SAMPLE = 100_000
_QUOTED = 20
_DPI = 200
_POINTS = 72  # per inch
_LOCK = threading.Lock()  # PDFium may be used by one thread at a time
# PDFium writes these for a hyphen at the end of a line.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
# A text layer without a proper code table gives radicals for the characters that the page shows.
_REPAIRS = LOOKALIKES | _HYPHENS | {0x0D: None, 0x00: None}


@dataclass(slots=True)
class _Pages:
    """What was read of a document."""

    pages: list[PrintedPage] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)  # characters of each page that are not blank
    sample: str = ""  # of the text, by which its language is told
    characters: int = 0
    unknown: int = 0  # characters without Unicode
    aslant: list[str] = field(default_factory=list)
    drawings: list[int] = field(default_factory=list)  # pages with too many lines to look for tables
    pictures: list[int] = field(default_factory=list)  # pages with a large picture
    comments: int = 0


def read(path: Path, data: bytes) -> SourceText:
    """The text of a PDF file; of a scan only where recognition is installed. Raises UnreadableFile."""
    with _LOCK:
        found = _pages(path.name, data)
        if found.unknown > _UNKNOWN * found.characters:
            if not scan.is_installed():
                raise without_unicode(path.name)
            return _scanned(path, data, ("文字编码无法识别，已改用扫描识别。",))
        if not any(size >= _EMPTY for size in found.sizes) or not is_likely_chinese(found.sample):
            return _scanned(path, data, ())
    joined = join_pages(found.pages)
    text, tables = compose(_parts(joined.pages))
    return _source(path, data, SourceText(path.name, text, "pdf", "", tuple(_notes(found, joined)), tables))


def _scanned(path: Path, data: bytes, notes: tuple[str, ...]) -> SourceText:
    document = _open(path.name, data)
    try:
        pages = scan.recognise(path.name, _pictures(document, range(len(document))), len(document))
    finally:
        document.close()
    return _source(path, data, SourceText(path.name, "\n\f".join(pages), SCAN, "", notes))


def _source(path: Path, data: bytes, source: SourceText) -> SourceText:
    if not source.text.strip():
        raise UnreadableFile(f"PDF 文件“{path.name}”里没有认出文字，请换一份清晰的文件。")
    return replace(source, sha256=hashlib.sha256(data).hexdigest())


def _parts(pages: Iterable[list[Part]]) -> Iterator[Part]:
    """The parts of all pages, repaired, with a form feed where a page begins."""
    for number, parts in enumerate(pages):
        feed = "\f" if number else ""
        if feed and not (parts and isinstance(parts[0], str)):
            yield feed
            feed = ""
        for part in parts:
            if isinstance(part, str):
                yield feed + part.translate(_REPAIRS)
                feed = ""
            else:
                cells = (replace(cell, text=cell.text.translate(_REPAIRS)) for cell in part.cells)
                yield replace(part, cells=tuple(cells))


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


def _pages(name: str, data: bytes) -> _Pages:
    import pypdfium2

    found = _Pages()
    document = _open(name, data)
    try:
        for place in range(len(document)):
            if place and not place % _AT_ONCE:  # PDFium keeps what it has read of fonts until the end
                document.close()
                document = _open(name, data)
            page = document[place]
            _read_page(page, place, found)
            page.close()
            tell(place + 1, len(document))
            if found.characters > _MOST_TEXT:
                raise UnreadableFile(
                    f"PDF 文件“{name}”里的文字太多，不像是一部规划，请只保留规划部分后再试。"
                )
    except pypdfium2.PdfiumError:
        raise damaged(name) from None
    finally:
        document.close()
    return found


def _read_page(page: Any, place: int, found: _Pages) -> None:
    text_page = page.get_textpage()
    text = page_text(text_page)
    text_page.close()
    try:
        ruled = frames(page_rulings(page, text.turn))
    except TooManyLines:
        ruled = []
        found.drawings.append(place + 1)
    found.pages.append(read_page(text.characters, ruled, turned(text.turn, *page.get_bbox())))
    found.sizes.append(sum(not char.text.isspace() for char in text.characters))
    if len(found.sample) < _SAMPLE:
        found.sample += "".join(char.before + char.text for char in text.characters).translate(_REPAIRS)
    found.characters += len(text.characters)
    found.unknown += text.unknown
    found.aslant += text.aslant
    found.comments += _comments(page)
    if _has_picture(page, large=found.sizes[-1] >= _EMPTY):
        found.pictures.append(place + 1)


def _has_picture(page: Any, *, large: bool) -> bool:
    """Whether a page shows a picture, or one so large that it may hold a table or text."""
    from pypdfium2 import raw

    whole = page.get_width() * page.get_height()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, low, right, high = picture.get_bounds()
        if not large or (right - left) * (high - low) >= _LARGE * whole:
            return True
    return False


def _comments(page: Any) -> int:
    """How many notes readers of the file have left on a page."""
    from pypdfium2 import raw

    count = 0
    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, place)
        count += raw.FPDFAnnot_GetSubtype(note) in (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT)
        raw.FPDFPage_CloseAnnot(note)
    return count


def _notes(found: _Pages, joined: JoinedTable) -> Iterator[str]:
    """What is not in the text, or was decided on the way."""
    empty = [place for place in found.pictures if found.sizes[place - 1] < _EMPTY]
    beside = [place for place in found.pictures if found.sizes[place - 1] >= _EMPTY]
    if empty:
        yield f"第 {_listed(empty)} 页是图片，没有读入，请对照原件。"
    if beside:
        yield f"第 {_listed(beside)} 页有大幅图片，图片中的文字和表格没有读入，请对照原件。"
    if found.unknown > _SOME * found.characters:
        yield f"有 {found.unknown} 个字的编码无法识别，读出的可能是错字，请对照原件。"
    if found.aslant:
        words = max(found.aslant, key=len).strip()
        yield f"斜排的水印文字 {len(found.aslant)} 处没有读入，如“{words[:_QUOTED]}”。"
    if joined.tables:
        again = f"，重复印出的表头 {joined.heads} 行只读一次" if joined.heads else ""
        yield f"跨页的表格 {joined.tables} 个已接成一个{again}。"
    doubtful = [number for number, page in enumerate(found.pages, 1) if page.doubtful]
    if doubtful:
        yield f"第 {_listed(doubtful)} 页像有没有框线的表格，行列不能确定，已按行读入，请对照原件。"
    if found.comments:
        yield f"批注 {found.comments} 条没有读入，请对照原件。"
    if found.drawings:
        yield f"第 {_listed(found.drawings)} 页的线条太多，像是图，没有找表格，请对照原件。"


def _listed(places: list[int]) -> str:
    return "、".join(map(str, places[:20])) + (f" 等 {len(places)} " if len(places) > 20 else "")


def _pictures(document: Any, places: range) -> Iterator[Any]:
    """Pictures of the pages as arrays, one at a time."""
    for place in places:
        page = document[place]
        yield page.render(scale=_DPI / _POINTS).to_numpy()
        page.close()
