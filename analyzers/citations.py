"""Finds where a text names other texts, or itself: 《…》, 国发〔2021〕16号, 国家“两纲”, 前款, 本规划.

Takes any text, also one with line and page breaks in it. Gives Citation marks in text order, none inside
another. Knows no plan: to which plans a citation leads is worked out in ``ingest.catalogue.references``.
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
_OPENING = {"》": "《", "〉": "〈"}

_DIGIT = "[0-9０-９]"
# 国发〔2021〕16号, 云政办发[2022]5号, 国办发（2018）129 号, with blanks where the text was broken.
_NUMBER = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]{{2,12}}?)\s*(?P<mark>[〔\[（(【﹝［])\s*(?P<year>[12１２]{_DIGIT}{{3}})\s*[〕\])）】﹞］]\s*"
    rf"(?:第\s*)?(?P<count>{_DIGIT}{{1,5}})\s*号(?![楼院馆栋线])"
)
# 国务院令第619号, 示例省人民政府令（2021年）第5号: orders carry no year, or one that is no part of their number.
_ORDER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{0,14}?(?:国务院|主席|政府|[部委会局署行院厅])令)\s*"
    rf"(?:[〔\[（(﹝［]?\s*[12１２]{_DIGIT}{{3}}\s*年?\s*[〕\])）﹞］]?\s*)?第\s*(?P<count>{_DIGIT}{{1,5}})\s*号"
)
# Round and square brackets hold years of many kinds; behind such an ending they make a document number.
# 〔 〕 are used for nothing else (GB/T 9704-2012, 7.3.2), so before them any code will do: 教基〔2020〕5号.
_CODE_ENDS = tuple("发函字令办通规告电文")
_HEXAGONAL = "〔﹝"
# What stands before an issuer's code in the sentence and is no part of it.
_BEFORE_CODE = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|落实|执行|贯彻|印发|转发|关于|参照|以及|抄送|文件|文号|通知|决定|意见|批复|方案|办法"
    r"|规划|纲要|依|按|(?<!共)和|与|及|见|的|在)(?=..)"
)

# Characters that 本 makes a word with: what follows such a word speaks of no text of its own.
_BOOKS = "版根基资成日文标样课书剧脚蓝副范原译草稿账教读善抄唱话折亏保变单够"
_SELF = re.compile(
    rf"(?<![{_BOOKS}])本(?:规划纲要|行动计划|实施方案|实施意见|规划|纲要|方案|意见|计划|办法|条例|细则|决定|通知)"
    r"(?![区图局院师书]|生育|经济|展览)"
)
_CN = r"[一二三四五六七八九十百零\d]"
_PART = re.compile(
    r"(?<![目以当提之从事生空])前[两二三四]?(?:款(?![项待式额])|条(?![件例])|项(?![目])(?=规定|所|的|第|情形|行为))"
    r"|上(?:款|条)(?=规定|所|的)|本(?:条|款|章|节)(?=规定|所|的|第|前)"
    rf"|第{_CN}+条(?:第{_CN}+款)?(?:第?[（(]{_CN}+[)）]项?)?(?![\u4e00-\u9fff]{{0,3}}[线路街河渠轨])"
    rf"|第{_CN}+款(?=规定|所|的)"
)
# 第一条 at the head of a line is the printed number of an article, unless it goes on as a reference does.
_HEADS_LINE = re.compile(r"(?:^|\n)[ \t\u3000]*$")
_REFERS = re.compile(r"第.+款|.{0,4}(?:规定|所|的)")

_QUOTES = r"[“”\"＂「」]?"
_AFTER_ALIAS = "(?![合划则定范融模律]|一致|衔接|统一|协调|差异)"  # 两规合一, 两规衔接 speak of spatial plans


def find_citations(text: str) -> list[Citation]:
    """Every citation of the text, in order.

    >>> [(c.kind, c.name) for c in find_citations("按照国发〔2021〕16号和《中国妇女发展纲要》，制定本规划。")]
    [('number', '国发〔2021〕16号'), ('title', '中国妇女发展纲要'), ('self', '本规划')]
    """
    found: list[Citation] = []
    taken = bytearray(len(text))
    for citation in (*_titles(text), *_numbers(text), *_aliases(text), *_plain(text)):
        stretch = slice(citation.start, citation.end)
        if not any(taken[stretch]):
            taken[stretch] = b"\1" * (citation.end - citation.start)
            found.append(citation)
    return sorted(found, key=lambda citation: citation.start)


def _titles(text: str) -> Iterator[Citation]:
    """《…》 with the marks balanced: 《关于〈条例〉的通知》 is one title, 《甲》《乙》 are two."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, mark in enumerate(text):
        if mark in "《〈":
            opened.append(at)
        elif mark in _OPENING:
            while opened:
                start = opened.pop()
                if text[start] == _OPENING[mark]:
                    if mark == "》" and at - start <= _LONGEST_TITLE:
                        pairs.append((start, at + 1))
                    break
    behind = 0
    for start, end in sorted(pairs):
        if start >= behind and (name := squash(text[start + 1 : end - 1])):
            behind = end
            yield Citation(start, end, "title", name)


