"""对标关系: for each clause of one plan its counterparts in another, with how sure that is and why.

Takes the clauses and targets of all plans at hand with their identities. Gives Links for every clause and every
plan it is looked for in: one, several (split and merged items), or one that says there is none. A pair is
judged by its own likeness and by its rivals: a look-alike loses to the true counterpart, and where there is
no true counterpart, contrary words, other indicators and other domains speak against it. Weights were fitted on
one fictional family of plans and measured on another (docs/decisions/0008-links.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analyzers.meaning import Floats
from ingest.catalogue import Kin, Pairing, couples, pairings
from ingest.indicators import implied_by
from ingest.links import assignment, domain_match, features, merged_items, neighbours
from ingest.links.arrays import Ints, Rarity, Side, side
from ingest.links.features import Pairs
from ingest.links.profiles import Profile, profiles_of
from ingest.links.reasons import reasons_for
from ingest.plan import Clause, Link, NearClause, PlanEntry, Reason, Relation, Target

# First look, which rivals and domains are judged by.
_FIRST: Mapping[str, float] = {
    "words": 1.0, "lead": 0.4, "contained": 0.5, "meaning": 0.7, "lead_meaning": 0.4, "lead_inside": 0.3,
    "indicator": 0.8, "population": 0.3, "other_indicator": -0.4, "contrast": -0.6, "place": 0.1, "kind": 0.3,
}  # fmt: skip
_FIRST_DOMAIN = 0.3
_FIRST_ORDER = 0.3
# What speaks for a pair, in log odds.
_WEIGHTS: Mapping[str, float] = {
    "words": 1.4, "lead": 0.3, "contained": 0.6, "meaning": 2.8, "lead_meaning": 1.2, "lead_inside": 1.6,
    "indicator": 0.6, "population": 0.6, "other_indicator": -1.7, "contrast": -4.0, "place": 0.2, "kind": 1.5,
}  # fmt: skip
_DOMAIN = 1.0
_ORDER = 0.6
_RIVALS = 2.3  # for the lead over the best rival on either side
# What that lead counts where something speaks against the pair, which is then the best of a bad lot.
_CONTRARY, _DOUBTED = 0.4, 0.7
_BIAS = -6.5
_NEVER = -20.0  # log odds of a goal beside a measure, but for the figure that they share
# A pair as sure as the second is a link, whatever else is linked to its clauses; a pair of the best assignment
# needs the first: the price of having no counterpart. Plans for other people mostly have none.
PRICES = {Kin.FAMILY: (0.4, 0.6), Kin.SISTER: (0.6, 0.75), Kin.OTHER: (0.6, 0.8)}
_STATED = 0.9  # how sure a pair is that states one figure
TOPIC = 0.2
NEAREST = 3  # candidates that are told of a clause without a counterpart
_FAR = 0.005  # how sure a pair must be at least to be told: less is shown as 0.00
_MEANT = 0.15  # of meaning, for a candidate that shares no word to be told
_TOPIC_WORDS = 0.15
_WHOLE = 0.5  # of the words of both clauses, for a pair to be the same and not a part


@dataclass(frozen=True, slots=True)
class Held:
    """A plan at hand: its identity, clauses and targets."""

    entry: PlanEntry
    clauses: Sequence[Clause]
    targets: Sequence[Target]


class _Made(NamedTuple):
    """A link between two rows, before it is told which way it is read."""

    one: int
    other: int
    relation: Relation
    sure: float
    reasons: tuple[Reason, ...]


def find_links(plans: Sequence[Held]) -> list[Link]:
    """The links of every clause of every plan, in the order of plans and clauses."""
    profiles = {held.entry.id: profiles_of(held.clauses, held.targets) for held in plans}
    rarity = Rarity.of(profile for each in profiles.values() for profile in each)
    sides = {plan: side(each, rarity) for plan, each in profiles.items()}
    entries = {held.entry.id: held.entry for held in plans}
    found: dict[tuple[str, str], list[Link]] = {}
    for couple in couples(tuple(entries.values())):
        mine, its = couple.one, couple.other
        there, back = link_sides(sides[mine], sides[its], entries[mine], entries[its], rarity, couple.kin)
        found[mine, its] = there
        if couple.both:
            found[its, mine] = back
    return _in_order(plans, pairings(tuple(entries.values())), found)


def link_pair(one: Held, other: Held) -> list[Link]:
    """The links of one plan into another, whatever they are to each other."""
    mine, its = profiles_of(one.clauses, one.targets), profiles_of(other.clauses, other.targets)
    rarity = Rarity.of([*mine, *its])
    there, _ = link_sides(side(mine, rarity), side(its, rarity), one.entry, other.entry, rarity)
    return there


def _in_order(
    plans: Sequence[Held], wanted: Iterable[Pairing], found: Mapping[tuple[str, str], Sequence[Link]]
) -> list[Link]:
    """Plan by plan and clause by clause, the closest kin first."""
    others: dict[str, list[str]] = {}
    for pairing in sorted(wanted, key=lambda pairing: pairing.kin):
        others.setdefault(pairing.one, []).append(pairing.other)
    links: list[Link] = []
    for held in plans:
        of_clause: dict[str, list[Link]] = {clause.address: [] for clause in held.clauses}
        for other in others.get(held.entry.id, ()):
            for link in found[held.entry.id, other]:
                of_clause[link.source].append(link)
        links += [link for each in of_clause.values() for link in each]
    return links


def link_sides(
    one: Side, other: Side, my_entry: PlanEntry, its_entry: PlanEntry, rarity: Rarity, kin: Kin = Kin.FAMILY
) -> tuple[list[Link], list[Link]]:
    """The links of each clause of one side into the other, and back."""
    implied = implied_by(my_entry) & implied_by(its_entry)
    pairs = features.pairs(one, other, implied)
    odds, domain = score(one, other, pairs)
    sure = (1 / (1 + np.exp(-odds))).astype(np.float32)
    linked = _linked(pairs, sure, kin)
    stated = pairs.figures > 0
    linked[stated] = True
    sure = np.where(stated, np.maximum(sure, _STATED), sure).astype(np.float32)
    linked[merged_items.merged(one, other, pairs, sure, linked, rarity)] = True
    chosen = np.flatnonzero(linked)
    partners = (_counts(pairs.ones[chosen], len(one)), _counts(pairs.others[chosen], len(other)))
    made: list[_Made] = []
    for number in chosen.tolist():
        left, right = int(pairs.ones[number]), int(pairs.others[number])
        alone = partners[0][left] == 1 and partners[1][right] == 1
        relation = Relation.SAME if alone else Relation.PART
        reasons = reasons_for(
            one.profiles[left], other.profiles[right], pairs.features[number], float(domain[number]), rarity
        )
        made.append(_Made(left, right, relation, float(sure[number]), reasons))
    made += _topics(one, other, pairs, np.where(linked, 0, sure).astype(np.float32), partners, rarity)
    best = (_best(pairs.ones, sure, len(one)), _best(pairs.others, sure, len(other)))
    near = _near(one, other, pairs, sure, domain, partners, rarity)
    there = _links(one, its_entry.id, [(m.one, other.profiles[m.other], m) for m in made], best[0], near[0])
    back = _links(other, my_entry.id, [(m.other, one.profiles[m.one], m) for m in made], best[1], near[1])
    return there, back


def score(one: Side, other: Side, pairs: Pairs) -> tuple[Floats, Floats]:
    """The log odds of each pair, and how its domains answer each other."""
    across = pairs.column("kind") <= 0  # a goal and a measure that share a figure are nobody's rivals
    first = np.where(across, 0, pairs.features @ _vector(_FIRST)).astype(np.float32)
    domain = domain_match.closeness(one, other, pairs, first)
    first = np.where(across, 0, first + _FIRST_DOMAIN * domain).astype(np.float32)
    order = neighbours.order(pairs, first, len(other))
    first = np.where(across, 0, first + _FIRST_ORDER * order).astype(np.float32)
    odds = pairs.features @ _vector(_WEIGHTS) + _DOMAIN * domain + _ORDER * order + _BIAS
    damped = np.where(pairs.column("other_indicator") >= 1, _DOUBTED, 1.0)
    damped = np.where(pairs.column("contrast") > 0, _CONTRARY, damped)
    for rows, total in ((pairs.ones, len(one)), (pairs.others, len(other))):
        lead = np.clip(first - np.maximum(best_rival(rows, first, total), 0), -1, 1)
        odds = odds + _RIVALS * np.where(lead > 0, damped * lead, lead)
    odds = np.where(across, _NEVER, odds)
    return odds.astype(np.float32), domain


def best_rival(rows: Ints, scores: Floats, total: int) -> Floats:
    """For each pair the best score of another pair of the same row; 0 where there is none."""
    order = np.lexsort((-scores, rows))
    ordered = rows[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    best, second = np.zeros(total, np.float32), np.zeros(total, np.float32)
    best[ordered[first]] = scores[order[first]]
    following = first + 1
    there = following < len(ordered)
    there[there] = ordered[following[there]] == ordered[first[there]]
    second[ordered[first[there]]] = scores[order[following[there]]]
    rival = best[rows]
    rival[order[first]] = second[ordered[first]]
    return rival


def _vector(weights: Mapping[str, float]) -> Floats:
    return np.array([weights.get(name, 0.0) for name in features.FEATURES], np.float32)


def _linked(pairs: Pairs, sure: Floats, kin: Kin) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which pairs are links: the sure ones, and those of the best assignment."""
    chosen, enough = PRICES[kin]
    linked = sure >= enough
    linked[assignment.assign(pairs.ones, pairs.others, sure - chosen)] = True
    return linked


