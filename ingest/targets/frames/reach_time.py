"""Frame for how soon a place or a service is reached: 建制村到县城实现60分钟通达, 中心城区15分钟响应.

Takes a place in a segment. Gives a Claim: the indicator is what stands in front, with what the time is of (…通达时间).
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Spot
from ingest.targets.wording import phrases
from ingest.targets.wording.values import hedge_in, make_reading, remember


@lexicon.kept
def reached() -> re.Pattern[str]:
    """通达 behind a time, where the phrase ends with it."""
    bounds = comparators.alternation(Place.BEHIND, "<=")
    return re.compile(f" *(?:{bounds})?(?P<deed>{vocabulary.frame_piece('reached_in')})(?=$|[,;。、]|和|及)")


class ReachTime:
    """Claims one time with 通达, 到达, 响应 behind it."""

    name = "reach_time"
    example = "建制村到县城实现60分钟通达"
    says = "“多少分钟通达、响应”：数是通达、响应的时间"

    def read(self, here: Spot) -> Claim | None:
        passage, segment, group = here.passage, here.segment, here.group
        q = group.first
        found = reached().match(here.right) if q.family == "span" and len(group.values) == 1 else None
        if not found:
            return None
        cut = group.left + (here.level_cut if here.level else len(here.bare))
        end = phrases.right_trim(passage.folded, group.left, cut, segment.years)
        start = phrases.left_trim(passage.folded, group.left, end, segment.years)
        words = passage.words(segment, start, end)
        if len(words) < 2:
            return claim(here, (), group.end)
        stop = group.end + found.end()
        within = q.comparator == "=" and found.end("deed") - found.start("deed") < len(found.group().strip())
        q = replace(q, comparator="<=") if within else q
        hedge = hedge_in(passage.folded[segment.start : start], passage.folded[end : q.start])
        reading = make_reading(
            passage,
            segment,
            here.memory,
            f"{words}{found['deed']}时间",
            q,
            start,
            stop,
            hedge=hedge,
            asked=True,
        )
        return claim(here, [reading], stop, remember(here, here.memory, [reading], start, change=False))
