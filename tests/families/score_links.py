"""Scores the suggested links of a judged family of plans. Run as a program: ``python score_links.py FOLDER``.

``judged.tsv`` names, for every clause, the things it speaks of. Two clauses of plans for the same people are
counterparts when they share one of them. Counted are: pairs said to be same or part; clauses whose surest
counterpart is right, of those that have one; clauses that are said to have none, of those that have none.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from ingest.catalogue import entries as catalogues
from ingest.catalogue.kinship import Kin, pairings
from ingest.links.find import Held, find_links
from ingest.plan import Link
from ingest.reading import read_file


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one family, each between 0 and 1."""

    precision: float
    recall: float
    first: float
    none: float
    pairs: int
    without: int


def read_family(folder: Path) -> list[Held]:
    """The plans of a family as their files are read."""
    catalogue = catalogues.load(folder)
    held = []
    for entry in catalogue.entries:
        path = catalogue.path_of(entry)
        assert path is not None
        held += [
            Held(plan.entry, plan.clauses, plan.targets)
            for plan in read_file(path, catalogue)
            if plan.entry.id == entry.id
        ]
    return held


def read_judged(folder: Path) -> dict[str, frozenset[str]]:
    """Address -> the things the clause speaks of."""
    lines = (folder / "judged.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {address: frozenset(subjects.split(",")) for address, subjects in rows}


def score(held: list[Held], links: list[Link], judged: dict[str, frozenset[str]]) -> Scores:
    """Counts what is right, over the same plan of other levels."""
    family = {(p.one, p.other) for p in pairings([each.entry for each in held]) if p.kin is Kin.FAMILY}
    plan_of = {clause.address: each.entry.id for each in held for clause in each.clauses}
    true: dict[tuple[str, str], set[str]] = {}
    for one, plan in plan_of.items():
        for other, another in plan_of.items():
            if (plan, another) in family and judged[one] & judged[other]:
                true.setdefault((one, another), set()).add(other)
    said: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        if (plan_of[link.source], link.plan) in family:
            said.setdefault((link.source, link.plan), []).append(link)
    asked = {(one, another) for one, plan in plan_of.items() for mine, another in family if mine == plan}
    right = told = wanted = first = having = none = without = 0
    for key in asked:
        found = [link.target for link in said.get(key, ()) if link.relation.answers]
        truth = true.get(key, set())
        right += len(truth.intersection(found))
        told += len(found)
        wanted += len(truth)
        if truth:
            having += 1
            first += bool(found) and found[0] in truth
        else:
            without += 1
            none += not found
    return Scores(
        right / max(1, told),
        right / max(1, wanted),
        first / max(1, having),
        none / max(1, without),
        wanted,
        without,
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        family = read_family(Path(name))
        print(name, score(family, find_links(family), read_judged(Path(name))))
