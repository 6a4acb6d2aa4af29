"""Reads legal and technical thresholds: 禁止27周以上的…, 不得为未满十六周岁儿童提供…, 禁止生产厚度低于0.01毫米的地膜.

Takes a passage and a segment. Gives Readings whose nature is a standard: no one is to raise them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.records import Memory, Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases
from ingest.targets.wording.values import make_reading

_PREPOSITION = re.compile("(?:为|对|向|在|距离|距|周边|生产和使用|生产|使用|销售|于)+$")


def forbids(passage: Passage, segment: Segment) -> re.Match[str] | None:
    """The word of prohibition in a segment; 不得低于 forbids nothing, it compares."""
    text = passage.folded
    for found in _forbids().finditer(text, segment.start, segment.end):
        if not (found.group() == "不得" and _compares(text, *found.span())):
            return found
    return None


@lexicon.kept
def _forbids() -> re.Pattern[str]:
    return re.compile(vocabulary.frame_piece("forbids"))


def _compares(text: str, start: int, end: int) -> bool:
    return bool(
        comparators.beginning(text, start, Place.NUMBER) or comparators.beginning(text, end, Place.NOUN)
    )


@lexicon.kept
def _behind() -> re.Pattern[str]:
    """What a threshold is for, behind the words that compare: 27周 | 以上的 | 人工终止妊娠."""
    words = comparators.alternation(Place.BEHIND, ">=", "<=")
    return re.compile(f"{words}*的?{words}?([{HAN}A-Za-z]{{2,30}})")


def read_standards(passage: Passage, segment: Segment, memory: Memory, word: re.Match[str]) -> list[Reading]:
    """The thresholds of a segment that forbids something."""
    return [reading for q in segment.quantities if (reading := _read(passage, segment, memory, word, q))]


def _read(
    passage: Passage, segment: Segment, memory: Memory, word: re.Match[str], q: Quantity
) -> Reading | None:
    folded = passage.folded
    if word.start() > q.start:  # 学校周边200米范围内不得设置…
        if folded[q.end : word.start()].startswith("的"):  # 得分低于70分的不得评优: on whom the rule is laid
            return None
        name = passage.words(segment, word.end(), segment.end)
        name = name.removeprefix(vocabulary.frame_words("offers").beginning(name))
        return _make(passage, segment, memory, name, None, q, q.start, segment.end)
    behind = _behind().match(folded, q.end, segment.end)
    front = phrases.strip_adverbs(folded[word.end() : q.start])
    if behind is None:
        if not phrases.has_head(front):
            return None
        start = word.end()
        return _make(
            passage, segment, memory, passage.words(segment, start, start + len(front)), None, q, start, q.end
        )
    noun = passage.printed[behind.start(1) : behind.end(1)]
    head = vocabulary.heads().ending(front)
    if q.family == "rate" and head in ("距离", "高度", "深度", "半径"):  # 高度超过距离十分之一的建筑物
        return None
    if head and head != front:
        front = _PREPOSITION.sub("", front[: -len(head)])
        return _make(passage, segment, memory, noun + head, None, q, q.start - len(head), behind.end())
    person = vocabulary.persons().beginning(noun)
    if _PREPOSITION.fullmatch(front) or not front:
        rest = noun.removeprefix(person)
        if person:
            rest = rest.removeprefix(vocabulary.frame_words("offers").beginning(rest))
        name, population = (rest, person) if person and len(rest) >= 2 else (noun, None)
    elif head == front:
        name, population = noun + head, None
    else:
        name, population = front + noun, person or None
    start = q.start if _PREPOSITION.fullmatch(front) or not front or head else word.end()
    return _make(passage, segment, memory, name, population, q, start, behind.end())


def _make(
    passage: Passage,
    segment: Segment,
    memory: Memory,
    name: str,
    population: str | None,
    q: Quantity,
    start: int,
    end: int,
) -> Reading | None:
    if len(name) < 2:
        return None
    if q.comparator == "=" and comparators.sign_of(comparators.beginning(passage.folded, q.end)) == "<=":
        q = replace(q, comparator="<=")
    if q.family == "age" and q.comparator == "<":
        # 不得为未满十六周岁儿童提供…: the least age at which it is allowed is the threshold.
        q = replace(q, comparator=">=")
    return make_reading(
        passage, segment, memory, name, q, start, end, population=population or None, asked=True
    )
