"""Frame for a number or share of people for whom something is done: 为1800户困难家庭实施无障碍改造, 对70%的儿童开展筛查.

Takes a place in a segment. Gives a Claim: the indicator is whom and what, the population whom.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import lexicon
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.frames.number_noun import COUNTED
from ingest.targets.records import Spot
from ingest.targets.wording import demands, populations
from ingest.targets.wording.values import make_reading


@lexicon.kept
def _for() -> re.Pattern[str]:
    does, named = vocabulary.frame_piece("for_does"), vocabulary.frame_piece("for_named")
    return re.compile(f"(?P<who>.{{2,20}}?)(?:免费)?(?:{does}|(?P<verb>{named}))(?P<what>[^,。;、]{{2,16}})")


class ForGroup:
    """Claims one number between 为 and a group of people, with a verb behind."""

    name = "for_group"
    example = "为1800户困难家庭实施无障碍改造"
    says = "“为多少人做某事”：数是受益的人数、户数"

    def read(self, here: Spot) -> Claim | None:
        passage, segment, group = here.passage, here.segment, here.group
        if group.first.family == "rate" and len(group.values) == 1:
            return _share(here)
        if group.first.family not in COUNTED or len(group.values) > 1:
            return None
        found = _for().match(here.right) if here.left.rstrip().endswith(("为", "给")) else None
        if not found or not populations.is_group(found["who"]):
            return None
        end = group.end + found.end()
        who = passage.words(segment, group.end, group.end + found.end("who"))
        name = f"{who}{found['verb'] or ''}{passage.words(segment, group.end + found.start('what'), end)}"
        reading = make_reading(
            passage, segment, here.memory, name, group.first, group.first.start, end, population=who
        )
        return claim(here, [reading], end)


def _share(here: Spot) -> Claim | None:
    """至少为60%的困难家庭完成无障碍改造: the share of a group that is given something."""
    passage, segment, group = here.passage, here.segment, here.group
    towards = _TOWARDS.search(here.left)
    behind = group.end + here.right.startswith("的")
    found = _for().match(passage.folded, behind, group.right) if towards else None
    if not found or not populations.is_group(found["who"]) or passage.folded[group.end : behind] != "的":
        return None
    demand = demands.ending(here.left[: towards.start()]) if towards else None
    q = (
        replace(group.first, comparator=demand.sign)
        if demand and group.first.comparator == "="
        else group.first
    )
    start = group.left + (demand.start if demand else towards.start() if towards else 0)
    name, who = passage.words(segment, behind, found.end()), passage.words(segment, behind, found.end("who"))
    reading = make_reading(
        passage, segment, here.memory, f"{name}的比例", q, start, found.end(), population=who, asked=True
    )
    return claim(here, [reading], found.end())


_TOWARDS = re.compile("[为给对向]$")
