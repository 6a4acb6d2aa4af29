"""Makes a correction of what a person typed, and refuses in one sentence what makes no sense.

Takes the Plan as the person sees it, earlier corrections included, and a Wanted. Gives a Correction that can be laid over it,
bound to the text. Raises BadCorrection. A number that does not stand in the clause is refused unless the person answers for
it. Changes nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from analyzers import comparators
from analyzers.normalise import fold, squash
from analyzers.quantities import find_quantities
from analyzers.units import UNITS
from ingest.anchors import Anchor, Prints
from ingest.corrections.lay import laid_over
from ingest.corrections.pieces import Draft, Unfit, in_tables, place_in_words
from ingest.corrections.records import Correction, TargetSeen
from ingest.corrections.targets import TARGET_FIELDS, fields_of, seen
from ingest.plan import Act, BadCorrection, Clause, ClauseKind, Plan, Target

# Beside the words of the comparison table, which may be typed as well: 不低于, 以上.
_SIGNS = {"≥": ">=", "≤": "<=", "≈": "~", "等于": "=", "范围": "range", "区间": "range", "range": "range"} | {
    sign: sign for sign in comparators.SIGNS
}
_UNITS = {unit.printed.strip(): name for name, unit in UNITS.items() if unit.printed.strip()} | {
    "完成": "milestone",
    "个数": "count",
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEARS = range(1949, 2101)
_LONGEST = 120  # characters of a name
_LONGEST_NOTE = 500
_STATE = "如果确实要这样更正，请勾选或写明“原文没有这个数，由我负责”（命令行用 --stated）"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction as a person asks for it; what is left open is empty."""

    act: Act
    address: str
    words: str = ""  # with which the second piece, or the clause behind the border, begins
    behind: bool = False  # these words stand in the clause behind: its beginning comes to this one
    over: bool = (
        False  # the heading between the two is none: its words belong to the clause that reaches over it
    )
    value: str = ""  # a kind, or a domain
    target: int = 0  # which target of the clause, counted from 1
    fields: Mapping[str, str] = field(default_factory=dict)  # of a target: what is set, empty: none
    stated: bool = False
    who: str = ""
    note: str = ""


def make(plan: Plan, wanted: Wanted, made: str) -> Correction:
    """The correction of a plan that a person asks for, made at that time. Raises BadCorrection."""
    clause = next((each for each in plan.clauses if each.address == wanted.address), None)
    if clause is None:
        raise BadCorrection(f"没有地址为 {wanted.address[:80]} 的条目，请核对后再更正。")
    if len(wanted.who) > _LONGEST or len(wanted.note) > _LONGEST_NOTE:
        raise BadCorrection(f"更正人最多 {_LONGEST} 字，说明最多 {_LONGEST_NOTE} 字，请缩短后再试。")
    try:
        correction = _made(plan, clause, wanted, made)
        trouble = laid_over(plan, [correction]).outcomes[0].trouble
    except Unfit as error:
        trouble = str(error)
    if trouble:
        raise BadCorrection(trouble)
    return correction


def _made(plan: Plan, clause: Clause, wanted: Wanted, made: str) -> Correction:
    draft = Draft.of(plan)
    prints = Prints.of(plan.clauses)
    key = secrets.token_hex(6)
    who, note = wanted.who.strip() or None, " ".join(wanted.note.split()) or None
    anchor = prints.anchor(clause)

    def correction(
        *, beside: Anchor | None = None, at: int = 0, behind: bool = False, value: str | None = None
    ) -> Correction:
        return Correction(
            key, wanted.act, anchor, beside, at, behind, wanted.over, value, who=who, made=made, note=note
        )

    match wanted.act:
        case Act.SPLIT:
            return correction(at=place_in_words(clause, wanted.words))
        case Act.JOIN | Act.BORDER:
            other = draft.behind(draft.index(clause.address), over=wanted.over)
            beside = prints.anchor(other)
            if wanted.act is Act.JOIN:
                return correction(beside=beside)
            at = place_in_words(other if wanted.behind else clause, wanted.words)
            return correction(beside=beside, at=at, behind=wanted.behind)
        case Act.KIND:
            return correction(value=_kind(clause, wanted.value))
        case Act.DOMAIN:
            return correction(value=_domain(clause, wanted.value))
        case Act.ADD:
            return _of_new_target(plan, clause, wanted, correction())
    return _of_target(plan, draft, clause, wanted, correction())


def _kind(clause: Clause, value: str) -> str:
    if value not in {kind.value for kind in ClauseKind}:
        raise Unfit(f"没有叫“{value[:20]}”的类型，请从列出的类型中选一个。")
    if value == clause.kind.value:
        raise Unfit("这一条本来就是这个类型，不用更正。")
    return value


def _domain(clause: Clause, value: str) -> str | None:
    domain = value.strip() or None
    if domain is not None and len(domain) > _LONGEST:
        raise Unfit(f"领域最多 {_LONGEST} 字，请缩短后再试。")
    if domain == clause.domain:
        raise Unfit("这一条本来就在这个领域，不用更正。")
    return domain


