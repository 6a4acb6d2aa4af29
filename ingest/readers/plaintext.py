"""Reads plain text files: UTF-8 with or without a mark, UTF-16 with a mark, GB 18030 (GBK, GB 2312).

Takes a path and the file's bytes. Gives a SourceText whose text is exactly what was decoded, line endings
included. A wrong guess would put nonsense into the knowledge base, so text that decodes but does not look
like Chinese print is refused.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from ingest.plan import SourceText, UnreadableFile

# How much of a text is looked at when judging whether it was decoded rightly.
_SAMPLE = 100_000
_HAN = re.compile(r"[\u3400-\u9fff]")
# Control characters that no text editor writes; tab, line and page breaks are fine.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read(path: Path, data: bytes) -> SourceText:
    """Decodes one text file; raises UnreadableFile when it is empty, binary or in another encoding."""
    text, encoding = _decode(path.name, data)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0"):
        raise UnreadableFile(f"文件“{path.name}”是空的，没有可以读取的文字。")
    if _CONTROL.search(text):
        raise UnreadableFile(f"文件“{path.name}”不是文本文件，请另存为文本文件（.txt）后再试。")
    return SourceText(name=path.name, text=text, encoding=encoding, sha256=hashlib.sha256(data).hexdigest())


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise _wrong_encoding(name) from None
    if b"\0" in data[:_SAMPLE]:
        raise UnreadableFile(f"文件“{name}”不是文本文件，请另存为文本文件（.txt）后再试。")
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
    if not _is_likely_chinese(text[:_SAMPLE]):
        raise _wrong_encoding(name)
    return text, "gb18030"


def _is_likely_chinese(text: str) -> bool:
    """Whether a text decoded as GB 18030 is made of everyday characters.

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


def _wrong_encoding(name: str) -> UnreadableFile:
    return UnreadableFile(f"无法识别文件“{name}”的文字编码，请用记事本打开，另存为 UTF-8 编码后再试。")
