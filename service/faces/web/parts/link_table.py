"""The table of 对标: the clauses of one plan with what answers them at the other levels, as the page and its files show it.

Takes what a request asks for. Gives a LinkTable: the plan that is meant, its domains, and those of its clauses that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress, groupby

from ingest.plan import Level
from service.answers.coverage import levels_of, own_level_of
from service.decisions import LinkStatus
from service.desk import ClausesQuestion, Desk, Filters, LinksQuestion, all_of
from service.errors import UserError
from service.faces.web.parts.counterparts import Column, columns
from service.faces.web.parts.plan_list import readable
from service.query import Scope
from service.storage import StoredClause, StoredPlan

SHOWS = (("", "全部"), ("gaps", "有一级没有找到对应"), ("open", "还没有人确认"), ("confirmed", "已有人确认"))
EVERY = "全部"


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """What a request asks for, as it was written."""

    plan: str = ""
    domain: str = ""
    kind: str = ""
    level: tuple[str, ...] = ()
    show: str = ""


@dataclass(frozen=True, slots=True)
class LinkTable:
    """One plan with its lines; ``scope`` and ``levels`` are what the words of the request mean."""

    plan: StoredPlan
    domains: tuple[str, ...]
    domain: str
    scope: Scope
    levels: tuple[Level, ...]
    every: tuple[TableClause, ...]
    lines: tuple[TableClause, ...]  # those that ``show`` leaves
    note: str = ""  # what was asked for and is not there


@dataclass(frozen=True, slots=True)
class TableClause:
    """One clause of the table with its columns; the clause's own level is left out."""

    source: StoredClause
    columns: tuple[Column, ...]

    @property
    def gap(self) -> bool:
        """Whether a level that has a text does not answer it."""
        return any(_answers(column) is False for column in self.columns)


@dataclass(frozen=True, slots=True)
class Tally:
    """One column of the table: how many of the clauses are answered there; ``state`` is looked only where the
    same plan of that level has a text, else the answers are another plan's."""

    level: Level
    state: str
    answered: int
    confirmed: int  # of those answered: where a person said so
    gaps: int  # the same plan is read there, and nothing in it answers
    absent: tuple[StoredPlan, ...]


def table_of(desk: Desk, asked: TableQuestion) -> LinkTable:
    """The table that is asked for. Raises UserError where there is none."""
    scope = desk.scope(Filters(plan=_typed(asked.plan), kind=_typed(asked.kind)))
    levels = desk.scope(Filters(level=asked.level)).levels
    held = readable(desk.store.plans())
    own = own_level_of(held)
    fitting = (plan.entry.id in scope.plans if scope.plans else plan.entry.level is own for plan in held)
    chosen = next(compress(held, fitting), None)
    if chosen is None:
        raise UserError("这部规划还没有文本，请先导入，或另选一部规划。")
    every = desk.clauses(ClausesQuestion(all_of(chosen)))
    domains = tuple(dict.fromkeys(row.clause.domain for row in every if row.clause.domain))
    wanted = asked.domain or (domains[0] if domains else "")
    note = ""
    if (
        wanted not in (*domains, EVERY) and domains
    ):  # a plan was chosen that has no such domain, or a word mistyped
        note = f"这部规划没有叫“{wanted[:20]}”的领域，下面是“{domains[0]}”。"
        wanted = domains[0]
    scope = replace(all_of(chosen), kinds=scope.kinds, domains=(wanted,) if wanted in domains else ())
    lines = _lines(desk, chosen, scope, levels, asked.level)
    kept = tuple(line for line in lines if shown(line, asked.show))
    return LinkTable(chosen, domains, wanted, scope, levels, lines, kept, note)


def _typed(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _lines(
    desk: Desk, chosen: StoredPlan, scope: Scope, levels: Sequence[Level], typed: tuple[str, ...]
) -> tuple[TableClause, ...]:
    related = desk.family(chosen.entry.id)
    rows = desk.links(LinksQuestion(filters=scope, levels=typed))
    answers = {source: list(group) for source, group in groupby(rows, key=lambda row: row.link.source)}
    found = []
    places = levels or levels_of(desk.store.plans())
    for row in desk.clauses(ClausesQuestion(scope)):
        beside = columns(
            answers.get(row.clause.address, ()), chosen, related, desk.decided, desk.store.targets_of, places
        )
        found.append(TableClause(row, tuple(column for column in beside if not column.own)))
    return tuple(found)


def _answers(column: Column) -> bool | None:
    """Whether a level answers; None where nothing does and it has no text of this plan."""
    return any(each.found for each in column.looked) or (False if column.readable else None)


def _confirmed(column: Column) -> bool:
    return any(each.status == LinkStatus.CONFIRMED for looked in column.looked for each in looked.found)


def shown(line: TableClause, show: str) -> bool:
    """Whether a line is left where only some are looked at."""
    found = [each for column in line.columns for looked in column.looked for each in looked.found]
    confirmed = [each for each in found if each.status == LinkStatus.CONFIRMED]
    if show == "gaps":
        return line.gap
    if show == "open":
        return len(confirmed) < len(found)
    return bool(confirmed) if show == "confirmed" else True


def tallies(lines: Sequence[TableClause]) -> list[Tally]:
    """The columns of the table, added up."""
    found = []
    for number, column in enumerate(lines[0].columns if lines else ()):
        here = [line.columns[number] for line in lines]
        state = "looked" if column.readable else "no_text" if column.absent else "no_plan"
        answers = [_answers(each) for each in here]
        confirmed = sum(_confirmed(each) for each in here)
        found.append(
            Tally(column.level, state, answers.count(True), confirmed, answers.count(False), column.absent)
        )
    return found
