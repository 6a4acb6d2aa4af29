"""The questions that can be asked, one frozen record for each kind; all faces ask with these.

Each field says in Chinese what is to be written there (``help_of``), so that a command, a parameter of the
API and the description of a tool say the same. ``key`` tells one question from every other, in any process;
``in_words`` is the line of filters on a sheet. Nothing here knows a base.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from service.desk.filters import ANYWHERE, Filters, InWords, Typed, Where, told
from service.labels import LEVEL_CHOICE
from service.query import EVERYWHERE, Known, Query, Scope, read_query, read_scope

if TYPE_CHECKING:  # the start of a search waits for neither
    from service.answers.target_list import TargetQuery
    from service.decisions import LinkStatus

_LITERAL = "只按写的字查"
_WHERE: dict[str, str] = told("筛选", "到哪里去找。")


@dataclass(frozen=True, slots=True)
class Question:
    """What all questions have: a text that tells one from another."""

    @property
    def key(self) -> str:
        """The same for the same question only: ``SearchQuestion {"text": "留守儿童"}``. What is left open is left out."""
        return f"{type(self).__name__} {json.dumps(_stated(self), ensure_ascii=False)}"

    def in_words(self, filters: InWords) -> InWords:
        """What was asked for, as people read it; ``filters`` are those of a base, in words."""
        return filters


def _stated(asked: Any) -> dict[str, Any]:
    """The fields that differ from what is meant where nothing is written."""
    found = {}
    for each in fields(asked):
        value = getattr(asked, each.name)
        if value != each.default:
            found[each.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Scope):
        return {"scope": dict(value.fields())}
    return _stated(value) if isinstance(value, Filters) else value


@dataclass(frozen=True, slots=True)
class SearchQuestion(Question):
    """Which clauses speak of these words?"""

    text: str = field(metadata=told("检索词", "要查的词，可以写几个，用空格隔开。"))
    filters: Where = field(default=ANYWHERE, metadata=_WHERE)
    limit: int = field(default=10, metadata=told("条数", "显示多少条，默认 10。"))
    offset: int = field(default=0, metadata=told("起点", "从第几条开始（0 起）。"))
    literal: bool = field(
        default=False, metadata=told("查法", "只按写的字查：不查同义词，不按意思排，不改错字。")
    )

    def query(self, scope: Scope = EVERYWHERE) -> Query:
        """The Query that the words stand for. Raises BadQuery; a caller that would have to build a base first
        reads it before that."""
        return read_query(self.text, scope=scope, limit=self.limit, offset=self.offset, literal=self.literal)

    def in_words(self, filters: InWords) -> InWords:
        """The words, the filters, and whether no other wording was looked for."""
        return (("检索词", self.text), *filters, *((("查法", _LITERAL),) if self.literal else ()))


@dataclass(frozen=True, slots=True)
class SuggestionQuestion(Question):
    """What may be meant by what was typed so far?"""

    typed: str = field(metadata=told("已输入", "已经输入的字或拼音首字母"))
    limit: int = field(default=8, metadata=told("个数", "最多几个"))


@dataclass(frozen=True, slots=True)
class ValuesQuestion(Question):
    """Which values can filters take?"""


@dataclass(frozen=True, slots=True)
class ClauseQuestion(Question):
    """What does this clause say?"""

    address: str = field(metadata=told("地址", "条目地址，如 tengchong-women-2021/2.1/goal/2。"))


@dataclass(frozen=True, slots=True)
class ClausesQuestion(Question):
    """Which clauses are there?"""

    filters: Where = field(default=ANYWHERE, metadata=_WHERE)


@dataclass(frozen=True, slots=True)
class PlansQuestion(Question):
    """Which plans are there, with and without a text?"""

    filters: Where = field(default=ANYWHERE, metadata=_WHERE)


@dataclass(frozen=True, slots=True)
class PlanQuestion(Question):
    """What is this plan?"""

    plan: str = field(metadata=told("规划", "规划编号"))


@dataclass(frozen=True, slots=True)
class TargetsQuestion(Question):
    """Which targets are there?"""

    filters: Where = field(default=ANYWHERE, metadata=_WHERE)


@dataclass(frozen=True, slots=True)
class TargetListQuestion(Question):
    """Which targets are there of these words, units and natures, and how many under each other choice?"""

    words: str = field(default="", metadata=told("指标含", "指标、人群或原文里的词，用空格隔开。"))
    level: Typed = field(default=(), metadata=told("层级", "只看这些层级。"))
    plan: Typed = field(default=(), metadata=told("规划", "只看这些规划。"))
    domain: Typed = field(default=(), metadata=told("领域", "只看这些领域。"))
    measure: Typed = field(default=(), metadata=told("单位", "数值的单位，如 %、岁、个数。"))
    nature: Typed = field(default=(), metadata=told("性质", "达到的水平、比基期变化、按期完成、法定标准。"))

    def query(self) -> TargetQuery:
        """The same as the list takes it."""
        from service.answers.target_list import TargetQuery

        return TargetQuery(self.words, self.level, self.plan, self.domain, self.measure, self.nature)


@dataclass(frozen=True, slots=True)
class CorrectionsQuestion(Question):
    """What did people correct of what was read?"""

    unlaid: bool = field(default=False, metadata=told("没有套用", "只列没有套用的：原文已变，要重新看的。"))


@dataclass(frozen=True, slots=True)
class LinksQuestion(Question):
    """What answers a clause, or all clauses of a scope, in the other plans?"""

    address: str | None = field(default=None, metadata=told("地址", "条目地址；不写就是全部条目。"))
    filters: Where = field(default=ANYWHERE, metadata=_WHERE)  # of the clauses from which it is looked
    levels: Typed = field(
        default=(), metadata=told("对照层级", f"只看这些层级里的对应条目：{LEVEL_CHOICE}。")
    )
    rejected: bool = field(default=False, metadata=told("否定", "被人工否定的也列出。"))

    def looked_in(self) -> Scope:
        """The levels that are looked in. Raises BadFilter."""
        return read_scope(Known(), levels=self.levels)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a pair of clauses, to be kept."""

    source: str
    target: str
    status: LinkStatus
    relation: str | None = None
    who: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LadderQuestion(Question):
    """What do the levels demand of an indicator, or of each?"""

    indicator: str | None = field(default=None, metadata=told("指标", "指标名，如：孕产妇死亡率。"))
    level: Typed = field(
        default=(), metadata=told("层级", "以这一级的规划为本级（默认县级，没有县级规划的是最低一级）。")
    )
    plan: Typed = field(default=(), metadata=told("规划", "以这部规划为本级，写编号、简称或名称的一部分。"))

    @property
    def filters(self) -> Filters:
        """Whose ladders."""
        return Filters(level=self.level, plan=self.plan)

    def in_words(self, filters: InWords) -> InWords:
        """The indicator and the filters."""
        return (*((("指标", self.indicator),) if self.indicator else ()), *filters)


