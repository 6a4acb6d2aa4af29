"""Finds words that say a number without one: 全覆盖 (100 %), 翻番 (twice as much), 零发生, 降至零, 清零 (nothing).

Takes folded text. Gives Quantities. Names (零增长行动, 全覆盖监测) and figures of speech (零距离, 零容忍) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from analyzers.marks import Quantity

_COVERAGE = re.compile(r"(?:全面|全部|完全)覆盖|(?<![健安完齐])全覆盖")
_COVERAGE_NAME = re.compile(
    "[、 ]?(?:全要素|全过程|全方位|的|式|拉网|监测|网络|体系|机制|监管|管理|排查|检查|工程|行动|试点)"
)
_DOUBLED = re.compile("翻番")
_NAME = re.compile(
    "[”’》]|[^,。;]{0,3}?(?:行动|工程|计划|攻坚|战略|政策|机制|模式|方案|制度|县|村|社区|家庭|单位|企业)"
)
# Nothing of a kind: 零增长 is no percent of growth, 零发生 no case.
_NONE_OF = re.compile(
    "[零0](?:(?P<rate>增长)|(?P<count>发生|死亡|伤亡|事故|新增|感染|复发|发案|投诉(?=[,。;、]|$)))"
)
_CLEARED = re.compile("[清归]零")
_TO_ZERO = re.compile("(?<=[至到为在])零(?=[,。;、)]|$|的(?:目标|水平)|[以左])")
_ANY = re.compile("[覆翻零0][盖番增发死伤事新感复投,。;、)的以左]|[清归]零|零$")


def find_number_words(text: str) -> Iterator[Quantity]:
    """The quantities that words alone say, kind by kind.

    >>> [(q.unit, str(q.value)) for q in find_number_words("事故零发生,案件发生率降至零,实现全覆盖")]
    [('percent', '100'), ('count', '0'), ('', '0')]
    """
    if _ANY.search(text) is None:
        return
    for found in _COVERAGE.finditer(text):
        if not _COVERAGE_NAME.match(text, found.end()):
            yield _quantity(found, 100, "percent", "coverage")
    for found in _DOUBLED.finditer(text):
        yield _quantity(found, 1, "doubling", "fold")
    for found in _NONE_OF.finditer(text):
        if text[found.start() - 1 : found.start()].isdigit() or _NAME.match(text, found.end()):
            continue
        yield (
            _quantity(found, 0, "percent", "growth")
            if found["rate"]
            else _quantity(found, 0, "count", "count")
        )
    for found in _CLEARED.finditer(text):
        if text[found.start() - 1 : found.start()] not in "“‘" and not _NAME.match(text, found.end()):
            yield _quantity(found, 0, "count", "count")
    for found in _TO_ZERO.finditer(text):
        yield _quantity(found, 0, "", "bare")


def _quantity(found: re.Match[str], value: int, unit: str, family: str) -> Quantity:
    start, end = found.span()
    return Quantity(start, end, start, end, Decimal(value), None, "=", unit, family)
