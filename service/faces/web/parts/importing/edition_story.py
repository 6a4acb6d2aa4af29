"""What a new edition changes, ready to be drawn: clauses that were reworded, moved, added or dropped, and targets, side by side.

Takes Changes. Gives a Story in which every text is escaped; words and numbers that differ are marked. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from analyzers.wordchanges import changes as word_changes
from analyzers.wordchanges import mostly_new
from ingest.catalogue import Changes, ClauseChange, TargetChange
from ingest.plan import Clause, Target
from service.faces.web.parts.rendering import clause_label
from service.faces.web.parts.word_changes import left_side, right_side
from service.labels import in_one_line
from service.requirement import requirement

_LISTED = 120  # characters of a clause in a list of those that only moved
MOST = 400  # rows of one kind that a page shows


@dataclass(frozen=True, slots=True)
class Reworded:
    """A clause of before beside what it became; what differs is marked."""

    old_place: str
    new_place: str
    old: Markup
    new: Markup
    moved: bool
    rewritten: bool  # too little is the same to mark words


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A clause with where it stands; of one that moved, where it stood."""

    place: str
    text: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """An indicator with what was asked and what is."""

    indicator: str
    place: str
    old: str  # "" where it is new
    new: str  # "" where it is gone


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that changes, one list a kind, cut where a list is too long to read."""

    unchanged: int
    counts: tuple[tuple[str, int], ...]  # 改动, 换址, 新增, 删除, 指标
    reworded: tuple[Reworded, ...]
    moved: tuple[StoryLine, ...]
    added: tuple[StoryLine, ...]
    gone: tuple[StoryLine, ...]
    targets: tuple[ChangedTarget, ...]
    none: bool
    cut: bool  # whether some list is longer than shown


def story_of(changes: Changes) -> Story:
    """The changes, ready to be drawn."""
    moved = [pair for pair in changes.pairs if pair.moved and not pair.reworded]
    lists = (changes.reworded, moved, changes.added, changes.gone, changes.targets)
    names = ("改动", "换址", "新增", "删除", "指标")
    before = [*(pair.old for pair in changes.pairs), *changes.gone]
    after = [*(pair.new for pair in changes.pairs), *changes.added]
    places = {(old, each.address): each for old, side in ((True, before), (False, after)) for each in side}
    return Story(
        unchanged=changes.unchanged,
        counts=tuple((name, len(each)) for name, each in zip(names, lists, strict=True)),
        reworded=tuple(map(_reworded, changes.reworded[:MOST])),
        moved=tuple(StoryLine(_place(pair.new), _short(pair.new), _place(pair.old)) for pair in moved[:MOST]),
        added=tuple(StoryLine(_place(clause), clause.text) for clause in changes.added[:MOST]),
        gone=tuple(StoryLine(_place(clause), clause.text) for clause in changes.gone[:MOST]),
        targets=tuple(_target(each, places) for each in changes.targets[:MOST]),
        none=changes.none and not changes.targets,
        cut=any(len(each) > MOST for each in lists),
    )


def _place(clause: Clause) -> str:
    """Where a clause stands, for people: its part and its number."""
    part = clause.domain or clause.section_title
    return f"{part} {clause_label(clause)}".strip()


def _short(clause: Clause) -> str:
    text = in_one_line(clause.text)
    return text if len(text) <= _LISTED else text[:_LISTED] + "…"


def _reworded(pair: ClauseChange) -> Reworded:
    old, new = pair.old.text, pair.new.text
    found = word_changes(old[pair.old.body :].strip(), new[pair.new.body :].strip())
    rewritten = mostly_new(found)
    return Reworded(
        old_place=_place(pair.old),
        new_place=_place(pair.new),
        old=escape(old) if rewritten else Markup("{}{}").format(old[: pair.old.body], left_side(found)),
        new=escape(new) if rewritten else Markup("{}{}").format(new[: pair.new.body], right_side(found)),
        moved=pair.moved,
        rewritten=rewritten,
    )


def _target(change: TargetChange, places: Mapping[tuple[bool, str], Clause]) -> ChangedTarget:
    known = change.new or change.old
    assert known is not None
    clause = places.get((change.new is None, known.clause))
    return ChangedTarget(
        indicator=known.indicator,
        place=_place(clause) if clause is not None else "",
        old=_asked(change.old),
        new=_asked(change.new),
    )


def _asked(target: Target | None) -> str:
    if target is None:
        return ""
    year = f"（{target.year} 年）" if target.year else ""
    return f"{target.population or ''} {requirement(target)}{year}".strip()
