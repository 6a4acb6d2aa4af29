"""目标阶梯: one indicator at all levels, in one unit, with how the lower plan stands to each higher one.

Takes a store and the indicator that is asked for (or none, for all). Gives Ladders: one rung for the lower plan and
one for each plan above it, also where that plan says nothing or is not at hand. Figures of plans whose text is not
held stand beside the targets read from texts, and say how far they were checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analyzers.units import UNITS
from ingest.catalogue import FigureCheck, Kin, pairings
from ingest.indicators import (
    Judgement,
    Sameness,
    Verdict,
    best_of,
    compare,
    difference,
    direction,
    implied_by,
    in_unit_of,
    is_named,
    judge,
    once,
    read_name,
)
from ingest.levels import own_level
from ingest.plan import Holding, Level
from service.answers.near_misses import Nearby, NearMisses
from service.answers.stated_values import StatedAim, stated_by
from service.errors import NotFound
from service.query import Scope
from service.storage import Store, StoredPlan

NO_TEXT = "没有文本"
OUTCOMES = (*(verdict.value for verdict in Verdict), NO_TEXT)
_OFFERED = 8
_TELLING = 5  # characters of a name that tells what is measured; 覆盖率 is the end of too many
Families = Mapping[str, Sequence[StoredPlan]]
_COUNTS = {unit.name for unit in UNITS.values() if unit.counts}  # 2 名 may be read as either


class UnknownIndicator(NotFound):
    """No indicator has the name that was asked for; ``near`` are the indicators with the most similar names."""

    def __init__(self, sentence: str, near: Sequence[str]) -> None:
        super().__init__(sentence)
        self.near = tuple(near)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a ladder. ``stated`` is None where the plan has no such aim."""

    plan: StoredPlan
    stated: StatedAim | None
    verdict: Verdict | None  # None for the lower plan itself
    reason: str
    near: tuple[Nearby, ...] = ()  # where the indicator was not found: what to look at

    @property
    def remark(self) -> str:
        """The reason, with what to look at."""
        near = "、".join(each.text for each in self.near)
        return f"{self.reason}；相近的：{near}" if near else self.reason

    @property
    def unread(self) -> bool:
        """Whether it is unknown what the plan asks for: its text is not in the base, and no figure of it is
        known."""
        return self.stated is None and not self.plan.clauses

    @property
    def outcome(self) -> str | None:
        """The verdict in words. A plan without a text in the base is never said to lack the indicator."""
        if self.verdict is None:
            return None
        return NO_TEXT if self.unread else self.verdict.value


@dataclass(frozen=True, slots=True)
class Ladder:
    """One indicator: the rung of the lower plan first, then those above it, nearest first."""

    indicator: str
    population: str | None
    rungs: tuple[Rung, ...]


def ladders(
    store: Store, indicator: str | None, *, scope: Scope, figures: Iterable[FigureCheck] = ()
) -> tuple[Ladder, ...]:
    """The ladders of an indicator, or of all; ``scope`` says whose (by plan or level), else the lowest plans.

    Raises UnknownIndicator where nothing is called so.
    """
    plans = {plan.entry.id: plan for plan in store.plans()}
    stated = stated_by(store, plans, figures)
    related = families(plans)
    lower, alone = _lower_plans(plans, related, scope)

    def near(plan: StoredPlan) -> NearMisses:
        names = [(one.aim.indicator, one.aim.clause) for one in stated[plan.entry.id]]
        clauses = store.clauses(Scope(plans=(plan.entry.id,)))
        return NearMisses(names, (row.clause for row in clauses))

    found = [ladder for plan in lower for ladder in _of_plan(plan, plans, related, stated, near(plan))]
    if indicator is None:
        return tuple(found)
    chosen = _chosen(found, indicator)
    if not chosen:
        found += [ladder for plan in alone for ladder in _of_plan(plan, plans, related, stated, near(plan))]
        chosen = _chosen(found, indicator)
    if not chosen:
        raise _not_found(found, indicator)
    return chosen


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
    found: dict[str, list[StoredPlan]] = {plan: [] for plan in plans}
    for pairing in pairings(tuple(each.entry for each in plans.values())):
        if pairing.kin is Kin.FAMILY:
            found[pairing.one].append(plans[pairing.other])
    return found


def _below(plan: StoredPlan, own: Level | None) -> bool:
    return own is not None and plan.entry.level is not None and own in plan.entry.level.above


def _above(lower: StoredPlan, upper: StoredPlan) -> bool:
    if lower.entry.level is None or upper.entry.level is None:
        return upper.entry.id in lower.entry.parents
    return upper.entry.level in lower.entry.level.above


