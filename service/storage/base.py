"""The door to the derived data: the store and the engine of the current generation, checked and opened.

Takes Settings. Gives a Base, or says why it cannot: there is none, it is damaged, or it is older than what it
was made from. Builds nothing (service/upkeep/build.py does), so that it is light enough for the start of a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from service.engines import SearchEngine, open_engine, open_pair
from service.errors import DamagedBase
from service.generation import freshness, generations
from service.generation.generations import INDEX, STORE, Manifest
from service.meaning.nearness import Nearness, open_nearness
from service.query import Known
from service.settings import Cluster, Database, Settings
from service.storage.rows import SCHEMA_VERSION
from service.storage.store import SqliteStore, Store

if TYPE_CHECKING:
    from service.engines.embedded import EmbeddedEngine
    from service.engines.fallback import Spare
    from service.storage.server_store import ServerStore

_TRIES = 3  # a reader that loses its generation to a swap takes the next one
REASONS = {
    "schema": "程序的数据格式有更新",
    "rules": "程序的拆条或识别规则有更新",
    "lexicon": "词表有改动",
    "segmenter": "分词组件有更新",
    "corpus": "规划文本或目录有改动",
    "corrections": "人工更正有变化",
}


class NoBase(Exception):
    """Nothing has been built yet, or it cannot be used; ``str(error)`` says in Chinese why to build now."""


@dataclass(frozen=True)
class Base:
    """One generation, opened for reading."""

    folder: Path
    manifest: Manifest
    store: Store
    engine: SearchEngine
    home: Path  # the data folder, for the model

    @property
    def pair(self) -> Spare | None:
        """The cluster with the embedded engine behind it, where there is a cluster."""
        from service.engines.fallback import Spare

        return self.engine if isinstance(self.engine, Spare) else None

    @property
    def embedded(self) -> EmbeddedEngine:
        """The index on this machine, whether or not a cluster is asked first."""
        from service.engines.embedded import EmbeddedEngine

        engine = self.engine if self.pair is None else self.pair.second
        assert isinstance(engine, EmbeddedEngine)
        return engine

    @property
    def local(self) -> SqliteStore:
        """The rows in the sealed file of this machine."""
        if isinstance(self.store, SqliteStore):
            return self.store
        shared = self.shared
        assert shared is not None
        return shared.second

    @property
    def shared(self) -> ServerStore | None:
        """The rows on a server with the file behind them, where there is a server."""
        if isinstance(self.store, SqliteStore):
            return None
        from service.storage.server_store import ServerStore

        return self.store if isinstance(self.store, ServerStore) else None

    @cached_property
    def nearness(self) -> Nearness | None:
        """How near in meaning clauses are to queries; None where the base has no vectors."""
        return open_nearness(self.folder, self.manifest.counts.get("clauses", 0), self.home)

    @cached_property
    def known(self) -> Known:
        """The values that filters can take."""
        return self.store.known()


def open_current(settings: Settings) -> Base:
    """The current generation. Raises NoBase where one has to be built first."""
    for attempt in range(_TRIES):
        folder = generations.current(settings.base)
        if folder is None:
            raise NoBase("还没有建立知识库")
        try:
            return _open(folder, settings)
        except DamagedBase as error:
            if generations.current(settings.base) != folder and attempt + 1 < _TRIES:
                continue  # swapped while it was being opened
            raise NoBase(f"知识库已损坏（{error}）") from error
    raise NoBase("知识库正在更换")


def _open(folder: Path, settings: Settings) -> Base:
    manifest = generations.read_manifest(folder)
    if manifest.fingerprint.get("schema") != str(SCHEMA_VERSION):
        raise NoBase(REASONS["schema"])
    wrong = generations.check_files(folder, manifest, full=False)
    if wrong:
        raise DamagedBase(wrong[0])
    reason = outdated(folder, manifest, settings)
    if reason:
        raise NoBase(reason)
    return open_generation(folder, manifest, settings.home, settings.cluster, settings.database)


def open_generation(
    folder: Path,
    manifest: Manifest,
    home: Path,
    cluster: Cluster | None = None,
    database: Database | None = None,
) -> Base:
    """A generation as it is, without asking whether it is up to date. Raises DamagedBase."""
    engine = open_engine("embedded", folder / INDEX)
    if cluster is not None:
        engine = open_pair(cluster, manifest.made_from, manifest.counts.get("clauses", 0), engine)
    store: Store = SqliteStore(folder / STORE)
    if database is not None:
        from service.storage.server_store import ServerStore

        store = ServerStore(database, generations.schema_of(manifest), SqliteStore(folder / STORE))
    return Base(folder, manifest, store, engine, home)


def outdated(folder: Path, manifest: Manifest, settings: Settings) -> str | None:
    """Why a generation is older than what it was made from, in Chinese; None where it is not."""
    stamp = freshness.stamp(settings, manifest.sources)
    if stamp == manifest.stamp:
        return None
    now = freshness.fingerprint(settings, manifest.sources, SCHEMA_VERSION)
    changed = [reason for part, reason in REASONS.items() if now.get(part) != manifest.fingerprint.get(part)]
    if changed:
        return "，".join(changed)
    generations.restamp(folder, manifest, stamp)  # touched or copied, but the same
    return None
