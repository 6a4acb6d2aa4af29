"""Scores the reading of targets against judged clauses that the rules were not written from.

Takes a JSON Lines file of judged clauses (``targets/tune.jsonl``, ``targets/report.jsonl``). Gives how many
of the judged rows were found, how many of the rows read are right, and how often each field of a found row is
right. What the judge marked debatable counts neither way. Run as a program it prints the faults of the tuning
part, and of the report part only the figures:

    python tests/unseen/score_targets.py tune
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from analyzers.normalise import fold, squash
from ingest.plan import Clause, ClauseKind, SourceText, Target
from ingest.targets.find import find_in_text

HERE = Path(__file__).parent / "targets"
FIELDS = (
    "comparator",
    "value",
    "value_high",
    "unit",
    "base",
    "year",
    "nature",
    "baseline_year",
    "population",
    "hedge",
    "indicator",
)


@dataclass
class Score:
    """Counts over one judged file; the ratios are properties."""

    expected: int = 0
    found: int = 0
    read: int = 0
    right: int = 0
    perfect: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.expected

    @property
    def precision(self) -> float:
        return self.right / self.read

    @property
    def all_fields(self) -> float:
        return self.perfect / self.found

    def line(self) -> str:
        each = "  ".join(f"{name} {1 - self.fields[name] / self.found:.3f}" for name in FIELDS)
        return f"recall {self.recall:.3f}  precision {self.precision:.3f}  all fields {self.all_fields:.3f}\n  {each}"


def read_clause(text: str, kind: str) -> list[Target]:
    """The targets of one clause text."""
    source = SourceText("示例.txt", text, "utf-8", "")
    clause = Clause(
        "demo/1/item/1", "demo", ClauseKind(kind), "1", "", None, "1", "", squash(text), 0, len(text)
    )
    return list(find_in_text([clause], source).targets)


def score(path: Path) -> Score:
    """Reads every judged clause of the file and compares."""
    total = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        _score_item(json.loads(line), total)
    return total


def _score_item(item: dict[str, Any], total: Score) -> None:
    rows = read_clause(item["text"], item["kind"])
    debatable = item["debatable"]
    left = list(rows)
    for index, gold in enumerate(item["targets"]):
        match = max(left, key=lambda row: _closeness(gold, row), default=None)
        if match is not None and _closeness(gold, match) < 2:
            match = None
        if match is None:
            if index not in debatable:
                total.expected += 1
                total.faults.append(
                    f"{item['id']} MISSED {gold['indicator']} {gold['comparator']} {gold['value']} {gold['unit']}\n     {item['text']}"
                )
            continue
        left.remove(match)
        if index in debatable:
            continue
        total.expected += 1
        total.found += 1
        total.read += 1
        total.right += 1
        wrong = [name for name in FIELDS if name not in debatable and not _equal(name, gold, match)]
        total.fields.update(wrong)
        total.perfect += not wrong
        if wrong:
            told = "; ".join(f"{name}: {getattr(match, name)!s} should be {gold[name]}" for name in wrong)
            total.faults.append(f"{item['id']} FIELD {told}\n     {item['text']}")
    if "targets" in debatable or any(isinstance(mark, int) for mark in debatable):
        return
    total.read += len(left)
    for row in left:
        total.faults.append(
            f"{item['id']} INVENTED {row.indicator} {row.comparator} {row.value} {row.unit} «{row.quote}»\n     {item['text']}"
        )


def _closeness(gold: dict[str, Any], row: Target) -> float:
    value = _number(gold["value"]) == row.value
    quoted = fold(squash(gold["quote_contains"])) in fold(row.quote) or fold(row.quote) in fold(
        squash(gold["quote_contains"])
    )
    return 2 * value + quoted + (gold["unit"] == row.unit) / 2 + _alike(gold, row)


def _alike(gold: dict[str, Any], row: Target) -> float:
    wanted = [gold["indicator"], *gold.get("indicator_alternatives", [])]
    return max(_overlap(one, row.indicator) for one in wanted)


def _overlap(left: str, right: str) -> float:
    """Share of common character pairs (Dice), after folding."""
    a, b = (Counter(zip(fold(t), fold(t)[1:], strict=False)) for t in (squash(left), squash(right)))
    both = sum((a & b).values())
    return 2 * both / max(1, sum(a.values()) + sum(b.values()))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _equal(name: str, gold: dict[str, Any], row: Target) -> bool:
    want, have = gold[name], getattr(row, name)
    if name in ("value", "value_high"):
        return _number(want) == have
    if name in ("year", "base", "baseline_year"):
        return (None if want is None else int(want)) == have
    if name == "indicator":
        return _alike(gold, row) >= 0.75
    if name in ("population", "hedge"):
        return (want or "") == (have or "") or bool(want and have and (want in have or have in want))
    return str(want) == str(have)


if __name__ == "__main__":
    part = sys.argv[1]
    result = score(HERE / f"{part}.jsonl")
    if part == "tune":
        print("\n".join(result.faults))
    print(result.line())
