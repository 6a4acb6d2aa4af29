"""Takes plans in: a review first, then the file, its catalogue entry and a new base, all of them or none.

Takes files that were read, and what a person stated about them. Gives an Import to look at; ``store`` keeps it. The
file is kept byte for byte under a name that holds its checksum, so that earlier ones stay; the catalogue of imported
plans is replaced in one step, which is the moment the import counts. If no base can be built with it, the catalogue of
before is put back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.anchors import Prints, became
from ingest.catalogue import (
    FILE_NAME,
    IMPORTED,
    Changes,
    FigureCheck,
    Stated,
    check_relations,
    compare,
    compare_figures,
    identify,
    load_figures,
    read_entries,
    write_entries,
)
from ingest.corrections import Correction, LaidCorrection, rebound
from ingest.plan import Plan, PlanEntry
from ingest.readers import SCAN_SUFFIX, SourceFile, kept_suffix, read_files
from service.atomic_files import replace_file
from service.decisions import LinkDecision, LinkStatus, copied, open_decisions, standing
from service.errors import BadImport, Unwritable
from service.generation import freshness, generations
from service.labels import LEVEL_CHOICE
from service.query import Scope
from service.settings import Settings
from service.split_alarm import split_alarm
from service.storage import Base
from service.upkeep import build
from service.upkeep.correcting import keep, take_back
from service.upkeep.readings import plans_as, plans_of

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision in force that an import would leave without its text; the addresses are those of now."""

    decision: LinkDecision
    vanished: tuple[str, ...]  # whose text is gone
    changed: tuple[str, ...]  # whose text reads differently


@dataclass(frozen=True, slots=True)
class PlanReview:
    """One plan as it would be kept, and what that would change."""

    plan: Plan
    known: bool  # its identity stood in the catalogue
    held: bool  # its text was held before
    changes: Changes
    figures: tuple[FigureCheck, ...]
    orphans: tuple[Orphan, ...]
    notes: tuple[str, ...]  # what a person should know or state
    same_file: bool = False  # this very file is held already, and reads as before
    corrections: tuple[LaidCorrection, ...] = ()  # of people, with what came of each
    alarm: str = ""  # that nothing or almost nothing was split


@dataclass(frozen=True, slots=True)
class Import:
    """Everything about an import before it is kept."""

    files: tuple[SourceFile, ...]
    reviews: tuple[PlanReview, ...]
    of: tuple[int, ...]  # for each review, which of the files it stands in
    pending: tuple[Correction, ...] = ()  # made at this review: kept as decisions when the import is


def read_import(file: Path, settings: Settings, stated: Sequence[Stated], progress: build.Progress) -> Import:
    """Reads a file and says what keeping it would mean. Raises IngestError, BadImport or BadCorpus."""
    return prepare(read_files(file, build.watching(progress)), settings, stated, progress)


def prepare(
    files: tuple[SourceFile, ...],
    settings: Settings,
    stated: Sequence[Stated],
    progress: build.Progress,
    pending: Sequence[tuple[int, Correction]] = (),
) -> Import:
    """The review of files that were read; ``pending`` was corrected at an earlier look, in the plan of that number."""
    build.follow(settings)
    catalogue = build.load_catalogue(settings)
    entries = catalogue.entries if catalogue else ()
    base = _held(settings, progress)
    drafts = [(place, plan) for place, file in enumerate(files) for plan in plans_of(file.source)]
    named = _named(drafts, entries, _fitting(stated, [plan for _, plan in drafts]))
    _refuse_twice(named)
    reviews: list[PlanReview] = []
    of: list[int] = []
    held = copied(settings)
    fresh: list[Correction] = []
    for place, file in enumerate(files):
        mine = [entry for (at, _), entry in zip(drafts, named, strict=True) if at == place]
        for plan in plans_as(file.source, tuple(mine)):
            # The plan may have been given another id since it was corrected.
            own = [rebound(each, plan.entry.id) for part, each in pending if part == len(reviews)]
            laying = build.lay_corrections(plan, (*held, *own))
            review = _review(laying.plan, entries, base, settings)
            reviews.append(
                replace(review, corrections=laying.outcomes, same_file=review.same_file and not own)
            )
            of.append(place)
            fresh += own
    return Import(files, tuple(reviews), tuple(of), tuple(fresh))


def _held(settings: Settings, progress: build.Progress) -> Base | None:
    """The base as it is now; None for a folder that holds nothing yet."""
    holds = build.load_catalogue(settings) is not None
    if not holds and (not settings.corpus.is_dir() or not freshness.loose_files(settings.corpus)):
        return None
    return build.ensure(settings, progress)


