"""Remembers what a segment without a value talks about, for the next one that names only 参保率.

Takes a segment in which nothing was read, and the memory of the sentence. Gives the memory that holds from there.
"""

from __future__ import annotations

import re

from ingest.targets.records import Memory, Passage
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases

_DONE = re.compile("(?:应保尽保|应救尽救|应养尽养|应治尽治|应检尽检|全面普及|基本普及|基本形成)$")
# 依托卫生院开展发育监测: what is done, not by what means.
_BY_MEANS = re.compile(
    "(?:依托|通过|利用|围绕|结合|根据|面向|针对|以).{2,24}?(?:开展|实施|进行|组织|提供|推进|建设)"
)
_LONGEST_TOPIC = 40


def with_topic(passage: Passage, segment: Segment, memory: Memory) -> Memory:
    """The memory with what the segment is about, where that is short enough to be named."""
    folded, years = passage.folded, segment.years
    end = phrases.right_trim(folded, segment.start, segment.end, years)
    start = phrases.left_trim(folded, segment.start, end, years, build=True)
    text = _DONE.sub("", passage.words(segment, start, end))
    if (means := _BY_MEANS.match(text)) and len(text) - means.end() >= 2:
        text = text[means.end() :]
    if not text or len(text) > _LONGEST_TOPIC:
        return memory
    return memory.about(text, start)
