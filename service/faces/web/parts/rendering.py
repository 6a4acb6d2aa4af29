"""How pages are drawn: the templates, what every template knows, and texts with stretches marked in them.

Takes a request, the name of a template and its context: a dataclass whose fields are the variables of that template
(tests/house/test_contexts.py holds them to each other). Gives the page, or only the block that htmx asked for. Every
template knows what Shared says and the functions below besides; a name that nobody gave is an error, never a blank.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2_fragments.fastapi import Jinja2Blocks
from markupsafe import Markup, escape

from analyzers.marks import Span
from ingest.plan import Clause, ClauseKind, Level
from service.answers.search.hits import Hit
from service.faces.sheets.workbook import FORMS
from service.faces.web.parts import fact_styles
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.sureness import unsure
from service.labels import (
    BORDER,
    KINDS,
    LEVELS,
    change_in_words,
    checked_in_words,
    corrected_in_words,
    correction_in_words,
    in_one_line,
    who_and_when,
)
from service.live import NotReady
from service.requirement import requirement

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_FACES = Path(__file__).parent.parent
STATIC = _FACES / "static"
EXCERPT = 180  # characters of a clause that a list shows
EXAMPLES = ("留守儿童", "孕产妇死亡率", "小孩玩水淹死", "“控辍保学”", "9/10万", "领域:健康 类型:目标")
PLACES = (
    ("search", "检索", "/search"),
    ("plans", "原文", "/plans"),
    ("targets", "指标目标", "/targets"),
    ("links", "对标", "/links"),
    ("ladder", "目标阶梯", "/ladder"),
    ("coverage", "覆盖", "/coverage"),
    ("compare", "比对", "/compare"),
    ("basket", "选条篮", "/basket"),
    ("waiting", "待重看", "/waiting"),
    ("imports", "导入", "/imports"),
    ("lexicon", "词典", "/lexicon"),
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What every template knows, whatever the page."""

    here: str  # which place of the menu this is; "" for none
    places: list[tuple[str, str, str]]  # the menu: key, name, address
    totals: Mapping[str, int] | None  # what the base holds; None while there is none
    basket_size: int | str  # clauses in the basket, or a mark where that is out of reach
    waiting_count: int  # decisions and corrections whose text has changed
    standing_in: str  # a sentence where a server failed


@dataclass(frozen=True, slots=True)
class MessagePage:
    """message.html: a problem, or how far the base is while it is being built."""

    heading: str  # what it is, short
    sentence: str  # what a person is told
    waiting: bool  # whether the page looks again by itself
    stage: str  # the part of the work that is going on
    done: int  # steps of it that are done
    total: int  # steps of it; 0 where there is nothing to count
    again: str  # the address of the page without what was wrong in it; "" for none


def draw(
    request: Request,
    template: str,
    context: DataclassInstance,
    *,
    here: str,
    block: str | None = None,
    status: int = 200,
) -> Response:
    """A page; with ``block``, only that block where htmx asks for a part of the page."""
    every = _variables(_shared(request, here)) | _variables(context)
    asks = request.headers.get("HX-Request") == "true"
    # 后退: htmx asks for what it has not kept, and puts the answer in the place of the whole page.
    whole = request.headers.get("HX-History-Restore-Request") == "true"
    part = block if asks and not whole else None
    answer: Response = _templates().TemplateResponse(
        request, template, every, status_code=status, block_name=part
    )
    answer.headers["Vary"] = "HX-Request, HX-History-Restore-Request"
    return answer


def error_page(request: Request, status: int, title: str, sentence: str) -> Response:
    """A page that tells of a problem; while the base is being built, with its progress, and it looks again."""
    state = request.app.state.keeper.state
    waiting = status == 503
    page = MessagePage(
        heading=title,
        sentence=sentence,
        waiting=waiting,
        stage=state.stage,
        done=state.done,
        total=state.total if waiting else 0,
        again=getattr(request.state, "again", ""),
    )
    return draw(request, "message.html", page, here="", status=status)


def _shared(request: Request, here: str) -> Shared:
    count = getattr(request.app.state, "waiting", None)
    waiting = count(request) if count is not None else 0
    return Shared(
        here=here,
        places=_places(request, here, waiting),
        totals=_totals(request),
        basket_size=basket_size(request),
        waiting_count=waiting,
        standing_in=_standing_in(request),
    )


def _variables(context: DataclassInstance) -> dict[str, Any]:
    """The fields by name, as they are: ``asdict`` would copy whole plans."""
    return {field.name: getattr(context, field.name) for field in fields(context)}


def _totals(request: Request) -> Mapping[str, int] | None:
    try:
        return desk_at(request).base.manifest.counts
    except NotReady:
        return None


