"""What things are called: Chinese names of levels and kinds, and the citation of a clause.

Takes the stable ASCII names of the records, what a person typed, or a Plan with a clause. Gives the words
that people see and type. The wording of levels and kinds follows the glossary of the project and the
headings that plans print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from analyzers.normalise import join_lines
from ingest.plan import Clause, ClauseKind, Heading, Level, Nature, Plan, Relation, Target

if TYPE_CHECKING:  # no search needs it
    from ingest.indicators import Aim

_LONGEST = 40  # characters of a part's title in a citation
_WORDED = ("篇", "章", "节", "部")  # numbers that end with a word
_SUFFIX = re.compile(r"-[a-z]+$")  # of an address whose number was printed twice
LEVELS: Mapping[Level, str] = {
    Level.NATION: "国家",
    Level.PROVINCE: "省",
    Level.CITY: "州市",
    Level.COUNTY: "县",
}
KINDS: Mapping[ClauseKind, str] = {
    ClauseKind.PREFACE: "前言",
    ClauseKind.GUIDELINE: "指导思想",
    ClauseKind.PRINCIPLE: "基本原则",
    ClauseKind.OVERALL_GOAL: "总体目标",
    ClauseKind.GOAL: "主要目标",
    ClauseKind.MEASURE: "策略措施",
    ClauseKind.ORGANISATION: "组织实施",
    ClauseKind.MONITORING: "监测评估",
    ClauseKind.OTHER: "其他",
}
RELATIONS: Mapping[Relation, str] = {
    Relation.SAME: "对应",
    Relation.PART: "部分对应",
    Relation.TOPIC: "同一主题",
    Relation.NONE: "没有对应",
}
OUTSIDE = "（领域以外）"  # what stands in no domain
VALUE = "value"  # of a clause that states a target with a number
HAS: Mapping[str, str] = {VALUE: "数值"}
_HAS_WORDS = dict.fromkeys((VALUE, "数值", "数值目标", "数字", "数据", "数量", "量化目标", "指标值"), VALUE)
_LEVEL_WORDS: Mapping[str, Level] = {
    **{level.value: level for level in Level},
    **{name: level for level, name in LEVELS.items()},
    "国": Level.NATION,
    "全国": Level.NATION,
    "国家级": Level.NATION,
    "中央": Level.NATION,
    "省级": Level.PROVINCE,
    "自治区": Level.PROVINCE,
    "市": Level.CITY,
    "州": Level.CITY,
    "市级": Level.CITY,
    "地级市": Level.CITY,
    "县级": Level.COUNTY,
    "区": Level.COUNTY,
    "县市区": Level.COUNTY,
    "县区": Level.COUNTY,
    "区县": Level.COUNTY,
    "县市": Level.COUNTY,
    "市县": Level.COUNTY,
    "本级": Level.COUNTY,
    "县(市)": Level.COUNTY,
    "州市级": Level.CITY,
    "地市": Level.CITY,
    "县级市": Level.COUNTY,
}
_KIND_WORDS: Mapping[str, ClauseKind] = {
    **{kind.value: kind for kind in ClauseKind},
    **{name: kind for kind, name in KINDS.items()},
    "目标": ClauseKind.GOAL,
    "措施": ClauseKind.MEASURE,
    "原则": ClauseKind.PRINCIPLE,
    "总目标": ClauseKind.OVERALL_GOAL,
    "序言": ClauseKind.PREFACE,
    "引言": ClauseKind.PREFACE,
    "指标": ClauseKind.GOAL,
    "任务": ClauseKind.MEASURE,
    "策略": ClauseKind.MEASURE,
    "总体": ClauseKind.OVERALL_GOAL,
    "思想": ClauseKind.GUIDELINE,
    "实施": ClauseKind.ORGANISATION,
    "组织": ClauseKind.ORGANISATION,
    "保障": ClauseKind.ORGANISATION,
    "保障措施": ClauseKind.ORGANISATION,
    "监测": ClauseKind.MONITORING,
    "评估": ClauseKind.MONITORING,
}


def level_named(word: str) -> Level | None:
    """The level that a person means: ``county``, 县, 县级 …; None where the word is no level."""
    return _LEVEL_WORDS.get(word.strip().lower())


def has_named(word: str) -> str | None:
    """What a person means a clause to state: 数值, 数字 …; None where the word means nothing of the kind."""
    return _HAS_WORDS.get(word.strip().lower())


def kind_named(word: str) -> ClauseKind | None:
    """The kind that a person means: ``goal``, 主要目标, 目标 …; None where the word is no kind."""
    return _KIND_WORDS.get(word.strip().lower())


def citations(plan: Plan) -> dict[str, str]:
    """The citation of every clause of a plan, by address.

    《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条: the title, the numbers of the parts
    as the document prints them, the title of the innermost part, and the place in its list. Read from the
    headings in front of the clause, so that it is what a reader sees when leafing through the document.
    """
    found: dict[str, str] = {}
    headings = sorted(plan.headings, key=lambda heading: heading.start)
    parts = _Parts(plan)
    at = 0
    for clause in sorted(plan.clauses, key=lambda clause: clause.start):
        while at < len(headings) and headings[at].start < clause.start:
            parts.enter(headings[at])
            at += 1
        found[clause.address] = parts.cite(clause)
    return found


class _Parts:
    """The parts of a plan that are open at one place of its text."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._title = f"《{plan.entry.title.strip('《》')}》"
        self._numbered: dict[str, Heading] = {}  # section -> the heading that opened it
        self._label = ("", "")  # section and unnumbered heading in force: 主要目标, 策略措施
        self._places: dict[str, tuple[str, str]] = {}  # section -> printed numbers, title

    def enter(self, heading: Heading) -> None:
        """A heading is passed."""
        if heading.number is not None:
            self._numbered[heading.section] = heading
            self._label = ("", "")
            self._places.clear()
        elif heading.section:
            self._label = (heading.section, heading.title.rstrip("：: "))

    def cite(self, clause: Clause) -> str:
        """The citation of a clause that stands here."""
        place = self._places.get(clause.section)
        if place is None:
            place = self._places[clause.section] = self._place(clause.section)
        numbers, title = place
        if clause.number is None:
            return self._cite_section(clause, numbers, title)
        item = _item(clause)
        label = self._label[1] if self._label[0] == clause.section else ""
        where = _where(numbers, title or clause.section_title)
        return f"{self._title}{where}{' ' if label and where else ''}{label}{item}"

    def _cite_section(self, clause: Clause, numbers: str, title: str) -> str:
        """An unnumbered section, a section that runs on behind its number, or the notice in front."""
        title = clause.section_title or title or clause.title
        if clause.address.endswith("/notice"):
            return f"《{title.strip('《》')}》" if title else f"{self._title}印发通知"
        numbers += _full_width(clause.text[: clause.body])
        if not numbers and clause.text.startswith(title[:_LONGEST]):
            # A paragraph without a heading.
            title = "正文" if clause.kind is ClauseKind.OTHER else KINDS[clause.kind]
        return self._title + _where(numbers, title)

    def _place(self, section: str) -> tuple[str, str]:
        path = [part for part in section.split(".") if part]
        opened = [self._numbered.get(".".join(path[:depth])) for depth in range(1, len(path) + 1)]
        headings = [heading for heading in opened if heading is not None]
        numbers = "".join(_printed_number(self._plan, heading) for heading in headings)
        numbers = f"附件{numbers}" if path[:1] == ["annex"] and not numbers.startswith("附件") else numbers
        return numbers, headings[-1].title if headings else ""