def _counts(rows: Ints, total: int) -> Ints:
    return np.bincount(rows, minlength=total).astype(np.int64)


def _best(rows: Ints, sure: Floats, total: int) -> Floats:
    found = np.zeros(total, np.float32)
    np.maximum.at(found, rows, sure)
    return found


def _topics(
    one: Side, other: Side, pairs: Pairs, sure: Floats, partners: tuple[Ints, Ints], rarity: Rarity
) -> list[_Made]:
    """For clauses without a counterpart, the nearest one of the same subject, where nothing speaks against it."""
    able = (sure >= TOPIC) & (pairs.column("words") >= _TOPIC_WORDS)
    able &= (pairs.column("contrast") == 0) & (pairs.column("other_indicator") == 0)
    able &= (partners[0][pairs.ones] == 0) | (partners[1][pairs.others] == 0)
    able &= (sure >= _best(pairs.ones, sure, len(one))[pairs.ones]) | (
        sure >= _best(pairs.others, sure, len(other))[pairs.others]
    )
    found = []
    for number in np.flatnonzero(able).tolist():
        left, right = int(pairs.ones[number]), int(pairs.others[number])
        reasons = reasons_for(one.profiles[left], other.profiles[right], pairs.features[number], 0.0, rarity)
        found.append(_Made(left, right, Relation.TOPIC, float(sure[number]), reasons))
    return found


