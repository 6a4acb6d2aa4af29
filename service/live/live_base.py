"""Keeps a base open for a service that runs for days: builds it, follows its changes, swaps it in one step.

Takes Settings. Gives the Base of the moment, or NotReady with how far the building is. A thread of its own
looks every few seconds whether another program has built a newer generation, whether the corpus has changed,
and whether the sentence model has something to encode. What is being answered goes on with the base it began
with; the next question gets the new one.

A changed word table or program is another matter: this process holds the old ones in memory. A process of its own
builds with the new ones; when that has worked, ``restart`` is called, and whoever runs the service starts it anew.
"""

from __future__ import annotations

import gc
import logging
import os
import secrets
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import FOR_PEOPLE, DamagedBase, EngineFailure, Later, UserError
from service.generation import freshness, generations
from service.linking import SMALL, WAIT, Linker, Links
from service.settings import Settings
from service.storage import SCHEMA_VERSION, Base, NoBase, open_current, open_generation
from service.upkeep.indexing import share

if TYPE_CHECKING:
    from service.meaning.encoding import Background

LOOK = 2.0  # seconds between two looks
AGAIN = 30.0  # seconds before a build that failed is tried again though nothing has changed
# What an answer may break with when its generation was removed behind it: another program has built a newer one.
GONE = (sqlite3.Error, DamagedBase, EngineFailure)


class Phase(StrEnum):
    """What the keeper is at."""

    STARTING = "starting"
    BUILDING = "building"  # nothing to serve yet
    READY = "ready"
    UPDATING = "updating"  # serving, while a newer base is being built
    FAILED = "failed"  # nothing to serve, and building does not work


@dataclass(frozen=True, slots=True)
class BaseState:
    """The state of the base that is served; ``sentence`` is what people are shown."""

    phase: Phase
    sentence: str
    stage: str = ""  # the part of the work that is going on
    done: int = 0
    total: int = 0
    trouble: str = ""  # why the last build failed, where an older base is served
    restart: bool = False  # the program or a word table has changed since it was started


class NotReady(Exception):
    """There is no base to answer from yet; ``state`` says how far the building is."""

    def __init__(self, state: BaseState) -> None:
        super().__init__(state.sentence)
        self.state = state


