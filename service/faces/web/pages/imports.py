"""导入: what is held and what is missing, a file taken in after a look at what it holds and what it would change.

An uploaded file waits (service/upkeep/uploads.py) under a token; the review under ``/imports/<token>`` is a plain address with
what a person stated about the plans in it, and publishing is a POST with the same words.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated
from urllib.parse import parse_qs, parse_qsl, urlencode

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest import read_text
from ingest.catalogue import Stated
from ingest.corrections import make
from ingest.plan import IngestError, Level, Plan
from ingest.readers import PICKED, SourceFile
from service.decisions import now
from service.errors import BadFilter, BadImport, NotFound, Unreachable, UserError
from service.faces.web.parts.correct_form import correct_page, remember, typed_form, wanted_of, who_corrects
from service.faces.web.parts.importing import Reviewed, reviewed
from service.faces.web.parts.of_request import desk_at, serve
from service.faces.web.parts.page_addresses import Many
from service.faces.web.parts.plan_list import Listing, listing
from service.faces.web.parts.rendering import MessagePage, draw
from service.labels import LEVEL_CHOICE, LEVELS, level_named
from service.settings import Settings
from service.storage import StoredPlan
from service.upkeep import build, editions, imports, uploads
from service.upkeep.editions import History
from service.upkeep.uploaded_files import UploadedFiles

router = APIRouter()
MOST_FILES = 20  # that are handed in at once
PATIENCE = 3.0  # seconds to wait for a file to be read before its progress is shown
_FIELDS = ("plan", "title", "level", "region", "subject", "issuer", "number")


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan of the catalogue: what is held of it, and what is known about it."""

    plan: StoredPlan
    figures: int


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """imports.html."""

    offers: Sequence[Offer]  # one page of the plans, those without a text first
    listing: Listing  # the same with what narrows them
    missing: int  # how many have no text
    wanted: StoredPlan | None  # the plan that a file is looked for
    done: Sequence[StoredPlan]  # plans that were just taken in
    formats: str  # the ends of names that the picker of files offers
    most: int  # MB that a file may have
    problem: str  # why nothing was taken in
    waiting: Sequence[uploads.Waiting]  # files that wait for a look
    binned: Sequence[History]  # plans that were taken out of the base
    fresh: Sequence[str]  # tokens of the files that were just uploaded


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """review.html."""

    token: str  # under which the file waits
    name: str  # of the file
    reviews: Sequence[Reviewed]  # the plans in it
    drafts: Sequence[Plan]  # the plans as they were read, where there is no review
    stated: Sequence[Stated]  # what a person stated, one a plan
    problem: str  # why it cannot be taken in
    plans: Sequence[StoredPlan]  # to choose from
    levels: Mapping[Level, str]  # to choose from
    same: bool  # whether the very same file is held already
    query: str  # what was stated, as the address of this page has it
    pending: frozenset[str]  # keys of what was corrected at this preview
    who: str  # who took something in at this browser before


_uploaded = UploadedFiles()


@router.get("/imports", response_class=HTMLResponse)
def overview(
    request: Request,
    plan: str = "",
    done: Many = [],  # noqa: B006 - FastAPI copies it
    q: str = "",
    level: str = "",
    offset: int = 0,
    fresh: Many = [],  # noqa: B006
) -> Response:
    """What is held and what is missing, what waits, and where files are handed in."""
    return _overview(request, plan, tuple(done), fresh=tuple(fresh), asked=(q.strip(), level, offset))


def _overview(
    request: Request,
    plan: str = "",
    done: tuple[str, ...] = (),
    problem: str = "",
    status: int = 200,
    fresh: tuple[str, ...] = (),
    asked: tuple[str, str, int] = ("", "", 0),
) -> Response:
    store = desk_at(request).store
    known: dict[str, int] = {}
    for check in store.figures():
        known[check.figure.plan] = known.get(check.figure.plan, 0) + 1
    plans = store.plans()
    missing = [each for each in plans if not each.source]
    found = listing([*missing, *(each for each in plans if each.source)], "/imports", *asked)
    page = ImportsPage(
        offers=[Offer(each, known.get(each.entry.id, 0)) for each in found.plans],
        listing=found,
        missing=len(missing),
        wanted=next((each for each in plans if each.entry.id == plan), None),
        done=[each for each in plans if each.entry.id in done],
        formats=",".join(PICKED),
        most=uploads.MAX_BYTES // 1_000_000,
        problem=problem,
        waiting=uploads.every(request.app.state.settings),
        binned=editions.bin_of(request.app.state.settings),
        fresh=fresh,
    )
    return draw(request, "imports.html", page, here="imports", status=status)


