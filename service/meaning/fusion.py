"""BM25 candidates and nearness of meaning in one ranked list.

Takes what an engine found (position, BM25 score, how strict a match), opened Vectors and a query's Asked.
Gives positions with their score and what it is made of, the same for every engine with the same BM25 scores.
Stricter matches stay ahead, as without meaning; within each, BM25 and meaning add up. A clause without a
word of the query is there only when its meaning is near enough, and is marked as such.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from analyzers.meaning import EncodedQuery, Floats
from service.meaning.vectors import Ints, Vectors
from service.query import RANKING, Ranked, Ranking


def blend(
    found: Sequence[tuple[int, float, int]],
    vectors: Vectors,
    asked: EncodedQuery,
    total: int,
    *,
    limit: int,
    start: float | None,
    among: Ints | None = None,
    profile: Ranking = RANKING,
) -> list[Ranked]:
    """The best of the candidates of BM25 and, with a ``start``, of the nearest clauses of the base.

    ``found`` are position, BM25 score and match. ``start`` is how near in meaning a clause without a word of
    the query must be to be shown. It is given for a query of at least two words, all of which few clauses
    hold; a single word that stands nowhere (女儿) is meant literally, and other words for it are the
    thesaurus's to give. With None the nearest clauses are not looked for, which takes most of the time in a
    large base. ``among`` are the positions in the scope of the query, if it has one.
    """
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    positions = np.array(columns[0], np.int64)
    bm25 = np.array(columns[1], np.float32)
    match = np.array(columns[2], np.int64)
    closeness = vectors.closeness(asked, positions, profile)
    if start is not None and not asked.empty:
        near, near_closeness = _beyond(vectors, asked, positions, among, start, profile)
        if len(near):
            positions = np.concatenate((positions, near))
            bm25 = np.concatenate((bm25, np.zeros(len(near), np.float32)))
            closeness = np.concatenate((closeness, near_closeness))
            match = np.concatenate((match, np.zeros(len(near), np.int64)))
    return _best(positions, bm25, closeness, match, total, limit, profile)


def weight(profile: Ranking, total: int) -> float:
    """What a closeness of 1 adds to a BM25 score in a base of so many clauses."""
    return profile.meaning * math.log1p(total)


def combined(profile: Ranking, bm25: Floats, closeness: Floats, total: int) -> Floats:
    """BM25 and meaning in one score; a clause that is far from the query in meaning loses nothing by it."""
    gain = np.maximum(closeness, 0) * weight(profile, total)
    return (bm25 + gain).astype(np.float32)


def _beyond(
    vectors: Vectors, asked: EncodedQuery, known: Ints, among: Ints | None, start: float, profile: Ranking
) -> tuple[Ints, Floats]:
    """The nearest clauses that BM25 did not find and that are near enough."""
    if among is None:
        near, closeness = vectors.nearest(asked, profile.nearest, profile)
    else:
        near, closeness = vectors.nearest_of(asked, among, profile.nearest, profile)
    if not len(near) or closeness[0] < start:
        return near[:0], closeness[:0]
    enough = (
        (closeness >= profile.near) & (closeness >= closeness[0] - profile.behind) & ~np.isin(near, known)
    )
    return near[enough], closeness[enough]


def _best(
    positions: Ints,
    bm25: Floats,
    closeness: Floats,
    match: Ints,
    total: int,
    limit: int,
    profile: Ranking,
) -> list[Ranked]:
    scores = combined(profile, bm25, closeness, total)
    # Few rows: plain Python sorts and picks them in a third of the time that numpy's calls take.
    columns = [column.tolist() for column in (positions, scores, bm25, closeness, match)]
    rows = sorted(zip(*columns, strict=True), key=lambda row: (-row[4], -row[1], row[0]))[:limit]
    return [
        Ranked(position, score, match, near, words == 0, words)
        for position, score, words, near, match in rows
    ]