def _of_plan(
    plan: StoredPlan,
    plans: dict[str, StoredPlan],
    families: Families,
    stated: dict[str, list[StatedAim]],
    near: NearMisses,
) -> list[Ladder]:
    family = [other for other in families[plan.entry.id] if _above(plan, other)]
    family.sort(key=lambda other: -other.entry.level.rank if other.entry.level else -len(Level))
    # A plan without a family here (for health) stands beside those that have one, and never in their place.
    beside = [other for other in plans.values() if _above(plan, other) and not families[other.entry.id]]
    implied = implied_by(plan.entry)
    mine = once(stated[plan.entry.id], implied)
    found = []
    for one in mine:
        rungs = [Rung(plan, one, None, "")]
        rungs += [_rung(one, other, stated[other.entry.id], mine, implied) for other in family]
        extra = [_rung(one, other, stated[other.entry.id], mine, implied) for other in beside]
        rungs += [
            rung for rung in extra if rung.stated is not None and rung.verdict is not Verdict.UPPER_MISSING
        ]
        found.append(Ladder(one.aim.indicator, one.aim.population, tuple(rungs)))
    return found + _missing(plan, family, stated, mine, implied, near)


def _rung(
    mine: StatedAim,
    plan: StoredPlan,
    stated: Sequence[StatedAim],
    others: Sequence[StatedAim],
    implied: frozenset[str],
) -> Rung:
    """The aim of a higher plan that answers one of the lower plan."""
    best = best_of(mine, stated, others, implied)
    if best is None:
        return Rung(plan, None, Verdict.UPPER_MISSING, _gap(plan))
    judged: Judgement = judge(
        mine.aim, best.aim, compare(mine.name, best.name, implied), difference(mine.name, best.name)
    )
    if best.aim.value is None and best.aim.unit != "milestone":
        judged = Judgement(Verdict.UPPER_MISSING, "上级只写了方向，没有数值")
    return Rung(plan, replace(best, aim=in_unit_of(best.aim, mine.aim)), judged.verdict, judged.reason)


def _gap(plan: StoredPlan) -> str:
    if plan.clauses:
        return "没有在这部规划里找到同名指标"
    if plan.entry.holding is Holding.NONE:
        return "库里还没有这部规划的文本"
    return "库里没有这部规划的全文，已知数据里没有这项"


def _missing(
    plan: StoredPlan,
    family: Sequence[StoredPlan],
    stated: dict[str, list[StatedAim]],
    mine: Sequence[StatedAim],
    implied: frozenset[str],
    near: NearMisses,
) -> list[Ladder]:
    """What higher plans aim at and the lower plan does not, each indicator once."""
    found: list[Ladder] = []
    seen: list[StatedAim] = []
    gap = "没有在本级找到同名指标，请核对" if plan.clauses else "库里还没有本级规划的文本"
    for number, other in enumerate(family):
        for one in once(stated[other.entry.id], implied):
            if one.aim.value is None or is_named(one, (*mine, *seen), implied):
                continue
            seen.append(one)
            short = _named_in_short(one, mine)
            if short is None:
                look = near.to(one.aim.indicator) if plan.clauses else ()
                own = Rung(plan, None, Verdict.LOWER_MISSING, gap, look)
            else:
                said = f"本级写作“{short.aim.indicator}”，请核对是不是同一项指标"
                own = Rung(plan, short, Verdict.INCOMPARABLE, said)
            rungs = [own]
            for upper in family[number:]:
                best = best_of(one, stated[upper.entry.id], (), implied)
                if best is not None and compare(one.name, best.name, implied) is Sameness.SAME:
                    best = replace(best, aim=in_unit_of(best.aim, one.aim))
                    rungs.append(Rung(upper, best, own.verdict, own.reason))
            found.append(Ladder(one.aim.indicator, one.aim.population, tuple(rungs)))
    return found


def _named_in_short(one: StatedAim, mine: Sequence[StatedAim]) -> StatedAim | None:
    """The aim of the lower plan whose name is the end of the higher one's, or the other way round.

    防治知识知晓率 under a heading on cancer may be 宫颈癌和乳腺癌防治知识知晓率, so the indicator must not be
    called missing.
    """
    name = one.aim.indicator
    for each in mine:
        other = each.aim.indicator
        short, long = sorted((name, other), key=len)
        units = {each.aim.unit, one.aim.unit}
        if len(short) >= _TELLING and long.endswith(short) and (len(units) == 1 or units <= _COUNTS):
            return each
    return None


def _chosen(found: Sequence[Ladder], asked: str) -> tuple[Ladder, ...]:
    """The ladders of exactly that indicator; else of that indicator for other populations; else of every
    indicator with the text in its name."""
    name = read_name(asked)
    implied = frozenset().union(*(implied_by(ladder.rungs[0].plan.entry) for ladder in found))
    for least in (Sameness.SAME, Sameness.POPULATION):
        chosen = [ladder for ladder in found if compare(name, read_name(ladder.indicator), implied) >= least]
        if chosen:
            return tuple(chosen)
    return tuple(ladder for ladder in found if asked.strip() and asked.strip() in ladder.indicator)


def _not_found(found: Sequence[Ladder], asked: str) -> UnknownIndicator:
    import difflib

    names = list(dict.fromkeys(ladder.indicator for ladder in found))
    near = difflib.get_close_matches(asked[:60], names, n=_OFFERED, cutoff=0.3)
    offer = f"相近的有：{'、'.join(near)}" if near else "用 duibiao ladder --all 看全部指标"
    return UnknownIndicator(f"没有名称为“{asked[:60]}”的指标，{offer}。", near)
