"""Coverage: of a subject, and of all domains."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.answers.coverage import coverage as answer_coverage
from service.answers.coverage import matrix as answer_matrix
from service.decisions import open_decisions
from service.faces.records import coverage as records
from service.faces.records import schemas
from service.faces.web.api.answering import PREFIX, Answering, Kept, Paged, Served, Set, Where, problems
from service.faces.web.api.search import Words
from service.query import read_query

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)


@router.get(
    "/coverage",
    summary="覆盖：一个主题",
    response_model=schemas.CoveragePage,
    responses=problems(304, 400),
)
def coverage(
    base: Served,
    scope: Where,
    page: Paged,
    q: Words,
    literal: Annotated[bool, Query(description="只按写的字查，不查同义词")] = False,
) -> Any:
    """各级规划在哪些领域有目标、有措施；“没有查到”和“没有文本”分开。"""
    found = answer_coverage(base.store, base.engine, read_query(q, scope=scope, literal=literal))
    items = [records.coverage_record(row, found) for row in page.cut(found.rows)]
    return page.of(items, len(found.rows)) | {"notes": list(found.search.notes)}


@router.get(
    "/coverage/matrix",
    summary="覆盖：全部领域",
    response_model=schemas.Page[schemas.Matrix],
    responses=problems(304, 400),
)
def matrix(base: Served, keeper: Kept, settings: Set, scope: Where, page: Paged) -> Any:
    """各规划各领域的条目数，和其他各级有对应的条数（人否定的不算）。"""
    rows = answer_matrix(base.store, keeper.links(base), open_decisions(settings).links(), scope)
    return page.of([records.matrix_record(row) for row in page.cut(rows)], len(rows))
