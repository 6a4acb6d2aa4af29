"""版次: what was imported of a plan and when, read again, put back, or taken out of the base; nothing is ever deleted for good.

Takes Settings and the id of a plan. Gives its History, the reading of one of its editions, or the Base after a change.
An edition is its file, kept byte for byte, with the identity that it was accepted with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ingest import read_text
from ingest.catalogue import (
    IMPORTED,
    SHIPPED,
    Catalogue,
    Changes,
    EditionRow,
    EditionStep,
    ImportedPlans,
    compare,
    read_imported,
    with_parents,
)
from ingest.plan import Clause, Holding, Plan, PlanEntry, Target
from ingest.readers import read_files
from service.decisions import copied, now
from service.errors import BadImport, NotFound
from service.generation import generations
from service.query import Scope
from service.settings import Settings
from service.storage import Base
from service.upkeep import build
from service.upkeep.catalogue_changes import change


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a plan."""

    number: int  # SHIPPED for the text that stands in the catalogue of the corpus
    entry: PlanEntry  # its file as the catalogue of the whole names it
    made: str | None  # when it was accepted; None where that was not noted
    who: str | None
    clauses: int | None
    targets: int | None
    in_force: bool

    @property
    def name(self) -> str:
        """What people call it."""
        return "原有文本" if self.number == SHIPPED else f"第{self.number}版"


@dataclass(frozen=True, slots=True)
class History:
    """A plan with its editions, oldest first, and what was done with them, newest first."""

    plan: str
    title: str
    editions: tuple[Edition, ...]
    steps: tuple[EditionRow, ...]

    @property
    def removed(self) -> bool:
        """Whether a person took it out of the base."""
        return not any(each.in_force for each in self.editions) and bool(self.steps)

    @property
    def current(self) -> Edition | None:
        """The edition in force."""
        return next((each for each in self.editions if each.in_force), None)

    @property
    def before(self) -> Edition | None:
        """上一版: the edition that was in force before this one; of a removed plan the one that was removed."""
        current = self.current.number if self.current else None
        followed = [
            row.number for row in self.steps if row.step is not EditionStep.REMOVE
        ]  # the newest first
        shipped = [each.number for each in self.editions if each.number == SHIPPED]
        number = next((each for each in [*followed, *shipped] if each != current), None)
        return None if number is None else self.of(number)

    def of(self, number: int) -> Edition:
        """The edition of that number. Raises NotFound."""
        found = next((each for each in self.editions if each.number == number), None)
        if found is None:
            known = "、".join(str(each.number) for each in self.editions)
            raise NotFound(
                f"《{self.title}》没有第 {number} 版，可以写：{known or '（没有）'}（0 是随程序或语料文件夹提供的原有文本）。"
            )
        return found


def history(settings: Settings, plan: str) -> History:
    """What was imported of a plan. Raises NotFound."""
    held = read_imported(settings.imports)
    own = {entry.id: entry for entry in build.own_entries(settings)}
    if plan not in own and not any(row.plan == plan for row in held.rows) and held.entry(plan) is None:
        raise NotFound(f"目录里没有编号为 {plan[:80]} 的规划，也没有导入过，请用 duibiao plans 查看编号。")
    return _history(held, own.get(plan), plan)


def histories(settings: Settings) -> tuple[History, ...]:
    """The plans that have more than one edition, or were taken out, in the order of their ids."""
    held = read_imported(settings.imports)
    own = {entry.id: entry for entry in build.own_entries(settings)}
    plans = sorted({*(row.plan for row in held.rows), *(entry.id for entry in held.entries)})
    found = [_history(held, own.get(plan), plan) for plan in plans]
    return tuple(each for each in found if len(each.editions) > 1 or each.removed)


def bin_of(settings: Settings) -> tuple[History, ...]:
    """The plans that people took out of the base, the last one first."""
    held = read_imported(settings.imports)
    own = {entry.id: entry for entry in build.own_entries(settings)}
    found = [
        _history(held, own.get(plan), plan) for plan in dict.fromkeys(row.plan for row in reversed(held.rows))
    ]
    return tuple(each for each in found if each.removed)


def _history(held: ImportedPlans, own: PlanEntry | None, plan: str) -> History:
    entry, rows = held.entry(plan), held.accepted(plan)
    number = held.in_force(plan)
    editions = []
    if own is not None and own.file is not None:
        editions.append(Edition(SHIPPED, own, None, None, None, None, in_force=entry is None))
    for row in rows:
        assert row.entry is not None
        editions.append(
            Edition(
                row.number, _located(row.entry), row.made, row.who, row.clauses, row.targets,
                in_force=row.number == number,
            )
        )  # fmt: skip
    if entry is not None and entry.file is not None and number is None:  # imported before editions were noted
        editions.append(Edition(len(rows) + 1, _located(entry), None, None, None, None, in_force=True))
    shown = entry or (editions[-1].entry if editions else None) or own
    return History(
        plan=plan,
        title=(shown.title if shown else plan).strip("《》"),
        editions=tuple(editions),
        steps=tuple(row for row in reversed(held.rows) if row.plan == plan),
    )


def _located(entry: PlanEntry) -> PlanEntry:
    """An entry with its file as the catalogue of the whole names it."""
    return replace(entry, file=entry.file and IMPORTED + entry.file)


