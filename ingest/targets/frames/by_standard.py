"""Frame for a standard by which something is to be had: 按每百户不低于20平方米的标准配建养老服务设施.

Takes a place in a segment. Gives a Claim: what is to be had stands behind the verb, or in front where the verb is passive
(工作经费按照每人不低于2元的标准列入预算).
"""

from __future__ import annotations

import re

from analyzers import lexicon
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.frames.number_noun import Counted, counted_at
from ingest.targets.records import Spot
from ingest.targets.wording import ellipsis, phrases, populations
from ingest.targets.wording.values import make_reading, remember

_BY = re.compile("(?:按照?|以)(?!下|上|内|及|来)")


@lexicon.kept
def _standard() -> re.Pattern[str]:
    """的标准配建…, 的标准列入预算."""
    noun, how = vocabulary.frame_piece("standard_noun"), vocabulary.frame_piece("standard_how")
    does, passive = vocabulary.frame_piece("standard_does"), vocabulary.frame_piece("standard_passive")
    verb = f"(?:{does}+(?:建设|用于)?|(?P<passive>{passive}))"
    return re.compile(f"的(?P<measure>{noun}){how}?{verb}(?P<noun>.{{2,24}})?")


class ByStandard:
    """Claims one number behind which 的标准 and a verb stand."""

    name = "by_standard"
    example = "按每百户不低于20平方米的标准配建养老服务设施"
    says = "“按多少的标准配建、列入”：指标是要配建的事物"

    def read(self, here: Spot) -> Claim | None:
        found = _standard().match(here.right)
        if len(here.group.values) > 1:
            return None
        if not found or not found["noun"]:
            same = _as_before(here)
            if same or not found:
                return same
        counted = counted_at(here)
        return _read(here, counted, found) if counted else None


def _read(here: Spot, counted: Counted, found: re.Match[str]) -> Claim | None:
    passage, segment, group = here.passage, here.segment, here.group
    by = _BY.search(counted.body)
    front = counted.body[by.end() :] if by else counted.body
    cut = group.left + by.start() if by else group.left
    at = phrases.left_trim(passage.folded, group.left, cut, segment.years)
    subject = passage.words(segment, at, cut)
    if found["passive"] or not found["noun"]:  # 工作经费按照每人不低于2元的标准列入预算
        if len(subject) < 2:
            return None
        begin, end, name = at, group.end, subject
    else:  # 新建居住区按每百户不低于20平方米的标准配建养老服务设施
        begin, end = group.first.start, group.end + found.end("noun")
        name = passage.words(segment, group.end + found.start("noun"), end)
        front = front or subject
        if found["measure"].endswith(
            "面积"
        ):  # 的建筑面积|配建养老服务设施: the area of what is built is meant
            name = f"{subject if populations.is_group(subject) else ''}{name}{found['measure']}"
    if "人均" in front and name != subject:
        front, name = front.replace("人均", ""), f"人均{name}"
    front = re.sub("(?:每(?:百|千|万)?(?:户|人|名|亩)|人均)+$", "", front) or subject.replace(name, "")
    who = populations.bare(front) if populations.is_group(front) else None
    reading = make_reading(
        passage, segment, here.memory, name, group.first, begin, end, population=who, asked=True
    )
    memory = remember(here, here.memory, [reading], begin, change=False)
    return claim(here, [reading], end, memory)


def _as_before(here: Spot) -> Claim | None:
    """…，老旧居住区按每百户不少于20平方米|配建: the same for another group."""
    memory, group = here.memory, here.group
    by = _BY.search(here.left)
    if not by or not memory.indicator or memory.family != group.first.family:
        return None
    if not _builds_only().fullmatch(here.right):
        return None
    at = phrases.left_trim(here.passage.folded, group.left, group.left + by.start(), here.segment.years)
    who = here.passage.words(here.segment, at, group.left + by.start())
    if not populations.is_group(who):
        return None
    before = memory.counted or ""
    if before and memory.indicator.startswith(before):
        name = who + memory.indicator[len(before) :]
    else:
        name = ellipsis.inherit(memory.indicator, who)
    reading = make_reading(
        here.passage, here.segment, memory, name, group.first, at, group.right, population=who, asked=True
    )
    return claim(here, [reading], group.right)


@lexicon.kept
def _builds_only() -> re.Pattern[str]:
    return re.compile(
        f"(?:的{vocabulary.frame_piece('standard_noun')})?{vocabulary.frame_piece('standard_does')}+(?:建设)?"
    )
