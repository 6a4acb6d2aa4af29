"""How the clauses around two clauses answer each other: plans that follow one another keep the order of their items.

Takes the candidates of two plans with a first likeness, in text order. Gives, for each pair, how many of the clauses
next to the one have their mutual best among those next to the other, on the same side of it.
"""

from __future__ import annotations

import numpy as np

from analyzers.meaning import Floats
from ingest.links.arrays import Ints
from ingest.links.features import Pairs

_NEXT = (1, 2)  # clauses away
_ENOUGH = 2.0  # such neighbours say all that neighbours can say
_LEAST = 0.5  # of the first likeness, for a pair to count


def order(pairs: Pairs, scores: Floats, total: int) -> Floats:
    """Between 0 and 1 for each pair; ``total`` is how many clauses the other side has."""
    known = _mutual(pairs, scores)
    best = np.unique(pairs.ones[known] * total + pairs.others[known])
    found = np.zeros(len(scores), np.float32)
    if not len(best):
        return found
    for way in (-1, 1):
        for mine in _NEXT:
            for its in _NEXT:
                others = pairs.others + way * its
                keys = (pairs.ones + way * mine) * total + others
                there = (others >= 0) & (others < total) & _among(keys, best)
                found += there / np.float32(1 + abs(mine - its))
    return np.minimum(found, _ENOUGH).astype(np.float32) / np.float32(_ENOUGH)


def _mutual(pairs: Pairs, scores: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Pairs in which each clause is the other's best, and alike."""
    known = scores >= _LEAST
    for rows in (pairs.ones, pairs.others):
        top = np.full(int(rows.max(initial=-1)) + 1, -np.inf)
        np.maximum.at(top, rows, scores)
        known &= scores >= top[rows]
    return known


def _among(keys: Ints, ordered: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = ordered[places] == keys
    return found
