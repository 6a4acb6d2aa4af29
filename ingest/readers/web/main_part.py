"""Finds the document in a web page: the text without navigation, share bars, footers and related links.

Takes the blocks of a page and what the page says about its own title. Gives the lines and tables of the document, and
every block that is left out with the kind of thing that it is. Told by structure and density of text, never by the
names of one site: prose is what has sentences and is no link; the document is the innermost part of the page that
holds all of the prose; its title may stand above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analyzers.normalise import squash
from analyzers.numerals import CN_TEN
from ingest.readers.grids import Part, SeenLine
from ingest.readers.web.blocks import Block
from ingest.readers.web.furniture import (
    Furniture,
    furniture_of,
    is_end,
    is_foot,
    is_label,
    is_link,
    is_stamp,
    is_tool,
)

_STOP = re.compile(r"[。；;！？]|[，、：].{6,}[，、：]")
_NUMBER = re.compile(
    rf"\s*(?:[{CN_TEN}百]{{1,4}}[、．.]|[（(][{CN_TEN}百\d]{{1,4}}[）)]|\d{{1,3}}\s*[.．、]"
    rf"|第[{CN_TEN}百\d]{{1,4}}[章节条篇编]|[①-⑳])"
)
TITLE = re.compile(
    r"(?:规划|纲要|计划|方案|意见|决定|决议|办法|细则|通知|通告|公告|批复|条例|规定|报告)(?:[（(][^（）()]{2,30}[）)])?$"
)
_SIDE_TAGS = frozenset(("nav", "footer", "aside", "menu"))
# Generic words of class and id by which page builders call what is no text; they only decide about short parts.
_SIDE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|footer|foot|share|bdshare|breadcrumb|crumbs?|sidebar|related|toolbar"
    r"|copyright|pager|pagination|comment)s?(?:$|[-_ ])",
    re.IGNORECASE,
)
_SIDE_SHARE = 0.1
_LISTS = frozenset(("ul", "ol", "dl"))
_SHORT_ENTRY = 20  # characters of an entry of a menu
_STRAY = 0.05  # so much of the prose may stand outside the document, in a blurb of the page
_STRAY_CHARS = 200
_SENTENCE = 8  # characters; what is shorter is a label, a button or a name
_LONGEST_TITLE = 120
_ABOVE = 6  # lines above the text that may be its title


@dataclass(slots=True)
class Document:
    """The document of a page, and what stands around it."""

    parts: list[Part]
    left_out: list[tuple[Furniture, Block]]
    root: Any | None  # the innermost element that holds it, None where the page has no prose


def find_document(blocks: Sequence[Block], titles: Sequence[str]) -> Document:
    """The document, its title first. ``titles`` are what the page calls itself, best first."""
    kept, left = _without_sides(blocks)
    prose = [block for block in kept if _is_prose(block) and not _is_in_menu(block, kept)]
    if not prose:
        return _without_prose(kept, left)
    root = _innermost(prose)
    inside = [block for block in kept if any(element is root for element in block.path)]
    first = next(place for place, block in enumerate(kept) if block is inside[0])
    last = next(place for place, block in enumerate(kept) if block is inside[-1])
    found, edges = _without_edges(inside)
    parts, used = _with_title(found, kept[:first], titles)
    outside = [block for block in (*kept[:first], *kept[last + 1 :]) if id(block) not in used]
    said = "".join(squash(part) for part in parts[:2] if isinstance(part, str))
    left += [(furniture_of(block), block) for block in outside if squash(block.text) not in said]
    return Document(parts, [*left, *edges], root)


def _without_sides(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Furniture, Block]]]:
    """What stands in no navigation or the like, and what does."""
    total = sum(block.size for block in blocks if not is_link(block))
    sided = {id(element) for element in _side_parts(blocks, total)}
    kept: list[Block] = []
    left: list[tuple[Furniture, Block]] = []
    for block in blocks:
        if any(id(element) in sided for element in block.path):
            left.append((furniture_of(block), block))
        else:
            kept.append(block)
    return kept, left


def _without_prose(kept: Sequence[Block], left: Sequence[tuple[Furniture, Block]]) -> Document:
    """A page without a sentence: whatever is no furniture of it."""
    kinds = [(furniture_of(block), block) for block in kept]
    rest = [_part(block) for kind, block in kinds if kind is Furniture.OTHER]
    return Document(rest, [*left, *(each for each in kinds if each[0] is not Furniture.OTHER)], None)


def _part(block: Block) -> Part:
    if block.grid is not None:
        return block.grid
    seen = block.nested or block.apart
    return SeenLine(block.text, block.apart, block.nested) if seen else block.text


def _side_parts(blocks: Sequence[Block], total: int) -> list[Any]:
    """Elements that hold navigation and the like: by their tag, or by what they are called where they are short."""
    sizes: dict[int, int] = {}
    elements: dict[int, Any] = {}
    for block in blocks:
        for element in block.path:
            elements[id(element)] = element
            sizes[id(element)] = sizes.get(id(element), 0) + (0 if is_link(block) else block.size)
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


def _is_prose(block: Block) -> bool:
    """Sentences, numbered items, tables; not links, not the foot of the page, not facts about it."""
    if is_link(block) or is_foot(block.text) or is_label(block):
        return False
    return (
        block.row
        or block.grid is not None
        or (block.size >= _SENTENCE and _STOP.search(block.text) is not None)
        or _NUMBER.match(block.text) is not None
    )


def _is_in_menu(block: Block, blocks: Sequence[Block]) -> bool:
    """A numbered line without a sentence in a list of links: the chosen entry of a menu, 三、财政预决算."""
    around = next((element for element in reversed(block.path) if element.name in _LISTS), None)
    if around is None or block.row or block.size > _SHORT_ENTRY or _STOP.search(block.text):
        return False
    beside = [each for each in blocks if any(element is around for element in each.path)]
    return 2 * sum(map(is_link, beside)) >= len(beside)


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


def _without_edges(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Furniture, Block]]]:
    """The blocks of the document's part without tools and facts about the page at its top and bottom."""
    prose = [place for place, block in enumerate(blocks) if _is_prose(block)]
    first, last = prose[0], prose[-1]
    found: list[Block] = []
    left: list[tuple[Furniture, Block]] = []
    for place, block in enumerate(blocks):
        at_edge = place < first or place > last
        if place > last and is_end(block):
            left += [(Furniture.RELATED, each) for each in blocks[place:]]
            break
        kind = furniture_of(block)
        if _is_left_out(blocks, place, kind, at_edge=at_edge, behind=place > last, near=place <= first + 1):
            left.append((kind, block))
        else:
            found.append(block)
    return found, left


