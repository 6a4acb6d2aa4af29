"""Meaning as vectors: what a clause is cut into, and what a vector is.

Takes texts. Gives small whole-number vectors (int8) whose products are exact, so that every machine ranks
alike. Knows encoders by their protocol only: the word table (``word_vectors``) and the sentence model
(``sentence_model``) give vectors of one and the same space. How much meaning counts in a search is no matter of
vectors: service/query/ranking.py says so.

Measured choices are in docs/decisions/0005-meaning.md: one vector a sentence, the sum of the sentence alone
and the sentence behind its heading and lead; a clause is as close as its closest sentence.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]

DIMENSION = 256
UNITS = "1"  # raise when the same text is cut into other units, or their vectors are made in another way
_SENTENCE_END = re.compile(r"(?<=[。；;！？])")
_HEADING = 40  # characters of a heading that are read; a longer one is a sentence
_LEAD = 80
_SENTENCE = 400  # the model reads 512 pieces; a longer run without a stop is a list
_PEAK = 127


class Made(IntEnum):
    """What made the vector of a unit: the two are close, but not equally far from everything else."""

    TABLE = 0
    MODEL = 1


class Encoder(Protocol):
    """Texts in, vectors of length 1 (or 0 where nothing is known of a text) out."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def made(self) -> Made:
        """Which mark its vectors carry."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vector of any text may change."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        ...

    def encode_query(self, text: str) -> Floats:
        """The vector of what a person typed."""
        ...


class SentenceInContext(NamedTuple):
    """One sentence of a clause, alone and in its context."""

    sentence: str
    context: str

    @property
    def key(self) -> bytes:
        """16 bytes that stand for the unit wherever its vector is kept."""
        both = f"{self.sentence}\0{self.context}".encode("utf-8", "replace")
        return hashlib.blake2b(both, digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A query as whole numbers. ``ints`` are floats without a fraction: their products are exact."""

    ints: Floats
    norm: float
    made: Made

    @property
    def empty(self) -> bool:
        """Nothing is known of any word of the query."""
        return self.norm == 0.0


def cut_units(text: str, heading: str = "") -> list[SentenceInContext]:
    """The sentences of a clause's words (its number left out), at least one for a text that is not blank.

    >>> [unit.context for unit in cut_units("减少溺水。加强看护。", "儿童与安全")]
    ['儿童与安全。减少溺水。', '儿童与安全。减少溺水。加强看护。']
    """
    sentences = [part.strip() for part in _SENTENCE_END.split(text)]
    sentences = [part[:_SENTENCE] for part in sentences if part]
    if not sentences:
        return []
    lead = sentences[0]
    above = heading.strip().rstrip("。")[:_HEADING]
    before = "" if not above or lead.startswith(above) else f"{above}。"
    return [
        SentenceInContext(sentence, before + (sentence if number == 0 else lead[:_LEAD] + sentence))
        for number, sentence in enumerate(sentences)
    ]


def unit_vectors(encoder: Encoder, units: Sequence[SentenceInContext]) -> Bytes:
    """One int8 row a unit; texts that recur are encoded once."""
    if not units:
        return np.zeros((0, DIMENSION), np.int8)
    texts = list(dict.fromkeys(text for unit in units for text in unit))
    place = {text: number for number, text in enumerate(texts)}
    vectors = encoder.encode(texts)
    alone = vectors[[place[unit.sentence] for unit in units]]
    inside = vectors[[place[unit.context] for unit in units]]
    return quantise(alone + inside)


def quantise(vectors: Floats) -> Bytes:
    """Rows of whole numbers from -127 to 127, each scaled to its own peak; a zero row stays zero."""
    peaks = np.abs(vectors).max(axis=1, keepdims=True)
    peaks[peaks == 0] = 1
    rows: Bytes = np.rint(vectors * (_PEAK / peaks)).astype(np.int8)
    return rows


def lengths(rows: Bytes) -> Floats:
    """One over the length of each row, 0 for a zero row: product times this is the cosine."""
    squares = np.einsum("ij,ij->i", rows, rows, dtype=np.int32).astype(np.float32)
    inverse: Floats = np.divide(1, np.sqrt(squares), out=np.zeros_like(squares), where=squares > 0)
    return inverse


def ask(encoder: Encoder, text: str) -> EncodedQuery:
    """The query as whole numbers."""
    row = quantise(encoder.encode_query(text)[None, :])[0].astype(np.float32)
    return EncodedQuery(ints=row, norm=math.sqrt(float(row @ row)), made=encoder.made)


def cosines(asked: EncodedQuery, rows: Bytes, inverse_lengths: Floats) -> Floats:
    """Cosine of the query to each row. The products are whole numbers below 2^24, so any order of adding
    them up gives the same sum on every machine."""
    if asked.empty:
        return np.zeros(len(rows), np.float32)
    products: Floats = rows.astype(np.float32) @ asked.ints
    products *= inverse_lengths
    products *= np.float32(1 / asked.norm)
    return products