@router.post("/imports/upload")
def upload(
    request: Request,
    file: list[UploadFile] = [],  # noqa: B006 - FastAPI copies it
    plan: Annotated[str, Form()] = "",
) -> Response:
    """Keeps files and reads each once: one is shown at once, several wait in a list; what cannot be read is told of at once."""
    files = [each for each in file if each.filename]
    if not files:
        return _overview(
            request, plan, problem="没有选择文件，请先选择规划文件，再点“上传并预览”。", status=400
        )
    if len(files) > MOST_FILES:
        return _overview(
            request,
            plan,
            problem=f"一次最多上传 {MOST_FILES} 个文件，请分几次上传，或打成一个压缩包。",
            status=400,
        )
    try:
        if len(files) == 1:
            return _kept(request, files[0].filename or "", files[0].file, plan)
        return _kept_together(request, files)
    except Unreachable:
        raise
    except (UserError, IngestError) as error:
        return _overview(request, plan, problem=str(error), status=400)


def _kept_together(request: Request, files: Sequence[UploadFile]) -> Response:
    """Keeps several files; those that cannot be read are named and kept no longer."""
    settings: Settings = request.app.state.settings
    tokens, troubles = [], []
    for each in files:
        token = ""
        try:
            token = uploads.keep(settings, each.filename or "", each.file)
            found = _uploaded.reading(settings, token)
            if found.wait(PATIENCE):
                found.files()
            tokens.append(token)
        except Unreachable:
            raise
        except (UserError, IngestError) as error:
            troubles.append(f"{uploads.plain_name(each.filename or '')}：{error}")
            _forget(settings, token)
    if troubles:
        return _overview(request, problem="".join(troubles), status=400, fresh=tuple(tokens))
    return RedirectResponse("/imports?" + urlencode([("fresh", token) for token in tokens]) + "#waiting", 303)


@router.post("/imports/fetch")
def fetch(request: Request, plan: Annotated[str, Form()] = "") -> Response:
    """Downloads a plan from its official address, because a person asked for it, and shows its review."""
    from service.upkeep import fetching

    entry = next((e.entry for e in desk_at(request).store.plans() if e.entry.id == plan), None)
    if entry is None:
        raise NotFound(f"目录里没有编号为 {plan} 的规划，请从“导入”页选择。")
    try:
        name, data = fetching.fetch(entry)
        return _kept(request, name, io.BytesIO(data), plan)
    except Unreachable:
        raise
    except (UserError, IngestError) as error:
        return _overview(request, plan, problem=str(error), status=400)


def _kept(request: Request, name: str, data: object, plan: str) -> Response:
    settings: Settings = request.app.state.settings
    token = uploads.keep(settings, name, data)  # type: ignore[arg-type]
    if not _uploaded.reading(settings, token).wait(PATIENCE):
        return RedirectResponse(f"/imports/{token}/reading" + _asked(plan), 303)
    return _read(request, token, plan)


def _read(request: Request, token: str, plan: str) -> Response:
    """To the review of a file that has been read. Raises what kept it from being read; then it waits no longer."""
    settings: Settings = request.app.state.settings
    reading = _uploaded.reading(settings, token)
    try:
        reading.files()
    except Exception:
        _forget(settings, token)
        raise
    # What a file was looked for says whose it is only where it holds one plan.
    return RedirectResponse(f"/imports/{token}" + (_asked(plan) if reading.plans == 1 else ""), 303)


def _forget(settings: Settings, token: str) -> None:
    _uploaded.forget(token)
    uploads.drop(settings, token)


def _asked(plan: str) -> str:
    return "?" + urlencode({"plan": plan}) if plan else ""


@router.get("/imports/{token}/reading", response_class=HTMLResponse)
def reading(request: Request, token: str, plan: str = "") -> Response:
    """How far the reading of a large file is; the page looks again by itself and leads to the review."""
    found = _uploaded.reading(request.app.state.settings, token)
    if found.wait(0):
        try:
            return _read(request, token, plan)
        except (UserError, IngestError) as error:
            return _overview(request, plan, problem=str(error), status=400)
    page = MessagePage(
        heading="正在读入",
        sentence=f"“{found.path.name}”页数较多，正在逐页读入，读完后自动打开预览。",
        waiting=True,
        stage="已读页数" if found.done < found.total else "正在拆条",
        done=found.done,
        total=found.total,
        again="",
    )
    return draw(request, "message.html", page, here="imports")


@router.get("/imports/{token}", response_class=HTMLResponse)
def review(
    request: Request,
    token: str,
    plan: Many = [],  # noqa: B006 - FastAPI copies it
    title: Many = [],  # noqa: B006
    level: Many = [],  # noqa: B006
    region: Many = [],  # noqa: B006
    subject: Many = [],  # noqa: B006
    issuer: Many = [],  # noqa: B006
    number: Many = [],  # noqa: B006
) -> Response:
    """What a file that waits holds, and what it would change."""
    settings: Settings = request.app.state.settings
    name = uploads.waiting(settings, token).name
    if not _uploaded.reading(settings, token).wait(PATIENCE):  # the service was started anew meanwhile
        return RedirectResponse(f"/imports/{token}/reading" + _asked("".join(plan[:1])), 303)
    typed = (plan, title, level, region, subject, issuer, number)
    files = _uploaded.reading(settings, token).files()
    made, problem = None, ""
    try:
        stated = _stated(*typed)
        made = _prepared(settings, token, files, stated)
    except (UserError, IngestError) as error:
        problem, stated = str(error), []
    drafts: list[Plan] = [] if made else [each for file in files for each in read_text(file.source)]
    reviews: list[Reviewed] = (
        [reviewed(each, number) for number, each in enumerate(made.reviews)] if made else []
    )
    count = len(reviews or drafts)
    page = ReviewPage(
        token=token,
        name=name,
        reviews=reviews,
        drafts=drafts,
        stated=[*stated, *[Stated()] * (count - len(stated))],
        problem=problem,
        plans=desk_at(request).store.plans(),
        levels=LEVELS,
        same=bool(reviews) and all(each.review.same_file for each in reviews),
        query=request.url.query,
        pending=frozenset(each.key for each in made.pending) if made else frozenset(),
        who=who_corrects(request),
    )
    return draw(request, "review.html", page, here="imports", status=400 if problem else 200)


@router.post("/imports/{token}/publish")
def publish(
    request: Request,
    token: str,
    plan: Annotated[list[str], Form()] = [],  # noqa: B006
    title: Annotated[list[str], Form()] = [],  # noqa: B006
    level: Annotated[list[str], Form()] = [],  # noqa: B006
    region: Annotated[list[str], Form()] = [],  # noqa: B006
    subject: Annotated[list[str], Form()] = [],  # noqa: B006
    issuer: Annotated[list[str], Form()] = [],  # noqa: B006
    number: Annotated[list[str], Form()] = [],  # noqa: B006
    choosing: Annotated[bool, Form()] = False,
    take: Annotated[list[int], Form()] = [],  # noqa: B006
    replace: Annotated[list[str], Form()] = [],  # noqa: B006
    who: Annotated[str, Form()] = "",
) -> Response:
    """Takes the file in as it was reviewed, and serves the base that holds it; of several plans those that are ticked."""
    settings: Settings = request.app.state.settings
    files = _uploaded.reading(settings, token).files()
    stated = _stated(plan, title, level, region, subject, issuer, number)
    made = _prepared(settings, token, files, stated)
    if choosing:
        made = imports.only(made, take)
    nowhere = [each.plan.entry.title.strip("《》") for each in made.reviews if each.plan.entry.level is None]
    if nowhere:  # it would stand beside no level, and be silent nowhere
        raise BadImport(f"《{nowhere[0]}》没有写明是哪一级的规划，请在预览页选好层级，重新预览后再入库。")
    if not all(each.same_file for each in made.reviews):
        serve(request, imports.store(made, settings, build.Silent(), who.strip()[:60] or None, replace))
    _forget(settings, token)
    done = [("done", each.plan.entry.id) for each in made.reviews]
    answer = RedirectResponse("/imports?" + urlencode(done), 303)
    if who.strip():
        remember(answer, who)
    return answer


