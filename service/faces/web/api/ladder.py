"""Target ladders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.answers.ladder import Ladder
from service.decisions import LinkStatus
from service.desk import LadderQuestion, SameIndicator, help_of
from service.faces.records import ladder as records
from service.faces.records import schemas
from service.faces.web.api.answering import PREFIX, Answering, Asked, Name, Paged, problems

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)


@router.get(
    "/ladder",
    summary="目标阶梯",
    response_model=schemas.Page[schemas.Ladder],
    responses=problems(304, 400, 404),
)
def ladder(
    asking: Asked,
    page: Paged,
    indicator: Annotated[
        str | None,
        Query(
            min_length=1, max_length=100, description="指标名；不写就是全部指标", examples=["孕产妇死亡率"]
        ),
    ] = None,
    level: Annotated[
        list[schemas.LevelWord] | None, Query(description=help_of(LadderQuestion, "level"), max_length=8)
    ] = None,
    plan: Annotated[
        list[Name] | None,
        Query(
            description=help_of(LadderQuestion, "plan"), max_length=20, examples=[["tengchong-women-2021"]]
        ),
    ] = None,
) -> Any:
    """一项指标在各级规划里的目标，换成同一单位，本级比上级更严、相同、更宽还是不可比。

    `level`、`plan` 选以哪一级、哪部规划为本级，默认县级，没有县级规划的是最低一级。
    """
    asked = LadderQuestion(indicator, tuple(level or ()), tuple(plan or ()))
    return _answer(asking(asked, page).ladder(asked), page)


@router.post(
    "/ladder/decisions",
    summary="确认、否定或收回两项指标是同一项",
    response_model=schemas.Page[schemas.Ladder],
    responses=problems(400, 403, 404, 413, 507),
)
def decide(asking: Asked, page: Paged, given: schemas.IndicatorDecision) -> Any:
    """保存人的决定（跟着两条的文字走，永久保存），返回这项指标现在的阶梯。"""
    said = SameIndicator(
        given.from_,
        given.from_indicator,
        given.to,
        given.to_indicator,
        LinkStatus(given.status),
        given.who,
        given.note,
    )
    asked = LadderQuestion(given.from_indicator, plan=(given.from_.partition("/")[0],))
    desk = asking(asked, page)
    desk.pair_indicators(said)
    return _answer(desk.ladder(asked), page)


def _answer(found: Sequence[Ladder], page: Paged) -> Any:
    items = [
        {
            "indicator": each.indicator,
            "population": each.population,
            "lower": each.rungs[0].plan.entry.id,
            "rungs": [records.rung_record(each, rung) for rung in each.rungs],
        }
        for each in page.cut(found)
    ]
    return page.of(items, len(found))
