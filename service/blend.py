"""BM25 candidates and nearness of meaning in one ranked list.

Takes what an engine found (positions and BM25 scores), opened Vectors and a query's Asked. Gives positions
with their score and what it is made of. The same for every engine: it sees nothing but BM25 scores. A clause
without a word of the query is there only when its meaning is near enough, and is marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from analyzers.meaning import Asked, Floats, combined
from service.vectors import Ints, Vectors

CANDIDATES = 128  # what to ask an engine for: what BM25 ranks lower, meaning rarely brings to the top
NEAREST = 40
# A clause without any word of the query counts as near from this closeness on, and not farther than that
# behind the nearest one (measured: decisions/0005).
NEAR = 0.30
BEHIND = 0.12


class Blended(NamedTuple):
    """One clause of the list."""

    position: int
    score: float
    bm25: float
    closeness: float
    by_meaning: bool  # no word of the query stands in it


def blend(
    found: Sequence[tuple[int, float]],
    vectors: Vectors,
    asked: Asked,
    total: int,
    *,
    limit: int,
    widen: bool,
    scores_of: Callable[[Ints], Sequence[float]] | None = None,
    among: Ints | None = None,
) -> list[Blended]:
    """The best of the candidates of BM25 and, with ``widen``, of the nearest clauses of the base.

    ``found`` are position and score, at most CANDIDATES of them. ``widen`` is for a query whose words the
    candidates do not all hold: without it the nearest are not looked for, which costs most of the time in a
    large base. ``scores_of`` gives BM25 scores of clauses beyond the candidates (0 is taken without it);
    ``among`` are the positions in the scope of the query, where it has one.
    """
    positions = np.fromiter((each[0] for each in found), np.int64, len(found))
    bm25 = np.fromiter((each[1] for each in found), np.float32, len(found))
    closeness = vectors.closeness(asked, positions)
    if widen and not asked.empty:
        near, near_closeness = _beyond(vectors, asked, positions, among)
        if len(near):
            further = np.zeros(len(near), np.float32)
            if scores_of is not None and len(found) >= CANDIDATES:
                further = np.fromiter(scores_of(near), np.float32, len(near))
            positions = np.concatenate((positions, near))
            bm25 = np.concatenate((bm25, further))
            closeness = np.concatenate((closeness, near_closeness))
    return _best(positions, bm25, closeness, total, limit)


def _beyond(vectors: Vectors, asked: Asked, known: Ints, among: Ints | None) -> tuple[Ints, Floats]:
    """The nearest clauses that BM25 did not find and that are near enough."""
    if among is None:
        near, closeness = vectors.nearest(asked, NEAREST)
    else:
        near, closeness = vectors.nearest_of(asked, among, NEAREST)
    if not len(near):
        return near, closeness
    enough = (closeness >= NEAR) & (closeness >= closeness[0] - BEHIND) & ~np.isin(near, known)
    return near[enough], closeness[enough]


def _best(positions: Ints, bm25: Floats, closeness: Floats, total: int, limit: int) -> list[Blended]:
    scores = combined(bm25, closeness, total)
    order = np.lexsort((positions, -scores))[:limit]
    columns = (positions[order], scores[order], bm25[order], closeness[order], bm25[order] == 0)
    return list(map(Blended, *[column.tolist() for column in columns]))
