"""覆盖: what each level says about a subject, domain by domain and kind by kind, and which plans say nothing.

Takes a store and an engine with words, or the links of a base for the whole matrix. Gives CoverageRows and
MatrixRows. A clause counts as in a search: by the strictest match that finds anything, so that a cell and the
search behind it show one number. Clauses that hold every word, but not side by side, are told apart and not
counted. Never takes a missing text for silence: a level whose text is not in the base is 没有文本, not
没有查到, whatever another plan of that level says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from ingest.levels import Level, levels_shown, own_level
from ingest.plan import Clause, ClauseKind
from service.answers.alignment import Decided, NearRow, answered
from service.answers.coverage_gaps import Gap, NearSubject, gaps_of
from service.answers.ladder import families
from service.answers.search import SearchAnswer, search
from service.answers.search.did_you_mean import Mended
from service.engines import SearchEngine
from service.linking import Links
from service.meaning.nearness import Nearness
from service.query import EVERYWHERE, MAX_DEPTH, MAX_HITS, Match, Query, Scope
from service.storage import Store, StoredClause, StoredPlan


class CoverageStatus(StrEnum):
    """Whether a plan speaks of the subject."""

    SAID = "said"
    SILENT = "silent"  # 没有查到
    NO_TEXT = "no_text"  # 没有文本


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One domain of one plan; ``domain`` is None for what stands in no domain, and for a plan as a whole."""

    plan: StoredPlan
    domain: str | None
    status: CoverageStatus
    kinds: Mapping[ClauseKind, int]
    clauses: tuple[StoredClause, ...]
    gap: Gap | None = None
    apart: int = 0  # clauses that hold every word, but not side by side as those that count
    by_heading: tuple[str, ...] = ()  # addresses of those whose headings, and not they, say a word of it
    named: tuple[
        str, ...
    ] = ()  # addresses of those that merely name it among others: 医疗机构、学校、托育机构
    nearest: tuple[NearRow, ...] = ()  # where a gap or silence is told: what comes nearest in this plan

    @property
    def total(self) -> int:
        """How many clauses speak of it."""
        return len(self.clauses)