def _prepared(
    settings: Settings, token: str, files: tuple[SourceFile, ...], stated: Sequence[Stated]
) -> imports.Import:
    """The review of a file that waits, with what was corrected at earlier looks."""
    return imports.prepare(files, settings, stated, build.Silent(), uploads.pending(settings, token))


@router.get("/imports/{token}/correct", response_class=HTMLResponse)
def correct_form(request: Request, token: str, part: int = 0, address: str = "") -> Response:
    """The form for one clause of a plan that waits in a preview."""
    return _correct_form(request, token, part, address, _stated_again(request.url.query))


@router.post("/imports/{token}/correct")
def correct(
    request: Request, token: str, typed: Annotated[Mapping[str, str], Depends(typed_form)]
) -> Response:
    """Keeps a correction with the file that waits, and shows the preview with it."""
    settings: Settings = request.app.state.settings
    query, part, address = typed.get("query", ""), int(typed.get("part", "0") or 0), typed.get("address", "")
    try:
        plan = _waiting_plan(settings, token, part, query)
        made = make(plan, wanted_of(address, typed), now())
    except Unreachable:
        raise
    except (UserError, IngestError) as error:
        return _correct_form(request, token, part, address, query, str(error), typed)
    uploads.keep_pending(settings, token, [*uploads.pending(settings, token), (part, made)])
    answer = RedirectResponse(f"/imports/{token}?{query}#corrections-{part}", 303)
    remember(answer, typed["who"])
    return answer


@router.post("/imports/{token}/undo")
def undo(request: Request, token: str, typed: Annotated[Mapping[str, str], Depends(typed_form)]) -> Response:
    """Lets go of a correction of this preview."""
    settings: Settings = request.app.state.settings
    held = uploads.pending(settings, token)
    uploads.keep_pending(settings, token, [each for each in held if each[1].key != typed.get("key")])
    return RedirectResponse(f"/imports/{token}?{typed.get('query', '')}", 303)


def _waiting_plan(settings: Settings, token: str, part: int, query: str) -> Plan:
    """A plan of a file that waits, as its preview shows it. Raises NotFound, BadFilter or BadImport."""
    asked = parse_qs(query, keep_blank_values=True)
    stated = _stated(*(asked.get(name, []) for name in _FIELDS))
    reviews = _prepared(settings, token, _uploaded.reading(settings, token).files(), stated).reviews
    if not 0 <= part < len(reviews):
        raise NotFound("文件里没有这一部规划，请回到预览页重新选择。")
    return reviews[part].plan


def _stated_again(query: str) -> str:
    """What was stated in the address of a preview, without what says which clause is meant."""
    return urlencode(
        [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name in _FIELDS]
    )


def _correct_form(
    request: Request,
    token: str,
    part: int,
    address: str,
    query: str,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    settings: Settings = request.app.state.settings
    page = correct_page(
        request,
        _waiting_plan(settings, token, part, query),
        address,
        action=f"/imports/{token}/correct",
        back=(f"/imports/{token}?{query}", "预览"),
        waiting=True,
        hidden=(("query", query), ("part", str(part)), ("address", address)),
        problem=problem,
        typed=typed,
    )
    return draw(request, "correct.html", page, here="imports", status=400 if problem else 200)


@router.post("/imports/{token}/drop")
def drop(request: Request, token: str) -> Response:
    """Lets the file go; nothing is taken in."""
    _forget(request.app.state.settings, token)
    return RedirectResponse("/imports", 303)


def _stated(*typed: list[str]) -> list[Stated]:
    """What a person stated, plan by plan; an empty field leaves it to the text. Raises BadFilter or BadImport."""
    if not any(value.strip() for values in typed for value in values):
        return []
    return [
        _one(*(value.strip() or None for value in values)) for values in zip_longest(*typed, fillvalue="")
    ]


def _one(
    plan: str | None,
    title: str | None,
    level: str | None,
    region: str | None,
    subject: str | None,
    issuer: str | None,
    number: str | None,
) -> Stated:
    found = level_named(level) if level else None
    if level and found is None:
        raise BadFilter(f"没有叫“{level}”的层级，可以写：{LEVEL_CHOICE}。")
    if title and len(title) > 120:
        raise BadImport("规划名称最多 120 字，请缩短后再试。")
    return Stated(plan, title, found, region, subject, issuer, number)
