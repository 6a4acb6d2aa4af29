"""Corpus → ingest → store and index: the only writer of derived data.

Takes Settings. Gives an opened Base. Where the current generation is missing, damaged or older than what it
was made from, a new one is built beside it and takes its place in one step. Never serves a half-built
generation; processes that still read the old one keep reading it.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from analyzers import lexicon
from ingest.indicators import indicator_names
from ingest.plan import Plan, PlanEntry
from service.citation import citations
from service.engines import new_engine
from service.errors import BadCorpus, EngineFailure, Unreachable, Unwritable, UserError
from service.generation import freshness, generations
from service.generation.generations import INDEX, STORE, Manifest
from service.labels import VALUE
from service.settings import Settings
from service.storage import (
    SCHEMA_VERSION,
    Base,
    NoBase,
    StoredClause,
    StoreWriter,
    open_current,
    open_generation,
)
from service.upkeep.indexing import index_row, share

if TYPE_CHECKING:  # loaded where they are needed, so that a search starts at once
    from ingest.catalogue import Catalogue, FigureCheck
    from ingest.corrections import Correction, LaidCorrection, Laying
    from ingest.readers import Watch
    from service.meaning.encoding import Worded

_CHUNK = 1_000
_FULL = 10_000_000  # bytes; with less free space a failed write is taken for a full disk
_T = TypeVar("_T")


class Progress(Protocol):
    """Where a build tells how far it is."""

    def stage(self, name: str, total: int) -> None:
        """A new part of the work begins, of ``total`` steps."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many steps of it are done."""
        ...

    def say(self, sentence: str) -> None:
        """Something the person should know."""
        ...


class Silent:
    """Progress that nobody looks at."""

    def stage(self, name: str, total: int) -> None:
        """Says nothing."""

    def advance(self, steps: int = 1) -> None:
        """Says nothing."""

    def say(self, sentence: str) -> None:
        """Says nothing."""


@dataclass(frozen=True, slots=True)
class CorpusReading:
    """What was read of a corpus: the plans with a text, and the identity of those without one."""

    plans: tuple[Plan, ...]
    without_text: tuple[PlanEntry, ...]
    sources: dict[str, str]  # file relative to the corpus -> SHA-256
    order: tuple[str, ...]  # plan ids as the catalogue has them
    figures: tuple[FigureCheck, ...] = ()  # known figures beside the texts
    corrections: tuple[LaidCorrection, ...] = ()  # of people, with what came of each


def ensure(settings: Settings, progress: Progress) -> Base:
    """The current generation, built first where that is needed."""
    follow(settings)
    try:
        return open_current(settings)
    except NoBase as reason:
        progress.say(f"{reason}，正在建库，请稍候……")
    base, _ = build(settings, progress)
    return base


def build(
    settings: Settings, progress: Progress, *, force: bool = False, sharing: bool = True
) -> tuple[Base, bool]:
    """An up-to-date Base, and whether it had to be made. Two builders at once make it once.

    With ``sharing`` it follows what other machines imported, and rows and index are put where they find them.
    """
    if sharing:
        follow(settings)
    mend_copy(settings)
    with generations.building(settings.base, waiting=lambda: progress.say("另一个程序正在建库，等它完成……")):
        base, made = _built(settings, progress, force=force)
    return (share_out(base, settings, progress) if sharing else base), made


def follow(settings: Settings) -> None:
    """What other machines imported and corrected; a server that does not answer is no reason not to go on with what
    is here."""
    if settings.database is not None:
        from service.decisions import follow as bring
        from service.decisions import follow_corrections

        with suppress(Unreachable):
            bring(settings)
            follow_corrections(settings)


def mend_copy(settings: Settings) -> None:
    """Has the copy of the corrections say what the decisions say, where a crash or a hand came between."""
    if settings.database is None and (settings.decisions.is_file() or settings.corrections.is_file()):
        from service.decisions import copy

        copy(settings)


