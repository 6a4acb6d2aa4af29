"""Says in which unit a value counts where the unit hangs on words in front of it: 每千名…1.12名, 每年1次, 每天1小时.

Takes a Quantity, the indicator's name and the folded text in front of the value. Gives unit, base and value as
the record states them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from analyzers import comparators, lexicon, numerals
from analyzers.marks import Quantity
from analyzers.numerals import CN_DIGIT, CN_TEN
from analyzers.units import RATE_OVER
from ingest.targets import vocabulary
from ingest.targets.wording import demands

_PER_BASE = re.compile(
    rf"每(十万|10 ?万|百万|千|万|1000|10000|100000) ?(?:名|人|位|户|个|常住人口|人口)?|(?:^|(?<=[^0-9{CN_TEN}百吨]))(千|10万|十万|万)人(?:口)?(?=[^次才大工均计])"
)
_PER_DIRECT = re.compile(r"每(?:十万|10 ?万|千|万)(?:名|人|位|户)?(?:人口)?$")
_RATE_OF = re.compile("每[十百千万0-9]+(?:名|人|位)?.*量$")
_BASES = {
    "千": 1000,
    "1000": 1000,
    "万": 10_000,
    "10000": 10_000,
    "十万": 100_000,
    "10万": 100_000,
    "100000": 100_000,
}
_RATE_OVER_NAMED = re.compile("(十万|(?<!十)万|千)(?:台|车|辆|人|名|户|例)[^万千]{1,8}率$")
_COUNTABLE = ("count", "people", "thing", "bare")


class Period(NamedTuple):
    """How often something is done, or over what time it is counted."""

    label: (
        str  # what a unit is called after: 次/季度; "" for a number of years, whose number it is called after
    )
    name: str  # in records
    behind: str  # what stands behind 每 or 每个
    otherwise: str = ""  # how else it is said


# Only 每年 is times_per_year: 每季度1次 keeps its period in the unit, so that the value stays as printed.
PERIODS = (
    Period("季度", "quarter", "季度?", "按季度?|季度"),
    Period("半年", "half_year", "半年"),
    Period("月", "month", "月", "按月"),
    Period("周", "week", "周|星期", "周均"),
    Period("学期", "term", "学期"),
    Period("学年", "school_year", "学年"),
    Period("", "", f"([0-9两{CN_TEN}]{{1,2}})年"),
    Period("年", "year", "年度?(?!级)", "年人均|年均|全年|一年|年(?=开展|举办|组织|召开)"),
)
EVERY = f"每(?:个)?(?:{'|'.join(period.behind for period in PERIODS)})"  # a piece for patterns
EVERY_OR_DAILY = f"(?:{EVERY}|每(?:个)?[天日])"
_PER_DAY = re.compile("每天|每日|日均|每人每天")
_DIVIDED = re.compile(
    "(?:每(?:百|千|万)?[人户生亩床](?:口)?)?每?(日|天|月|年)$|每((?:百|千|万)?(?:人|户|生|亩|床|次))(?:口)?$|日均()$"
)


# 每人每月分别不低于|800元、: the values of the same list in front.
_LISTED_BEFORE = re.compile("(?:[0-9][0-9.,]*[万亿]?[^0-9、,]{0,6}(?:、|和|及|与))+$")


_EACH_ONE = re.compile("(?:(?:分别|均|都|各|为|应|要|需|按)+)$")


@lexicon.kept
def _periods() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How often, also as 年 of 社区年至少召开2次; the year of 2025年至少召开2次 is none."""
    patterns = [
        (re.compile("|".join(filter(None, (f"每(?:个)?(?:{each.behind})", each.otherwise)))), each.label)
        for each in PERIODS
    ]
    return (*patterns, (re.compile(f"(?<![0-9零{CN_DIGIT}])年(?={demands.pattern()})"), "年"))


@lexicon.kept
def _period_end() -> re.Pattern[str]:
    return re.compile(
        f"(?:{EVERY_OR_DAILY}|年均)(?:{demands.pattern()}|开展|举办|组织|召开|进行|累计|人均)*$"
    )


def is_turns(q: Quantity) -> bool:
    """Whether a quantity says how often something is done: 2次, 30场; 3节课 are lessons."""
    return q.family == "times" and q.unit != "other:节"


def ends_with_period(left: str) -> bool:
    """Whether a text ends by saying how often: 每年, 每季度至少召开."""
    return bool(_period_end().search(left))


def has_period(text: str) -> bool:
    """Whether the text says how often: 每年, 每季度.

    >>> has_period("每年组织"), has_period("年轻人")
    (True, False)
    """
    return any(pattern.search(text) for pattern, _ in _periods())


def period_of(text: str) -> str:
    """The words that say how often: 每季度 of 每季度召开, "" for none."""
    found = next((m for pattern, _ in _periods() if (m := pattern.search(text))), None)
    return found.group() if found else ""


