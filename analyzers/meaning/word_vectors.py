"""The word table: vectors of 35,000 words, made from the sentence model once, for machines without it.

Takes texts. Gives vectors of the same space as the model's: the sum of the vectors of a text's words. The
files in ``wordvectors/`` are made by tools/make_word_table.py; they are mapped, not read, and loaded at the
first text. A word that is not in the table is taken apart into the longest words that are.

    words.txt       one word a line; its line is its row
    vectors.npy     int8, one row a word; times scales.npy (float32) it is the word's vector
    mean.npy projection.npy     how a vector of the model is turned into one of this space
    about.json      what they were made from, with fingerprints
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzers import segment
from analyzers.meaning import DIMENSION, Bytes, Floats, Made

FOLDER = Path(__file__).with_name("wordvectors")
_LONGEST = 4  # characters of a known word inside an unknown one
_MEMO = 200_000


@dataclass(frozen=True, slots=True)
class Space:
    """The shared space: the model's vectors less their mean, on the directions that carry most of them."""

    mean: Floats
    projection: Floats
    fingerprint: str

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Space:
        """The space that comes with the table."""
        return cls(
            np.load(folder / "mean.npy").astype(np.float32),
            np.load(folder / "projection.npy").astype(np.float32),
            str(about(folder)["space"]),
        )

    def turn(self, vectors: Floats) -> Floats:
        """Vectors of the model as vectors of this space, of length 1."""
        return normalised((vectors - self.mean) @ self.projection)


class WordTable:
    """The table as an encoder. Loading takes some milliseconds; any number of threads may share one."""

    name = "词向量表"
    made = Made.TABLE
    dimension = DIMENSION

    def __init__(self, folder: Path = FOLDER) -> None:
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        self._rows = {word: row for row, word in enumerate(words)}
        self._vectors: Bytes = np.load(folder / "vectors.npy", mmap_mode="r")
        self._scales: Floats = np.load(folder / "scales.npy")
        self._memo: dict[str, tuple[int, ...]] = {}
        self.fingerprint = f"table-{about(folder)['table']}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text, of length 1; a zero row where no word of a text is known."""
        every = [self.rows(text) for text in texts]
        counts = np.fromiter(map(len, every), np.int64, len(every))
        sums = np.zeros((len(every), self._vectors.shape[1]), np.float32)
        known = counts > 0
        if known.any():
            rows = np.fromiter((row for each in every for row in each), np.int64, int(counts.sum()))
            starts = np.concatenate(([0], np.cumsum(counts[known])[:-1]))
            sums[known] = np.add.reduceat(self._weighted(rows), starts, axis=0)
        return normalised(sums)

    def encode_query(self, text: str) -> Floats:
        """The vector of a query: made as that of any other text."""
        rows = self.rows(text)
        if not rows:
            return np.zeros(self._vectors.shape[1], np.float32)
        total: Floats = self._weighted(np.array(rows)).sum(axis=0)
        length = float(np.sqrt(total @ total))
        return total / np.float32(length) if length else total

    def rows(self, text: str) -> list[int]:
        """The rows of the words of a text, in order."""
        found: list[int] = []
        for word in segment.index_coarse(text).split():
            found += self._word(word)
        return found

    def _word(self, word: str) -> tuple[int, ...]:
        rows = self._memo.get(word)
        if rows is None:
            if len(self._memo) > _MEMO:
                self._memo.clear()
            rows = self._memo[word] = parts(word, self._rows)
        return rows

    def _weighted(self, rows: Any) -> Floats:
        weighted: Floats = self._vectors[rows].astype(np.float32) * self._scales[rows, None]
        return weighted


def parts(word: str, known: dict[str, int]) -> tuple[int, ...]:
    """The row of a word, or of the longest known words in it from left to right; what is unknown is left out.

    >>> parts("溺水儿童", {"溺水": 1, "儿童": 2})
    (1, 2)
    """
    if word in known:
        return (known[word],)
    found: list[int] = []
    at = 0
    while at < len(word):
        for length in range(min(_LONGEST, len(word) - at), 0, -1):
            row = known.get(word[at : at + length])
            if row is not None:
                found.append(row)
                at += length
                break
        else:
            at += 1
    return tuple(found)


def normalised(vectors: npt.NDArray[Any]) -> Floats:
    """The rows at length 1; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    norms[norms == 0] = 1
    result: Floats = (vectors / norms).astype(np.float32)
    return result


@cache
def table() -> WordTable:
    """The table that comes with the program, loaded at the first call."""
    return WordTable()


@cache
def about(folder: Path = FOLDER) -> dict[str, Any]:
    """What the files were made from."""
    stated: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    return stated
