"""Clauses as arrays: sparse word weights by rarity and vectors of meaning, ready to be compared in bulk.

Takes the profiles of all plans (rarity is counted over them) and gives a Side for any of their lists. Nothing
here looks at a single pair of clauses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzers.meaning import Floats, word_vectors
from ingest.links.profiles import Profile

Ints = npt.NDArray[np.int64]
_BLOCK = 500
_SHRINK = 20  # clauses from which their common meaning is taken off by half


@dataclass(frozen=True, slots=True)
class Rarity:
    """What a word weighs: more, the fewer clauses of all plans have it."""

    number: dict[str, int]
    weight: Floats
    total: int = 0  # clauses that were counted

    @classmethod
    def of(cls, every: Iterable[Profile]) -> Rarity:
        """Counted over the words of all clauses."""
        counts: Counter[str] = Counter()
        total = 0
        for profile in every:
            total += 1
            counts.update(profile.words.keys() | profile.lead_words.keys())
        return cls.counted(counts, total)

    @classmethod
    def counted(cls, counts: Mapping[str, int], total: int) -> Rarity:
        """From how many of ``total`` clauses have each word."""
        found = np.fromiter(counts.values(), np.float64, len(counts))
        weight = np.log1p(total / np.maximum(found, 1.0)).astype(np.float32)
        return cls({word: number for number, word in enumerate(counts)}, weight, total)

    def including(self, profiles: Iterable[Profile]) -> Rarity:
        """The same, with the words of clauses that were not counted: as rare as a word can be."""
        every = (word for profile in profiles for word in (*profile.words, *profile.lead_words))
        fresh = list(dict.fromkeys(word for word in every if word not in self.number))
        if not fresh:
            return self
        number = self.number | {word: at for at, word in enumerate(fresh, len(self.number))}
        rarest = np.full(len(fresh), np.log1p(self.total), np.float32)
        return Rarity(number, np.concatenate((self.weight, rarest)), self.total)


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows: ``columns[starts[i]:starts[i+1]]`` are the words of row i."""

    starts: Ints
    columns: Ints
    values: Floats  # of length 1 a row
    rarity: Floats  # of each word, less for words that the thesaurus added
    mass: Floats  # the rarity of a row's words, added up

    def row(self, number: int) -> slice:
        """Where a row lies."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


@dataclass(frozen=True, slots=True)
class Side:
    """The clauses of one plan (or several), as arrays."""

    profiles: tuple[Profile, ...]
    words: Rows
    leads: Rows
    meaning: Floats  # one row a clause, of length 1
    lead_meaning: Floats

    def __len__(self) -> int:
        return len(self.profiles)


def side(profiles: Sequence[Profile], rarity: Rarity) -> Side:
    """The arrays of these clauses."""
    return Side(
        tuple(profiles),
        _rows([profile.words for profile in profiles], rarity),
        _rows([profile.lead_words for profile in profiles], rarity),
        _encode([profile.body for profile in profiles]),
        _encode([profile.lead for profile in profiles]),
    )


def _encode(texts: Sequence[str]) -> Floats:
    """Vectors of texts, a block at a time: the words of 10,000 clauses at once take a gigabyte."""
    table = word_vectors.table()
    parts = [table.encode(texts[at : at + _BLOCK]) for at in range(0, len(texts), _BLOCK)]
    return np.concatenate(parts) if parts else np.zeros((0, table.dimension), np.float32)


def centred(vectors: Floats, middle: Floats) -> Floats:
    """Vectors less what all have in common (妇女, 提高), at length 1: what is left tells clauses apart."""
    return word_vectors.normalised(vectors - middle)


def middle(*vectors: Floats) -> Floats:
    """What vectors have in common, less of it where there are few to judge by."""
    every = np.concatenate(vectors)
    if not len(every):
        return np.zeros(every.shape[1], np.float32)
    found: Floats = (every.mean(axis=0) * (len(every) / (len(every) + _SHRINK))).astype(np.float32)
    return found


def _rows(counts: Sequence[dict[str, float]], weights: Rarity) -> Rows:
    number = weights.number
    known = [[(number[word], n) for word, n in row.items() if word in number] for row in counts]
    lengths = np.fromiter(map(len, known), np.int64, len(known))
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    total = int(starts[-1])
    columns = np.fromiter((column for row in known for column, _ in row), np.int64, total)
    often = np.fromiter((n for row in known for _, n in row), np.float32, total)
    rare = weights.weight[columns]
    # A word said three times is not three times as much about it.
    values = np.where(often >= 1, 1 + np.log(np.maximum(often, 1)), often).astype(np.float32) * rare
    owner = np.repeat(np.arange(len(known)), lengths)
    squares = np.bincount(owner, values.astype(np.float64) ** 2, len(known))
    norms = np.sqrt(np.maximum(squares, 1e-12)).astype(np.float32)
    rarity = (rare * np.minimum(often, 1)).astype(np.float32)
    mass = np.bincount(owner, rarity, len(known)).astype(np.float32)
    return Rows(starts, columns, (values / norms[owner]).astype(np.float32), rarity, mass)
