"""How alike in meaning short names are: 入园 and 学前教育毛入学率.

Takes what was typed and names of indicators. Gives a number between 0 and 1 for each, by the word table that every machine
has, so that all machines offer the same names.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzers.meaning import word_vectors


def name_likeness(asked: str, names: Sequence[str]) -> list[float]:
    """The cosine of the words that were typed and each name."""
    table = word_vectors.table()
    wanted = table.encode_query(asked)
    return [max(0.0, float(each)) for each in table.encode(names) @ wanted.reshape(-1)]
