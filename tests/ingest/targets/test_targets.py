"""Targets read from real and invented passages, as tables in ``targets/*.txt`` (format: see their heads)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.normalise import squash
from ingest.plan import ClauseKind, Target
from ingest.targets.find import targets_of_text

TABLES = sorted((Path(__file__).parent / "tables").glob("*.txt"))


def _passages(path: Path) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """(passage, year and kind of the document, expected rows) for each passage of a table.

    In a table whose head names the cell per=, a row without it says that the value has no period.
    """
    text: str = ""
    setting: dict[str, str] = {}
    coming: dict[str, str] = {}
    rows: list[str] = []
    periods = "per=" in path.read_text(encoding="utf-8").partition("\n")[0]
    for line in [*path.read_text(encoding="utf-8").splitlines(), "> "]:
        if line.startswith("@"):
            coming = dict(pair.split("=") for pair in line[1:].split())
        elif line.startswith("> "):
            if text:
                yield text, setting, rows
            setting = {**coming, **({"periods": "told"} if periods else {})}
            text, rows = line[2:], []
        elif line.strip() and not line.startswith("#"):
            rows.append(line.strip())


def _expected(row: str, *, periods: bool) -> dict[str, object]:
    """The fields that a row of a table tells; where it writes several names or units with ／, each is as good."""
    name, population, value, *rest = [cell.strip() for cell in row.split("|")]
    fields: dict[str, object] = {
        "indicator": _any(name),
        "population": None if population == "-" else population,
        "year": None,
        "nature": "level",
        "baseline_year": None,
        "hedge": None,
    }
    if periods:
        fields |= {"period": None, "direction": None}
    if population == "*":
        del fields["population"]
    sign, *parts = value.split()
    number = parts[0] if len(parts) == 2 else None
    low, _, high = (number or "").partition("..")
    fields |= {
        "comparator": sign,
        "unit": _any(parts[-1]),
        "value": Decimal(low) if low and low != "-" else None,
        "value_high": Decimal(high) if high else None,
    }
    for cell in rest:
        if cell.startswith("per="):
            fields["period"] = cell[4:]
        elif cell in ("up", "down"):
            fields["direction"] = cell
        elif cell.isdigit():
            fields["year"] = int(cell)
        elif cell.startswith("base="):
            fields["baseline_year"] = int(cell[5:])
        elif cell.startswith("hedge="):
            fields["hedge"] = cell[6:]
        elif cell != "-":
            fields["nature"] = cell
    return fields


def _any(cell: str) -> object:
    return tuple(cell.split("／")) if "／" in cell else cell


def _agrees(told: dict[str, object], wanted: dict[str, object]) -> bool:
    return all(
        told[name] in wanted[name] if isinstance(wanted[name], tuple) else told[name] == wanted[name]
        for name in wanted
    )


def _told(target: Target, names: dict[str, object]) -> dict[str, object]:
    return {
        name: str(value) if name == "nature" else value
        for name in names
        if (value := getattr(target, name)) or True
    }


_BARE: dict[str, object] = {"indicator": None, "value": None, "unit": None}
CASES = [
    pytest.param(text, setting, rows, id=f"{path.stem}-{number}")
    for path in TABLES
    for number, (text, setting, rows) in enumerate(_passages(path), 1)
]


@pytest.mark.parametrize(("text", "setting", "rows"), CASES)
def test_table(text: str, setting: dict[str, str], rows: list[str]) -> None:
    wanted = [_expected(row, periods="periods" in setting) for row in rows]
    kind = ClauseKind(setting.get("kind", "goal"))
    found = targets_of_text(text, kind, int(setting["reference"]) if "reference" in setting else None)
    names = dict.fromkeys(name for row in wanted for name in row) if wanted else _BARE
    told = [_told(target, names) for target in found]
    right = len(told) == len(wanted) and all(map(_agrees, told, wanted))
    assert right or told == wanted, text


def test_tables_are_there() -> None:
    assert len(CASES) > 150


_ALPHABET = (
    "到2030年，孕产妇死亡率下降到十万分之九以下。、；（）%‰.5一二两成半每千名不低于至少和分别《》〔〕:比"
)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "指标：孕产妇死亡率（1/10万）　2020年：18.0　2030年：12.0",
            "孕产妇死亡率（1/10万）2020年：18.0 2030年：12.0",
        ),
        ("森林覆盖率达到 70% 以上", "森林覆盖率达到70%以上"),
        ("森林覆盖率达到7\n0%以上", "森林覆盖率达到70%以上"),
    ],
)
def test_blanks_leave_a_quote_unless_they_part_numbers(text: str, quote: str) -> None:
    assert targets_of_text(text)[-1].quote == quote


def test_a_value_at_the_very_end_of_a_clause_behind_a_share() -> None:
    """The share takes the words up to the end, and nothing is left for the number behind them: no row, no crash."""
    (share,) = targets_of_text("到2025年，80%的社区养老床位达到20张")
    assert (share.value, share.year) == (80, 2025)


@given(st.text(alphabet=_ALPHABET, max_size=80))
@settings(deadline=None)
def test_any_text(text: str) -> None:
    for target in targets_of_text(text):
        assert squash(text[target.start : target.end]) == squash(target.quote)
        assert target.indicator
        assert (target.value is None) == (target.unit == "milestone")


@pytest.mark.slow
@pytest.mark.no_cover  # measured time
@pytest.mark.parametrize("piece", ["7", "、", "百分之", "达到90%，", "《", "每千名", "一"], ids=repr)
def test_time_is_linear(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        targets_of_text(text)
        return time.process_time() - start

    seconds(1_000)
    small, large = seconds(20_000), seconds(160_000)
    assert large < 40 * max(small, 0.005)  # 8 times the text; quadratic would be 64 times
