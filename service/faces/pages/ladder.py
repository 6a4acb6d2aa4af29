"""目标阶梯: one indicator at all levels in one unit, with verdict, status and source of each figure, and a dot plot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from ingest.figures import Figure
from ingest.verdicts import Aim
from service.answers.ladder import (
    OUTCOMES,
    Ladder,
    Rung,
    UnknownIndicator,
    ladders,
    stricter_way,
)
from service.answers.stated import KnownFigure
from service.base import Base
from service.errors import BadFilter, UserError
from service.faces.pages.beside import address_of, readable, without_text
from service.faces.pages.dotplot import Mark, dot_plot
from service.faces.pages.drawing import base_of, draw, level_name
from service.names import OUTSIDE, asked_for
from service.scope import Scope, read_scope

router = APIRouter()
PAGE = 25
_OFFERED = 400  # names of indicators that the field proposes
_NO_PLOT = ("milestone", "ratio")
Many = Annotated[list[str], Query()]


@dataclass(frozen=True, slots=True)
class Step:
    """One level as the table shows it."""

    rung: Rung
    value: str  # in the unit of the ladder
    figure: Figure | None  # where the value comes from a table and not from the text
    link: str  # address of its source outside, where it states one
    other_name: str  # the indicator as this plan calls it, where that differs


@dataclass(frozen=True, slots=True)
class Shown:
    """One ladder as the page shows it."""

    ladder: Ladder
    domain: str
    steps: tuple[Step, ...]
    plot: Markup | None
    outcomes: frozenset[str]


@router.get("/ladder", response_class=HTMLResponse)
def ladder(
    request: Request,
    indicator: str = "",
    domain: Many = [],  # noqa: B006 - FastAPI copies it
    verdict: Many = [],  # noqa: B006
    plan: Many = [],  # noqa: B006
    offset: int = 0,
) -> Response:
    """Context: indicator, names (of indicators), shown (a page of Shown), total, verdicts and domains (name, count,
    chosen), plans, lower (ids of the plans that count as 本级), missing (plans without a text), problem, near
    (names like the one asked for), previous, next (addresses), everything (the address without filters), file_query (for exports)."""
    base = base_of(request)
    plans = base.store.plans()
    context: dict[str, object] = {
        "indicator": indicator, "names": base.store.indicator_names()[:_OFFERED], "plans": readable(plans),
        "missing": without_text(plans), "problem": "", "near": (), "shown": [], "lower": plan, "narrowed": False,
    }  # fmt: skip
    try:
        scope = read_scope(base.known, plans=[each for each in plan if each])
        asked = [("indicator", indicator), *(("plan", one) for one in plan)]
        context |= _found(base, scope, asked, [one for one in domain if one], verdict, max(0, offset))
    except UnknownIndicator as error:
        context |= {"problem": f"没有名称为“{indicator[:60]}”的指标。", "near": error.near}
    except UserError as error:
        context["problem"] = str(error)
    return draw(request, "ladder.html", context, here="ladder", block="results")


def _found(
    base: Base,
    scope: Scope,
    asked: list[tuple[str, str]],
    domain: Sequence[str],
    verdict: Sequence[str],
    offset: int,
) -> dict[str, object]:
    known = {check.figure: check.checked.value for check in base.store.figures()}
    wanted = outcomes_named(verdict)
    found = ladders(base.store, asked[0][1].strip() or None, scope=scope, figures=_figures(base))
    domains = stated_domains(base)
    every = [(each, domain_of(each, domains), outcomes(each)) for each in found]
    in_domain = [row for row in every if not domain or row[1] in domain]
    kept = [row for row in in_domain if not wanted or wanted & row[2]]
    page = [
        _shown(each, of, said, known, number)
        for number, (each, of, said) in enumerate(kept[offset : offset + PAGE], offset)
    ]
    full = [*asked, *(("domain", one) for one in domain), *(("verdict", one) for one in verdict)]
    after = offset + PAGE
    verdicts = Counter(one for row in in_domain for one in row[2])
    with_verdict = Counter(row[1] for row in every if not wanted or wanted & row[2])
    return {
        "shown": page,
        "total": len(kept),
        "every": len(every),
        "offset": offset,
        "verdicts": [(each, verdicts[each], each in wanted) for each in OUTCOMES],
        "domains": [(of, with_verdict[of], of in domain) for of in dict.fromkeys(row[1] for row in every)],
        "narrowed": bool(wanted or domain),
        "file_query": urlencode([pair for pair in full if pair[1]]),
        "everything": address_of("/ladder", asked),
        "previous": address_of("/ladder", full, offset=str(offset - PAGE or "")) if offset else None,
        "next": address_of("/ladder", full, offset=str(after)) if after < len(kept) else None,
    }


def _figures(base: Base) -> Iterator[tuple[KnownFigure, str]]:
    for check in base.store.figures():
        yield check.figure, check.checked.value


def outcomes_named(words: Iterable[str]) -> frozenset[str]:
    """The outcomes that a filter names. Raises BadFilter."""
    wanted = frozenset(filter(None, words))
    for word in wanted.difference(OUTCOMES):
        raise BadFilter(f"没有叫“{word[:20]}”的结论，可以写：{'、'.join(OUTCOMES)}。")
    return wanted


def stated_domains(base: Base) -> dict[str, str]:
    """The domain of each clause that states a target, and of each figure by plan and name."""
    found = {target.clause: target.domain for target in base.store.targets()}
    figures = (check.figure for check in base.store.figures())
    found |= {f"{figure.plan} {figure.indicator}": figure.domain for figure in figures}
    return {key: domain for key, domain in found.items() if domain}


def domain_of(each: Ladder, domains: Mapping[str, str]) -> str:
    """The domain in which the lowest plan that has the indicator states it."""
    for rung in each.rungs:
        if rung.stated is not None:
            aim = rung.stated.aim
            return domains.get(aim.clause or f"{aim.plan} {aim.indicator}", OUTSIDE)
    return OUTSIDE


def outcomes(each: Ladder) -> frozenset[str]:
    """How a ladder comes out at its levels."""
    return frozenset(rung.outcome for rung in each.rungs if rung.outcome is not None)


def _shown(
    each: Ladder, domain: str, said: frozenset[str], known: Mapping[Figure, str], number: int
) -> Shown:
    steps = tuple(_step(rung, each.indicator, known) for rung in each.rungs)
    return Shown(each, domain, steps, _plot(each, steps, number), said)


def _step(rung: Rung, indicator: str, known: Mapping[Figure, str]) -> Step:
    if rung.stated is None:
        return Step(rung, "", None, "", "")
    aim = rung.stated.aim
    figure = None
    if aim.clause is None:
        figure = next((one for one in known if _is_source(one, aim)), None)
    link = re.search(r"https?://[^\s（）()，、；]+", figure.source) if figure else None
    other = aim.indicator if aim.indicator != indicator else ""
    return Step(rung, written(aim), figure, link.group() if link else "", other)


def _is_source(figure: Figure, aim: Aim) -> bool:
    stated = (figure.plan, figure.indicator, figure.population, figure.year, figure.nature)
    return stated == (aim.plan, aim.indicator, aim.population, aim.year, aim.nature)


def written(aim: Aim) -> str:
    """What an aim asks for: ≤ 9/10万."""
    change = aim.nature == "change_from_base"
    return asked_for(
        aim.comparator or "", aim.value, aim.value_high, aim.unit or "", aim.quote, change=change
    )


def _plot(each: Ladder, steps: Sequence[Step], number: int) -> Markup | None:
    """The values that have the unit and nature of the first; others stand in the table alone."""
    stated = [(step, step.rung.stated) for step in steps if step.rung.stated is not None]
    first = next((one.aim for _, one in stated if one.aim.value is not None), None)
    if first is None or first.unit in _NO_PLOT:
        return None
    marks = [
        Mark(
            step.rung.plan.entry.level or "", level_name(step.rung.plan.entry.level) or "—", one.aim.value,
            one.aim.value_high, step.value, one.checked == "text",
        )
        for step, one in stated
        if one.aim.value is not None and (one.aim.unit, one.aim.nature) == (first.unit, first.nature)
    ]  # fmt: skip
    way = stricter_way(each)
    return dot_plot(each.indicator, marks, percent=first.unit == "percent", way=way, number=number)
