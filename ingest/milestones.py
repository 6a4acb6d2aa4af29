"""Finds dated outcomes without a number: 到2030年，建成…机构; 2030年实现基本普及.

Takes folded and printed clause text and a segment that a year governs. Gives the outcome and its place, or
None where the segment only tells a direction (持续提升) or a vision (基本实现现代化). Words: ``milestones.tsv``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest import phrases, vocabulary
from ingest.segments import Segment


@dataclass(frozen=True, slots=True)
class Milestone:
    """An outcome that one can tick off; offsets into the clause's text."""

    outcome: str
    population: str | None
    hedge: str | None
    start: int
    end: int


def _set(*classes: str) -> vocabulary.WordSet:
    return vocabulary.words("milestones", *classes)


def find_milestone(folded: str, printed: str, segment: Segment, topic: str) -> Milestone | None:
    """The dated outcome that a segment states; ``topic`` is what the sentence named last."""
    start = phrases.left_trim(folded, segment.start, segment.end, segment.years)
    end = segment.end
    # left_trim takes 实现, 基本 and the like away: they are part of the outcome here.
    start = _with_verb(folded, segment, start)
    text = folded[start:end].rstrip(" ")
    if not 4 <= len(text) <= 90 or _set("vague").search(text):
        return None
    for read in (_front, _reach, _back, _keep, _set_up):
        if outcome := read(text, topic):
            if len(outcome) < 2:
                continue
            name = _printed(printed, start, text, outcome)
            hedge = vocabulary.hedges().search(text)
            return Milestone(name, phrases.population_of(name), hedge.group() if hedge else None, start, start + len(text))
    return None


def _with_verb(folded: str, segment: Segment, start: int) -> int:
    """Back over a verb of outcome that was trimmed from the front."""
    text = folded[segment.start : segment.end]
    for at in range(start - segment.start):
        if any(y.start < segment.start + at < y.end or y.start == segment.start + at for y in segment.years):
            continue
        if _set("front", "reach", "keep").beginning(text, at):
            return segment.start + at
    return start


def _printed(printed: str, start: int, text: str, outcome: str) -> str:
    at = text.find(outcome)
    return printed[start + at : start + at + len(outcome)].strip() if at >= 0 else outcome


def _front(text: str, topic: str) -> str:
    """建成 X gives X; the subject in front of the verb is not part of it."""
    found = _set("front").search(text)
    if not found or found.start() > 24 or text[found.end() : found.end() + 1] in ("区", "率", "的"):
        return ""
    return text[found.end() :].strip("的 ")


def _reach(text: str, topic: str) -> str:
    """实现 X, where X is an outcome that one can tick off."""
    found = _set("reach").search(text)
    if not found or found.start() > 30 or not _set("outcome").search(text, found.start()):
        return ""
    outcome = text[found.end() :].strip()
    if outcome in ("基本普及", "普及", "全面普及", "达标", "清零", "全覆盖", "通车") or found.start() == 0 and len(outcome) <= 4:
        subject = text[: found.start()].strip() or topic
        return f"{subject}{outcome}" if subject else ""
    return outcome if found.start() == 0 else text[: found.start()] + outcome


def _back(text: str, topic: str) -> str:
    """X 基本普及: the verb stands behind."""
    verb = _set("back").ending(text)
    return text if verb and len(text) - len(verb) >= 2 and not text.startswith(verb) else ""


def _keep(text: str, topic: str) -> str:
    """消除 X, 完成 X: the verb says what is done and stays."""
    found = _set("keep").search(text)
    if not found or found.start() > 30 or len(text) - found.end() < 2:
        return ""
    if text[found.end() : found.end() + 1] in ("率", "的", "度"):
        return ""
    return text


def _set_up(text: str, topic: str) -> str:
    """建立, 建设 something tangible: a system, a centre."""
    verb = vocabulary.WordSet(frozenset({"建立", "建设", "组建", "设立", "成立", "打造", "搭建", "推出", "开通"})).search(text)
    if not verb or verb.start() > 16:
        return ""
    rest = text[verb.end() :]
    return rest.strip() if _set("tangible").ending(rest) and len(rest) >= 4 else ""
