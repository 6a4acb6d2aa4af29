"""版次: every accepted import of a plan, with date and who, and which of them is in force.

Takes and gives the file of what was imported: the entries in force, and behind them one row for every step that a person
took (accepted, restored, removed). Both lie in one file, because that is replaced in one step; what only reads the plans
passes the rows over. Rows are only added, never changed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.catalogue.entries import FILE_NAME, entry_of, read_entries, write_entries
from ingest.plan import CatalogueError, PlanEntry

SHIPPED = 0  # the number of the edition that stands in the catalogue of the corpus itself


class EditionStep(StrEnum):
    """What a person did with a plan."""

    ACCEPT = "accept"
    RESTORE = "restore"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One step. ``number`` is that of the edition: the new one, the one that was put back, or the one that was removed."""

    plan: str
    number: int
    step: EditionStep
    made: str | None = None  # ISO 8601; None where it was not noted
    who: str | None = None
    clauses: int | None = None
    targets: int | None = None
    entry: PlanEntry | None = None  # of what was accepted: identity, file, part


@dataclass(frozen=True, slots=True)
class ImportedPlans:
    """What was imported into a corpus: the plans in force, and the steps that led there, oldest first."""

    entries: tuple[PlanEntry, ...] = ()
    rows: tuple[EditionRow, ...] = ()

    def accepted(self, plan: str) -> tuple[EditionRow, ...]:
        """The editions of a plan, oldest first."""
        return tuple(row for row in self.rows if row.plan == plan and row.step is EditionStep.ACCEPT)

    def entry(self, plan: str) -> PlanEntry | None:
        """The entry in force."""
        return next((entry for entry in self.entries if entry.id == plan), None)

    def in_force(self, plan: str) -> int | None:
        """The number of the imported edition in force: the one whose file the entry names; None where none is."""
        now = self.entry(plan)
        if now is None or now.file is None:
            return None
        same = [row.number for row in self.accepted(plan) if row.entry is not None and _same(row.entry, now)]
        last = next((row.number for row in reversed(self.rows) if row.plan == plan), None)
        return last if last in same else (same[-1] if same else None)

    def with_row(self, row: EditionRow) -> ImportedPlans:
        """The same with one step more."""
        return replace(self, rows=(*self.rows, row))

    def with_accepted(
        self, entry: PlanEntry, made: str | None, who: str | None, clauses: int | None, targets: int | None
    ) -> ImportedPlans:
        """The same with an edition accepted and in force."""
        row = EditionRow(entry.id, SHIPPED, EditionStep.ACCEPT, made, who, clauses, targets, entry)
        return self.with_noted(entry.id)._noted(row).with_entry(entry)

    def with_noted(self, plan: str) -> ImportedPlans:
        """The same with an edition for the text in force, where it was imported before editions were noted."""
        entry = self.entry(plan)
        if entry is None or not entry.file or self.in_force(plan) is not None:
            return self
        return self._noted(EditionRow(plan, SHIPPED, EditionStep.ACCEPT, entry=entry))

    def with_entry(self, entry: PlanEntry) -> ImportedPlans:
        """The same with this entry in force."""
        kept = {each.id: each for each in self.entries} | {entry.id: entry}
        return replace(self, entries=tuple(kept.values()))

    def without_entry(self, plan: str) -> ImportedPlans:
        """The same without an entry of this plan."""
        return replace(self, entries=tuple(each for each in self.entries if each.id != plan))

    def _noted(self, row: EditionRow) -> ImportedPlans:
        numbers = [each.number for each in self.rows if each.plan == row.plan]
        return self.with_row(replace(row, number=max(numbers, default=SHIPPED) + 1))


def _same(one: PlanEntry, other: PlanEntry) -> bool:
    return (one.file, one.sha256, one.part) == (other.file, other.sha256, other.part)


def read_imported(folder: Path) -> ImportedPlans:
    """What was imported into a folder; nothing where there is no catalogue. Raises CatalogueError."""
    path = folder / FILE_NAME
    if not path.is_file():
        return ImportedPlans()
    entries = read_entries(path)
    rows = tomllib.loads(path.read_bytes().decode("utf-8-sig")).get("edition", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CatalogueError(f"“{path.name}”中每个版次应以 [[edition]] 开头，请从备份恢复这个文件。")
    return ImportedPlans(entries, tuple(_row(path, place, row) for place, row in enumerate(rows, 1)))


def _row(path: Path, place: int, row: dict[str, Any]) -> EditionRow:
    try:
        entry = row.get("entry")
        return EditionRow(
            plan=str(row["plan"]),
            number=int(row["number"]),
            step=EditionStep(row["step"]),
            made=row.get("made"),
            who=row.get("who"),
            clauses=row.get("clauses"),
            targets=row.get("targets"),
            entry=None if entry is None else entry_of(path, place, entry),
        )
    except (KeyError, ValueError, TypeError):
        raise CatalogueError(f"“{path.name}”中第 {place} 个版次写法有误，请从备份恢复这个文件。") from None


def write_imported(held: ImportedPlans) -> str:
    """The file that says so."""
    parts = [write_entries(held.entries)]
    for row in held.rows:
        lines = ["[[edition]]"]
        for name in ("plan", "number", "step", "made", "who", "clauses", "targets"):
            value = getattr(row, name)
            if value is not None:
                lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
        if row.entry is not None:
            facts = {each.name: getattr(row.entry, each.name) for each in fields(row.entry)}
            stated = {name: value for name, value in facts.items() if value is not None and value != ()}
            lines.append("[edition.entry]")
            lines += [
                f"{name} = {json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)}"
                for name, value in stated.items()
            ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def merged(theirs: ImportedPlans, own: ImportedPlans) -> ImportedPlans:
    """Two that grew apart: the first, and behind it what only the second has, under numbers that are free."""
    known = {entry.id for entry in theirs.entries}
    known |= {
        row.plan for row in {row.plan: row for row in theirs.rows}.values() if row.step is EditionStep.REMOVE
    }
    held = replace(theirs, entries=(*theirs.entries, *(each for each in own.entries if each.id not in known)))
    for plan in dict.fromkeys(row.plan for row in own.rows):
        held = _with_rows(held, [row for row in own.rows if row.plan == plan and row not in theirs.rows])
    return held


def _with_rows(held: ImportedPlans, rows: Iterable[EditionRow]) -> ImportedPlans:
    numbers: dict[int, int] = {}
    for row in rows:
        if row.step is EditionStep.ACCEPT:
            held = held._noted(row)
            numbers[row.number] = held.rows[-1].number
        else:
            held = held.with_row(replace(row, number=numbers.get(row.number, row.number)))
    return held


def with_parents(entry: PlanEntry, known: Sequence[str]) -> PlanEntry:
    """An entry that comes back, without the higher plans that are no longer there."""
    return replace(entry, parents=tuple(each for each in entry.parents if each in known))