def _numbers(text: str) -> Iterator[Citation]:
    for match in (*_NUMBER.finditer(text), *_ORDER.finditer(text)):
        body = _BEFORE_CODE.sub("", match["body"])
        count = f"{int(fold(match['count']))}号"
        if match.re is _ORDER:
            name = f"{body}第{count}"
        elif match["mark"] in _HEXAGONAL or body.endswith(_CODE_ENDS):
            name = f"{body}〔{fold(match['year'])}〕{count}"
        else:
            continue
        yield Citation(match.start() + len(match["body"]) - len(body), match.end(), "number", name)


@cache
def _alias_pattern() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Every alias, with quotation marks allowed around its last two characters (国家“两纲”); and what in front of those
    two says whose it is.

    Such words may stand in a row: 省、市“两规” are two.
    """
    rows = lexicon.table("aliases")
    names = frozenset(row["alias"] for row in rows)
    whose = {row["alias"][:-2].removesuffix("级") for row in rows if row["level"] and not row["subject"]} - {
        ""
    }
    level = f"(?:{'|'.join(sorted(whose, key=len, reverse=True))})"
    shapes = [
        rf"{re.escape(name[:-2])}\s*{_QUOTES}{name[-2]}\s*{name[-1]}{_QUOTES}"
        for name in sorted(names, key=len, reverse=True)
    ]
    levels = rf"(?P<levels>(?:{level}级?[、和及与])+(?={level}))?"
    pattern = re.compile(rf"(?<![各这那前后上下]){levels}(?P<alias>{'|'.join(shapes)}){_AFTER_ALIAS}")
    return pattern, re.compile(level), names


def _aliases(text: str) -> Iterator[Citation]:
    pattern, whose, names = _alias_pattern()
    for match in pattern.finditer(text):
        name = re.sub(r"[“”\"＂「」\s]", "", match["alias"])
        if match["levels"]:
            for level in whose.finditer(match["levels"]):
                if level.group() + name[-2:] in names:
                    at = match.start() + level.start()
                    yield Citation(at, at + len(level.group()), "alias", level.group() + name[-2:])
        start, end = match.span("alias")
        opened, closed = match["alias"][0] in '“"＂「', match["alias"][-1] in '”"＂」'
        yield Citation(start + (opened and not closed), end, "alias", name)


def _plain(text: str) -> Iterator[Citation]:
    for kind, pattern in (("self", _SELF), ("part", _PART)):
        for match in pattern.finditer(text):
            heads = match.group()[0] == "第" and _HEADS_LINE.search(
                text[max(0, match.start() - 20) : match.start()]
            )
            if not heads or _REFERS.match(text, match.start()):
                yield Citation(match.start(), match.end(), kind, match.group())