class Keeper:
    """Holds the base that answers are given from, and the thread that keeps it up to date."""

    def __init__(
        self, settings: Settings, *, look: float = LOOK, restart: Callable[[], None] | None = None
    ) -> None:
        """``restart`` is called once when a base has been built with a program or word tables newer than these."""
        self.settings = settings
        self._look_every = look
        self._run_id = secrets.token_hex(6)
        self._number = 0  # of bases that were taken
        self._restart = restart
        self._program = self._newer = freshness.program_stamp()
        self._state = BaseState(Phase.STARTING, "正在打开知识库，请稍候。")
        self._base: Base | None = None
        self._linker = Linker(settings)
        self._seen = ""  # stamp of the corpus when it was last found up to date
        self._failed: tuple[str, float] | None = None  # stamp of the corpus and time of a build that failed
        self._sharing = 0.0  # when to look next whether the cluster has the index and the server the rows
        self._published: tuple[Path, int | None] | None = (
            None  # whose rows are on the server, with which imports
        )
        self._encoding: Background | None = None
        self._encoded: Base | None = None
        self._swap = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    # --- what the faces ask ---

    @property
    def state(self) -> BaseState:
        """How things stand."""
        return self._state

    def base(self) -> Base:
        """The base that answers are given from now. Raises NotReady."""
        base = self._base
        if base is None:
            raise NotReady(self._state)
        return base

    @property
    def mark(self) -> str:
        """A text that changes whenever an answer may change: with the base, its vectors, people's decisions,
        this process."""
        pair = self._base.pair if self._base is not None and self.settings.cluster is not None else None
        store = self._base.store if self._base is not None else None
        # What 备用 stands on must not be taken for unchanged when the servers are well again.
        spare = "-spare" if (pair is not None and pair.failing) or (store is not None and store.note) else ""
        return f"{self._run_id}-{self._number}-{self._decided()}{spare}"

    def _decided(self) -> str:
        """What changes with people's decisions; on a server that is out of reach, nothing is known of them."""
        from service.decisions import open_truth

        try:
            return open_truth(self.settings).mark()
        except UserError:
            return "unknown"

    def links(self, base: Base, wait: float = WAIT) -> Links:
        """The suggested links of a base. What is read of them raises Later while it is being worked out."""
        return self._linker.of(base, wait)

    def encoding(self) -> tuple[int, int] | None:
        """How many stretches the sentence model has encoded, of how many; None where it is not at work."""
        work = self._encoding
        return work.progress if work is not None and work.running else None

    def look_now(self) -> None:
        """Looks at once: something was imported or decided."""
        self._wake.set()

    def refreshed(self, broken: Base) -> bool:
        """Whether there is a base other than the one that an answer has just broken with."""
        with self._swap:
            if self._base is not broken:
                return self._base is not None
            newer = self._newer_than(broken)
            if newer is not None:
                self._take(newer)
                return True
            self._base = None
            self._state = BaseState(Phase.BUILDING, "知识库的文件有变化，正在重新建库，请稍候。")
            self._seen = ""
            self.look_now()
            return False

    def _newer_than(self, base: Base) -> Base | None:
        """What is the current generation now, as it is; whether it is up to date is asked at the next look."""
        folder = generations.current(self.settings.base)
        if folder is None or folder == base.folder:
            return None
        try:
            return self._opened(folder)
        except GONE:
            return None

    # --- life ---

    def start(self) -> None:
        """Begins to look after the base. One that need not be built is open when this returns."""
        with suppress(NoBase, *FOR_PEOPLE, *GONE):
            base = open_current(self.settings)
            _warm(base)
            with self._swap:
                self._take(base)
        self._thread.start()

    def stop(self) -> None:
        """Ends it; a build that is going on is left to finish on its own or die with the process."""
        self._stop.set()
        self._wake.set()
        self._linker.stop()
        if self._encoding is not None:
            self._encoding.stop()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        from service.answers.search import did_you_mean

        while not self._stop.is_set():
            try:
                self._look()
                did_you_mean.warm()  # nothing to do from the second time on
            except FOR_PEOPLE as error:
                self._fail(str(error))
            except Exception as error:  # whatever it is, the service goes on with what it has
                self._fail(f"建库时程序出错（{type(error).__name__}），请运行 duibiao verify 查看。")
                self._report(error)
            self._wake.wait(self._look_every)
            self._wake.clear()

    def _look(self) -> None:
        if self._base is not None and freshness.program_stamp() != self._program:
            self._follow_program()
            return
        self._follow()
        if not self._is_current() and not self._failed_lately():
            self._renew()
        if self._base is not None and self._base.shared is not None:
            self._base.shared.look()
        self._share()
        self._encode()

    def _is_current(self) -> bool:
        base = self._base
        if base is None or generations.current(self.settings.base) != base.folder:
            return False
        return freshness.stamp(self.settings, base.manifest.sources) == self._seen

    def _failed_lately(self) -> bool:
        if self._failed is None:
            return False
        stamp, when = self._failed
        return stamp == self._inputs() and time.monotonic() - when < AGAIN

    def _inputs(self) -> str:
        sources = self._base.manifest.sources if self._base is not None else ()
        return freshness.stamp(self.settings, sources)

    def _renew(self) -> None:
        """Opens the current generation, or builds one; an older one is served meanwhile."""
        try:
            base = open_current(self.settings)
        except NoBase as reason:
            self._serve_older()
            base = self._build(str(reason))
        if self._base is None or self._base.folder != base.folder:
            _warm(base)
        with self._swap:
            self._take(base)
        if base.manifest.counts.get("clauses", 0) <= SMALL:
            with suppress(Later, *GONE):  # whoever asks is told
                self.links(base).ready()  # before anyone asks

    def _take(self, base: Base) -> None:
        if self._base is None or self._base.folder != base.folder:
            self._base = base
            self._number += 1
            self._sharing = 0.0
        self._seen = base.manifest.stamp
        self._failed = None
        self._state = BaseState(Phase.READY, "知识库已就绪。")

    def _serve_older(self) -> None:
        """Where nothing is served yet: what was built before, as long as this program can read it."""
        folder = generations.current(self.settings.base)
        if self._base is None and folder is not None:
            with suppress(*GONE):
                self._base = self._opened(folder)
                self._number += 1

    def _opened(self, folder: Path) -> Base | None:
        """A generation that this program can read and whose files are whole."""
        manifest = generations.read_manifest(folder)
        if manifest.fingerprint.get("schema") != str(SCHEMA_VERSION):
            return None
        if generations.check_files(folder, manifest, full=False):
            return None
        return open_generation(
            folder, manifest, self.settings.home, self.settings.cluster, self.settings.database
        )

    def _build(self, reason: str) -> Base:
        from service.upkeep import build as building

        base, _ = building.build(self.settings, _Told(self, reason), sharing=False)
        return base

    def _share(self) -> None:
        """Looks now and then whether the cluster, where there is one, has the index, and fills it where not."""
        base = self._base
        if base is None or time.monotonic() < self._sharing:
            return
        if base.shared is not None:
            self._publish(base)
        elif base.pair is not None:
            try:
                share(base, self.settings.base.name)
            except EngineFailure as error:  # the embedded index answers meanwhile, and says so
                logging.getLogger("duibiao").warning("elasticsearch: %s", error)
        self._sharing = time.monotonic() + AGAIN

    def _follow(self) -> None:
        """Brings here what other machines imported, where there is a server; it is built at this same look."""
        from service.upkeep.build import follow

        try:
            follow(self.settings)
        except UserError as error:
            logging.getLogger("duibiao").warning("imports: %s", error)

    def _publish(self, base: Base) -> None:
        """Puts the rows of a base on the server, once for each base, then its words on the cluster.

        Once, because rows that other machines have dropped since belong to an older base and must not be put
        back.
        """
        from service.decisions import revision_of
        from service.upkeep.publishing import drain, publish

        try:
            revision = revision_of(self.settings) if self._is_current() else None
            if self._published != (base.folder, revision):
                publish(base, self.settings, revision=revision)
                self._published = (base.folder, revision)
            drain(base, self.settings)
        except (
            UserError,
            EngineFailure,
        ) as error:  # this machine's own files answer meanwhile, and it is said
            logging.getLogger("duibiao").warning("sharing: %s", error)

    def _encode(self) -> None:
        """Has the sentence model encode what it has not, where it is installed; once for each base."""
        from service.meaning import encoding, model
        from service.upkeep.build import worded

        base = self._base
        if base is None or base is self._encoded or not model.is_installed(base.home):
            return
        if self._encoding is not None and self._encoding.running:
            return
        self._encoded = base

        def done(_: object) -> None:
            with self._swap:
                if self._base is base:
                    # The same generation, opened anew: its vectors are read again when they are asked for.
                    self._base = self._encoded = replace(base)
                    self._number += 1

        self._encoding = encoding.Background(base.folder, list(worded(base)), base.home, done)

    # --- telling ---

    def tell(self, stage: str, done: int, total: int, sentence: str) -> None:
        """How far a build is."""
        phase = Phase.BUILDING if self._base is None else Phase.UPDATING
        self._state = BaseState(phase, sentence, stage, done, total)

    def _fail(self, sentence: str) -> None:
        self._failed = (self._inputs(), time.monotonic())
        if self._base is None:
            self._state = BaseState(Phase.FAILED, sentence)
        else:
            self._state = BaseState(Phase.READY, "知识库没有更新，仍是改动之前的内容。", trouble=sentence)

    def _follow_program(self) -> None:
        """Has a new process build with the changed program or tables, once they have come to rest."""
        stamp = freshness.program_stamp()
        if stamp != self._newer or self._state.restart:
            self._newer = stamp
            return
        if self._restart is None:
            told = "词表或程序有改动，重新启动服务后生效；现在仍按原来的检索。"
            self._state = replace(self._state, restart=True, sentence=told)
            return
        if self._failed_lately():
            return
        self._state = BaseState(Phase.UPDATING, "词表或程序有改动，正在重新建库，完成后自动换上。")
        # A search builds where that is needed, and reads every table that a question needs.
        command = [sys.executable, "-m", "service", "search", "妇女儿童", "-k", "1", "--json"]
        command += ["--corpus", str(self.settings.corpus)]
        home = os.environ | {"DUIBIAO_HOME": str(self.settings.home)}
        done = subprocess.run(
            command, env=home, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            self._fail(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "重新建库没有成功。")
            return
        self._state = BaseState(Phase.READY, "词表或程序有改动，正在重新启动。", restart=True)
        self._restart()

    def _report(self, error: Exception) -> None:
        logging.getLogger("duibiao").error("keeper", exc_info=error)


class _Told:
    """Progress of a build, as the state of a keeper."""

    def __init__(self, keeper: Keeper, reason: str) -> None:
        self._keeper = keeper
        self._sentence = f"{reason}，正在建库，请稍候。"
        self._stage, self._done, self._total = "", 0, 0
        self._tell()

    def stage(self, name: str, total: int) -> None:
        """A new part of the work."""
        self._stage, self._done, self._total = name, 0, total
        self._tell()

    def advance(self, steps: int = 1) -> None:
        """So much of it is done."""
        self._done += steps
        self._tell()

    def say(self, sentence: str) -> None:
        """What the person should know."""
        self._sentence = sentence
        self._tell()

    def _tell(self) -> None:
        self._keeper.tell(self._stage, self._done, self._total, self._sentence)


def _warm(base: Base) -> None:
    """Loads what the first search needs, so that nobody has to wait for it."""
    from service.answers.search import search
    from service.query import read_query

    if base.manifest.counts.get("clauses", 0):
        answer = search(base.store, base.engine, read_query("妇女 儿童"), base.nearness)
        _ = answer.total, answer.facets, [hit.why for hit in answer.hits]
    # Dictionary, thesaurus and vectors stay: looking through them for garbage takes 0.1 s each time.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
