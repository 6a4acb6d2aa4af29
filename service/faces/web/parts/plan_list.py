"""The plans of a base as lists: how much of each level is there, and all of them, narrowed and cut into pages.

Takes plans. Gives what home, 原文 and 导入 show, so that a province with three hundred plans gets pages that can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ingest.plan import Level
from service.answers.coverage import in_order, levels_of
from service.labels import level_named
from service.storage import StoredPlan

PAGE = 50


@dataclass(frozen=True, slots=True)
class LevelCount:
    """What is held of one level; ``missing`` plans stand in the catalogue without a text."""

    level: Level | None
    plans: int
    clauses: int
    targets: int
    missing: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the plans that fit what was asked for."""

    plans: tuple[StoredPlan, ...]
    total: int  # that fit
    every: int  # in the base
    q: str
    level: str
    levels: tuple[Level, ...]  # to choose from
    offset: int
    previous: str | None
    next: str | None


def by_level(plans: Sequence[StoredPlan]) -> list[LevelCount]:
    """County first, as everywhere; plans without a level last, where there are any."""
    levels: list[Level | None] = [*levels_of(plans), None]
    counted = []
    for level in levels:
        mine = [plan for plan in plans if plan.entry.level is level]
        held = [plan for plan in mine if plan.source]
        if level is not None or held:
            clauses, targets = sum(plan.clauses for plan in held), sum(plan.targets for plan in held)
            counted.append(LevelCount(level, len(held), clauses, targets, len(mine) - len(held)))
    return counted


def listing(plans: Sequence[StoredPlan], path: str, q: str, level: str, offset: int) -> Listing:
    """The plans whose names hold all words of ``q``, of one level where it is named; ``path`` is the page's address."""
    words, wanted = q.split(), level_named(level) if level else None
    fitting = [
        plan
        for plan in plans
        if (wanted is None or plan.entry.level is wanted)
        and all(any(word in name for name in (plan.entry.title, *plan.entry.aliases)) for word in words)
    ]
    offset = max(0, min(offset, (len(fitting) - 1) // PAGE * PAGE))
    asked = [(name, value) for name, value in (("q", q), ("level", level)) if value]

    def address(place: int) -> str:
        return f"{path}?{urlencode([*asked, *([('offset', str(place))] if place > 0 else [])])}#plans"

    return Listing(
        plans=tuple(fitting[offset : offset + PAGE]),
        total=len(fitting),
        every=len(plans),
        q=q,
        level=level if wanted else "",
        levels=levels_of(plans),
        offset=offset,
        previous=address(offset - PAGE) if offset else None,
        next=address(offset + PAGE) if offset + PAGE < len(fitting) else None,
    )


def readable(plans: Iterable[StoredPlan]) -> list[StoredPlan]:
    """The plans whose text is at hand, county first."""
    return [plan for plan in in_order(plans) if plan.clauses]


def without_text(plans: Iterable[StoredPlan]) -> list[StoredPlan]:
    """The plans whose text has still to be imported, county first."""
    return [plan for plan in in_order(plans) if not plan.clauses]
