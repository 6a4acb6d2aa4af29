"""目标阶梯: one indicator at all levels, in one unit, with how the lower plan stands to each higher one.

Takes a store and the indicator that is asked for (or none, for all). Gives Ladders: one rung for the lower plan and
one for each plan above it, also where that plan says nothing or is not at hand. Figures of plans whose text is not
held stand beside the targets read from texts, and say how far they were checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from ingest.catalogue import FigureCheck, Kin, pairings
from ingest.indicators import direction
from ingest.levels import own_level
from ingest.plan import Level, Target
from service.answers.ladder.lookup import LadderAnswer, Meaning, UnknownIndicator, chosen, not_found
from service.answers.ladder.rungs import (
    ASKED,
    NO_TEXT,
    NOT_FOUND,
    OUTCOME_WORDS,
    OUTCOMES,
    Ladder,
    Rung,
    SisterAim,
)
from service.answers.ladder.working import LadderBase, LinkedOf, SaidOf, ladders_of
from service.answers.near_misses import NearMisses
from service.answers.stated_values import StatedAim, stated_by
from service.decisions import LinkStatus, Pairs
from service.query import Scope
from service.storage import Store, StoredPlan

__all__ = [
    "ASKED",
    "NOT_FOUND",
    "NO_TEXT",
    "OUTCOMES",
    "OUTCOME_WORDS",
    "Families",
    "Ladder",
    "LadderAnswer",
    "LinkedOf",
    "Meaning",
    "Rung",
    "SaidOf",
    "SisterAim",
    "UnknownIndicator",
    "answer",
    "families",
    "ladders",
    "said_of",
    "stricter_way",
]

Families = Mapping[str, Sequence[StoredPlan]]


def ladders(
    store: Store,
    indicator: str | None,
    *,
    scope: Scope,
    figures: Iterable[FigureCheck] = (),
    linked: LinkedOf | None = None,
    said: SaidOf | None = None,
    meaning: Meaning | None = None,
    compared: Callable[[Target], bool] = lambda target: False,
) -> tuple[Ladder, ...]:
    """The ladders of an indicator, or of all; ``scope`` says whose (by plan or level), else the lowest plans.

    Raises UnknownIndicator where nothing is called so.
    """
    return answer(
        store,
        indicator,
        scope=scope,
        figures=figures,
        linked=linked,
        said=said,
        meaning=meaning,
        compared=compared,
    ).ladders


def answer(
    store: Store,
    indicator: str | None,
    *,
    scope: Scope,
    figures: Iterable[FigureCheck] = (),
    linked: LinkedOf | None = None,
    said: SaidOf | None = None,
    meaning: Meaning | None = None,
    compared: Callable[[Target], bool] = lambda target: False,
) -> LadderAnswer:
    """The same, with the names of those that may have been meant instead."""
    plans = {plan.entry.id: plan for plan in store.plans()}
    related = _kin(plans, Kin.FAMILY)
    lower, alone = _lower_plans(plans, related, scope)

    @cache
    def near(plan: str) -> NearMisses:
        names = [(one.aim.indicator, one.aim.clause) for one in known.stated[plan]]
        clauses = store.clauses(Scope(plans=(plan,)))
        return NearMisses(names, (row.clause for row in clauses))

    known = LadderBase(
        plans,
        stated_by(store, plans, figures, compared),
        _kin(plans, Kin.SISTER),
        lambda plan: near(plan.entry.id),
        linked,
        said,
    )
    found = [ladder for plan in lower for ladder in _of_plan(plan, related, known)]
    if indicator is None:
        return LadderAnswer(tuple(found))
    picked = chosen(found, indicator, meaning)
    if not picked.ladders or not picked.sure:
        more = [ladder for plan in alone for ladder in _of_plan(plan, related, known)]
        again = chosen([*found, *more], indicator, meaning) if more else picked
        picked = again if again.sure or not picked.ladders else picked
    if not picked.ladders:
        raise not_found(found, indicator)
    return picked


def said_of(pairs: Pairs) -> SaidOf:
    """What people decided about two indicators, whichever of them they began with."""

    def said(one: StatedAim, other: StatedAim) -> bool | None:
        mine, its = ((each.aim.clause or "", each.aim.indicator) for each in (one, other))
        decided = pairs.get((*mine, *its)) or pairs.get((*its, *mine))
        return None if decided is None else decided.status is LinkStatus.CONFIRMED

    return said


def stricter_way(ladder: Ladder) -> int:
    """1 where more is stricter, -1 where less is, 0 where the texts do not tell."""
    aims = [rung.stated.aim for rung in ladder.rungs if rung.stated and rung.stated.aim.value is not None]
    return direction(aims[0], aims[-1]) if aims else 0


def _lower_plans(
    plans: dict[str, StoredPlan], families: Families, scope: Scope
) -> tuple[list[StoredPlan], list[StoredPlan]]:
    """The plans whose ladders are shown, and apart from them the plans that have nothing to be compared with.

    The first are the plans of the scope; without one, every plan that has no plan with a text below it in its
    family. The second have no family in the base and stand above plans of other families (a national outline
    for health over county plans for women): each of their ladders would have a single rung. Townships are of the
    second, too, where a county's plan is at hand: whoever wants them says so.
    """
    if scope.plans or scope.levels:
        return [
            plan
            for plan in plans.values()
            if (not scope.plans or plan.entry.id in scope.plans)
            and (not scope.levels or plan.entry.level in scope.levels)
        ], []
    read = [plan for plan in plans.values() if plan.clauses]
    own = own_level(plan.entry.level for plan in read)
    alone = [plan for plan in read if _below(plan, own)]
    held = [plan for plan in read if not _below(plan, own)]
    lower: list[StoredPlan] = []
    for plan in held:
        family = families[plan.entry.id]
        if not family and any(_above(other, plan) for other in held):
            alone.append(plan)
        elif not any(other in held and _above(other, plan) for other in family):
            lower.append(plan)
    return lower, alone


def families(plans: Mapping[str, StoredPlan]) -> dict[str, list[StoredPlan]]:
    """The same plan of other levels, for each plan."""
    return _kin(plans, Kin.FAMILY)


def _kin(plans: Mapping[str, StoredPlan], kin: Kin) -> dict[str, list[StoredPlan]]:
    found: dict[str, list[StoredPlan]] = {plan: [] for plan in plans}
    for pairing in pairings(tuple(each.entry for each in plans.values())):
        if pairing.kin is kin:
            found[pairing.one].append(plans[pairing.other])
    return found


def _below(plan: StoredPlan, own: Level | None) -> bool:
    return own is not None and plan.entry.level is not None and own in plan.entry.level.above


def _above(lower: StoredPlan, upper: StoredPlan) -> bool:
    if lower.entry.level is None or upper.entry.level is None:
        return upper.entry.id in lower.entry.parents
    return upper.entry.level in lower.entry.level.above


def _of_plan(plan: StoredPlan, families: Families, known: LadderBase) -> list[Ladder]:
    family = [other for other in families[plan.entry.id] if _above(plan, other)]
    family.sort(key=lambda other: -other.entry.level.rank if other.entry.level else -len(Level))
    # A plan without a family here (for health) stands beside those that have one, and never in their place.
    beside = [other for other in known.plans.values() if _above(plan, other) and not families[other.entry.id]]
    return ladders_of(plan, family, beside, known)