def _built(settings: Settings, progress: Progress, *, force: bool) -> tuple[Base, bool]:
    if not force:
        try:
            return open_current(settings), False
        except NoBase:
            pass
    folder = _make(settings, progress)
    generations.remove_others(settings.base, folder)
    base = open_generation(
        folder, generations.read_manifest(folder), settings.home, settings.cluster, settings.database
    )
    make_vectors(base, progress)
    return base, True


def share_out(base: Base, settings: Settings, progress: Progress) -> Base:
    """Puts rows and index where other machines find them. A base is whole without: this machine answers meanwhile."""
    tell = _teller(progress, "写入 Elasticsearch")
    try:
        if settings.database is None:
            share(base, settings.base.name, tell)
            return base
        from service.decisions import revision_of
        from service.upkeep.publishing import drain, publish

        try:
            publish(base, settings, _teller(progress, "写入 PostgreSQL"), revision=revision_of(settings))
        except (UserError, EngineFailure) as error:
            progress.say(
                f"条目没有写入数据库：{str(error).rstrip('。')}。现在用本机的条目回答；排除故障后请运行 duibiao build。"
            )
        drain(base, settings, tell)
    except EngineFailure as error:
        progress.say(
            f"Elasticsearch 的索引没有建成：{error}。现在用本机索引检索；排除故障后请运行 duibiao build。"
        )
    return base


def make_vectors(base: Base, progress: Progress) -> None:
    """The vectors of a generation that has none, made with what is at hand; the base can be searched without."""
    from service.meaning import encoding

    total = base.manifest.counts["clauses"]
    if encoding.open_vectors(base.folder, total) is not None:
        return
    tell = _teller(progress, "计算词义向量")
    encoding.ensure(base.folder, lambda: worded(base), total, base.home, tell)


def improve_vectors(base: Base, progress: Progress) -> None:
    """Has the installed sentence model encode what it has not yet; what is done is kept if this is broken off."""
    from service.meaning import encoding, model

    if not model.is_installed(base.home):
        return
    tell = _teller(progress, "语义模型编码")
    encoding.improve(base.folder, list(worded(base)), base.home, tell=tell)


def _teller(progress: Progress, name: str) -> Callable[[int, int], None]:
    """Progress for work that tells how much of it is done, and how much there is, as it goes."""
    done = 0

    def tell(number: int, total: int) -> None:
        nonlocal done
        if not done:
            progress.stage(name, total)
        progress.advance(number - done)
        done = number

    return tell


def worded(base: Base) -> Iterator[Worded]:
    """The words of all clauses in the order of their positions."""
    from service.meaning.encoding import Worded

    total = base.manifest.counts["clauses"]
    for at in range(0, total, _CHUNK):
        for row in base.store.by_position(range(at, min(at + _CHUNK, total))):
            yield Worded.of(row.clause)


