"""Golden file: every target of the real notice with all its fields, reviewed line by line against the text.

``DUIBIAO_GOLDEN=write`` (make golden) writes it anew; review every changed line. A missing file fails.
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

from places import TESTS

from analyzers.normalise import squash
from ingest.catalogue.entries import Catalogue
from ingest.plan import Target
from ingest.reading import read_file

GOLDEN = TESTS / "golden" / "county_targets.tsv"
OF_TABLES = ("source", "attribute", "scope", "column")  # what tables say, and no sentence of the notice
COLUMNS = [
    field.name
    for field in fields(Target)
    if field.name not in ("plan", "kind", "domain", "number", "scanned", "corrected", *OF_TABLES)
]


def test_golden_targets(catalogue: Catalogue, corpus_dir: Path) -> None:
    plans = read_file(corpus_dir / "county/tengchong-women-children-2021-2030.txt", catalogue)
    rows = [
        "\t".join("" if (value := getattr(target, name)) is None else str(value) for name in COLUMNS)
        for plan in plans
        for target in plan.targets
    ]
    found = "\n".join(["\t".join(COLUMNS), *rows]) + "\n"
    if os.environ.get("DUIBIAO_GOLDEN") == "write":
        GOLDEN.write_text(found, encoding="utf-8", newline="\n")
    assert GOLDEN.is_file(), f"{GOLDEN.name} is missing: make golden, then review it"
    assert found.split("\n") == GOLDEN.read_text(encoding="utf-8").split("\n")


def test_quotes_stand_in_the_source(catalogue: Catalogue, corpus_dir: Path) -> None:
    for plan in read_file(corpus_dir / "county/tengchong-women-children-2021-2030.txt", catalogue):
        clauses = {clause.address: clause for clause in plan.clauses}
        for target in plan.targets:
            clause = clauses[target.clause]
            assert squash(plan.source.text[target.start : target.end]) == squash(target.quote)
            assert clause.start <= target.start < target.end <= clause.end
            assert (target.kind, target.domain, target.number) == (clause.kind, clause.domain, clause.number)