def _item(clause: Clause) -> str:
    """第2条, 第3条第2项 for an item of an item, （六） where the number is printed so."""
    number = clause.number or ""
    printed = _full_width(clause.text[: clause.body])
    if printed.startswith("（") and not number.isdigit():
        return printed
    places = _SUFFIX.sub("", clause.address.rpartition("/")[2]).split(".")
    outer = places[0] if len(places) > 1 else number
    inner = "".join(f"第{place}项" for place in places[1:])
    return f"第{outer}条{inner}"


def _where(numbers: str, title: str) -> str:
    """二、（一）妇女与健康, and 第七章第六节 扩大生态产品供给."""
    title = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
    return f"{numbers}{' ' if title and numbers[-1:] in _WORDED else ''}{title}"


def _printed_number(plan: Plan, heading: Heading) -> str:
    """The number of a heading with its brackets and stops, as printed: 二、, （一）, 第三章."""
    if heading.number is None:
        return ""
    line = join_lines(plan.source.text, heading.start, heading.end).text
    before, found, _ = line.partition(heading.title) if heading.title else (line, "", "")
    return _full_width(before) if found and before else f"{heading.number}、"


def _full_width(number: str) -> str:
    """A printed number as official papers set it: 一、 and （一）, whatever width the source has."""
    return number.replace("(", "（").replace(")", "）").strip(" #\u3000")


