"""How good the search is: judged queries in, the usual figures out, by kind of query.

Takes judged queries (``tests/quality/judged.toml``: query, kind, part, relevant addresses with grades 1–3) and
a function from query text to ranked addresses. Gives nDCG@10, hit@1 and the share of queries that found
nothing, for each kind and over all. A query whose judged set is empty asks for an honest empty result: it
scores 1 where nothing is found, else 0.

nDCG: Järvelin & Kekäläinen 2002, gain 2^grade − 1, discount log2(rank + 1).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from service.errors import BadCorpus

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with the clauses a person judged relevant to it."""

    id: str
    kind: str
    query: str
    part: str  # tune: looked at while working on the search; report: only counted
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoredQuery:
    """One judged query and how the search did."""

    judged: Judged
    found: tuple[str, ...]
    ndcg: float
    hit: bool  # the first clause is a relevant one, or nothing was found where nothing is meant


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over a set of queries."""

    queries: int
    ndcg: float
    hit_at_1: float
    zero_rate: float  # share that found nothing, among queries that have something to find


@dataclass(frozen=True, slots=True)
class ComparedRankings:
    """Two rankings on the queries of one kind."""

    kind: str
    queries: int
    shipped: float  # nDCG
    tried: float
    better: int  # queries that the one that is tried answers better
    worse: int

    @property
    def difference(self) -> float:
        """What the one that is tried gains."""
        return self.tried - self.shipped


def read_judged(path: Path, *, part: str | None = None) -> tuple[Judged, ...]:
    """The judged queries of a file. Raises BadCorpus with a sentence when it cannot be read."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["query"]
        judged = tuple(Judged(r["id"], r["kind"], r["query"], r["part"], dict(r["relevant"])) for r in rows)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadCorpus(
            f"评测文件 {path.name} 无法读取，请检查文件位置和内容（{type(error).__name__}）。"
        ) from error
    return tuple(one for one in judged if part in (None, one.part))


def ndcg(found: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of a ranked list, between 0 and 1.

    >>> ndcg(["a", "b"], {"a": 3, "b": 1}), ndcg([], {}), ndcg(["a"], {})
    (1.0, 1.0, 0.0)
    """
    if not relevant:
        return 0.0 if found else 1.0
    best = sorted(relevant.values(), reverse=True)[:depth]
    return _gain([relevant.get(address, 0) for address in found[:depth]]) / _gain(best)


def _gain(grades: Iterable[int]) -> float:
    return sum(float(2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, 1))


def score(judged: Iterable[Judged], find: Callable[[str], Sequence[str]]) -> tuple[ScoredQuery, ...]:
    """Runs every query and scores what it found."""
    scored = []
    for one in judged:
        found = tuple(find(one.query))
        hit = found[0] in one.relevant if found else not one.relevant
        scored.append(ScoredQuery(one, found, ndcg(found, one.relevant), hit))
    return tuple(scored)


def figures(scored: Sequence[ScoredQuery]) -> Figures:
    """The means over these queries. ``scored`` must not be empty."""
    answerable = [one for one in scored if one.judged.relevant]
    empty = sum(not one.found for one in answerable)
    return Figures(
        queries=len(scored),
        ndcg=sum(one.ndcg for one in scored) / len(scored),
        hit_at_1=sum(one.hit for one in scored) / len(scored),
        zero_rate=empty / max(1, len(answerable)),
    )


def by_kind(scored: Sequence[ScoredQuery]) -> dict[str, Figures]:
    """The figures of each kind, in the order in which kinds appear, and of all under ``all``."""
    return {kind: figures([scored[place] for place in places]) for kind, places in _kinds(scored).items()}


def compare(shipped: Sequence[ScoredQuery], tried: Sequence[ScoredQuery]) -> tuple[ComparedRankings, ...]:
    """Two rankings side by side: all queries, then each kind. Both have the same queries in the same order."""
    compared = []
    for kind, places in _kinds(shipped).items():
        pairs = [(shipped[place].ndcg, tried[place].ndcg) for place in places]
        means = [sum(each) / len(pairs) for each in zip(*pairs, strict=True)]
        better, worse = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
        compared.append(ComparedRankings(kind, len(pairs), means[0], means[1], better, worse))
    return tuple(compared)


def _kinds(scored: Sequence[ScoredQuery]) -> dict[str, list[int]]:
    """The places of all queries under ``all``, then those of each kind, in the order in which kinds appear."""
    kinds: dict[str, list[int]] = {"all": list(range(len(scored)))}
    for place, one in enumerate(scored):
        kinds.setdefault(one.judged.kind, []).append(place)
    return kinds
