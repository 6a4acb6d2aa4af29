"""Finds the stretches of a text whose numbers are no quantities.

Takes folded text. Gives spans: titles in 《》, document numbers, slogans in quotation marks, whole dates,
ordinals (第三次, 二十大), enumeration marks, numbers inside Latin names (PM2.5, 5G, 4A级), hotlines, times of day. Ages are no masks: whether 65岁 is
an age group or a value is for the reader of the whole sentence to tell. A run of digits or letters is tried
once, from its start: trying it from each character would take the square of its length.
"""

from __future__ import annotations

import re

from analyzers.marks import Span
from analyzers.numerals import CN_TEN

_CN = f"零两{CN_TEN}百"
_PATTERNS = (
    r"《[^《》]{0,80}》",
    r"(?:[\[〔(][0-9]{4}[\]〕)]|[0-9]{4}年)?第?[0-9]{1,5}号(?!楼|线|院)",
    r"[\[〔][0-9]{4}[\]〕][0-9]*号?",
    # Slogans and names. A quotation that holds a percentage is read as running text.
    r"[“‘][^“”‘’%‰]{1,60}[”’]",
    rf"(?:(?:19|20)[0-9]{{2}}年)?(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})月(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})日(?:起|前|之前|至)?",
    rf"(?:(?:19|20)[0-9]{{2}}年)?(?<![0-9])(?:[0-9]{{1,2}}|[{CN_TEN}]{{1,2}})月(?:[底末初]|上旬|中旬|下旬|份)(?:之前|以前|前)?",
    rf"第(?:[0-9]{{1,4}}|[{_CN}千]{{1,6}})[个次届批条章节期轮位名类款项阶步产版卷]?",
    rf"(?:[{_CN}]{{1,4}}|[0-9]{{1,2}})(?:大(?=精神|报告|以来|召开|[,。;、])|届|中全会)",
    rf"[\(][0-9]{{1,2}}[\)]|[\(][{CN_TEN}]{{1,3}}[\)]",
    r"[①-⑳]",
    r"(?:(?<=[。;:])|^)[0-9]{1,2}[.、．](?![0-9])",
    r"(?<![A-Za-zα-ωΑ-Ω\\])[A-Za-zα-ωΑ-Ω]+[-]?[0-9]+(?:[.-][0-9]+)*[A-Za-z]*",  # PM2.5, CO2, ISO9001, IPv6
    r"(?<![0-9])[0-9]+(?:\.[0-9]+)?(?:G|g|A|K|D|V|P|H|T|X)(?![A-Za-z])(?!W|B)级?",
    r"(?<![0-9])[0-9]+\+[0-9A-Za-z]+",
    r"[0-9]{3,5}(?=[^0-9]{0,12}(?:热线|专线|电话))(?![0-9]*[个名人项家%])",
    r"(?:24|二十四)小时(?=[^,。;]{0,6}(?:热线|服务|值班|值守|不间断|自助|在线|开放|营业|监测|应急|响应))",
    rf"[0-9{CN_TEN}]{{1,4}}分钟(?=[^,。;]{{0,12}}圈)",
    r"(?<![0-9:])[0-9]{1,2}:[0-5][0-9] ?[-~至到] ?(?:次日|翌日)?[0-9]{1,2}:[0-5][0-9]",
    r"(?<![0-9])[0-9]+[×x*][0-9]+",
    rf"[{_CN}]是(?=[^非])",
    r"\$[^$]{0,3}\$",
)
_MASK = re.compile("|".join(_PATTERNS))
_ANY = re.compile(rf"[0-9{CN_TEN}“‘《①-⑳]")


def find_masks(text: str) -> tuple[Span, ...]:
    """The stretches of a folded text in which no number is a quantity, in order, without overlap.

    >>> [(m.start, m.end) for m in find_masks("按国发[2019]4号,落实《纲要(2021-2030年)》")]
    [(3, 11), (14, 30)]
    """
    if _ANY.search(text) is None:
        return ()
    return tuple(Span(found.start(), found.end()) for found in _MASK.finditer(text))
