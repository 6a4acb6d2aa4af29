"""Two engines as one: what the first cannot answer in time, the embedded one answers, and says so.

Takes the engine that was asked for and the embedded one over the same rows. Gives an engine. One answer is
made of several calls (hits, totals, counts): they share one limit on time, and from the first failure on the
embedded engine answers the rest. After a failure the first engine is not asked for a while, and then by one
answer at a time until it works again (service/breaker.py).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from service.breaker import PAUSE, Breaker
from service.engines import Facets, Found, SearchEngine
from service.engines.elastic import BUDGET, Clock, ElasticEngine
from service.errors import EngineFailure
from service.query import Match, SearchPlan

_log = logging.getLogger("duibiao")
_T = TypeVar("_T")


class Spare:
    """The engine of a base that has an Elasticsearch and an embedded index."""

    def __init__(
        self, first: ElasticEngine, second: SearchEngine, *, pause: float = PAUSE, budget: float = BUDGET
    ) -> None:
        """``budget``: seconds that all the calls of one answer may take together."""
        self.first = first
        self.second = second
        self.budget = budget
        self._breaker = Breaker(pause)
        self._lock = threading.Lock()
        self.stood_in = 0  # answers that the second engine gave, or finished

    def begin(self) -> SearchEngine:
        """The engine for one answer."""
        return _Turn(self)

    @property
    def note(self) -> str:
        """Nothing: each answer has its own."""
        return ""

    def search(self, plan: SearchPlan, limit: int, match: Match) -> list[Found]:
        """As one answer of its own."""
        return self.begin().search(plan, limit, match)

    def count(self, plan: SearchPlan, match: Match) -> int:
        """As one answer of its own."""
        return self.begin().count(plan, match)

    def facets(self, plan: SearchPlan, match: Match) -> Facets:
        """As one answer of its own."""
        return self.begin().facets(plan, match)

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Those of the embedded index; ``first`` is compared on its own."""
        return self.second.hashes()

    @property
    def failing(self) -> str:
        """The reason of the last failure of the first engine; empty where it has worked since."""
        return self._breaker.why

    def resting(self) -> str:
        """The reason not to ask the first engine now; empty where it may be asked."""
        return self._breaker.resting()

    def failed(self, why: str) -> None:
        """Notes a failure of the first engine and begins a pause in which it is not asked."""
        if self._breaker.failed(why):
            _log.warning("elasticsearch: %s", why)
        self.stands_in()

    def stands_in(self) -> None:
        """Counts an answer that the embedded engine gives in place of the first."""
        with self._lock:
            self.stood_in += 1

    def worked(self, began: float | None = None) -> None:
        """Notes that a call to the first engine worked; ``began`` is when it was begun."""
        self._breaker.worked(began)


class _Turn:
    """One answer: the first engine, until it fails."""

    def __init__(self, pair: Spare) -> None:
        self._pair = pair
        self._clock = Clock(pair.budget)
        self._why: str | None = None  # None: nothing has been asked yet
        self._began = 0.0

    @property
    def note(self) -> str:
        """What must be said about the answer; empty where the first engine gave all of it."""
        if not self._why:
            return ""
        return f"备用检索：{self._why}，结果来自本机索引，内容相同。"

    def begin(self) -> SearchEngine:
        """Itself: it belongs to one answer already."""
        return self

    def search(self, plan: SearchPlan, limit: int, match: Match) -> list[Found]:
        """The best clauses."""
        return self._ask(
            lambda: self._pair.first.search(plan, limit, match, self._clock),
            lambda: self._pair.second.search(plan, limit, match),
        )

    def count(self, plan: SearchPlan, match: Match) -> int:
        """How many clauses the plan finds."""
        return self._ask(
            lambda: self._pair.first.count(plan, match, self._clock),
            lambda: self._pair.second.count(plan, match),
        )

    def facets(self, plan: SearchPlan, match: Match) -> Facets:
        """The clauses found by level, kind, domain and plan."""
        return self._ask(
            lambda: self._pair.first.facets(plan, match, self._clock),
            lambda: self._pair.second.facets(plan, match),
        )

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Those of the embedded index."""
        return self._pair.second.hashes()

    def _ask(self, first: Callable[[], _T], second: Callable[[], _T]) -> _T:
        if self._why is None:
            self._why, self._began = self._pair.resting(), time.monotonic()
            if self._why:
                self._pair.stands_in()
        if not self._why:
            try:
                found = first()
                self._pair.worked(self._began)
                return found
            except EngineFailure as error:
                self._why = str(error)
            except (
                KeyError,
                TypeError,
                ValueError,
                IndexError,
            ):  # an answer of another shape than it should be
                self._why = "检索服务器的回答无法理解"
            self._pair.failed(self._why)
        return second()
