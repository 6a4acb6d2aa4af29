"""The filters of every question: what people may limit an answer to, as they type it, and what that means in a base.

Takes words of a command line, an address or a form. Gives Filters, which know what to say of themselves (the help of a
command, the description of a parameter), and with the values known to a base a Scope, and that Scope in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from service.labels import LEVEL_CHOICE, value_name
from service.query import EVERYWHERE, FILTER_FIELDS, Known, Scope, read_scope
from service.storage import StoredPlan

Typed = tuple[str, ...]
InWords = tuple[tuple[str, str], ...]  # what was asked for, as people read it: name, value


def told(name: str, text: str) -> dict[str, str]:
    """What a field says of itself: its name on a sheet, and what to write there."""
    return {"name": name, "help": text}


@dataclass(frozen=True, slots=True)
class Filters:
    """Any value within a field, all fields together; an empty field lets everything pass. Values are as typed."""

    level: Typed = field(
        default=(),
        metadata=told("层级", f"只看这些层级：{LEVEL_CHOICE}。筛选条件都可以写几次。"),
    )
    kind: Typed = field(
        default=(),
        metadata=told("类型", "只看这些类型：目标、措施、原则、总体目标、组织实施、监测评估等。"),
    )
    domain: Typed = field(default=(), metadata=told("领域", "只看这些领域，写一部分也行，如：健康。"))
    plan: Typed = field(
        default=(),
        metadata=told("规划", "只看这些规划，写编号、简称或名称的一部分，如：腾冲妇女。"),
    )
    unit: Typed = field(default=(), metadata=told("责任单位", "只看写明由这些部门负责的条目，如：教育。"))
    has: Typed = field(
        default=(), metadata=told("含", "只看含有这些内容的条目：数值（写明数值的指标目标）。")
    )


Where = Filters | Scope  # a Scope where a base has said already what is meant
ANYWHERE = Filters()


def all_of(*plans: StoredPlan) -> Scope:
    """All of these plans."""
    return Scope(plans=tuple(plan.entry.id for plan in plans))


def scope_of(where: Where, known: Callable[[], Known]) -> Scope:
    """The scope that filters mean; the base is asked for its values only where there are any. Raises BadFilter."""
    if isinstance(where, Scope):
        return where
    if where == ANYWHERE:
        return EVERYWHERE
    typed = {other: getattr(where, name) for name, other in FILTER_FIELDS.items()}
    return read_scope(known(), **typed)


def scope_in_words(scope: Scope, known: Callable[[], Known]) -> InWords:
    """A scope as people read it."""
    if scope == EVERYWHERE:
        return ()
    titles = {each[0]: each[1] for each in known().plans}
    return tuple(
        (
            name_of(Filters, one),
            "、".join(titles.get(v, v) if one == "plan" else value_name(one, v) for v in values),
        )
        for one, values in scope.fields()
    )


def help_of(question: type[Any], name: str) -> str:
    """The help text of a field of a question; every face shows the same."""
    return _metadata(question, name)["help"]


def name_of(question: type[Any], name: str) -> str:
    """What a field of a question is called on a sheet."""
    return _metadata(question, name)["name"]


def _metadata(question: type[Any], name: str) -> dict[str, str]:
    return next(dict(each.metadata) for each in fields(question) if each.name == name)
