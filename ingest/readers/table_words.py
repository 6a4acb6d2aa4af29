"""The words by which tables in plain text are told: names of columns, numbers of rows, values.

Takes a short text. Gives yes or no. A name of a column is known (序号, 指标, 责任单位) or a year (2025年目标).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers import comparators
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN

_YEAR = r"(?:(?:19|20)\d{2}|“?十[一二三四五]五”?)年?"
_HEAD = re.compile(
    rf"""(?:
      序\s*号|编\s*号|类\s*[别型]|领\s*域|工作领域|任务类别|项\s*目|[{HAN}]{{1,4}}名称|名\s*称|内\s*容|主要内容|指\s*标|指标(?:名称|类别|属性|类型|体系)|主要指标
      |(?:[一二三]级|监测|核心|具体)指标|评价标准|单\s*位|计量单位|属\s*性|备\s*注|说\s*明|数\s*[量值]
      |(?:{_YEAR}|规划期?|期末|期初)?(?:现状|基期|基数|基准|目标|实际|预期|完成|累计|预计|规划)(?:值|年|数|情况)?
      |{_YEAR}(?:现状|基数|基期|目标|实际|预期|完成|累计|预计|底|末)?(?:值|数)?
      |年均(?:增长|增速|增长或累计)?|年均增[长速]或累计|五年累计|累\s*计|增[长速]
      |(?:(?:重点|主要|工作|目标|责任|具体|分解)*(?:任务|事项|措施|工作))(?:名称|内容|分工)?
      |(?:主要|第一)?(?:责任|牵头|配合|主办|协办|主管|监测|实施|承办|参与|牵头责任)(?:单位|部门|主体|领导|人)(?:及?部门)?
      |(?:完成|办理|实施|推进|工作)(?:时限|时间|期限|进度)|时间(?:安排|节点|进度)|时\s*限|所在地|位\s*置|地\s*点|份\s*数
    )(?:[(（][^()（）]{{1,12}}[)）])?""",
    re.VERBOSE,
)
_LONGEST_HEAD = 20
_LONGEST_VALUE = 30
_VALUE = re.compile(
    r"[<>≤≥=±＜＞≈~～〔［\[(（+\-－—–]*\s*\d[\d.,，．]*\s*(?:[-—–~～至]\s*\d[\d.,，．]*)?\s*"
    rf"(?:%|％|‰|[万亿]?[{HAN}]{{0,3}})?[)）〕］\]]*"
)
_NOTHING = frozenset(("—", "——", "-", "－", "–", "…", "/", "无", "*"))
_HEADING = re.compile(
    rf"(?:[{CN_TEN}]{{1,4}}、|[（(][{CN_TEN}]{{1,4}}[）)]|第[{CN_TEN}百\d]{{1,4}}[章节条]|附[件表]|注[:：]|专栏|表\s*\d)"
)
_CHINESE = re.compile(rf"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text."""

    source: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source[self.start : self.end]

    def stripped(self, blanks: str) -> Stretch:
        """The stretch without blanks at its ends; one of blanks only is empty and stays where it begins."""
        text = self.text
        if text and text[0] not in blanks and text[-1] not in blanks:
            return self
        left = len(text) - len(text.lstrip(blanks))
        if left == len(text):
            return Stretch(self.source, self.start, self.start)
        return Stretch(self.source, self.start + left, self.end - (len(text) - len(text.rstrip(blanks))))

    def parts(self, separator: re.Pattern[str]) -> list[Stretch]:
        """What stands between separators, without the blanks around it."""
        return list(self._parts(separator))

    def _parts(self, separator: re.Pattern[str]) -> Iterator[Stretch]:
        at = self.start
        for found in separator.finditer(self.source, self.start, self.end):
            yield Stretch(self.source, at, found.start()).stripped(" \t\u3000\xa0")
            at = found.end()
        yield Stretch(self.source, at, self.end).stripped(" \t\u3000\xa0")


def is_head(text: str) -> bool:
    """Whether a text is the name of a column.

    >>> [is_head(each) for each in ("序号", "2025年目标", "责任单位", "婴儿死亡率（‰）")]
    [True, True, True, False]
    """
    return len(text) <= _LONGEST_HEAD and _HEAD.fullmatch(text.strip()) is not None


def is_value(text: str) -> bool:
    """Whether a text is a number with what belongs to it, or a stroke that stands for none.

    >>> [is_value(each) for each in ("≥24", "〔12〕", "—", "98%以上", "不低于30", "粮食总产量")]
    [True, True, True, True, True, False]
    """
    if text in _NOTHING:
        return True
    if len(text) > _LONGEST_VALUE:
        return False
    front = comparators.beginning(text, 0, comparators.Place.NUMBER)
    number = text[len(front) :].removesuffix(comparators.ending(text, comparators.Place.BEHIND))
    return _VALUE.fullmatch(number) is not None


def is_name(text: str) -> bool:
    """Whether a text may name what a row is about: Chinese, and no value."""
    return _CHINESE.search(text) is not None and not is_value(text)


def is_heading(text: str) -> bool:
    """Whether a line begins like a heading, a caption or a note."""
    return _HEADING.match(text.strip()) is not None


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return text.rstrip().endswith(("。", "；", "：", ":", "！"))
