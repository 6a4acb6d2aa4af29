"""The JSON records of a target ladder; docs/json.md describes them."""

from __future__ import annotations

from typing import Any

from service.answers.ladder import Ladder, Rung
from service.answers.stated_values import StatedAim
from service.faces.records.corrections import trace_record
from service.faces.records.values import number

Record = dict[str, Any]


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
        "pairing": rung.pairing.value if rung.pairing else None,
        "converted": aim.converted if aim else False,
        "own_clause": rung.own.aim.clause if rung.own else None,
        "own_indicator": rung.own.aim.indicator if rung.own else None,
        "stages": [_stated(each) for each in rung.others],
        "sister": {"plan": rung.sister.plan.entry.id, **_stated(rung.sister.stated)} if rung.sister else None,
        "corrected": [trace_record(each) for each in aim.corrected] if aim and aim.corrected else None,
    }


def _stated(one: StatedAim) -> Record:
    """What else is said of an indicator: by the plan itself or by its sister plan."""
    aim = one.aim
    return {
        "clause": aim.clause,
        "indicator": aim.indicator,
        "comparator": aim.comparator,
        "value": number(aim.value),
        "value_high": number(aim.value_high),
        "unit": aim.unit,
        "year": aim.year,
        "quote": aim.quote,
    }
