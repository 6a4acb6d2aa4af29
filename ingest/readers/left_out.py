"""What the readers of documents leave out, and the sentences that say so.

Takes counts. Gives one Chinese sentence for each kind of thing that is not in the text though a person may miss it, or
that was decided on the way. Never speaks of what was not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_CHANGES = ("插入", "删除", "移动")
_QUOTED = 20  # characters of a running head that are shown
_PAGE_NUMBER = dict.fromkeys(map(ord, "0123456789-－—–· \t\n\u3000第页共/"))


@dataclass(slots=True)
class LeftOut:
    """What was met in one document and is not in its text."""

    footnotes: int = 0
    endnotes: int = 0
    comments: int = 0
    hidden: int = 0  # runs of text that print does not show
    pictures: int = 0
    objects: int = 0  # sheets and the like
    changes: Counter[str] = field(default_factory=Counter)  # by their kind
    heads: list[str] = field(default_factory=list)  # at the top and foot of pages
    watermarks: list[str] = field(default_factory=list)  # words drawn behind the text of pages

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to be said, in the order of weight."""
        found = [
            f"{what} {count} 条没有读入，请对照原件。"
            for what, count in (("脚注", self.footnotes), ("尾注", self.endnotes), ("批注", self.comments))
            if count
        ]
        if tracked := "、".join(f"{kind} {self.changes[kind]} 处" for kind in _CHANGES if self.changes[kind]):
            found.append(f"文件带有修订，已按全部接受读入：{tracked}，请核对是否定稿。")
        if self.hidden:
            found.append(f"隐藏文字 {self.hidden} 处没有读入。")
        if heads := running_heads(self.heads):
            found.append(f"页眉、页脚 {len(heads)} 种没有读入，如“{heads[0][:_QUOTED]}”。")
        if marks := list(dict.fromkeys(filter(None, map(str.strip, self.watermarks)))):
            found.append(f"水印 {len(marks)} 种没有读入，如“{marks[0][:_QUOTED]}”。")
        if self.pictures:
            found.append(f"图片 {self.pictures} 张没有读入，图片中的文字和表格请对照原件。")
        if self.objects:
            found.append(f"嵌入的对象（如 Excel 表格）{self.objects} 个没有读入，请对照原件。")
        return tuple(found)


def running_heads(texts: Iterable[str]) -> list[str]:
    """Texts at the top and foot of pages, each once, without those that are a page number only.

    >>> running_heads(["示例县发展规划", "— 3 —", "示例县发展规划"])
    ['示例县发展规划']
    """
    return list(dict.fromkeys(words for text in texts if (words := text.strip()).translate(_PAGE_NUMBER)))
