"""覆盖: what each level says about a subject, domain by domain and kind by kind, and who says nothing.

Takes a store and an engine with words, or the links of a base for the whole matrix. Gives CoverageRows and MatrixRows.
A clause counts when it holds every word that was asked for (or another wording of it). A level whose text is not
at hand says nothing known: that is never counted as silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.plan import ClauseKind, Level
from service.answers.search import search
from service.engines import SearchEngine
from service.linkfile import Links
from service.query import MAX_DEPTH, MAX_HITS, Query
from service.rows import StoredClause, StoredPlan
from service.scope import EVERYWHERE, Scope
from service.searchplan import Match
from service.store import Store


class Coverage(StrEnum):
    """Whether a plan speaks of the subject."""

    SAID = "said"
    SILENT = "silent"  # 没有规定
    NO_TEXT = "no_text"  # 没有文本


class Gap(StrEnum):
    """What is missing where something is said."""

    NO_GOAL = "no_goal"
    NO_MEASURE = "no_measure"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One domain of one plan; ``domain`` is None for what stands in no domain, and for a plan as a whole."""

    plan: StoredPlan
    domain: str | None
    status: Coverage
    kinds: Mapping[ClauseKind, int]
    clauses: tuple[StoredClause, ...]
    gap: Gap | None = None

    @property
    def total(self) -> int:
        """How many clauses speak of it."""
        return len(self.clauses)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One domain of one plan: how many clauses it has, and how many are answered at each other level."""

    plan: StoredPlan
    domain: str | None  # None for goals and measures that stand in no domain
    kinds: Mapping[ClauseKind, int]
    answered: Mapping[Level, int | None]  # None where no text of that level is at hand


def coverage(store: Store, engine: SearchEngine, query: Query) -> tuple[CoverageRow, ...]:
    """Every plan of the scope, domain by domain, lowest level first. Raises BadFilter as a search does."""
    found: dict[tuple[str, str | None], list[StoredClause]] = {}
    for row in _holding_all(store, engine, query):
        found.setdefault((row.clause.plan, row.clause.domain), []).append(row)
    rows: list[CoverageRow] = []
    for plan in in_order(store.plans()):
        if not _within(plan, query.scope):
            continue
        rows += _of_plan(store, plan, query.scope, found)
    return tuple(rows)


def in_order(plans: Iterable[StoredPlan]) -> list[StoredPlan]:
    """County first, nation last, as the catalogue has them within a level."""
    levels = list(reversed(Level))
    return sorted(plans, key=lambda plan: levels.index(plan.entry.level) if plan.entry.level else len(levels))


def _holding_all(store: Store, engine: SearchEngine, query: Query) -> Iterator[StoredClause]:
    """The clauses that hold every word, page by page."""
    for offset in range(0, MAX_DEPTH - MAX_HITS + 1, MAX_HITS):
        answer = search(store, engine, query._replace(limit=MAX_HITS, offset=offset))
        whole = [hit for hit in answer.hits if hit.match is not Match.ANY or not answer.plan.wishes]
        yield from (hit.found for hit in whole)
        if len(whole) < MAX_HITS:
            return


def _within(plan: StoredPlan, scope: Scope) -> bool:
    return (not scope.levels or plan.entry.level in scope.levels) and (
        not scope.plans or plan.entry.id in scope.plans
    )


def _of_plan(
    store: Store, plan: StoredPlan, scope: Scope, found: Mapping[tuple[str, str | None], list[StoredClause]]
) -> list[CoverageRow]:
    if not plan.clauses:
        return [CoverageRow(plan, None, Coverage.NO_TEXT, {}, ())]
    domains = _domains(store, plan)
    if scope.domains:
        domains = [domain for domain in domains if domain in scope.domains]
    rows = [_row(plan, domain, found.get((plan.entry.id, domain), [])) for domain in domains]
    beyond = found.get((plan.entry.id, None), [])
    if beyond or not rows:
        rows.append(_row(plan, None, beyond))
    return rows


def _row(plan: StoredPlan, domain: str | None, clauses: Sequence[StoredClause]) -> CoverageRow:
    kinds = Counter(row.clause.kind for row in clauses)
    status = Coverage.SAID if clauses else Coverage.SILENT
    gap = None
    if domain is not None and clauses and not (kinds[ClauseKind.GOAL] and kinds[ClauseKind.MEASURE]):
        if kinds[ClauseKind.MEASURE]:
            gap = Gap.NO_GOAL
        elif kinds[ClauseKind.GOAL]:
            gap = Gap.NO_MEASURE
    ordered = sorted(clauses, key=lambda row: row.clause.start)
    return CoverageRow(plan, domain, status, kinds, tuple(ordered), gap)


def _domains(store: Store, plan: StoredPlan) -> list[str]:
    """The domains of a plan in the order of its text."""
    rows = store.clauses(Scope(plans=(plan.entry.id,)))
    return list(dict.fromkeys(row.clause.domain for row in rows if row.clause.domain))


def matrix(store: Store, links: Links, scope: Scope = EVERYWHERE) -> tuple[MatrixRow, ...]:
    """Every domain of every plan of the scope, with what other levels answer to its clauses."""
    plans = {plan.entry.id: plan for plan in store.plans()}
    held = {plan.entry.level for plan in plans.values() if plan.clauses and plan.entry.level}
    within = [plan for plan in in_order(plans.values()) if plan.clauses and _within(plan, scope)]
    links.ready([plan.entry.id for plan in within])
    rows: list[MatrixRow] = []
    for plan in within:
        answered = {
            source: {plans[other].entry.level for other in others}
            for source, others in links.answered(plan.entry.id).items()
        }
        clauses = list(store.clauses(replace(scope, plans=(plan.entry.id,))))
        others = [level for level in reversed(Level) if level is not plan.entry.level]
        for domain in dict.fromkeys(row.clause.domain for row in clauses if _counts(row)):
            inside = [row.clause for row in clauses if row.clause.domain == domain and _counts(row)]
            counts = {
                level: sum(level in answered.get(clause.address, ()) for clause in inside)
                if level in held
                else None
                for level in others
            }
            rows.append(MatrixRow(plan, domain, Counter(clause.kind for clause in inside), counts))
    return tuple(rows)


def _counts(row: StoredClause) -> bool:
    """Whether a clause belongs in the matrix: all of a domain, and goals and measures outside one."""
    return row.clause.domain is not None or row.clause.kind in (ClauseKind.GOAL, ClauseKind.MEASURE)
