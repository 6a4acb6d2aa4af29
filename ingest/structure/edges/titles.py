"""Tells the lines of a title from other lines: plan titles, titles of notices and orders, titles that a notice quotes.

Takes a Layout and numbers of lines. Gives how many lines a title, or what stands around it, takes; ``stretches``
makes plans of that. A title that is quoted inside 《》 or stands in a sentence is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from analyzers.normalise import HAN, squash
from ingest.structure.heading_words import head_word
from ingest.structure.layout import Layout
from ingest.structure.lines import DATE, STOPS
from ingest.structure.numbering import Scheme, annex_at, number_at

_PLAN_ENDING = r"(?:规划纲要|规划|纲要|行动计划|计划|实施方案|方案)"
_BRACKETS = r"(?:\([^()]{2,30}\))*"
_PLAN_TITLE = re.compile(
    rf"(?:#{{1,6}}|\*\*)?《?[^。,;:!?()《》#*]{{2,50}}{_PLAN_ENDING}》?{_BRACKETS}》?(?:\*\*)?"
)
_DOC_TITLE = re.compile(
    r"[^。;:!?]{4,160}(?:规划|纲要|计划|方案|通知|意见|决定|决议|办法|条例|规定|细则|措施|要点|规则|通告|报告|公报|公告|批复|令(?:第\d{1,4}号)?|章程|制度|法|函)"
    + _BRACKETS
    + r"(?:\*\*)?"
)
_REST_OF_TITLE = re.compile(r"[^。,;:!?]{0,40}(?:通知|意见|决定|决议|公告|批复|函|令)")
_NOTICE = re.compile(r"(?:通知|函|令(?:第\d{1,4}号)?|批复|公告)(?:\*\*)?$")
_DOC_NUMBER = re.compile(rf"[{HAN}]{{1,10}}[〔\[(【]\d{{4}}[〕\])】]第?\d{{1,5}}号|第\d{{1,4}}号")
_DATED = re.compile(rf"\(?{DATE}(?:[{HAN}]{{0,12}}(?:通过|发布|印发))?\)?(?:\(此件[^()]*\))?")
_BRACKETED = re.compile(r"\([^()]{1,40}\)")
# （示例省人民政府 2021年12月29日）: who issued it and when, in brackets under the title.
_SIGNED = re.compile(rf"\([^()]{{0,30}}{DATE}[^()]{{0,12}}\)")
# （2025年9月2日示例市人民政府第56次常务会议通过　2026年1月1日起施行）: how rules came into force.
_HISTORY = re.compile(
    rf"\([^()]{{0,30}}{DATE}[^()]{{0,300}}(?:通过|公布|发布|印发|施行|修[订正]|批准)[^()]{{0,80}}\)"
)
# What may stand above a title: the paper's letterhead, its number, what an office writes down about it.
_LETTERHEAD = re.compile(
    rf"[{HAN}]{{2,30}}文件"
    r"|(?:索引号|发文机关|发文字号|文号|成文日期|发布日期|生成日期|公开日期|主题分类|主题词|有效性|密级|标题)\s*:.{0,60}"
)
_ISSUER = re.compile(rf"(?:[{HAN}]{{2,30}}?(?:政府|办公室|办公厅|委员会|局|厅|部|院|会|委|中心)[、\s]*)+")
_CONJUNCTION = "和与及暨"
_STOP = re.compile(r"[。！？;:!?]$")
_ANY_STOP = re.compile(r"[。！？;:!?,]")
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_ISSUED = re.compile(
    r"(?:印发|发布|公布|批转|转发|施行)(?!的)(?P<title>[^《》。,;:]{6,80})的(?:通知|公告|决定|函)"
)
_YEARS = re.compile(r"\([^()]*\)$")
_LONGEST_PLAIN_TITLE = 40
_LONGEST_ISSUER = 60
_TITLE_LINES = 5
_MASTHEAD_LINES = 6
_LETTERHEAD_LINES = 8


def text_of(layout: Layout, index: int) -> str:
    """A line folded and without blanks."""
    line = layout.lines[index]
    return squash(layout.folded[line.start : line.end])


def is_notice(layout: Layout, index: int) -> bool:
    """Whether a line ends a title of what only carries another paper: a notice, an order."""
    return _NOTICE.search(text_of(layout, index)) is not None


def is_numbered(layout: Layout, index: int) -> bool:
    """Whether a line begins with a number."""
    line = layout.lines[index]
    return number_at(layout.folded, line.start, line.end) is not None


def is_annex_line(layout: Layout, index: int) -> bool:
    """Whether a line is 附件1 and nothing else."""
    line = layout.lines[index]
    number = number_at(layout.folded, line.start, line.end)
    return number is not None and number.scheme is Scheme.ANNEX


def is_front(layout: Layout, index: int) -> bool:
    """Whether a line is a chapter without number: 前言."""
    text = text_of(layout, index)
    word = head_word(text) if len(text) <= 12 else None
    return word is not None and word.place == "chapter"


# -- titles of plans ---------------------------------------------------------------------------------------------


def is_plan_title(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """Whether a line is a plan's title by its words, or its first line where the title has two."""
    index = lines[place]
    line = layout.lines[index]
    if line.end - line.start > 80 or layout.folded[line.start] in _CONJUNCTION + "的":
        return False
    annex = annex_at(layout.folded, line.start, line.end)
    if annex is not None and annex.ordinal:
        title = squash(layout.folded[annex.end : line.end])
        return _PLAN_TITLE.fullmatch(title) is not None and _YEARS.search(title) is not None
    if is_numbered(layout, index) or not _PLAN_TITLE.fullmatch(text_of(layout, index)):
        return False
    return _goes_on(layout, lines, place) or not _is_in_sentence(layout, lines, place)


