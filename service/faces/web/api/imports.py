"""Imports: what was taken in, and taking a file in after a review."""

from __future__ import annotations

import re
import threading
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile

from ingest.catalogue import Stated
from ingest.readers import USUAL
from service.desk import PlansQuestion
from service.errors import Later
from service.faces.records import imports, schemas
from service.faces.web.api.answering import PREFIX, Answering, Asked, Kept, Paged, Set, problems
from service.labels import level_named
from service.upkeep import imports as importing
from service.upkeep.build import Silent

router = APIRouter(prefix=PREFIX, tags=["导入"], route_class=Answering)
_BAD = re.compile(r"[\x00-\x1f\x7f/\\\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")
_LONGEST = 120  # characters of a file's name
_one_at_a_time = threading.Lock()
_Text = Annotated[str | None, Form(min_length=1, max_length=200)]


@router.get(
    "/imports",
    summary="列出已导入的规划",
    response_model=schemas.Page[schemas.Imported],
    responses=problems(304),
)
def imported(asking: Asked, page: Paged) -> Any:
    """经导入入库的规划；随程序安装的规划不在其中。"""
    asked = PlansQuestion()
    every = asking(asked, page).plans(asked)
    rows = [plan for plan in every if (plan.entry.file or "").startswith("imported/")]
    items = [
        {
            "plan": each.entry.id,
            "title": each.entry.title,
            "level": each.entry.level.value if each.entry.level else None,
            "file": each.entry.file,
            "sha256": each.source,
            "clauses": each.clauses,
            "targets": each.targets,
        }
        for each in page.cut(rows)
    ]
    return page.of(items, len(rows))


@router.post(
    "/imports",
    summary="导入规划文件",
    response_model=list[schemas.ImportReview],
    responses=problems(400, 403, 413, 507),
)
def import_file(
    keeper: Kept,
    settings: Set,
    file: Annotated[UploadFile, File(description=USUAL)],
    dry_run: Annotated[bool, Query(description="只看预览；false 才入库")] = True,
    plan: Annotated[
        list[str] | None, Form(description="规划编号；一个文件有几部规划时按顺序各写一个", max_length=20)
    ] = None,
    title: _Text = None,
    level: Annotated[schemas.LevelWord | None, Form()] = None,
    region: _Text = None,
    subject: _Text = None,
    issuer: _Text = None,
    number: _Text = None,
    only: Annotated[
        list[str] | None, Form(description="文件里有几部规划时，只入库这些编号的", max_length=20)
    ] = None,
    replace: Annotated[
        bool, Form(description="文件看来是另一部规划（another 不是空的）时，确认用它替换现有的文本")
    ] = False,
    who: Annotated[str | None, Form(description="经手人", min_length=1, max_length=60)] = None,
) -> Any:
    """默认只预览：读到多少条目和指标、与库中相比新增、改动、删去哪些、哪些决定会受影响。看来是另一部规划的（`another`），要写 `replace=true` 才入库。确认后用 `dry_run=false` 再提交一次。"""
    base = keeper.base()
    common = Stated(None, title, level_named(level) if level else None, region, subject, issuer, number)
    stated = [Stated(each, *_behind(common)) for each in plan or ()] or (
        [common] if common != Stated() else []
    )
    if not _one_at_a_time.acquire(blocking=False):
        raise Later("另一个文件正在导入，请等它完成后再试。")
    try:
        with TemporaryDirectory(prefix="duibiao-") as folder:
            path = Path(folder) / _safe(file.filename)
            with path.open("wb") as kept:
                while part := file.file.read(1 << 20):
                    kept.write(part)
            made = importing.read_import(path, settings, stated, Silent())
        if only:
            made = importing.only(
                made, [place for place, each in enumerate(made.reviews) if each.plan.entry.id in only]
            )
        wanted = not dry_run
        if wanted and not all(review.same_file for review in made.reviews):
            replacing = [each.plan.entry.id for each in made.reviews if replace]
            importing.store(made, settings, Silent(), who, replacing)
            keeper.refreshed(base)
    finally:
        _one_at_a_time.release()
    return [imports.review_record(review, stored=wanted) for review in made.reviews]


def _behind(common: Stated) -> tuple[Any, ...]:
    return common.title, common.level, common.region, common.subject, common.issuer, common.number


def _safe(name: str | None) -> str:
    """A name under which an uploaded file can lie in a folder; its ending is kept, whatever else is not."""
    bare = _BAD.sub("", PurePath((name or "").replace("\\", "/")).name).strip(" .")
    stem, dot, suffix = bare.rpartition(".")
    if not dot:
        stem, suffix = bare, ""
    return f"{stem[:_LONGEST] or '文件'}{dot}{suffix[:10]}"
