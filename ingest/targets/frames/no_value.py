"""Frames that know a number which is no target: how a body is made up, a condition, the size of a noun behind.

Takes a place in a segment. Gives a Claim without readings. Numbers that cannot be values wherever they stand are kept
back before any frame is asked (``wording.refusals``); these here are known only where no frame before them fits.
"""

from __future__ import annotations

from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.frames.number_noun import COUNTED, noun_follows
from ingest.targets.records import Spot
from ingest.targets.wording.refusals import JOINED, NAME_START, relative


class MadeUp:
    """下设3个科室 tells how a body is made up."""

    name = "made_up"
    example = "中心下设3个科室"
    says = "“下设几个科室”是机构的构成，不是目标"

    def read(self, here: Spot) -> Claim | None:
        counted = here.group.first.family in COUNTED and noun_follows(here)
        if not counted or not vocabulary.frame_words("made_up").ending(here.bare):
            return None
        return claim(here, (), here.group.left)


class ConditionBehind:
    """户籍人口达到30万的县 is a condition, where nothing behind the value is counted."""

    name = "condition_behind"
    example = "覆盖率达到90%的村"
    says = "数后面是“的…”，是条件，不是目标"

    def read(self, here: Spot) -> Claim | None:
        if here.group.right != here.segment.end or not relative().match(here.right):
            return None
        return claim(here, (), here.group.end)


class NounBehind:
    """达到30户自然村: the number belongs to the noun, and what stands in front is left to the next value."""

    name = "noun_behind"
    example = "达到20户自然村"
    says = "数属于后面的名词，前面的动词管不到它"

    def read(self, here: Spot) -> Claim | None:
        if here.group.first.family in ("rate", "points"):
            return None
        if not NAME_START.match(here.right) or JOINED.match(here.right):
            return None
        if here.right.startswith("的") and not relative().match(here.right):  # 达到50年一遇|的防洪标准
            return None
        return claim(here, (), here.group.left)
