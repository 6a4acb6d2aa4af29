"""The answer to "what answers this clause in the other plans?": suggested links under people's decisions.

Takes a store, the suggested links and the decisions in force. Gives AlignedRows. What people decided wins: a
rejected pair is left out (unless asked for), a confirmed one stands first and needs no suggestion, whichever
of its two clauses it was decided from. That there is no counterpart is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice

from ingest.catalogue import Kin, pairings
from ingest.plan import Level, Link, Reason, Relation
from service.decisions import LinkDecision, LinkStatus
from service.errors import NotFound
from service.linking import Links
from service.query import EVERYWHERE, Scope
from service.storage import Store, StoredClause, StoredPlan

Decided = Mapping[tuple[str, str], LinkDecision]
_AT_HAND = 4_096  # clauses of other plans that are kept while an answer is made
_ORDER = (LinkStatus.CONFIRMED, LinkStatus.SUGGESTED, LinkStatus.REJECTED)
# What is said of a clause without a counterpart in a plan.
NOT_FOUND, NOTHING = "没有找到对应", "人工确认没有对应"
OWN_ONLY, UPPER_ONLY = "本级特有", "上级有本级无"
_CONFIRMED = Reason("confirmed", "经人工确认")
_REJECTED = Reason("gap", "建议的条目都已被人工否定")
_NOTHING = Reason("gap", "经人工确认没有对应")


@dataclass(frozen=True, slots=True)
class NearRow:
    """A clause that comes near to one without a counterpart: to look at, not an answer."""

    stored: StoredClause
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One clause and one counterpart, or none in one plan."""

    link: Link
    status: LinkStatus
    source: StoredClause
    target: StoredClause | None
    plan: StoredPlan  # the plan that was looked in
    kin: Kin  # how it stands to the clause's own; only its own family's silence is a gap
    nearest: tuple[NearRow, ...] = ()  # where there is no counterpart, up to three that nobody has rejected

    @property
    def nothing(self) -> str:
        """What is said where there is no counterpart: only a person can say that there is none."""
        if self.status is not LinkStatus.CONFIRMED:
            return NOT_FOUND
        mine, its = self.source.level, self.plan.entry.level
        if mine is None or its is None or mine is its:
            return NOTHING
        return OWN_ONLY if its.rank < mine.rank else UPPER_ONLY


def align(
    store: Store,
    links: Links,
    decided: Decided,
    *,
    scope: Scope,
    address: str | None = None,
    levels: Sequence[Level] = (),
    rejected: bool = False,
) -> Iterator[AlignedRow]:
    """The rows of one clause, or of all clauses of a scope; ``levels`` are those that are looked in."""
    asked = _Asked(store, links, decided, scope, levels, rejected)
    if address is None:
        return (row for plan in asked.plans_of_scope() for row in asked.of_plan(plan))
    return asked.of_clause(address)


def answered(
    store: Store, links: Links, decided: Decided, plans: Sequence[str]
) -> dict[str, dict[str, set[str]]]:
    """Plan -> its clauses -> the plans in which something answers them, as people decided."""
    links.ready(plans)
    asked = _Asked(store, links, decided, EVERYWHERE, (), False)
    found: dict[str, dict[str, set[str]]] = {}
    for plan in plans:
        found[plan] = links.answered(plan)
        for address in asked.decided_of(plan):
            if store.clause(address) is not None:  # else it stood in an older text
                rows = asked.of_clause(address)
                answers = {row.link.plan for row in rows if row.target and row.link.relation.answers}
                found[plan][address] = answers
    return found


