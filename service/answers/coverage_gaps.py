"""What is missing of a subject in a plan: only where neither the words nor the meaning find it anywhere in the plan.

Takes the clauses of one plan that were found for a subject. Gives a Gap or none, what comes nearest where one is told, and
the clauses that merely name the subject among others. A figure in a measure is a goal; a goal outside the domains counts.
Never says that a plan has no goal: only that none was found, with the places where a person should look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.plan import ClauseKind, Labelled, Reason
from service.answers.alignment import NearRow
from service.labels import VALUE
from service.meaning.nearness import Nearness
from service.query import Scope
from service.storage import Store, StoredClause

_GOALS = (ClauseKind.GOAL, ClauseKind.OVERALL_GOAL)
_TASKS = (ClauseKind.MEASURE, ClauseKind.ORGANISATION, ClauseKind.MONITORING)
_SHOWN = 3
# How near in meaning a clause must be to be taken for what was looked for: fitted on tests/families/fourth/topics.tsv.
_ENOUGH = 0.42
_LIST = re.compile(r"[^，,。；;：:（）()]*、[^，,。；;：:（）()]*、[^，,。；;：:（）()]*")


class Gap(Labelled):
    """What was not found where something is said."""

    NO_GOAL = "no_goal", "有措施，没有查到目标"
    NO_MEASURE = "no_measure", "有目标，没有查到措施"


@dataclass(frozen=True, slots=True)
class PlanGaps:
    """What one plan lacks of a subject, as far as can be seen."""

    gap: Gap | None
    nearest: tuple[NearRow, ...]
    named: frozenset[str]  # addresses of the clauses that merely name it


class NearSubject:
    """What comes nearest to a subject in a plan, by meaning."""

    def __init__(self, store: Store, nearness: Nearness | None, subject: str) -> None:
        self._store, self._nearness, self.subject = store, nearness, subject

    def of(self, plan: str, kinds: tuple[ClauseKind, ...]) -> tuple[NearRow, ...]:
        """The nearest clauses of these kinds, nearest first."""
        if self._nearness is None or not self.subject:
            return ()
        near = self._nearness.blend(
            [],
            self.subject,
            limit=_SHOWN,
            start=0.0,
            scope=Scope(plans=(plan,), kinds=kinds),
            positions=self._store.positions,
        )
        rows = {row.position: row for row in self._store.by_position([each.position for each in near])}
        return tuple(
            NearRow(
                rows[each.position], round(float(each.closeness or 0.0), 4), (Reason("meaning", "意思相近"),)
            )
            for each in near
        )


def gaps_of(plan: str, found: Sequence[StoredClause], near: NearSubject) -> PlanGaps:
    """What a plan lacks of the subject of which these of its clauses speak."""
    named = frozenset(row.clause.address for row in found if merely_named(row, near.subject))
    about = [row for row in found if row.clause.address not in named]
    if not found:
        return PlanGaps(None, near.of(plan, (*_GOALS, *_TASKS)), named)
    goals = [row for row in about if row.clause.kind in _GOALS or VALUE in row.has]
    tasks = [row for row in about if row.clause.kind in _TASKS]
    if tasks and not goals:
        return _told(Gap.NO_GOAL, near.of(plan, _GOALS), named)
    if goals and not tasks:
        return _told(Gap.NO_MEASURE, near.of(plan, _TASKS), named)
    return PlanGaps(None, (), named)


def _told(gap: Gap, nearest: tuple[NearRow, ...], named: frozenset[str]) -> PlanGaps:
    """A gap, unless something comes so near in meaning that it may well be what was looked for."""
    if any(each.score >= _ENOUGH for each in nearest):
        return PlanGaps(None, nearest, named)
    return PlanGaps(gap, nearest, named)


def merely_named(row: StoredClause, subject: str) -> bool:
    """Whether a clause names the subject only as one of a list of three or more (医疗机构、学校、托育机构), not in its lead."""
    clause = row.clause
    body = clause.text[clause.body :]
    if not subject or subject not in body or subject in clause.title or clause.kind in _GOALS:
        return False
    return subject not in _LIST.sub("", body)