def unit_of(q: Quantity, name: str, left: str) -> tuple[str, int | None, Decimal]:
    """Unit, base and value of a record.

    ``name`` is the indicator, ``left`` the folded text of the segment in front of the value.
    """
    if base := _base_in_front(q, left):  # 控制在每10万人1.5万人次以内
        factor = numerals.scale_of(q.bare_scale) if q.unit.startswith("other:") and q.bare_scale else 1
        return RATE_OVER[base], base, whole(q.value * factor)
    if base := _base_of(q, name, left):
        return RATE_OVER[base], base, q.value
    if q.family == "bare":
        return _unit_of_bare(q, name), None, q.value
    if q.family == "times":
        return _times(q, left)
    if q.unit == "hours" and (_PER_DAY.search(left) or _PER_DAY.search(name)):
        return "hours_per_day", None, q.value
    if q.family == "fold":
        # 增长一倍 is 100 percent more, 翻两番 is four times as much: 300 percent more.
        size = q.value * 100 if q.unit == "fold" else (2 ** min(int(q.value), 20) - 1) * Decimal(100)
        return "percent", None, size
    if divided := _divisor(left, q):
        return f"{q.unit}/{divided}", None, q.value
    return q.unit, q.base, q.value


def _base_of(q: Quantity, name: str, left: str) -> int | None:
    """The base of a count whose name or verb states it: 每千名儿童拥有|医生, 每千人食品检验量."""
    if q.family in ("times", "volume"):
        return per_base(name) if _RATE_OF.match(name) else None
    return (per_base(name) or per_base(left[-12:])) if q.family in _COUNTABLE else None


def _unit_of_bare(q: Quantity, name: str) -> str:
    """The unit of a number without one: 系数 of …利用系数0.58; nothing of a rate is 0 percent, of all else 0 pieces."""
    head = vocabulary.heads().ending(name)
    if head == "比":  # 城乡居民收入比2.1
        return "ratio"
    if q.value and (over := _RATE_OVER_NAMED.search(name)):  # 万台死亡率0.1
        return RATE_OVER[_BASES[over[1]]]
    if q.value or (head and not name.endswith(("率", "比例", "比重", "占比"))):
        return f"other:{head}"
    return "percent" if head else "count"  # 贫困发生率下降到0, 责任事故保持为零


def _base_in_front(q: Quantity, left: str) -> int | None:
    """The base that stands right in front of a count."""
    found = _PER_DIRECT.search(left)
    return per_base(found.group()) if found and q.family in (*_COUNTABLE, "volume") else None


def _divisor(left: str, q: Quantity) -> str:
    """月 of 每人每月1500元, 百户 of 每百户30平方米; how long a stay is does not hang on 年 in front of it."""
    if not q.unit.startswith("other:") or "/" in q.unit or q.family == "volume":
        return ""
    left = _LISTED_BEFORE.sub("", left)
    found = _DIVIDED.search(_EACH_ONE.sub("", left.removesuffix(comparators.ending(left))))
    if not found or ("每" not in found.group() and "日均" not in found.group()):
        return ""
    return (found[1] or found[2] or "日").replace("天", "日")


def whole(value: Decimal) -> Decimal:
    """The same value without the zeros that a multiplication left: 15000.0 becomes 15000."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def per_day(text: str) -> bool:
    """Whether the text says 每天 or 每日."""
    return bool(_PER_DAY.search(text))


def per_base(text: str) -> int | None:
    """The size of the group that a rate is counted over: 1000 for 每千名.

    >>> per_base("每千名儿童拥有医生"), per_base("每10万人口"), per_base("千家万户")
    (1000, 100000, None)
    """
    found = _PER_BASE.search(text)
    return _BASES.get((found[1] or found[2]).replace(" ", "")) if found else None


def _times(q: Quantity, left: str) -> tuple[str, None, Decimal]:
    printed = q.unit.removeprefix("other:") if q.unit.startswith("other:") else ""
    found = [(m, label) for pattern, label in _periods() for m in pattern.finditer(left)]
    if found:  # the nearest in front of the value: 每学期不少于2次、社区每年不少于4次
        last, label = max(found, key=lambda one: (one[0].end(), len(one[0].group())))
        if label == "年" and not printed:
            return "times_per_year", None, q.value
        if label == "年" and printed.startswith(_EVENTS):  # 每年演出800场: counted as things are, over a year
            return _events(q.unit), None, q.value
        return f"other:{printed or '次'}/{label or last[1] + '年'}", None, q.value
    return (_events(q.unit) if printed else "other:次"), None, q.value


_EVENTS = ("场", "批次")


def _events(unit: str) -> str:
    """The unit of a number of events: 场 is a count like 个; 场次, 批次 and 场（次） go by their print."""
    return "count" if unit == "other:场" else unit


@lexicon.kept
def _often() -> re.Pattern[str]:
    return re.compile(
        f"(?:平均)?{EVERY}(?:{demands.pattern()}|累计)?(?:组织开展|组织|开展|举办|召开|进行|举行|接受|参加)?"
    )


def without_period(name: str) -> tuple[str, str]:
    """Who does it and what is done, where a name says how often.

    >>> without_period("乡级河湖长每月巡河"), without_period("每年开展应急演练"), without_period("安全检查")
    (('乡级河湖长', '巡河'), ('', '应急演练'), ('', '安全检查'))
    """
    found = _often().search(name)
    if not found or len(name) - found.end() < 2:
        return "", name
    return name[: found.start()], name[found.end() :]
