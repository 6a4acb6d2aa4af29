"""Tells what a plan aims at from what it reports: the reference year of a text, and the marks of facts.

Takes the source text (for the reference year) and segments. A year before the reference year is history.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzers.marks import Quantity, YearMark
from analyzers.normalise import fold
from ingest.plan import ClauseKind

_PERIOD = re.compile(r"(20[0-9]{2}) ?年? ?[-~至到] ?(20[0-9]{2}) ?年?")
_TITLE = re.compile(r"(?:规划|纲要|计划|方案|意见)")
_ISSUED = re.compile(
    r"[\[〔(](20[0-9]{2})[\]〕)] ?[0-9]{1,4} ?号|(20[0-9]{2}) ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日"
)
_HAPPENED = re.compile(
    r"(20[0-9]{2})年[^。;]{0,40}?(?:已达|已经|分别达到了|达到了|实现了|完成了)|截[至止]到?(20[0-9]{2})年"
)
_HEAD_SIZE = 4000

# Words that report: what stands behind them in the same segment has happened already.
_REPORTS = re.compile(
    "已(?!婚|有条件|签约|建成?区)|目前|现有|现已|当前|截至|截止|迄今|近年来|以来|过去|历史|仍(?!然要|要|需)|曾|上年(?!度?[增的末底])|去年|累计(?:完成|建成|实现|投入|下降|减少|新增)了|"
    "连续[0-9一二三四五六七八九十]+年|十年来|年来|获得了|达到了|实现了|完成了|建成了|提高了|增加了|下降了|减少了|增长了|降低了|超过了|一度|首次|初见成效"
)
_AIM_WORDS = re.compile("力争|争取|确保|将达|要达|目标|应达|努力|须达|要[求把]|保障|保证")
_BACKGROUND = re.compile("现状|基础|成效|成就|回顾|形势|问题|挑战|背景|概况|面临|历程|进入新阶段|取得|情况")


def reference_year(text: str) -> int | None:
    """The year from which the text looks ahead: begin of the plan's period, else its year of issue.

    >>> reference_year("示例市妇女发展规划（2021—2030年）\\n前言"), reference_year("国发〔2016〕65号")
    (2021, 2016)
    >>> reference_year("到2030年，覆盖率达到90%。") is None
    True
    """
    head = fold(text[:_HEAD_SIZE])
    for line in head.split("\n"):
        if len(line) < 60 and _TITLE.search(line) and (period := _PERIOD.search(line)):
            return int(period[1])
    if issued := _ISSUED.search(head) or _ISSUED.search(fold(text[-600:])):
        return int(issued[1] or issued[2])
    if happened := _HAPPENED.search(head):
        return int(happened[1] or happened[2]) + 1
    for line in head.split("\n")[:12]:
        if period := _PERIOD.search(line):
            return int(period[1])
    return None


def is_background(kind: ClauseKind, section_title: str) -> bool:
    """Whether a clause reports by its place: a preface, or a chapter on the situation so far."""
    if kind in (ClauseKind.PREFACE, ClauseKind.GUIDELINE):
        return True
    return kind is ClauseKind.OTHER and bool(_BACKGROUND.search(section_title))


def reports(text: str, start: int, end: int, quantity: Quantity) -> bool:
    """Whether ``text[start:end]``, the segment around a quantity, reports a fact."""
    found = _REPORTS.search(text, start, min(end, quantity.end + 3))
    return bool(found) and not _AIM_WORDS.search(text, start, quantity.start)


def is_past(year: int | None, years: Sequence[YearMark], reference: int | None) -> bool:
    """Whether the governing year lies before the reference year, or the segment looks back (截至 …)."""
    if any(mark.role == "past" for mark in years):
        return True
    return year is not None and reference is not None and year < reference
