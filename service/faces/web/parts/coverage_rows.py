"""The rows of 覆盖: what a plan, a level or a domain says, as counts with the addresses that list what was counted.

Takes rows of an answer. Gives what the page shows of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.levels import Level
from ingest.plan import ClauseKind
from service.answers.alignment import NearRow
from service.answers.coverage import CoverageRow, CoverageStatus, MatrixRow
from service.faces.web.parts.page_addresses import address_of
from service.labels import OUTSIDE
from service.storage import StoredPlan


@dataclass(frozen=True, slots=True)
class LinkedCount:
    """A count and the address that lists what was counted; ``link`` is "" where there is nothing to list."""

    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One domain of one plan that speaks of the subject."""

    row: CoverageRow
    name: str
    goals: LinkedCount
    measures: LinkedCount
    others: LinkedCount
    gap: str


@dataclass(frozen=True, slots=True)
class OfPlan:
    """What one plan says of the subject."""

    plan: StoredPlan
    status: str  # said, silent, no_text
    total: LinkedCount
    sayings: tuple[Saying, ...]
    silent: int  # domains that say nothing
    apart: LinkedCount  # clauses with every word, but not side by side
    nearest: tuple[NearRow, ...] = ()  # where a gap or silence is told


@dataclass(frozen=True, slots=True)
class OfLevel:
    """One level in a word: its plans and how many clauses speak of the subject."""

    level: Level
    status: str  # said, silent, no_text, no_plan
    total: int
    goals: int
    measures: int
    apart: int  # clauses with every word, but not side by side
    read: int  # plans with a text
    unread: int  # plans without
    gap: str = ""  # what was not found in one of its plans


@dataclass(frozen=True, slots=True)
class OfTopic:
    """One of several subjects: each level in a word, and the address that shows it alone."""

    text: str
    link: str
    levels: tuple[OfLevel, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One domain of one plan beside one other level; ``count`` is None where no text of the same plan is at hand."""

    level: Level
    count: int | None
    gap: int
    link: str
    beside: int  # what another plan of that level answers, where that is so


@dataclass(frozen=True, slots=True)
class Domain:
    """One row of the matrix."""

    row: MatrixRow
    name: str
    total: int
    goals: LinkedCount
    measures: LinkedCount
    answered: tuple[Answered, ...]


def of_plan(rows: Sequence[CoverageRow], asked: list[tuple[str, str]]) -> OfPlan:
    """What one plan says of the subject; ``asked`` is the search that lists it."""
    asked = [*asked, ("plan", rows[0].plan.entry.id)]
    total = sum(row.total for row in rows)
    speaking = [row for row in rows if row.status is CoverageStatus.SAID]
    status = CoverageStatus.SAID if speaking else rows[0].status
    silent = sum(row.domain is not None and row.status is CoverageStatus.SILENT for row in rows)
    return OfPlan(
        rows[0].plan,
        status.value,
        _cell(total, asked),
        tuple(_saying(row, asked) for row in speaking),
        silent,
        _cell(sum(row.apart for row in rows), asked),
        next((row.nearest for row in rows if row.nearest and (row.gap or not total)), ()),
    )


def of_level(level: Level, rows: Sequence[CoverageRow]) -> OfLevel:
    """What one level says of the subject, in a word."""
    here = [row for row in rows if row.plan.entry.level is level]
    read = [row for row in here if row.status is not CoverageStatus.NO_TEXT]
    total = sum(row.total for row in read)
    status = "said" if total else "silent" if read else "no_text" if here else "no_plan"
    goals, measures = (
        sum(row.kinds.get(kind, 0) for row in read) for kind in (ClauseKind.GOAL, ClauseKind.MEASURE)
    )
    plans, texts = ({row.plan.entry.id for row in each} for each in (here, read))
    apart = sum(row.apart for row in read)
    gap = next((row.gap.label for row in read if row.gap), "")
    return OfLevel(level, status, total, goals, measures, apart, len(texts), len(plans) - len(texts), gap)


def domain_of(row: MatrixRow) -> Domain:
    """One row of the matrix with its addresses."""
    plan, total = row.plan.entry.id, sum(row.kinds.values())
    # Goals and measures may stand outside any domain; a search cannot ask for those alone.
    cells = [
        _cell(
            row.kinds.get(kind, 0),
            [("q", f"领域:{row.domain} 类型:{name} 规划:{plan}")] if row.domain else [],
        )
        for kind, name in ((ClauseKind.GOAL, "目标"), (ClauseKind.MEASURE, "措施"))
    ]
    answered = tuple(
        Answered(
            level,
            count,
            total - count if count is not None else 0,
            address_of(
                "/links",
                [("plan", plan), ("domain", row.domain or "全部"), ("level", level.value)],
                show="gaps" if count is not None and count < total else "",
            ),
            row.beside.get(level, 0),
        )
        for level, count in row.answered.items()
    )
    return Domain(row, row.domain or OUTSIDE, total, cells[0], cells[1], answered)


def _saying(row: CoverageRow, asked: list[tuple[str, str]]) -> Saying:
    goals, measures = row.kinds.get(ClauseKind.GOAL, 0), row.kinds.get(ClauseKind.MEASURE, 0)
    inside = [*asked, ("domain", row.domain)] if row.domain else asked
    return Saying(
        row,
        row.domain or OUTSIDE,
        _cell(goals, [*inside, ("kind", "goal")]),
        _cell(measures, [*inside, ("kind", "measure")]),
        # A search cannot ask for "no domain": what stands outside is listed on this page only.
        _cell(row.total - goals - measures, inside if row.domain else []),
        row.gap.label if row.gap else "",
    )


def _cell(count: int, asked: list[tuple[str, str]]) -> LinkedCount:
    return LinkedCount(count, address_of("/search", asked) if count and asked else "")
