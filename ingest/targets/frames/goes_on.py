"""Frames for values in front of which the sentence leaves its indicator out: 分别达到60%和|38张; …、中学生1小时.

Takes a place in a segment. Gives a Claim: the indicator is the one that the sentence named last.
"""

from __future__ import annotations

from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.frames.named import read_named
from ingest.targets.records import Spot
from ingest.targets.wording import ellipsis, phrases, populations
from ingest.targets.wording.values import make_reading, remember


class GoesOn:
    """Nothing but a change verb, or nothing at all, stands in front: the sentence goes on with its indicator."""

    name = "goes_on"
    example = "入园率为46%，每千名老人床位30张，两项指标分别达到60%和38张"
    says = "前面没有写指标，接着说上文的指标"

    def read(self, here: Spot) -> Claim | None:
        memory = here.memory
        alone = not here.bare.strip(" 、和及与") and memory.indicator
        if here.change or (alone and (here.group.first.family == memory.family or memory.pending)):
            return read_named(here, 0, change=bool(here.change) or memory.change)
        return None


class SecondSize:
    """A second number of the thing that was just counted: so many rivers, and so many kilometres of them."""

    name = "second_size"
    example = "组建护林队伍30支、600人"
    says = "紧跟着的第二个数，单位不同：说的是同一事物的另一个数"

    def read(self, here: Spot) -> Claim | None:
        group, memory = here.group, here.memory
        near = not here.left.strip(" 、,和及与共") and memory.verb and memory.indicator
        told = here.segment.start <= memory.start
        other = (
            group.first.family in _SIZES and memory.family in _SIZES and group.first.family != memory.family
        )
        if not near or not told or not other or phrases.has_head(memory.indicator):
            return None
        readings = [
            make_reading(here.passage, here.segment, memory, memory.indicator, q, memory.start, group.end)
            for q in group.values
        ]
        return claim(here, readings, group.end)


_SIZES = ("count", "people", "measure", "thing")


class Placed:
    """The group stands between the verb and the value."""

    name = "placed"
    example = "班额控制在小学45人以内"
    says = "对象写在动词和数之间：“控制在小学45人以内”"

    def read(self, here: Spot) -> Claim | None:
        left = here.bare
        verbs = vocabulary.level_verbs()
        for size in range(min(8, len(left) - 4), 1, -1):
            who = left[-size:]
            verb = verbs.ending(left[:-size])
            if len(verb) >= 2 and populations.is_group(who) and not verbs.search(who):
                return _placed(here, len(left) - size - len(verb), who)
        return None


def _placed(here: Spot, cut: int, who: str) -> Claim | None:
    passage, segment, group = here.passage, here.segment, here.group
    end = phrases.right_trim(passage.folded, group.left, group.left + cut, segment.years)
    start = phrases.left_trim(passage.folded, group.left, end, segment.years, build=True)
    name = passage.words(segment, start, end)
    if not phrases.has_head(name):
        return None
    name = ellipsis.inherit(name, who)
    readings = [make_reading(passage, segment, here.memory, name, q, start, group.end) for q in group.values]
    return claim(here, readings, group.end, remember(here, here.memory, readings, start, change=False))


class NextGroup:
    """Only a group stands in front: it is measured as the one before it."""

    name = "next_group"
    example = "儿童每天户外活动时间不少于2小时、中学生1小时"
    says = "前面只写了对象，接着说上文的指标"

    def read(self, here: Spot) -> Claim | None:
        who, memory = ellipsis.without_often(here.bare), here.memory
        if not memory.indicator or memory.family != here.group.first.family or not populations.is_group(who):
            return None
        return read_named(here, len(who), change=memory.change)
