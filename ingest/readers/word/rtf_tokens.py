"""Cuts RTF into tokens and turns its bytes into characters.

Takes the bytes of a file. Gives tokens one after another: a group begins or ends, a control word with its number, text
as bytes. The code page of bytes is that of their font, and that of the document where the font has none of its own;
Chinese of old writers comes in GBK or Big5. Time grows with the length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
# Character sets of fonts, and code pages of documents, that are written with several bytes a character.
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 54936: "gb18030", 65001: "utf-8"}
_OTHERWISE = "cp1252"


@dataclass(frozen=True, slots=True)
class RtfToken:
    """``kind`` is word, sign, text, open or close; ``name`` is that of a control word or sign."""

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[RtfToken]:
    """The tokens of a file; what follows \\bin is passed over."""
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        if found["word"]:
            name = found["word"].decode("ascii")
            number = int(found["number"]) if found["number"] else None
            if name == "bin":
                at += max(0, number or 0)
                continue
            yield RtfToken("word", name, number)
        elif found["hex"]:
            yield RtfToken("text", data=bytes.fromhex(found["hex"].decode("ascii")), name="hex")
        elif found["sign"]:
            yield RtfToken("sign", found["sign"].decode("latin-1"))
        elif found["brace"]:
            yield RtfToken("open" if found["brace"] == b"{" else "close")
        elif found["text"]:
            yield RtfToken("text", data=found["text"])


def codec(charset: int | None, page: int | None) -> str:
    """How the bytes of a font's characters are read, in a document of a code page."""
    return _CHARSETS.get(charset or 0) or _PAGES.get(page or 0) or _OTHERWISE


def decoded(data: bytes, encoding: str) -> str:
    """The characters of bytes; what is none of the code page is read as Western."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode(_OTHERWISE if len(data) == 1 else encoding, "replace")