def _make(settings: Settings, progress: Progress) -> Path:
    started = time.perf_counter()
    lexicon.check()
    reading = read_corpus(settings, progress)
    stamp = freshness.stamp(settings, reading.sources)
    fingerprint = freshness.fingerprint(settings, reading.sources, SCHEMA_VERSION)
    folder = _writable(settings.base, lambda: generations.new_generation(settings.base))
    try:
        counts = _writable(settings.base, lambda: write(folder, reading, progress))
        manifest = Manifest(
            fingerprint=fingerprint,
            stamp=stamp,
            sources=reading.sources,
            counts=counts,
            seconds=round(time.perf_counter() - started, 2),
            made=datetime.now().astimezone().isoformat(timespec="seconds"),
        )
        _writable(settings.base, lambda: generations.publish(settings.base, folder, manifest))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def read_corpus(settings: Settings, progress: Progress) -> CorpusReading:
    """Every plan of a corpus. Raises IngestError or BadCorpus, and then nothing has been touched."""
    from ingest.catalogue import compare_figures, load_figures
    from service.decisions import copied
    from service.upkeep.readings import held_files

    corrections = copied(settings)
    catalogue = load_catalogue(settings)
    entries = catalogue.entries if catalogue else ()
    files = list(dict.fromkeys(entry.file for entry in entries if entry.file))
    if not (settings.corpus / freshness.CATALOGUE).is_file():
        loose = freshness.loose_files(settings.corpus)
        files += loose
        if not files and catalogue is None:
            raise BadCorpus(
                f"文件夹 {settings.corpus} 里没有 catalogue.toml，也没有规划文本，请检查 --corpus 后面的路径。"
            )
        if loose:
            progress.say(
                f"{settings.corpus} 里没有 catalogue.toml，其中 {len(loose)} 个文件逐个读入（没有层级等信息）。"
            )
    progress.stage("读取规划文本", len(files))
    plans: list[Plan] = []
    sources: dict[str, str] = {}
    read: dict[str, Sequence[Plan]] = {}
    outcomes: list[LaidCorrection] = []
    for name in files:
        found = held_files.plans(settings.path_of(name), catalogue)
        sources[name] = found[0].source.sha256
        read[name] = [plan for plan in found if _read_there(plan.entry, name, catalogue)]
        for plan in read[name]:
            corrected = lay_corrections(plan, corrections)
            plans.append(corrected.plan)
            outcomes.extend(corrected.outcomes)
        progress.advance()
    _refuse_doubles(read)
    held = {plan.entry.id for plan in plans}
    for entry in entries:
        if entry.file and entry.id not in held:
            progress.say(f"目录登记的《{entry.title}》在文件 {entry.file} 里没有找到，请核对目录中的名称。")
    order = dict.fromkeys([*(entry.id for entry in entries), *(plan.entry.id for plan in plans)])
    figures = load_figures((settings.corpus, settings.imports), order)
    return CorpusReading(
        plans=tuple(plans),
        without_text=tuple(entry for entry in entries if entry.id not in held),
        sources=sources,
        order=tuple(order),
        figures=compare_figures(figures, [target for plan in plans for target in plan.targets], held),
        corrections=(*outcomes, *_without_plan(corrections, held)),
    )


def _read_there(entry: PlanEntry, name: str, catalogue: Catalogue | None) -> bool:
    """Whether a plan is taken from a file: not where its text was imported from another one, where a person left it out
    when he imported the file, or where he removed it."""
    if name.startswith("imported/"):
        return entry.file == name
    return entry.file in (None, name) and not (catalogue and entry.id in catalogue.removed)


def lay_corrections(plan: Plan, corrections: Sequence[Correction]) -> Laying:
    """A plan that was read, with what people corrected of it."""
    from ingest.corrections import laid_over

    return laid_over(plan, corrections)


def _without_plan(corrections: Sequence[Correction], held: Collection[str]) -> list[LaidCorrection]:
    from ingest.corrections import LaidCorrection

    gone = [each for each in corrections if each.made_for.plan not in held]
    return [LaidCorrection(each, None, "库里现在没有这部规划的全文，这处更正没有套用。") for each in gone]


def load_catalogue(settings: Settings) -> Catalogue | None:
    """The catalogue of a corpus with what was imported into it; None where there is neither."""
    from ingest.catalogue import entries as catalogues

    folders = (settings.corpus, settings.imports)
    if not any((folder / freshness.CATALOGUE).is_file() for folder in folders):
        return None
    return catalogues.load(settings.corpus, settings.imports)


def own_entries(settings: Settings) -> tuple[PlanEntry, ...]:
    """The entries of the corpus itself, without what was imported into it."""
    from ingest.catalogue import read_entries

    path = settings.corpus / freshness.CATALOGUE
    return read_entries(path) if path.is_file() else ()


def watching(progress: Progress) -> Watch:
    """Pages of a file that is being read, as a stage of the progress."""
    before = 0

    def told(done: int, total: int) -> None:
        nonlocal before
        if done <= before or not before:
            progress.stage("读入页面", total)
            before = 0
        progress.advance(done - before)
        before = done

    return told


def read_one(file: Path, settings: Settings, progress: Progress | None = None) -> tuple[Plan, ...]:
    """The plans of any one file, read and not kept; the catalogue only lends known plans their ids."""
    from ingest import read_file

    return read_file(file, load_catalogue(settings), watching(progress or Silent()))


