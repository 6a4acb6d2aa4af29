"""Reads what one cell says, and only where all of it is understood: ≥55, 〔1.2〕, 165—170, 每年下降0.5个百分点.

Takes the text of a cell. Gives CellValues (several where a cell names a year for each), NOTHING for a dash or a blank,
or says that there are only words, or a number that cannot be told for certain. Never takes a part of a cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from analyzers import comparators
from analyzers.comparators import Place
from analyzers.normalise import fold
from analyzers.units import unit_at
from ingest.targets import vocabulary


class Unread(Enum):
    """Why a cell gives no value."""

    NOTHING = "nothing"
    WORDS = "words"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says. ``unit`` is printed in it; ``total`` says that it stands in the brackets of a total."""

    value: Decimal
    high: Decimal | None = None
    comparator: str = "="
    unit: str = ""
    ratio: bool = False
    total: bool = False
    change: str | None = None  # up, down
    yearly: bool = False
    baseline_year: int | None = None
    hedge: str | None = None
    scope: str | None = None
    year: int | None = None
    coverage: bool = False  # 全覆盖


_NOTHING = re.compile(r"[-/\\·.…*×xX_~ ]*|无")
_FOOTNOTE = re.compile(r"[①-⑳㉑-㉟¹²³*※#]+$")
# What stands outside the brackets is no number: 91〔2〕 are two.
_TOTAL = re.compile(
    r"(?P<pre>[^〔\[【〕\]】\d]{0,6})[〔\[【](?P<in>[^〔\[【〕\]】]+)[〕\]】](?P<post>[^〔\[【〕\]】\d]{0,6})"
)
_ROUND = re.compile(r"\(([^()]+)\)")
_COVERAGE = re.compile("(?:实现|达到)?(?:全覆盖|全面覆盖|全部覆盖)")
_RATIO = re.compile(r"(\d{1,6}(?:\.\d{1,4})?):(\d{1,6}(?:\.\d{1,4})?)")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[, ]\d{3})+|\d{1,12})(?:\.\d{1,6})?")
_SCALE = re.compile("(?:百万|千万|百亿|千亿|万亿|[万亿])")
_DASH = re.compile(r" ?(?:-|~|至|到) ?(?=\d)")
_YEARLY = re.compile("每年|年均|逐年|年")
_COMPARED = re.compile(
    r"(?:比|较)(?:(20\d{2})年?|[“\"]?十([一二三四五六])五[”\"]?)(?:末|底|年末|年底)?(?:的?水平)?(?:相比)?"
)
_REMARK = re.compile(r"\(([^()\d]{1,20})\)$")
_SUM = re.compile("(?:五年|[5十]年|期间|规划期)?(?:累计|合计|总计)(?:达到?|为)?")
_NEW = re.compile("新增|新建|新改扩建|新改建|净增|年新增")
_NEUTRAL = re.compile("约?(?:达到|达|为|至|实现|完成|力争达到|力争|确保|总量|维持|保持|稳定|在)")
_DOWN = re.compile("[降减缩削压]|回落|下调")
_PAIRED = re.compile(r"(?:到)?(20\d{2})年?(?:末|底)?[:：]?(?:达到|达|为)?")
_PARTS = re.compile(r"[,;、]\s*(?=(?:到)?20\d{2}年?)")
_HEDGES = ("力争", "确保", "争取")


def read_cell(text: str, *, round_totals: bool = False) -> tuple[CellValue, ...] | Unread:
    """What a cell says; ``round_totals``: the notes of its table say that （） stands for a total.

    >>> read_cell("≥55")[0].comparator, read_cell("—"), read_cell("逐步提高"), read_cell("25/31")
    ('>=', <Unread.NOTHING: 'nothing'>, <Unread.WORDS: 'words'>, <Unread.UNSURE: 'unsure'>)
    >>> [(v.year, str(v.value)) for v in read_cell("2023年6，2025年9")]
    [(2023, '6'), (2025, '9')]
    """
    plain = fold(text).strip()
    if round_totals and (inner := _ROUND.fullmatch(plain)):
        plain = f"〔{inner[1]}〕"
    if _NOTHING.fullmatch(plain):
        return Unread.NOTHING
    found = _one(plain) or _each_year(plain)
    if found is not None:
        return found
    return Unread.UNSURE if re.search(r"\d", plain) else Unread.WORDS


def _one(plain: str) -> tuple[CellValue, ...] | None:
    value = _value(plain)
    return (value,) if value is not None else None


def _each_year(plain: str) -> tuple[CellValue, ...] | None:
    """2023年6，2025年9: a year in front of each value."""
    parts = _PARTS.split(plain)
    found: list[CellValue] = []
    for part in parts:
        year = _PAIRED.match(part)
        value = _value(part[year.end() :].strip()) if year is not None else None
        if year is None or value is None or not part[year.end() :].strip():
            return None
        found.append(replace(value, year=int(year[1])))
    return tuple(found) if len({value.year for value in found}) == len(found) else None


