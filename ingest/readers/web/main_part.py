"""Finds the document in a web page: the text without navigation, share bars, footers and related links.

Takes the blocks of a page and what the page says about its own title. Gives the lines of the document. Told by
structure and density of text, never by the names of one site: prose is what has sentences and is no link; the document
is the innermost part of the page that holds all of the prose; its title may stand above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from analyzers import lexicon
from analyzers.normalise import squash
from analyzers.numerals import CN_TEN
from ingest.readers.web.blocks import Block

_STOP = re.compile(r"[。；;！？]|[，、：].{6,}[，、：]")
_NUMBER = re.compile(
    rf"\s*(?:[{CN_TEN}百]{{1,4}}[、．.]|[（(][{CN_TEN}百\d]{{1,4}}[）)]|\d{{1,3}}\s*[.．、]"
    rf"|第[{CN_TEN}百\d]{{1,4}}[章节条篇编]|[①-⑳])"
)
_TITLE = re.compile(
    r"(?:规划|纲要|计划|方案|意见|决定|决议|办法|通知|公告|批复|条例|规定|报告)(?:[（(][^（）()]{2,30}[）)])?$"
)
_SIDE_TAGS = frozenset(("nav", "footer", "aside", "menu"))
# Generic words of class and id by which page builders call what is no text; they only decide about short parts.
_SIDE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|footer|foot|share|bdshare|breadcrumb|crumbs?|sidebar|related|toolbar"
    r"|copyright|pager|pagination|comment)s?(?:$|[-_ ])",
    re.IGNORECASE,
)
_SIDE_SHARE = 0.1
_STRAY = 0.05  # so much of the prose may stand outside the document, in a blurb of the page
_STRAY_CHARS = 200
_LINKED = 0.5
_SENTENCE = 8  # characters; what is shorter is a label, a button or a name
_SHORT = 40
_LABEL_END = re.compile(r"[:：\t]|\s+(?=\d)")
_STAMP = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)  # as pages write it, not as notices


def document_lines(blocks: Sequence[Block], titles: Sequence[str]) -> list[str]:
    """The lines of the document, its title first. ``titles`` are what the page calls itself, best first."""
    total = sum(block.size for block in blocks if not _is_link(block))
    sided = {id(element) for element in _side_parts(blocks, total)}
    kept = [block for block in blocks if not any(id(element) in sided for element in block.path)]
    prose = [block for block in kept if _is_prose(block)]
    if not prose:
        return [block.text for block in kept if not _is_link(block)]
    root = _innermost(prose)
    inside = [block for block in kept if any(element is root for element in block.path)]
    first = next(place for place, block in enumerate(kept) if block is inside[0])
    lines = _without_edges(inside)
    return _with_title(lines, kept[:first], titles)


def _side_parts(blocks: Sequence[Block], total: int) -> list[Any]:
    """Elements that hold navigation and the like: by their tag, or by what they are called where they are short."""
    sizes: dict[int, int] = {}
    elements: dict[int, Any] = {}
    for block in blocks:
        for element in block.path:
            elements[id(element)] = element
            sizes[id(element)] = sizes.get(id(element), 0) + (0 if _is_link(block) else block.size)
    return [
        element
        for key, element in elements.items()
        if sizes[key] <= _SIDE_SHARE * total and (element.name in _SIDE_TAGS or _is_called_side(element))
    ]


def _is_called_side(element: Any) -> bool:
    if element.get("role") in ("navigation", "contentinfo", "search", "complementary"):
        return True
    names = element.get("class") or []
    called = " ".join([*(names if isinstance(names, list) else [str(names)]), str(element.get("id") or "")])
    return _SIDE_NAMES.search(called) is not None


def _is_link(block: Block) -> bool:
    return block.linked > _LINKED * block.size


def _is_prose(block: Block) -> bool:
    """Sentences, numbered items, rows of tables; not links, not the foot of the page, not facts about it."""
    if _is_link(block) or is_foot(block.text) or _is_label(block):
        return False
    return (
        block.row
        or (block.size >= _SENTENCE and _STOP.search(block.text) is not None)
        or _NUMBER.match(block.text) is not None
    )


def is_foot(text: str) -> bool:
    """Words of a page's foot, two or more of them in a short text."""
    return len(text) < 300 and sum(word in text for word in _words("foot")) >= 2


