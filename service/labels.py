"""What levels, kinds and relations are called, and which of them a person means.

Takes the stable ASCII names of the records, or what a person typed. Gives the words that people see, and the value that
a word means. The wording follows the glossary of the project and the headings that plans print.
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.plan import ClauseKind, Level, Relation

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
RELATIONS: Mapping[Relation, str] = {relation: relation.fact.label for relation in Relation}
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


def in_one_line(text: str) -> str:
    """The text of a clause as people see it: the cells of a table's row with a border between them.

    >>> in_one_line("2\\t筛查率\\t≥95")
    '2｜筛查率｜≥95'
    """
    return text.replace("\t", BORDER)
