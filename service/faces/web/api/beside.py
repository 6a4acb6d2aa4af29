"""Plans beside each other: links and decisions about them, ladder, coverage, compare."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.answers.alignment import Aligned, align
from service.answers.comparison import compare_plans, two_plans
from service.answers.coverage import coverage as answer_coverage
from service.answers.coverage import matrix as answer_matrix
from service.answers.ladder import ladders
from service.answers.make_decision import decision
from service.decisions import LinkStatus, open_decisions
from service.faces.records import beside, schemas
from service.faces.web.api.answering import (
    PREFIX,
    Answering,
    Domains,
    Kept,
    Kinds,
    Levels,
    Paged,
    Plans,
    Served,
    Set,
    Where,
    problems,
    scope_of,
)
from service.faces.web.api.search import Words
from service.linking import links_between
from service.query import Known, read_query, read_scope

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)
Address = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=300,
        description="条目地址；不写就是全部条目",
        examples=["tengchong-women-2021/2.1/goal/2"],
    ),
]
PlanName = Annotated[str, Query(min_length=1, max_length=100, examples=["tengchong-women-2021"])]


@router.get(
    "/links", summary="对标关系", response_model=schemas.Page[schemas.Link], responses=problems(304, 400, 404)
)
def links(
    base: Served,
    keeper: Kept,
    settings: Set,
    page: Paged,
    address: Address = None,
    level: Levels = None,
    kind: Kinds = None,
    domain: Domains = None,
    plan: Plans = None,
    rejected: Annotated[bool, Query(description="被人否定的也列出")] = False,
) -> Any:
    """条目在其他各级规划（和同级另一部规划）里对应哪些条目，为什么，或没有对应。

    `plan`、`kind`、`domain` 选从哪些条目看起，`level` 选看哪些层级里的对应。
    """
    given = base.store, keeper.links(base), open_decisions(settings).links()
    scope = scope_of(base, kind=kind, domain=domain, plan=plan)
    levels = read_scope(Known(), levels=level or ()).levels
    if address is None:
        every = Aligned(*given, scope=scope, levels=levels, rejected=rejected)
        rows, total = every.part(page.offset, page.offset + page.limit), len(every)
    else:
        found = list(align(*given, scope=scope, address=address, levels=levels, rejected=rejected))
        rows, total = list(page.cut(found)), len(found)
    return page.of([beside.link_record(row) for row in rows], total)


@router.post(
    "/links/decisions",
    summary="确认、否定或收回一个对应",
    response_model=schemas.Page[schemas.Link],
    responses=problems(400, 403, 404, 413, 507),
)
def decide(base: Served, keeper: Kept, settings: Set, page: Paged, given: schemas.Decision) -> Any:
    """保存人的决定（永久保存，重建知识库不受影响），返回这个条目现在的对应关系。"""
    made = decision(
        base.store,
        given.from_,
        given.to,
        LinkStatus(given.status),
        relation=given.relation,
        who=given.who,
        note=given.note,
    )
    # Where they are still being worked out, nothing is kept and the answer says so.
    keeper.links(base).of(made.source)
    open_decisions(settings).decide(made)
    return links(base, keeper, settings, page, address=made.source, rejected=True)


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
    found = ladders(
        base.store, indicator, scope=scope_of(base, level, plan=plan), figures=base.store.figures()
    )
    items = [
        {
            "indicator": each.indicator,
            "population": each.population,
            "lower": each.rungs[0].plan.entry.id,
            "rungs": [beside.rung_record(each, rung) for rung in each.rungs],
        }
        for each in page.cut(found)
    ]
    return page.of(items, len(found))


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
    items = [beside.coverage_record(row, found) for row in page.cut(found.rows)]
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
    return page.of([beside.matrix_record(row) for row in page.cut(rows)], len(rows))


@router.get(
    "/compare", summary="比对两部规划", response_model=schemas.Comparison, responses=problems(304, 400)
)
def compare(base: Served, keeper: Kept, page: Paged, left: PlanName, right: PlanName) -> Any:
    """先是对应的条目（按前一部规划的顺序），再是只有一方写了的；不同的字词和数值逐处列出。"""
    one, other = (read_scope(base.known, plans=[name]) for name in (left, right))
    plans = two_plans(base.store, one, other)
    compared = compare_plans(base.store, *plans, links_between(keeper.links(base), base.store, *plans))
    rows = list(beside.comparison_records(compared))
    return page.of(page.cut(rows), len(rows)) | {
        "left": compared.left.entry.id,
        "right": compared.right.entry.id,
        "pairs": len(compared.pairs),
        "equal": sum(pair.equal for pair in compared.pairs),
        "only_left": len(compared.only_left),
        "only_right": len(compared.only_right),
    }
