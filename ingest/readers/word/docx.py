"""Reads .docx: paragraphs with the numbers that Word prints, tables, text boxes, accepted changes.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText, one paragraph a line, with its tables.
Left out, and said, is what is no running text: headers, footers, notes, comments, hidden text, pictures, objects.
Elements are told by their local names, so that the strict and the transitional form of ISO/IEC 29500 read alike, and
the same document as one XML file (``word_xml``).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.grids import compose_seen
from ingest.readers.left_out import LeftOut
from ingest.readers.packages import Package
from ingest.readers.refusals import damaged, with_macros
from ingest.readers.word.docx_body import BodyReader, changes
from ingest.readers.word.docx_lists import read_numbering
from ingest.readers.word.elements import local

MAX_UNPACKED = 96 * 1024 * 1024
_MAIN = "word/document.xml"


def read(path: Path, data: bytes) -> SourceText:
    """The text of a Word document. Raises UnreadableFile when it is damaged, locked or carries macros."""
    from lxml import etree

    package = Package(path.name, data, MAX_UNPACKED)
    if package.has("word/vbaProject.bin"):
        raise with_macros(path.name)
    parser = xml_parser()

    def part(name: str) -> Any:
        return etree.fromstring(package.read(name), parser) if package.has(name) else None

    try:
        main = etree.fromstring(package.read(_main_part(package)), parser)
        return read_parts(path.name, data, main, part, [each.filename for each in package.parts])
    except (etree.XMLSyntaxError, RecursionError):
        raise damaged(path.name) from None


def xml_parser() -> Any:
    """A parser that opens nothing outside the file and expands no entity."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def read_parts(
    name: str, data: bytes, main: Any, part: Callable[[str], Any], names: Iterable[str]
) -> SourceText:
    """The text of a document by its parsed main part; ``part`` gives the other parts, whose ``names`` are known."""
    styles = part("word/styles.xml")
    reader = BodyReader(read_numbering(part("word/numbering.xml"), styles), styles)
    text, tables, looks = compose_seen(reader.parts(main))
    if not text.strip():
        raise UnreadableFile(
            f"Word 文档“{name}”里没有文字（可能全是图片），请换一份有文字的文件，或存为 PDF 后用扫描件识别。"
        )
    notes = _left_out(main, reader, part, names).sentences
    return SourceText(name, text, "docx", hashlib.sha256(data).hexdigest(), notes, tables, looks)


def _main_part(package: Package) -> str:
    if package.has(_MAIN):
        return _MAIN
    others = sorted(part.filename for part in package.parts if part.filename.startswith("word/document"))
    return others[0] if others else _MAIN


def _left_out(main: Any, reader: BodyReader, part: Callable[[str], Any], names: Iterable[str]) -> LeftOut:
    found = Counter(local(each) for each in main.iter())
    heads = list(_heads(main, part, names))
    return LeftOut(
        footnotes=_count((part("word/footnotes.xml"), main), "footnote"),
        endnotes=_count((part("word/endnotes.xml"), main), "endnote"),
        comments=_count((part("word/comments.xml"),), "comment"),
        hidden=reader.hidden,
        pictures=found["blip"] + found["imagedata"],
        objects=found["OLEObject"],
        changes=changes(main),
        heads=[_words(root) for root in heads],
        watermarks=[
            each.get("string", "") for root in heads for each in root.iter() if local(each) == "textpath"
        ],
    )


def _count(roots: Iterable[Any], tag: str) -> int:
    """How many elements of a name hold words."""
    return sum(
        local(each) == tag and bool(_words(each))
        for root in roots
        if root is not None
        for each in root.iter()
    )


def _heads(main: Any, part: Callable[[str], Any], names: Iterable[str]) -> Iterator[Any]:
    for name in sorted(names):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            root = part(name)
            if root is not None:
                yield root
    yield from (each for each in main.iter() if local(each) in ("hdr", "ftr"))


def _words(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter() if local(t) == "t").strip()
