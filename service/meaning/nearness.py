"""How near in meaning clauses are to a query: the vectors of a base, and what encodes queries.

Takes a generation's folder, its number of clauses and the data folder. Gives a Nearness, or None where there
are no vectors: the search then goes by words alone. Nothing of it is loaded before the first query asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from service.query import RANKING, Ranked, Ranking, Scope

if TYPE_CHECKING:  # numpy and the table take a tenth of a second, and a query may do without
    from analyzers.meaning import EncodedQuery, Encoder
    from service.meaning.vectors import Ints, Vectors

_KEPT = 512  # queries
_SCOPES = 16


class Nearness:
    """The vectors of one base with their encoder. Any number of threads may share one."""

    def __init__(self, vectors: Vectors, encoder: Callable[[], Encoder]) -> None:
        self.vectors = vectors
        self._encoder_of = encoder
        self._asked = lru_cache(maxsize=_KEPT)(self._ask)
        self._inside = lru_cache(maxsize=_SCOPES)(_as_array)

    @property
    def clauses(self) -> int:
        """How many clauses the base has: what meaning counts beside words grows with it."""
        return self.vectors.clauses

    @cached_property
    def encoder(self) -> Encoder:
        """What encodes queries: the model where it is installed, else the word table."""
        return self._encoder_of()

    def blend(
        self,
        found: Sequence[tuple[int, float, int]],
        text: str,
        *,
        limit: int | None,
        start: float | None,
        scope: Scope,
        positions: Callable[[Scope], Sequence[int]],
        profile: Ranking = RANKING,
    ) -> list[Ranked]:
        """The candidates (position, score, match) in the order of words and meaning together; from ``start`` on also what is near."""
        from service.meaning.fusion import blend

        among = self._inside(scope, positions) if start is not None and scope.fields() else None
        return blend(
            found,
            self.vectors,
            self._asked(text),
            self.clauses,
            limit=limit if limit is not None else len(found) + self.clauses,
            start=start,
            among=among,
            profile=profile,
        )

    def _ask(self, text: str) -> EncodedQuery:
        from analyzers import meaning

        return meaning.ask(self.encoder, text)


def _as_array(scope: Scope, positions: Callable[[Scope], Sequence[int]]) -> Ints:
    import numpy as np

    return np.array(positions(scope), np.int64)


def open_nearness(folder: Path, clauses: int, home: Path, *, use_model: bool = True) -> Nearness | None:
    """The nearness of a generation as it was built; None where it has no vectors that can be used."""
    from service.meaning import encoding

    vectors = encoding.open_vectors(folder, clauses)
    if vectors is None:
        return None
    return Nearness(vectors, lambda: encoding.query_encoder(home, use_model=use_model))
