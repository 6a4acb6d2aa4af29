"""目标阶梯: one indicator at all levels in one unit, with verdict, status and source of each figure, and a dot plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from ingest.catalogue import Checked, Figure, FigureCheck
from service.answers.coverage import levels_of
from service.answers.ladder import (
    Ladder,
    Rung,
    UnknownIndicator,
    ladders,
    stricter_way,
)
from service.errors import UserError
from service.faces.sheets.figure_sources import address_in, figure_of
from service.faces.web.parts.dot_plot import Mark, dot_plot
from service.faces.web.parts.ladder_filter import Narrowed, Sorted, read_narrowed, sort_out
from service.faces.web.parts.page_addresses import Many, address_of, first_of_page
from service.faces.web.parts.plan_list import readable, without_text
from service.faces.web.parts.rendering import base_of, draw, level_name
from service.query import Scope, read_scope
from service.requirement import requirement_of
from service.storage import Base

router = APIRouter()
PAGE = 25
_OFFERED = 400  # names of indicators that the field proposes
_NO_PLOT = ("milestone", "ratio")


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


@router.get("/ladder", response_class=HTMLResponse)
def ladder(
    request: Request,
    indicator: str = "",
    domain: Many = [],  # noqa: B006 - FastAPI copies it
    verdict: Many = [],  # noqa: B006
    checked: Many = [],  # noqa: B006
    plan: Many = [],  # noqa: B006
    offset: int = 0,
) -> Response:
    """Context: indicator, names (of indicators), shown (a page of Shown), total, verdicts, checks and domains (name,
    count, chosen), plans, levels (those shown), lower (ids of the plans that count as 本级), missing (plans without a text), problem, near
    (names like the one asked for), previous, next (addresses), everything (the address without filters), file_query (for exports)."""
    base = base_of(request)
    plans = base.store.plans()
    context: dict[str, object] = {
        "indicator": indicator, "names": base.store.indicator_names()[:_OFFERED], "plans": readable(plans), "levels": levels_of(plans),
        "missing": without_text(plans), "problem": "", "near": (), "shown": [], "lower": plan, "narrowed": False,
    }  # fmt: skip
    try:
        scope = read_scope(base.known, plans=[each for each in plan if each])
        asked = [("indicator", indicator), *(("plan", one) for one in plan)]
        context |= _found(base, scope, asked, read_narrowed(domain, verdict, checked), offset)
    except UnknownIndicator as error:
        context |= {"problem": f"没有名称为“{indicator[:60]}”的指标。", "near": error.near}
    except UserError as error:
        context["problem"] = str(error)
    return draw(request, "ladder.html", context, here="ladder", block="results")


def _found(
    base: Base, scope: Scope, asked: list[tuple[str, str]], narrowed: Narrowed, offset: int
) -> dict[str, object]:
    checks = base.store.figures()
    every = sort_out(
        base, ladders(base.store, asked[0][1].strip() or None, scope=scope, figures=base.store.figures())
    )
    kept = [row for row in every if narrowed.keeps(row)]
    offset = first_of_page(offset, len(kept), PAGE)
    page = [_shown(row, checks, number) for number, row in enumerate(kept[offset : offset + PAGE], offset)]
    full = [*asked, *narrowed.asked]
    after = offset + PAGE
    return {
        "shown": page,
        "total": len(kept),
        "every": len(every),
        "offset": offset,
        "narrowed": bool(narrowed.asked),
        "file_query": urlencode([pair for pair in full if pair[1]]),
        "everything": address_of("/ladder", asked),
        "previous": address_of("/ladder", full, offset=str(offset - PAGE or "")) if offset else None,
        "next": address_of("/ladder", full, offset=str(after)) if after < len(kept) else None,
    } | narrowed.choices(every)


def _shown(row: Sorted, checks: Sequence[FigureCheck], number: int) -> Shown:
    steps = tuple(_step(rung, row.ladder.indicator, checks) for rung in row.ladder.rungs)
    return Shown(row.ladder, row.domain, steps, _plot(row.ladder, steps, number))


def _step(rung: Rung, indicator: str, checks: Sequence[FigureCheck]) -> Step:
    if rung.stated is None:
        return Step(rung, "", None, "", "")
    aim = rung.stated.aim
    figure = figure_of(aim, checks)
    other = aim.indicator if aim.indicator != indicator else ""
    return Step(rung, requirement_of(aim), figure, address_in(figure.source) if figure else "", other)


def _plot(each: Ladder, steps: Sequence[Step], number: int) -> Markup | None:
    """The values that have the unit and nature of the first; others stand in the table alone."""
    stated = [(step, step.rung.stated) for step in steps if step.rung.stated is not None]
    first = next((one.aim for _, one in stated if one.aim.value is not None), None)
    if first is None or first.unit in _NO_PLOT:
        return None
    marks = [
        Mark(
            step.rung.plan.entry.level, level_name(step.rung.plan.entry.level) or "—", one.aim.value,
            one.aim.value_high, step.value, one.checked is Checked.TEXT,
        )
        for step, one in stated
        if one.aim.value is not None and (one.aim.unit, one.aim.nature) == (first.unit, first.nature)
    ]  # fmt: skip
    way = stricter_way(each)
    return dot_plot(each.indicator, marks, percent=first.unit == "percent", way=way, number=number)