class Aligned:
    """The rows of all clauses of a scope, a part of them at a time: a large base has a million."""

    def __init__(
        self,
        store: Store,
        links: Links,
        decided: Decided,
        *,
        scope: Scope,
        levels: Sequence[Level] = (),
        rejected: bool = False,
    ) -> None:
        self._asked = _Asked(store, links, decided, scope, levels, rejected)
        plans = self._asked.plans_of_scope()
        links.ready(plans)
        self._totals = {plan: self._asked.total(plan) for plan in plans}

    def __len__(self) -> int:
        return sum(self._totals.values())

    def part(self, start: int, end: int) -> list[AlignedRow]:
        """The rows from ``start`` to before ``end``."""
        found: list[AlignedRow] = []
        at = 0
        for plan, total in self._totals.items():
            if at < end and at + total > start:
                rows = self._asked.of_plan(plan)
                found += islice(rows, max(0, start - at), end - at)
            at += total
        return found


class _Asked:
    """One question: what is looked at, what is looked in, and what people decided."""

    def __init__(
        self,
        store: Store,
        links: Links,
        decided: Decided,
        scope: Scope,
        levels: Sequence[Level],
        rejected: bool,
    ) -> None:
        self._store, self._links, self._scope = store, links, scope
        self._levels, self._rejected = levels, rejected
        self._plans = {plan.entry.id: plan for plan in store.plans()}
        beside = pairings(tuple(plan.entry for plan in self._plans.values()))
        self._kin = {(pairing.one, pairing.other): pairing.kin for pairing in beside}
        self._clause = lru_cache(maxsize=_AT_HAND)(store.clause)
        self._decided: dict[str, tuple[tuple[str, LinkDecision], ...]] = _both_ways(decided)

    def plans_of_scope(self) -> list[str]:
        """The plans whose clauses are looked at."""
        scope = self._scope
        return [
            plan.entry.id
            for plan in self._plans.values()
            if plan.clauses
            and (not scope.plans or plan.entry.id in scope.plans)
            and (not scope.levels or plan.entry.level in scope.levels)
        ]

    def of_plan(self, plan: str) -> Iterator[AlignedRow]:
        """The rows of the clauses of a plan that are in the scope."""
        own = {row.clause.address: row for row in self._clauses(plan)}
        for source, group in groupby(self._links.of_plan(plan), key=lambda link: link.source):
            if source in own:
                yield from self._of(own.pop(source), group)
        for row in own.values():  # of a plan that is set beside no other, but people did
            yield from self._of(row, ())

    def of_clause(self, address: str) -> Iterator[AlignedRow]:
        """The rows of one clause."""
        own = self._store.clause(address)
        if own is None:
            raise NotFound(f"没有地址为 {address} 的条目，地址可用 duibiao search 或 duibiao clauses 查到。")
        plan = own.clause.plan
        if self._scope != EVERYWHERE and (
            plan not in self.plans_of_scope()
            or all(row.clause.address != address for row in self._clauses(plan))
        ):
            return iter(())
        return self._of(own, self._links.of(address))

    def decided_of(self, plan: str) -> list[str]:
        """The clauses of a plan about which people decided something."""
        return [address for address in self._decided if address.startswith(f"{plan}/")]

    def total(self, plan: str) -> int:
        """How many rows a plan has; they are made for that only where people decided something about it."""
        if self.decided_of(plan):
            return sum(1 for _ in self.of_plan(plan))
        own = {row.clause.address for row in self._clauses(plan)}
        return sum(
            number
            for (address, other), number in self._links.counts(plan).items()
            if address in own and self._looked_in(other)
        )

    def _clauses(self, plan: str) -> Iterator[StoredClause]:
        return self._store.clauses(replace(self._scope, plans=(plan,)))

    def _looked_in(self, plan: str) -> bool:
        return not self._levels or self._plans[plan].entry.level in self._levels

    def _of(self, own: StoredClause, links: Iterable[Link]) -> Iterator[AlignedRow]:
        source = own.clause.address
        of_plan: dict[str, list[Link]] = {}
        for link in links:
            of_plan.setdefault(link.plan, []).append(link)
        decisions = [
            (target, one, row.clause.plan)
            for target, one in self._decided.get(source, ())
            if (row := self._clause(target)) is not None
        ]
        silent = {
            target
            for target, one in self._decided.get(source, ())
            if one.of_plan and one.status is LinkStatus.CONFIRMED and target in self._plans
        }
        for _, _, plan in decisions:
            of_plan.setdefault(plan, [])
        for plan, found in of_plan.items():
            if not self._looked_in(plan):
                continue
            mine = {target: one for target, one, its in decisions if its == plan}
            for link, status in _decided(source, plan, found, mine, self._rejected, plan in silent):
                target_row = self._clause(link.target) if link.target else None
                kin = self._kin.get((own.clause.plan, plan), Kin.OTHER)
                near = self._near(link, mine) if target_row is None else ()
                yield AlignedRow(link, status, own, target_row, self._plans[plan], kin, near)

    def _near(self, link: Link, decisions: Mapping[str, LinkDecision]) -> tuple[NearRow, ...]:
        """The candidates of a clause without a counterpart, less those that a person has decided about."""
        found = ((each, self._clause(each.address)) for each in link.nearest if each.address not in decisions)
        return tuple(NearRow(row, each.score, each.reasons) for each, row in found if row is not None)


