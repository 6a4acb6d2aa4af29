"""Targets in tables, against grids whose rows were written down beforehand (table_cases/)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import grids
import pytest

from analyzers.normalise import squash
from ingest.plan import Plan, Target
from ingest.reading import read_text

CASES = Path(__file__).parent / "table_cases"
FIELDS = ("attribute", "scope", "period", "direction", "nature", "hedge", "base", "baseline_year")


@dataclass
class Case:
    """One example: what stands in the document, and the rows that are right."""

    name: str
    title: str = ""
    section: str = "一、发展目标"
    parts: list[str | grids.GridOf] = field(default_factory=list)
    kind: str = ""
    targets: list[str] = field(default_factory=list)
    baselines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
            yield _case(block)


def _case(block: str) -> Case:
    lines = block.rstrip("\n").split("\n")
    case = Case(lines[0])
    rows: list[str] = []
    head = 0

    def close() -> None:
        nonlocal head
        if rows:
            case.parts.append(grids.grid(list(rows), head))
            rows.clear()
            head = 0

    for line in lines[1:]:
        mark, _, rest = line.partition(" ")
        match mark:
            case "title" | "section":
                setattr(case, mark, rest)
            case "text" | "caption" | "note" | "---" | "->" | "<-" | "!!" | "%%" | "":
                close()
                if mark in ("text", "caption", "note"):
                    case.parts.append(rest)
                elif mark == "%%":
                    case.kind = rest
                elif mark in ("->", "<-", "!!"):
                    {"->": case.targets, "<-": case.baselines, "!!": case.warnings}[mark].append(rest.strip())
            case "head":
                head = int(rest)
            case _:
                rows.append(line)
    close()
    return case


ALL = list(_cases())


def _read(case: Case) -> Plan:
    lines = [case.title, case.section, *case.parts, "二、保障措施", "（一）加强领导。健全工作机制。"]
    (plan,) = read_text(grids.source_of(lines))
    return plan


def _written(target: Target) -> str:
    value = " ".join(str(v) for v in (target.value, target.value_high) if v is not None)
    facts = {"nature": "level", "base": "None"}
    told = []
    for name in FIELDS:
        said = str(getattr(target, name).value if name == "nature" else getattr(target, name))
        if said not in ("None", facts.get(name)):
            told.append(f"{name}={said}")
    return _line(
        f"{target.indicator} | {target.comparator} {value} {target.unit} | {target.year or '-'} | {'; '.join(told)}"
    )


def _line(written: str) -> str:
    """A row in one writing: the order of what stands last does not matter."""
    cells = [cell.strip() for cell in written.split("|")]
    last = (
        "; ".join(sorted(part.strip() for part in cells[3].split(";") if part.strip()))
        if len(cells) > 3
        else ""
    )
    return " | ".join([*cells[:3], last])


def test_there_are_enough_examples() -> None:
    assert len(ALL) >= 20
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_targets(case: Case) -> None:
    plan = _read(case)
    assert [_written(t) for t in plan.targets] == [_line(row) for row in case.targets]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_past_values(case: Case) -> None:
    found = [
        f"{b.indicator} | {' '.join(str(v) for v in (b.value, b.value_high) if v is not None)} {b.unit} | {b.year or '-'}"
        for b in _read(case).baselines
    ]
    assert found == case.baselines


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_is_not_certain_is_said_at_its_cell(case: Case) -> None:
    plan = _read(case)
    codes = ("table_value_unsure", "target_in_words", "table_year_unsure", "table_unread")
    found = [f"{w.code} | {plan.source.text[w.start : w.end]}" for w in plan.warnings if w.code in codes]
    assert found == case.warnings


@pytest.mark.parametrize("case", [case for case in ALL if case.kind], ids=lambda case: case.name)
def test_kinds(case: Case) -> None:
    assert {table.kind.value for table in _read(case).tables} == {case.kind}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_quote_is_its_cell(case: Case, faults) -> None:
    plan = _read(case)
    assert faults((plan,)) == []
    cells = {(cell.start, cell.end) for table in plan.source.tables for cell in table.cells}
    for target in plan.targets:
        assert (target.start, target.end) in cells
        assert target.quote == plan.source.text[target.start : target.end]
        digits = "".join(char for char in squash(target.quote) if char.isdigit())
        assert target.value is None or digits or target.value == Decimal(100)


ANNEX = grids.grid(
    [
        "指标 | 单位 | 2020年 | 2025年",
        "森林覆盖率 | % | 57.1 | 59.5",
        "湿地保护率 | % | 41 | 55",
        "村庄绿化覆盖率 | % | 28 | 35",
    ]
)
TEXT = ["一、主要目标", "到2025年，全县森林覆盖率达到59.5%，湿地保护率达到60%。"]


def test_what_an_annex_repeats_is_counted_once_and_said() -> None:
    (plan,) = read_text(grids.source_of(["示例县“十四五”林业规划", *TEXT, "附件1", "主要指标表", ANNEX]))
    found = [(t.indicator, str(t.value), t.source) for t in plan.targets]
    assert found == [
        ("全县森林覆盖率", "59.5", "text"), ("湿地保护率", "60", "text"), ("湿地保护率", "55", "table"),
        ("村庄绿化覆盖率", "35", "table"),
    ]  # fmt: skip
    assert [row.repeats for row in plan.tables[0].rows] == [(f"{plan.entry.id}/1",), (), ()]
    (odd,) = [w for w in plan.warnings if w.code == "table_differs"]
    assert plan.source.text[odd.start : odd.end] == "55"
    assert "正文（湿地保护率达到60%）" in odd.message


def test_a_table_beside_its_text_keeps_all_its_rows() -> None:
    (plan,) = read_text(
        grids.source_of(["示例县“十四五”林业规划", *TEXT, "表1　主要指标", ANNEX, "二、措施"])
    )
    assert [t.indicator for t in plan.targets if t.source == "table"] == [
        "森林覆盖率",
        "湿地保护率",
        "村庄绿化覆盖率",
    ]
    assert [bool(row.repeats) for row in plan.tables[0].rows] == [True, False, False]
