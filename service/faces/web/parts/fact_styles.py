"""The styles that come from what is said of levels and relations: a colour, a border.

Takes nothing. Gives a style sheet of its own, in front of ``site.css``, so that a new level or relation has its colour
without a line of CSS. ``--own`` is the colour of the level that an element belongs to.
"""

from __future__ import annotations

import hashlib

from fastapi import Request
from fastapi.responses import Response

from ingest.levels import Level
from ingest.plan import Relation

PATH = "/static/facts.css"
STYLES = "\n".join(
    [
        *(f".{level.value} {{ --own: {level.fact.colour}; }}" for level in Level),
        *(
            f".relation.{relation.value} {{ color: var(--{relation.fact.colour});"
            f" border-style: {relation.fact.border}; }}"
            for relation in Relation
        ),
    ]
)
ADDRESS = f"{PATH}?{hashlib.blake2b(STYLES.encode(), digest_size=5).hexdigest()}"


async def fact_styles(_: Request) -> Response:
    """The style sheet; its address changes with what it holds, so that browsers may keep it."""
    return Response(
        STYLES, media_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )
