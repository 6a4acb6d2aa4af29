"""Corrects and strikes targets as people say, each told by its place in the text and by what was read of it.

Takes the targets of a plan, a correction, and where in the source its target begins. Gives the targets with the change.
Raises Unfit where the target is not read as it was when the correction was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from analyzers.normalise import squash
from analyzers.units import base_of
from ingest.corrections.pieces import Draft, Unfit, running_text
from ingest.corrections.records import Correction, TargetSeen
from ingest.plan import Clause, FieldChange, Nature, Plan, Target

# What people may set of a target; everything else follows from the text.
TARGET_FIELDS = ("indicator", "population", "comparator", "value", "value_high", "unit", "year")


def seen(draft: Draft, clause: Clause, target: Target) -> TargetSeen:
    """A target as it is told from the others of its clause."""
    place = sum(1 for offset in draft.word_offsets(clause) if offset < target.start)
    return TargetSeen(place, squash(target.quote), fields_of(target))


def fields_of(target: Target) -> tuple[tuple[str, str | None], ...]:
    """What people may set, as texts."""
    return tuple((name, _text(getattr(target, name))) for name in TARGET_FIELDS)


def begins(draft: Draft, clause: Clause, correction: Correction) -> int:
    """Where in the source the target begins that a correction speaks of. Raises Unfit."""
    told = correction.target
    places = draft.word_offsets(clause)
    if told is None or not 0 <= told.place < len(places):
        raise Unfit("更正里没有写清楚是哪一个指标。")
    return places[told.place]


def correct(targets: Sequence[Target], start: int, correction: Correction) -> tuple[Target, ...]:
    """The targets of a plan with the one that begins there as a person says."""
    found = _find(targets, start, correction)
    if found is None:  # it is read as it should be by now
        return tuple(targets)
    read = dict(fields_of(found))
    values = dict(correction.fields)
    changes = [FieldChange(name, read[name], value) for name, value in values.items() if read[name] != value]
    trace = correction.trace(*changes)
    made: Target = replace(
        found,
        **{name: _value(name, value) for name, value in values.items()},
        corrected=(*found.corrected, trace),
    )
    if "unit" in values:
        made = replace(made, base=base_of(made.unit), nature=_nature(found, made))
    return tuple(made if each is found else each for each in targets)


def _nature(found: Target, made: Target) -> Nature:
    """What is said of a target whose unit is another one: a thing to be done has no value, everything else has."""
    if made.unit == "milestone":
        return Nature.DATED_MILESTONE
    return Nature.LEVEL if found.unit == "milestone" else found.nature


def add(plan: Plan, clause: Clause, start: int, correction: Correction) -> tuple[Target, ...]:
    """The targets of a plan with one more, which begins there in a clause; nothing where it is read by now."""
    told = correction.target
    assert told is not None
    values = {name: _value(name, text) for name, text in correction.fields}
    quote, end = _quoted(plan, clause, start, told)
    if any(
        each.clause == clause.address
        and each.start < end
        and each.end > start
        and all(getattr(each, name) == values[name] for name in ("value", "value_high", "unit"))
        for each in plan.targets
    ):
        return plan.targets
    trace = correction.trace(
        FieldChange("quote", None, quote),
        *(FieldChange(name, None, value) for name, value in correction.fields if value is not None),
    )
    made = Target(
        clause=clause.address,
        plan=clause.plan,
        kind=clause.kind,
        domain=clause.domain,
        number=clause.number,
        base=base_of(values["unit"]),
        nature=Nature.DATED_MILESTONE if values["unit"] == "milestone" else Nature.LEVEL,
        baseline_year=None,
        hedge=None,
        quote=quote,
        start=start,
        end=end,
        scanned=plan.source.scanned,
        corrected=(trace,),
        **values,
    )
    return tuple(sorted((*plan.targets, made), key=lambda each: each.start))


def _quoted(plan: Plan, clause: Clause, start: int, told: TargetSeen) -> tuple[str, int]:
    """The words of a target that a person added, as they stand in its clause, and where they end. Raises Unfit."""
    places = Draft.of(plan).word_offsets(clause)
    at = places.index(start)
    last = at + len(told.quote)
    if last > len(places) or not told.quote:
        raise Unfit("补上的指标的原文超出了这一条。")
    end = places[last - 1] + 1
    quote = squash(running_text(plan, start, end).text)
    if quote != told.quote:
        raise Unfit("补上的指标的原文与现在的文字不同，请重新补上，或撤销这次更正。")
    return quote, end


def strike(
    targets: Sequence[Target], start: int, correction: Correction
) -> tuple[tuple[Target, ...], tuple[FieldChange, ...]]:
    """The targets of a plan without the one that begins there, and what was read of it."""
    found = _find(targets, start, correction)
    if found is None:
        return tuple(targets), ()
    changes = [FieldChange("quote", found.quote, None)]
    changes += [FieldChange(name, value, None) for name, value in fields_of(found) if value is not None]
    return tuple(each for each in targets if each is not found), tuple(changes)


def _find(targets: Sequence[Target], start: int, correction: Correction) -> Target | None:
    """The target that a correction speaks of; None where nothing is left to be corrected. Raises Unfit."""
    told = correction.target
    assert told is not None
    there = [each for each in targets if each.start == start and squash(each.quote) == told.quote]
    exact = [each for each in there if fields_of(each) == told.fields]
    if exact:
        return exact[0]
    wanted = dict(told.fields) | dict(correction.fields)
    if correction.fields and any(dict(fields_of(each)) == wanted for each in there):
        return None
    if not correction.fields and not there:
        return None
    raise Unfit("程序现在对这一处读出的指标与更正时不同，请对照原文重新更正，或撤销这次更正。")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name in ("value", "value_high"):
        return Decimal(text)
    return int(text) if name == "year" else text
