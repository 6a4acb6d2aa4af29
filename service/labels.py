"""What levels, kinds and relations are called, and which of them a person means.

Takes the stable ASCII names of the records, or what a person typed. Gives the words that people see, and the value that
a word means. The wording follows the glossary of the project and the headings that plans print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from analyzers.units import UNITS
from ingest.plan import Act, Checked, ClauseKind, Corrected, FieldChange, Level, Relation

if TYPE_CHECKING:  # a search starts without it
    from ingest.corrections import Correction

LEVELS: Mapping[Level, str] = {level: level.fact.label for level in Level}
LEVEL_CHOICE = "、".join(LEVELS.values())  # 国家、省 …, for sentences that say what may be written
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
KIND_CHOICE = "、".join(KINDS.values())
RELATIONS: Mapping[Relation, str] = {relation: relation.fact.label for relation in Relation}
COMPARISONS: Mapping[str, str] = {
    ">=": "≥",
    "<=": "≤",
    ">": ">",
    "<": "<",
    "~": "约",
    "=": "等于",
    "range": "区间",
}
# What a correction changes, as people read it.
CORRECTED: Mapping[str, str] = {
    "text": "文字",
    "address": "地址",
    "kind": "类型",
    "domain": "领域",
    "quote": "原文",
    "indicator": "指标",
    "population": "人群",
    "comparator": "比较符",
    "value": "数值",
    "value_high": "上限",
    "unit": "单位",
    "year": "年份",
}
OUTSIDE = "（领域以外）"  # what stands in no domain
BORDER = "｜"  # between the cells of a table's row that is shown in one line; the text itself has a tab
VALUE = "value"  # of a clause that states a target with a number
HAS: Mapping[str, str] = {VALUE: "数值"}
_HAS_WORDS = dict.fromkeys((VALUE, "数值", "数值目标", "数字", "数据", "数量", "量化目标", "指标值"), VALUE)
_LEVEL_WORDS: Mapping[str, Level] = {
    word: level for level in Level for word in (level.value, level.fact.label, *level.fact.words.split())
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
# What people see for the values of a filter; plans have titles, and the others are their own name.
VALUES: Mapping[str, Mapping[str, str]] = {
    "level": {level.value: name for level, name in LEVELS.items()},
    "kind": {kind.value: name for kind, name in KINDS.items()},
    "has": HAS,
}


def value_name(field: str, value: str) -> str:
    """What people see for a value of a filter: 数值 for ``value`` of ``has``.

    >>> value_name("level", "county"), value_name("domain", "健康")
    ('县', '健康')
    """
    return VALUES.get(field, {}).get(value, value)


def level_named(word: str) -> Level | None:
    """The level that a person means: ``county``, 县, 县级 …; None where the word is no level."""
    return _LEVEL_WORDS.get(word.strip().lower())


def has_named(word: str) -> str | None:
    """What a person means a clause to state: 数值, 数字 …; None where the word means nothing of the kind."""
    return _HAS_WORDS.get(word.strip().lower())


def kind_named(word: str) -> ClauseKind | None:
    """The kind that a person means: ``goal``, 主要目标, 目标 …; None where the word is no kind."""
    return _KIND_WORDS.get(word.strip().lower())


def change_in_words(change: FieldChange) -> tuple[str, str, str]:
    """A corrected field with what was read and what stands there instead, as people read them.

    >>> change_in_words(FieldChange("kind", "goal", "measure")), change_in_words(FieldChange("unit", "per_100000", "other:元"))
    (('类型', '主要目标', '策略措施'), ('单位', '/10万', '元'))
    """
    return (
        CORRECTED[change.field],
        _in_words(change.field, change.before),
        _in_words(change.field, change.after),
    )


def _in_words(field: str, value: str | None) -> str:
    if value is None:
        return "（无）"
    if field == "kind":
        return KINDS[ClauseKind(value)]
    if field == "unit":
        return UNITS[value].printed.strip() or "个数" if value in UNITS else value.removeprefix("other:")
    return COMPARISONS.get(value, value) if field == "comparator" else value


def corrected_in_words(corrected: Sequence[Corrected]) -> str:
    """What people corrected, in one line; empty where nobody did.

    >>> from ingest.plan import Act
    >>> corrected_in_words([Corrected("k", Act.KIND, (FieldChange("kind", "goal", "measure"),), "张三", "2026-01-05T09:00:00")])
    '人工更正：改类型（张三，2026-01-05）'
    """
    told = "；".join(f"{each.act.label}（{who_and_when(each.who, each.made)}）" for each in corrected)
    return f"人工更正：{told}" if told else ""


def correction_in_words(correction: Correction) -> str:
    """What one correction asks for, beside its name: which figure, and what is to stand instead of what.

    >>> from ingest.anchors import Anchor
    >>> from ingest.corrections import Correction
    >>> correction_in_words(Correction("k", Act.KIND, Anchor("p", "p/1", "完善制度。"), value="measure"))
    '改为策略措施'
    """
    parts = []
    if correction.target is not None:
        parts.append(f"“{correction.target.quote}”")
        before = dict(correction.target.fields)
        changes = [FieldChange(name, before.get(name), after) for name, after in correction.fields]
        parts += ["{}：{} → {}".format(*change_in_words(change)) for change in changes]
    elif correction.over:
        parts.append("连同中间的标题")
    elif correction.act in (Act.KIND, Act.DOMAIN):
        parts.append(f"改为{_in_words(correction.act, correction.value)}")
    return "　".join(parts)


def who_and_when(who: str | None, made: str) -> str:
    """By whom and on which day."""
    return "，".join(filter(None, (who, made[:10])))


class Signed(Protocol):
    """What somebody put a name to."""

    @property
    def who(self) -> str | None:
        """Who."""
        ...

    @property
    def made(self) -> str:
        """When, as ISO 8601."""
        ...


def checked_in_words(check: Signed | None) -> str:
    """How far something was checked: by whom a person compared it with the original, or that the program alone read it.

    >>> checked_in_words(None)
    '程序识别'
    """
    if check is None:
        return Checked.TEXT.label
    told = who_and_when(check.who, check.made)
    return f"{Checked.PERSON.label}（{told}）" if told else Checked.PERSON.label


def in_one_line(text: str) -> str:
    """The text of a clause as people see it: the cells of a table's row with a border between them.

    >>> in_one_line("2\\t筛查率\\t≥95")
    '2｜筛查率｜≥95'
    """
    return text.replace("\t", BORDER)
