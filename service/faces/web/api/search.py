"""Search, clauses, targets, the values of filters, completions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from service.answers.lookup import look_up
from service.answers.search import search as answer_search
from service.answers.search.completing import complete
from service.faces.records import schemas
from service.faces.records import search as records
from service.faces.web.api.answering import (
    MOST,
    PREFIX,
    Answering,
    Limit,
    Paged,
    Paging,
    Served,
    Where,
    problems,
)
from service.labels import HAS, KINDS, LEVELS
from service.query import MAX_DEPTH, read_query

router = APIRouter(prefix=PREFIX, tags=["检索"], route_class=Answering)
Words = Annotated[
    str,
    Query(min_length=1, max_length=200, description="检索词，写法同页面上的检索框", examples=["留守儿童"]),
]


@router.get("/search", summary="检索条目", response_model=schemas.SearchPage, responses=problems(304, 400))
def search(
    request: Request,
    base: Served,
    scope: Where,
    q: Words,
    limit: Limit = 10,
    offset: Annotated[int, Query(ge=0, le=MAX_DEPTH, description="从第几条开始（0 起）")] = 0,
    literal: Annotated[bool, Query(description="只按写的字查：不查同义词，不按意思排，不改错字")] = False,
) -> Any:
    """词都有的排在前面；加引号“……”只找原文照样出现的；`-词` 排除；`领域:健康` 筛选。"""
    wanted = min(limit + 1, max(limit, MAX_DEPTH - offset))  # one more tells whether a page follows
    query = read_query(q, scope=scope, limit=wanted, offset=offset, literal=literal)
    answer = answer_search(base.store, base.engine, query, None if literal else base.nearness)
    hits = [records.hit_record(hit) for hit in answer.hits[:limit]]
    page = Paging(limit, offset, request).of(hits, answer.total, more=len(answer.hits) > limit)
    return records.counts_record(answer) | page


@router.get(
    "/clauses", summary="列出条目", response_model=schemas.Page[schemas.Clause], responses=problems(304, 400)
)
def clauses(base: Served, scope: Where, page: Paged) -> Any:
    """按规划和原文的顺序。"""
    rows = page.pick(base.store.clauses(scope))
    return page.of([records.stored_record(row) for row in rows], base.store.count(scope))


@router.get(
    "/clauses/{address:path}",
    summary="看一个条目",
    response_model=schemas.ClauseInFull,
    responses=problems(304, 404),
)
def clause(
    base: Served,
    address: Annotated[
        str, Path(description="条目地址", examples=["tengchong-women-2021/2.1/goal/2"], max_length=300)
    ],
) -> Any:
    """全文、出处、指标目标、引用的文件、复核提示。"""
    return records.lookup_record(look_up(base.store, address))


@router.get(
    "/targets",
    summary="列出指标目标",
    response_model=schemas.Page[schemas.Target],
    responses=problems(304, 400),
)
def targets(base: Served, scope: Where, page: Paged) -> Any:
    """指标、要求、年份、原文；数值只取自原文，没有写的为 null。"""
    rows = page.pick(base.store.targets(scope))
    return page.of([records.target_record(row) for row in rows], base.store.count_targets(scope))


@router.get("/filters", summary="筛选条件可以用的值", response_model=schemas.Filters, responses=problems(304))
def filters(base: Served) -> Any:
    """层级和类型的写法是固定的；领域、规划、责任单位是库中有的。"""
    return {
        "level": {level.value: name for level, name in LEVELS.items()},
        "kind": {kind.value: name for kind, name in KINDS.items()},
        "domain": list(base.known.domains),
        "plan": {each[0]: each[1] for each in base.known.plans},
        "unit": list(base.known.units),
        "has": dict(HAS),
    }


@router.get(
    "/suggestions",
    summary="输入时的提示",
    response_model=schemas.Page[schemas.Completion],
    responses=problems(304),
)
def suggestions(
    request: Request,
    base: Served,
    q: Annotated[
        str, Query(min_length=1, max_length=50, description="已经输入的字或拼音首字母", examples=["孕产妇"])
    ],
    limit: Annotated[int, Query(ge=1, le=MOST, description="最多几个")] = 8,
) -> Any:
    """库中的指标、领域、规划和同义词表里的说法，以输入的字开头的在前。"""
    found = complete(base.store, q, limit)
    items = [{"kind": each.kind, "text": each.text} for each in found]
    return Paging(limit, 0, request).of(items, len(items))