def family(store: Store, plan: str) -> tuple[StoredPlan, ...]:
    """The same plan of other levels, whether or not its text is at hand, in the order of the catalogue."""
    plans = store.plans()
    related = {
        pairing.other
        for pairing in pairings(tuple(each.entry for each in plans))
        if pairing.one == plan and pairing.kin is Kin.FAMILY
    }
    return tuple(each for each in plans if each.entry.id in related)


def _both_ways(decided: Decided) -> dict[str, tuple[tuple[str, LinkDecision], ...]]:
    """Clause -> counterpart and decision; the newest decision about a pair counts, whichever way it was made."""
    newest: dict[tuple[str, str], LinkDecision] = {}
    for decision in decided.values():
        newest[decision.source, decision.target] = newest[decision.target, decision.source] = decision
    found: dict[str, tuple[tuple[str, LinkDecision], ...]] = {}
    for (source, target), decision in newest.items():
        if decision.status is not LinkStatus.SUGGESTED:
            found[source] = (*found.get(source, ()), (target, decision))
    return found


def _decided(
    source: str,
    plan: str,
    suggested: Iterable[Link],
    decisions: Mapping[str, LinkDecision],
    rejected: bool,
    silent: bool,
) -> list[tuple[Link, LinkStatus]]:
    """The links into one plan with their status, people's first, behind "none" where nothing is left; ``silent`` says that
    a person looked and found nothing there."""
    mine = dict(decisions)
    rows: list[tuple[Link, LinkStatus]] = []
    nothing: Link | None = None
    for link in suggested:
        if link.target is None:
            nothing = link
            continue
        decision = mine.pop(link.target, None)
        rows.append((_as_decided(link, decision), decision.status if decision else LinkStatus.SUGGESTED))
    for target, decision in mine.items():
        link = Link(source, target, plan, Relation.SAME, 1.0)
        rows.append((_as_decided(link, decision), decision.status))
    rows.sort(key=lambda row: _ORDER.index(row[1]))
    answered = [link for link, status in rows if status is not LinkStatus.REJECTED and link.relation.answers]
    if not answered:
        if nothing is None:
            best = max((link.score for link, _ in rows), default=0.0)
            nothing = Link(source, None, plan, Relation.NONE, round(1 - best, 4), (_REJECTED,))
        if silent:
            nothing = replace(nothing, score=1.0, reasons=(_NOTHING,), nearest=())
        rows.insert(0, (nothing, LinkStatus.CONFIRMED if silent else LinkStatus.SUGGESTED))
    return [row for row in rows if rejected or row[1] is not LinkStatus.REJECTED]


def _as_decided(link: Link, decision: LinkDecision | None) -> Link:
    if decision is None or decision.status is not LinkStatus.CONFIRMED:
        return link
    relation = Relation(decision.relation) if decision.relation else link.relation
    if not relation.answers and not decision.relation:
        relation = Relation.SAME
    return replace(link, relation=relation, score=1.0, reasons=(_CONFIRMED, *link.reasons))
