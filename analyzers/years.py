"""Finds the years that a text states, and what each is stated for.

Takes folded text. Gives YearMark records in text order. Roles: ``by`` (到2025年, 2025年底前: when something is
to be reached), ``plain`` (2025年), ``from`` (自2018年起), ``base`` (比2020年, 以2020年为基数: what is compared
with), ``past`` (截至2020年), ``period`` (“十四五”期间: the last year of the five-year plan, which is told but
not stated). Whole dates (2022年11月29日) and the years in names of laws give no mark: see ``masks``.
"""

from __future__ import annotations

import re

from analyzers import comparators, numerals
from analyzers.comparators import Place
from analyzers.marks import YearMark
from analyzers.normalise import HAN
from analyzers.numerals import CN_DIGIT, CN_TEN

_YEAR = f"(?:(?<![0-9.])(?:19|20)[0-9]{{2}}(?![0-9.])|二零[零{CN_DIGIT}]{{2}})"
_MARK = re.compile(
    rf"""
    (?P<pre>截至到|截止到|截至|截止|相比于?|相较于?|较之|对比|力争到|争取到|确保到|到|至|自|从|由|(?<![占对正反等])比|较|与|同|以|在)?
    (?P<year>{_YEAR})(?P<more>(?:年?[、和及](?={_YEAR})|年?[-~至到](?={_YEAR})){_YEAR})*+
    [ ]?年(?!代|级|轮|龄|轻|均|鉴|报|会)
    (?P<post>(?:度|末|底|初|年底|年末)?(?:[0-9{CN_TEN}]{{1,2}}月(?:[底末]|[0-9]{{1,2}}日(?=前|之前|以前|起))?|上半年|下半年)?
        (?:之前|以前|前|内|起(?![码步])|开始|以来|相比|为基[数期准]|的?基础上?|的?水平上?|期间)?)
    """,
    re.VERBOSE,
)
_COMPARISON = 16  # a comparison word is no longer
_IN_MARK = re.compile(_YEAR)
_DAY = re.compile(f"[0-9{CN_TEN}]{{1,3}}日")
_DIGITS = {char: str(value) for value, char in enumerate(f"零{CN_DIGIT}")}
_PERIOD = re.compile(
    f'(?P<pre>比|较)?(?<![{CN_DIGIT[1:]}])[“"]?(?:十(?P<five>[{CN_DIGIT[:6]}])五|(?P<ten>十五))[”"]?(?![名岁家户次])'
    "(?P<end>时期末|期末|规划末|末期|末|结束时|收官之年)?(?:时期|期间|规划期)?"
)
_BASE_LATER = re.compile(rf"(?:[{HAN}]{{0,6}}?(?:为基数|为基期|为基准|的?基础上|相比))")
# Words behind “比2020年” that show the year is compared with, not just following 比.
_BASE_WORDS = ("比", "较", "较之", "对比", "相比", "相比于", "相较", "相较于")
_FROM_WORDS = ("自", "从")


def year_value(text: str) -> int:
    """The number that four arabic or Chinese digits write.

    >>> year_value("2030"), year_value("二零三零")
    (2030, 2030)
    """
    return int("".join(_DIGITS.get(char, char) for char in text))


def find_years(text: str) -> tuple[YearMark, ...]:
    """Every year stated in a folded text; of a range only its last year, of a list every year.

    >>> [(m.year, m.role) for m in find_years("到2025年,比2020年下降20%")]
    [(2025, 'by'), (2020, 'base')]
    >>> [(m.year, m.role) for m in find_years("到20 30年,每班十四五名")]
    [(2030, 'by')]
    >>> [(m.year, m.role) for m in find_years("自2018年起;以2020年数据为基数;“十四五”末")]
    [(2018, 'from'), (2020, 'base'), (2025, 'by')]
    """
    mended = numerals.mend(text)
    marks = _find(mended.text)
    if mended.places:
        marks = [YearMark(*mended.back(mark.start, mark.end), mark.year, mark.role) for mark in marks]
    return tuple(marks)


def _find(text: str) -> list[YearMark]:
    marks: list[YearMark] = []
    for found in _MARK.finditer(text) if "年" in text else ():
        if not _DAY.match(text, found.end()):
            marks += _marks_of(found, text)
    for found in _PERIOD.finditer(text) if "五" in text else ():
        if found["ten"] and text[found.end() : found.end() + 1] not in ("", ",", "期", "时", "”"):
            continue  # 十五 is a plain number far more often than a five-year plan
        if found["ten"]:
            continue
        year = 2000 + 5 * int(_DIGITS[found["five"]]) + 5
        role = "base" if found["pre"] else "by" if found["end"] else "period"
        marks.append(YearMark(found.start(), found.end(), year, role))
    return sorted(marks, key=lambda mark: (mark.start, mark.end))


def _marks_of(found: re.Match[str], text: str) -> list[YearMark]:
    years = list(_IN_MARK.finditer(text, found.start("year"), found.end()))
    role = _role(found["pre"] or "", found["post"] or "", text, found.end())
    if found["pre"] in ("与", "同", "以", "由", "在") and role not in ("base", "from"):
        start = found.start("year")  # these words belong to the sentence, not to the year
    else:
        start = found.start() - (0 if found["pre"] else len(_compared_with(text, found.start())))
    if len(years) == 1:
        return [YearMark(start, found.end(), year_value(years[0].group()), role)]
    joint = text[years[0].end() : years[1].start()]
    if any(sign in joint for sign in "-~至到"):
        return [
            YearMark(start, found.end(), year_value(years[-1].group()), role if role != "plain" else "by")
        ]
    marks = [
        YearMark(start if i == 0 else y.start(), y.end(), year_value(y.group()), role)
        for i, y in enumerate(years)
    ]
    marks[-1] = YearMark(marks[-1].start, found.end(), marks[-1].year, role)
    return marks


def _compared_with(text: str, at: int) -> str:
    """不低于 of 不低于2020年: the year belongs to what it is compared with, and is none to be reached."""
    return comparators.ending(text[max(0, at - _COMPARISON) : at], Place.NOUN)


def _role(pre: str, post: str, text: str, end: int) -> str:
    if pre.startswith(("截至", "截止")):
        return "past"
    if pre in _BASE_WORDS or post.endswith(
        ("相比", "为基数", "为基期", "为基准", "基础上", "基础", "水平上")
    ):
        return "base"
    if pre in ("以", "在", "与", "同", "由", "从") and _BASE_LATER.match(text, end):
        return "base"
    if post.endswith(("起", "开始", "以来")) or (pre in _FROM_WORDS and not post.endswith("前")):
        return "from"
    if pre == "由":
        return "base"
    if pre.endswith(("到", "至")) or post.endswith(("前", "内", "底", "末")):
        return "by"
    return "plain"
