"""目标阶梯: one indicator at all levels in one unit, with verdict, status and source of each figure, and a dot plot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from analyzers.units import UNITS
from ingest.catalogue import Figure, FigureCheck
from ingest.plan import Checked, Level
from service.answers.coverage import levels_of
from service.answers.ladder import (
    OUTCOME_WORDS,
    Ladder,
    Rung,
    UnknownIndicator,
    stricter_way,
)
from service.answers.stated_values import StatedAim
from service.decisions import LinkStatus
from service.desk import ClauseQuestion, Desk, LadderQuestion, SameIndicator
from service.errors import NotFound, UserError
from service.faces.sheets.figure_sources import address_in, figure_of
from service.faces.sheets.ladder import ladder_book
from service.faces.web.parts.correct_form import who_corrects
from service.faces.web.parts.dot_plot import Mark, dot_plot
from service.faces.web.parts.downloads import Suffix, as_file
from service.faces.web.parts.ladder_filter import (
    Choices,
    Narrowed,
    Outcomes,
    Sorted,
    read_narrowed,
    sort_out,
)
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import Many, address_of, first_of_page
from service.faces.web.parts.plan_list import readable, without_text
from service.faces.web.parts.rendering import draw, level_name
from service.requirement import requirement_of, told_stage
from service.storage import StoredPlan

router = APIRouter()
PAGE = 25
_UNDRAWN = {unit.name for unit in UNITS.values() if not unit.drawn}
_SAID = {"confirm": LinkStatus.CONFIRMED, "reject": LinkStatus.REJECTED, "undo": LinkStatus.SUGGESTED}
_OFFERED = 400  # names of indicators that the field proposes


Words = Mapping[str, str]
Telling = Callable[[StatedAim], str]


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


@dataclass(frozen=True, slots=True)
class LadderPage:
    """ladder.html; what has a default is given where the question could be answered."""

    indicator: str  # the indicator that is asked for; "" for all
    names: Sequence[str]  # of indicators, to choose from
    plans: Sequence[StoredPlan]  # to choose from: those with a text, county first
    lower: Sequence[str]  # ids of the plans that count as 本级
    levels: Sequence[Level]  # those that a ladder can have a rung at
    missing: Sequence[StoredPlan]  # plans without a text
    problem: str = ""  # what is wrong with the question
    near: Sequence[str] = ()  # names like the one that is asked for
    shown: Sequence[Shown] = ()  # one page of the ladders
    offset: int = 0  # the place of the first of them
    total: int = 0  # ladders that fit
    every: int = 0  # ladders whatever the filters
    narrowed: bool = False  # whether a filter is chosen
    verdicts: Outcomes = ()  # to choose from: how ladders come out, and how many more by figures of no text
    checks: Choices = ()  # to choose from: how far their figures were checked
    domains: Choices = ()  # to choose from
    everything: str = ""  # the address without filters
    previous: str | None = None  # the address of the page before
    next: str | None = None  # the address of the page behind
    file_query: str = ""  # what was asked for, for the files
    here_query: str = ""  # the same with the place in the list, to come back to
    exact: bool = True  # whether an indicator is called as was typed
    beside: Sequence[str] = ()  # other indicators that may have been meant
    outcome_words: Words = field(default_factory=dict)  # how people call the outcomes
    told_stage: Telling = told_stage  # what else a plan says of an indicator, in words


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
    """A page of the ladders of one indicator or of all."""
    desk = desk_at(request)
    plans = desk.store.plans()
    page = LadderPage(
        indicator=indicator,
        names=desk.store.indicator_names()[:_OFFERED],
        plans=readable(plans),
        lower=plan,
        levels=levels_of(plans),
        missing=without_text(plans),
        outcome_words=OUTCOME_WORDS,
    )
    try:
        question = _question(indicator, plan)
        desk.scope(question.filters)  # a mistake in the plan is told before one in what narrows
        asked = [("indicator", indicator), *(("plan", one) for one in plan)]
        page = _found(page, desk, question, asked, read_narrowed(domain, verdict, checked), offset)
    except UnknownIndicator as error:
        page = replace(page, problem=f"没有名称为“{indicator[:60]}”的指标。", near=error.near)
    except UserError as error:
        page = replace(page, problem=str(error))
    return draw(request, "ladder.html", page, here="ladder", block="results")


@router.post("/ladder")
def decide(
    request: Request,
    source: Annotated[str, Form()] = "",
    source_indicator: Annotated[str, Form()] = "",
    target: Annotated[str, Form()] = "",
    target_indicator: Annotated[str, Form()] = "",
    quote: Annotated[str, Form()] = "",
    do: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Keeps whether two indicators are one (``do``: confirm, reject, undo), or that a figure was compared with the
    original (check, uncheck: that of ``source`` with this quote), and goes back to the ladders."""
    desk = desk_at(request)
    if do in ("check", "uncheck"):
        numbers = _stating(desk, source, source_indicator, quote)
        desk.check(source, numbers, holds=do == "check", who=who_corrects(request) or None)
    elif do in _SAID:
        desk.pair_indicators(SameIndicator(source, source_indicator, target, target_indicator, _SAID[do]))
    else:
        raise UserError("请用“是同一项”“不是”“核对无误”或“收回”按钮。")
    return RedirectResponse(f"/ladder?{back}" if back else "/ladder", 303)


