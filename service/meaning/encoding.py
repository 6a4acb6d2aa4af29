"""From the clauses of a base to its vectors, and from a query to the vector it is asked with.

Takes the folder of a generation, its clauses in the order of positions, and the data folder. Gives opened
Vectors. A set is made at once with what is at hand (the model's vectors that ship with the program or were
made before, the word table's for the rest); where the model is installed, ``encode_missing`` makes the rest
with it, in the background, a batch at a time: whatever interrupts it, the next run goes on there. A set that
has more of the model's vectors then takes the place of the one before, in one step.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from analyzers import meaning
from analyzers.meaning import DIMENSION, Bytes, Encoder, Made, SentenceInContext, word_vectors
from ingest.plan import Clause
from service.generation import generations
from service.meaning import model, vectors
from service.meaning.vector_cache import VectorCache
from service.meaning.vectors import Vectors

SHIPPED = word_vectors.FOLDER / "clauses.vec"
_BATCH = 256  # units in one run of the model, kept together: two seconds of work
_CHUNK = 4_096  # units that the table makes at once: 16 MB

Tell = Callable[[int, int], None]  # done, in all


def silent(_done: int, _total: int) -> None:
    """A progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Worded:
    """What meaning looks at of a clause."""

    text: str  # without its number
    heading: str

    @classmethod
    def of(cls, clause: Clause) -> Worded:
        """The words of a clause and the title of what it stands under."""
        return cls(clause.text[clause.body :], clause.domain or clause.section_title)


def code() -> str:
    """What the vectors of a text depend on besides the text; a set with another code is of no use."""
    about = word_vectors.about()
    return f"{meaning.UNITS}-{vectors.FORMAT}-{about['space']}-{about['table']}"


def maker() -> str:
    """What must be stated on a cache of the model's vectors: the model, the space, how units are made."""
    about = word_vectors.about()
    return f"{model.NAME}-{about['model_sha256'][:16]}-{about['space']}-{meaning.UNITS}"


def open_cache(home: Path) -> VectorCache:
    """The vectors that ship and those made on this machine."""
    return VectorCache(maker(), [SHIPPED], home / "vectors" / "model.vec")


def open_vectors(folder: Path, clauses: int) -> Vectors | None:
    """The newest set of a generation, or None where it has none that can be used."""
    found = vectors.open_newest(folder, code())
    return found if found is not None and found.clauses == clauses else None


def make(folder: Path, clauses: Iterable[Worded], cache: VectorCache, tell: Tell = silent) -> Vectors:
    """Writes a set for the clauses, given in the order of positions, and opens it."""
    cut = [meaning.cut_units(each.text, each.heading) for each in clauses]
    units = [unit for each in cut for unit in each]
    rows = np.zeros((len(units), DIMENSION), np.int8)
    made = np.full(len(units), Made.TABLE, np.uint8)
    keys = [unit.key for unit in units]
    held = [number for number, key in enumerate(keys) if key in cache]
    if held:
        rows[held] = cache.rows([keys[number] for number in held])
        made[held] = Made.MODEL
    rest = [number for number, mark in enumerate(made) if mark == Made.TABLE]
    for at in range(0, len(rest), _CHUNK):
        part = rest[at : at + _CHUNK]
        rows[part] = meaning.unit_vectors(word_vectors.table(), [units[number] for number in part])
        tell(min(at + _CHUNK, len(rest)), len(rest))
    stated: dict[str, Any] = {
        "code": code(),
        "content": hashlib.blake2b(b"".join(keys), digest_size=12).hexdigest(),
        "by_model": len(held),
    }
    final = vectors.write(folder, list(map(len, cut)), rows, [Made(int(mark)) for mark in made], stated)
    vectors.remove_older(folder, final)
    return Vectors(final)


def ensure(
    folder: Path, clauses: Callable[[], Iterable[Worded]], count: int, home: Path, tell: Tell = silent
) -> Vectors:
    """The vectors of a generation, made first where they are missing."""
    found = open_vectors(folder, count)
    return found if found is not None else make(folder, clauses(), open_cache(home), tell)


def missing(clauses: Iterable[Worded], cache: VectorCache) -> list[SentenceInContext]:
    """The units that the model has not encoded yet, each once."""
    units = (unit for each in clauses for unit in meaning.cut_units(each.text, each.heading))
    return list({unit.key: unit for unit in units if unit.key not in cache}.values())


def encode_missing(
    units: Sequence[SentenceInContext],
    encoder: Encoder,
    cache: VectorCache,
    *,
    tell: Tell = silent,
    stop: threading.Event | None = None,
) -> bool:
    """Has the model encode units, a batch at a time, each kept as soon as it is made; False when stopped."""
    for at in range(0, len(units), _BATCH):
        if stop is not None and stop.is_set():
            return False
        part = units[at : at + _BATCH]
        rows: Bytes = meaning.unit_vectors(encoder, part)
        cache.add({unit.key: row for unit, row in zip(part, rows, strict=True)})
        tell(min(at + _BATCH, len(units)), len(units))
    return True


def improve(
    folder: Path,
    clauses: Sequence[Worded],
    home: Path,
    *,
    tell: Tell = silent,
    stop: threading.Event | None = None,
) -> Vectors | None:
    """Has the installed model encode what it has not, then makes a better set; None where nothing is to do.

    One process at a time does so; another waits, and then finds the work done.
    """
    if not model.is_installed(home):
        return None
    with generations.building(home / "vectors"):
        cache = open_cache(home)
        units = missing(clauses, cache)
        if units and not encode_missing(units, _model(home, 1), cache, tell=tell, stop=stop):
            return None
        now = open_vectors(folder, len(clauses))
        if now is not None and now.about["by_model"] == now.about["units"]:
            return None
        return make(folder, clauses, cache)


class Background:
    """``improve`` on a thread of its own, one of the two cores at most; ``stop`` ends it within a batch."""

    def __init__(
        self, folder: Path, clauses: Sequence[Worded], home: Path, done: Callable[[Vectors], None]
    ) -> None:
        self.progress = (0, 0)
        self.error: Exception | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(folder, clauses, home, done), name="encoding", daemon=True
        )
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Ends the work; what was encoded is kept."""
        self._stop.set()
        self._thread.join()

    def _run(
        self, folder: Path, clauses: Sequence[Worded], home: Path, done: Callable[[Vectors], None]
    ) -> None:
        def tell(number: int, total: int) -> None:
            self.progress = (number, total)

        try:
            better = improve(folder, clauses, home, tell=tell, stop=self._stop)
            if better is not None:
                done(better)
        except Exception as error:  # the search goes on with the vectors it has; the face shows the reason
            self.error = error


def query_encoder(home: Path, *, use_model: bool = True) -> Encoder:
    """What queries are encoded with: the model where it is installed and wanted, else the word table."""
    if use_model and model.is_installed(home):
        from analyzers.meaning.sentence_model import NoModel

        try:
            return _model(home, 2)
        except NoModel:
            pass  # ``model status`` says what is wrong with it
    return word_vectors.table()


@lru_cache(maxsize=4)
def _model(home: Path, threads: int) -> Encoder:
    from analyzers.meaning.sentence_model import SentenceModel

    return SentenceModel(model.model_folder(home), model.RELEASE.members[0].sha256, threads)
