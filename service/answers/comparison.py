"""比对: two plans clause by clause: what answers what, what the words changed to, and what only one of them says.

Takes a store, two plans and the links from the one to the other. Gives a Comparison in the order of the first plan's
text. Works for any two plans of a base: two levels, two plans of one government, two editions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analyzers.wordchanges import Change, changes
from ingest.links import is_frame
from ingest.plan import Link, Relation
from service.answers.alignment import NearRow
from service.errors import BadFilter
from service.query import Scope
from service.storage import Store, StoredClause, StoredPlan


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two clauses that answer each other, with the words that differ (printed numbers left out)."""

    left: StoredClause
    right: StoredClause
    relation: Relation
    score: float
    changes: tuple[Change, ...]

    @property
    def equal(self) -> bool:
        """Whether both say the same, word for word."""
        return all(change.kind == "equal" for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans beside each other."""

    left: StoredPlan
    right: StoredPlan
    pairs: tuple[ComparedPair, ...]
    only_left: tuple[StoredClause, ...]  # for which nothing was found on the other side; frames are left out
    only_right: tuple[StoredClause, ...]
    near: Mapping[str, tuple[NearRow, ...]] = field(
        default_factory=dict
    )  # by address, what comes nearest to those


def two_plans(store: Store, one: Scope, other: Scope) -> tuple[StoredPlan, StoredPlan]:
    """The two plans that were named. Raises BadFilter where a name means several, or a text is missing."""
    plans = {plan.entry.id: plan for plan in store.plans()}
    found = []
    for scope in (one, other):
        if len(scope.plans) > 1:
            choice = "、".join(scope.plans)
            raise BadFilter(f"这个名称指 {len(scope.plans)} 部规划（{choice}），请写其中一个的编号。")
        plan = plans[scope.plans[0]]
        if not plan.clauses:
            raise BadFilter(f"库里还没有《{plan.entry.title.strip('《》')}》的文本，请先导入再比对。")
        found.append(plan)
    if found[0].entry.id == found[1].entry.id:
        raise BadFilter(
            "两个名称指的是同一部规划，请写两部不同的规划；要比它的两版，请选明或写明版次，"
            f"如 {found[0].entry.id}@1。"
        )
    return found[0], found[1]


def compare_plans(
    store: Store, left: StoredPlan, right: StoredPlan, links: Iterable[Link], back: Iterable[Link] = ()
) -> Comparison:
    """The comparison of two plans by the links of the first into the second; ``back`` are those of the second into the
    first, which know what comes nearest to its clauses."""
    links = list(links)
    mine = {row.clause.address: row for row in store.clauses(Scope(plans=(left.entry.id,)))}
    its = {row.clause.address: row for row in store.clauses(Scope(plans=(right.entry.id,)))}
    pairs = [
        _pair(mine[link.source], its[link.target], link)
        for link in links
        if link.target is not None and link.relation.answers and link.source in mine and link.target in its
    ]
    pairs.sort(key=lambda pair: (pair.left.clause.start, -pair.score, pair.right.clause.start))
    paired = {pair.left.clause.address for pair in pairs} | {pair.right.clause.address for pair in pairs}
    return Comparison(
        left,
        right,
        tuple(pairs),
        tuple(row for address, row in mine.items() if address not in paired and not is_frame(row.clause)),
        tuple(row for address, row in its.items() if address not in paired and not is_frame(row.clause)),
        {
            link.source: tuple(
                NearRow(rows[near.address], near.score, near.reasons)
                for near in link.nearest
                if near.address in rows
            )
            for each, rows in ((links, its), (back, mine))
            for link in each
            if link.target is None and link.nearest and link.source not in paired
        },
    )


def _pair(left: StoredClause, right: StoredClause, link: Link) -> ComparedPair:
    return ComparedPair(left, right, link.relation, link.score, word_changes(left, right))


def word_changes(left: StoredClause, right: StoredClause) -> tuple[Change, ...]:
    """What the words of one clause changed to in another; the printed numbers are left out."""
    return changes(_body(left), _body(right))


def _body(row: StoredClause) -> str:
    """The text behind the printed number, which differs for reasons of its own."""
    return row.clause.text[row.clause.body :].strip()
