"""Short texts of every kind of structure, judged before the program read them: see the head of ``fresh.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzers.normalise import squash
from ingest.catalogue.identity import Stated, identify

TEXTS = Path(__file__).with_name("fresh.txt")
_BRACKETS = str.maketrans("", "", "【】")


@dataclass(frozen=True, slots=True)
class Judged:
    """A text, its clauses as number and first words, and what is known of the plan."""

    name: str
    text: str
    clauses: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


def _judged() -> Iterator[Judged]:
    for block in TEXTS.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, rest = block.partition("\n")
        text, _, said = rest.partition("\n---\n")
        lines = [line.partition(" ") for line in said.strip().split("\n")]
        yield Judged(
            name,
            f"{text}\n",
            tuple((first, squash(words)) for first, _, words in lines if not first.startswith("@")),
            tuple((first[1:], words) for first, _, words in lines if first.startswith("@")),
        )


JUDGED = tuple(_judged())


@pytest.mark.parametrize("judged", JUDGED, ids=[judged.name for judged in JUDGED])
def test_a_fresh_text_is_read_as_a_reader_would(judged: Judged, read) -> None:
    plans = read(judged.text, f"{judged.name}.txt")
    clauses = [clause for plan in plans for clause in plan.clauses]
    longest = [len(words) for _, words in judged.clauses] + [0] * len(clauses)
    found = [
        ((clause.number or "-").translate(_BRACKETS), squash(clause.text[clause.body :])[:length])
        for clause, length in zip(clauses, longest, strict=False)
    ]
    assert found == list(judged.clauses)
    entry = identify(plans[-1], [], Stated())
    have = {
        "title": entry.title,
        "issuer": entry.issuer,
        "number": entry.number,
        "years": f"{entry.start_year} {entry.end_year}",
    }
    assert {name: have[name] for name, _ in judged.facts} == dict(judged.facts)


def test_every_kind_is_there() -> None:
    assert len(JUDGED) > 20
    assert all(judged.clauses for judged in JUDGED)
