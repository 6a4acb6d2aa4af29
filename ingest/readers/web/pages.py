"""Reads saved web pages: .html, .htm, and pages saved in one file (.mhtml).

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText with the document in the page, one
paragraph or row of a table a line, its tables, and what of the page was left out. The bytes decide about the encoding before the page's own word does: pages that
are declared as gb2312 and are UTF-8, or the other way round, are common.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.grids import compose_seen
from ingest.readers.plain_text import decode_mixed
from ingest.readers.refusals import damaged
from ingest.readers.web.blocks import page_blocks
from ingest.readers.web.elements import is_seen, mark_hidden
from ingest.readers.web.furniture import sentences
from ingest.readers.web.main_part import TITLE, Document, find_document

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
# What the head of a government page calls the document: the first is of the national rules for page tags.
_TITLE_NAMES = ("articletitle", "og:title", "title", "dc.title")
_SITE = re.compile(r"(?:[_|—–-]{1,2}|::|>)[^_|—–>-]*(?:网|网站|平台|门户|政府|频道|局|委|厅|会)\s*$")
_SEPARATOR = re.compile(r"[_|｜—–-]+|::|>")
_LONGEST_TITLE = 300
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|odt|xlsx?|et|zip|rar|7z|ceb)$", re.IGNORECASE)
_FEW = 60  # characters beside which a page has no text of its own
_NAMED = 3  # attachments that a sentence names
_ICON = 60  # pixels; a smaller picture shows no page of text


def read(path: Path, data: bytes) -> SourceText:
    """The document of a web page. Raises UnreadableFile where there is none."""
    from bs4 import BeautifulSoup

    markup, encoding = decode_mixed(path.name, data, _declared(data))
    try:
        page = BeautifulSoup(markup, "lxml")
        mark_hidden(page)
        # Not its body alone: what stands behind a page that was closed too early belongs to it.
        found = find_document(page_blocks(page), _titles(page))
        text, tables, looks = compose_seen(found.parts)
    except (RecursionError, AssertionError):
        raise damaged(path.name) from None
    attached = _attachments(page)
    pictures = _pictures(found.root if found.root is not None else page)
    if found.root is None and len(text) < _FEW + max((len(title) for title in _titles(page)), default=0):
        raise _without_text(path.name, attached, pictures if attached or text.strip() else 0)
    notes = tuple(_notes(found, attached, pictures))
    return SourceText(path.name, text, encoding, hashlib.sha256(data).hexdigest(), notes, tables, looks)


def _without_text(name: str, attached: list[str], pictures: int) -> UnreadableFile:
    """The sentence for a page that holds no document."""
    if attached:
        listed = "、".join(f"“{each}”" for each in attached[:_NAMED])
        return UnreadableFile(f"网页“{name}”里没有正文，正文在附件{listed}中，请下载附件后导入。")
    if pictures:
        return UnreadableFile(
            f"网页“{name}”里没有文字，正文是 {pictures} 张图片，请保存图片后用扫描件识别，或换一份有文字的文件。"
        )
    return UnreadableFile(
        f"网页“{name}”里没有正文（正文可能由脚本载入），请在浏览器中打开，等正文显示后另存为网页，或复制到 .txt 文件。"
    )


def _notes(found: Document, attached: list[str], pictures: int) -> Iterator[str]:
    yield from sentences(found.left_out)
    if attached:
        listed = "、".join(f"“{each}”" for each in attached[:_NAMED])
        more = f"等 {len(attached)} 个" if len(attached) > _NAMED else ""
        yield f"网页带有附件{listed}{more}，附件没有读入，请另行下载导入。"
    if pictures:
        yield f"正文中的图片 {pictures} 张没有读入，图片中的文字和表格请对照网页。"


def _attachments(root: Any) -> list[str]:
    """The names of documents that the page offers, as it calls them."""
    found = []
    for link in root.find_all("a"):
        address = str(link.get("href") or "").partition("?")[0].partition("#")[0]
        if not is_seen(link) or _DOCUMENT.search(address) is None:
            continue
        name = " ".join(link.get_text().split()) or address.rpartition("/")[2]
        found.append(name if len(name) <= _LONGEST_TITLE else address.rpartition("/")[2])
    return list(dict.fromkeys(found))


def _pictures(root: Any) -> int:
    return sum(is_seen(picture) and not _is_icon(picture) for picture in root.find_all("img"))


def _is_icon(picture: Any) -> bool:
    sizes = [str(picture.get(side) or "").removesuffix("px") for side in ("width", "height")]
    return any(size.isdecimal() and len(size) < 6 and int(size) <= _ICON for size in sizes)


def read_archive(path: Path, data: bytes) -> SourceText:
    """The document of a page saved in one file (MHTML): its first part that is a page and holds one."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = [
        part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/html"
    ]
    found: list[SourceText] = []
    refused: list[UnreadableFile] = []
    for page in pages:
        if isinstance(page, bytes) and page.strip():
            try:
                found.append(read(path, page))
            except UnreadableFile as error:
                refused.append(error)
    if not found:
        raise refused[0] if refused else damaged(path.name)
    notes = found[0].notes
    if len(found) > 1:
        notes = (*notes, f"文件里还有 {len(found) - 1} 个网页（框架）没有读入，请核对。")
    return replace(found[0], sha256=hashlib.sha256(data).hexdigest(), notes=notes)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:8192])
    return found[1].decode("ascii").lower() if found else None


def _titles(page: Any) -> list[str]:
    """What the page calls itself: its tags, its headings of the first rank, its title without the site's name."""
    titles = []
    metas = {
        str(meta.get("name") or meta.get("property") or "").lower(): meta for meta in page.find_all("meta")
    }
    titles += [str(metas[name].get("content") or "") for name in _TITLE_NAMES if name in metas]
    titles += [heading.get_text(" ") for heading in page.find_all("h1")]
    if page.title is not None and page.title.string:
        titles.append(_without_site(page.title.string))
    return [" ".join(title[:_LONGEST_TITLE].split()) for title in titles if title.strip()]


def _without_site(title: str) -> str:
    """The title of a page without the name of its site, which often stands behind it.

    >>> _without_site("示例市关于家庭教育的实施意见（2021—2025年）-示例市妇女联合会")
    '示例市关于家庭教育的实施意见（2021—2025年）'
    """
    title = " ".join(title[:_LONGEST_TITLE].split())
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        shorter = title[: separator.start()].rstrip()
        if TITLE.search(shorter):
            return shorter
    return _SITE.sub("", title).rstrip()
