"""Links between clauses, and decisions about them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from service.decisions import LinkStatus
from service.desk import Filters, LinksQuestion, Said, help_of
from service.faces.records import links as records
from service.faces.records import schemas
from service.faces.web.api.answering import (
    PREFIX,
    Answering,
    Asked,
    Domains,
    Kinds,
    Paged,
    Plans,
    problems,
)

router = APIRouter(prefix=PREFIX, tags=["对照"], route_class=Answering)
Address = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=300,
        description=help_of(LinksQuestion, "address"),
        examples=["tengchong-women-2021/2.1/goal/2"],
    ),
]


@router.get(
    "/links", summary="对标关系", response_model=schemas.Page[schemas.Link], responses=problems(304, 400, 404)
)
def links(
    asking: Asked,
    page: Paged,
    address: Address = None,
    level: Annotated[
        list[schemas.LevelWord] | None, Query(description=help_of(LinksQuestion, "levels"), max_length=8)
    ] = None,
    kind: Kinds = None,
    domain: Domains = None,
    plan: Plans = None,
    rejected: Annotated[bool, Query(description=help_of(LinksQuestion, "rejected"))] = False,
) -> Any:
    """条目在其他各级规划（和同级另一部规划）里对应哪些条目，为什么，或没有对应。

    `plan`、`kind`、`domain` 选从哪些条目看起，`level` 选看哪些层级里的对应。
    """
    filters = Filters(kind=tuple(kind or ()), domain=tuple(domain or ()), plan=tuple(plan or ()))
    asked = LinksQuestion(address, filters, levels=tuple(level or ()), rejected=rejected)
    desk = asking(asked, page)
    if address is None:
        every = desk.links_in_parts(asked)
        rows, total = every.part(page.offset, page.offset + page.limit), len(every)
    else:
        found = list(desk.links(asked))
        rows, total = list(page.cut(found)), len(found)
    return page.of([records.link_record(row) for row in rows], total)


@router.post(
    "/links/decisions",
    summary="确认、否定或收回一个对应",
    response_model=schemas.Page[schemas.Link],
    responses=problems(400, 403, 404, 413, 507),
)
def decide(asking: Asked, page: Paged, given: schemas.Decision) -> Any:
    """保存人的决定（永久保存，重建知识库不受影响），返回这个条目现在的对应关系。"""
    said = Said(given.from_, given.to, LinkStatus(given.status), given.relation, given.who, given.note)
    asked = LinksQuestion(given.from_, rejected=True)
    desk = asking(asked, page)
    # Where its links are still being worked out, nothing is kept and the answer says so.
    desk.decide(said, shown=asked)
    found = list(desk.links(asked))
    return page.of([records.link_record(row) for row in page.cut(found)], len(found))