def _near(
    one: Side,
    other: Side,
    pairs: Pairs,
    sure: Floats,
    domain: Floats,
    partners: tuple[Ints, Ints],
    rarity: Rarity,
) -> tuple[dict[int, list[NearClause]], dict[int, list[NearClause]]]:
    """For clauses of each side that have no counterpart, the surest candidates of the other, surest first."""
    found: tuple[dict[int, list[NearClause]], dict[int, list[NearClause]]] = ({}, {})
    reasons: dict[int, tuple[Reason, ...]] = {}
    said = ((pairs.column("words") > 0) | (pairs.column("meaning") >= _MEANT)) & (sure >= _FAR)
    for mine, (rows, its, side_) in enumerate(
        ((pairs.ones, pairs.others, other), (pairs.others, pairs.ones, one))
    ):
        alone = np.flatnonzero((partners[mine][rows] == 0) & said)
        for number in alone[np.lexsort((-sure[alone], rows[alone]))].tolist():
            of_row = found[mine].setdefault(int(rows[number]), [])
            if len(of_row) == NEAREST:
                continue
            if number not in reasons:
                left, right = one.profiles[pairs.ones[number]], other.profiles[pairs.others[number]]
                reasons[number] = reasons_for(
                    left, right, pairs.features[number], float(domain[number]), rarity
                )
            score = round(float(sure[number]), 4)
            of_row.append(NearClause(side_.profiles[its[number]].clause.address, score, reasons[number]))
    return found


def _links(
    side_: Side,
    plan: str,
    made: Sequence[tuple[int, Profile, _Made]],
    best: Floats,
    near: Mapping[int, Sequence[NearClause]],
) -> list[Link]:
    """Links of every clause of a side, surest first, behind a link to nothing where it has no counterpart."""
    of_row: dict[int, list[Link]] = {row: [] for row in range(len(side_))}
    for row, partner, m in made:
        source, target = side_.profiles[row].clause.address, partner.clause.address
        of_row[row].append(Link(source, target, plan, m.relation, round(m.sure, 4), m.reasons))
    found: list[Link] = []
    for row, links in of_row.items():
        links.sort(key=lambda link: (not link.relation.answers, -link.score, link.target or ""))
        if not any(link.relation.answers for link in links):
            nothing = round(1 - float(best[row]), 4)
            gap = Reason("gap", "没有找到说同一件事的条目")
            address = side_.profiles[row].clause.address
            links.insert(
                0, Link(address, None, plan, Relation.NONE, nothing, (gap,), tuple(near.get(row, ())))
            )
        found += links
    return found
