"""Reads .doc, the format of Word 97 to 2003 and of old WPS documents, without Word.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText like that of a .docx: one paragraph
a line with the number that Word prints, and its tables; deleted and hidden text left out, and said. Older or damaged
files are refused with one sentence.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator
from pathlib import Path

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.grids import Part, compose
from ingest.readers.left_out import LeftOut
from ingest.readers.refusals import damaged, encrypted, strange_wps, with_macros
from ingest.readers.word.doc_lists import read_lists, read_styles
from ingest.readers.word.doc_structures import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    INSERTED,
    LEVEL,
    OVERRIDE,
    ROW_END,
    SPECIAL,
    BadStructure,
    DocParagraph,
    Locked,
    WordFile,
    modifiers,
)
from ingest.readers.word.doc_tables import doc_row
from ingest.readers.word.edged_rows import EdgedRow, grid_of
from ingest.readers.word.list_counters import ListCounter

_OTHERS = {"workbook": "Excel 表格", "book": "Excel 表格", "powerpoint document": "演示文稿"}
_MARKS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0", "\t": "\t"}
# Parts of the document behind its body, by their place in the file block.
_FOOTNOTES, _HEADS, _COMMENTS, _ENDNOTES, _BOXES = 1, 2, 4, 5, 6
_PICTURE = "\x01"


def read(path: Path, data: bytes) -> SourceText:
    """The text of an old Word document. Raises UnreadableFile when it is damaged, locked or carries macros."""
    try:
        file = WordFile(*_streams(path.name, data))
        reader = _Reader(file)
        text, tables = compose(reader.parts())
        notes = reader.left_out().sentences
    except Locked:
        raise encrypted(path.name) from None
    except (BadStructure, struct.error, IndexError, UnicodeDecodeError, OverflowError):
        raise UnreadableFile(
            f"Word 文档“{path.name}”已损坏，或是 Word 97 以前的格式，请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
        ) from None
    if not text.strip():
        raise UnreadableFile(f"Word 文档“{path.name}”里没有文字，请换一份有文字的文件。")
    return SourceText(path.name, text, "doc", hashlib.sha256(data).hexdigest(), notes, tables)


def _streams(name: str, data: bytes) -> tuple[bytes, dict[str, bytes], bytes]:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as package:
            entries = ["/".join(entry) for entry in package.listdir()]
            lower = {entry.lower() for entry in entries}
            if "encryptedpackage" in lower:
                raise Locked("encrypted package")
            for stream, what in _OTHERS.items():
                if stream in lower:
                    raise UnreadableFile(f"“{name}”是{what}，请把需要的内容另存为 .docx 或 .txt 后再导入。")
            if any(entry.startswith("macros/vba/") for entry in lower):
                raise with_macros(name)
            if "worddocument" not in lower:
                raise strange_wps(name) if name.lower().endswith(".wps") else damaged(name)
            read = {entry.lower(): package.openstream(entry).read() for entry in entries if "/" not in entry}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        if isinstance(error, Locked):
            raise
        raise damaged(name) from None
    tables = {key: read[key.lower()] for key in ("0Table", "1Table") if key.lower() in read}
    return read["worddocument"], tables, read.get("data", b"")


class _Reader:
    """Walks one document."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._styles = read_styles(file)
        self._counter = ListCounter(read_lists(file))
        self._left_out = LeftOut()

    def parts(self) -> Iterator[Part]:
        """The lines and tables of the document, its text boxes behind it, empty lines left out."""
        for part in (0, _BOXES):
            for each in self._part(part):
                if not isinstance(each, str) or each.strip():
                    yield each

    def left_out(self) -> LeftOut:
        """What is not in the lines, once they are read."""
        self._left_out.footnotes = self._paragraphs(_FOOTNOTES)
        self._left_out.endnotes = self._paragraphs(_ENDNOTES)
        self._left_out.comments = self._paragraphs(_COMMENTS)
        self._left_out.heads = [self._shown(each) for each in self._story(_HEADS)]
        return self._left_out

    def _story(self, part: int) -> Iterator[DocParagraph]:
        lengths = self._file.lengths
        if lengths[part]:
            yield from self._file.text(sum(lengths[:part]), lengths[part])

    def _paragraphs(self, part: int) -> int:
        return sum(bool(self._shown(paragraph).strip("\x02\x05 \t\n")) for paragraph in self._story(part))

    def _part(self, part: int) -> Iterator[Part]:
        rows: list[EdgedRow] = []
        cells: list[str] = []
        cell: list[str] = []
        open_text = ""
        for paragraph in self._story(part):
            own = self._file.properties(paragraph)
            properties = {**self._styles.get(own[0], {}), **modifiers(own[1])}
            if properties.get(ROW_END):
                rows.append(doc_row(cells, own[1]))
                cells = []
                continue
            text = self._shown(paragraph)
            if text.strip() and not open_text:
                text = self._number(properties) + text.lstrip(" \t")
            text, open_text = open_text + text, ""
            if self._is_deleted(paragraph.offsets[-1]):
                open_text = text  # its mark is deleted: it runs on into the next
            elif properties.get(IN_TABLE):
                cell.append(text)
                if paragraph.chars.endswith("\x07"):
                    cells.append("\n".join(filter(None, (line.strip() for line in cell))))
                    cell = []
            else:
                if rows:
                    yield grid_of(rows)
                    rows = []
                yield from text.split("\n")
        if rows:
            yield grid_of(rows)
        yield from ("\n".join([*cells, *cell]) + open_text).split("\n")

    def _number(self, properties: dict[int, int]) -> str:
        number = properties.get(OVERRIDE, 0)
        return self._counter.number(str(number), min(properties.get(LEVEL, 0), 8)) if number else ""

    def _shown(self, paragraph: DocParagraph) -> str:
        """The characters that print shows: field codes, pictures, deleted and hidden text left out."""
        pieces: list[str] = []
        fields: list[bool] = []  # for each open field, whether its result has begun
        before: tuple[int, ...] = ()
        for char, offset in zip(paragraph.chars, paragraph.offsets, strict=True):
            if char == "\x13":
                fields.append(False)
            elif char == "\x14" and fields:
                fields[-1] = True
            elif char == "\x15" and fields:
                fields.pop()
            elif all(fields):
                said = self._said(offset)
                if said != before:
                    self._count(said)
                    before = said
                self._left_out.pictures += char == _PICTURE and SPECIAL in said
                if (char >= " " or char in _MARKS) and not (DELETED in said or HIDDEN in said):
                    pieces.append(_MARKS.get(char, char))
        text = "".join(pieces)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text.removesuffix("\n") if paragraph.chars.endswith("\x0c") else text

    def _said(self, offset: int) -> tuple[int, ...]:
        """What is said of a character: that it is hidden, deleted, inserted, a sign with a meaning of its own."""
        found = modifiers(self._file.characters.at(offset))
        return tuple(each for each in (HIDDEN, DELETED, INSERTED, SPECIAL) if found.get(each))

    def _count(self, said: tuple[int, ...]) -> None:
        """Counts a stretch of text of which the same is said."""
        self._left_out.hidden += HIDDEN in said
        for each, what in ((INSERTED, "插入"), (DELETED, "删除")):
            if each in said:
                self._left_out.changes[what] += 1

    def _is_deleted(self, offset: int) -> bool:
        return DELETED in self._said(offset)
