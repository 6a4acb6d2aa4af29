"""Frames in which an indicator, a verb or a comparison word, and a value follow each other: …率达到90%以上.

Takes a place in a segment. Gives a Claim. Each says where the noun phrase in front of its value ends, and whether the
value is a level or the size of a change; ``named`` does the reading.
"""

from __future__ import annotations

import re

from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim
from ingest.targets.frames.named import read_named
from ingest.targets.records import Spot
from ingest.targets.wording import ellipsis, inherited, phrases, unit_context
from ingest.targets.wording.verbs_in_front import compared

# What a value can be that stands at its indicator without a verb.
_DIRECT = ("rate", "points", "ratio", "measure", "money", "score", "bare", "span", "age", "fold")


_ALONE = re.compile("年|[户人亩]均")


class ComparedChange:
    """A change whose size is compared: the verb says that it is a change, before the comparison word says level."""

    name = "compared_change"
    example = "销售额年均增长不低于5%"
    says = "变化动词加比较词：数是变化的大小"

    def read(self, here: Spot) -> Claim | None:
        if not compared(here.group.first) or here.level or not here.change or not here.change_cut:
            return None
        return read_named(here, here.change_cut, change=True)


class LevelValue:
    """A level verb or a comparison word in front of the value."""

    name = "level"
    example = "覆盖率达到90%以上"
    says = "“指标达到、不低于多少”：数是要达到的水平"

    def read(self, here: Spot) -> Claim | None:
        # CASE: 完成造林100亩, 有3所: verbs that also say what is done wait for what stands in front of them.
        also_do = vocabulary.frame_words("also_does").words
        if (not here.level or here.level in also_do) and not compared(here.group.first):
            return None
        return read_named(here, here.level_cut, change=False)


class ChangeValue:
    """A change verb in front of the value, and something in front of the verb."""

    name = "change"
    example = "死亡率比2020年下降20%"
    says = "“指标下降、提高多少”：数是变化的大小"

    def read(self, here: Spot) -> Claim | None:
        if not here.change or not here.change_cut:
            return None
        front = here.left[: here.change_cut].strip(" 、,和及与")
        if (
            _ALONE.fullmatch(front) and here.change in vocabulary.frame_words("saves").words
        ):  # 年节水800万立方米
            return read_named(here, len(here.bare), change=False)
        return read_named(here, here.change_cut, change=True)


class Direct:
    """The value stands at its indicator, with no verb between them."""

    name = "direct"
    example = "空气优良率60%以上"
    says = "指标后面直接写数"

    def read(self, here: Spot) -> Claim | None:
        family, bare = here.group.first.family, here.bare
        # CASE: 优良率60%; 女性占30%; 师生比1:4000.
        if (
            not phrases.has_head(bare)
            and not (family in _DIRECT and "占" in bare)
            and not (family == "ratio" and bare)
            and not (family == "rate" and ellipsis.names_share(bare))
            and not inherited.is_group_first(bare, here.right, family)
        ):
            return None
        # CASE: 减少化肥使用量5%: the verb stands in front of the indicator, and the value is a change.
        cuts = vocabulary.frame_words("cuts", "cuts_named").words
        begins = vocabulary.change_verbs().beginning(bare.lstrip("、,和及 "))
        return read_named(here, len(bare), change=len(begins) > 1 and begins in cuts)


class Achieved:
    """完成, 实现 or 有 in front of an amount: what a plan wants to have done."""

    name = "achieved"
    example = "旅游综合收入实现20亿元"
    says = "“完成、实现、有多少”：数是要达到的水平"

    def read(self, here: Spot) -> Claim | None:
        if not here.level or here.group.first.family not in _DIRECT:
            return None
        return read_named(here, here.level_cut, change=False)


class PerBase:
    """每千人口 in front of the value: how many there are for so many people."""

    name = "per_base"
    example = "每千人口执业医师3名"
    says = "“每千人口多少”：数是比率"

    def read(self, here: Spot) -> Claim | None:
        return read_named(here, len(here.bare), change=False) if unit_context.per_base(here.bare) else None
