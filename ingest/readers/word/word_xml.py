"""Reads Word documents saved as one XML file: the flat package of ISO/IEC 29500, and the XML of Word 2003.

Takes a path (its name is for messages) and the file's bytes. Gives the same SourceText as for the .docx. Such files
often carry the ending .doc. Pictures inside are dropped before anything is parsed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ingest.plan import SourceText
from ingest.readers.refusals import damaged, with_macros
from ingest.readers.word.docx import read_parts, xml_parser
from ingest.readers.word.elements import child, local, value

_PICTURES = re.compile(rb"(<(?:\w+:)?(?:binaryData|binData)\b[^<>]*>)[^<]*")
_MACROS = (b"vbaProject.bin", b'macrosPresent="yes"', b"docSuppData")


def read(path: Path, data: bytes) -> SourceText:
    """The text of a Word document in XML. Raises UnreadableFile when it is damaged or carries macros."""
    from lxml import etree

    if any(mark in data for mark in _MACROS):
        raise with_macros(path.name)
    try:
        root = etree.fromstring(_PICTURES.sub(rb"\1", data), xml_parser())
        parts = _parts(root)
        main = parts.get("word/document.xml", root)
        if child(main, "body") is None:
            raise damaged(path.name)
        return read_parts(path.name, data, main, parts.get, parts)
    except (etree.XMLSyntaxError, RecursionError):
        raise damaged(path.name) from None


def _parts(root: Any) -> dict[str, Any]:
    """The parts of a flat package, by their names without the first stroke."""
    found = {}
    for part in root:
        content = child(part, "xmlData") if local(part) == "part" else None
        if content is not None and len(content):
            found[(value(part, "name") or "").lstrip("/")] = content[0]
    return found
