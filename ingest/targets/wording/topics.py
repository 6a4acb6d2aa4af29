"""Remembers what a segment without a value talks about, for the next one that names only 参保率.

Takes a segment in which nothing was read, and the memory of the sentence. Gives the memory that holds from there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import lexicon
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.records import Memory, Passage
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases

_LONGEST_TOPIC = 40
_GROWN = ("提高", "提升", "上升", "下降", "降低", "增加", "减少", "扩大", "改善", "增长", "优化")
_GROWS = re.compile(
    f"(?:进一步|逐步|逐年|继续|较大幅度|大幅度|稳步|明显|显著|持续|不断|大幅|稳定|有所|有效|全面)*(?:{'|'.join(_GROWN)})$"
)
# 电子信息产业|要做优做强: what the next sentence is about, too.
_TRADE = re.compile(
    f"([{HAN}]{{2,10}}(?:产业|行业|集群)|[{HAN}]{{0,10}}(?:制造业|服务业|旅游业|农业|渔业|林业|畜牧业|建筑业))(?:要|应|重点|主要|坚持|聚焦|依托|围绕|$)"
)
# 居民收入|与经济增长基本同步: what it keeps up with.
_IN_STEP = re.compile("(?<=..)[与同和][^,。;]{2,14}?(?:基本|保持)*同步(?:增长|提高)? *$")


@lexicon.kept
def _by_means() -> re.Pattern[str]:
    """依托卫生院开展发育监测: what is done, not by what means."""
    by, does = vocabulary.frame_piece("means_by"), vocabulary.frame_piece("means_does")
    return re.compile(f"{by}.{{2,24}}?{does}")


def with_topic(passage: Passage, segment: Segment, memory: Memory) -> Memory:
    """The memory with what the segment is about, where that is short enough to be named."""
    folded, years = passage.folded, segment.years
    in_step = _IN_STEP.search(folded, segment.start, segment.end)
    end = phrases.right_trim(folded, segment.start, in_step.start() if in_step else segment.end, years)
    start = phrases.left_trim(folded, segment.start, end, years, build=True)
    text = passage.words(segment, start, end)
    text = text.removesuffix(vocabulary.frame_words("all_done").ending(text))
    if (means := _by_means().match(text)) and len(text) - means.end() >= 2:
        text = text[means.end() :]
    if (
        text.endswith(_GROWN) and (grows := _GROWS.search(text)) and phrases.has_head(text[: grows.start()])
    ):  # …的比例|逐步提高
        text = text[: grows.start()]
    if segment.opens_sentence and (trade := _TRADE.match(text)):
        memory = replace(memory, field=trade[1])
    if not text or len(text) > _LONGEST_TOPIC:
        return memory
    return memory.about(text, start)
