"""The Elasticsearch engine: the index rows of one generation on a cluster, searched as the embedded engine
would.

Takes SearchPlans. Gives positions and scores on the embedded engine's scale: BM25 with k1 1.2 and b 0.75,
over the same tokens, times k1 + 1, which Elasticsearch does of itself. Raises EngineFailure for every
failure, and never gives an incomplete answer; service/engines/fallback.py decides what happens then.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from service.engines import FACETS, Facets, Found
from service.engines.elastic_cluster import LONG, Answer, Wire
from service.engines.elastic_query import ORDER, Body, compile_plan, plain_body
from service.errors import EngineFailure
from service.query import Match, SearchPlan

BUDGET = 1.5  # seconds that all the calls of one answer may take together
_PAGE = 1_000  # rows of one call of a long listing
_WINDOW = 10_000  # the server gives no more hits at once
_VALUES = 20_000  # as in the embedded engine
_KEPT = "2m"  # how long the server keeps the view of a long listing between two calls


class Clock:
    """The time that one answer has left for waiting."""

    def __init__(self, seconds: float = BUDGET) -> None:
        self.left = seconds

    def seconds(self) -> float:
        """What is left. Raises EngineFailure where nothing is."""
        if self.left <= 0.0:
            raise EngineFailure("检索服务器没有及时回答")
        return self.left


class ElasticEngine:
    """Searches one finished index; any number of threads may share one."""

    def __init__(self, wire: Wire, index: str, clauses: int | None = None) -> None:
        """``clauses``: how many there must be; an index with another number is none of ours."""
        self.wire = wire
        self.index = index
        self._clauses = clauses
        self._shards = 0  # 0: not looked at yet

    def search(self, plan: SearchPlan, limit: int, match: Match, clock: Clock | None = None) -> list[Found]:
        """The best clauses, ties in the order of addresses."""
        if limit > _WINDOW:
            return [found for _, found in zip(range(limit), self._listed(plan, match), strict=False)]
        answer = self._ask(plan, match, {"size": limit, "sort": ORDER}, clock)
        return [_found(hit) for hit in answer["hits"]["hits"]]

    def count(self, plan: SearchPlan, match: Match, clock: Clock | None = None) -> int:
        """How many clauses the plan finds."""
        answer = self._ask(plan, match, {"size": 0, "track_total_hits": True}, clock)
        return int(answer["hits"]["total"]["value"])

    def facets(self, plan: SearchPlan, match: Match, clock: Clock | None = None) -> Facets:
        """The clauses found by each of FACETS, most frequent first."""
        wanted = {name: {"terms": {"field": name, "size": _VALUES}} for name in FACETS}
        answer = self._ask(plan, match, {"size": 0, "aggs": wanted}, clock)
        facets: dict[str, dict[str, int]] = {}
        for name in FACETS:
            buckets = answer["aggregations"][name]["buckets"]
            values = sorted((-int(each["doc_count"]), str(each["key"])) for each in buckets)
            facets[name] = {value: -number for number, value in values if value}
        return facets

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Address and hash of every clause in the index."""
        fields = ["address", "hash"]
        for hit in self._pages({"match_all": {}}, [{"position": "asc"}], fields):
            yield hit["fields"]["address"][0], hit["fields"]["hash"][0]

    def shards(self, clock: Clock | None = None) -> int:
        """Into how many parts the index is cut. Raises EngineFailure where this is not the finished index."""
        if not self._shards:
            clock = clock or Clock()
            self._timed(clock, self.wire.check)
            answer = self._timed(
                clock, lambda left: self.wire.ask(lambda client: client.indices.get(index=self.index), left)
            )
            (about,) = answer.values()
            stated = about["mappings"].get("_meta", {}).get("clauses")
            if self._clauses is not None and stated != self._clauses:
                raise EngineFailure("检索服务器上的索引与本机的知识库不是同一版，请运行 duibiao build")
            self._shards = int(about["settings"]["index"]["number_of_shards"])
        return self._shards

    def _ask(self, plan: SearchPlan, match: Match, more: Body, clock: Clock | None) -> Answer:
        clock = clock or Clock()
        # Shards know only their own words: they are told those of all, so that scores do not depend on them.
        dfs = self.shards(clock) > 1
        body = plain_body(plan, match, spread=dfs) | more
        answer: Answer = self._timed(clock, lambda left: self.wire.search(self.index, body, left, dfs=dfs))
        return answer

    @staticmethod
    def _timed(clock: Clock, call: Any) -> Any:
        left, started = clock.seconds(), time.monotonic()
        try:
            return call(left)
        finally:
            clock.left -= time.monotonic() - started

    def _listed(self, plan: SearchPlan, match: Match) -> Iterator[Found]:
        """All that is found, best first."""
        for hit in self._pages(compile_plan(plan, match, spread=self.shards() > 1), ORDER, []):
            yield _found(hit)

    def _pages(self, query: Body, order: list[Body], fields: list[str]) -> Iterator[Any]:
        """All hits in one unchanging view of the index, a page at a time."""
        dfs = self.shards() > 1
        view = self.wire.ask(
            lambda client: client.open_point_in_time(index=self.index, keep_alive=_KEPT), LONG
        )["id"]
        try:
            after: dict[str, Any] = {}
            while True:
                body: Body = {"query": query, "size": _PAGE, "sort": order, "source": False, **after}
                body |= {"pit": {"id": view, "keep_alive": _KEPT}, "docvalue_fields": fields}
                hits = self.wire.search("", body, LONG, dfs=dfs)["hits"]["hits"]
                yield from hits
                if len(hits) < _PAGE:
                    return
                after = {"search_after": hits[-1]["sort"]}
        finally:
            self.wire.ask(lambda client: client.close_point_in_time(id=view), LONG)


def _found(hit: Mapping[str, Any]) -> Found:
    score, position = hit["sort"][:2]
    return int(position), float(score)
