"""The plans of the base, with and without a text."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from service.desk import CompareQuestion, PlanQuestion, PlansQuestion
from service.errors import NotFound
from service.faces.records import editions, schemas, search
from service.faces.records.tables import table_record
from service.faces.web.api.answering import PREFIX, Answering, Asked, Filtered, Paged, problems
from service.storage import StoredPlan
from service.upkeep.editions import history

router = APIRouter(prefix=PREFIX, tags=["规划"], route_class=Answering)


@router.get(
    "/plans", summary="列出规划", response_model=schemas.Page[schemas.PlanEntry], responses=problems(304, 400)
)
def plans(asking: Asked, filters: Filtered, page: Paged) -> Any:
    """库中登记的规划，有没有文本都在内；可用 level、plan 筛选。"""
    asked = PlansQuestion(filters)
    rows = asking(asked, page).plans(asked)
    return page.of([_record(plan) for plan in page.cut(rows)], len(rows))


@router.get(
    "/plans/{plan}", summary="看一部规划", response_model=schemas.PlanInFull, responses=problems(304, 404)
)
def plan(
    asking: Asked,
    plan: Annotated[str, Path(description="规划编号", examples=["tengchong-women-2021"], max_length=100)],
) -> Any:
    """身份、目录（标题和它们在原文中的位置）、官方网址。"""
    asked = PlanQuestion(plan)
    desk = asking(asked)
    found = desk.plan(asked)
    if found is None:
        raise NotFound(f"没有编号为 {plan} 的规划，编号见 /api/v1/plans。")
    return _record(found) | {
        "official_url": found.entry.official_url,
        "parents": list(found.entry.parents),
        "headings": [search.heading_record(plan, heading) for heading in desk.store.headings(plan)],
    }


@router.get(
    "/plans/{plan}/tables",
    summary="看一部规划的表格",
    response_model=list[schemas.Table],
    responses=problems(304, 404),
)
def tables(
    asking: Asked,
    plan: Annotated[str, Path(description="规划编号", examples=["tengchong-women-2021"], max_length=100)],
) -> Any:
    """每个表格的表名、各栏、单元格和注，照原文；各行的条目地址和牵头、配合单位。"""
    asked = PlanQuestion(plan)
    desk = asking(asked)
    if desk.plan(asked) is None:
        raise NotFound(f"没有编号为 {plan} 的规划，编号见 /api/v1/plans。")
    found = desk.tables(asked)
    return [table_record(plan, table, found.text) for table in found.tables]


@router.get(
    "/plans/{plan}/editions",
    summary="列出一部规划的各版",
    response_model=list[schemas.Edition],
    responses=problems(304, 404),
)
def plan_editions(
    asking: Asked,
    plan: Annotated[str, Path(description="规划编号", examples=["tengchong-women-2021"], max_length=100)],
) -> Any:
    """每次入库的一版，连同时间、经手人和现行的是哪一版，早的在前。"""
    found = history(asking(PlanQuestion(plan)).settings, plan)
    return [editions.edition_record(found, each) for each in found.editions]


@router.get(
    "/plans/{plan}/editions/compare",
    summary="比较一部规划的两版",
    response_model=schemas.Page[schemas.Edited],
    responses=problems(304, 400, 404),
)
def compare_editions(
    asking: Asked,
    page: Paged,
    plan: Annotated[str, Path(description="规划编号", examples=["tengchong-women-2021"], max_length=100)],
    left: Annotated[int, Query(ge=0, description="前一版的版次")],
    right: Annotated[int | None, Query(ge=0, description="后一版的版次；不写就是现行的")] = None,
) -> Any:
    """改动（新旧文字和数值）、换址、新增、删除的条目，再是变化的指标目标。"""
    asked = CompareQuestion(f"{plan}@{left}", plan if right is None else f"{plan}@{right}")
    rows = list(editions.edited_records(asking(asked, page).compare_editions(asked).changes))
    return page.of(page.cut(rows), len(rows))


def _record(plan: StoredPlan) -> dict[str, Any]:
    return search.plan_record(plan.entry) | {"clauses": plan.clauses, "targets": plan.targets}