def _goes_on(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """…第十四个五年规划 / 和二〇三五年远景目标纲要: one title over two lines."""
    if place + 1 >= len(lines) or layout.folded[layout.lines[lines[place + 1]].start] not in _CONJUNCTION:
        return False
    return (
        _PLAN_TITLE.fullmatch(text_of(layout, lines[place]) + text_of(layout, lines[place + 1])) is not None
    )


def _is_in_sentence(layout: Layout, lines: Sequence[int], place: int) -> bool:
    """The line is part of a longer title or of a sentence that a line break cuts."""
    after = layout.lines[lines[place + 1]] if place + 1 < len(lines) else None
    if after is not None and layout.folded[after.start] in "的和与及、,。;":
        return True
    if not place:
        return False
    before = layout.lines[lines[place - 1]]
    last = layout.folded[before.end - 1]
    # Web pages print the notice's title right above the plan's.
    if last in STOPS or is_notice(layout, lines[place - 1]):
        return False
    return last in "的和与及发、," or before.end - before.start > 25 or layout.is_full(before)


def quoted_titles(layout: Layout, lines: Sequence[int]) -> frozenset[str]:
    """The titles that a notice quotes or says it issues."""
    text = "".join(text_of(layout, index) for index in lines)
    found = {match[1] for match in _QUOTED.finditer(text)}
    found |= {match["title"] for match in _ISSUED.finditer(text)}
    return frozenset(found | {_YEARS.sub("", title) for title in found})


def quoted_title(layout: Layout, lines: Sequence[int], quoted: Collection[str]) -> int:
    """How many lines the title takes that the lines begin with, if it is one that was quoted; else 0."""
    joined = ""
    for count, index in enumerate(lines[:_TITLE_LINES], 1):
        text = text_of(layout, index)
        if len(text) > 80 or _ANY_STOP.search(text) or is_numbered(layout, index):
            return 0
        joined += text.strip("#*《》")
        if joined in quoted:
            return count
    return 0


def own_title(layout: Layout, lines: Sequence[int], quoted: Collection[str] = ()) -> int:
    """How many lines the plan's title takes, years and state (草案) below it included."""
    if not lines:
        return 0
    count = quoted_title(layout, lines, quoted) if quoted else 0
    if not count:
        count = 1 if is_plan_title(layout, lines, 0) else top_title(layout, lines)
    if count == 1 and _goes_on(layout, lines, 0):
        count = 2
    while 0 < count < min(len(lines), _TITLE_LINES):
        text = text_of(layout, lines[count])
        if not _BRACKETED.fullmatch(text) or _is_dated(text):
            break
        count += 1
    return count


def _is_dated(text: str) -> bool:
    """Whether a line says when a paper was issued: in brackets with the issuer, or with how it came into force."""
    return any(pattern.fullmatch(text) for pattern in (_DATED, _SIGNED, _HISTORY))


# -- the top of a file -------------------------------------------------------------------------------------------


def letterhead(layout: Layout, lines: Sequence[int]) -> int:
    """How many lines stand above a title: letterhead, number, what is written down about the paper."""
    count = 0
    while count < min(len(lines), _LETTERHEAD_LINES):
        text = text_of(layout, lines[count])
        if not (_DOC_NUMBER.fullmatch(text) or _LETTERHEAD.fullmatch(text)):
            break
        count += 1
    return count


def top_title(layout: Layout, lines: Sequence[int]) -> int:
    """How many lines the title at the top takes; 0 when the text begins with something else."""
    joined = ""
    for count, index in enumerate(lines[:_TITLE_LINES], 1):
        text = text_of(layout, index)
        if len(text) > 80 or _STOP.search(text) or _is_dated(text) or _DOC_NUMBER.fullmatch(text):
            break
        if count > 1 and is_numbered(layout, index):
            break
        joined += text
        goes_on = count < len(lines) and (
            _is_rest_of_title(text_of(layout, lines[count])) or (count == 1 and _goes_on(layout, lines, 0))
        )
        if _DOC_TITLE.fullmatch(joined) and not goes_on:
            return count
    return 1 if _is_plain_title(layout, lines) else 0


def _is_plain_title(layout: Layout, lines: Sequence[int]) -> bool:
    """A short first line without any stop is a title whatever its words: 2023年妇女儿童工作要点."""
    line = layout.lines[lines[0]]
    text = text_of(layout, lines[0])
    if not 4 <= len(text) <= _LONGEST_PLAIN_TITLE or layout.is_full(line) or is_numbered(layout, lines[0]):
        return False
    return _ANY_STOP.search(text) is None and head_word(text) is None and len(lines) > 1


def _is_rest_of_title(text: str) -> bool:
    """A line that ends like a title and cannot begin one: 规划的通知, 试点工作方案的通知."""
    return _REST_OF_TITLE.fullmatch(text) is not None and not _PLAN_TITLE.fullmatch(text)


def masthead(layout: Layout, lines: Sequence[int]) -> int:
    """How many lines under a title are document number, date and issuer."""
    rows = 0
    for place, index in enumerate(lines[:_MASTHEAD_LINES], 1):
        text = text_of(layout, index)
        if (
            _DOC_NUMBER.fullmatch(text)
            or _DATED.fullmatch(text)
            or _BRACKETED.fullmatch(text)
            or _HISTORY.fullmatch(text)
            or (rows == place - 1 and _is_issuer(layout, index))
        ):
            rows = place
        elif (
            len(text) > 25 or _STOP.search(text) or is_numbered(layout, index) or head_word(text) is not None
        ):
            break
    return rows


def _is_issuer(layout: Layout, index: int) -> bool:
    line = layout.lines[index]
    if line.end - line.start > _LONGEST_ISSUER or is_numbered(layout, index):
        return False
    return _ISSUER.fullmatch(layout.folded, line.start, line.end) is not None
