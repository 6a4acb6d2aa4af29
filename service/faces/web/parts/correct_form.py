"""The form with which a person corrects a clause: what it offers, and what was typed into it as a Wanted.

Takes a Plan as the person sees it and the address of a clause; the same for a plan of the base and for one that waits in a
preview. Computes nothing: what makes sense is asked of ``ingest.corrections``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from fastapi import Request, Response

from analyzers.units import UNITS
from ingest.corrections import TARGET_FIELDS, Wanted
from ingest.plan import Act, Clause, ClauseKind, Plan, Target
from service.errors import NotFound, UserError
from service.labels import COMPARISONS, KINDS

WHO = "duibiao_who"  # the cookie that remembers who corrects at this browser
_A_YEAR = 365 * 24 * 3600
_SENTENCE = re.compile(r"[^。；;！？]+[。；;！？]*")
_START = 14  # characters that are offered as the beginning of a sentence
_MOST = 40


@dataclass(frozen=True, slots=True)
class TargetForm:
    """One target with its fields as a person may write them."""

    number: int  # in its clause, from 1
    target: Target
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CorrectPage:
    """correct.html."""

    clause: Clause  # as it reads now
    plan_title: str  # the plan it stands in
    action: str  # where the form goes
    back: str  # where the person came from
    back_name: str  # what that is
    waiting: bool  # whether the plan waits in a preview
    hidden: Sequence[tuple[str, str]]  # what else goes with the form
    following: Clause | None  # the clause behind it, where the border can be moved
    barrier: str  # the heading between the two, which goes where a person says that it is none
    targets: Sequence[TargetForm]  # of the clause
    kinds: Mapping[ClauseKind, str]  # to choose from
    domains: Sequence[str]  # of the plan, to choose from
    comparisons: Mapping[str, str]  # to choose from
    starts: Sequence[str]  # how the sentences of the clause begin
    following_starts: Sequence[str]  # the same of the clause behind it
    who: str  # who corrects
    problem: str = ""  # why what was typed makes no sense
    typed: Mapping[str, str] | None = None  # what was typed, where it is shown again


async def typed_form(request: Request) -> dict[str, str]:
    """The fields of a form, as they were typed."""
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def correct_page(
    request: Request, plan: Plan, address: str, *, action: str, back: tuple[str, str], waiting: bool = False,
    hidden: Sequence[tuple[str, str]] = (), problem: str = "", typed: Mapping[str, str] | None = None,
) -> CorrectPage:  # fmt: skip
    """The page for one clause of a plan. Raises NotFound."""
    place = next((n for n, each in enumerate(plan.clauses) if each.address == address), None)
    if place is None:
        raise NotFound(f"没有地址为 {address[:80]} 的条目，它可能已被合并，请回到上一页重新选择。")
    clause = plan.clauses[place]
    following = plan.clauses[place + 1] if place + 1 < len(plan.clauses) else None
    between = [
        heading for heading in plan.headings if following and clause.end <= heading.start < following.start
    ]
    barrier = "、".join(f"“{heading.title[:30]}”" for heading in between)
    own = [each for each in plan.targets if each.clause == address]
    return CorrectPage(
        clause=clause,
        plan_title=plan.entry.title,
        action=action,
        back=back[0],
        back_name=back[1],
        waiting=waiting,
        hidden=hidden,
        following=following,
        barrier=barrier,
        targets=[TargetForm(n, each, _fields(each)) for n, each in enumerate(own, 1)],
        kinds=KINDS,
        domains=tuple(dict.fromkeys(each.domain for each in plan.clauses if each.domain)),
        comparisons=COMPARISONS,
        starts=_starts(clause, 1),
        following_starts=_starts(following, 1) if following else (),
        who=(typed or {}).get("who") or who_corrects(request),
        problem=problem,
        typed=typed,
    )


def wanted_of(address: str, typed: Mapping[str, str]) -> Wanted:
    """What a person asks for; the button that was pressed says which act. Raises UserError."""
    do, _, number = typed.get("do", "").partition("-")
    acts = {"give": Act.BORDER, "take": Act.BORDER} | {act.value: act for act in Act}
    if do not in acts or (number and not number.isdigit()):
        raise UserError("请用页面上的按钮更正。")
    fields = {name: typed[f"{name}-{number}"] for name in TARGET_FIELDS if f"{name}-{number}" in typed}
    if not typed.get("who", "").strip():
        raise UserError("请写上更正人的姓名，以后要知道是谁改的。")
    return Wanted(
        acts[do],
        address,
        words=typed.get(f"{do}_words", ""),
        behind=do == "take",
        over=bool(typed.get("over")),
        value=typed.get(do, ""),
        target=int(number or 0),
        fields=fields if acts[do] in (Act.TARGET, Act.ADD) else {},
        stated=bool(typed.get(f"stated-{number}")),
        who=typed["who"].strip(),
        note=typed.get("note", ""),
    )


def who_corrects(request: Request) -> str:
    """Who last corrected at this browser; "" where nobody did."""
    return unquote(request.cookies.get(WHO, ""))


def remember(response: Response, who: str) -> None:
    """Has the browser remember who corrects, for the next form."""
    response.set_cookie(WHO, quote(who.strip()[:60]), max_age=_A_YEAR, httponly=True, samesite="lax")


def _fields(target: Target) -> dict[str, str]:
    """The fields of a target as a person writes them."""
    unit = UNITS[target.unit].printed.strip() if target.unit in UNITS else target.unit.removeprefix("other:")
    written = {name: getattr(target, name) for name in TARGET_FIELDS} | {
        "unit": "完成" if target.unit == "milestone" else unit
    }
    return {name: "" if value is None else str(value) for name, value in written.items()}


def _starts(clause: Clause, skip: int) -> tuple[str, ...]:
    """How the sentences of a clause begin, the first left out: places at which it may be cut."""
    text = clause.text[clause.body :]
    found = [each.group().strip()[:_START] for each in _SENTENCE.finditer(text)][skip:]
    return tuple(each for each in dict.fromkeys(found) if text.count(each) == 1)[:_MOST]
