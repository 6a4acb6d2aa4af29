"""The JSON records of two plans clause by clause; docs/json.md describes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.answers.comparison import ComparedPair, Comparison
from service.faces.records.links import near_records

Record = dict[str, Any]


def comparison_records(compared: Comparison) -> Iterator[Record]:
    """Pairs in the order of the first plan, then what only the first and what only the second says."""
    for pair in compared.pairs:
        yield _pair_record(pair)
    for row in compared.only_left:
        alone = _compared("only_left", row.clause.address, None, row.clause.text, None)
        yield alone | {"nearest": near_records(compared.near.get(row.clause.address, ()))}
    for row in compared.only_right:
        alone = _compared("only_right", None, row.clause.address, None, row.clause.text)
        yield alone | {"nearest": near_records(compared.near.get(row.clause.address, ()))}


def _pair_record(pair: ComparedPair) -> Record:
    left, right = pair.left.clause, pair.right.clause
    return _compared("pair", left.address, right.address, left.text, right.text) | {
        "relation": pair.relation.value,
        "score": pair.score,
        "equal": pair.equal,
        "changes": [
            {"kind": change.kind, "left": change.one, "right": change.other}
            for change in pair.changes
            if change.kind != "equal"
        ],
    }


def _compared(
    row: str, left: str | None, right: str | None, left_text: str | None, right_text: str | None
) -> Record:
    return {
        "row": row,
        "left": left,
        "right": right,
        "left_text": left_text,
        "right_text": right_text,
        "relation": None,
        "score": None,
        "equal": False,
        "changes": [],
        "nearest": [],
    }
