"""BM25 candidates and nearness of meaning in one ranked list.

Takes what an engine found (position, BM25 score, how strict a match), opened Vectors and a query's Asked.
Gives positions with their score and what it is made of, the same for every engine with the same BM25 scores.
Stricter matches stay ahead, as without meaning; within each, BM25 and meaning add up. A clause without a
word of the query is there only when its meaning is near enough, and is marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from analyzers.meaning import Asked, Floats, combined
from service.vectors import Ints, Vectors

CANDIDATES = 128  # what to ask an engine for: what BM25 ranks lower, meaning rarely brings to the top
NEAREST = 40
# A clause without any word of the query is shown from the closeness NEAR on, not farther than BEHIND behind
# the nearest, and only when the nearest reaches START: a third of the queries about nothing in the base stay
# below that, and 3 of 100 in everyday words (decisions/0005).
START = 0.20
NEAR = 0.15
BEHIND = 0.16


class Blended(NamedTuple):
    """One clause of the list."""

    position: int
    score: float
    bm25: float
    closeness: float
    match: int  # how strict a match it is, as the engine was asked; 0 for what meaning brought in
    by_meaning: bool  # no word of the query stands in it


def blend(
    found: Sequence[tuple[int, float, int]],
    vectors: Vectors,
    asked: Asked,
    total: int,
    *,
    limit: int,
    widen: bool,
    start: float = START,
    scores_of: Callable[[Ints], Sequence[float]] | None = None,
    among: Ints | None = None,
) -> list[Blended]:
    """The best of the candidates of BM25 and, with ``widen``, of the nearest clauses of the base.

    ``found`` are position, BM25 score and match, at most CANDIDATES of them. ``widen`` is for a query of two
    words at least that few clauses hold every word of: a single word that stands nowhere (女儿) was meant as
    a word, and what means the like is a matter of the thesaurus. Without ``widen`` the nearest are not looked
    for, which takes most of the time in a large base. ``scores_of`` gives BM25 scores of clauses beyond the
    candidates (0 is taken without it); ``among`` are the positions in the scope of the query, if it has one.
    """
    positions = np.fromiter((each[0] for each in found), np.int64, len(found))
    bm25 = np.fromiter((each[1] for each in found), np.float32, len(found))
    match = np.fromiter((each[2] for each in found), np.int64, len(found))
    closeness = vectors.closeness(asked, positions)
    if widen and not asked.empty:
        near, near_closeness = _beyond(vectors, asked, positions, among, start)
        if len(near):
            further = np.zeros(len(near), np.float32)
            if scores_of is not None and len(found) >= CANDIDATES:
                further = np.fromiter(scores_of(near), np.float32, len(near))
            positions = np.concatenate((positions, near))
            bm25 = np.concatenate((bm25, further))
            closeness = np.concatenate((closeness, near_closeness))
            match = np.concatenate((match, np.zeros(len(near), np.int64)))
    return _best(positions, bm25, closeness, match, total, limit)


def _beyond(
    vectors: Vectors, asked: Asked, known: Ints, among: Ints | None, start: float
) -> tuple[Ints, Floats]:
    """The nearest clauses that BM25 did not find and that are near enough."""
    if among is None:
        near, closeness = vectors.nearest(asked, NEAREST)
    else:
        near, closeness = vectors.nearest_of(asked, among, NEAREST)
    if not len(near) or closeness[0] < start:
        return near[:0], closeness[:0]
    enough = (closeness >= NEAR) & (closeness >= closeness[0] - BEHIND) & ~np.isin(near, known)
    return near[enough], closeness[enough]


def _best(
    positions: Ints, bm25: Floats, closeness: Floats, match: Ints, total: int, limit: int
) -> list[Blended]:
    scores = combined(bm25, closeness, total)
    order = np.lexsort((positions, -scores, -match))[:limit]
    columns = (positions, scores, bm25, closeness, match, bm25 == 0)
    return list(map(Blended, *[column[order].tolist() for column in columns]))
