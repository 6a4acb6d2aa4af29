"""What people write into a query besides words: “phrases”, -excluded words, filters such as 领域:健康.

Takes the text as typed. Gives Typed: the words that are left, and each of these apart, still as text. Knows
neither the index nor the base: what a filter value means is settled by ``scope`` when the base is open.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from service.errors import BadQuery

# What may stand before the colon; the field of Scope that it fills.
FIELDS = {
    "领域": "domains",
    "层级": "levels",
    "级别": "levels",
    "类型": "kinds",
    "类别": "kinds",
    "部门": "units",
    "责任单位": "units",
    "责任部门": "units",
    "规划": "plans",
    "文件": "plans",
    "单位": "units",
    "level": "levels",
    "kind": "kinds",
    "domain": "domains",
    "plan": "plans",
    "unit": "units",
    "含": "has",
    "含有": "has",
    "has": "has",
}
NAMES = {"domains": "领域", "levels": "层级", "kinds": "类型", "units": "部门", "plans": "规划", "has": "含"}

_PHRASE = '[“"＂「『](?P<phrase>[^“”"＂「」『』]*)[”"＂」』]'
_AFTER = (
    r"(?:(?<![^\s,，、;；。(（])|(?<=[”\"＂」』]))"  # at the start, or behind a blank, a stop or a phrase
)
# A sign alone is a dash, two are a dash as well, and one between two numbers is a range: 2021 -2030.
_MINUS = r"(?<![0-9０-９]\s)[-－−﹣](?=[^\s\-－−﹣—–])|(?<=[0-9０-９]\s)[-－−﹣](?=[^\s\-－−﹣—–0-9０-９])"
_VALUE = '[“"＂「『][^“”"＂「」『』]*[”"＂」』]|[^\\s;；。]*'
_PARTS = re.compile(
    rf"{_AFTER}(?P<minus>{_MINUS}|(?:不含|不要|排除)\s*[:：]\s*)?"
    rf"(?P<field>{'|'.join(FIELDS)})\s*[:：=＝]\s*(?P<value>{_VALUE})"
    rf"|{_AFTER}(?:{_MINUS}|(?:不含|不要|排除)\s*[:：]\s*)(?P<out>{_VALUE})"
    rf"|{_PHRASE}"
)
_MARKS = '“”"＂「」『』'
_LIST = re.compile("[,，、]")


class Typed(NamedTuple):
    """A query taken apart."""

    rest: str  # the words; what was taken out left a blank
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()  # field of Scope, values; all of them hold


def take_apart(text: str) -> Typed:
    """The parts of a query. Raises BadQuery for a filter with a minus sign.

    >>> take_apart("厕所 -旅游 领域：环境 “一站式” 35-45岁")
    Typed(rest='厕所       35-45岁', phrases=('一站式',), excluded=('旅游',), filters=(('domains', ('环境',)),))
    """
    phrases: list[str] = []
    excluded: list[str] = []
    filters: list[tuple[str, tuple[str, ...]]] = []

    def take(found: re.Match[str]) -> str:
        if found["field"]:
            name = found["field"]
            if found["minus"]:
                raise BadQuery(
                    f"{name}前面不能加减号，请直接写要看的{name}，例如：{name}:{_EXAMPLE[FIELDS[name]]}。"
                )
            value = found["value"].strip(_MARKS)
            filters.append((FIELDS[name], tuple(filter(None, map(str.strip, _LIST.split(value)))) or ("",)))
        elif found["out"] is not None:
            excluded.extend(filter(None, map(str.strip, _LIST.split(found["out"].strip(_MARKS)))))
        else:
            phrases.append(found["phrase"])
        return " "

    rest = _PARTS.sub(take, text)
    return Typed(rest, tuple(phrases), tuple(dict.fromkeys(excluded)), tuple(filters))


_EXAMPLE = {
    "domains": "健康",
    "levels": "县",
    "kinds": "目标",
    "units": "卫生健康",
    "plans": "儿童发展规划",
    "has": "数值",
}
