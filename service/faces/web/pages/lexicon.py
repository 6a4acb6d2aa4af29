"""词典: the word tables that staff edit, and what a phrase finds with and without them.

The tables come with the program (analyzers/lexicon/*.tsv) and are read once; a unit's own rows lie in the data folder and
follow them (service/query/own_words.py). The page shows both, works out beforehand what one more row would find, and adds or
takes away own rows, each checked first: a row that is wrong would stop every command. The running service sees the
changed file, has a new base built with it, and starts anew (service/live/live_base.py); until then the row is told to be on its way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from analyzers import lexicon
from analyzers.lexicon import LexiconError
from analyzers.synonyms import Row, read_row
from service.answers.lexicon_trial import Effect, matching
from service.errors import UserError
from service.faces.web.parts.of_request import desk_at
from service.faces.web.parts.page_addresses import first_of_page
from service.faces.web.parts.rendering import draw
from service.query import own_words
from service.settings import Settings, lexicon_folder

router = APIRouter()
PAGE = 100  # rows
TABLES = (("synonyms", "同义词"), ("blocked", "假词"))
_LONGEST = 60  # characters of a phrase that is tried
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Trial:
    """A phrase that is tried, and what came of it."""

    tried: str = ""
    also: str = ""
    effect: Effect | None = None
    line: Mapping[str, str] | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LexiconPage:
    """lexicon.html."""

    tried: str  # the phrase that is tried
    also: str  # what a new row would look for besides
    effect: Effect | None  # what the phrase finds
    line: Mapping[str, str] | None  # the cells of the new row
    problem: str  # what is wrong with the phrase, or with a row that was to be added
    tables: Sequence[tuple[str, str]]  # to choose from: key, name
    table: str  # the key of the one that is shown
    q: str  # the words that its rows are looked for by
    rows: Sequence[Row] | Sequence[Mapping[str, str]]  # one page of those that come with the program
    total: int  # rows that fit
    offset: int  # the place of the first on this page
    path: Path  # the file of the table
    previous: str | None  # the address of the page before
    next: str | None  # the address of the page behind
    own: Sequence[tuple[Mapping[str, str], bool]]  # a unit's own rows, with whether each is in force
    own_path: Path  # their file
    pending: bool  # whether own rows were changed since this process read them
    waiting: str  # what a person is told until they are in force
    trouble: str  # what is wrong with the own file


@router.get("/lexicon", response_class=HTMLResponse)
def tables(
    request: Request, table: str = "synonyms", q: str = "", offset: int = 0, also: str = ""
) -> Response:
    """A table of words, and what a phrase finds with it."""
    trial = _tried(request, request.query_params.get("try", "").strip(), also)
    return draw(request, "lexicon.html", _page(request, trial, table, q, offset), here="lexicon")


@router.post("/lexicon/add")
def add(
    request: Request,
    table: Text,
    from_: Annotated[str, Form(alias="from")] = "",
    to: Text = "",
    sub: Text = "",
    word: Text = "",
) -> Response:
    """Adds an own row, and goes back to where it is shown. A row that would be refused is told on the page."""
    return _changed(request, table, _cells(table, from_, to, sub, word), keep=True)


@router.post("/lexicon/remove")
def remove(request: Request, table: Text, row: Text) -> Response:
    """Takes an own row away; ``row`` are its cells as the page had them, tabs between."""
    columns = lexicon.header(table) if table in dict(TABLES) else []
    return _changed(request, table, dict(zip(columns, row.split("\t"), strict=False)), keep=False)


def _cells(table: str, from_: str, to: str, sub: str, word: str) -> dict[str, str]:
    if table == "blocked":
        return {"sub": sub.strip(), "word": word.strip()}
    return own_words.synonym(from_.strip(), to, "本单位增加")


def _changed(request: Request, table: str, cells: dict[str, str], *, keep: bool) -> Response:
    settings: Settings = request.app.state.settings
    try:
        if keep:
            own_words.add(settings.home, table, cells)
        else:
            own_words.remove(settings.home, table, cells)
    except (UserError, LexiconError) as error:
        page = _page(request, Trial(problem=str(error)), table)
        return draw(request, "lexicon.html", page, here="lexicon", status=400)
    request.app.state.keeper.look_now()
    return RedirectResponse(f"/lexicon?{urlencode({'table': table})}#own", status_code=303)


def _page(request: Request, trial: Trial, table: str, q: str = "", offset: int = 0) -> LexiconPage:
    table = table if table in dict(TABLES) else "synonyms"
    found: Sequence[Row] | Sequence[Mapping[str, str]] = _synonyms(q) if table == "synonyms" else _blocked(q)
    offset = first_of_page(offset, len(found), PAGE)
    asked = [("table", table), *([("q", q)] if q else [])]
    home = request.app.state.settings.home
    own, trouble = _own(request, table)
    return LexiconPage(
        tried=trial.tried,
        also=trial.also,
        effect=trial.effect,
        line=trial.line,
        problem=trial.problem,
        tables=TABLES,
        table=table,
        q=q,
        rows=found[offset : offset + PAGE],
        total=len(found),
        offset=offset,
        path=lexicon.LEXICON_DIR / f"{table}.tsv",
        previous=_address(asked, offset - PAGE) if offset else None,
        next=_address(asked, offset + PAGE) if offset + PAGE < len(found) else None,
        own=own,
        own_path=lexicon_folder(home) / f"{table}.tsv",
        pending=_pending(home),
        waiting=trouble or _waiting(request),
        trouble=trouble,
    )


def _own(request: Request, table: str) -> tuple[list[tuple[dict[str, str], bool]], str]:
    """The own rows of a table with whether each is in force; and what is wrong with the file, if anything."""
    try:
        rows = own_words.read(request.app.state.settings.home, table)
    except LexiconError as error:  # somebody has spoilt it with an editor since the service was started
        return [], str(error)
    live = {tuple(row.values()) for row in lexicon.own_table(table)}
    return [(row, tuple(row.values()) in live) for row in rows], ""


def _pending(home: Path) -> bool:
    """Whether own rows were changed since this process read them."""
    try:
        return any(own_words.read(home, name) != list(lexicon.own_table(name)) for name, _ in TABLES)
    except LexiconError:
        return False


def _waiting(request: Request) -> str:
    """What a person is told until a change is in force."""
    state = request.app.state.keeper.state
    if state.trouble:
        return f"{state.sentence}{state.trouble}"
    return state.sentence if state.restart else "正在重新建库，完成后自动生效，一般几秒钟。"


def _tried(request: Request, phrase: str, also: str) -> Trial:
    if not phrase:
        return Trial(phrase, also)
    try:
        found = desk_at(request).trial(phrase[:_LONGEST], also[:200])
    except (UserError, LexiconError) as error:
        return Trial(phrase, also, problem=str(error))
    line = None
    if found.row is not None:
        to = " | ".join(" + ".join(terms) for terms in found.row.alternatives)
        line = {"from": found.phrase, "to": to}
    return Trial(phrase, also, found, line)


def _synonyms(q: str) -> tuple[Row, ...]:
    """Those that come with the program; a unit's own are shown apart."""
    own = {read_row(cells) for cells in lexicon.own_table("synonyms")}
    return tuple(row for row in matching(q) if row not in own)


def _blocked(q: str) -> tuple[dict[str, str], ...]:
    words = q.split()
    return tuple(
        row
        for row in lexicon.table("blocked")
        if row not in lexicon.own_table("blocked")
        and all(word in row["sub"] + " " + row["word"] for word in words)
    )


def _address(asked: list[tuple[str, str]], offset: int) -> str:
    place = [("offset", str(offset))] if offset > 0 else []
    return "/lexicon?" + urlencode([*asked, *place]) + "#table"
