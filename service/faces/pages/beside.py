"""What the pages that set plans beside each other share: word changes in a text, how sure a link is, plans to choose.

Takes answers of ``service.answers``. Gives pieces of pages; every text in them is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from fastapi import Request
from markupsafe import Markup, escape

from analyzers.wordchanges import Change
from ingest.plan import Link, Relation
from service.answers.alignment import AlignedRow
from service.answers.coverage import in_order
from service.base import Base
from service.decisions import KeptDecisions, LinkStatus, open_decisions
from service.linkfile import Links
from service.linking import WAIT
from service.names import RELATIONS
from service.rows import StoredPlan

_SURE = ((0.9, "很有把握"), (0.7, "较有把握"), (0.5, "把握一般"), (0.0, "仅供参考"))
_FAIRLY = 0.7  # 较有把握
_NONE = ((0.9, "基本可以确定没有"), (0.6, "很可能没有"), (0.0, "有相近的，请人工看看"))


def links_of(request: Request, base: Base, wait: float = WAIT) -> Links:
    """The suggested links of the base. What is read of them raises Later while it is being worked out."""
    found: Links = request.app.state.keeper.links(base, wait)
    return found


def decisions_of(request: Request) -> KeptDecisions:
    """What people decided about the corpus that is served."""
    return open_decisions(request.app.state.settings)


def sureness(link: Link) -> str:
    """The score of a link in words; for "none" how sure it is that there is nothing."""
    if link.relation is Relation.NONE:
        return next(words for least, words in _NONE if link.score >= least)
    return sureness_of(link.score)


def unsure(row: AlignedRow) -> bool:
    """Whether a counterpart is no more than a hint: nobody confirmed it, and the program is not sure of it."""
    return row.status is not LinkStatus.CONFIRMED and row.link.score < _FAIRLY


def sureness_of(score: float) -> str:
    """How sure a pair is, in words."""
    return next(words for least, words in _SURE if score >= least)


def relation_name(relation: Relation) -> str:
    """对应, 部分对应, 同一主题, 没有对应."""
    return RELATIONS[relation]


def readable(plans: Iterable[StoredPlan]) -> list[StoredPlan]:
    """The plans whose text is at hand, county first."""
    return [plan for plan in in_order(plans) if plan.clauses]


def without_text(plans: Iterable[StoredPlan]) -> list[StoredPlan]:
    """The plans whose text has still to be imported, county first."""
    return [plan for plan in in_order(plans) if not plan.clauses]


def address_of(path: str, asked: Iterable[tuple[str, str]], **more: str) -> str:
    """An address with what was asked; a value in ``more`` takes the place of the one asked, "" takes it away."""
    kept = [(name, value) for name, value in asked if name not in more and value]
    query = urlencode([*kept, *((name, value) for name, value in more.items() if value)])
    return f"{path}?{query}" if query else path


def first_of_page(offset: int, total: int, size: int) -> int:
    """Where the page begins that an address asks for; behind the end it is the last page there is."""
    return max(0, min(offset, (total - 1) // size * size))


def left_side(changes: Sequence[Change]) -> Markup:
    """The first text with what the second does not say."""
    return Markup().join(_piece(change.one, "del", "删去", change) for change in changes)


def right_side(changes: Sequence[Change]) -> Markup:
    """The second text with what the first does not say."""
    return Markup().join(_piece(change.other, "ins", "增加", change) for change in changes)


def both_sides(changes: Sequence[Change]) -> Markup:
    """One running text with what was taken out and what was put in."""
    parts = []
    for change in changes:
        if change.kind == "equal":
            parts.append(escape(change.other))
        else:
            parts += [_piece(change.one, "del", "删去", change), _piece(change.other, "ins", "增加", change)]
    return Markup().join(parts)


def _piece(text: str, tag: str, spoken: str, change: Change) -> Markup:
    """A stretch as it is, or marked: line and colour for the eye, a word for a screen reader."""
    if change.kind == "equal" or not text:
        return escape(text)
    name = ' class="number"' if change.of_values else ""
    opening, closing = Markup(f"<{tag}{name}>"), Markup(f"</{tag}>")
    said = Markup('<span class="hidden">（{}：）</span>').format(spoken)
    return opening + said + escape(text) + closing
