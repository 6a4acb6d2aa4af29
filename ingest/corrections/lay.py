"""Lays corrections over a plan: the plan as people corrected it, and which corrections found no place.

Takes a Plan as it was read and corrections in the order in which they were made; each is bound to the text that its maker
saw, with the earlier ones in it. Gives a Laying. The source is not touched and the reading is not repeated: only the pieces
that were cut anew are read for targets and warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from ingest.anchors import Prints, became
from ingest.corrections import pieces, targets
from ingest.corrections.pieces import Draft, Unfit
from ingest.corrections.records import Correction, LaidCorrection, Laying
from ingest.plan import Act, Baseline, Clause, Plan, ReviewWarning, Target
from ingest.reading import read_anew
from ingest.structure import review

_CHANGED = "原文已经改动，这处更正没有套用，请对照现在的文字重新更正，或撤销。"
_GONE = "更正时的那段原文已经不在，这处更正没有套用。"
_BESIDE = "后一条已经不是更正时的那一条，这处更正没有套用。"
_CUTS: Mapping[Act, Callable[[Draft, int, Correction], None]] = {
    Act.BORDER: pieces.move_border,
    Act.JOIN: pieces.join,
    Act.SPLIT: pieces.split,
    Act.KIND: pieces.set_kind,
    Act.DOMAIN: pieces.set_domain,
}


def laid_over(plan: Plan, corrections: Sequence[Correction]) -> Laying:
    """The plan with those of the corrections that are made for it."""
    mine = [each for each in corrections if each.made_for.plan == plan.entry.id]
    if not mine:
        return Laying(plan)
    draft = Draft.of(plan)
    found: dict[str, int] = {}  # of a correction of a target: where in the source that target begins
    outcomes = {each.key: _lay(draft, each, found) for each in mine}
    made = replace(_read_anew(plan, draft.clauses), headings=tuple(draft.headings))
    for each in mine:
        if each.key in found:
            made, outcomes[each.key] = _lay_target(made, each, found[each.key])
    return Laying(made, tuple(outcomes.values()))


def _lay(draft: Draft, correction: Correction, found: dict[str, int]) -> LaidCorrection:
    """Lays one correction over what the earlier ones have made; a target is only looked up."""
    prints = Prints.of(draft.clauses)
    address = prints.find(correction.made_for)
    if address is None:
        now = became(correction.made_for, draft.clauses)
        return LaidCorrection(correction, now.address if now else None, _CHANGED if now else _GONE)
    place = draft.index(address)
    beside = correction.beside
    try:
        if beside is not None and prints.find(beside) != draft.behind(place, over=correction.over).address:
            raise Unfit(_BESIDE)
        if correction.act in _CUTS:
            _CUTS[correction.act](draft, place, correction)
        else:
            found[correction.key] = targets.begins(draft, draft.clauses[place], correction)
    except Unfit as error:
        return LaidCorrection(correction, address, str(error))
    return LaidCorrection(correction, address)


def _lay_target(plan: Plan, correction: Correction, start: int) -> tuple[Plan, LaidCorrection]:
    """Lays a correction of a target that begins there over the targets as they are read now."""
    clause = next(each for each in plan.clauses if each.start <= start < each.end)
    try:
        if correction.act is Act.TARGET:
            changed = targets.correct(plan.targets, start, correction)
            return replace(plan, targets=changed), LaidCorrection(correction, clause.address)
        if correction.act is Act.ADD:
            more = targets.add(plan, clause, start, correction)
            return replace(plan, targets=more), LaidCorrection(correction, clause.address)
        left, changes = targets.strike(plan.targets, start, correction)
    except Unfit as error:
        return plan, LaidCorrection(correction, clause.address, str(error))
    told = replace(clause, corrected=(*clause.corrected, correction.trace(*changes)))
    clauses = tuple(told if each is clause else each for each in plan.clauses)
    return replace(plan, clauses=clauses, targets=left), LaidCorrection(correction, clause.address)


def _read_anew(plan: Plan, clauses: Sequence[Clause]) -> Plan:
    """The plan with these clauses; those that were cut or are called otherwise are read anew for targets and warnings."""
    before = {clause.address: _read_of(clause) for clause in plan.clauses}
    now = {clause.address: _read_of(clause) for clause in clauses}
    changed = {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}
    if not changed:
        return replace(plan, clauses=tuple(clauses))
    tabled = pieces.in_tables(plan)
    # What the introduction of a section states goes on in it; nothing goes from one section into another.
    sections = {each.section for each in (*plan.clauses, *clauses) if each.address in changed}
    mine = [each for each in clauses if each.address not in tabled and each.section in sections]
    text = read_anew(mine, plan.source)
    warnings = _warnings(plan, clauses, changed, sections, text.warnings)
    own: dict[str | None, list[ReviewWarning]] = {}
    for warning in warnings:
        own.setdefault(warning.clause, []).append(warning)
    return replace(
        plan,
        clauses=tuple(replace(each, warnings=tuple(own.get(each.address, ()))) for each in clauses),
        targets=_targets(plan, clauses, changed, text.targets),
        baselines=_baselines(plan, changed, text.baselines),
        warnings=warnings,
    )


def _read_of(clause: Clause) -> Clause:
    """What decides how a clause is read."""
    return replace(clause, corrected=(), warnings=())


def _targets(
    plan: Plan, clauses: Sequence[Clause], changed: Collection[str], anew: Sequence[Target]
) -> tuple[Target, ...]:
    """The targets of clauses that have changed as they are read now, those of all others as they were."""
    tabled = pieces.in_tables(plan)
    of = {each.address: each for each in clauses}
    kept = [
        replace(each, kind=of[each.clause].kind, domain=of[each.clause].domain)
        for each in plan.targets
        if each.clause in tabled or each.clause not in changed
    ]
    fresh = [each for each in anew if each.clause in changed]
    return tuple(sorted((*kept, *fresh), key=lambda target: target.start))


def _baselines(plan: Plan, changed: Collection[str], anew: Sequence[Baseline]) -> tuple[Baseline, ...]:
    """Past values, likewise."""
    tabled = pieces.in_tables(plan)
    kept = [each for each in plan.baselines if each.clause in tabled or each.clause not in changed]
    fresh = [each for each in anew if each.clause in changed]
    return tuple(sorted((*kept, *fresh), key=lambda value: value.start))


def _warnings(
    plan: Plan,
    clauses: Sequence[Clause],
    changed: Collection[str],
    sections: Collection[str],
    anew: Sequence[ReviewWarning],
) -> tuple[ReviewWarning, ...]:
    """What is odd now: what is found by looking at clauses is found anew where they have changed, all else stays."""
    tabled = pieces.in_tables(plan)

    def found(of: Sequence[Clause]) -> list[ReviewWarning]:
        prose = [each for each in of if each.address not in tabled]
        return [each for each in review(plan.source, prose, plan.page_marks) if each.clause in changed]

    before = [each for each in plan.clauses if each.address not in tabled and each.section in sections]
    looked = {*found(plan.clauses), *read_anew(before, plan.source).warnings}
    kept = [warning for warning in plan.warnings if warning not in looked]
    placed = [replace(each, clause=_at(clauses, each)) if each.clause in changed else each for each in kept]
    return tuple(
        sorted([*placed, *anew, *found(clauses)], key=lambda each: (each.start, each.end, each.code))
    )


def _at(clauses: Sequence[Clause], warning: ReviewWarning) -> str | None:
    """The clause in which a warning stands now."""
    there = (clause.address for clause in clauses if clause.start <= warning.start < clause.end)
    return next(there, None)