_COMPARATORS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "约 ", "=": "", "range": ""}
# 每千名儿童床位增至3.17张 is read as it is written, 3.17张/每千名: staffing, not a rate of events.
_PER_THOUSAND = re.compile("每(?:一)?千(名|人)?")
_COUNTER = re.compile(r"\d\s*(名|人|张|个|位|所)|（(名|人|张|个|位|所)）")
_UNITS = {
    "percent": "%",
    "per_1000": "‰",
    "per_10000": "/万",
    "per_100000": "/10万",
    "count": "",
    "persons": " 人",
    "hours": " 小时",
    "hours_per_day": " 小时/天",
    "credit_hours": " 学时",
    "times_per_year": " 次/年",
    "weeks": " 周",
    "cm": " cm",
    "percentage_points": " 个百分点",
}


def requirement(target: Target) -> str:
    """What a target asks for, as a table shows it: ≥ 90%, ≤ 9/10万, 2:3, 变化 20%, 完成."""
    change = target.nature is Nature.CHANGE_FROM_BASE
    return asked_for(
        target.comparator, target.value, target.value_high, target.unit, target.quote, change=change
    )


def requirement_of(aim: Aim) -> str:
    """What an aim of a text or a figure asks for; a figure without a quote has its unit's words in its name."""
    return asked_for(
        aim.comparator or "",
        aim.value,
        aim.value_high,
        aim.unit or "",
        aim.quote or aim.indicator,
        change=aim.nature == "change_from_base",
    )


def asked_for(
    comparator: str,
    value: Decimal | None,
    high: Decimal | None,
    unit: str,
    quote: str,
    *,
    change: bool = False,
) -> str:
    """A comparator, value and unit as a table shows them; ``quote`` tells 岁 from 年 and ‰ from 每千名."""
    if unit == "milestone" or value is None:
        return "完成" if unit == "milestone" else "—"
    if unit == "ratio":
        return f"{value:f}:{high:f}" if high is not None else f"{value:f}"
    span = f"{value:f}–{high:f}" if high is not None else f"{value:f}"
    return f"{_COMPARATORS.get(comparator, '')}{'变化 ' if change else ''}{span}{_printed_unit(unit, quote)}"


def unit_name(unit: str | None, quote: str) -> str:
    """A unit in a column of its own: %, /10万, 人; 比 for a ratio, nothing for a milestone or a bare count."""
    if unit in (None, "milestone"):
        return ""
    return "比" if unit == "ratio" else _printed_unit(unit or "", quote).strip()


def _printed_unit(unit: str, quote: str) -> str:
    per_thousand = unit == "per_1000" or unit.startswith("per_1000_")
    staffing = _PER_THOUSAND.search(quote) if per_thousand else None
    if staffing is not None:
        counter = _COUNTER.search(quote)
        return f"{(counter[1] or counter[2]) if counter else ''}/每千{staffing[1] or '人'}"
    if unit.startswith("per_1000_") or (unit == "per_1000" and quote and not re.search("‰|千分之", quote)):
        return "/千"  # staffing whose people the quote does not name, not a rate of events
    if unit == "years":
        return " 岁" if "岁" in quote else " 年"
    return _UNITS.get(unit, " " + unit.removeprefix("other:"))
