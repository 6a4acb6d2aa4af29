"""Links between clauses, and decisions about them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.answers.alignment import Aligned, align
from service.answers.make_decision import decision
from service.decisions import LinkStatus, open_decisions
from service.faces.records import links as records
from service.faces.records import schemas
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
    problems,
    scope_of,
)
from service.query import Known, read_scope

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
    return page.of([records.link_record(row) for row in rows], total)


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
