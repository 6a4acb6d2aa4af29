"""What stands on a web page and is no text: links, buttons, facts about the page, its foot.

Takes a block of a page. Gives what kind of furniture it is, by how much of it is a link and by the words of
``analyzers/lexicon/page_furniture.tsv``; and the sentences that say what was left out. Never decides where the document
begins and ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

from analyzers import lexicon
from analyzers.normalise import squash
from ingest.readers.web.blocks import Block

_LINKED = 0.5
_SHORT = 40
_QUOTED = 20
_WORD_ENDS = re.compile(r"[\s:：|【】\[\]·>/<、，,]+")
_LABEL_END = re.compile(r"[:：\t]|\s+(?=\d)")
_STAMP = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)  # as pages write it, not as notices


class Furniture(StrEnum):
    """A kind of thing on a page, with what people call it."""

    LINK = "导航和链接"
    TOOL = "按钮和分享栏"
    LABEL = "文件信息"
    FOOT = "页脚"
    RELATED = "相关栏目"
    OTHER = "其他文字"


def furniture_of(block: Block) -> Furniture:
    """What a block is, where it is no text."""
    if is_link(block):
        return Furniture.LINK
    if is_tool(block) or _is_tools(block.text):
        return Furniture.TOOL
    if is_end(block):
        return Furniture.RELATED
    if is_foot(block.text):
        return Furniture.FOOT
    return Furniture.LABEL if is_label(block) else Furniture.OTHER


def sentences(left_out: Sequence[tuple[Furniture, Block]]) -> Iterator[str]:
    """What was left out of a page, with counts; what may be text is quoted."""
    counts: Counter[Furniture] = Counter(kind for kind, block in left_out if kind is not Furniture.OTHER)
    if counts:
        listed = "、".join(f"{kind} {counts[kind]} 处" for kind in Furniture if counts[kind])
        yield f"网页上不属于正文的部分没有读入：{listed}。"
    other = [block for kind, block in left_out if kind is Furniture.OTHER]
    if other:
        size = sum(block.size for block in other)
        longest = " ".join(max(other, key=lambda block: block.size).text.split())
        quote = longest[:_QUOTED] + ("…" if len(longest) > _QUOTED else "")
        yield f"正文之外还有文字 {len(other)} 处共 {size} 字没有读入，如“{quote}”，请对照网页。"


def is_link(block: Block) -> bool:
    """Whether most of a block leads to other pages."""
    return block.linked > _LINKED * block.size


def is_foot(text: str) -> bool:
    """Words of a page's foot, two or more of them in a short text."""
    return len(text) < 300 and sum(word in text for word in _words("foot")) >= 2


def is_tool(block: Block) -> bool:
    """A line that is one button: 打印本页."""
    return _plain(block) in _words("tool")


def is_end(block: Block) -> bool:
    """The name of a column behind which nothing is text: 相关链接."""
    return _plain(block) in _words("end")


def is_label(block: Block) -> bool:
    """Facts about the page: 发布日期：2022-05-31, alone or several in a row, or a table of them; a bare date."""
    return all(_is_label_line(line) for line in block.text.split("\n"))


def is_stamp(block: Block) -> bool:
    """A bare date as pages write it."""
    return _STAMP.fullmatch(block.text.strip()) is not None


def _plain(block: Block) -> str:
    return squash(block.text.strip()).strip("：:|【】[]·><")


def _is_label_line(line: str) -> bool:
    text = line.strip().lstrip("【[（(")
    if len(squash(text)) > 3 * _SHORT or "。" in text:
        return False
    if _STAMP.fullmatch(text):
        return True
    head = _LABEL_END.split(text, maxsplit=1)[0]
    return len(head) < len(text) and squash(head) in _words("label")


def _is_tools(text: str) -> bool:
    """A line of nothing but buttons: 【字体：大 中 小】 打印 关闭."""
    words = [word for word in _WORD_ENDS.split(text) if word]
    return bool(words) and all(word in _words("tool") or word in _words("label") for word in words)


@cache
def _words(place: str) -> frozenset[str]:
    return frozenset(squash(row["word"]) for row in lexicon.table("page_furniture") if row["place"] == place)
