"""Two plans clause by clause."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.desk import CompareQuestion
from service.faces.records import compare as records
from service.faces.records import schemas
from service.faces.web.api.answering import PREFIX, Answering, Asked, Paged, problems

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)
PlanName = Annotated[str, Query(min_length=1, max_length=100, examples=["tengchong-women-2021"])]


@router.get(
    "/compare", summary="比对两部规划", response_model=schemas.Comparison, responses=problems(304, 400)
)
def compare(asking: Asked, page: Paged, left: PlanName, right: PlanName) -> Any:
    """先是对应的条目（按前一部规划的顺序），再是只有一方写了的；不同的字词和数值逐处列出。"""
    asked = CompareQuestion(left, right)
    compared = asking(asked, page).compare(asked)
    rows = list(records.comparison_records(compared))
    return page.of(page.cut(rows), len(rows)) | {
        "left": compared.left.entry.id,
        "right": compared.right.entry.id,
        "pairs": len(compared.pairs),
        "equal": sum(pair.equal for pair in compared.pairs),
        "only_left": len(compared.only_left),
        "only_right": len(compared.only_right),
    }
