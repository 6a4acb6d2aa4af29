"""Reads saved web pages: .html, .htm, and pages saved in one file (.mhtml).

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText with the document in the page, one
paragraph or row of a table a line. The bytes decide about the encoding before the page's own word does: pages that
are declared as gb2312 and are UTF-8, or the other way round, are common.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from pathlib import Path
from typing import Any

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.plain_text import decode_mixed
from ingest.readers.refusals import damaged
from ingest.readers.web.blocks import page_blocks
from ingest.readers.web.main_part import document_lines

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
# What the head of a government page calls the document: the first is of the national rules for page tags.
_TITLE_NAMES = ("articletitle", "og:title", "title", "dc.title")
_SITE = re.compile(r"\s*(?:[_|—–-]{1,2}|::|>)\s*[^_|—–>-]*(?:网|网站|平台|门户|政府|频道|局|委|厅)\s*$")


def read(path: Path, data: bytes) -> SourceText:
    """The document of a web page. Raises UnreadableFile where there is none."""
    from bs4 import BeautifulSoup

    markup, encoding = decode_mixed(path.name, data, _declared(data))
    try:
        page = BeautifulSoup(markup, "lxml")
    except (RecursionError, AssertionError):
        raise damaged(path.name) from None
    root = page.body or page
    try:
        lines = document_lines(page_blocks(root), _titles(page))
    except RecursionError:
        raise damaged(path.name) from None
    if not any(line.strip() for line in lines):
        raise UnreadableFile(
            f"网页“{path.name}”里没有正文（正文可能由脚本载入），请在浏览器中打开，等正文显示后另存为网页，或复制到 .txt 文件。"
        )
    return SourceText(path.name, "\n".join(lines), encoding, hashlib.sha256(data).hexdigest())


def read_archive(path: Path, data: bytes) -> SourceText:
    """The document of a page saved in one file (MHTML): its first part that is a page."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                read_part = read(path, payload)
                return SourceText(
                    path.name, read_part.text, read_part.encoding, hashlib.sha256(data).hexdigest()
                )
    raise damaged(path.name)


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
        titles.append(_SITE.sub("", page.title.string))
    return [" ".join(title.split()) for title in titles if title.strip()]