@dataclass(frozen=True, slots=True)
class Covered:
    """What all plans say of a subject, with the search that found it."""

    rows: tuple[CoverageRow, ...]
    search: SearchAnswer

    @property
    def total(self) -> int:
        """How many clauses speak of it."""
        return sum(row.total for row in self.rows)

    @property
    def apart(self) -> int:
        """How many more hold every word, but not side by side."""
        return sum(row.apart for row in self.rows)

    @property
    def mended(self) -> tuple[Mended, ...]:
        """What was looked for in place of what was typed."""
        return self.search.mended

    @property
    def also(self) -> tuple[str, ...]:
        """Other wordings that were looked for."""
        expansions = self.search.query.expansions
        return tuple(dict.fromkeys(" ".join(terms) for each in expansions for terms in each.alternatives))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One domain of one plan: how many clauses it has, and how many are answered at each other level."""

    plan: StoredPlan
    domain: str | None  # None for goals and measures that stand in no domain
    kinds: Mapping[ClauseKind, int]
    answered: Mapping[Level, int | None]  # None where no text of the same plan of that level is at hand
    beside: Mapping[Level, int]  # there, how many another plan of that level answers


_Found = Mapping[tuple[str, str | None], Sequence[StoredClause]]  # by plan and domain


def coverage(store: Store, engine: SearchEngine, query: Query, nearness: Nearness | None = None) -> Covered:
    """Every plan of the scope, domain by domain, lowest level first. Raises BadFilter as a search does.

    That a goal or a measure was not found is told only where no clause of the whole plan has one in these words, and
    none comes near in meaning.
    """
    answer = search(store, engine, query._replace(limit=1, offset=0))
    scope = answer.query.scope  # with the filters that were typed among the words
    positions, beside, below = _found(answer)
    counted, apart = _by_domain(store, positions), _by_domain(store, beside)
    rows: list[CoverageRow] = []
    for plan in in_order(store.plans()):
        if _within(plan, scope):
            rows += _of_plan(store, plan, scope, counted, apart)
    rows = [
        replace(row, by_heading=tuple(x.clause.address for x in row.clauses if x.position in below))
        for row in rows
    ]
    wanted = " ".join(filter(None, (answer.query.rest.strip(), *answer.query.phrases)))
    near = NearSubject(store, None if query.literal else nearness, wanted)
    return Covered(tuple(_with_gaps(rows, near)), answer)


def _with_gaps(rows: Sequence[CoverageRow], near: NearSubject) -> Iterator[CoverageRow]:
    """The rows with what their plans lack, told at the rows that speak of the subject."""
    for plan, group in groupby(rows, key=lambda row: row.plan.entry.id):
        of_plan = list(group)
        if of_plan[0].status is CoverageStatus.NO_TEXT:
            yield from of_plan
            continue
        found = gaps_of(plan, [stored for row in of_plan for stored in row.clauses], near)
        silent = not any(row.clauses for row in of_plan)
        for number, row in enumerate(of_plan):
            told = bool(row.clauses) or (silent and not number)
            named = tuple(
                stored.clause.address for stored in row.clauses if stored.clause.address in found.named
            )
            yield replace(
                row,
                gap=found.gap if row.clauses else None,
                named=named,
                nearest=found.nearest if told else (),
            )


def in_order(plans: Iterable[StoredPlan]) -> list[StoredPlan]:
    """The lowest level first, the nation last, as the catalogue has them within a level."""
    return sorted(plans, key=lambda plan: -plan.entry.level.rank if plan.entry.level else 1)


def own_level_of(plans: Iterable[StoredPlan]) -> Level | None:
    """The level from which the plans are looked at where none is chosen."""
    return own_level(plan.entry.level for plan in plans if plan.clauses)


def levels_of(plans: Iterable[StoredPlan]) -> tuple[Level, ...]:
    """The levels that a page or table over these plans has a place for, the lowest first."""
    return levels_shown(plan.entry.level for plan in plans)


def _found(answer: SearchAnswer) -> tuple[list[int], list[int], frozenset[int]]:
    """The positions of the clauses that count, of those that hold every word apart, and which of the former only count
    because of a heading above them."""
    plan, match = answer.plan, answer.match
    if plan.wishes and match is Match.ANY:
        return [], [], frozenset()  # no clause holds every word
    counted = [position for position, _ in answer.engine.search(plan, MAX_DEPTH, match)]
    said = {position for position, _ in answer.engine.search(plan.in_text(), MAX_DEPTH, match)}
    below = frozenset(counted) - said
    if match is not Match.NEAR:
        return counted, [], below
    known = set(counted)
    every = answer.engine.search(plan, MAX_DEPTH, Match.EVERY)
    return counted, [position for position, _ in every if position not in known], below


def _by_domain(store: Store, positions: Sequence[int]) -> _Found:
    found: dict[tuple[str, str | None], list[StoredClause]] = {}
    for start in range(0, len(positions), MAX_HITS):
        for row in store.by_position(positions[start : start + MAX_HITS]):
            found.setdefault((row.clause.plan, row.clause.domain), []).append(row)
    return found


def _within(plan: StoredPlan, scope: Scope) -> bool:
    return (not scope.levels or plan.entry.level in scope.levels) and (
        not scope.plans or plan.entry.id in scope.plans
    )


def _of_plan(
    store: Store, plan: StoredPlan, scope: Scope, counted: _Found, apart: _Found
) -> list[CoverageRow]:
    if not plan.clauses:
        return [CoverageRow(plan, None, CoverageStatus.NO_TEXT, {}, ())]
    domains = _domains(store, plan)
    if scope.domains:
        domains = [domain for domain in domains if domain in scope.domains]
    places: list[tuple[str, str | None]] = [(plan.entry.id, domain) for domain in domains]
    beyond = (plan.entry.id, None)
    if beyond in counted or beyond in apart or not places:
        places.append(beyond)
    return [_row(plan, place[1], counted.get(place, ()), len(apart.get(place, ()))) for place in places]


def _row(plan: StoredPlan, domain: str | None, clauses: Sequence[StoredClause], apart: int) -> CoverageRow:
    kinds = Counter(row.clause.kind for row in clauses)
    status = CoverageStatus.SAID if clauses else CoverageStatus.SILENT
    ordered = sorted(clauses, key=lambda row: row.clause.start)
    return CoverageRow(plan, domain, status, kinds, tuple(ordered), None, apart)


def _domains(store: Store, plan: StoredPlan) -> list[str]:
    """The domains of a plan in the order of its text."""
    rows = store.clauses(Scope(plans=(plan.entry.id,)))
    return list(dict.fromkeys(row.clause.domain for row in rows if row.clause.domain))


def matrix(store: Store, links: Links, decided: Decided, scope: Scope = EVERYWHERE) -> tuple[MatrixRow, ...]:
    """Every domain of every plan of the scope, with how many of its clauses other levels answer, as people
    decided.

    A level counts as read where it has a text of the same plan. Where it has none, answers from another plan
    of that level (one for health beside one for women) are counted apart, and nothing is called missing
    there.
    """
    plans = {plan.entry.id: plan for plan in store.plans()}
    related, shown = families(plans), levels_of(plans.values())
    within = [plan for plan in in_order(plans.values()) if plan.clauses and _within(plan, scope)]
    found = answered(store, links, decided, [plan.entry.id for plan in within])
    rows: list[MatrixRow] = []
    for plan in within:
        read = {other.entry.level for other in related[plan.entry.id] if other.clauses}
        levels = {
            source: {plans[other].entry.level for other in others}
            for source, others in found[plan.entry.id].items()
        }
        clauses = [row for row in store.clauses(replace(scope, plans=(plan.entry.id,))) if _counts(row)]
        for domain in dict.fromkeys(row.clause.domain for row in clauses):
            inside = [row.clause for row in clauses if row.clause.domain == domain]
            rows.append(_matrix_row(plan, domain, inside, levels, read, shown))
    return tuple(rows)


def _matrix_row(
    plan: StoredPlan,
    domain: str | None,
    inside: Sequence[Clause],
    levels: Mapping[str, set[Level | None]],
    read: set[Level | None],
    shown: Sequence[Level],
) -> MatrixRow:
    """``levels`` says of each clause where it is answered; ``read`` are the levels with a text of this plan,
    ``shown`` those that the table has a column for."""
    counts = {
        level: sum(level in levels.get(clause.address, ()) for clause in inside)
        for level in shown
        if level is not plan.entry.level
    }
    return MatrixRow(
        plan,
        domain,
        Counter(clause.kind for clause in inside),
        {level: count if level in read else None for level, count in counts.items()},
        {level: count for level, count in counts.items() if level not in read},
    )


def _counts(row: StoredClause) -> bool:
    """Whether a clause belongs in the matrix: all of a domain, and goals and measures outside one."""
    return row.clause.domain is not None or row.clause.kind in (ClauseKind.GOAL, ClauseKind.MEASURE)
