"""Target ladders."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.answers.ladder import ladders
from service.faces.records import ladder as records
from service.faces.records import schemas
from service.faces.web.api.answering import (
    PREFIX,
    Answering,
    Levels,
    Paged,
    Plans,
    Served,
    problems,
    scope_of,
)

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)


@router.get(
    "/ladder",
    summary="目标阶梯",
    response_model=schemas.Page[schemas.Ladder],
    responses=problems(304, 400, 404),
)
def ladder(
    base: Served,
    page: Paged,
    indicator: Annotated[
        str | None,
        Query(
            min_length=1, max_length=100, description="指标名；不写就是全部指标", examples=["孕产妇死亡率"]
        ),
    ] = None,
    level: Levels = None,
    plan: Plans = None,
) -> Any:
    """一项指标在各级规划里的目标，换成同一单位，本级比上级更严、相同、更宽还是不可比。

    `level`、`plan` 选以哪一级、哪部规划为本级，默认最低一级。
    """
    figures = ((check.figure, check.checked.value) for check in base.store.figures())
    found = ladders(base.store, indicator, scope=scope_of(base, level, plan=plan), figures=figures)
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