def _fitting(stated: Sequence[Stated], plans: Sequence[Plan]) -> list[Stated]:
    """What was stated, plan by plan; what is said once holds for all where that can be true."""
    for each in stated:
        if each.plan is not None and not _ID.fullmatch(each.plan):
            raise BadImport(
                f"规划编号“{each.plan}”只能用小写字母、数字和连字符，如 yunnan-women-2021，请改正。"
            )
    if len(stated) == len(plans):
        return list(stated)
    titles = "、".join(f"《{plan.entry.title.strip('《》')}》" for plan in plans)
    if len(stated) > 1:
        raise BadImport(
            f"文件里有 {len(plans)} 部规划（{titles}），--plan 却写了 {len(stated)} 个，请按顺序每部写一个。"
        )
    only = stated[0] if stated else Stated()
    if only.plan or only.title or only.subject:
        raise BadImport(
            f"文件里有 {len(plans)} 部规划（{titles}），请按顺序每部写一个 --plan，或都不写，由程序按标题识别。"
        )
    return [only] * len(plans)


def _named(
    drafts: Sequence[tuple[int, Plan]], entries: Sequence[PlanEntry], stated: Sequence[Stated]
) -> list[PlanEntry]:
    """The entries of all plans, each marked with its file and its place in it."""
    named: list[PlanEntry] = []
    for (place, plan), each in zip(drafts, stated, strict=True):
        part = sum(at == place for at, _ in drafts[: len(named)]) + 1
        entry = identify(plan, [*entries, *named], each)
        named.append(replace(entry, sha256=plan.source.sha256, part=part, file=None))
    return named


def _refuse_twice(named: Sequence[PlanEntry]) -> None:
    for place, entry in enumerate(named):
        if entry.id in {other.id for other in named[:place]}:
            raise BadImport(
                f"文件里有两部规划都被认作 {entry.id}（《{entry.title}》），请按顺序用 --plan 分别写明编号。"
            )


def _review(plan: Plan, entries: Sequence[PlanEntry], base: Base | None, settings: Settings) -> PlanReview:
    before = next((entry for entry in entries if entry.id == plan.entry.id), None)
    old = {} if base is None else {
        row.clause.address: row.clause.text for row in base.store.clauses(Scope(plans=(plan.entry.id,)))
    }  # fmt: skip
    new = {clause.address: clause.text for clause in plan.clauses}
    figures = load_figures(
        (settings.corpus, settings.imports), {entry.id for entry in (*entries, plan.entry)}
    )
    mine = [figure for figure in figures if figure.plan == plan.entry.id]
    changes = compare(old, new)
    same = before is not None and bool(before.file) and before.sha256 == plan.source.sha256 and changes.none
    return PlanReview(
        plan=plan,
        known=before is not None,
        held=bool(old),
        changes=changes,
        figures=compare_figures(mine, plan.targets, {plan.entry.id}),
        orphans=_orphans(plan, base, settings),
        notes=tuple(_notes(plan, same=same)),
        same_file=same,
        alarm=split_alarm(plan),
    )


def _orphans(plan: Plan, base: Base | None, settings: Settings) -> tuple[Orphan, ...]:
    """Decisions in force about clauses of this plan that would be in force nowhere: their text has changed, or is gone."""
    if base is None:
        return ()
    decisions = open_decisions(settings).links()
    new = Prints.of(plan.clauses)
    before = standing(decisions, base.store.prints)
    after = standing(decisions, lambda each: new if each == plan.entry.id else base.store.prints(each))
    lost = {_texts(each.decision): each for each in after.lost}
    found = []
    for pair, decision in before.decided.items():
        now = lost.get(_texts(decision))
        if now is None or decision.status is LinkStatus.SUGGESTED:
            continue
        sides = ((pair[0], now.source, decision.source_anchor), (pair[1], now.target, decision.target_anchor))
        gone = [(old, became(anchor, plan.clauses)) for old, there, anchor in sides if there is None]
        vanished = tuple(old for old, seems in gone if seems is None)
        changed = tuple(old for old, seems in gone if seems is not None)
        found.append(Orphan(decision, vanished, changed))
    return tuple(found)


def _texts(decision: LinkDecision) -> tuple[str, str, str, str]:
    """The texts that a decision is about."""
    one, other = decision.source_anchor, decision.target_anchor
    return one.plan, one.print, other.plan, other.print