def _is_left_out(
    blocks: Sequence[Block], place: int, kind: Furniture, *, at_edge: bool, behind: bool, near: bool
) -> bool:
    block = blocks[place]
    if is_tool(block) or (at_edge and kind in (Furniture.FOOT, Furniture.LINK, Furniture.TOOL)):
        return True
    # Behind the text a row of a table, or a date, may well belong to an annex or a signature.
    below = behind and (block.row or is_stamp(block))
    if is_label(block) and (at_edge or (near and not block.row)) and not below:
        return True
    return is_link(block) and not at_edge and _in_link_list(blocks, place)


def _in_link_list(blocks: Sequence[Block], place: int) -> bool:
    """Links in a row, three or more: a list of other pages in the middle of the text."""
    run = 1
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(blocks) and is_link(blocks[at]):
            run, at = run + 1, at + step
    return run >= 3


def _with_title(
    found: Sequence[Block], before: Sequence[Block], titles: Sequence[str]
) -> tuple[list[Part], set[int]]:
    """The document with its title in front, where it stands above it, and the blocks that the title was taken from."""
    parts = [_part(block) for block in found]
    top = "".join(squash(block.text) for block in found[:12])
    headings = [block.text for block in reversed(before) if _looks_like_title(block)]
    for title in [*titles, *headings]:
        plain = squash(title)
        if plain and (TITLE.search(plain) or [squash(each) for each in titles].count(plain) > 1):
            return (parts, set()) if plain in top else ([title, *parts], set())
    above = _lines_above(before)
    return [*(block.text for block in above), *parts], {id(block) for block in above}


def _lines_above(before: Sequence[Block]) -> list[Block]:
    """The lines right above the text, from the title on, where the page itself knows no title."""
    lines: list[Block] = []
    for block in reversed(before):
        if furniture_of(block) is Furniture.LABEL:
            continue
        if furniture_of(block) is not Furniture.OTHER or block.size > _LONGEST_TITLE or len(lines) == _ABOVE:
            break
        lines.insert(0, block)
    return lines if any(TITLE.search(squash(block.text)) for block in lines) else []


def _looks_like_title(block: Block) -> bool:
    return (
        6 <= block.size <= _LONGEST_TITLE
        and not is_link(block)
        and any(e.name in ("h1", "h2", "h3") for e in block.path)
    )
