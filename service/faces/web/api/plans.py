"""The plans of the base, with and without a text."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from service.errors import NotFound
from service.faces.records import schemas, search
from service.faces.web.api.answering import PREFIX, Answering, Paged, Served, Where, problems
from service.query import Scope
from service.storage import StoredPlan

router = APIRouter(prefix=PREFIX, tags=["规划"], route_class=Answering)


@router.get(
    "/plans", summary="列出规划", response_model=schemas.Page[schemas.PlanEntry], responses=problems(304, 400)
)
def plans(base: Served, scope: Where, page: Paged) -> Any:
    """库中登记的规划，有没有文本都在内；可用 level、plan 筛选。"""
    rows = [plan for plan in base.store.plans() if _within(plan, scope)]
    return page.of([_record(plan) for plan in page.cut(rows)], len(rows))


@router.get(
    "/plans/{plan}", summary="看一部规划", response_model=schemas.PlanInFull, responses=problems(304, 404)
)
def plan(
    base: Served,
    plan: Annotated[str, Path(description="规划编号", examples=["tengchong-women-2021"], max_length=100)],
) -> Any:
    """身份、目录（标题和它们在原文中的位置）、官方网址。"""
    found = {each.entry.id: each for each in base.store.plans()}.get(plan)
    if found is None:
        raise NotFound(f"没有编号为 {plan} 的规划，编号见 /api/v1/plans。")
    return _record(found) | {
        "official_url": found.entry.official_url,
        "parents": list(found.entry.parents),
        "headings": [search.heading_record(plan, heading) for heading in base.store.headings(plan)],
    }


def _record(plan: StoredPlan) -> dict[str, Any]:
    return search.plan_record(plan.entry) | {"clauses": plan.clauses, "targets": plan.targets}


def _within(plan: StoredPlan, scope: Scope) -> bool:
    levels, plans = scope.levels, scope.plans
    return (not levels or plan.entry.level in levels) and (not plans or plan.entry.id in plans)