def _value(plain: str) -> CellValue | None:
    if _COVERAGE.fullmatch(plain):
        return CellValue(Decimal(100), coverage=True)
    bracketed = _TOTAL.fullmatch(plain)
    if bracketed is not None:
        inner = _value(f"{bracketed['pre']}{bracketed['in']}{bracketed['post']}")
        return replace(inner, total=True) if inner is not None and not inner.total else None
    if value := _Scanner(plain).read():
        return value
    stripped = _FOOTNOTE.sub("", plain).strip()
    if stripped != plain:
        return _value(stripped)
    remark = _REMARK.search(plain)
    if remark is not None and remark.start():
        value = _Scanner(plain[: remark.start()].strip()).read()
        if value is None:
            return None
        if unit_at(remark[1], 0) is not None:
            return replace(value, unit=remark[1]) if not value.unit else None
        return replace(value, scope=remark[1])
    return None


class _Scanner:
    """Reads a cell from left to right: words in front, the number, its unit, words behind."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found = CellValue(Decimal(0))

    def read(self) -> CellValue | None:
        """The value, or None where anything is left over."""
        ratio = _RATIO.fullmatch(self._text)
        if ratio is not None:
            return CellValue(Decimal(ratio[1]), Decimal(ratio[2]), ratio=True)
        while any(step() for step in (self._compared, self._change, self._comparator, self._words)):
            pass
        if not self._number():
            return None
        while self._behind():
            pass
        return self._found if self._at == len(self._text) else None

    # -- in front --------------------------------------------------------------------------------------------

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found is not None and found.end() > self._at:
            self._at = found.end()
            return found
        return None

    def _compared(self) -> bool:
        """比2020年"""
        found = self._take(_COMPARED)
        if found is None:
            return False
        year = int(found[1]) if found[1] else 2005 + 5 * "零一二三四五六".index(found[2])
        self._found = replace(self._found, baseline_year=year)
        return True

    def _change(self) -> bool:
        """每年下降, 提高; not 下降到, which is a level."""
        start = self._at
        yearly = self._take(_YEARLY) is not None
        total = self._take(_SUM) is not None
        level = vocabulary.level_verbs().beginning(self._text, self._at)
        verb = vocabulary.change_verbs().beginning(self._text, self._at)
        if verb and len(verb) >= len(level):
            self._at += len(verb)
            down = "down" if _DOWN.search(verb) else "up"
            self._found = replace(self._found, change=down, yearly=self._found.yearly or yearly)
            if total:
                self._found = replace(self._found, scope="累计")
            return True
        self._at = start
        return False

    def _comparator(self) -> bool:
        word = comparators.words(Place.NUMBER).beginning(self._text, self._at)
        if not word or self._found.comparator != "=":
            return False
        self._at += len(word)
        sign = comparators.sign_of(word)
        hedge = word if sign == "~" else self._found.hedge
        self._found = replace(self._found, comparator=sign, hedge=hedge)
        return True

    def _words(self) -> bool:
        """达到, 控制在, 累计, 新增, 力争: words that leave the number what it is."""
        if self._text[self._at : self._at + 1] == " ":
            self._at += 1
            return True
        for hedge in _HEDGES:
            if self._text.startswith(hedge, self._at):
                self._at += len(hedge)
                self._found = replace(self._found, hedge=self._found.hedge or hedge)
                return True
        if self._take(_SUM) is not None:
            self._found = replace(self._found, scope="累计")
            return True
        if (new := self._take(_NEW)) is not None:
            self._found = replace(self._found, scope=new.group())
            return True
        if level := vocabulary.level_verbs().beginning(self._text, self._at):
            self._at += len(level)
            return True
        return self._take(_NEUTRAL) is not None

    # -- the number and behind -------------------------------------------------------------------------------

    def _number(self) -> bool:
        low = self._plain_number()
        if low is None:
            return False
        scale = self._scale()
        unit = self._unit()
        dash = self._take(_DASH) if low >= 0 else None
        high = self._plain_number() if dash is not None else None
        if dash is not None:
            second = self._scale()
            if high is None or high <= low or (scale and second and scale != second):
                return False
            scale, unit = second or scale, self._unit() or unit
            if self._found.comparator != "=":
                return False
        self._found = replace(
            self._found, value=low, high=high, unit=f"{scale}{unit}",
            comparator="range" if high is not None else self._found.comparator,
        )  # fmt: skip
        return True

    def _plain_number(self) -> Decimal | None:
        found = _NUMBER.match(self._text, self._at)
        if found is None:
            return None
        self._at = found.end()
        return Decimal(found.group().replace(",", "").replace(" ", ""))

    def _scale(self) -> str:
        found = self._take(_SCALE)
        return found.group() if found is not None else ""

    def _unit(self) -> str:
        start = self._at
        if self._text[self._at : self._at + 1] == " ":
            self._at += 1
        known = unit_at(self._text, self._at)
        if known is None:
            self._at = start
            return ""
        printed = self._text[self._at : known.end]
        self._at = known.end
        return printed

    def _behind(self) -> bool:
        if self._text[self._at : self._at + 1] == " ":
            self._at += 1
            return True
        word = comparators.beginning(self._text, self._at)
        if not word:
            return False
        sign = comparators.sign_of(word)
        if self._found.comparator not in ("=", sign) or (
            word in ("多", "余") and self._found.high is not None
        ):
            return False
        self._at += len(word)
        self._found = replace(
            self._found, comparator=sign, hedge=word if sign == "~" else self._found.hedge
        )  # fmt: skip
        return True
