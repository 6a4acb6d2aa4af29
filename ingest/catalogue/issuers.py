"""Reads who issued a paper, and its number: from the title of its notice or order, from what stands under it, from the
signature.

Takes a plan as read. Gives the names of the issuers in order, each apart (示例县民政局、示例县财政局), and the number
of an order (示例市人民政府令第68号). Only what is printed is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.normalise import HAN, fold, squash
from analyzers.numerals import CN_DIGIT, CN_TEN
from ingest.plan import Plan

_ENDS = r"(?:人民政府|国务院|中共中央|常务委员会|委员会|联合会|办公室|办公厅|政府|党委|厅|局|院|部|委|会|中心|集团)"
_ONE = re.compile(
    rf"[{HAN}]{{2,30}}{_ENDS}|(?:国务院|中共中央)(?:办公厅|[{HAN}]{{0,12}}委员会)?|全国人民代表大会"
)
_TITLE = re.compile(r"^\s*(?P<who>[^关印《》]{2,90}?)\s*(?:关于|印发)")
_ORDER = re.compile(rf"^\s*(?P<order>(?P<who>[{HAN}\s]{{2,40}}?)令)\s*(?P<number>第\s*\d{{1,4}}\s*号)?\s*$")
_ORDER_NUMBER = re.compile(r"第\s*\d{1,4}\s*号")
_GAP = re.compile(r"[\s、,]+")
# 示例县民政局示例县财政局: the region that the first name begins with begins the next.
_REGION = re.compile(rf"^[{HAN}]{{2,8}}?(?:省|自治区|自治州|自治县|州|盟|市|县|区|旗|乡|镇)")
_DATE = re.compile(rf"\s*(?:\d{{4}}|[零{CN_DIGIT}]{{4}})\s*年\s*[\d{CN_TEN}]{{1,3}}\s*月.*")
_LONGEST_LINE = 90
_SIGNED = ("notice-closing", "closing", "masthead", "notice-masthead")


def issuers_of(plan: Plan) -> tuple[str, ...]:
    """Who issued a paper, in the order in which it names them."""
    for heading in _titles(plan):
        order = _ORDER.match(heading)
        match = order or _TITLE.match(heading)
        if match is not None and (found := tuple(_names(match["who"]))):
            return found
    return _signed(plan)


def order_number(plan: Plan) -> str | None:
    """The number of an order: 示例市人民政府令第68号."""
    for heading in _titles(plan):
        order = _ORDER.match(heading)
        if order is None:
            continue
        number = order["number"]
        if number is None:
            below = next((c.text for c in plan.clauses if c.address.endswith("/notice-masthead")), "")
            match = _ORDER_NUMBER.match(fold(below))
            number = match.group() if match else None
        return squash(order["order"] + number) if number else None
    return None


def _titles(plan: Plan) -> Iterator[str]:
    """The titles of the paper with the blanks that part the names in them."""
    for heading in plan.headings:
        if heading.level == 0:
            yield " ".join(fold(plan.source.text[heading.start : heading.end]).split())


def _signed(plan: Plan) -> tuple[str, ...]:
    """The names on lines of their own above the date or under the title."""
    for tail in _SIGNED:
        clause = next((c for c in plan.clauses if c.address.partition("/")[2] == tail), None)
        if clause is None:
            continue
        found: list[str] = []
        for line in fold(plan.source.text[clause.start : clause.end]).splitlines():
            names = tuple(_names(_DATE.sub("", line))) if len(line) <= _LONGEST_LINE else ()
            found += [name for name in names if name not in found]
        if found:
            return tuple(found)
    return ()


def _names(words: str) -> Iterator[str]:
    """The names in a line that holds nothing else; none where a word is no name of an office."""
    parts = [part for piece in _GAP.split(words.strip()) for part in _apart(piece)]
    if parts and all(_ONE.fullmatch(part) for part in parts):
        yield from parts


def _apart(words: str) -> Iterator[str]:
    """Names that were printed without a blank between them."""
    region = _REGION.match(words)
    if region is None:
        if words:
            yield words
        return
    start = 0
    for again in re.finditer(rf"(?<=[府院会室厅局部委])(?={re.escape(region.group())})", words):
        yield words[start : again.start()]
        start = again.start()
    yield words[start:]
