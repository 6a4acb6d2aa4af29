"""词典: the word tables that staff edit, and what a phrase finds with and without them.

The tables come with the program (analyzers/lexicon/*.tsv) and are read once; a unit's own rows lie in the data folder and
follow them (service/query/own_words.py). The page shows both, works out beforehand what one more row would find, and adds or
takes away own rows, each checked first: a row that is wrong would stop every command. The running service sees the
changed file, has a new base built with it, and starts anew (service/live/live_base.py); until then the row is told to be on its way.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from analyzers import lexicon
from analyzers.lexicon import LexiconError
from analyzers.synonyms import Row, read_row
from service.answers.lexicon_trial import matching
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


@router.get("/lexicon", response_class=HTMLResponse)
def tables(
    request: Request, table: str = "synonyms", q: str = "", offset: int = 0, also: str = ""
) -> Response:
    """Context: tried (the phrase), also (what a new row would look for), effect (Effect or None), line (the new row's
    cells), problem (a sentence), tables, table, q, rows (of this page), total, offset, path (of the file), previous,
    next (addresses), own (rows with whether each is in force), own_path, pending, waiting (a sentence), trouble (what is wrong with the own file)."""
    tried = request.query_params.get("try", "").strip()
    context: dict[str, object] = {"tried": tried, "also": also, "effect": None, "problem": "", "line": None}
    if tried:
        try:
            context |= _tried(request, tried[:_LONGEST], also[:200])
        except (UserError, LexiconError) as error:
            context["problem"] = str(error)
    context |= _shown(request, table, q, offset)
    return draw(request, "lexicon.html", context, here="lexicon")


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
        context: dict[str, object] = {
            "tried": "",
            "also": "",
            "effect": None,
            "problem": str(error),
            "line": None,
        }
        context |= _shown(request, table, "", 0)
        return draw(request, "lexicon.html", context, here="lexicon", status=400)
    request.app.state.keeper.look_now()
    return RedirectResponse(f"/lexicon?{urlencode({'table': table})}#own", status_code=303)


def _shown(request: Request, table: str, q: str, offset: int) -> dict[str, object]:
    table = table if table in dict(TABLES) else "synonyms"
    found = _synonyms(q) if table == "synonyms" else _blocked(q)
    offset = first_of_page(offset, len(found), PAGE)
    asked = [("table", table), *([("q", q)] if q else [])]
    home = request.app.state.settings.home
    own, trouble = _own(request, table)
    return {
        "tables": TABLES,
        "table": table,
        "q": q,
        "rows": found[offset : offset + PAGE],
        "total": len(found),
        "offset": offset,
        "path": lexicon.LEXICON_DIR / f"{table}.tsv",
        "previous": _address(asked, offset - PAGE) if offset else None,
        "next": _address(asked, offset + PAGE) if offset + PAGE < len(found) else None,
        "own": own,
        "own_path": lexicon_folder(home) / f"{table}.tsv",
        "pending": _pending(home),
        "waiting": trouble or _waiting(request),
        "trouble": trouble,
    }


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


def _tried(request: Request, phrase: str, also: str) -> dict[str, object]:
    found = desk_at(request).trial(phrase, also)
    line = None
    if found.row is not None:
        to = " | ".join(" + ".join(terms) for terms in found.row.alternatives)
        line = {"from": found.phrase, "to": to}
    return {"effect": found, "line": line}


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
