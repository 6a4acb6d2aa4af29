"""Frame for 全覆盖: 残疾儿童康复服务全覆盖 says 100 percent of what stands in front.

Takes a place in a segment. Gives a Claim, one reading for each body of a list (站、所全覆盖), or none where nothing is
named and nothing was named before.
"""

from __future__ import annotations

import re

from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Spot
from ingest.targets.wording import coordinated_names, phrases
from ingest.targets.wording.values import hedge_in, make_reading

_WHERE = re.compile("^在(.{2,24}?)(?:基本|全面)?实现")
_DONE = re.compile("(?:基本|全面)?实现$|^对|(?<=..)实现(?=.)")


class FullCoverage:
    """Claims every 全覆盖: no other frame reads one."""

    name = "coverage"
    example = "残疾儿童康复服务全覆盖"
    says = "“全覆盖”：前面写的事物记 100%"

    def read(self, here: Spot) -> Claim | None:
        group = here.group
        if group.first.family != "coverage":
            return None
        phrase, start, end = _what(here)
        if len(phrase) < 2:
            return claim(here, (), group.end)
        parts = coordinated_names.pieces(phrase)
        bodies = len(parts) > 1 and all(map(_is_body, parts))
        hedge = _hedge(here, start, end)
        readings = [
            make_reading(
                here.passage,
                here.segment,
                here.memory,
                _rate(name),
                group.first,
                start,
                group.end,
                hedge=hedge,
            )
            for name in (parts if bodies else [phrase])
        ]
        return claim(here, readings, group.end)


def _what(here: Spot) -> tuple[str, int, int]:
    """What is covered, and where it begins and ends; what the sentence was about, where nothing stands in front."""
    folded, group = here.passage.folded, here.group
    end = phrases.right_trim(folded, group.left, group.left + here.level_cut, here.segment.years)
    start = phrases.left_trim(folded, group.left, end, here.segment.years)
    phrase = _DONE.sub("", _WHERE.sub(r"\1", here.passage.words(here.segment, start, end)))
    if len(phrase) < 2:
        return here.memory.topic, here.memory.topic_start, group.first.start
    return phrase, start, end


def _is_body(part: str) -> bool:
    """Several bodies one behind the other are several indicators; several words of one name are not."""
    word = vocabulary.frame_words("covers_body").ending(part)
    return bool(word) and len(part) - len(word) >= 2


def _hedge(here: Spot, start: int, end: int) -> str | None:
    folded, begin, at = here.passage.folded, here.segment.start, here.group.first.start
    lead = folded[begin:start] if start >= begin else ""
    return hedge_in(lead, folded[max(end, begin) : at]) or hedge_in("", folded[begin:at][:12])


def _rate(phrase: str) -> str:
    return phrase if phrase.endswith(("覆盖率", "覆盖")) else f"{phrase}覆盖率"
