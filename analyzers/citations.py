"""Finds where a text names other texts, or itself: 《…》, 国发〔2021〕16号, 国家“两纲”, 前款, 本规划.

Takes any text, also one with line and page breaks in it. Gives Citation marks in text order, none inside
another. Knows no plan: to which plans a citation leads is worked out in ``ingest.references``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analyzers import lexicon
from analyzers.marks import Citation
from analyzers.normalise import fold, squash

# A title never runs on over so many characters; an opening mark without its closing one is no title.
_LONGEST_TITLE = 120
_OPEN, _CLOSE = "《〈", "》〉"

# 国发〔2021〕16号, 云政办发[2022]5号, 国办发（2018）129 号, with blanks where the text was broken.
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{1,12}?)\s*[〔\[（(【﹝［]\s*(?P<year>[12１２][0-9０-９]{3})\s*[〕\])）】﹞］]\s*"
    r"(?:第\s*)?(?P<count>[0-9０-９]{1,5})\s*号"
)
# The issuer's code ends with one of these; what stands before it in the sentence is no part of it.
_CODE = re.compile(
    r"(?:[国云保腾中全省市县州区]|[\u4e00-\u9fff]{1,4})(?:[\u4e00-\u9fff]{0,5}?)(?:发|函|字|令|办|通|规|告|电|文)$"
)
_BEFORE_CODE = re.compile(
    r".*(?:根据|按照|依据|依照|落实|执行|贯彻|印发|关于|参照|以及|依|按|和|与|及|见|经|以|由|的)"
)

_SELF = re.compile(
    r"(?<![\u4e00-\u9fff]日)(?<![版根基资成日文标样])本(?:规划纲要|行动计划|实施方案|实施意见|规划|纲要|方案|意见|计划|办法|条例|细则|通知)"
    r"(?![区图局院师])"
)
_PART = re.compile(
    r"前(?:款|条|项|两款|两条|三款)(?![\u4e00-\u9fff]?移)|上(?:款|条)(?=规定|所|的)|本(?:条|款|章|节)(?=规定|所|的|第|前)"
    r"|第[一二三四五六七八九十百零\d]+条(?:第[一二三四五六七八九十\d]+款)?(?:第?[（(][一二三四五六七八九十\d]+[)）]项?)?"
    r"|第[一二三四五六七八九十\d]+款(?=规定|所|的)"
)
_QUOTES = r"[“”\"＂「」]?"


def find_citations(text: str) -> list[Citation]:
    """Every citation of the text, in order.

    >>> [(c.kind, c.name) for c in find_citations("按照国发〔2021〕16号和《中国妇女发展纲要》，制定本规划。")]
    [('number', '国发〔2021〕16号'), ('title', '中国妇女发展纲要'), ('self', '本规划')]
    """
    found: list[Citation] = []
    for citation in (*_titles(text), *_numbers(text), *_aliases(text), *_plain(text)):
        if not any(citation.start < other.end and other.start < citation.end for other in found):
            found.append(citation)
    return sorted(found, key=lambda citation: citation.start)


def _titles(text: str) -> Iterator[Citation]:
    """《…》 with the marks balanced: 《关于〈条例〉的通知》 is one title, 《甲》《乙》 are two."""
    opened: list[int] = []
    for at, mark in enumerate(text):
        if mark == "《" or (mark == "〈" and opened):
            if opened and at - opened[0] > _LONGEST_TITLE:
                opened.clear()
            opened.append(at)
        elif mark in _CLOSE and opened:
            start = opened.pop()
            if opened or text[start] != "《":
                continue
            name = squash(text[start + 1 : at])
            if name and at - start <= _LONGEST_TITLE:
                yield Citation(start, at + 1, "title", name)


def _numbers(text: str) -> Iterator[Citation]:
    for match in _NUMBER.finditer(text):
        body = _BEFORE_CODE.sub("", match["body"]) or match["body"]
        if not _CODE.search(body):
            continue
        start = match.start() + match["body"].rfind(body)
        name = f"{body}〔{fold(match['year'])}〕{int(fold(match['count']))}号"
        yield Citation(start, match.end(), "number", name)


@cache
def _alias_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every alias, with quotation marks allowed around its last two characters (国家“两纲”)."""
    names = {row["alias"]: row["alias"] for row in lexicon.table("aliases")}
    shapes = [
        rf"{re.escape(name[:-2])}\s*{_QUOTES}{name[-2]}\s*{name[-1]}{_QUOTES}"
        for name in sorted(names, key=len, reverse=True)
    ]
    # 两规合一, 两规衔接 speak of spatial plans; 校规, 法规 end alike.
    return re.compile(rf"(?<![各这那前后上下])(?:{'|'.join(shapes)})(?![合划则定范融模律])"), names


def _aliases(text: str) -> Iterator[Citation]:
    pattern, names = _alias_pattern()
    for match in pattern.finditer(text):
        name = re.sub(r"[“”\"＂「」\s]", "", match.group())
        start, end = match.span()
        if match.group()[0] in '“"＂「' and match.group()[-1] not in '”"＂」':
            start += 1
        if name in names:
            yield Citation(start, end, "alias", name)


def _plain(text: str) -> Iterator[Citation]:
    for kind, pattern in (("self", _SELF), ("part", _PART)):
        for match in pattern.finditer(text):
            yield Citation(match.start(), match.end(), kind, match.group())
