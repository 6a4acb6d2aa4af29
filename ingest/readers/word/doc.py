"""Reads .doc, the format of Word 97 to 2003 and of old WPS documents, without Word.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText like that of a .docx: one paragraph
a line with the number that Word prints, cells of a row parted by a tab, deleted and hidden text left out. Older or
damaged files are refused with one sentence.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator
from pathlib import Path

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.refusals import damaged, encrypted, with_macros
from ingest.readers.word.doc_lists import read_lists, read_styles
from ingest.readers.word.doc_structures import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    LEVEL,
    OVERRIDE,
    ROW_END,
    BadStructure,
    Locked,
    Paragraph,
    WordFile,
    modifiers,
)
from ingest.readers.word.list_counters import ListCounter

_OTHERS = {"workbook": "Excel 表格", "book": "Excel 表格", "powerpoint document": "演示文稿"}
_MARKS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0", "\t": "\t"}
_FOOTNOTES, _BOXES = 1, 6


def read(path: Path, data: bytes) -> SourceText:
    """The text of an old Word document. Raises UnreadableFile when it is damaged, locked or carries macros."""
    try:
        file = WordFile(*_streams(path.name, data))
        text = "\n".join(_Reader(file).lines())
    except Locked:
        raise encrypted(path.name) from None
    except (BadStructure, struct.error, IndexError, UnicodeDecodeError, OverflowError):
        raise UnreadableFile(
            f"Word 文档“{path.name}”已损坏，或是 Word 97 以前的格式，请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
        ) from None
    if not text.strip():
        raise UnreadableFile(f"Word 文档“{path.name}”里没有文字，请换一份有文字的文件。")
    notes = ("脚注没有读入，请对照原件。",) if file.lengths[_FOOTNOTES] > 1 else ()
    return SourceText(path.name, text, "doc", hashlib.sha256(data).hexdigest(), notes)


def _streams(name: str, data: bytes) -> tuple[bytes, dict[str, bytes]]:
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
                raise damaged(name)
            read = {entry.lower(): package.openstream(entry).read() for entry in entries if "/" not in entry}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        if isinstance(error, Locked):
            raise
        raise damaged(name) from None
    return read["worddocument"], {
        key: read[key.lower()] for key in ("0Table", "1Table") if key.lower() in read
    }


class _Reader:
    """Walks one document."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._styles = read_styles(file)
        self._counter = ListCounter(read_lists(file))

    def lines(self) -> list[str]:
        """The lines of the document, its text boxes behind it, empty ones left out."""
        lengths = self._file.lengths
        found = list(self._part(0, lengths[0]))
        if lengths[_BOXES]:
            found += self._part(sum(lengths[:_BOXES]), lengths[_BOXES])
        return [line for line in found if line.strip()]

    def _part(self, start: int, length: int) -> Iterator[str]:
        cells: list[str] = []
        cell: list[str] = []
        open_text = ""
        for paragraph in self._file.text(start, length):
            properties = self._properties(paragraph)
            if properties.get(ROW_END):
                cells, row = [], cells
                filled = [each for each in row if each]
                if len(filled) == 1:
                    yield from filled[0].split("\n")
                elif filled:
                    yield "\t".join(each.replace("\n", " ").replace("\t", " ") for each in row).strip("\t")
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
                yield from text.split("\n")
        yield from ("\n".join([*cells, *cell]) + open_text).split("\n")

    def _properties(self, paragraph: Paragraph) -> dict[int, int]:
        raw = self._file.paragraphs.at(paragraph.offsets[-1])
        style = int.from_bytes(raw[:2], "little")
        return {**self._styles.get(style, {}), **modifiers(raw[2:])}

    def _number(self, properties: dict[int, int]) -> str:
        number = properties.get(OVERRIDE, 0)
        return self._counter.number(str(number), min(properties.get(LEVEL, 0), 8)) if number else ""

    def _shown(self, paragraph: Paragraph) -> str:
        """The characters that print shows: field codes, pictures, deleted and hidden text left out."""
        pieces: list[str] = []
        fields: list[bool] = []  # for each open field, whether its result has begun
        for char, offset in zip(paragraph.chars, paragraph.offsets, strict=True):
            if char == "\x13":
                fields.append(False)
            elif char == "\x14" and fields:
                fields[-1] = True
            elif char == "\x15" and fields:
                fields.pop()
            elif all(fields) and (char >= " " or char in _MARKS) and not self._is_unseen(offset):
                pieces.append(_MARKS.get(char, char))
        text = "".join(pieces)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text.removesuffix("\n") if paragraph.chars.endswith("\x0c") else text

    def _is_unseen(self, offset: int) -> bool:
        found = modifiers(self._file.characters.at(offset))
        return bool(found.get(DELETED) or found.get(HIDDEN))

    def _is_deleted(self, offset: int) -> bool:
        return bool(modifiers(self._file.characters.at(offset)).get(DELETED))