@dataclass(frozen=True, slots=True)
class CoverageQuestion(Question):
    """Which level says what of a subject, and which says nothing?"""

    text: str = field(metadata=told("主题", "要查的词，可以写几个，用空格隔开。"))
    filters: Where = field(default=ANYWHERE, metadata=_WHERE)
    literal: bool = field(default=False, metadata=told("查法", "只按写的字查，不查同义词。"))

    def query(self, scope: Scope = EVERYWHERE) -> Query:
        """The words, read. Raises BadQuery."""
        return read_query(self.text, scope=scope, literal=self.literal)

    def in_words(self, filters: InWords) -> InWords:
        """The subject, the filters, and whether no other wording was looked for."""
        return (("主题", self.text.strip()), *filters, *((("查法", _LITERAL),) if self.literal else ()))


@dataclass(frozen=True, slots=True)
class MatrixQuestion(Question):
    """How do the domains of all plans answer each other?"""

    filters: Where = field(default=ANYWHERE, metadata=_WHERE)


@dataclass(frozen=True, slots=True)
class CompareQuestion(Question):
    """What do two plans say, clause by clause?"""

    left: str = field(metadata=told("前者", "第一部规划：编号、简称或名称的一部分。"))
    right: str = field(metadata=told("后者", "第二部规划。"))
