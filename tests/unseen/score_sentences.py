"""Scores the reading of targets against judged clauses with the headings that stand above them.

Takes ``sentences/tune.jsonl``, ``tune2.jsonl``, ``tune3.jsonl`` (for tuning) or ``sentences/report.jsonl`` (only for reporting). A clause is read as a text of
its own, below its headings, through the same door as a file. Gives how many judged rows were found, how many of all rows
given are right, how many judged rows are wholly right, and which values were invented: given, and stated by no judge.

    python tests/unseen/score_sentences.py tune
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from judged import differing, nearness

from ingest import read_text
from ingest.plan import SourceText, Target

HERE = Path(__file__).parent / "sentences"
SAME = 2.2  # nearness from which a read row is the judged one


@dataclass
class Score:
    """Counts over judged rows."""

    expected: int = 0
    found: int = 0
    whole: int = 0
    read: int = 0
    right: int = 0
    invented: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        each = "  ".join(f"{name} {count}" for name, count in self.fields.most_common())
        return (
            f"rows {self.expected}: recall {self.found / max(1, self.expected):.3f}  precision {self.right / max(1, self.read):.3f}"
            f"  wholly right {self.whole / max(1, self.expected):.3f}  invented values {self.invented} of {self.read}\n  wrong fields: {each}"
        )


def read_below(context: list[str], text: str) -> tuple[Target, ...]:
    """The targets of a clause that stands below its headings."""
    whole = "\n".join([*context, text])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return tuple(
        target
        for plan in read_text(SourceText("示例.txt", whole, "utf-8", digest))
        for target in plan.targets
    )


def match(
    rows: list[Target], wanted: list[dict[str, Any]], total: Score, name: str, text: str, kind: str = ""
) -> None:
    """Sets read rows beside judged ones, nearest first, and counts. Debatable rows count neither way, nor does a figure
    of a table that is not given because the text states it too."""
    pairs = sorted(
        ((nearness(gold, row), -g, -r) for g, gold in enumerate(wanted) for r, row in enumerate(rows)),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for near, minus_gold, minus_row in pairs:
        gold, row = -minus_gold, -minus_row
        if near >= SAME and gold not in taken and row not in used:
            taken[gold] = row
            used.add(row)
    for index, gold in enumerate(wanted):
        debatable = gold.get("debatable")
        if index not in taken:
            if not (debatable or gold.get("repeats_text")):
                total.expected += 1
                total.kinds[kind]["missed"] += 1
                total.faults.append(
                    f"{name} MISSED {gold['indicator']} {gold['comparator']} {gold['value']} {gold['unit']} {gold.get('year')}\n     {text}"
                )
            continue
        if debatable:
            continue
        wrong = differing(gold, rows[taken[index]])
        total.expected += 1
        total.found += 1
        total.read += 1
        total.right += 1
        total.whole += not wrong
        total.fields.update(wrong)
        total.kinds[kind]["whole" if not wrong else "field"] += 1
        if wrong:
            row = rows[taken[index]]
            told = "; ".join(
                f"{field}: {getattr(row, field, None)!s} should be {gold[field]}" for field in wrong
            )
            total.faults.append(f"{name} FIELD {told}\n     {text}")
    for index, row in enumerate(rows):
        if index in used:
            continue
        total.read += 1
        total.invented += not any(str(row.value) == str(gold.get("value")) for gold in wanted)
        total.kinds[kind]["invented"] += 1
        total.faults.append(
            f"{name} INVENTED {row.indicator} {row.comparator} {row.value} {row.unit} «{row.quote}»\n     {text}"
        )


def score(path: Path) -> Score:
    """Reads every judged clause of a file and compares."""
    total = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        rows = list(read_below(item["context"], item["text"]))
        debatable = [{**gold, "debatable": True} for gold in item["debatable"] if isinstance(gold, dict)]
        match(rows, [*item["targets"], *debatable], total, item["id"], item["text"], item.get("case", ""))
    return total


if __name__ == "__main__":
    part = sys.argv[1]
    result = score(HERE / f"{part}.jsonl")
    if part.startswith("tune"):
        print("\n".join(result.faults))
        for kind, counts in sorted(result.kinds.items()):
            print(f"  {kind:18} {dict(counts)}")
    print(result.line())
