"""A person's decision about a pair of clauses, checked before it is kept.

Takes a store and two addresses. Gives a LinkDecision with both texts as they read now, and what tells them from their repeats. Never accepts what can
be no link: an address that names nothing, or two clauses of one plan. The id of a plan in place of the second address
says of the whole plan that nothing in it answers the clause.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.anchors import around_of
from ingest.plan import Clause, Relation
from service.answers.lookup import look_up
from service.decisions import IndicatorPair, LinkDecision, LinkStatus
from service.errors import BadFilter, NotFound
from service.storage import Store, StoredPlan


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
    plan = _plan_of(store, target)
    if plan is not None:
        return _of_plan(store, one, plan, status, who, note)
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


def _plan_of(store: Store, target: str) -> StoredPlan | None:
    if "/" in target:
        return None
    return next((plan for plan in store.plans() if plan.entry.id == target), None)


def _of_plan(
    store: Store, one: Clause, plan: StoredPlan, status: LinkStatus, who: str | None, note: str | None
) -> LinkDecision:
    """That nothing in a plan answers a clause, or that this is taken back."""
    if plan.entry.id == one.plan:
        raise BadFilter("“都不是”说的是另一部规划，请写另一部规划的编号。")
    if not plan.clauses:
        raise BadFilter(f"库里还没有《{plan.entry.title.strip('《》')}》的文本，请先导入，再看它有没有对应。")
    if status is LinkStatus.REJECTED:
        raise BadFilter(
            "确认一部规划里都不是，请用 confirmed（命令行用 --none）；要收回，请用 suggested（命令行用 --undo）。"
        )
    made = LinkDecision(
        one.address, plan.entry.id, status, one.text, f"《{plan.entry.title.strip('《》')}》",
        Relation.NONE.value, who, note,
    )  # fmt: skip
    return replace(made, source_around=around_of(store.prints(one.plan).anchor(one)))
