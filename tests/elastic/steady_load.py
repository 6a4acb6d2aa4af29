"""People who search all the time, whatever happens to the cluster, and a count of what they were given.

Takes a base and an engine. Questions leave at a fixed rate whether or not earlier ones were answered (an open
loop), and the clock of each starts when it should have left. What is right is known beforehand, from the
embedded index. Gives a Tally for each stretch of time.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from service.answers.search import SearchAnswer, search
from service.engines import SearchEngine
from service.faces.records.search import counts_record, hit_record
from service.query.query import Query, read_query
from service.storage.base import Base

RATE = 20  # questions a second
LONGEST = 2.5  # seconds that anybody may wait
NEAR = 1e-5  # of a score
SHOWN = 1e-4  # scores are shown with four decimals
WORDS = (
    "留守儿童",
    "孕产妇死亡率",
    "妇女 就业 歧视",
    "“控辍保学”",
    "疫苗 -妇女",
    "县 卫生 服务",
    "儿童 安全",
    "家庭 教育 指导",
)


@dataclass
class Tally:
    """What became of the questions of one stretch of time."""

    event: str
    asked: int = 0
    given: Counter[str] = field(default_factory=Counter)  # right, spare, failed, wrong
    times: list[float] = field(default_factory=list)  # from when a question should have left
    work: list[float] = field(default_factory=list)  # from when it did: a busy machine starts threads late
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """Questions that nothing came back for."""
        return self.asked - self.given.total()

    def row(self) -> str:
        """One line of a table."""
        slowest = sorted(self.times)
        p50 = slowest[len(slowest) // 2] if slowest else 0.0
        counts = (
            self.asked,
            *(self.given[name] for name in ("right", "spare", "failed", "wrong")),
            self.lost,
        )
        figures = " | ".join(str(each) for each in counts)
        return f"| {self.event} | {figures} | {p50 * 1000:.0f} ms | {max(self.times, default=0):.2f} s |"


HEAD = """| event | asked | by the cluster | 备用检索 | 503 | wrong | lost | p50 | slowest |
|---|---|---|---|---|---|---|---|---|"""


_Shown = tuple[list[dict[str, object]], list[float], object]  # hits, scores, counts


class Load:
    """The people."""

    def __init__(self, base: Base, engine: SearchEngine) -> None:
        assert base.pair is not None
        self._base = base
        self.engine = engine
        self._queries = [read_query(text) for text in WORDS]
        # Totals and counts with every fourth: they take as many calls again as the hits.
        here, store = base.pair.second, base.store
        self._wanted = [
            (query, counted, _shown(search(store, here, query), counted))
            for counted in (True, False, False, False)
            for query in self._queries
        ]
        self._lock = threading.Lock()
        self._now: Tally | None = None
        self._stop = threading.Event()

    @contextlib.contextmanager
    def during(self, event: str) -> Iterator[Tally]:
        """Asks for the length of a block; when it is left, every question has been answered or is lost."""
        tally = Tally(event)
        self._stop.clear()
        # More threads than can be waiting: at 20 a second and 2.5 s each, 50.
        with ThreadPoolExecutor(100, thread_name_prefix="people") as people:
            asking = threading.Thread(target=self._ask, args=(people, tally))
            asking.start()
            try:
                yield tally
            finally:
                self._stop.set()
                asking.join()

    def _ask(self, people: ThreadPoolExecutor, tally: Tally) -> None:
        start = time.monotonic()
        while not self._stop.is_set():
            due = start + tally.asked / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            # Steps of five go round all: their number has no five in it.
            people.submit(self._one, self._wanted[tally.asked * 5 % len(self._wanted)], due, tally)
            tally.asked += 1

    def _one(self, question: tuple[Query, bool, _Shown], due: float, tally: Tally) -> None:
        query, counted, wanted = question
        note, told = "", "failed"
        began = time.monotonic()
        try:
            answer = search(self._base.store, self.engine, query)
            right = _same(_shown(answer, counted), wanted)
            note = answer.engine.note
            told = "wrong" if not right else "spare" if note else "right"
        except Exception as error:  # the face would answer 503 or 500
            note = repr(error)
        with self._lock:
            tally.given[told] += 1
            tally.times.append(time.monotonic() - due)
            tally.work.append(time.monotonic() - began)
            tally.reasons[note] += bool(note)


def _shown(answer: SearchAnswer, counted: bool) -> _Shown:
    """All that a person sees of an answer: hits with marks and reasons, their scores, totals and counts."""
    records = [hit_record(hit) for hit in answer.hits]
    scores = [float(str(record.pop("score"))) for record in records]
    return records, scores, counts_record(answer) | {"notes": []} if counted else None


def _same(one: _Shown, other: _Shown) -> bool:
    close = all(
        abs(mine - its) <= NEAR * max(abs(mine), abs(its)) + SHOWN
        for mine, its in zip(one[1], other[1], strict=False)
    )
    return close and one[0] == other[0] and one[2] == other[2]
