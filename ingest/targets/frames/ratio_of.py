"""Frame for a ratio whose name stands behind it: 按照不低于1:4000的师生比配备教师.

Takes a place in a segment. Gives a Claim.
"""

from __future__ import annotations

import re

from analyzers import lexicon
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Spot
from ingest.targets.wording import phrases
from ingest.targets.wording.values import make_reading


@lexicon.kept
def _name() -> re.Pattern[str]:
    return re.compile(f"的(?P<name>[{HAN}]{{1,6}}(?:比例?|配比)){vocabulary.frame_piece('allots')}")


class RatioOf:
    """Claims one ratio or percentage behind which the name of a ratio and a verb stand."""

    name = "ratio_of"
    example = "按照不低于1:4000的师生比配备教师"
    says = "“按几比几的某某比配备”：名称在数后面"

    def read(self, here: Spot) -> Claim | None:
        group, q = here.group, here.group.first
        if q.family not in ("ratio", "rate") or len(group.values) > 1:
            return None
        found = _name().match(here.passage.folded, group.end, group.right)
        if not found:
            return _in_front(here) if q.family == "ratio" else None
        name = here.passage.words(here.segment, found.start("name"), found.end("name"))
        reading = make_reading(
            here.passage, here.segment, here.memory, name, q, q.start, found.end("name"), asked=True
        )
        return claim(here, [reading], group.right)


# 农村小学|按照|班师比|1:2|配备教师: the name stands in front of the ratio, and what is to be had behind it.
_BY_NAME = re.compile(f"^(?P<who>[^,。;]*?)(?:按照?|以)(?P<name>[{HAN}]{{1,10}}比例?)$")


def _in_front(here: Spot) -> Claim | None:
    found = _BY_NAME.match(here.left[: here.level_cut].rstrip())
    if not found or not vocabulary.frame_words("allots", "standard_does").beginning(here.right.lstrip()):
        return None
    begin, folded = here.group.left, here.passage.folded
    at = phrases.left_trim(folded, begin, begin + found.end("who"), here.segment.years, least=0)
    who = here.passage.words(here.segment, at, begin + found.end("who"))
    name = who + here.passage.words(here.segment, begin + found.start("name"), begin + found.end("name"))
    reading = make_reading(
        here.passage, here.segment, here.memory, name, here.group.first, at, here.group.end, asked=True
    )
    return claim(here, [reading], here.group.right)
