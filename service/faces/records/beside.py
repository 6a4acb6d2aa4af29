"""The JSON records of plans beside each other; docs/json.md describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.plan import ClauseKind
from service.answers.alignment import AlignedRow
from service.answers.comparison import ComparedPair, Comparison
from service.answers.coverage import CoverageRow, Covered, MatrixRow
from service.answers.ladder import Ladder, Rung
from service.faces.records.search import number

Record = dict[str, Any]


def link_record(row: AlignedRow) -> Record:
    """One clause and one counterpart; ``to`` is null where the plan has none."""
    link = row.link
    level = row.plan.entry.level
    return {
        "from": link.source,
        "to": link.target,
        "relation": link.relation.value,
        "score": link.score,
        "reasons": [{"kind": reason.kind, "text": reason.text} for reason in link.reasons],
        "status": row.status.value,
        "plan": link.plan,
        "level": level.value if level else None,
        "from_citation": row.source.citation,
        "to_citation": row.target.citation if row.target else None,
        "kin": row.kin.name.lower(),
    }


def rung_record(ladder: Ladder, rung: Rung) -> Record:
    """One level of one indicator; the lower plan's own row has no verdict unless it has no such aim."""
    aim = rung.stated.aim if rung.stated else None
    level = rung.plan.entry.level
    return {
        "indicator": aim.indicator if aim else ladder.indicator,
        "population": aim.population if aim else ladder.population,
        "level": level.value if level else None,
        "plan": rung.plan.entry.id,
        "clause": aim.clause if aim else None,
        "comparator": aim.comparator if aim else None,
        "value": number(aim.value) if aim else None,
        "unit": aim.unit if aim else None,
        "year": aim.year if aim else None,
        "verdict": rung.verdict.value if rung.verdict else None,
        "reason": rung.reason,
        "checked": rung.stated.checked.label if rung.stated else None,
        "value_high": number(aim.value_high) if aim else None,
        "nature": aim.nature if aim else None,
        "baseline_year": aim.baseline_year if aim else None,
        "quote": aim.quote if aim else None,
        "lower": ladder.rungs[0].plan.entry.id,
        "ladder": ladder.indicator,
        "no_text": rung.unread,
        "near": [{"indicator": each.indicator or None, "clause": each.clause} for each in rung.near],
    }


def coverage_record(row: CoverageRow, found: Covered) -> Record:
    """One domain of one plan and what it says of the subject, with what was looked for."""
    level = row.plan.entry.level
    return {
        "level": level.value if level else None,
        "plan": row.plan.entry.id,
        "domain": row.domain,
        "status": row.status.value,
        "total": row.total,
        "kinds": _kinds(row.kinds),
        "gap": row.gap.value if row.gap else None,
        "clauses": [stored.clause.address for stored in row.clauses],
        "apart": row.apart,
        "also": list(found.also),
        "mended": [
            {"typed": each.typed, "meant": each.meant, "others": list(each.others)} for each in found.mended
        ],
    }


def matrix_record(row: MatrixRow) -> Record:
    """One domain of one plan and how many of its clauses other levels answer."""
    level = row.plan.entry.level
    return {
        "level": level.value if level else None,
        "plan": row.plan.entry.id,
        "domain": row.domain,
        "total": sum(row.kinds.values()),
        "kinds": _kinds(row.kinds),
        "answered": {other.value: count for other, count in row.answered.items()},
        "beside": {other.value: count for other, count in row.beside.items()},
    }


def _kinds(counts: Mapping[ClauseKind, int]) -> Record:
    return {kind.value: counts[kind] for kind in ClauseKind if counts.get(kind)}


def comparison_records(compared: Comparison) -> Iterator[Record]:
    """Pairs in the order of the first plan, then what only the first and what only the second says."""
    for pair in compared.pairs:
        yield _pair_record(pair)
    for row in compared.only_left:
        yield _compared("only_left", row.clause.address, None, row.clause.text, None)
    for row in compared.only_right:
        yield _compared("only_right", None, row.clause.address, None, row.clause.text)


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
    }