def _of_target(plan: Plan, draft: Draft, clause: Clause, wanted: Wanted, begun: Correction) -> Correction:
    own = [each for each in plan.targets if each.clause == clause.address]
    if not own:
        raise Unfit("这一条没有读出指标，没有可以更正的。")
    if not 1 <= wanted.target <= len(own):
        raise Unfit(f"这一条有 {len(own)} 个指标，没有第 {wanted.target} 个。")
    target = own[wanted.target - 1]
    told = replace(begun, target=seen(draft, clause, target), stated=wanted.stated)
    if wanted.act is Act.STRIKE:
        return told
    read = dict(fields_of(target))
    fields = {name: _field(name, value) for name, value in wanted.fields.items()}
    fields = {name: value for name, value in fields.items() if read[name] != value}
    if not fields:
        raise Unfit("所填的与程序读出的相同，没有要更正的。")
    if not wanted.stated:
        _stand_there(plan, clause, target, fields)
    _make_sense(read | fields)
    return replace(told, fields=tuple(fields.items()))


def _of_new_target(plan: Plan, clause: Clause, wanted: Wanted, begun: Correction) -> Correction:
    if clause.address in in_tables(plan):
        raise Unfit("表格里的一行不能补指标，请更正这一行已经读出的指标。")
    place = place_in_words(clause, wanted.words, first=True)
    given = {
        name: _field(name, wanted.fields.get(name, "")) for name in TARGET_FIELDS if name != "comparator"
    }
    given["comparator"] = _field("comparator", wanted.fields.get("comparator") or "=")
    fields = {name: given[name] for name in TARGET_FIELDS}
    if not wanted.stated:
        _stand_there(plan, clause, None, fields)
    _make_sense(fields)
    words = squash(clause.text[clause.body :])
    quote = words[place : place + len(squash(wanted.words))]
    fresh = [each for each in plan.targets if each.clause == clause.address and squash(each.quote) == quote]
    if any(dict(fields_of(each)) == fields for each in fresh):
        raise Unfit("这个指标已经读出来了，不用再补。")
    return replace(
        begun, target=TargetSeen(place, quote, ()), fields=tuple(fields.items()), stated=wanted.stated
    )


def _field(name: str, typed: str) -> str | None:
    """What a person typed, as records have it. Raises Unfit."""
    if name not in TARGET_FIELDS:
        raise Unfit(f"指标没有“{name[:20]}”这一项可以更正。")
    text = fold(typed).strip() if name not in ("indicator", "population") else typed.strip()
    if not text and name in ("indicator", "comparator", "unit"):
        if name == "unit":
            return "count"
        raise Unfit("指标名称和比较符不能空着。")
    if not text:
        return None
    if len(text) > _LONGEST:
        raise Unfit(f"每一项最多 {_LONGEST} 字，请缩短后再试。")
    if name == "comparator":
        sign = _SIGNS.get(text) or comparators.sign_of(text)
        if not sign:
            raise Unfit(f"比较符“{text[:10]}”写法不对，可以写：≥、≤、>、<、=、≈、范围。")
        return sign
    if name == "unit":
        return _unit(text)
    return _number(name, text) if name in ("value", "value_high", "year") else text


def _unit(text: str) -> str:
    if text in UNITS or text.startswith("other:"):
        return text
    return _UNITS.get(text, f"other:{text}")


def _number(name: str, text: str) -> str:
    text = text.replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unfit(f"“{text[:20]}”不是数，请只写数字，如 90 或 7.5，单位写在单位一栏。") from None
    if not value.is_finite() or abs(value) >= 10**15:
        raise Unfit(f"“{text[:20]}”太大，请核对。")
    if name == "year":
        if value not in _YEARS:
            raise Unfit("年份应是四位数字，如 2030。")
        return str(int(value))
    return str(value)


def _stand_there(plan: Plan, clause: Clause, target: Target | None, fields: Mapping[str, str | None]) -> None:
    """Refuses numbers that stand nowhere in the clause; a year may also be that of the plan's period."""
    text = fold(clause.text[clause.body :])
    numbers = {Decimal(each) for each in _NUMBER.findall(text)}
    for quantity in find_quantities(text):
        numbers |= {each for each in (quantity.value, quantity.value_high) if each is not None}
    years = {plan.entry.end_year, target.year if target else None, *(int(n) for n in numbers if n in _YEARS)}
    for name in ("value", "value_high"):
        value = fields.get(name)
        if value is not None and Decimal(value) not in numbers:
            raise Unfit(f"这一条里没有 {value} 这个数；{_STATE}。")
    year = fields.get("year")
    if year is not None and int(year) not in years and year not in plan.source.text[plan.start : plan.end]:
        raise Unfit(f"原文里没有 {year} 年；{_STATE}。")


def _make_sense(fields: Mapping[str, str | None]) -> None:
    low, high = fields["value"], fields["value_high"]
    if high is not None and low is None:
        raise Unfit("写了上限，还要写下限。")
    if fields["comparator"] == "range":
        if low is None or high is None:
            raise Unfit("比较符是范围时，下限和上限都要写。")
        if Decimal(low) >= Decimal(high):
            raise Unfit("范围的下限应在上限之下，请核对。")
    elif low is not None and fields["unit"] == "milestone":
        raise Unfit("程序把这一处读作“完成”，没有数值；要改成数值，请连单位一起改，如 所、%、个数。")
    elif low is None and fields["unit"] != "milestone":
        raise Unfit("数值不能空着；没有数值的事项单位请写“完成”，不是指标的请用“删去”。")
