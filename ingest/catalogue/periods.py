"""Reads the years of a plan from its title: （2021—2030年）, 2021至2030年, 二〇二一—二〇三〇年, “十四五”.

Takes a title. Gives the first and the last year, or None where it states no period. A five-year plan has the years
that its name stands for; nothing else is filled in.
"""

from __future__ import annotations

import re

from analyzers.normalise import fold, squash
from analyzers.numerals import CN_DIGIT
from analyzers.years import year_value

_YEAR = f"(?:(?:19|20)[0-9]{{2}}|二零[零{CN_DIGIT[:6]}七八九]{{2}})"
_SPAN = re.compile(rf"(?<![0-9])(?P<first>{_YEAR})年?(?:-{{1,2}}|~|至|到)(?P<last>{_YEAR})(?![0-9])年?")
_FIVE_YEARS = re.compile(
    rf"(?<![{CN_DIGIT[1:]}])十(?P<short>[{CN_DIGIT[:6]}七八九])五|第十(?P<long>[{CN_DIGIT[:6]}七八九])个五年"
)
_ORDER = f"零{CN_DIGIT[:6]}七八九"
_TENTH = 2001  # the first year of 十五, the tenth five-year plan


def period_of(title: str) -> tuple[int, int] | None:
    """The years that a plan is for, as its title states them.

    >>> period_of("示例县妇女发展规划（2021～2030年）"), period_of("示例市“十四五”科技创新规划")
    ((2021, 2030), (2021, 2025))
    >>> period_of("示例省教育发展规划（二〇二一—二〇三〇年）"), period_of("“健康中国2030”规划纲要")
    ((2021, 2030), None)
    """
    text = fold(squash(title))
    spans = list(_SPAN.finditer(text))
    if spans:
        return year_value(spans[-1]["first"]), year_value(spans[-1]["last"])
    plan = _FIVE_YEARS.search(text)
    if plan is None:
        return None
    first = _TENTH + 5 * _ORDER.index(plan["short"] or plan["long"])
    return first, first + 4
