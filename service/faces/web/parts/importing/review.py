"""What a review of an import shows of one plan: its tree, its targets, tables and warnings, its text with their places.

Takes a PlanReview. Gives a Reviewed, ready to be drawn; every stretch of text in it is escaped. A place in the text is an
anchor (``#p0-120``), so that every line of the review leads to the words that it speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from ingest.catalogue import FigureCheck, Outcome
from ingest.plan import Baseline, Clause, Heading, Plan, Target
from service.citation import citations
from service.faces.web.parts.importing.edition_story import Story, story_of
from service.faces.web.parts.plan_table import TableView, table_view
from service.faces.web.parts.plan_text import heading_name
from service.faces.web.parts.rendering import BORDER_SHOWN, kind_name
from service.labels import in_one_line
from service.requirement import asked_for, past_value, requirement
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
class ReadValue:
    """A target or a past value beside the words that it was read from."""

    anchor: str
    indicator: str
    population: str
    asked: str
    year: int | None
    quote: str
    cited: str  # where it stands, without the plan
    told: tuple[str, ...]  # 约束性, 来自扫描件 …
    in_table: bool


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """A warning as a sentence, with where it stands."""

    anchor: str
    sentence: str
    cited: str  # "" where it is about the whole text


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
    targets: tuple[ReadValue, ...]
    baselines: tuple[ReadValue, ...]
    tables: tuple[TableView, ...]
    hints: tuple[ShownWarning, ...]
    figures: tuple[FigureLine, ...]
    story: Story  # what it changes of the text that is held


def reviewed(review: PlanReview, number: int) -> Reviewed:
    """The plan of a review, ready to be drawn; ``number`` says which of the file it is."""
    plan = review.plan
    counts = Counter(kind_name(clause.kind) for clause in plan.clauses)
    cited = {address: words.partition("》")[2] for address, words in citations(plan).items()}
    return Reviewed(
        review=review,
        kinds=tuple(counts.items()),
        tree=tuple(_leaf(number, piece) for piece in _pieces(plan)),
        text=_text(plan, number),
        targets=tuple(_target(number, each, cited) for each in plan.targets),
        baselines=tuple(_baseline(number, each, cited) for each in plan.baselines),
        tables=tuple(table_view(table, plan.source.text, plan.targets) for table in plan.tables),
        hints=tuple(
            ShownWarning(_place(number, each.start), each.message, cited.get(each.clause or "", ""))
            for each in plan.warnings
        ),
        figures=tuple(_figure(check) for check in review.figures if check.figure.value is not None),
        story=story_of(review.changes),
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
    title = in_one_line(title)
    short = title if len(title) <= _TITLE else title[:_TITLE] + "…"
    return Leaf(anchor, 9, short, f"{kind_name(piece.kind)}{piece.number or ''}", piece.address)


def _target(number: int, target: Target, cited: dict[str, str]) -> ReadValue:
    hedge = target.hedge if target.comparator != "~" else None
    based = f"比 {target.baseline_year} 年" if target.baseline_year else None
    scanned = "来自扫描件" if target.scanned else None
    return ReadValue(
        anchor=_place(number, target.start),
        indicator=target.indicator,
        population=target.population or "",
        asked=requirement(target),
        year=target.year,
        quote=target.quote,
        cited=cited.get(target.clause, ""),
        told=tuple(filter(None, (based, hedge, target.scope, target.attribute, scanned))),
        in_table=target.source == "table",
    )


def _baseline(number: int, past: Baseline, cited: dict[str, str]) -> ReadValue:
    return ReadValue(
        anchor=_place(number, past.start),
        indicator=past.indicator,
        population="",
        asked=past_value(past),
        year=past.year,
        quote=past.quote,
        cited=cited.get(past.clause, ""),
        told=(),
        in_table=past.source == "table",
    )


def _text(plan: Plan, number: int) -> Markup:
    """The stretch of the source with a place for every line of the review, and marked what warnings and targets speak of."""
    places = {each.start for each in (*_pieces(plan), *plan.targets, *plan.baselines, *plan.warnings)}
    odd = [(each.start, each.end) for each in plan.warnings if each.end - each.start <= _MARKED]
    values = [(each.start, each.end) for each in plan.targets]
    marks = [(span, "odd") for span in odd] + [(span, "value") for span in values]
    edges = {edge for span, _ in marks for edge in span if plan.start <= edge <= plan.end}
    cuts = sorted({plan.start, plan.end, *edges, *(at for at in places if plan.start <= at <= plan.end)})
    source, parts = plan.source.text, []
    kinds = _covering(cuts, marks)
    for (at, end), kind in zip(pairwise([*cuts, plan.end]), kinds, strict=True):
        if at in places:
            parts.append(Markup('<span id="{}"></span>').format(_place(number, at)))
        words = escape(source[at:end]).replace("\t", BORDER_SHOWN)
        parts.append(Markup('<mark class="{}">{}</mark>').format(kind, words) if kind and words else words)
    return Markup("").join(parts)


def _covering(cuts: list[int], marks: Iterable[tuple[tuple[int, int], str]]) -> Iterator[str]:
    """For each cut the kinds of marks that cover what stands behind it."""
    changes: dict[int, Counter[str]] = {}
    for (start, end), kind in marks:
        changes.setdefault(start, Counter())[kind] += 1
        changes.setdefault(end, Counter())[kind] -= 1
    covering: Counter[str] = Counter()
    for at in cuts:
        covering.update(changes.get(at, {}))
        yield " ".join(kind for kind in ("odd", "value") if covering[kind] > 0)


def _figure(check: FigureCheck) -> FigureLine:
    figure = check.figure
    change = figure.nature == "change_from_base"
    asked = asked_for(figure.comparator or "", figure.value, None, figure.unit or "", "", change=change)
    return FigureLine(check, asked, OUTCOMES[check.outcome])
