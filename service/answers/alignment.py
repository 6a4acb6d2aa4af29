"""The answer to "what answers this clause in the other plans?": suggested links under people's decisions.

Takes a store, the suggested links and the decisions in force. Gives AlignedRows. What people decided wins: a
rejected pair is left out (unless asked for), a confirmed one stands first and needs no suggestion, whichever
of its two clauses it was decided from. That there is no counterpart is a row of its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.indicators import Sameness, compare, implied_by, read_name
from ingest.kinship import Kin, pairings
from ingest.plan import Level, Link, Reason, Relation, Target
from ingest.verdicts import Aim, aim_of, in_unit_of
from service.decisions import LinkDecision, LinkStatus
from service.errors import NotFound
from service.linkfile import LinkFile
from service.rows import StoredClause, StoredPlan
from service.scope import EVERYWHERE, Scope
from service.store import Store

Decided = Mapping[tuple[str, str], LinkDecision]
_ORDER = (LinkStatus.CONFIRMED, LinkStatus.SUGGESTED, LinkStatus.REJECTED)
_CONFIRMED = Reason("confirmed", "经人工确认")
_REJECTED = Reason("gap", "建议的条目都已被人工否定")


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One clause and one counterpart, or none in one plan."""

    link: Link
    status: LinkStatus
    source: StoredClause
    target: StoredClause | None
    plan: StoredPlan  # the plan that was looked in


def align(
    store: Store,
    links: LinkFile,
    decided: Decided,
    *,
    scope: Scope,
    address: str | None = None,
    levels: Sequence[Level] = (),
    rejected: bool = False,
) -> Iterator[AlignedRow]:
    """The rows of one clause, or of all clauses of a scope; ``levels`` are those that are looked in."""
    plans = {plan.entry.id: plan for plan in store.plans()}
    every, known = _looked_at(store, links, decided, address)
    both = _both_ways(decided, known)
    wanted: Container[str] = known
    if address is None or scope != EVERYWHERE:
        wanted = {row.clause.address for row in store.clauses(scope)}
    for source, group in groupby(every, key=lambda link: link.source):
        if source not in wanted:
            continue
        of_plan: dict[str, list[Link]] = {}
        for link in group:
            of_plan.setdefault(link.plan, []).append(link)
        for _, decision in both.get(source, ()):
            target = decision.target if decision.source == source else decision.source
            of_plan.setdefault(known[target].clause.plan, [])
        for plan, found in of_plan.items():
            if levels and plans[plan].entry.level not in levels:
                continue
            for link, status in _decided(source, plan, found, both.get(source, ()), known, rejected):
                target_row = known[link.target] if link.target else None
                yield AlignedRow(link, status, known[source], target_row, plans[plan])


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One indicator of both clauses, and two values of it in one unit."""

    indicator: str
    one: Target
    other: Target
    other_value: Aim  # in the unit of the first


def value_changes(
    one: Sequence[Target], other: Sequence[Target], plans: tuple[StoredPlan, StoredPlan]
) -> list[ValueChange]:
    """The indicators that two clauses of two plans both state, with different values."""
    implied = implied_by(plans[0].entry) & implied_by(plans[1].entry)
    found = []
    for mine in one:
        name = read_name(mine.indicator)
        rivals = [
            each
            for each in other
            if each.nature is mine.nature
            and compare(name, read_name(each.indicator), implied) is Sameness.SAME
        ]
        if mine.value is None or not rivals:
            continue
        theirs = [(each, in_unit_of(aim_of(each), aim_of(mine))) for each in rivals]
        if any(_value(aim) == _value(aim_of(mine)) for _, aim in theirs):
            continue
        found += [ValueChange(mine.indicator, mine, each, aim) for each, aim in theirs[:1]]
    return found


def _value(aim: Aim) -> tuple[object, ...]:
    return aim.value, aim.value_high, aim.unit


def family(store: Store, plan: str) -> tuple[StoredPlan, ...]:
    """The same plan of other levels, whether or not its text is at hand, in the order of the catalogue."""
    plans = store.plans()
    related = {
        pairing.other
        for pairing in pairings(tuple(each.entry for each in plans))
        if pairing.one == plan and pairing.kin is Kin.FAMILY
    }
    return tuple(each for each in plans if each.entry.id in related)


def _looked_at(
    store: Store, links: LinkFile, decided: Decided, address: str | None
) -> tuple[Iterator[Link], Mapping[str, StoredClause]]:
    """The suggested links that are asked for, and the clauses that they and the decisions may speak of."""
    if address is None:
        return links.every(), {row.clause.address: row for row in store.clauses()}
    own = store.clause(address)
    if own is None:
        raise NotFound(f"没有地址为 {address} 的条目，地址可用 duibiao search 或 duibiao clauses 查到。")
    mine = links.of(address)
    # One clause of many: only what it is linked to is read.
    named = {link.target for link in mine if link.target}
    named |= {each for pair in decided if address in pair for each in pair}
    found = {each: store.clause(each) for each in sorted(named)}
    return iter(mine), {address: own} | {each: row for each, row in found.items() if row is not None}


def _both_ways(
    decided: Decided, known: Mapping[str, StoredClause]
) -> dict[str, tuple[tuple[str, LinkDecision], ...]]:
    """Clause -> counterpart and decision; the newest decision about a pair counts, whichever way it was made."""
    newest: dict[tuple[str, str], LinkDecision] = {}
    for decision in decided.values():
        if decision.source in known and decision.target in known:
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
    decisions: Sequence[tuple[str, LinkDecision]],
    known: Mapping[str, StoredClause],
    rejected: bool,
) -> list[tuple[Link, LinkStatus]]:
    """The links into one plan with their status, people's first, behind "none" where nothing is left."""
    mine = {target: one for target, one in decisions if known[target].clause.plan == plan}
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
    answered = [
        link
        for link, status in rows
        if status is not LinkStatus.REJECTED and link.relation is not Relation.TOPIC
    ]
    if not answered:
        if nothing is None:
            best = max((link.score for link, _ in rows), default=0.0)
            nothing = Link(source, None, plan, Relation.NONE, round(1 - best, 4), (_REJECTED,))
        rows.insert(0, (nothing, LinkStatus.SUGGESTED))
    return [row for row in rows if rejected or row[1] is not LinkStatus.REJECTED]


def _as_decided(link: Link, decision: LinkDecision | None) -> Link:
    if decision is None or decision.status is not LinkStatus.CONFIRMED:
        return link
    relation = Relation(decision.relation) if decision.relation else link.relation
    if relation is Relation.TOPIC and not decision.relation:
        relation = Relation.SAME
    return replace(link, relation=relation, score=1.0, reasons=(_CONFIRMED, *link.reasons))
