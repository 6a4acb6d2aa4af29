"""Golden files: the tree of the real notice and of every government text beside the checkout, reviewed line by line.

``DUIBIAO_GOLDEN=write`` (make golden) writes them anew; review every changed line. A missing file fails.
"""

from __future__ import annotations

import os

import pytest
from places import GOLDEN, NOTICE, TEXT_NAMES, text_file

from ingest.catalogue.entries import Catalogue
from ingest.plan import Clause, Heading, Plan
from ingest.reading import read_file

STRUCTURE = GOLDEN / "structure"
SOURCES = [NOTICE.stem, *TEXT_NAMES]
COLUMNS = "record\twhere\tkind\tnumber\tdomain\ttitle\tstart\tend"
_WIDTH = 60  # titles are cut here: the text itself is in the source


def _row(record: Heading | Clause) -> str:
    if isinstance(record, Heading):
        cells = ["heading", record.section, f"level {record.level}", record.number or "", ""]
    else:
        cells = ["clause", record.address, record.kind.value, record.number or "", record.domain or ""]
    return "\t".join([*cells, record.title[:_WIDTH], str(record.start), str(record.end)])


def _table(plans: tuple[Plan, ...]) -> str:
    rows = [COLUMNS]
    for plan in plans:
        records: list[Heading | Clause] = [*plan.headings, *plan.clauses]
        rows.append(f"plan\t{plan.entry.id}\t\t\t\t{plan.entry.title}\t{plan.start}\t{plan.end}")
        rows.extend(_row(record) for record in sorted(records, key=lambda record: record.start))
        rows.extend(
            f"warning\t{warning.clause or ''}\t{warning.code}\t\t\t\t{warning.start}\t{warning.end}"
            for warning in plan.warnings
        )
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", SOURCES)
def test_golden_structure(name: str, catalogue: Catalogue) -> None:
    found = _table(read_file(text_file(name), catalogue))
    golden = STRUCTURE / f"{name}.tsv"
    if os.environ.get("DUIBIAO_GOLDEN") == "write":
        STRUCTURE.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert golden.is_file(), f"{golden.name} is missing: make golden, then review it"
    assert found.split("\n") == golden.read_text(encoding="utf-8").split("\n")
