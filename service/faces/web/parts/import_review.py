"""What a review of an import shows of one plan: its tree, its text with the places marked, counts and figures.

Takes a PlanReview. Gives a Reviewed, ready to be drawn; every stretch of text in it is escaped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from analyzers.marks import Span
from ingest.catalogue import FigureCheck, Outcome
from ingest.plan import Clause, Heading, Plan
from service.faces.web.parts.plan_text import heading_name
from service.faces.web.parts.rendering import kind_name, wrapped
from service.requirement import asked_for
from service.upkeep.imports import PlanReview

_MARKED = 60  # characters; a longer stretch that a warning speaks of is told, not marked
_TITLE = 60
OUTCOMES = {
    Outcome.CONFIRMED: "与原文一致",
    Outcome.CONFLICT: "与原文不一致",
    Outcome.NOT_FOUND: "原文中没有找到",
    Outcome.NO_TEXT: "没有文本",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One line of the tree: a heading, or a clause with its kind and number."""

    anchor: str
    depth: int
    text: str
    label: str = ""
    address: str = ""  # of a clause


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A known figure beside what the text says."""

    check: FigureCheck
    asked: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One plan of a file as a person looks it over."""

    review: PlanReview
    kinds: tuple[tuple[str, int], ...]
    tree: tuple[Leaf, ...]
    text: Markup
    figures: tuple[FigureLine, ...]


def reviewed(review: PlanReview, number: int) -> Reviewed:
    """The plan of a review, ready to be drawn; ``number`` says which of the file it is."""
    plan = review.plan
    counts = Counter(kind_name(clause.kind) for clause in plan.clauses)
    return Reviewed(
        review=review,
        kinds=tuple(counts.items()),
        tree=tuple(_leaf(number, piece) for piece in _pieces(plan)),
        text=_text(plan, number),
        figures=tuple(_figure(check) for check in review.figures if check.figure.value is not None),
    )


def _place(number: int, start: int) -> str:
    """The anchor of a place in the text of the plan of that number."""
    return f"p{number}-{start}"


def _pieces(plan: Plan) -> list[Heading | Clause]:
    pieces: list[Heading | Clause] = [*plan.headings, *plan.clauses]
    return sorted(pieces, key=lambda piece: piece.start)


def _leaf(number: int, piece: Heading | Clause) -> Leaf:
    anchor = _place(number, piece.start)
    if isinstance(piece, Heading):
        return Leaf(anchor, min(piece.level, 4), heading_name(piece))
    title = piece.text[piece.body :].strip() if piece.number else piece.title
    short = title if len(title) <= _TITLE else title[:_TITLE] + "…"
    return Leaf(anchor, 9, short, f"{kind_name(piece.kind)}{piece.number or ''}", piece.address)


def _text(plan: Plan, number: int) -> Markup:
    """The stretch of the source with a place for every line of the tree, and what warnings speak of marked."""
    source = plan.source.text[plan.start : plan.end]
    spans = [
        (Span(each.start - plan.start, each.start - plan.start + 1), f'<span id="{_place(number, each.start)}">', "</span>")
        for each in _pieces(plan)
    ]  # fmt: skip
    marks = [
        (Span(each.start - plan.start, each.end - plan.start), "<mark>", "</mark>")
        for each in plan.warnings
        if plan.start <= each.start < each.end <= plan.end and each.end - each.start <= _MARKED
    ]
    return wrapped(source, [*spans, *marks])


def _figure(check: FigureCheck) -> FigureLine:
    figure = check.figure
    change = figure.nature == "change_from_base"
    asked = asked_for(figure.comparator or "", figure.value, None, figure.unit or "", "", change=change)
    return FigureLine(check, asked, OUTCOMES[check.outcome])
