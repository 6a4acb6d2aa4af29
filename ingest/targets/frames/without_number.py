"""Frames for values that are no number of something: a place or grade (进入全省前5名, 达到Ⅲ类), and nothing at all (零发生).

Takes a place in a segment. Gives a Claim; the indicator stands in front of the verb.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import comparators
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.frames.named import read_named
from ingest.targets.records import Spot
from ingest.targets.wording.refusals import says_nothing
from ingest.targets.wording.standing import verb_cut

_BARE = re.compile(" *(?:做到|实现|确保|基本|动态|全部|全面)*")


class RankAndGrade:
    """Claims every place and grade that a verb reaches for."""

    name = "standing"
    example = "营商环境综合评价进入全省前5名"
    says = "“进入前几名、达到几类”：数是名次、等级"

    def read(self, here: Spot) -> Claim | None:
        family = here.group.first.family
        if family not in ("rank", "grade"):
            return None
        cut = verb_cut(here.left, family)
        if cut is None:
            return claim(here, (), here.group.end)
        if sign := comparators.sign_of(comparators.ending(here.left.rstrip())):  # 不低于|Ⅲ类
            signed = tuple(replace(q, comparator=sign) for q in here.group.values)
            here = replace(here, group=replace(here.group, values=signed))
        return read_named(here, cut, change=False)


class Nothing:
    """Claims 零发生, 清零, 降至零, 零增长: what stands in front is to be none, or not to grow."""

    name = "nothing"
    example = "重大火灾隐患存量清零"
    says = "“零发生、清零、零增长”：前面写的事物记 0"

    def read(self, here: Spot) -> Claim | None:
        q = here.group.first
        if not says_nothing(here.passage.folded, q):
            return None
        cut = here.level_cut if here.level else len(here.bare)
        counted = here.memory.family in ("count", "people", "measure") and here.memory.indicator
        if counted and _BARE.fullmatch(here.left[:cut]):  # 改造危桥37座，做到动态清零 says no more of them
            return claim(here, (), here.group.end)
        return read_named(here, cut, change=q.family == "growth")
