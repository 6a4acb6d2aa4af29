"""Search, clauses, targets, the values of filters, completions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from service.desk import (
    ClauseQuestion,
    ClausesQuestion,
    SearchQuestion,
    SuggestionQuestion,
    TargetsQuestion,
    ValuesQuestion,
    help_of,
)
from service.faces.records import schemas
from service.faces.records import search as records
from service.faces.web.api.answering import (
    MOST,
    PREFIX,
    Answering,
    Asked,
    Filtered,
    Limit,
    Paged,
    Paging,
    problems,
)
from service.labels import VALUES
from service.query import MAX_DEPTH

router = APIRouter(prefix=PREFIX, tags=["检索"], route_class=Answering)
Words = Annotated[
    str,
    Query(min_length=1, max_length=200, description="检索词，写法同页面上的检索框", examples=["留守儿童"]),
]


@router.get("/search", summary="检索条目", response_model=schemas.HitList, responses=problems(304, 400))
def search(
    request: Request,
    asking: Asked,
    filters: Filtered,
    q: Words,
    limit: Limit = 10,
    offset: Annotated[int, Query(ge=0, le=MAX_DEPTH, description="从第几条开始（0 起）")] = 0,
    literal: Annotated[bool, Query(description=help_of(SearchQuestion, "literal"))] = False,
) -> Any:
    """词都有的排在前面；加引号“……”只找原文照样出现的；`-词` 排除；`领域:健康` 筛选。"""
    wanted = min(limit + 1, max(limit, MAX_DEPTH - offset))  # one more tells whether a page follows
    asked = SearchQuestion(q, filters, limit=wanted, offset=offset, literal=literal)
    page = Paging(limit, offset, request)
    answer = asking(asked, page).search(asked)
    hits = [records.hit_record(hit) for hit in answer.hits[:limit]]
    found = page.of(hits, answer.total, more=len(answer.hits) > limit)
    return records.counts_record(answer) | found


@router.get(
    "/clauses", summary="列出条目", response_model=schemas.Page[schemas.Clause], responses=problems(304, 400)
)
def clauses(asking: Asked, filters: Filtered, page: Paged) -> Any:
    """按规划和原文的顺序。"""
    asked = ClausesQuestion(filters)
    desk = asking(asked, page)
    rows = page.pick(desk.clauses(asked))
    return page.of([records.stored_record(row) for row in rows], desk.count_clauses(asked))


@router.get(
    "/clauses/{address:path}",
    summary="看一个条目",
    response_model=schemas.ClauseInFull,
    responses=problems(304, 404),
)
def clause(
    asking: Asked,
    address: Annotated[
        str, Path(description="条目地址", examples=["tengchong-women-2021/2.1/goal/2"], max_length=300)
    ],
) -> Any:
    """全文、出处、指标目标、引用的文件、复核提示。"""
    asked = ClauseQuestion(address)
    desk = asking(asked)
    return records.lookup_record(desk.clause(asked), desk.checks)


@router.post(
    "/clauses/{address:path}/checked",
    summary="记下已核对",
    response_model=schemas.ClauseInFull,
    responses=problems(400, 403, 404, 507),
)
def check(
    asking: Asked,
    address: Annotated[
        str, Path(description="条目地址", examples=["tengchong-women-2021/2.1/goal/2"], max_length=300)
    ],
    given: schemas.CheckGiven,
) -> Any:
    """有人把条目或其中的指标同原件核对过：永久保存，注明谁、何时；文字或数变了就不再算数。"""
    asked = ClauseQuestion(address)
    desk = asking(asked)
    desk.check(address, given.targets or (), holds=given.holds is not False, who=given.who)
    return records.lookup_record(desk.clause(asked), desk.checks)


@router.get(
    "/targets",
    summary="列出指标目标",
    response_model=schemas.Page[schemas.Target],
    responses=problems(304, 400),
)
def targets(asking: Asked, filters: Filtered, page: Paged) -> Any:
    """指标、要求、年份、原文；数值只取自原文，没有写的为 null。"""
    asked = TargetsQuestion(filters)
    desk = asking(asked, page)
    rows = page.pick(desk.targets(asked))
    checks = desk.checks
    items = [records.target_record(row, checks) for row in rows]
    return page.of(items, desk.count_targets(asked))


@router.get(
    "/filters", summary="筛选条件可以用的值", response_model=schemas.FilterValues, responses=problems(304)
)
def filters(asking: Asked) -> Any:
    """层级和类型的写法是固定的；领域、规划、责任单位是库中有的。"""
    known = asking(ValuesQuestion()).known
    return {
        "level": dict(VALUES["level"]),
        "kind": dict(VALUES["kind"]),
        "domain": list(known.domains),
        "plan": {each[0]: each[1] for each in known.plans},
        "unit": list(known.units),
        "has": dict(VALUES["has"]),
    }


@router.get(
    "/suggestions",
    summary="输入时的提示",
    response_model=schemas.Page[schemas.Completion],
    responses=problems(304),
)
def suggestions(
    request: Request,
    asking: Asked,
    q: Annotated[
        str, Query(min_length=1, max_length=50, description="已经输入的字或拼音首字母", examples=["孕产妇"])
    ],
    limit: Annotated[int, Query(ge=1, le=MOST, description="最多几个")] = 8,
) -> Any:
    """库中的指标、领域、规划和同义词表里的说法，以输入的字开头的在前。"""
    asked = SuggestionQuestion(q, limit)
    items = [{"kind": each.kind, "text": each.text} for each in asking(asked).suggestions(asked)]
    return Paging(limit, 0, request).of(items, len(items))
