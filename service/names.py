"""What things are called: Chinese names of levels and kinds, and the citation of a clause.

Takes the stable ASCII names of the records, what a person typed, or a Plan with a clause. Gives the words
that people see and type. The wording of levels and kinds follows the glossary of the project and the
headings that plans print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzers.normalise import join_lines
from ingest.plan import Clause, ClauseKind, Heading, Level, Nature, Plan, Target

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
    "组织": ClauseKind.ORGANISATION,
    "保障": ClauseKind.ORGANISATION,
    "保障措施": ClauseKind.ORGANISATION,
    "监测": ClauseKind.MONITORING,
    "评估": ClauseKind.MONITORING,
}


def level_named(word: str) -> Level | None:
    """The level that a person means: ``county``, 县, 县级 …; None where the word is no level."""
    return _LEVEL_WORDS.get(word.strip().lower())


def kind_named(word: str) -> ClauseKind | None:
    """The kind that a person means: ``goal``, 主要目标, 目标 …; None where the word is no kind."""
    return _KIND_WORDS.get(word.strip().lower())


def citations(plan: Plan) -> dict[str, str]:
    """The citation of every clause of a plan, by address.

    《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条: the title, the numbers of the parts
    as the document prints them, the title of the innermost part, and the place in its list. Read from the
    headings in front of the clause, so that it is what a reader sees when leafing through the document.
    """
    printed = {heading: _printed_number(plan, heading) for heading in plan.headings}
    found: dict[str, str] = {}
    headings = sorted(plan.headings, key=lambda heading: heading.start)
    parts: dict[str, Heading] = {}  # section -> the numbered heading that opened it
    label = ""  # unnumbered heading in force: 主要目标, 策略措施
    label_section = ""
    at = 0
    for clause in sorted(plan.clauses, key=lambda clause: clause.start):
        while at < len(headings) and headings[at].start < clause.start:
            heading = headings[at]
            at += 1
            if heading.number is not None:
                parts[heading.section] = heading
                label = ""
            elif heading.section:
                label, label_section = heading.title.rstrip("：: "), heading.section
        here = label if label_section == clause.section else ""
        found[clause.address] = _citation(plan, clause, parts, printed, here)
    return found


def _citation(
    plan: Plan, clause: Clause, parts: Mapping[str, Heading], printed: Mapping[Heading, str], label: str
) -> str:
    path = [part for part in clause.section.split(".") if part]
    numbers: list[str] = []
    title = ""
    for depth in range(1, len(path) + 1):
        heading = parts.get(".".join(path[:depth]))
        if heading is not None:
            numbers.append(printed[heading])
            title = heading.title
    if not title or (clause.number is None and clause.title and len(clause.title) <= 40):
        title = clause.section_title or (clause.title if clause.number is None else "")
    place = "".join(numbers) + _short(title)
    item = _item(clause)
    inner = f"{label}{item}" if item else ""
    gap = " " if place and inner and label else ""
    return f"《{plan.entry.title.strip('《》')}》{place}{gap}{inner}"


def _item(clause: Clause) -> str:
    """第2条, and 第3条第2项 for an item of an item; empty for a clause without a printed number."""
    if clause.number is None:
        return ""
    places = re.sub(r"-[a-z]+$", "", clause.address.rsplit("/", 1)[-1]).split(".")
    outer = places[0] if len(places) > 1 else clause.number
    inner = "".join(f"第{place}项" for place in places[1:])
    return f"第{outer}条{inner}"


def _printed_number(plan: Plan, heading: Heading) -> str:
    """The number of a heading with its brackets and stops, as printed: 二、, （一）, 第三章."""
    if heading.number is None:
        return ""
    line = join_lines(plan.source.text, heading.start, heading.end).text
    before, found, _ = line.partition(heading.title) if heading.title else (line, "", "")
    return before if found and before else f"{heading.number}、"


def _short(title: str, longest: int = 40) -> str:
    """A part's title, cut where a whole paragraph was printed in its place."""
    return title if len(title) <= longest else title[: longest - 1] + "…"


_COMPARATORS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "约 ", "=": "", "range": ""}
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
    "years": " 年（岁）",
    "weeks": " 周",
    "cm": " cm",
    "percentage_points": " 个百分点",
}


def requirement(target: Target) -> str:
    """What a target asks for, as a table shows it: ≥ 90%, ≤ 9/10万, 2:3, 变化 20%, 完成."""
    if target.unit == "milestone" or target.value is None:
        return "完成"
    value, high = f"{target.value:f}", target.value_high
    if target.unit == "ratio":
        return f"{value}:{high:f}" if high is not None else value
    unit = _UNITS.get(target.unit, " " + target.unit.removeprefix("other:"))
    span = f"{value}–{high:f}" if high is not None else value
    change = "变化 " if target.nature is Nature.CHANGE_FROM_BASE else ""
    return f"{_COMPARATORS.get(target.comparator, '')}{change}{span}{unit}"
