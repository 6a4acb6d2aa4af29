"""Works out the ladders of one plan: each indicator of it beside its counterparts above, and what only those above state.

Takes the plan, its family and what they state. Gives Ladders. One indicator stands in one ladder only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from analyzers.units import UNITS
from ingest.indicators import (
    IndicatorLine,
    Judgement,
    OtherIndicator,
    Sameness,
    Verdict,
    compare,
    counterparts,
    difference,
    implied_by,
    in_unit_of,
    judge,
    lines,
)
from ingest.plan import Holding
from service.answers.ladder.rungs import Ladder, Rung, SisterAim
from service.answers.near_misses import NearMisses
from service.answers.stated_values import StatedAim
from service.storage import StoredPlan

_TELLING = 5  # characters of a name that tells what is measured; 覆盖率 is the end of too many
_COUNTS = {unit.name for unit in UNITS.values() if unit.counts}  # 2 名 may be read as either
_SHORT = "本级写作“{}”，请核对是不是同一项指标"
# Whether the clauses at two addresses are linked; what people said of two aims.
LinkedOf = Callable[[str, str], bool]
SaidOf = Callable[[StatedAim, StatedAim], bool | None]


@dataclass(frozen=True, slots=True)
class LadderBase:
    """What is known of a base: its plans, their aims, and how plans and clauses stand to each other."""

    plans: Mapping[str, StoredPlan]
    stated: Mapping[str, Sequence[StatedAim]]
    sisters: Mapping[str, Sequence[StoredPlan]]
    near: Callable[[StoredPlan], NearMisses]
    linked: LinkedOf | None = None
    said: SaidOf | None = None

    def lines(self, plan: StoredPlan) -> list[IndicatorLine[StatedAim]]:
        """The indicators of a plan."""
        return lines(self.stated[plan.entry.id], implied_by(plan.entry))

    def are_linked(self, one: StatedAim, other: StatedAim) -> bool:
        """Whether the clauses of two aims are linked."""
        if self.linked is None or one.aim.clause is None or other.aim.clause is None:
            return False
        return self.linked(one.aim.clause, other.aim.clause)


def ladders_of(
    plan: StoredPlan, family: Sequence[StoredPlan], beside: Sequence[StoredPlan], known: LadderBase
) -> list[Ladder]:
    """The ladders of a plan; ``family`` stands above it, nearest first, ``beside`` are others above without a family."""
    implied = implied_by(plan.entry)
    mine = known.lines(plan)
    above = {other.entry.id: known.lines(other) for other in (*family, *beside)}
    answers = {
        other: counterparts(mine, its, implied, known.are_linked, known.said) for other, its in above.items()
    }
    found = []
    for at, line in enumerate(mine):
        main = line.main
        rungs = [Rung(plan, main, None, "", own=main, others=line.others)]
        rungs += [_rung(main, other, answers[other.entry.id].get(at), known, implied) for other in family]
        for other in beside:
            answer = answers[other.entry.id].get(at)
            if answer is not None and not _is_trend(answer.stated):
                rungs.append(_rung(main, other, answer, known, implied))
        found.append(Ladder(main.aim.indicator, main.aim.population, tuple(rungs)))
    taken = {id(each.line) for answer in answers.values() for each in answer.values()}
    return found + _missing(plan, family, mine, above, taken, known, implied)


def _rung(
    mine: StatedAim,
    plan: StoredPlan,
    answer: OtherIndicator[StatedAim] | None,
    known: LadderBase,
    implied: frozenset[str],
) -> Rung:
    """The aim of a higher plan that answers one of the lower plan."""
    if answer is None:
        sister = _sister(plan, mine, known, implied)
        return Rung(
            plan, None, Verdict.UPPER_MISSING, gap(plan), own=mine, sister=sister, looked_for=mine.aim.indicator,
            look=known.near(plan) if plan.clauses else None,
        )  # fmt: skip
    best = answer.stated
    judged: Judgement = judge(mine.aim, best.aim, answer.sameness, difference(mine.name, best.name))
    if _is_trend(best):
        judged = Judgement(Verdict.UPPER_MISSING, "上级只写了方向，没有数值")
    others = tuple(one for one in answer.line.aims if one is not best)
    shown = replace(best, aim=in_unit_of(best.aim, mine.aim))
    return Rung(plan, shown, judged.verdict, judged.reason, answer.pairing, mine, others)


def _is_trend(one: StatedAim) -> bool:
    return one.aim.value is None and one.aim.unit != "milestone"


def gap(plan: StoredPlan) -> str:
    """Why nothing of a plan stands there."""
    if plan.clauses:
        return "没有在这部规划里找到同名指标"
    if plan.entry.holding is Holding.NONE:
        return "库里还没有这部规划的文本"
    return "库里没有这部规划的全文，已知数据里没有这项"


def _sister(
    plan: StoredPlan, mine: StatedAim, known: LadderBase, implied: frozenset[str]
) -> SisterAim | None:
    """The same indicator in another plan of the same government."""
    for other in known.sisters.get(plan.entry.id, ()):
        both = implied | implied_by(other.entry)
        for one in known.stated[other.entry.id]:
            if not _is_trend(one) and compare(mine.name, one.name, both) is Sameness.SAME:
                return SisterAim(other, replace(one, aim=in_unit_of(one.aim, mine.aim)))
    return None


def _missing(
    plan: StoredPlan,
    family: Sequence[StoredPlan],
    mine: Sequence[IndicatorLine[StatedAim]],
    above: Mapping[str, Sequence[IndicatorLine[StatedAim]]],
    taken: set[int],
    known: LadderBase,
    implied: frozenset[str],
) -> list[Ladder]:
    """What higher plans aim at and was not found in the lower plan, each indicator once."""
    found: list[Ladder] = []
    seen: list[StatedAim] = []
    reason = "没有在本级找到同名指标，请核对" if plan.clauses else "库里还没有本级规划的文本"
    names = [line.main.name for line in mine]
    for number, other in enumerate(family):
        for line in above[other.entry.id]:
            one = line.main
            if id(line) in taken or _is_trend(one):
                continue
            if any(compare(one.name, name, implied) is not Sameness.DIFFERENT for name in names):
                continue
            if any(compare(one.name, each.name, implied) is not Sameness.DIFFERENT for each in seen):
                continue
            seen.append(one)
            own = _own(plan, one, mine, reason, known, implied)
            rungs = [own]
            for upper in family[number:]:
                free = [each for each in above[upper.entry.id] if id(each) not in taken]
                best = counterparts([line], free, implied, known.are_linked, known.said).get(0)
                if best is not None and best.sameness is Sameness.SAME:
                    taken.add(id(best.line))
                    shown = replace(best.stated, aim=in_unit_of(best.stated.aim, one.aim))
                    others = tuple(each for each in best.line.aims if each is not best.stated)
                    rungs.append(
                        Rung(upper, shown, own.verdict, own.reason, best.pairing, own.stated, others)
                    )
            found.append(Ladder(one.aim.indicator, one.aim.population, tuple(rungs)))
    return found


def _own(
    plan: StoredPlan,
    one: StatedAim,
    mine: Sequence[IndicatorLine[StatedAim]],
    reason: str,
    known: LadderBase,
    implied: frozenset[str],
) -> Rung:
    short = _named_in_short(one, mine)
    if short is not None:
        return Rung(plan, short, Verdict.INCOMPARABLE, _SHORT.format(short.aim.indicator), own=short)
    sister = _sister(plan, one, known, implied)
    look = known.near(plan) if plan.clauses else None
    return Rung(
        plan, None, Verdict.LOWER_MISSING, reason, sister=sister, looked_for=one.aim.indicator, look=look
    )


def _named_in_short(one: StatedAim, mine: Sequence[IndicatorLine[StatedAim]]) -> StatedAim | None:
    """The aim of the lower plan whose name is the end of the higher one's, or the other way round.

    防治知识知晓率 under a heading on cancer may be 宫颈癌和乳腺癌防治知识知晓率, so the indicator must not be
    called missing.
    """
    name = one.aim.indicator
    for line in mine:
        each = line.main
        short, long = sorted((name, each.aim.indicator), key=len)
        units = {each.aim.unit, one.aim.unit}
        if len(short) >= _TELLING and long.endswith(short) and (len(units) == 1 or units <= _COUNTS):
            return each
    return None