def _notes(plan: Plan, *, same: bool) -> list[str]:
    entry, notes = plan.entry, list(plan.source.notes)
    if same:
        notes.append("同一个文件已经入库，内容没有变化。")
    if plan.source.scanned:
        notes.append("文字是从扫描件识别的，所有数值都标为“来自扫描”，引用前请对照原件。")
    if entry.level is None:
        notes.append(f"没有认出是哪一级的规划，请写明层级：{LEVEL_CHOICE}。")
    if not plan.targets:
        notes.append("没有读到指标目标。原文里如有数值目标，请看一下拆条是否正确。")
    return notes


def store(made: Import, settings: Settings, progress: build.Progress) -> Base:
    """Keeps an import and gives the base built with it. Raises Unwritable, Unreachable, or what the build raises."""
    folder = settings.imports
    with generations.building(folder, waiting=lambda: progress.say("另一个程序正在导入，等它完成……")):
        keep(made.pending, settings)
        try:
            if settings.database is None:
                return _take_in(made, settings, progress)
            base = _take_in_for_all(made, settings, progress)
        except BaseException:
            take_back(made.pending, settings)
            raise
    return build.share_out(base, settings, progress)


def _take_in(made: Import, settings: Settings, progress: build.Progress, *, sharing: bool = True) -> Base:
    """Files, catalogue and a new base; where that base cannot be built, the catalogue of before."""
    folder = settings.imports
    path = folder / FILE_NAME
    before = _catalogue(settings)
    try:
        names = [_keep(folder, file, made, place) for place, file in enumerate(made.files)]
        added = {
            review.plan.entry.id: replace(review.plan.entry, file=names[place])
            for review, place in zip(made.reviews, made.of, strict=True)
        }
        held = {entry.id: entry for entry in (read_entries(path) if before is not None else ())}
        _refuse_taken(made, held)
        merged = held | added
        _check(settings, merged)
        replace_file(path, write_entries(merged.values()).encode("utf-8"))
    except OSError as error:
        raise Unwritable(f"文件夹 {folder} 无法写入，没有入库，请检查权限和磁盘空间后再试。") from error
    try:
        return build.build(settings, progress, sharing=sharing)[0]
    except BaseException:
        _put_back(path, before)
        raise


def _refuse_taken(made: Import, held: Mapping[str, PlanEntry]) -> None:
    """Two new plans that were looked at side by side may have been given one id: the second must not replace the first."""
    for review in made.reviews:
        entry = review.plan.entry
        other = held.get(entry.id)
        if not review.known and other is not None and other.title != entry.title:
            raise BadImport(
                f"刚才另一次导入已把编号 {entry.id} 用于《{other.title.strip('《》')}》，这次没有入库，"
                "请重新上传或重新导入，会另给编号。"
            )


def _take_in_for_all(made: Import, settings: Settings, progress: build.Progress) -> Base:
    """The same behind what others have imported, and kept on the server: there and here, or neither."""
    from service.decisions import ServerTruth, open_truth, shared_imports

    truth = open_truth(settings)
    assert isinstance(truth, ServerTruth)
    truth.mark()  # whether the server answers at all is known at once
    taken, before = False, None
    try:
        with shared_imports.turn(truth) as db:
            shared_imports.bring(db, truth, settings)
            before = _catalogue(settings)
            base = _take_in(made, settings, progress, sharing=False)
            taken = True
            shared_imports.keep(db, truth, settings)
    except BaseException:
        if taken:
            _put_back(settings.imports / FILE_NAME, before)
        raise
    shared_imports.note_brought(settings, truth)
    return base


def _catalogue(settings: Settings) -> bytes | None:
    path = settings.imports / FILE_NAME
    return path.read_bytes() if path.is_file() else None


def _check(settings: Settings, merged: dict[str, PlanEntry]) -> None:
    catalogue = build.load_catalogue(settings)
    every = {entry.id: entry for entry in (catalogue.entries if catalogue else ())}
    every |= {key: replace(entry, file=entry.file and IMPORTED + entry.file) for key, entry in merged.items()}
    check_relations(FILE_NAME, tuple(every.values()))


def _keep(folder: Path, file: SourceFile, made: Import, place: int) -> str:
    """Writes a file under a name of its own, beside it the recognised text of a scan; gives the name."""
    first = next(review.plan.entry for review, at in zip(made.reviews, made.of, strict=True) if at == place)
    level = first.level.value if first.level else "other"
    name = f"{level}/{first.id}-{file.source.sha256[:8]}{kept_suffix(file.source.name, file.data)}"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.source.scanned:
        replace_file(path.with_name(path.name + SCAN_SUFFIX), file.source.text.encode("utf-8"))
    replace_file(path, file.data)
    return name


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, before)
