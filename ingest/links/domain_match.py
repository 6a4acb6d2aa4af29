"""How the domains of two plans answer each other, whatever they are called and however they are cut.

Takes the first likeness of clauses. Gives, for each pair, how much of its two domains lies in each other: the
share of clauses whose best counterpart lies there, with the likeness of the titles where there are few clauses.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzers.meaning import Floats
from analyzers.meaning.word_vectors import table
from ingest.links.arrays import Ints, Side
from ingest.links.features import Pairs

_TITLE = 2.0  # clauses that the likeness of the titles counts for


def closeness(one: Side, other: Side, pairs: Pairs, scores: Floats) -> Floats:
    """Between 0 and 1 for each pair; 0.5 where a clause stands in no domain."""
    mine, my_titles = _domains(one)
    its, its_titles = _domains(other)
    if not my_titles or not its_titles or not len(scores):
        return np.full(len(scores), 0.5, np.float32)
    best = _mutual_best(pairs, scores)
    left, right = mine[pairs.ones], its[pairs.others]
    counts = np.zeros((len(my_titles), len(its_titles)))
    inside = best & (left >= 0) & (right >= 0)
    np.add.at(counts, (left[inside], right[inside]), 1.0)
    alike = np.maximum(table().encode(my_titles) @ table().encode(its_titles).T, 0).astype(np.float64)
    prior = alike / np.maximum(alike.sum(axis=1, keepdims=True), 1e-6) * _TITLE
    back = alike / np.maximum(alike.sum(axis=0, keepdims=True), 1e-6) * _TITLE
    rows = (counts + prior) / (counts.sum(axis=1, keepdims=True) + _TITLE)
    columns = (counts + back) / (counts.sum(axis=0, keepdims=True) + _TITLE)
    share = np.maximum(rows, columns)
    found: Floats = np.where((left >= 0) & (right >= 0), share[left, right], 0.5).astype(np.float32)
    return found


def _domains(side: Side) -> tuple[Ints, Sequence[str]]:
    """The number of each clause's domain, -1 for none, and the titles."""
    titles: dict[str, int] = {}
    numbers = np.full(len(side), -1, np.int64)
    for row, profile in enumerate(side.profiles):
        domain = profile.clause.domain
        if domain:
            numbers[row] = titles.setdefault(domain, len(titles))
    return numbers, list(titles)


def _mutual_best(pairs: Pairs, scores: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Pairs in which each clause is the other's best."""
    tops = []
    for rows in (pairs.ones, pairs.others):
        top = np.full(int(rows.max(initial=-1)) + 1, -np.inf)
        np.maximum.at(top, rows, scores)
        tops.append(top[rows])
    return (scores >= tops[0]) & (scores >= tops[1])