def _refuse_doubles(files: Mapping[str, Sequence[Plan]]) -> None:
    seen: dict[str, str] = {}
    for name, plans in files.items():
        for plan in plans:
            other = seen.setdefault(plan.entry.id, name)
            if other != name:
                raise BadCorpus(
                    f"文件 {other} 和 {name} 里都有编号为 {plan.entry.id} 的规划，"
                    "请给其中一个文件改名，或只留一份。"
                )


def write(folder: Path, reading: CorpusReading, progress: Progress) -> dict[str, int]:
    """Fills the store and the index of a new generation; gives the numbers of what is in it."""
    # A plan's addresses begin with its id, so that all clauses in the order of their addresses, which settles
    # ties for ever, are the plans in this order; no more than one plan's rows are held at a time.
    plans = sorted(reading.plans, key=lambda plan: f"{plan.entry.id}/")
    total = sum(len(plan.clauses) for plan in plans)
    store = StoreWriter(folder / STORE)
    try:
        _write_plans(store, reading)
        text_bytes = write_clauses(store, folder, plans, total, progress)
    finally:
        store.close()
    return {
        "plans": len(plans),
        "plans_without_text": len(reading.without_text),
        "clauses": total,
        "targets": sum(len(plan.targets) for plan in plans),
        "warnings": sum(len(plan.warnings) for plan in plans),
        "figures": len(reading.figures),
        "corrections": sum(not each.trouble for each in reading.corrections),
        "corrections_open": sum(bool(each.trouble) for each in reading.corrections),
        "text_bytes": text_bytes,
    }


def write_clauses(
    store: StoreWriter, folder: Path, plans: Iterable[Plan], total: int, progress: Progress
) -> int:
    """Fills store and index with the clauses of plans in the order of their ids, one plan after another.

    Makes both durable. Gives the bytes of their texts.
    """
    index = new_engine("embedded", folder / INDEX)
    progress.stage("切词并建立索引", total)
    position = text_bytes = 0
    for plan in plans:
        rows = list(_stored(plan, position))
        store.add_clauses(rows)
        for row in rows:
            index.add(index_row(row))
            text_bytes += len(row.clause.text.encode())
        position += len(rows)
        progress.advance(len(rows))
    progress.stage("写入磁盘", 2)
    index.finish()
    progress.advance()
    store.finish()
    progress.advance()
    return text_bytes


def _stored(plan: Plan, position: int) -> Iterator[StoredClause]:
    """The clauses of a plan in the order of their addresses, with their positions from this one on."""
    cited = citations(plan)
    valued = {target.clause for target in plan.targets if target.value is not None}
    for number, clause in enumerate(sorted(plan.clauses, key=lambda each: each.address), position):
        has = (VALUE,) if clause.address in valued else ()
        yield StoredClause.of(number, clause, plan.entry.level, cited[clause.address], has)


def _write_plans(store: StoreWriter, reading: CorpusReading) -> None:
    held = {plan.entry.id: plan for plan in reading.plans}
    missing = {entry.id: entry for entry in reading.without_text}
    for name in reading.order:
        if name in missing:
            store.add_plan(missing[name], None, 0, 0)
            continue
        plan = held[name]
        store.add_source(plan.source.sha256, plan.source.name, plan.source.encoding, plan.source.text)
        store.add_plan(plan.entry, plan.source.sha256, plan.start, plan.end, plan.page_marks)
        store.add_headings(name, plan.headings)
        store.add_warnings(name, plan.warnings)
        store.add_targets(plan.targets)
        store.add_baselines(plan.baselines)
        store.add_tables(name, plan.tables)
        store.add_indicators(indicator_names(plan))
    store.add_figures(reading.figures)
    store.add_corrections(reading.corrections)


def _writable(base: Path, call: Callable[[], _T]) -> _T:
    """Runs a call that writes to the data folder; a full disk or missing rights come out as Unwritable."""
    try:
        return call()
    except (OSError, sqlite3.OperationalError, EngineFailure) as error:
        full = shutil.disk_usage(base).free < _FULL or getattr(error, "errno", None) == errno.ENOSPC
        if full or isinstance(error, OSError):
            raise Unwritable(generations.unwritable(base, full=full)) from error
        raise
