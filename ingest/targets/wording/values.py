"""Makes the Readings of a group of values: which name goes with which value, in which unit, softened by which word.

Takes names and values with the text around them. Gives Readings, and the memory that holds after them. Also used for
thresholds and dated outcomes; which name a value has is decided by the frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers import comparators
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.quantities import begins_inside
from ingest.targets import vocabulary
from ingest.targets.records import Memory, Passage, Reading, Spot
from ingest.targets.segments import Segment
from ingest.targets.wording import populations, unit_context
from ingest.targets.wording.verbs_in_front import compared

_PEOPLE_DO = ("受过", "接受过", "具有", "取得", "获得")


def hedge_in(lead: str, between: str) -> str | None:
    """The softening word nearest to the value: behind the indicator, else in front of it."""
    for text in (between, lead):
        found, at = "", 0
        while match := vocabulary.hedges().search(text, at):
            at = match.end()
            if len(match.group()) > 1 or not begins_inside(text, match.start()):  # 节约|标准煤
                found = match.group()
        if found:
            return found
    return None


def make_reading(
    passage: Passage,
    segment: Segment,
    memory: Memory,
    name: str,
    q: Quantity,
    start: int,
    end: int,
    *,
    hedge: str | None = None,
    change: bool = False,
    population: str | None = None,
    asked: bool = False,
) -> Reading:
    """A Reading with unit, value and population worked out; ``asked`` keeps a population of None."""
    unit, base, value = unit_context.unit_of(q, name, _in_front(passage, segment, memory, q))
    if population is None and not asked:
        population = populations.population_of(name)
        if population is None and name.startswith(_PEOPLE_DO):  # 新增劳动力…，其中受过高等教育的比例
            population = memory.counted
        if population is None and q.family == "money" and vocabulary.persons().ending(name):
            population = populations.bare(name)  # 集中养育孤儿每人每月不低于1900元
    if q.comparator == "=" and hedge in comparators.words(Place.NUMBER).words:  # 约, 大致
        q = replace(q, comparator="~")
    return Reading(name, population, q, value, unit, base, change, q.hedge or hedge, start, max(end, q.end))


def _in_front(passage: Passage, segment: Segment, memory: Memory, q: Quantity) -> str:
    """The text in front of a value, with the 每年 that opened the sentence where a further verb goes on."""
    left = passage.folded[segment.start : q.number_start]
    if q.family != "times" or not memory.often or unit_context.period_of(left):
        return left
    return memory.often + left if vocabulary.build_verbs().beginning(left.lstrip(" 并且")) else left


def pair(names: Sequence[str], values: Sequence[Quantity]) -> list[tuple[str, Quantity]]:
    """Names with values; a comparator at the last (or first) of several values counts for all."""
    if len(values) > 1:
        first, last = values[0], values[-1]
        if last.end > last.number_end and all(q.end == q.number_end for q in values[:-1]):
            values = [replace(q, comparator=last.comparator, hedge=last.hedge) for q in values]
        elif compared(first) and not any(map(compared, values[1:])):
            values = [replace(q, comparator=first.comparator, hedge=first.hedge) for q in values]
    if len(values) == 1:
        return [(name, values[0]) for name in names]
    if len(names) == len(values):
        return list(zip(names, values, strict=True))
    return [(names[0], q) for q in values] if names else []


def heard(passage: Passage, segment: Segment, memory: Memory, q: Quantity) -> Memory:
    """The memory with the words in front of a value that say how often."""
    if q.family != "times":
        return memory
    period = unit_context.period_of(passage.folded[segment.start : q.number_start])
    return replace(memory, often=period) if period else memory


def remember(here: Spot, memory: Memory, readings: Sequence[Reading], start: int, *, change: bool) -> Memory:
    """The memory with the last indicator, for what leaves it out."""
    if not readings:
        return memory
    new = tuple(r.indicator for r in readings if r.indicator not in memory.named[-1:])
    return replace(
        memory,
        indicator=readings[-1].indicator,
        family=here.group.first.family,
        start=start,
        change=change,
        counted=readings[-1].population,
        named=memory.named + new,
    )
