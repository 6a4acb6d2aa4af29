"""Coverage: of a subject, and of all domains."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.desk import CoverageQuestion, MatrixQuestion, help_of
from service.faces.records import coverage as records
from service.faces.records import schemas
from service.faces.web.api.answering import PREFIX, Answering, Asked, Filtered, Paged, problems
from service.faces.web.api.search import Words

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)


@router.get(
    "/coverage",
    summary="覆盖：一个主题",
    response_model=schemas.CoverageList,
    responses=problems(304, 400),
)
def coverage(
    asking: Asked,
    filters: Filtered,
    page: Paged,
    q: Words,
    literal: Annotated[bool, Query(description=help_of(CoverageQuestion, "literal"))] = False,
) -> Any:
    """各级规划在哪些领域有目标、有措施；“没有查到”和“没有文本”分开。"""
    asked = CoverageQuestion(q, filters, literal=literal)
    every = asking(asked, page).coverages(asked)
    rows = [(row, found, topic) for topic, found in every for row in found.rows]
    items = [records.coverage_record(*each) for each in page.cut(rows)]
    notes = dict.fromkeys(note for _, found in every for note in found.search.notes)
    return page.of(items, len(rows)) | {"notes": list(notes)}


@router.get(
    "/coverage/matrix",
    summary="覆盖：全部领域",
    response_model=schemas.Page[schemas.Matrix],
    responses=problems(304, 400),
)
def matrix(asking: Asked, filters: Filtered, page: Paged) -> Any:
    """各规划各领域的条目数，和其他各级有对应的条数（人否定的不算）。"""
    asked = MatrixQuestion(filters)
    rows = asking(asked, page).matrix(asked)
    return page.of([records.matrix_record(row) for row in page.cut(rows)], len(rows))
