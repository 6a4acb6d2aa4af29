"""A person's decision about a pair of clauses, checked before it is kept.

Takes a store and two addresses. Gives a LinkDecision with both texts as they read now, and what tells them from their repeats. Never accepts what can
be no link: an address that names nothing, or two clauses of one plan.
"""

from __future__ import annotations

from ingest.anchors import around_of
from service.answers.lookup import look_up
from service.decisions import LinkDecision, LinkStatus
from service.errors import BadFilter
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
