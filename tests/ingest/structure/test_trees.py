"""Fictional documents of every build: trees/NAME.txt is read and must give trees/NAME.tree.

Each tree was judged by eye. ``DUIBIAO_GOLDEN=write`` writes them anew; review every changed line.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.plan import Clause, Heading, Plan

TREES = Path(__file__).parent / "trees"


def _line(record: Heading | Clause) -> str:
    if isinstance(record, Heading):
        return f"{'  ' * record.level}# {record.number or '-'} {record.title} [{record.section}]"
    cells = [record.address.partition("/")[2], record.kind.value, record.number or "-", record.domain or "-"]
    units = f" <{'、'.join(record.units)}>" if record.units else ""
    return f"  {' | '.join([*cells, record.title])}{units}"


def _tree(plans: tuple[Plan, ...]) -> str:
    lines: list[str] = []
    for plan in plans:
        lines.append(f"PLAN {plan.entry.id} {plan.entry.title}")
        records: list[Heading | Clause] = [*plan.headings, *plan.clauses]
        lines.extend(_line(record) for record in sorted(records, key=lambda record: record.start))
        lines.extend(f"  ! {warning.code} {warning.clause or '-'}" for warning in plan.warnings)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(TREES.glob("*.txt")), ids=lambda path: path.stem)
def test_golden_tree(path: Path, read, faults) -> None:
    plans = read(path.read_text(encoding="utf-8"), path.name)
    assert faults(plans) == []
    expected = path.with_suffix(".tree")
    if os.environ.get("DUIBIAO_GOLDEN") == "write":
        expected.write_text(_tree(plans), encoding="utf-8", newline="\n")
    assert expected.is_file(), f"{expected.name} is missing"
    assert _tree(plans).split("\n") == expected.read_text(encoding="utf-8").split("\n")
