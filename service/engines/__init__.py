"""CONTRACT of a search engine: it keeps index rows, runs SearchPlans and counts.

Takes SearchPlans. Gives positions of clauses with scores, best first, ties in the order of addresses, so
that every engine gives the same list for the same plan. A clause's ``position`` is its place among all
clauses of the base sorted by address; the store gives the full row for it. An engine raises EngineFailure,
and nothing else, when it breaks down inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from service.errors import DamagedBase
from service.query import Match, SearchPlan
from service.settings import Cluster

FACETS = ("level", "kind", "domain", "plan", "unit", "has")
NO_TOKEN = (
    "∅"  # stands in a field without any: engines count empty fields differently, and nobody asks for it
)


class IndexRow(NamedTuple):
    """What an engine is given of one clause. Tokens are cut once for every engine, blanks between."""

    position: int
    address: str
    hash: str
    words: str  # for ranking: words and the words inside them
    coarse: str  # for phrases of words, in order
    bigrams: str  # for phrases of characters, in order
    level: str
    kind: str
    domain: str
    plan: str
    units: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    above_words: str = NO_TOKEN  # the same three of the headings above the clause
    above_coarse: str = NO_TOKEN
    above_bigrams: str = NO_TOKEN


Found = tuple[int, float]  # position and score of one clause; a plain tuple, because there are so many
Facets = Mapping[str, Mapping[str, int]]  # field -> value -> number of clauses


class SearchEngine(Protocol):
    """Searches one finished index."""

    def begin(self) -> SearchEngine:
        """The engine for one answer, which may take several calls: it has one bound on time for all of them."""
        ...

    @property
    def note(self) -> str:
        """What must be said about the answer that was begun, in Chinese; mostly nothing."""
        ...

    def search(self, plan: SearchPlan, limit: int, match: Match) -> list[Found]:
        """The best clauses that hold as much of the plan as ``match`` asks for."""
        ...

    def count(self, plan: SearchPlan, match: Match) -> int:
        """How many clauses the same search would find without a limit."""
        ...

    def facets(self, plan: SearchPlan, match: Match) -> Facets:
        """For each of FACETS: how many of the clauses found have each value."""
        ...

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Address and hash of every clause in the index: what is compared with the store."""
        ...


class EngineWriter(Protocol):
    """Fills a new index. Nothing can be searched before ``finish``."""

    def add(self, row: IndexRow) -> None:
        """Adds one clause; rows come in the order of their positions."""
        ...

    def finish(self) -> None:
        """Makes the index durable on disk."""
        ...


def open_engine(name: str, folder: Path) -> SearchEngine:
    """The engine of that name over a finished index. Raises DamagedBase when the index cannot be opened."""
    if name == "embedded":
        from service.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(folder)
    raise DamagedBase(f"没有名为 {name} 的检索引擎。")


def open_pair(
    cluster: Cluster, made_from: Mapping[str, object], clauses: int, embedded: SearchEngine
) -> SearchEngine:
    """The index of a generation on a cluster, with the embedded one for when that fails. Asks nothing yet."""
    from service.engines.elastic import ElasticEngine
    from service.engines.elastic_cluster import wire_to
    from service.engines.elastic_index import name_of
    from service.engines.fallback import Spare

    return Spare(ElasticEngine(wire_to(cluster), name_of(made_from), clauses), embedded)


def new_engine(name: str, folder: Path) -> EngineWriter:
    """A writer of that engine into an empty folder."""
    if name == "embedded":
        from service.engines.embedded import EmbeddedWriter

        return EmbeddedWriter(folder)
    raise DamagedBase(f"没有名为 {name} 的检索引擎。")