def _innermost(prose: Sequence[Block]) -> Any:
    """The innermost element that holds the prose, but for a blurb or two."""
    total = sum(block.size for block in prose)
    stray = min(_STRAY * total, _STRAY_CHARS)
    sizes: dict[int, int] = {}
    for block in prose:
        for element in block.path:
            sizes[id(element)] = sizes.get(id(element), 0) + block.size
    deepest, depth = prose[0].path[0], 0
    for block in prose:
        for place, element in enumerate(block.path):
            if sizes[id(element)] >= total - stray and place >= depth:
                deepest, depth = element, place
    return deepest


def _without_edges(blocks: Sequence[Block]) -> list[str]:
    """The lines of the document's part without tools and facts about the page at its top and bottom."""
    prose = [place for place, block in enumerate(blocks) if _is_prose(block)]
    first, last = prose[0], prose[-1]
    lines: list[str] = []
    for place, block in enumerate(blocks):
        at_edge = place < first or place > last
        if _is_of_page(block, at_edge=at_edge):
            continue
        if place > last and _plain(block) in _words("end"):
            break
        above = place < first or (place <= first + 1 and not block.row)
        if _is_label(block) and (not _may_be_annex(block) if place > last else above):
            continue
        if _is_link(block) and not at_edge and _in_link_list(blocks, place):
            continue
        lines.append(block.text)
    return lines


def _plain(block: Block) -> str:
    return squash(block.text.strip()).strip("：:|【】[]·><")


def _is_of_page(block: Block, *, at_edge: bool) -> bool:
    """A tool of the page anywhere; its foot, a link or a row of buttons above and below the text."""
    text = block.text.strip()
    if _plain(block) in _words("tool"):
        return True
    return at_edge and bool(is_foot(text) or _is_link(block) or _is_tools(text))


def _may_be_annex(block: Block) -> bool:
    """Behind the text a row of a table, or a date, may well belong to an annex or a signature."""
    return bool(block.row or _STAMP.fullmatch(block.text.strip()))


def _is_tools(text: str) -> bool:
    """A line of nothing but buttons: 【字体：大 中 小】 打印 关闭."""
    words = [word for word in re.split(r"[\s:：|【】\[\]·>/<、，,]+", text) if word]
    return bool(words) and all(word in _words("tool") or word in _words("label") for word in words)


def _is_label(block: Block) -> bool:
    """A fact about the page: 发布日期：2022-05-31, alone or several in a row; 标　　题：… in a table; a bare date."""
    text = block.text.strip().lstrip("【[（(")
    if block.size > 3 * _SHORT or "。" in text:
        return False
    if _STAMP.fullmatch(text):
        return True
    head = _LABEL_END.split(text, maxsplit=1)[0]
    return len(head) < len(text) and squash(head) in _words("label")


def _in_link_list(blocks: Sequence[Block], place: int) -> bool:
    """Links in a row, three or more: a list of other pages in the middle of the text."""
    run = 1
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(blocks) and _is_link(blocks[at]):
            run, at = run + 1, at + step
    return run >= 3


def _with_title(lines: list[str], before: Sequence[Block], titles: Sequence[str]) -> list[str]:
    """The document's title in front of its lines, where it stands above them and not among them."""
    top = "".join(squash(line) for line in lines[:12])
    for title in [*titles, *(block.text for block in reversed(before) if _looks_like_title(block))]:
        plain = squash(title)
        if plain and _TITLE.search(plain):
            return lines if plain in top else [title, *lines]
    return lines


def _looks_like_title(block: Block) -> bool:
    return (
        6 <= block.size <= 120
        and not _is_link(block)
        and any(e.name in ("h1", "h2", "h3") for e in block.path)
    )


@cache
def _words(place: str) -> frozenset[str]:
    return frozenset(squash(row["word"]) for row in lexicon.table("page_furniture") if row["place"] == place)
