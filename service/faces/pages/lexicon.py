"""词典: the word tables that staff edit, and what a phrase finds with and without them.

The tables are files that come with the program (analyzers/lexicon/*.tsv) and are read once; the page shows them, says
where they lie and how they are changed, and works out beforehand what one more row would find. It writes nothing: a
row that is wrong would stop every command, and a running service has cut its words with the tables it was started with.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from analyzers import lexicon
from analyzers.lexicon import LexiconError
from service.answers.wording import WEIGHT, effect, matching
from service.errors import UserError
from service.faces.pages.drawing import base_of, draw

router = APIRouter()
PAGE = 100  # rows
TABLES = (("synonyms", "同义词"), ("blocked", "假词"))
_LONGEST = 60  # characters of a phrase that is tried


@router.get("/lexicon", response_class=HTMLResponse)
def tables(
    request: Request, table: str = "synonyms", q: str = "", offset: int = 0, also: str = ""
) -> Response:
    """Context: tried (the phrase), also (what a new row would look for), effect (Effect or None), line (the new row,
    ready to be pasted), problem (a sentence), tables, table, q, rows (of this page), total, offset, path (of the
    file), previous, next (addresses)."""
    tried = request.query_params.get("try", "").strip()
    context: dict[str, object] = {"tried": tried, "also": also, "effect": None, "problem": "", "line": ""}
    if tried:
        try:
            context |= _tried(request, tried[:_LONGEST], also[:200])
        except (UserError, LexiconError) as error:
            context["problem"] = str(error)
    table = table if table in dict(TABLES) else "synonyms"
    found = matching(q) if table == "synonyms" else _blocked(q)
    offset = max(0, min(offset, len(found)))
    asked = [("table", table), *([("q", q)] if q else [])]
    context |= {
        "tables": TABLES,
        "table": table,
        "q": q,
        "rows": found[offset : offset + PAGE],
        "total": len(found),
        "offset": offset,
        "path": lexicon.LEXICON_DIR / f"{table}.tsv",
        "previous": _address(asked, offset - PAGE) if offset else None,
        "next": _address(asked, offset + PAGE) if offset + PAGE < len(found) else None,
    }
    return draw(request, "lexicon.html", context, here="lexicon")


def _tried(request: Request, phrase: str, also: str) -> dict[str, object]:
    base = base_of(request)
    found = effect(base.store, base.engine, phrase, also)
    line = ""
    if found.row is not None:
        to = " | ".join(" + ".join(terms) for terms in found.row.alternatives)
        line = "\t".join((found.phrase, to, ">", WEIGHT, ""))
    return {"effect": found, "line": line}


def _blocked(q: str) -> tuple[dict[str, str], ...]:
    words = q.split()
    return tuple(
        row
        for row in lexicon.table("blocked")
        if all(word in row["sub"] + " " + row["word"] for word in words)
    )


def _address(asked: list[tuple[str, str]], offset: int) -> str:
    place = [("offset", str(offset))] if offset > 0 else []
    return "/lexicon?" + urlencode([*asked, *place]) + "#table"
