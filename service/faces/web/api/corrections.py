"""人工更正: what was corrected so far, correcting a clause or a target, taking a correction back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from ingest.corrections import Wanted
from ingest.plan import Act
from service.desk import CorrectionsQuestion, help_of
from service.faces.records import corrections as records
from service.faces.records import schemas
from service.faces.web.api.answering import PREFIX, Answering, Asked, Kept, Paged, problems
from service.upkeep.build import Silent

router = APIRouter(prefix=PREFIX, tags=["更正"], route_class=Answering)


@router.get(
    "/corrections",
    summary="列出人工更正",
    response_model=schemas.Page[schemas.CorrectionMade],
    responses=problems(304),
)
def corrections(
    asking: Asked,
    page: Paged,
    unlaid: Annotated[bool, Query(alias="open", description=help_of(CorrectionsQuestion, "unlaid"))] = False,
) -> Any:
    """有效的人工更正，按作出的先后，和它们套用在哪里；原文已变、没有套用的说明原因。"""
    asked = CorrectionsQuestion(unlaid)
    found = [each for each in asking(asked, page).corrections() if each.trouble or not unlaid]
    return page.of([records.outcome_record(each) for each in page.cut(found)], len(found))


@router.post(
    "/corrections",
    summary="更正一个条目或指标",
    response_model=schemas.CorrectionMade,
    responses=problems(400, 403, 404, 413, 507),
)
def correct(asking: Asked, keeper: Kept, given: schemas.Correcting) -> Any:
    """保存更正（永久保存，以后每次建库都照着套用，原文不动）并重建知识库，返回它套用在哪里。没有道理的不保存，说明原因。"""
    desk = asking(CorrectionsQuestion())
    fields = given.fields.model_dump(exclude_unset=True) if given.fields is not None else {}
    wanted = Wanted(
        Act(given.act),
        given.address,
        words=given.words or "",
        behind=given.behind,
        over=given.over,
        value=given.value or "",
        target=given.target or 0,
        fields={name: value or "" for name, value in fields.items()},
        stated=given.stated,
        who=given.who,
        note=given.note or "",
    )
    base, key = desk.correct(wanted, Silent())
    keeper.refreshed(desk.base)
    return next(
        records.outcome_record(each) for each in base.store.corrections() if each.correction.key == key
    )


@router.post(
    "/corrections/undo",
    summary="撤销一处更正",
    response_model=schemas.CorrectionMade,
    responses=problems(400, 403, 404, 413, 507),
)
def undo(asking: Asked, keeper: Kept, given: schemas.Undoing) -> Any:
    """收回一处更正并重建知识库；记录里留着谁、何时收回。"""
    desk = asking(CorrectionsQuestion())
    _, undone = desk.undo_correction(given.key, given.who, Silent())
    keeper.refreshed(desk.base)
    return records.undone_record(undone)
