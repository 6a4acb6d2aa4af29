"""BM25 candidates and nearness of meaning in one ranked list.

Takes what an engine found (position, BM25 score, how strict a match), opened Vectors and a query's Asked.
Gives positions with their score and what it is made of, the same for every engine with the same BM25 scores.
Stricter matches stay ahead, as without meaning; within each, BM25 and meaning add up. A clause without a
word of the query is there only when its meaning is near enough, and is marked as such.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzers.meaning import Asked, Floats, combined
from service.meaning.vectors import Ints, Vectors
from service.query import Ranked

NEAREST = 40
# A clause without any word of the query is shown from the closeness NEAR on, not farther than BEHIND behind
# the nearest, and only when the nearest reaches START (service.answers.search asks for more where no word of
# the query stands anywhere). Tuned on the judged queries: nDCG@10 of everyday words .632 -> .674.
START = 0.15
NEAR = 0.12
BEHIND = 0.25


def blend(
    found: Sequence[tuple[int, float, int]],
    vectors: Vectors,
    asked: Asked,
    total: int,
    *,
    limit: int,
    widen: bool,
    start: float = START,
    among: Ints | None = None,
) -> list[Ranked]:
    """The best of the candidates of BM25 and, with ``widen``, of the nearest clauses of the base.

    ``found`` are position, BM25 score and match. ``widen`` is for a query of two words at least that few
    clauses hold every word of: a single word that stands nowhere (女儿) was meant as a word, and what means
    the like is a matter of the thesaurus. Without ``widen`` the nearest are not looked for, which takes most
    of the time in a large base. ``start``: how near the nearest must be for any to be shown. ``among`` are
    the positions in the scope of the query, if it has one.
    """
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    positions = np.array(columns[0], np.int64)
    bm25 = np.array(columns[1], np.float32)
    match = np.array(columns[2], np.int64)
    closeness = vectors.closeness(asked, positions)
    if widen and not asked.empty:
        near, near_closeness = _beyond(vectors, asked, positions, among, start)
        if len(near):
            positions = np.concatenate((positions, near))
            bm25 = np.concatenate((bm25, np.zeros(len(near), np.float32)))
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
) -> list[Ranked]:
    scores = combined(bm25, closeness, total)
    # Few rows: plain Python sorts and picks them in a third of the time that numpy's calls take.
    columns = [column.tolist() for column in (positions, scores, bm25, closeness, match)]
    rows = sorted(zip(*columns, strict=True), key=lambda row: (-row[4], -row[1], row[0]))[:limit]
    return [
        Ranked(position, score, match, near, words == 0, words)
        for position, score, words, near, match in rows
    ]