def _stating(desk: Desk, address: str, indicator: str, quote: str) -> list[int]:
    """The numbers of the targets of a clause that state an indicator in these words. Raises NotFound."""
    targets = desk.clause(ClauseQuestion(address)).targets
    found = [
        number for number, each in enumerate(targets, 1) if (each.indicator, each.quote) == (indicator, quote)
    ]
    if not found:
        raise NotFound("这一条里已经没有这个数了，请刷新目标阶梯再看。")
    return found


@router.get("/ladder.{suffix}")
def saved(
    request: Request,
    suffix: Suffix,
    indicator: str = "",
    domain: Many = [],  # noqa: B006 - FastAPI copies it
    verdict: Many = [],  # noqa: B006
    checked: Many = [],  # noqa: B006
    plan: Many = [],  # noqa: B006
) -> Response:
    """The ladders that the page shows: of one indicator or of all, by domain and verdict."""
    desk = desk_at(request)
    asked = _question(indicator, plan)
    found = desk.ladder(asked)
    narrowed = read_narrowed(domain, verdict, checked)
    kept = [row.ladder for row in sort_out(desk.store, found) if narrowed.keeps(row)]
    return as_file(ladder_book(desk, asked, kept, narrowed.in_words), suffix)


def _question(indicator: str, plan: list[str]) -> LadderQuestion:
    return LadderQuestion(indicator.strip() or None, plan=tuple(filter(None, plan)))


def _found(
    page: LadderPage,
    desk: Desk,
    question: LadderQuestion,
    asked: list[tuple[str, str]],
    narrowed: Narrowed,
    offset: int,
) -> LadderPage:
    checks = desk.store.figures()
    answer = desk.ladder_answer(question)
    every = sort_out(desk.store, answer.ladders)
    kept = [row for row in every if narrowed.keeps(row)]
    offset = first_of_page(offset, len(kept), PAGE)
    full = [*asked, *narrowed.asked]
    after = offset + PAGE
    choices = narrowed.choices(every)
    return replace(
        page,
        shown=[_shown(row, checks, number) for number, row in enumerate(kept[offset:after], offset)],
        offset=offset,
        total=len(kept),
        every=len(every),
        narrowed=bool(narrowed.asked),
        verdicts=narrowed.outcomes(every),
        checks=choices["checks"],
        domains=choices["domains"],
        everything=address_of("/ladder", asked),
        previous=address_of("/ladder", full, offset=str(offset - PAGE or "")) if offset else None,
        next=address_of("/ladder", full, offset=str(after)) if after < len(kept) else None,
        file_query=urlencode([pair for pair in full if pair[1]]),
        here_query=urlencode([pair for pair in (*full, ("offset", str(offset or ""))) if pair[1]]),
        exact=answer.sure,
        beside=answer.beside,
    )


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
    if first is None or first.unit in _UNDRAWN:
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
