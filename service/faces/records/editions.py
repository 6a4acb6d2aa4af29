"""The JSON records of editions: what there is of a plan, what was done with it, what changed between two; docs/json.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzers.wordchanges import changes as word_changes
from ingest.catalogue import Changes, ClauseChange, EditionRow
from ingest.plan import Clause, Target
from service.requirement import requirement
from service.upkeep.editions import Edition, History

Record = dict[str, Any]


def edition_record(history: History, edition: Edition) -> Record:
    """One edition of a plan."""
    return {
        "plan": history.plan,
        "title": edition.entry.title,
        "edition": edition.number,
        "name": edition.name,
        "in_force": edition.in_force,
        "made": edition.made,
        "who": edition.who,
        "clauses": edition.clauses,
        "targets": edition.targets,
        "file": edition.entry.file,
        "sha256": edition.entry.sha256,
    }


def step_record(row: EditionRow) -> Record:
    """What a person did with an edition."""
    return {
        "plan": row.plan,
        "step": row.step.value,
        "edition": row.number,
        "made": row.made,
        "who": row.who,
    }


def edited_records(changes: Changes) -> Iterator[Record]:
    """Everything that changed: reworded, moved, new and gone clauses, then targets."""
    for pair in changes.reworded:
        yield _edited("changed", pair.old, pair.new) | {"changes": _changes(pair)}
    for pair in changes.pairs:
        if pair.moved and not pair.reworded:
            yield _edited("moved", pair.old, pair.new)
    for clause in changes.added:
        yield _edited("new", None, clause)
    for clause in changes.gone:
        yield _edited("removed", clause, None)
    for each in changes.targets:
        known = each.new or each.old
        yield _edited("target", None, None) | {
            "old": each.old.clause if each.old else None,
            "new": each.new.clause if each.new else None,
            "old_text": each.old.quote if each.old else None,
            "new_text": each.new.quote if each.new else None,
            "indicator": known.indicator if known else None,
            "old_value": _value(each.old),
            "new_value": _value(each.new),
        }


def _edited(row: str, old: Clause | None, new: Clause | None) -> Record:
    return {
        "row": row,
        "old": old.address if old else None,
        "new": new.address if new else None,
        "old_text": old.text if old else None,
        "new_text": new.text if new else None,
        "changes": [],
        "indicator": None,
        "old_value": None,
        "new_value": None,
    }


def _changes(pair: ClauseChange) -> list[Record]:
    found = word_changes(pair.old.text[pair.old.body :].strip(), pair.new.text[pair.new.body :].strip())
    return [
        {"kind": change.kind, "left": change.one, "right": change.other}
        for change in found
        if change.kind != "equal"
    ]


def _value(target: Target | None) -> str | None:
    return requirement(target) if target is not None else None
