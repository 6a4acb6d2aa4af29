"""Numbers of official texts by kind, as tables in ``tables/*.txt``: what is a value, a rank, a window of time, torn.

A line is ``phrase | marks``. A mark is ``>= 90 percent`` (comparator, value, unit; ``3..5`` for a range, nothing for
a bare number), ``rank <= 10 other:名``, ``window 近5年内`` or ``torn 12,5`` (the printed stretch); several are parted
by `` ; ``, values first, and ``-`` says that there is none. The list is complete: a mark that is not there is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.marks import Quantity
from analyzers.normalise import fold
from analyzers.quantities import find_numbers

TABLES = sorted((Path(__file__).parent / "tables").glob("*.txt"))


def _rows() -> Iterator[tuple[str, str, str]]:
    for path in TABLES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                phrase, _, marks = line.rpartition(" | ")
                yield path.stem, phrase, marks.strip()


def _told(mark: Quantity) -> str:
    high = f"..{mark.value_high:f}" if mark.value_high is not None else ""
    return f"{mark.comparator} {mark.value:f}{high} {mark.unit}".strip()


@pytest.mark.parametrize(("kind", "phrase", "marks"), list(_rows()))
def test_every_number_of_a_phrase(kind: str, phrase: str, marks: str) -> None:
    found = find_numbers(fold(phrase))
    told = [
        *map(_told, found.quantities),
        *(f"rank {_told(rank)}" for rank in found.ranks),
        *(f"window {phrase[span.start : span.end]}" for span in found.windows),
        *(f"torn {phrase[span.start : span.end]}" for span in found.torn),
    ]
    assert told == ([] if marks == "-" else [mark.strip() for mark in marks.split(" ; ")])


def test_each_kind_has_a_dozen_phrases() -> None:
    kinds = [kind for kind, _, _ in _rows()]
    assert {kind for kind in kinds if kinds.count(kind) < 12} == set()
