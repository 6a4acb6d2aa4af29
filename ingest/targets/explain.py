"""Tells of each number in a text which frame read it, or what kept it from being a target.

Takes clauses and the source text they come from. Gives one Explained for each target and for each other number, in text
order. The words for people stand where the rule stands: at the frame, the refusal or the fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzers.characters import repaired
from analyzers.normalise import join_lines
from ingest.plan import Clause, SourceText, Target
from ingest.targets import aim_or_report, find, rows
from ingest.targets.frames import FRAMES, NO_FRAME
from ingest.targets.wording.refusals import REFUSALS

_OTHERS = {
    rows.MILESTONE: "有期限、可以核销的结果，没有数",
    rows.STANDARD: "“禁止”“不得”：法律或技术上的界限",
    rows.ROW: "“指标：…　年份：数”写成的一格",
    find.UNREAD: "没有看这个数：指标表里的现状值，或所在的一段长得不像句子",
    NO_FRAME: "没有一种句式认得这个数",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A target with the frame that read it, or a number with the reason why it is none; offsets into the source."""

    clause: Clause
    target: Target | None
    frame: str | None
    refused: str | None
    quote: str
    start: int
    end: int

    @property
    def why(self) -> str:
        """The frame or the reason, told to people."""
        return says()[self.frame or self.refused or NO_FRAME]


def says() -> dict[str, str]:
    """What each frame, each refusal and each mark of a fact means, told to people."""
    frames = {frame.name: frame.says for frame in FRAMES}
    return frames | {each.name: each.says for each in REFUSALS} | aim_or_report.FACTS | _OTHERS


def explain_targets(clauses: Sequence[Clause], source: SourceText) -> tuple[Explained, ...]:
    """Every number of the clauses, in text order."""
    source = replace(source, text=repaired(source.text))  # as it was read, with the same offsets
    read = (one for each in find.read_clauses(clauses, source) for one in _explained(each, source))
    return tuple(read)


def _explained(read: find.ClauseRead, source: SourceText) -> Iterator[Explained]:
    found = [
        Explained(read.clause, _marked(target, source), frame, None, target.quote, target.start, target.end)
        for target, frame in read.targets
    ]
    for each in read.refused:
        q = each.quantity
        start, end = read.offsets[q.start], read.offsets[q.end - 1] + 1
        quote = join_lines(source.text, start, end).text
        found.append(Explained(read.clause, None, None, each.reason, quote, start, end))
    yield from sorted(found, key=lambda one: (one.start, one.end))


def _marked(target: Target, source: SourceText) -> Target:
    return replace(target, scanned=True) if source.scanned else target