def reading(settings: Settings, edition: Edition) -> Plan:
    """An edition, read as it would be served, with what people corrected. Raises NotFound, BadImport or IngestError."""
    path = _file(settings, edition)
    plan = _read(path, edition.entry, path.stat().st_mtime_ns)
    return build.lay_corrections(plan, copied(settings)).plan


def _file(settings: Settings, edition: Edition) -> Path:
    """The file of an edition, whole. Raises BadImport."""
    path = settings.path_of(edition.entry.file or "")
    if not path.is_file():
        raise BadImport(f"{edition.name}的文件 {path} 不在了，请从备份恢复这个文件后再试。")
    if edition.entry.sha256 not in (None, generations.file_hash(path)):
        raise BadImport(f"{edition.name}的文件 {path} 被改动过（校验和不符），请从备份恢复这个文件后再试。")
    return path


@lru_cache(maxsize=4)
def _read(path: Path, entry: PlanEntry, _changed: int) -> Plan:
    """A long text is compared page by page: it is read once."""
    found = [
        plan
        for file in read_files(path)
        for plan in read_text(file.source, Catalogue(path.parent, (entry,)))
        if plan.entry.id == entry.id
    ]
    if not found:
        raise BadImport(f"文件 {path} 里没有找到《{entry.title.strip('《》')}》，请核对这个文件。")
    return found[0]


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """Two editions of a plan, and what changed from the one to the other."""

    history: History
    left: Edition
    right: Edition
    changes: Changes


def compare_editions(
    base: Base, settings: Settings, plan: str, left: int | None, right: int | None
) -> EditionComparison:
    """Two editions beside each other; None is the one in force. Raises NotFound, BadImport or IngestError."""
    found = history(settings, plan)
    sides = []
    for number in (left, right):
        edition = found.current if number is None else found.of(number)
        if edition is None:
            raise NotFound(f"《{found.title}》现在没有在用的文本，请写明比哪两版。")
        sides.append(edition)
    one, other = sides
    if one.number == other.number:
        raise BadImport(f"两边都是《{found.title}》的{one.name}，请写两个不同的版次。")
    before, after = (_said(base, settings, each) for each in sides)
    return EditionComparison(found, one, other, compare(before[0], after[0], before[1], after[1]))


def _said(base: Base, settings: Settings, edition: Edition) -> tuple[Sequence[Clause], Sequence[Target]]:
    """What an edition says; the one in force as it is served."""
    if edition.in_force:
        scope = Scope(plans=(edition.entry.id,))
        return [row.clause for row in base.store.clauses(scope)], list(base.store.targets(scope))
    plan = reading(settings, edition)
    return plan.clauses, plan.targets


def damaged(settings: Settings) -> tuple[int, list[str]]:
    """How many editions are kept besides those in force, and sentences for those whose file is gone or spoilt."""
    wrong, count = [], 0
    for found in histories(settings):
        for edition in found.editions:
            if not edition.in_force:
                count += 1
                try:
                    _file(settings, edition)
                except BadImport as error:
                    wrong.append(f"《{found.title}》{str(error).rstrip('。')}")
    return count, wrong


def restore(
    settings: Settings, plan: str, number: int | None, progress: build.Progress, who: str | None = None
) -> tuple[Base, Edition]:
    """Puts an edition back in force, the one before where no number is stated. Raises NotFound, BadImport, Unwritable …"""
    found = history(settings, plan)
    edition = found.before if number is None else found.of(number)
    if edition is None:
        raise NotFound(f"《{found.title}》只有一版，没有上一版可以恢复。")
    if edition.in_force:
        raise BadImport(f"《{found.title}》现在用的就是{edition.name}，没有改动。")
    _file(settings, edition)
    own = [entry.id for entry in build.own_entries(settings)]

    def put_back(held: ImportedPlans) -> ImportedPlans:
        held = held.with_row(EditionRow(plan, edition.number, EditionStep.RESTORE, now(), who or None))
        if edition.number == SHIPPED:
            return held.without_entry(plan)
        accepted = next(row.entry for row in held.accepted(plan) if row.number == edition.number)
        assert accepted is not None
        return held.with_entry(with_parents(accepted, [*own, *(entry.id for entry in held.entries)]))

    return change(settings, progress, put_back), edition


def remove(
    settings: Settings, plan: str, progress: build.Progress, who: str | None = None
) -> tuple[Base, History]:
    """Takes the text of a plan out of the base; its files and editions stay and can be put back. Raises NotFound, BadImport …"""
    found = history(settings, plan)
    current = found.current
    if current is None:
        raise BadImport(f"库里现在没有《{found.title}》的全文，没有可以移除的。")
    own = next((entry for entry in build.own_entries(settings) if entry.id == plan), None)

    def taken_out(held: ImportedPlans) -> ImportedPlans:
        held = held.with_noted(plan)
        number = held.in_force(plan) or SHIPPED
        held = held.with_row(EditionRow(plan, number, EditionStep.REMOVE, now(), who or None))
        named = any(plan in each.parents for each in held.entries if each.id != plan)
        if own is None and not named:
            return held.without_entry(plan)
        if own is not None and own.file is None:
            return held.without_entry(plan)  # in the catalogue of the corpus it stands without a text
        bare = replace(own or current.entry, file=None, sha256=None, part=None, holding=Holding.NONE)
        return held.with_entry(bare)

    return change(settings, progress, taken_out), found
