"""A person's decision about a pair of clauses, checked before it is kept.

Takes a store and two addresses. Gives a LinkDecision with both texts as they read now, and what tells them from their repeats. Never accepts what can
be no link: an address that names nothing, or two clauses of one plan.
"""

from __future__ import annotations

from ingest.anchors import around_of
from service.answers.lookup import look_up
from service.decisions import IndicatorPair, LinkDecision, LinkStatus
from service.errors import BadFilter, NotFound
from service.storage import Store


def decision(
    store: Store,
    source: str,
    target: str,
    status: LinkStatus,
    *,
    relation: str | None = None,
    who: str | None = None,
    note: str | None = None,
) -> LinkDecision:
    """The decision about a pair. Raises NotFound or BadFilter."""
    one = look_up(store, source).stored.clause
    other = look_up(store, target).stored.clause
    if one.plan == other.plan:
        raise BadFilter(f"{other.address} 和 {one.address} 在同一部规划里，请写另一部规划的条目地址。")
    around = [around_of(store.prints(each.plan).anchor(each)) for each in (one, other)]
    return LinkDecision(
        one.address,
        other.address,
        status,
        one.text,
        other.text,
        relation,
        who,
        note,
        source_around=around[0],
        target_around=around[1],
    )


def indicator_pair(
    store: Store,
    source: tuple[str, str],
    target: tuple[str, str],
    status: LinkStatus,
    *,
    who: str | None = None,
    note: str | None = None,
) -> IndicatorPair:
    """The decision whether two indicators, each (address, name), are one. Raises NotFound or BadFilter."""
    one, other = (look_up(store, address).stored.clause for address, _ in (source, target))
    if one.plan == other.plan:
        raise BadFilter(f"{other.address} 和 {one.address} 在同一部规划里，请写另一部规划的条目地址。")
    around = [around_of(store.prints(each.plan).anchor(each)) for each in (one, other)]
    for clause, name in ((one, source[1]), (other, target[1])):
        if name not in {target.indicator for target in store.targets_of(clause.address)}:
            raise NotFound(f"条目 {clause.address} 里没有叫“{name[:60]}”的指标，请照条目页上的指标名写。")
    return IndicatorPair(
        one.address,
        source[1],
        other.address,
        target[1],
        status,
        one.text,
        other.text,
        around[0],
        around[1],
        who,
        note,
    )