def _standing_in(request: Request) -> str:
    """What must be said where the rows come from this machine in place of a server; mostly nothing."""
    try:
        return desk_at(request).store.note
    except NotReady:
        return ""


def basket_size(request: Request) -> int | str:
    """How many clauses lie in the basket; 0 where the app has none, a mark where that is out of reach."""
    size = getattr(request.app.state, "basket_size", None)
    found: int | str = size(request) if size is not None else 0
    return found


def _places(request: Request, here: str, waiting: int) -> list[tuple[str, str, str]]:
    """The menu: only what this app has; 待重看 only where something waits."""
    shown = [place for place in PLACES if place[2] in request.app.state.page_paths]
    return [place for place in shown if place[0] != "waiting" or waiting or here == "waiting"]


@cache
def _templates() -> Jinja2Blocks:
    environment = Environment(
        loader=FileSystemLoader(_FACES / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_bordered,
    )
    environment.globals.update(
        static=static,
        fact_styles=fact_styles.ADDRESS,
        level_name=level_name,
        kind_name=kind_name,
        requirement=requirement,
        excerpt=excerpt,
        anchor=anchor,
        shape=lambda level: level.fact.glyph if level else "○",
        clause_label=clause_label,
        beside_label=beside_label,
        unsure=unsure,
        change_in_words=change_in_words,
        corrected_in_words=corrected_in_words,
        correction_in_words=correction_in_words,
        who_and_when=who_and_when,
        checked_in_words=checked_in_words,
        file_forms=FORMS,
    )
    return Jinja2Blocks(env=environment)


def _bordered(value: object) -> object:
    """What a template prints: no page glues the cells of a table's row."""
    return in_one_line(value) if type(value) is str and "\t" in value else value


@cache
def static(name: str) -> str:
    """The address of a file of ours, with what it holds in it, so that browsers may keep it."""
    digest = hashlib.blake2b((STATIC / name).read_bytes(), digest_size=5).hexdigest()
    return f"/static/{name}?{digest}"


def level_name(level: Level | None) -> str:
    """县, 州市, 省, 国家."""
    return LEVELS[level] if level else ""


def kind_name(kind: ClauseKind) -> str:
    """主要目标, 策略措施 …"""
    return KINDS[kind]


def clause_label(clause: Clause) -> str:
    """主要目标 3: which clause of its domain it is, short."""
    return f"{KINDS[clause.kind]} {clause.number}" if clause.number else KINDS[clause.kind]


def beside_label(own: Clause, other: Clause) -> str:
    """Which clause it is, in the margin beside another: the number alone where both are of one kind."""
    if other.number and other.kind is own.kind:
        return other.number
    return clause_label(other).replace(" ", "")


def anchor(address: str) -> str:
    """The place of a clause on the page of its plan."""
    return "c-" + address.split("/", 1)[1].replace("/", "-")


def marked(text: str, spans: Iterable[Span], name: str = "") -> Markup:
    """The text with stretches marked; safe for a page."""
    attribute = f' class="{name}"' if name else ""
    return wrapped(text, [(span, f"<mark{attribute}>", "</mark>") for span in spans])


BORDER_SHOWN = Markup('<span class="border" aria-hidden="true">{}</span>').format(BORDER)


def wrapped(text: str, pieces: Sequence[tuple[Span, str, str]]) -> Markup:
    """The text with each stretch between an opening and a closing tag; what overlaps an earlier one is left out."""
    parts: list[str] = []
    at = 0
    for span, opening, closing in sorted(pieces, key=lambda piece: (piece[0].start, -piece[0].end)):
        if span.start < at:
            continue
        parts += [
            str(escape(text[at : span.start])), opening, str(escape(text[span.start : span.end])), closing
        ]  # fmt: skip
        at = span.end
    parts.append(str(escape(text[at:])))
    return Markup("".join(parts).replace("\t", BORDER_SHOWN))


def excerpt(hit: Hit) -> Markup:
    """The part of a clause around its first mark, with the marks."""
    text, marks = hit.found.clause.text, hit.marks
    if len(text) <= EXCERPT:
        return marked(text, marks)
    first = marks[0].start if marks else 0
    start = 0 if first < EXCERPT * 2 // 3 else _sentence_start(text, first)
    end = min(len(text), start + EXCERPT)
    inside = [Span(m.start - start, min(m.end, end) - start) for m in marks if start <= m.start < end]
    body = marked(text[start:end], inside)
    return Markup("{}{}{}").format("…" if start else "", body, "…" if end < len(text) else "")


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence around a place begins, not too far in front of it."""
    stops = [found.end() for found in re.finditer("[。；;]", text[:at])]
    return max(stops[-1] if stops else 0, at - EXCERPT // 2)
