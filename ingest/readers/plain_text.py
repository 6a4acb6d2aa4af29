"""Reads plain text files: UTF-8 with or without a mark, UTF-16 with a mark, GB 18030 (GBK, GB 2312).

Takes a path and the file's bytes. Gives a SourceText whose text is exactly what was decoded, line endings
included, and the tables that are certain. A wrong guess would put nonsense into the knowledge base, so text that decodes but does not look
like Chinese print is refused.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from analyzers.characters import repaired
from analyzers.normalise import HAN_EXTENDED
from ingest.plan import SourceText, UnreadableFile
from ingest.readers.text_tables import doubts, text_tables

# How much of a text is looked at when judging whether it was decoded rightly.
_SAMPLE = 100_000
_HAN = re.compile(rf"[{HAN_EXTENDED}]")
# Control characters that no text editor writes; tab, line and page breaks are fine.
_FEW_BROKEN = 0.002  # share of broken characters that a page may have
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read(path: Path, data: bytes) -> SourceText:
    """Decodes one text file; raises UnreadableFile when it is empty, binary or in another encoding."""
    text, encoding = _decode(path.name, data)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise UnreadableFile(f"文件“{path.name}”是空的，没有可以读取的文字。")
    if _CONTROL.search(text):
        raise _no_text(path.name)
    meant = repaired(text)  # as long as the text
    tables = text_tables(meant)
    doubt = doubts(meant, tables)
    notes = () if doubt is None else (doubt,)
    return SourceText(path.name, text, encoding, hashlib.sha256(data).hexdigest(), notes, tables)


def decode_mixed(name: str, data: bytes, declared: str | None) -> tuple[str, str]:
    """Decodes a file that says what its encoding is, and may be wrong, or that is damaged in a few places.

    A single broken byte, which pages put together from several sources have, makes no page unreadable: it is
    shown as U+FFFD, which the review points out.
    """
    try:
        return _decode(name, data)
    except UnreadableFile:
        for encoding in (_of_declared(declared), "utf-8", "gb18030"):
            if encoding is None:
                continue
            text = data.decode(encoding, "replace")
            if text.count("\ufffd") <= _FEW_BROKEN * len(text) and is_likely_chinese(text[:_SAMPLE]):
                return text, encoding
        raise


def _of_declared(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        encoding = codecs.lookup(declared).name
    except LookupError:
        return None
    return "gb18030" if encoding in ("gb2312", "gbk") else encoding


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise _wrong_encoding(name) from None
    if b"\0" in data[:_SAMPLE]:
        return _unmarked_utf16(name, data)
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError:
        if marked:
            raise _wrong_encoding(name) from None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _wrong_encoding(name) from None
    if not is_likely_chinese(text[:_SAMPLE]):
        raise _wrong_encoding(name)
    return text, "gb18030"


def _unmarked_utf16(name: str, data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: line breaks and digits leave zero bytes, and what comes out is everyday Chinese."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_likely_chinese(text[:_SAMPLE]) and "\0" not in text:
            return text, encoding
    raise _no_text(name)


def is_likely_chinese(text: str) -> bool:
    """Whether a text that was decoded by guess is made of everyday characters.

    Nearly every byte string decodes as GB 18030. Rightly decoded print is made of the 3,755 characters of
    GB 2312 level 1 (lead bytes B0 to D7, over 95 % of running text); Big5 or damaged UTF-8 is not.
    """
    han = _HAN.findall(text)
    if not han:
        return False
    common = sum(1 for char in han if _is_level_one(char))
    strange = sum(1 for char in text if "\ue000" <= char <= "\uf8ff" or char == "\ufffd")
    return common >= 0.85 * len(han) and strange <= 0.005 * len(text)


def _is_level_one(char: str) -> bool:
    code = char.encode("gb18030")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1


def _no_text(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"文件“{name}”不是文本文件，也不是可以读取的其他格式，请用 Word 或 WPS 打开，另存为 .docx 或 .txt 后再试。"
    )


def _wrong_encoding(name: str) -> UnreadableFile:
    return UnreadableFile(f"无法识别文件“{name}”的文字编码，请用记事本打开，另存为 UTF-8 编码后再试。")
